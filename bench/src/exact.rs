//! References: twice the digits of a double, and the textbook's formulas in them.
//!
//! They share nothing with kl-core, which avoids cancellation; here it may happen, because so
//! many digits are left.

use std::ops::{Add, Div, Mul, Neg, Sub};
use std::sync::LazyLock;

/// A number as the sum of two doubles, about 31 digits.
///
/// Dekker, "A Floating-Point Technique for Extending the Available Precision", Numerische
/// Mathematik 18 (1971) 224–242.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Exact {
    high: f64,
    low: f64,
}

const LN_2: Exact = Exact {
    high: std::f64::consts::LN_2,
    low: 2.319_046_813_846_299_6e-17,
};
const PI: Exact = Exact {
    high: std::f64::consts::PI,
    low: 1.224_646_799_147_353_2e-16,
};

/// 1, 1/3, 1/5, …: the coefficients of artanh.
static ODD_RECIPROCALS: LazyLock<Vec<Exact>> = LazyLock::new(|| {
    let odd = (0..24).map(|i| f64::from(2 * i + 1));
    odd.map(|n| Exact::from(1.0) / n).collect()
});

/// The Bernoulli numbers B₂, B₄, … as fractions.
const BERNOULLI: [(f64, f64); 12] = [
    (1.0, 6.0),
    (-1.0, 30.0),
    (1.0, 42.0),
    (-1.0, 30.0),
    (5.0, 66.0),
    (-691.0, 2730.0),
    (7.0, 6.0),
    (-3617.0, 510.0),
    (43867.0, 798.0),
    (-174_611.0, 330.0),
    (854_513.0, 138.0),
    (-236_364_091.0, 2730.0),
];

impl Exact {
    /// The nearest double.
    pub(crate) fn round(self) -> f64 {
        self.high + self.low
    }

    pub(crate) fn sqrt(self) -> Exact {
        if self.high == 0.0 {
            return self;
        }
        let root = Exact::from(self.high.sqrt());
        root + (self - root * root) / (root * 2.0)
    }

    pub(crate) fn abs(self) -> Exact {
        if self.high < 0.0 { -self } else { self }
    }

    /// ln x = k ln 2 + 2 artanh((m − 1)/(m + 1)), where x = m·2ᵏ and m is near 1.
    ///
    /// For numbers that are far from the smallest and the largest.
    pub(crate) fn ln(self) -> Exact {
        let k = self.high.log2().round();
        let m = self.times_power_of_two(-k);
        let s = (m - 1.0) / (m + 1.0);
        let y = s * s;
        let mut sum = Exact::default();
        for &coefficient in ODD_RECIPROCALS.iter().rev() {
            sum = sum * y + coefficient;
        }
        LN_2 * k + s * sum * 2.0
    }

    /// eˣ = (e^r)^(2⁹)·2ᵏ, where x = 2⁹ r + k ln 2, from the power series of e^r − 1.
    pub(crate) fn exp(self) -> Exact {
        const HALVINGS: i32 = 9;
        let k = (self.high / LN_2.high).round();
        let r = (self - LN_2 * k).times_power_of_two(-f64::from(HALVINGS));
        // Less 1, so that squaring magnifies no rounding.
        let (mut less_1, mut term) = (r, r);
        for i in 2..12 {
            term = term * r / f64::from(i);
            less_1 = less_1 + term;
        }
        for _ in 0..HALVINGS {
            less_1 = less_1 * 2.0 + less_1 * less_1;
        }
        (less_1 + 1.0).times_power_of_two(k)
    }

    /// The cosine of a small number, by its power series.
    pub(crate) fn cos(self) -> Exact {
        let square = -self * self;
        let (mut sum, mut term) = (Exact::from(1.0), Exact::from(1.0));
        for i in (1..100).step_by(2) {
            term = term * square / f64::from(i * (i + 1));
            sum = sum + term;
        }
        sum
    }

    fn times_power_of_two(self, k: f64) -> Exact {
        let power = k.exp2();
        Exact {
            high: self.high * power,
            low: self.low * power,
        }
    }
}

