//! Gamma distributions against Weibull.

use crate::float::double::Double;
use crate::float::double::gamma::HALF_LN_TAU;
use crate::float::double::near_one::{self, beyond_linear};
use crate::float::not_negative::not_negative;
use crate::float::scale::{scaled, split};
use crate::lanes::fused;
use crate::pairs::cancellation::{cancels, rounding_of_exponential};
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::gumbel::EULER;
use crate::pairs::parameters::{of_p, of_q};
use crate::special::binet::{binet, differences, slope};
use crate::special::expm1mx::expm1mx;
use crate::special::lgamma::{lgamma_remainder, lgamma_remainder_apart, stirling_remainder};
use crate::terms::kl::kl_term_apart;
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Gamma, Weibull};
use std::f64::consts::LN_2;

/// D(P‖Q) = k ln λ − H − ln k − (k − 1)(ψ(a) − ln b) + Γ(a + k)/(Γ(a) (bλ)ᵏ), where a is the
/// shape and b the rate of P, H = a − ln b + ln Γ(a) + (1 − a) ψ(a) is its entropy, and k is
/// the shape and λ the scale of Q.
#[doc = pair!(Gamma, Weibull)]
/// Here D is the result and r the lesser of 1 and (a − 1)² + (k − 1)². The last term of the
/// formula is a rounded exponential, and next to the exponential distributions, where a and k
/// are 1, terms cancel.
#[doc = errors!()]
#[doc = example!(Gamma(3.0, 3.0), Weibull(2.0, 1.0), "0.0670 nats")]
///
/// # Reference
///
/// It follows from the definition with E ln x = ψ(a) − ln b and E xᵏ = Γ(a + k)/(Γ(a) bᵏ).
impl KlDivergence<Weibull> for Gamma {
    fn kl(&self, q: &Weibull) -> Result<Information, Error> {
        let (a, b) = of_p(self)?;
        let (k, lambda) = of_q(q)?;
        // With w = ln E (x/λ)ᵏ, D is eʷ − 1 − w plus terms that do not depend on λ.
        let (da, dk) = (a - 1.0, k - 1.0);
        if a < 1e-17 {
            // Here Γ(a) is 1/a and ψ(a) −1/a − γ.
            let t = k / a;
            let ln_scale = ln_quotient(b, lambda, 1.0);
            let moment = ln_moment_of_small_shape(a, k, ln_scale).exp();
            if t == f64::INFINITY || moment == f64::INFINITY {
                return Ok(Information::INFINITY);
            }
            let nats = ratio_term(t, 1.0) + k * (ln_scale + EULER) + moment;
            return Ok(Information::from_nats(not_negative(nats)));
        }
        let is_near_one = da * da + dk * dk < 1.0;
        let unit = if is_near_one || a < 0.5 { 1.0 } else { a };
        let l = ln_quotient(b, lambda, unit);
        // The last two numbers are the sizes of the terms of w and of the others.
        let (w, own, of_w, size) = if is_near_one {
            // Remainders of ln Γ between 1, 2, a and a + k.
            let from_one = lgamma_remainder(1.0, a);
            let from_two = lgamma_remainder_apart(2.0, a + k, da + dk);
            let w = from_two + da + dk * (1.0 - EULER) - from_one - k * l;
            let psi = digamma_above_one(a, da);
            let scale = ratio_term(k, 1.0) + from_two;
            let back = lgamma_remainder(a, 1.0);
            let own = scale + ((back - from_one) - dk * psi);
            let of_w = from_two + from_one + (da.abs() + dk.abs()) + k * l.abs();
            (w, own, of_w, scale + back + from_one + (dk * psi).abs())
        } else {
            let remainder = if a + k < f64::INFINITY {
                kl_term_apart(a + k, a, -k) + stirling_remainder(a, a + k, k)
            } else {
                // The second term is negligible.
                4.0 * kl_term_apart(0.25 * a + 0.25 * k, 0.25 * a, -0.25 * k)
            };
            let at_a = slope(a);
            let w = if a < 0.5 {
                ln_moment_of_small_shape(a, k, l)
            } else {
                remainder - k * (0.5 / a - at_a) - k * l
            };
            if remainder == f64::INFINITY {
                return Ok(Information::INFINITY);
            }
            // ½ − ½ ln 2π
            const CONSTANT: f64 = -0.418_938_533_204_672_7;
            let (of_p, scale) = (a * at_a - binet(a), 0.5 * a.ln() - k.ln());
            let rest = CONSTANT + of_p + scale;
            let size = remainder - CONSTANT + of_p.abs() + scale.abs();
            let of_w = remainder + k * (0.5 / a + l.abs());
            (w, remainder + rest, of_w, size)
        };
        let above = expm1mx(w);
        let nats = above + own;
        let near = da.abs().max(dk.abs()) <= 0.5 * near_one::NEAR;
        let moderate = (1e-6..1e15).contains(&a) && (1e-6..1e15).contains(&k);
        let in_range = product_is_in_range(b, lambda);
        let size = size + rounding_of_exponential(w, above + w, of_w);
        let nats = if near && in_range {
            next_to_exponential([a, b], [k, lambda])
        } else if moderate && in_range && cancels(nats, size) {
            with_twice_the_digits([a, b], [k, lambda])
        } else {
            not_negative(nats)
        };
        Ok(Information::from_nats(nats))
    }
}

