//! Gamma distributions, chi-squared and Erlang among them, against Laplace
//! distributions.
//!
//! D is split as in the module `against_laplace`, with the mean distance E = E|x − m| from Q's
//! location and the entropy H of P: 1 + ln 2E − H is the divergence of P from the nearest
//! Laplace distribution at m, and u − 1 − ln u with u = E/b that of this nearest one from Q.
//!
//! In units of P's scale let c be Q's location and a the shape, which is P's mean. E is
//! a − c + 2∫ P(x ≤ y) dy up to c, and also c − a + 2∫ P(x > y) dy from c on; the form without
//! a negative term is used. Next to the mean 1 + ln 2E − H is the small difference of large
//! logarithms; there E is computed from its value at c = a, which is √(2a/π) e^(−μ(a)) with
//! Binet's function μ.

use crate::float::double::Double;
use crate::float::gauss::quadrature;
use crate::float::scale::{power_of_two, scaled, split};
use crate::float::sum::CompensatedSum;
use crate::pairs::against_laplace::{TWO_OVER_PI, above_half, scale_term};
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::parameters::{of_p, of_q};
use crate::special::binet::binet;
use crate::special::log1pmx::log1pmx;
use crate::special::negentropy::gamma_negentropy;
use crate::terms::kl::kl_term_apart;
use crate::terms::ratio::ratio_term_apart;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Gamma, Laplace};
use std::f64::consts::{FRAC_2_PI, LN_2, TAU};

/// D(P‖Q) = ln 2b − H + E|x − m|/b with E|x − m| = a/r − m if m ≤ 0 and m(2F(a) − 1) + (a/r)(1
/// − 2F(a + 1)) otherwise, where H, a and r are the entropy, the shape and the rate of P, F(k)
/// is the probability of x ≤ m for the shape k, and m and b are the location and the scale of
/// Q.
#[doc = pair!(Gamma, Laplace)]
/// For shapes of 3 or more, within 10 ulp.
#[doc = errors!()]
#[doc = example!(Gamma(2.0, 1.0), Laplace(2.0, 1.0), "0.1986 nats")]
///
/// # Reference
///
/// It follows from the definition. Whittaker and Watson, *A Course of Modern Analysis*, 4th
/// ed., sections 12.31 and 12.33, for Binet's function.
impl KlDivergence<Laplace> for Gamma {
    fn kl(&self, q: &Laplace) -> Result<Information, Error> {
        let p = of_p(self)?;
        Ok(divergence(p, of_q(q)?))
    }
}

/// ½ + ln 2 − ln π: the divergence of a normal distribution from the nearest Laplace
/// distribution. Gamma distributions of large shape come close to it.
const NORMAL: f64 = 0.048_417_294_710_545_136;

/// The divergence, given the shape and the rate of P, and the location and the scale of Q.
pub(crate) fn divergence((a, r): (f64, f64), (m, b): (f64, f64)) -> Information {
    const SHIFT: i32 = 60;
    const UNIT: f64 = power_of_two(-SHIFT);
    if gamma_negentropy(a) == f64::INFINITY {
        // The logarithm of E is finite and cannot make up for that.
        return Information::INFINITY;
    }
    // The location in units of P's scale, and its distance above the mean, with one rounding.
    let (c, d) = (r * m, r.mul_add(m, -a));
    let mut precise = None;
    let (own, e, unit) = if c.is_finite() && d.is_finite() {
        let (own, e) = own_and_distance(a, c, d);
        precise = Some(e);
        let e = e.value;
        (own, e, 0)
    } else {
        // So far away, E is the distance from the mean, which is finite in larger units.
        let e = (r * UNIT).mul_add(m, -a * UNIT).abs();
        if e < f64::INFINITY {
            (far(a, e) + f64::from(SHIFT) * LN_2, e, SHIFT)
        } else {
            // The distance is infinite even then, and the shape is negligible beside it.
            let ln_e = r.ln() + m.abs().ln();
            let own = gamma_negentropy(a) + NORMAL + ln_e - 0.5 * (FRAC_2_PI * a).ln();
            let scale = scale_term(m.abs() / b, || m.abs().ln() - b.ln());
            return Information::from_nats(own + scale);
        }
    };
    let ((me, ee), (mr, er), (mb, eb)) = (split(e), split(r), split(b));
    let ordinary = |x: f64| (1e-100..=1e100).contains(&x);
    let u = match precise {
        // Most of D may be this alone, and next to the mean little of it is rounded.
        Some(e) if [e.value, r, b].into_iter().all(ordinary) => {
            (e / Double::exact_product(r, b)).value
        }
        _ => scaled(me / (mr * mb), ee + unit - er - eb),
    };
    let scale = scale_term(u, || e.ln() + f64::from(unit) * LN_2 - r.ln() - b.ln());
    if own + scale < NEAR && a < 3.0 && [r, m, b].into_iter().all(ordinary) {
        return Information::from_nats(near((a, r), (m, b)));
    }
    Information::from_nats(own + scale)
}