/// ln Γ(x) by Stirling's series, beyond 40, where its twelve terms are enough.
pub(crate) fn ln_gamma(x: Exact) -> Exact {
    let (x, passed) = beyond_40(x);
    let product = passed.iter().fold(Exact::from(1.0), |a, &b| a * b);
    let mut sum = (x - 0.5) * x.ln() - x + (PI * 2.0).ln() * 0.5;
    let mut power = x;
    for (k, (over, under)) in (1..).zip(BERNOULLI) {
        let k = 2.0 * f64::from(k);
        sum = sum + Exact::from(over) / (power * (under * k * (k - 1.0)));
        power = power * x * x;
    }
    sum - product.ln()
}

/// ψ(x), the derivative of ln Γ(x).
pub(crate) fn digamma(x: Exact) -> Exact {
    let (x, passed) = beyond_40(x);
    let mut sum = x.ln() - Exact::from(0.5) / x;
    let mut power = x * x;
    for (k, (over, under)) in (1..).zip(BERNOULLI) {
        let k = 2.0 * f64::from(k);
        sum = sum - Exact::from(over) / (power * (under * k));
        power = power * x * x;
    }
    let steps = passed.iter().map(|&x| Exact::from(1.0) / x);
    sum - steps.sum::<Exact>()
}

/// The first of x, x + 1, … that is 40 or more, and those before it.
fn beyond_40(mut x: Exact) -> (Exact, Vec<Exact>) {
    let mut passed = Vec::new();
    while x.high < 40.0 {
        passed.push(x);
        x = x + 1.0;
    }
    (x, passed)
}

/// I₀(κ) and I₁(κ) by their power series, for κ up to some hundreds.
pub(crate) fn bessel_i0_i1(kappa: f64) -> [Exact; 2] {
    let half = Exact::from(kappa) * 0.5;
    let square = half * half;
    let mut term = Exact::from(1.0);
    let (mut i0, mut i1) = (term, term);
    for k in (1..).map(f64::from) {
        term = term * square / (k * k);
        if term.high < 1e-40 * i0.high {
            break;
        }
        i0 = i0 + term;
        i1 = i1 + term / (k + 1.0);
    }
    [i0, half * i1]
}

/// a + b and what rounding loses of it.
///
/// Knuth, *The Art of Computer Programming*, volume 2, section 4.2.2, theorem B.
fn two_sum(a: f64, b: f64) -> Exact {
    let high = a + b;
    let b_kept = high - a;
    let low = (a - (high - b_kept)) + (b - b_kept);
    Exact { high, low }
}

/// a·b and what rounding loses of it.
fn two_product(a: f64, b: f64) -> Exact {
    let high = a * b;
    let low = a.mul_add(b, -high);
    Exact { high, low }
}

impl From<f64> for Exact {
    fn from(high: f64) -> Exact {
        Exact { high, low: 0.0 }
    }
}

impl Neg for Exact {
    type Output = Exact;

    fn neg(self) -> Exact {
        Exact {
            high: -self.high,
            low: -self.low,
        }
    }
}

impl<T: Into<Exact>> Add<T> for Exact {
    type Output = Exact;

    fn add(self, other: T) -> Exact {
        let other = other.into();
        let (high, low) = (two_sum(self.high, other.high), two_sum(self.low, other.low));
        let sum = two_sum(high.high, high.low + low.high);
        two_sum(sum.high, sum.low + low.low)
    }
}

impl<T: Into<Exact>> Sub<T> for Exact {
    type Output = Exact;

    fn sub(self, other: T) -> Exact {
        self + -other.into()
    }
}

impl<T: Into<Exact>> Mul<T> for Exact {
    type Output = Exact;

    fn mul(self, other: T) -> Exact {
        let other = other.into();
        let product = two_product(self.high, other.high);
        let cross = self.high * other.low + self.low * other.high;
        two_sum(product.high, product.low + cross)
    }
}

impl<T: Into<Exact>> Div<T> for Exact {
    type Output = Exact;

    fn div(self, other: T) -> Exact {
        let other = other.into();
        let first = self.high / other.high;
        let rest = self - other * first;
        let second = rest.high / other.high;
        let rest = rest - other * second;
        two_sum(first, second) + rest.high / other.high
    }
}

impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(terms: I) -> Exact {
        terms.fold(Exact::default(), |a, b| a + b)
    }
}
