//! Von Mises distributions.

use crate::distribution::VonMises;
use crate::float::double::two_sum;
use crate::float::sum::CompensatedSum;
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::parameters::{of_p, of_q};
use crate::special::expm1mx::expm1mx;
use crate::terms::ratio::ratio_term_apart;
use crate::{Error, Information, KlDivergence};
use std::f64::consts::{PI, TAU};

/// D(P‖Q) = ln(I₀(κq)/I₀(κp)) + A(κp) (κp − κq cos(μp − μq)) with A = I₁/I₀, where μ is the
/// mean direction and κ the concentration.
///
/// Mean directions are angles in radians, and count as exactly the doubles that they are: 2π
/// cannot be told from its nearest double.
#[doc = pair!(VonMises, VonMises)]
#[doc = errors!()]
#[doc = example!(VonMises: (0.0, 1.0), (std::f64::consts::PI, 1.0), "0.8928 nats")]
///
/// # Reference
///
/// Mardia and Jupp, *Directional Statistics* (2000), section 3.5.4, for the mean A(κ) of the
/// cosine; the rest follows from the definition.
impl KlDivergence for VonMises {
    fn kl(&self, q: &VonMises) -> Result<Information, Error> {
        let (mu_p, kappa_p) = of_p(self)?;
        let (mu_q, kappa_q) = of_q(q)?;
        // The remainder of ln I₀, and the term of the angle between the mean directions; both
        // are ≥ 0.
        let versine = one_less_cosine(mu_p, mu_q);
        let turned = kappa_q * (mean_cosine(kappa_p) * versine);
        let nats = remainder(kappa_p, kappa_q) + turned;
        Ok(Information::from_nats(nats))
    }
}

/// 1 − cos(a − b) = 2 sin²((a − b)/2).
fn one_less_cosine(a: f64, b: f64) -> f64 {
    let (d, lost) = two_sum(0.5 * a, -(0.5 * b));
    // The rounding error itself may be many turns.
    let sine = d.sin() * lost.cos() + d.cos() * lost.sin();
    2.0 * sine * sine
}

/// ln I₀(x) − ln I₀(a) − (x − a) A(a): the Bregman remainder of ln I₀.
fn remainder(a: f64, x: f64) -> f64 {
    let d = x - a;
    if d == 0.0 {
        return 0.0;
    }
    let (least, most) = (a.min(x), a.max(x));
    if most < 1e-9 {
        // ln I₀ is κ²/4 to all digits.
        return (0.5 * d) * (0.5 * d);
    }
    if most <= CIRCLE_TO {
        return circle_remainder(a, x, d);
    }
    if least >= SERIES_FROM {
        return 0.5 * ratio_term_apart(x, a, d) + series_remainder(a, x, d);
    }
    // The concentrations are far apart, so little cancels.
    d * one_less_mean_cosine(a) + (ln_bessel(x) - ln_bessel(a))
}

/// The remainder as ln E e^(d(cos θ − A)), where θ has concentration a: that is
/// ln(1 + E(eᵗ − 1 − t)) with t = d(cos θ − A), and every term is ≥ 0.
///
/// The trapezoidal rule is exact here: on a circle its error is about Iₙ(κ)/I₀(κ) for n points,
/// below 10⁻³⁰ for the [`POINTS`] and κ up to [`CIRCLE_TO`].
fn circle_remainder(a: f64, x: f64, d: f64) -> f64 {
    let (mut weights, mut versines) = (CompensatedSum::default(), CompensatedSum::default());
    for (share, u) in half_circle() {
        let w = share * (-a * u).exp();
        weights.add(w);
        versines.add(w * u);
    }
    let mean = versines.total() / weights.total();
    let up = (d * mean).exp();
    let mut excess = CompensatedSum::default();
    for (share, u) in half_circle() {
        let t = d * (mean - u);
        let w = share * (-a * u).exp();
        excess.add(if t.abs() <= 1.0 {
            w * expm1mx(t)
        } else {
            share * (-x * u).exp() * up - w * (1.0 + t)
        });
    }
    (excess.total() / weights.total()).ln_1p()
}