/// The threshold below which the terms have twice the digits where the shape is below 3: next to
/// the least divergence the logarithm of the mean distance and the entropy are several times as
/// large. (For larger shapes neither is computed there.)
const NEAR: f64 = 0.5;

/// Whether the mean distance from a location c = a + d is computed from that at the mean.
fn is_next_to_mean(a: f64, d: f64) -> bool {
    a >= 0.5 && d.abs() <= (0.5 * a).min(2.0 * a.sqrt())
}

/// The divergence with twice the digits until little is left, by the formula, for a location
/// above 0.
fn near((a, r): (f64, f64), (m, b): (f64, f64)) -> f64 {
    let (a, r) = (Double::from(a), Double::from(r));
    let c = r * Double::from(m);
    let after = a + Double::ONE;
    let ln_gamma = after.ln_gamma();
    let front = (a * c.ln() - c - ln_gamma).exp();
    // As in `below`.
    let (mut ratio, mut sum, mut k) = (Double::ONE, Double::ONE, 1.0);
    while k * ratio.value > 1e-31 * sum.value {
        ratio = ratio * c / (after + Double::from(k));
        k += 1.0;
        sum = sum + ratio * Double::from(k);
    }
    let e = (front * c / after * sum).scaled(2.0) - (c - a);
    let entropy = a + (ln_gamma - a.ln()) + (Double::ONE - a) * a.digamma();
    let own = e.scaled(2.0).ln() + Double::ONE - entropy;
    let b = r * Double::from(b);
    own.value + ratio_term_apart(e.value, b.value, (e - b).value)
}

/// 1 + ln 2e − H, where H is the entropy of the shape a, for a mean distance e that is not next
/// to the least.
fn far(a: f64, e: f64) -> f64 {
    let quotient = e / (FRAC_2_PI * a).sqrt();
    let ln = if quotient < f64::INFINITY {
        quotient.ln()
    } else {
        e.ln() - 0.5 * (FRAC_2_PI * a).ln()
    };
    gamma_negentropy(a) + (NORMAL + ln)
}

/// 1 + ln 2E − H, and E, for the shape a and the location c = a + d of Q, in units in which P's
/// rate is 1.
fn own_and_distance(a: f64, c: f64, d: f64) -> (f64, Double) {
    if is_next_to_mean(a, d) {
        let mu = binet(a);
        let above = above_mean_at_mean(a, d, mu);
        let less = (-mu).exp_m1();
        let e = (TWO_OVER_PI * Double::from(a)).sqrt()
            * Double::exact_sum(1.0, less + above + less * above);
        return (NORMAL + (gamma_negentropy(a) - mu) + above.ln_1p(), e);
    }
    let e = if c <= 0.0 {
        -d
    } else if d <= 0.0 {
        2.0 * below(a, c, d) - d
    } else if a < 3.0 && c < FRACTION_FROM {
        // The difference is at least half of its first term.
        2.0 * below(a, c, d) - d
    } else if a < 3.0 && c <= 4.0 {
        2.0 * above(a, c, d) + d
    } else {
        2.0 * integral(a, c, d, 1.0) + d
    };
    (far(a, e), Double::from(e))
}

/// E at c = a + d over E at c = a, less 1.
///
/// As a function of c, E has the slope 2P(x ≤ c) − 1, which is integrated from a to c. P's
/// density at a is E/2a, with E at c = a.
fn above_mean_at_mean(a: f64, d: f64, mu: f64) -> f64 {
    let root = a.sqrt();
    let z = d / root;
    let density = |v: f64| {
        let w = v / root;
        if w.abs() < 1e-100 {
            (-0.5 * v * v).exp()
        } else {
            ((a - 1.0) * log1pmx(w) - w).exp()
        }
    };
    let rise = if a < 3.0 {
        // P(x ≤ a) is e^(−μ)/√(2πa)·Σ a^k/((a+1)…(a+k)).
        let ratio = |k: f64| Double::from(a) / Double::exact_sum(a, k);
        above_half(Double::ONE / Double::from(a).sqrt(), ratio, mu)
    } else {
        excess(a) * mu.exp() / root
    };
    z * rise + quadrature(0.0, z, z, 0.75, density)
}

/// √(2πa)·(P(x ≤ a) − ½), for a from 3 on.
fn excess(a: f64) -> f64 {
    let s = 1.0 / a;
    1.0 / 3.0 + s * EXCESS.iter().rev().fold(0.0, |sum, c| sum * s + c)
}

