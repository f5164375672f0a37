//! Uniform distributions against beta.

use crate::float::double::Double;
use crate::float::not_negative::not_negative;
use crate::float::scale::power_of_two;
use crate::lanes::fused;
use crate::pairs::dirichlet::{dirichlet_divergence, precise_sum};
use crate::pairs::documentation::{errors, example, pair, reference};
use crate::pairs::moments::mean_term;
use crate::pairs::uniform::Logarithms;
use crate::special::binet::binet;
use crate::terms::kl::{kl_term_apart, kl_term_of_quotient};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Beta, Uniform};
use std::f64::consts::{LN_2, PI};

/// D(P‖Q) = ln B(α, β) − ln(b − a) − (α − 1) E ln x − (β − 1) E ln(1 − x) if 0 ≤ a and b ≤ 1,
/// with E ln x = (b ln b − a ln a)/(b − a) − 1 and E ln(1 − x) likewise from 1 − b to 1 − a,
/// where a and b are the ends of P's interval, α and β are the shapes of Q, and B is the beta
/// function.
#[doc = pair!(Uniform, Beta)]
/// Near its minimum D is a small difference of larger terms.
#[doc = errors!()]
/// It names a sum of shapes beyond [`f64::MAX`] too.
#[doc = example!(Uniform(0.0, 1.0), Beta(2.0, 1.0), "0.3069 nats", "assert!(Uniform::new(0.5, 1.5)?.kl(&q)?.is_infinite());")]
#[doc = reference!(DEFINITION)]
impl KlDivergence<Beta> for Uniform {
    fn kl(&self, q: &Beta) -> Result<Information, Error> {
        let (low, high) = (self.min(), self.max());
        let (a, b) = (q.shape_a(), q.shape_b());
        let sum = precise_sum(&[a, b], "sum of the shapes of Q")?;
        if low < 0.0 || high > 1.0 {
            return Ok(Information::INFINITY);
        }
        // The divergence from the uniform distribution on [0, 1]: minus the logarithm of the
        // width.
        let outside = low + (1.0 - high);
        let width = high - low;
        let narrow = if outside < 0.5 {
            -(-outside).ln_1p()
        } else {
            -width.ln()
        };
        let (from_zero, to_one) = (1.0 - low, 1.0 - high);
        let above = ln_above(low, from_zero, to_one, width);
        let above_rest = ln_above(to_one, high, low, width);
        if a.min(b) < 1e-17 {
            let (mean_ln, mean_ln_rest) = (above - 1.0, above_rest - 1.0);
            let (tiny, other, at_tiny, at_other, starts) = if a <= b {
                let at_other = mean_ln_near_one(low, high, mean_ln_rest);
                (a, b, mean_ln, at_other, [low, to_one])
            } else {
                let at_other = mean_ln_near_one(to_one, from_zero, mean_ln);
                (b, a, mean_ln_rest, at_other, [to_one, low])
            };
            // Here the beta function is 1/a + 1/b.
            let ln_beta = (tiny / other).ln_1p() - tiny.ln();
            // The mean logarithms less that of the width, with which they may cancel.
            let [tiny_in_widths, other_in_widths] = starts.map(|x| mean_ln_in_widths(x, width));
            let nats = if other < 1.0 && at_other < at_tiny {
                let beyond = other_in_widths.unwrap_or(narrow + at_other);
                (ln_beta + at_tiny) + beyond - other * at_other
            } else {
                let beyond = tiny_in_widths.unwrap_or(narrow + at_tiny);
                (ln_beta + beyond) - (other - 1.0) * at_other
            };
            return Ok(Information::from_nats(not_negative(nats)));
        }
        let from_unit = dirichlet_divergence(&[1.0, 1.0], &[a, b])? + narrow;
        let cross = [(a - 1.0) * above, (b - 1.0) * above_rest];
        // What the mean logarithms are sums of: 1 and a logarithm, or −x ln x, below √x, at both
        // ends of a wide interval.
        let [of_low, of_high] = if width > 0.5 {
            [low, to_one].map(f64::sqrt)
        } else {
            [1.0; 2]
        };
        let rounded = (cross[0].abs() + (a - 1.0).abs() * of_low)
            + (cross[1].abs() + (b - 1.0).abs() * of_high);
        let cross = cross[0] + cross[1];
        // Next to the uniform distribution nothing larger hides what is rounded.
        let most = if from_unit < 0.125 { 1.0 } else { 2.0 };
        if cross.abs() <= 0.5 * from_unit && rounded <= most * from_unit {
            return Ok(Information::from_nats(from_unit - cross));
        }
        let (nats, size) = uniform_beta([low, high], [a, b], sum);
        if nats < OF_TERMS * size && has_digits([low, high], [a, b], nats) {
            let nats = with_twice_the_digits([low, high], [a, b]);
            return Ok(Information::from_nats(not_negative(nats)));
        }
        Ok(Information::from_nats(not_negative(nats)))
    }
}