/// D as eʷ − 1 − w plus what does not depend on λ, where large a do not cancel.
fn with_twice_the_digits([a, b]: [f64; 2], [k, lambda]: [f64; 2]) -> f64 {
    fused(
        #[inline(always)]
        || {
            let [a, b, k, lambda] = [a, b, k, lambda].map(Double::from);
            let (half, [at_a, slope]) = (Double::from(0.5), a.binet_and_slope());
            let scale = k * (b * lambda / a).ln();
            let rise = (a + k - half) * (k / a).ln_1p() - k + ((a + k).binet() - at_a);
            let own = half * (a / (k * k)).ln() - (HALF_LN_TAU + half);
            let of_p = half * k / a - at_a + (a - k) * slope;
            ((rise - scale).exp() + scale + (own + of_p)).value
        },
    )
}

/// D where both are next to exponential distributions, by the series of ln Γ at 1 and 2, so that
/// it is right beside (a − 1)² and (k − 1)².
fn next_to_exponential([a, b]: [f64; 2], [k, lambda]: [f64; 2]) -> f64 {
    fused(
        #[inline(always)]
        || {
            let (da, dk) = (Double::from(a - 1.0), Double::from(k - 1.0));
            let (sum, one) = (da + dk, Double::ONE);
            let over = Double::one_over;
            let from_one = da * da * beyond_linear(da, |n, c| (one + c) * over(n));
            let from_two = sum * sum * beyond_linear(sum, |n, c| c * over(n));
            let ln_scale = (Double::from(b) * Double::from(lambda)).ln();
            let linear = da + dk * (one - near_one::EULER) - Double::from(k) * ln_scale;
            let w = from_two - from_one + linear;
            let scale = dk * dk * beyond_linear(dk, |n, _| over(n));
            let psi = da * beyond_linear(da, |_, c| one + c);
            let back = da * da * beyond_linear(da, |n, c| (one + c) * (one - over(n)));
            let own = (scale + from_two) + ((back - from_one) - dk * psi);
            (w.expm1mx() + own).value
        },
    )
}

/// ln E (x/λ)ᵏ = ln Γ(a + k) − ln Γ(a) − k ln bλ, where `ln_scale` is ln bλ. Both arguments of
/// ln Γ are moved up by one, and the large parts that would cancel become ln(1 + k/a).
fn ln_moment_of_small_shape(a: f64, k: f64, ln_scale: f64) -> f64 {
    let above_one = |x: f64| lgamma_remainder_apart(1.0, 1.0 + x, x);
    let rise = above_one(a + k) - above_one(a) - EULER * k;
    rise - (k / a).ln_1p() - k * ln_scale
}

/// ψ(a) − ψ(1), with d = a − 1, for a between 0 and 2.
fn digamma_above_one(a: f64, d: f64) -> f64 {
    // ln a + ½(1 − 1/a), plus the difference of the slopes of Binet's function.
    let rise = if d >= 0.0 {
        differences(1.0, a, d).1
    } else {
        -differences(a, 1.0, -d).1
    };
    d.ln_1p() + 0.5 * (d / a) + rise
}

/// Whether a product with twice the digits neither over- nor underflows.
pub(crate) fn product_is_in_range(a: f64, b: f64) -> bool {
    (1e-290..1e290).contains(&a)
        && (1e-290..1e290).contains(&b)
        && (1e-260..1e260).contains(&(a * b))
}

/// ln(ab/c) for positive numbers, accurate next to 0 too.
pub(crate) fn ln_quotient(a: f64, b: f64, c: f64) -> f64 {
    let product = a * b;
    let t = product / c;
    let normal = f64::MIN_POSITIVE..=f64::MAX;
    if (0.5..=2.0).contains(&t) && (1e-290..=f64::MAX).contains(&product) {
        // ab − c with one rounding.
        (a.mul_add(b, -c) / c).ln_1p()
    } else if normal.contains(&t) && normal.contains(&product) {
        t.ln()
    } else {
        // Not ln a + ln b − ln c, which may cancel.
        let [(a, of_a), (b, of_b), (c, of_c)] = [a, b, c].map(split);
        let e = of_a + of_b - of_c;
        if e.abs() < 900 {
            ln_quotient(scaled(a, e), b, c)
        } else {
            (a * b / c).ln() + f64::from(e) * LN_2
        }
    }
}
