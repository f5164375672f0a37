//! Weibull distributions against gamma.

use crate::float::double::Double;
use crate::float::double::gamma::HALF_LN_TAU;
use crate::float::double::near_one::{self, beyond_linear};
use crate::float::not_negative::not_negative;
use crate::lanes::fused;
use crate::pairs::cancellation::{cancels, rounding_of_exponential};
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::gamma::weibull::{ln_quotient, product_is_in_range};
use crate::pairs::gumbel::EULER;
use crate::pairs::moments::mean_term;
use crate::pairs::parameters::{of_p, of_q};
use crate::special::binet::binet;
use crate::special::expm1mx::expm1mx;
use crate::special::lgamma::{lgamma_remainder, lgamma_remainder_apart, stirling_remainder};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Gamma, Weibull};
use std::f64::consts::PI;

/// D(P‖Q) = ln Γ(a) − a ln b − H − (a − 1)(ln λ − γ/k) + bm with H = γ(1 − 1/k) + ln(λ/k) + 1
/// and m = λΓ(1 + 1/k), where k is the shape and λ the scale of P, a is the shape and b the
/// rate of Q, and γ is Euler's constant.
#[doc = pair!(Weibull, Gamma)]
/// Here D is the result and r the lesser of 1 and |(a − 1) ln k|. The mean m is a rounded
/// exponential, and next to the exponential distributions, where a and k are 1, terms cancel.
#[doc = errors!()]
#[doc = example!(Weibull(2.0, 1.0), Gamma(3.0, 3.0), "0.0377 nats")]
///
/// # Reference
///
/// It follows from the definition with E x = λΓ(1 + 1/k) and E ln x = ln λ − γ/k.
impl KlDivergence<Gamma> for Weibull {
    fn kl(&self, q: &Gamma) -> Result<Information, Error> {
        let (k, lambda) = of_p(self)?;
        let (a, b) = of_q(q)?;
        // κ = ln E x − E ln x is ln Γ(1 + ρ) + γρ.
        let rho = 1.0 / k;
        let kappa = lgamma_remainder_apart(1.0, 1.0 + rho, rho);
        if kappa == f64::INFINITY || rho == f64::INFINITY {
            return Ok(Information::INFINITY); // as is P's mean
        }
        let change = (1.0 - k) / k;
        let ln_gamma = if (0.5..=2.0).contains(&rho) {
            // ln Γ(1 + ρ), by its remainder from the argument 2, where ln Γ is 0.
            lgamma_remainder_apart(2.0, 1.0 + rho, change) + (1.0 - EULER) * change
        } else {
            kappa - EULER * rho
        };
        // kl_term(a, bm), where a may be negligible beside bm.
        let scale = ln_quotient(b, lambda, a);
        let l = scale + ln_gamma;
        let mean = if l > 700.0 {
            let bm = (ln_quotient(b, lambda, 1.0) + ln_gamma).exp();
            if bm == f64::INFINITY {
                return Ok(Information::INFINITY);
            }
            bm - a * (1.0 + l)
        } else {
            a * expm1mx(l)
        };
        let (shape, size) = shape_from_weibull(a, k, kappa);
        let nats = mean + shape;
        let near = (a - 1.0).abs().max((k - 1.0).abs()) <= 0.5 * near_one::NEAR;
        let moderate = (1e-6..1e15).contains(&a) && (1e-6..1e15).contains(&k);
        let in_range = product_is_in_range(b, lambda);
        let of_l = scale.abs() + ln_gamma.abs();
        let size = size + rounding_of_exponential(l, mean + a * l, of_l);
        let nats = if near && in_range {
            next_to_exponential([k, lambda], [a, b])
        } else if moderate && in_range && cancels(nats, size) {
            with_twice_the_digits([k, lambda], [a, b])
        } else {
            not_negative(nats)
        };
        Ok(Information::from_nats(nats))
    }
}