/// The part of the size of the terms below which they have twice the digits.
const OF_TERMS: f64 = 0.3;

/// Whether twice the digits are enough for a divergence of this size: mean logarithms are
/// differences of x ln x over the width.
fn has_digits([low, high]: [f64; 2], [a, b]: [f64; 2], nats: f64) -> bool {
    const ENOUGH: f64 = power_of_two(40);
    let x_ln_x = |x: f64, rest: f64| {
        let ln = if x < 0.5 { x.ln() } else { (-rest).ln_1p() };
        if x > 0.0 { -x * ln } else { 0.0 }
    };
    let [from_low, from_high] = [x_ln_x(low, 1.0 - low), x_ln_x(high, 1.0 - high)];
    let [to_low, to_high] = [x_ln_x(1.0 - low, low), x_ln_x(1.0 - high, high)];
    let terms = a * (from_low + from_high) + b * (to_low + to_high);
    let least = ENOUGH * nats * (high - low);
    a.min(b) > 1e-6 && a + b < 1e12 && terms < least
}

/// The formula as it stands.
fn with_twice_the_digits([low, high]: [f64; 2], [a, b]: [f64; 2]) -> f64 {
    fused(
        #[inline(always)]
        || {
            let one = Double::ONE;
            let width = Double::exact_sum(high, -low);
            let x_ln_x = |x: Double| {
                if x.value > 0.0 {
                    x * x.ln()
                } else {
                    Double::ZERO
                }
            };
            let mean_ln = |low: Double, high: Double| (x_ln_x(high) - x_ln_x(low)) / width - one;
            let [low, high, a, b] = [low, high, a, b].map(Double::from);
            let ln_beta = a.ln_beta(b);
            let left = (a - one) * mean_ln(low, high);
            let right = (b - one) * mean_ln(one - high, one - low);
            ((ln_beta - width.ln()) - (left + right)).value
        },
    )
}

/// E ln x + 1 for an x that is uniform between `low` and 1 − `missing`, where `rest` is
/// 1 − `low` and `width` is `rest` − `missing`.
fn ln_above(low: f64, rest: f64, missing: f64, width: f64) -> f64 {
    if width > 0.5 {
        // (h ln h − l ln l)/w with the ends l and h; small if both are those of [0, 1].
        let at_low = if low > 0.0 { low * low.ln() } else { 0.0 };
        return ((1.0 - missing) * (-missing).ln_1p() - at_low) / width;
    }
    // ln E x, and κ = ln E x − E ln x.
    let twice_mean = 2.0 * low + width;
    let delta = (width / twice_mean).min(1.0);
    let below = Logarithms::new(delta, low / (low + width)).kappa;
    let ln_mean = if twice_mean < 1.0 {
        twice_mean.ln() - LN_2
    } else {
        (-(rest - 0.5 * width)).ln_1p()
    };
    (1.0 - below) + ln_mean
}