/// The nodes of the trapezoidal rule on half of the circle: the weight, and 1 − cos θ.
fn half_circle() -> impl Iterator<Item = (f64, f64)> {
    const HALF: u32 = POINTS / 2;
    (0..=HALF).map(|i| {
        let sine = (f64::from(i) * (PI / f64::from(POINTS))).sin();
        let share = if i == 0 || i == HALF { 1.0 } else { 2.0 };
        (share, 2.0 * sine * sine)
    })
}

const POINTS: u32 = 192;

/// The threshold up to which the trapezoidal rule is used for both concentrations.
const CIRCLE_TO: f64 = 200.0;

/// The threshold from which on the asymptotic series is right to the last digit.
const SERIES_FROM: f64 = 50.0;

/// ln I₀(κ) − κ.
fn ln_bessel(kappa: f64) -> f64 {
    if kappa >= SERIES_FROM {
        let s = 1.0 / kappa;
        let tail = SERIES.iter().rev().fold(0.0, |t, c| (t + c) * s);
        return tail - 0.5 * (kappa.ln() + TAU.ln());
    }
    let mut total = CompensatedSum::default();
    for (share, u) in half_circle() {
        // The average of e^(−κu) − 1, which may be next to 0.
        total.add(share * (-kappa * u).exp_m1());
    }
    (total.total() / f64::from(POINTS)).ln_1p()
}

/// A(κ) = I₁(κ)/I₀(κ), the mean of the cosine.
fn mean_cosine(kappa: f64) -> f64 {
    if kappa >= SERIES_FROM {
        return 1.0 - one_less_mean_cosine(kappa);
    }
    // The continued fraction κ/(2 + κ·κ/(4 + κ·κ/(6 + …))), from far enough below.
    (1..100)
        .rev()
        .fold(0.0, |r, n| kappa / (f64::from(2 * n) + kappa * r))
}

/// 1 − A(κ).
fn one_less_mean_cosine(kappa: f64) -> f64 {
    if kappa >= SERIES_FROM {
        let s = 1.0 / kappa;
        let mut m = SERIES.len() as f64 + 1.0;
        let tail = SERIES.iter().rev().fold(0.0, |t, c| {
            m -= 1.0;
            (t + m * c) * s
        });
        return (0.5 + tail) * s;
    }
    let (mut weights, mut versines) = (CompensatedSum::default(), CompensatedSum::default());
    for (share, u) in half_circle() {
        let w = share * (-kappa * u).exp();
        weights.add(w);
        versines.add(w * u);
    }
    versines.total() / weights.total()
}

/// The remainder of Σ cₘ κ^−m, all of whose terms are convex.
fn series_remainder(a: f64, x: f64, d: f64) -> f64 {
    // x^−m has the remainder (d/a)(d/x) Σⱼ j x^−(m−j) a^−j, with 1 ≤ j ≤ m.
    let (p, s) = (1.0 / x, 1.0 / a);
    let (mut poly, mut power, mut total) = (1.0, 1.0, 0.0);
    for (m, c) in SERIES.iter().enumerate() {
        total += c * poly;
        power *= s;
        poly = p * poly + (m + 2) as f64 * power;
    }
    (d / a) * (d / x) * (s * total)
}

/// cₘ in ln(e^−κ √(2πκ) I₀(κ)) = Σ cₘ κ^−m: the logarithm of Hankel's series
/// Σ ((2k−1)!!)²/(k! 8ᵏ) κ^−k.
///
/// Abramowitz and Stegun, *Handbook of Mathematical Functions*, equation 9.7.1.
const SERIES: [f64; 14] = [
    1.0 / 8.0,
    1.0 / 16.0,
    25.0 / 384.0,
    13.0 / 128.0,
    1073.0 / 5120.0,
    103.0 / 192.0,
    375_733.0 / 229_376.0,
    23_797.0 / 4096.0,
    55_384_775.0 / 2_359_296.0,
    2_180_461.0 / 20_480.0,
    24_713_030_909.0 / 46_137_344.0,
    72_763_141.0 / 24_576.0,
    7_780_757_249_041.0 / 436_207_616.0,
    13_342_715_521.0 / 114_688.0,
];
