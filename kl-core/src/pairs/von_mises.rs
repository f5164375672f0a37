//! Von Mises distributions.

use crate::distribution::VonMises;
use crate::float::double::two_sum;
use crate::float::sum::CompensatedSum;
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::parameters::{of_p, of_q};
use crate::special::expm1mx::expm1mx;
use crate::terms::ratio::ratio_term_apart;
use crate::{Error, Information, KlDivergence};
use std::f64::consts::TAU;

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
        let (nats, one_less_mean) = remainder(kappa_p, kappa_q);
        let versine = one_less_cosine(mu_p, mu_q);
        if versine == 0.0 {
            return Ok(Information::from_nats(nats));
        }
        let mean = if kappa_p <= SMALL {
            mean_cosine(kappa_p)
        } else {
            1.0 - one_less_mean.unwrap_or_else(|| one_less_mean_cosine(kappa_p))
        };
        Ok(Information::from_nats(nats + kappa_q * (mean * versine)))
    }
}

/// 1 − cos(a − b) = 2 sin²((a − b)/2).
fn one_less_cosine(a: f64, b: f64) -> f64 {
    let (d, lost) = two_sum(0.5 * a, -(0.5 * b));
    // The rounding error itself may be many turns.
    let sine = d.sin() * lost.cos() + d.cos() * lost.sin();
    2.0 * sine * sine
}

/// ln I₀(x) − ln I₀(a) − (x − a) A(a), the Bregman remainder of ln I₀; and 1 − A(a) if it comes
/// with it.
fn remainder(a: f64, x: f64) -> (f64, Option<f64>) {
    let d = x - a;
    if d == 0.0 {
        return (0.0, None);
    }
    let (least, most) = (a.min(x), a.max(x));
    if most < 1e-9 {
        // ln I₀ is κ²/4 to all digits.
        return ((0.5 * d) * (0.5 * d), None);
    }
    if least >= SERIES_FROM {
        let nats = 0.5 * ratio_term_apart(x, a, d) + series_remainder(a, x, d);
        return (nats, None);
    }
    if let Some(circle) = Circle::for_up_to(most) {
        let (nats, one_less_mean) = circle.remainder(a, x, d);
        return (nats, Some(one_less_mean));
    }
    // The concentrations are far apart, so little cancels.
    let one_less_mean = one_less_mean_cosine(a);
    let fall = ln_bessel_quotient(least, most);
    let rise = if x < a { fall } else { -fall };
    (d * one_less_mean + rise, Some(one_less_mean))
}

/// The trapezoidal rule on half of the circle, for averages of e^(−κ(1 − cos θ)).
///
/// It is exact here: the error of n points on the whole circle is about Iₙ(κ)/I₀(κ).
struct Circle {
    /// Only each so many-th of [`POINTS`] is used.
    stride: usize,
}

impl Circle {
    /// The one of the fewest points that is right up to this concentration.
    fn for_up_to(kappa: f64) -> Option<Self> {
        let fewest = CIRCLES.iter().find(|(_, most)| kappa <= *most);
        fewest.map(|&(stride, _)| Circle { stride })
    }

    /// The one for a concentration for which there is no series.
    fn below_series(kappa: f64) -> Self {
        Circle::for_up_to(kappa).unwrap_or(Circle { stride: 1 })
    }

    /// The average of `f`, which is given 1 − cos θ, times the number of points.
    fn total(&self, f: impl Fn(f64) -> f64) -> f64 {
        // The ends of the half circle have no mirror images, so they count half.
        let mut total = CompensatedSum::default();
        total.add(0.5 * f(0.0));
        for i in (self.stride..HALF).step_by(self.stride) {
            total.add(f(versine(i)));
        }
        total.add(0.5 * f(2.0));
        2.0 * total.total()
    }

    /// The remainder as ln E e^(d(cos θ − A)), where θ has concentration a: that is
    /// ln(1 + E(eᵗ − 1 − t)) with t = d(cos θ − A), and every term is ≥ 0. Then 1 − A.
    fn remainder(&self, a: f64, x: f64, d: f64) -> (f64, f64) {
        let share = |i: usize| if i == 0 || i == HALF { 0.5 } else { 1.0 };
        let mut weights = [0.0; HALF + 1];
        let (mut total, mut versines) = (CompensatedSum::default(), CompensatedSum::default());
        for i in (0..=HALF).step_by(self.stride) {
            let u = versine(i);
            weights[i] = share(i) * (-a * u).exp();
            total.add(weights[i]);
            versines.add(weights[i] * u);
        }
        let total = total.total();
        let mean = versines.total() / total;
        let up = (d * mean).exp();
        let mut excess = CompensatedSum::default();
        for i in (0..=HALF).step_by(self.stride) {
            let (u, w) = (versine(i), weights[i]);
            let t = d * (mean - u);
            excess.add(if t.abs() <= 1.0 {
                w * expm1mx(t)
            } else {
                // A rounding error of t is magnified where t is large; this one is smaller.
                share(i) * (-x * u).exp() * up - w * (1.0 + t)
            });
        }
        ((excess.total() / total).ln_1p(), mean)
    }
}

