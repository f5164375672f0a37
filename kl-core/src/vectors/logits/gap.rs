//! Differences of logits, and their exponentials.

use crate::float::double::two_sum;

/// A difference of logits, divided by [`SCALE`]: a sum of two doubles, of which the second
/// is the rounding error of the first.
///
/// Divided, because the difference of two doubles may overflow. The division is exact but
/// for numbers next to the smallest double, whose exponential is one.
#[derive(Clone, Copy, Default)]
pub(crate) struct Gap {
    value: f64,
    lost: f64,
}

/// Divisor with which no difference of four logits overflows.
pub(crate) const SCALE: f64 = 16.0;

impl Gap {
    /// x − y, both finite.
    pub(crate) fn between(x: f64, y: f64) -> Self {
        let (value, lost) = two_sum(x / SCALE, -y / SCALE);
        Gap { value, lost }
    }

    /// (x − y)/T. Unless T is 1, neither the difference nor the quotient overflows.
    pub(crate) fn quotient(x: f64, y: f64, temperature: f64) -> Self {
        if temperature == 1.0 {
            return Gap::between(x, y);
        }
        // The scale divides last, because the quotient of subnormals may be large.
        let (d, lost) = two_sum(x, -y);
        let value = d / temperature;
        let lost = ((-value).mul_add(temperature, d) + lost) / temperature;
        Gap {
            value: value / SCALE,
            lost: lost / SCALE,
        }
    }

    /// The difference over a temperature, where that does not overflow.
    pub(crate) fn over(self, temperature: f64) -> Self {
        let value = self.value / temperature;
        let lost = ((-value).mul_add(temperature, self.value) + self.lost) / temperature;
        Gap { value, lost }
    }

    /// The gap whose difference is this number.
    pub(crate) fn of(difference: f64) -> Self {
        Gap::of_scaled(difference / SCALE)
    }

    /// The gap whose difference, already divided by the scale, is this number.
    pub(crate) fn of_scaled(value: f64) -> Self {
        Gap { value, lost: 0.0 }
    }

    pub(crate) fn minus(self, other: Gap) -> Self {
        let (value, rest) = two_sum(self.value, -other.value);
        let (value, lost) = two_sum(value, rest + (self.lost - other.lost));
        Gap { value, lost }
    }

    /// The difference divided by [`SCALE`], rounded.
    pub(crate) fn scaled(self) -> f64 {
        self.value
    }

    /// The difference and its rounding error; infinite where it overflows.
    pub(crate) fn parts(self) -> (f64, f64) {
        (self.value * SCALE, self.lost * SCALE)
    }

    /// The exponential, with the rounding error of the difference put back.
    pub(crate) fn exp(self) -> f64 {
        let (x, lost) = self.parts();
        let e = x.exp();
        if e.is_finite() { e + e * lost } else { e }
    }

    pub(crate) fn negated(self) -> Self {
        Gap {
            value: -self.value,
            lost: -self.lost,
        }
    }

    fn halved(self) -> Self {
        Gap {
            value: 0.5 * self.value,
            lost: 0.5 * self.lost,
        }
    }
}

/// e to a power that is not positive, as a product: it may be far below the smallest double
/// though its product with a large number is not.
#[derive(Clone, Copy)]
pub(crate) struct Weight {
    left: f64,
    right: f64,
}

impl Weight {
    pub(crate) const ZERO: Weight = Weight {
        left: 0.0,
        right: 0.0,
    };

    pub(crate) fn exp(gap: Gap) -> Self {
        // Up to here it is a normal number, and so is what its rounding error adds to it.
        const NORMAL: f64 = -690.0;
        if gap.parts().0 > NORMAL {
            let (left, right) = (gap.exp(), 1.0);
            return Weight { left, right };
        }
        let half = gap.halved().exp();
        Weight {
            left: half,
            right: half,
        }
    }

    pub(crate) fn value(self) -> f64 {
        self.left * self.right
    }

    /// The product with a finite number, rounded to a subnormal once at most.
    pub(crate) fn times(self, x: f64) -> f64 {
        self.left * (self.right * x)
    }

    /// The product with a difference, which may overflow before it is multiplied.
    pub(crate) fn times_gap(self, gap: Gap) -> f64 {
        let (x, _) = gap.parts();
        if x.is_finite() {
            self.times(x)
        } else {
            SCALE * self.times(gap.scaled())
        }
    }
}