/// E ln(x/w) for an x that is uniform from `low` on over the width w, without the logarithms of
/// x and w, which may be large. `None` if the width or the mean is above ½.
fn mean_ln_in_widths(low: f64, width: f64) -> Option<f64> {
    let twice_mean = 2.0 * low + width;
    if width > 0.5 || twice_mean > 1.0 {
        return None;
    }
    let logarithms = Logarithms::new((width / twice_mean).min(1.0), low / (low + width));
    Some((0.5 * (twice_mean / width)).ln() - logarithms.kappa)
}

/// E ln(1 − x) for an x that is uniform between two ends, which may be next to 0. The last
/// argument is the answer for ends next to 1.
fn mean_ln_near_one(low: f64, high: f64, for_ends_near_one: f64) -> f64 {
    let width = high - low;
    if low > 0.5 {
        for_ends_near_one
    } else if width > 0.5 {
        // The slope of (1 − x) ln(1 − x) + x is −ln(1 − x).
        let at = |x: f64| kl_term_apart(1.0 - x, 1.0, x);
        (at(low) - at(high)) / width
    } else {
        let mean = low + 0.5 * width;
        let delta = 0.5 * width / (1.0 - mean);
        (-mean).ln_1p() - Logarithms::new(delta, (1.0 - high) / (1.0 - low)).kappa
    }
}

/// The divergence of a uniform distribution on a part of [0, 1] from a beta one.
///
/// With s = a + b, p = a/s, m = E x, κ = ln m − E ln x, κ′ the same of 1 − x, Binet's μ and
/// T = 2(aκ + bκ′), D is the sum of kl_term(a, sm), kl_term(b, s(1 − m)), ½(T − 1 − ln T),
/// μ(a) + μ(b) − μ(s), and ½ ln(½[2πe(c(1−m)²/(1−p) + c′m²/p)]) − κ − κ′, where c is κ/δ² and δ
/// is half the width over m.
///
/// The second number is the size of the terms.
fn uniform_beta([low, high]: [f64; 2], [a, b]: [f64; 2], sum: (f64, f64)) -> (f64, f64) {
    let s = Double {
        value: sum.0,
        lost: sum.1,
    };
    // Twice the mean m, and twice 1 − m.
    let twice = Double::exact_sum(low, high);
    let rest = Double::exact_sum(1.0, -low) + Double::exact_sum(1.0, -high);
    let width = high - low;
    let sides = [(twice, rest, low, a, b), (rest, twice, 1.0 - high, b, a)];
    const UP: f64 = power_of_two(600);
    let mut total = binet(a) - binet(s.value) + binet(b);
    let (mut spread, mut shape, mut shape_over_sum, mut kappas) = (0.0, 0.0, 0.0, 0.0);
    for (twice_mean, twice_rest, end, shape_here, shape_there) in sides {
        let delta = (width / twice_mean.value).min(1.0);
        let Logarithms { share, kappa, .. } = Logarithms::new(delta, end / (end + width));
        // Scaled up where the mean is so small that a product with it would be subnormal.
        let unit = if twice_mean.value < 1e-200 { UP } else { 1.0 };
        let product = s.scaled(0.5) * twice_mean.scaled(unit);
        total += kl_term_of_quotient(shape_here, 1.0, (product.value, product.lost), (unit, 0.0));
        spread += shape_here * kappa;
        let other = 0.5 * twice_rest.value;
        shape += share * (other * s.value) * (other / shape_there);
        shape_over_sum += share * other * (other / shape_there);
        kappas += kappa;
    }
    let ln_shape = if PI * shape < f64::INFINITY {
        (PI * shape).ln()
    } else {
        (PI * shape_over_sum).ln() + s.value.ln()
    };
    let own = -kappas + (0.5 + 0.5 * ln_shape);
    let rest = 0.5 * mean_term(2.0, spread);
    let size = total.abs() + kappas + 0.5 + 0.5 * ln_shape.abs() + rest;
    (total + own + rest, size)
}