/// The coefficients of the polynomial of degree 15 in 1/a for (excess − ⅓)·a, right to 1e-16
/// for 1/a up to ⅓. It equals the function at the zeros of Chebyshev's polynomial for 1/a up to
/// ½. The first coefficient is nearly 1/540.
const EXCESS: [f64; 16] = [
    0.001_851_851_851_851_864,
    -0.004_133_597_883_610_255,
    -0.000_649_434_154_355_739_2,
    0.000_861_888_165_046_098_9,
    0.000_336_802_447_740_186_44,
    -0.000_531_374_257_959_856_6,
    -0.000_343_766_397_136_740_93,
    0.000_651_175_539_531_805_7,
    0.000_565_408_551_424_056_1,
    -0.000_892_327_380_723_617_3,
    -0.004_586_307_336_696_745,
    0.016_806_646_713_179_183,
    -0.027_471_941_686_261_79,
    0.026_113_597_775_383_77,
    -0.014_091_821_095_223_142,
    0.003_372_350_226_890_434,
];

/// c^a e^(−c)/Γ(a + 1), with c = a + d.
fn front(a: f64, c: f64, d: f64) -> f64 {
    if a < 1.0 {
        // ln Γ(a + 1), whose terms are about 1 where it is least.
        let half_ln_tau = 0.5 * TAU.ln();
        let ln_gamma = (a + 0.5) * a.ln_1p() - (a + 1.0) + half_ln_tau + binet(a + 1.0);
        (a * c.ln() - c - ln_gamma).exp()
    } else {
        (-kl_term_apart(a, c, d) - binet(a)).exp() / (TAU * a).sqrt()
    }
}

/// ∫ P(x ≤ y) dy from 0 to c, with c ≤ max(a, 4).
fn below(a: f64, c: f64, d: f64) -> f64 {
    if a > SERIES_TO {
        return integral(a, c, d, -1.0);
    }
    // Σ (k + 1) c^(a+k+1) e^(−c)/Γ(a + k + 2), each of its terms positive.
    let (mut ratio, mut k) = (1.0, 1.0);
    let mut sum = CompensatedSum::default();
    sum.add(1.0);
    while k < MOST_TERMS {
        ratio *= c / (a + k + 1.0);
        k += 1.0;
        let term = k * ratio;
        sum.add(term);
        if term < 1e-18 * sum.total() {
            break;
        }
    }
    front(a, c, d) * (c / (a + 1.0)) * sum.total()
}

/// ∫ P(x > y) dy from c = a + d on, with d > 0: c^(a+1) e^(−c)/Γ(a)·U(2, a + 2, c), where U is
/// Tricomi's function.
///
/// U(0, …) is 1, and rₖ = U(k + 1, …)/U(k, …) satisfies 1/rₖ₋₁ = c + 2(k − 1) − a − k(k − 1 − a) rₖ,
/// by which rounding errors shrink. Abramowitz and Stegun, *Handbook of Mathematical Functions*,
/// equation 13.4.15.
fn above(a: f64, c: f64, d: f64) -> f64 {
    // What is left out is below 2⁻⁵³ for c from FRACTION_FROM on.
    let first = (8.0 + 110.0 / c).ceil();
    let (mut k, mut ratio) = (first, 0.0);
    while k >= 2.0 {
        ratio = 1.0 / ((c + 2.0 * (k - 1.0) - a) - k * (k - 1.0 - a) * ratio);
        k -= 1.0;
    }
    front(a, c, d) * (a * c) * (ratio / (d + a * ratio))
}

/// The location from which on the continued fraction is used; below it has hundreds of levels.
const FRACTION_FROM: f64 = 2.0;

/// The largest shape for which the series is used. Up to here it needs fewer than 200 terms,
/// and from here on the integrand of the lower tail is negligible near s = 1, where it is not
/// smooth.
const SERIES_TO: f64 = 200.0;

const MOST_TERMS: f64 = 400.0;

/// ∫ P(x > y) dy from c on, or ∫ P(x ≤ y) dy up to c for the sign −1:
/// c^(a+1) e^(−c)/Γ(a)·∫ s (1 ± s)^(a−1) e^(∓cs) ds, in units of v = √c·s.
///
/// It is cut off where the exponential is 2⁻⁶⁰. From a sixteenth of that interval the
/// singularity of (1 + s)^(a−1) is so far away that the error of Gauss's rule is below 2⁻⁵⁴.
fn integral(a: f64, c: f64, d: f64, sign: f64) -> f64 {
    const CUT: f64 = 42.0;
    let front = front(a, c, d);
    if front == 0.0 {
        return 0.0; // and the integral may be beyond the doubles
    }
    let root = c.sqrt();
    // For a ≥ 1 the exponent is concave, so that its slope at 0 gives the end.
    let slope = sign * (d + 1.0);
    let last = root * (CUT / if a < 1.0 { c } else { slope });
    let last = if sign < 0.0 { last.min(root) } else { last };
    let density = |v: f64| {
        let s = v / root;
        if s < 1e-100 {
            (-0.5 * (a / c) * v * v - slope * s).exp()
        } else {
            ((a - 1.0) * log1pmx(sign * s) - slope * s).exp()
        }
    };
    a * front * quadrature(last, 0.0, -last, last / 15.9, density)
}