/// 1 − cos θ at the i-th of the points.
fn versine(i: usize) -> f64 {
    if i <= HALF / 2 {
        VERSINES[i]
    } else {
        2.0 - VERSINES[HALF - i]
    }
}

/// The number of steps from 0 to π between the points, of which there are twice as many.
const HALF: usize = 96;

/// The strides over the points, and the concentration up to which what is left is enough: with n
/// points, 8n² Iₙ(κ)/I₀(κ) is below 2⁻⁵⁴. The factor is for the second derivative.
const CIRCLES: [(usize, f64); 6] = [
    (8, 3.09),
    (6, 6.94),
    (4, 19.0),
    (3, 36.8),
    (2, 87.9),
    (1, 200.0),
];

/// 1 − cos(πi/96), for the points up to π/2.
const VERSINES: [f64; 49] = [
    0.0,
    0.000_535_412_523_634_355_6,
    0.002_141_076_761_396_493,
    0.004_815_273_327_803_114,
    0.008_555_138_626_189_588,
    0.013_356_667_915_120_995,
    0.019_214_719_596_769_552,
    0.026_123_020_722_666_35,
    0.034_074_173_710_931_716,
    0.043_059_664_267_791_134,
    0.053_069_870_504_894_33,
    0.064_094_073_242_674_3,
    0.076_120_467_488_713_25,
    0.089_136_175_078_824_18,
    0.103_127_258_467_311_7,
    0.118_078_735_651_644_96,
    0.133_974_596_215_561_35,
    0.150_797_818_473_421_1,
    0.168_530_387_697_454_76,
    0.187_153_315_408_384_78,
    0.206_646_659_708_764_83,
    0.226_989_546_637_263_03,
    0.248_160_192_521_022_62,
    0.270_135_927_302_164_35,
    0.292_893_218_813_452_5,
    0.316_407_697_977_128_7,
    0.340_654_184_899_931_16,
    0.365_606_715_836_354_5,
    0.391_238_570_991_279_34,
    0.417_522_303_132_197_85,
    0.444_429_766_980_397_77,
    0.471_932_149_349_632,
    0.5,
    0.528_603_263_174_002_3,
    0.557_711_309_780_998_7,
    0.587_292_970_195_605_2,
    0.617_316_567_634_910_3,
    0.647_749_952_078_766_5,
    0.678_560_534_696_838_4,
    0.709_715_322_745_537_6,
    0.741_180_954_897_479_3,
    0.772_923_736_965_626_8,
    0.804_909_677_983_871_7,
    0.837_104_526_605_411_2,
    0.869_473_807_779_948_4,
    0.901_982_859_670_439_5,
    0.934_596_870_769_857,
    0.967_280_917_178_223_8,
    1.0,
];

/// The threshold up to which the mean cosine is better computed by itself than from its
/// distance to 1.
const SMALL: f64 = 1.0;

/// The threshold from which on the asymptotic series is used.
const SERIES_FROM: f64 = 25.0;

/// ln I₀(s) − s less ln I₀(l) − l, for s below and l above [`SERIES_FROM`]: one logarithm, because
/// the rounding errors of two would show in the difference.
fn ln_bessel_quotient(s: f64, l: f64) -> f64 {
    let circle = Circle::below_series(s);
    let mean = circle.total(|u| (-s * u).exp()) / circle.total(|_| 1.0);
    let inverse = 1.0 / l;
    let tail = SERIES.iter().rev().fold(0.0, |t, c| (t + c) * inverse);
    (mean * TAU.sqrt() * l.sqrt()).ln() - tail
}

/// A(κ) = I₁(κ)/I₀(κ), the mean of the cosine, for κ up to [`SMALL`].
fn mean_cosine(kappa: f64) -> f64 {
    // The continued fraction κ/(2 + κ·κ/(4 + κ·κ/(6 + …))), from far enough below.
    (1..13)
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
    let circle = Circle::below_series(kappa);
    circle.total(|u| (-kappa * u).exp() * u) / circle.total(|u| (-kappa * u).exp())
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

/// cₘ in ln(e^−κ √(2πκ) I₀(κ)) = Σ cₘ κ^−m, right where [`SERIES_FROM`] says.
///
/// The sum times κ, a polynomial in 1/κ, equals the function at the zeros of Chebyshev's
/// polynomial for κ from 25 on. The coefficients are near those of the logarithm of Hankel's
/// series Σ ((2k−1)!!)²/(k! 8ᵏ) κ^−k: Abramowitz and Stegun, *Handbook of Mathematical
/// Functions*, equation 9.7.1.
const SERIES: [f64; 14] = [
    0.125,
    0.062_500_000_000_000_03,
    0.065_104_166_666_625_5,
    0.101_562_500_026_113_42,
    0.209_570_303_897_735_48,
    0.536_460_021_664_410_1,
    1.637_852_607_946_381_8,
    5.827_951_376_000_477,
    22.411_947_344_407_61,
    149.705_605_120_979_75,
    -670.229_022_397_431_5,
    25_193.088_880_299_132,
    -231204.942_808_601_63,
    1475679.606_997_180_3,
];