/// D as a(eˡ − 1 − l) and the divergence for equal means, where large a do not cancel.
fn with_twice_the_digits([k, lambda]: [f64; 2], [a, b]: [f64; 2]) -> f64 {
    fused(
        #[inline(always)]
        || {
            let [k, lambda, a, b] = [k, lambda, a, b].map(Double::from);
            let (one, half, rho) = (Double::ONE, Double::from(0.5), Double::ONE / k);
            let ln_gamma = (one + rho).ln_gamma();
            let l = (b * lambda / a).ln() + ln_gamma;
            let kappa = ln_gamma + near_one::EULER * rho;
            let of_q = HALF_LN_TAU + a.binet();
            let level = half * (k * k / a).ln() - near_one::EULER - one;
            let shape = a * kappa + (of_q + level);
            (a * l.expm1mx() + shape).value
        },
    )
}

/// D where both are next to exponential distributions, by the series of ln Γ at 1 and 2, so that
/// it is right beside (a − 1)² and (k − 1)².
fn next_to_exponential([k, lambda]: [f64; 2], [a, b]: [f64; 2]) -> f64 {
    fused(
        #[inline(always)]
        || {
            let (one, d) = (Double::ONE, Double::from(a - 1.0));
            // 1/k = 1 + s
            let s = Double::from(1.0 - k) / Double::from(k);
            let [lambda, a, b] = [lambda, a, b].map(Double::from);
            let over = Double::one_over;
            let from_two = s * s * beyond_linear(s, |n, c| c * over(n));
            let ln_gamma = from_two + (one - near_one::EULER) * s;
            let l = (b * lambda / a).ln() + ln_gamma;
            let of_q = d * d * beyond_linear(d, |n, c| (one + c - over(n - 1.0)) * over(n));
            let rate = s * s * beyond_linear(s, |n, _| over(n));
            let shape = (of_q + rate) + (d * s + a * from_two);
            (a * l.expm1mx() + shape).value
        },
    )
}

/// ln Γ(a) − a ln a + a + aκ − γ − 1 + ln k: the divergence for equal means; and the size of its
/// terms.
fn shape_from_weibull(a: f64, k: f64, kappa: f64) -> (f64, f64) {
    let rho = 1.0 / k;
    // Two forms, of which the one with less cancellation is used. Near the exponential
    // distributions: a remainder for each of P and Q, and a product that may cancel with them.
    // Elsewhere: a term for the nearest shape, 1/2κ or 1/κ, which is ≥ 0, and a constant.
    let (remainder, product) = (
        stirling_remainder(1.0, a, a - 1.0) + a * lgamma_remainder_apart(1.0, rho, (1.0 - k) / k),
        (1.0 - a) * k.ln(),
    );
    let near = (remainder + product.abs(), remainder + product);
    let (positive, level, constant) = if a < 1.0 && rho > 1.0 {
        let one = lgamma_remainder(1.0, 1.0 + a) + a * (1.0 - EULER) - a * a.ln();
        (one + mean_term(a, kappa), (kappa / rho).ln(), EULER)
    } else {
        let scaled = if rho < 1e-8 {
            // π²/12 − ζ(3)/3·ρ
            const THIRD_OF_ZETA_3: f64 = 0.400_685_634_386_531_43;
            PI * PI / 12.0 - THIRD_OF_ZETA_3 * rho
        } else {
            kappa / rho / rho
        };
        let excess = if rho < 1e-8 {
            mean_term(2.0 * (a * rho), scaled * rho)
        } else {
            mean_term(2.0 * a, kappa)
        };
        let level = 0.5 * (4.0 * PI * scaled).ln();
        (binet(a) + 0.5 * excess, level, 0.5 + EULER)
    };
    let elsewhere = positive + (level - constant);
    if near.0 < f64::INFINITY && near.0 <= positive + (level - constant).abs() {
        (near.1, near.0)
    } else {
        (elsewhere, positive + level.abs() + constant)
    }
}
