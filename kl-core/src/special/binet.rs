//! Binet's function μ(x) = ln Γ(x) − x ln x + x + ½ ln x − ½ ln 2π, which is positive and convex:
//! its value, its slope, its Bregman remainder, and differences that keep their digits for
//! arguments next to each other.
//!
//! From [`SERIES_FROM`] on it is a polynomial in 1/x. From [`RULE_FROM`] on it is the sum of the
//! steps φ(x + k) = μ(x + k) − μ(x + k + 1) for k < 4, and of μ(x + 4). A step φ(y) is the
//! integral of ½s(1 − s)/(y + s)² for s from 0 to 1, so that the sum of the four is one integral
//! of 1/(x + s)², whose weight is positive: a rule of fourteen points is enough for it. The
//! remainder of 1/(x + s)² is a quotient of polynomials whose terms are all positive, and so is
//! everything else that is asked for, so that nothing cancels. Below [`RULE_FROM`] the first
//! step is computed from logarithms.
//!
//! Whittaker and Watson, *A Course of Modern Analysis*, 4th ed., sections 12.31 and 12.33, for
//! Binet's function and its series.

use crate::float::not_negative::not_negative;
use crate::special::log1pmx::artanh_tail;
use crate::terms::kl::kl_term_apart;
use crate::terms::ratio::ratio_term_apart;

/// μ(x).
pub(crate) fn binet(x: f64) -> f64 {
    if x < RULE_FROM {
        return step(x) + binet(1.0 + x);
    }
    if x >= SERIES_FROM {
        return series(x);
    }
    let steps = over_rule(|s, w| {
        let t = 1.0 / (x + s);
        w * t * t
    });
    steps + series(x + STEPS)
}

/// μ′(x), which is negative: ψ(x) − ln x + 1/2x.
pub(crate) fn slope(x: f64) -> f64 {
    if x < RULE_FROM {
        return step_slope(x) + slope(1.0 + x);
    }
    if x >= SERIES_FROM {
        return -series_descent(x);
    }
    let steps = over_rule(|s, w| {
        let t = 1.0 / (x + s);
        2.0 * w * t * (t * t)
    });
    -(steps + series_descent(x + STEPS))
}

/// μ(x) − μ(a) − (x − a) μ′(a), where d = x − a is known better than a and x are.
pub(crate) fn binet_remainder(a: f64, x: f64, d: f64) -> f64 {
    binet_remainder_inline(a, x, d)
}

/// The same, compiled for the machine that its caller is compiled for.
#[inline(always)]
pub(crate) fn binet_remainder_inline(a: f64, x: f64, d: f64) -> f64 {
    let (least, most) = (a.min(x), a.max(x));
    if least < RULE_FROM {
        return binet_remainder_of_small(a, x, d);
    }
    if least >= SERIES_FROM {
        let (p, s) = (1.0 / x, 1.0 / a);
        return (d * s) * (d * p) * (s * series_remainder(p, s));
    }
    if most > FAR {
        return (binet(x) - binet(a)) - d * slope(a);
    }
    remainder_by_rule(a, x, d)
}

/// [`binet_remainder`] where a or x is below [`RULE_FROM`].
fn binet_remainder_of_small(a: f64, x: f64, d: f64) -> f64 {
    first_step_remainder(a, x, d) + binet_remainder(1.0 + a, 1.0 + x, d)
}

/// [`binet_remainder`] by the rule.
#[inline(always)]
fn remainder_by_rule(a: f64, x: f64, d: f64) -> f64 {
    // With u = a + s and v = x + s, 1/v² − 1/u² + 2d/u³ is d² (u + 2v)/u³v².
    let steps = over_rule(|s, w| {
        let (u, v) = (a + s, x + s);
        let t = 1.0 / (u * v);
        w * t * t * (1.0 + 2.0 * v * (v * t))
    });
    let (p, s) = (1.0 / (x + STEPS), 1.0 / (a + STEPS));
    d * (d * (steps + p * s * s * series_remainder(p, s)))
}

/// μ(x) − μ(a) and μ′(x) − μ′(a), where d = x − a ≥ 0 is known better than a and x are.
pub(crate) fn differences(a: f64, x: f64, d: f64) -> (f64, f64) {
    if a < RULE_FROM {
        let (value, slope) = first_step_differences(a, x, d);
        let (more, steeper) = differences(1.0 + a, 1.0 + x, d);
        return (value + more, slope + steeper);
    }
    if a >= SERIES_FROM {
        let (p, s) = (1.0 / x, 1.0 / a);
        let (value, slope) = series_differences(p, s);
        return (-(d * s) * (p * value), (d * s) * (p * slope));
    }
    if x > FAR {
        return (binet(x) - binet(a), slope(x) - slope(a));
    }
    let value = over_rule(|s, w| {
        let (u, v) = (a + s, x + s);
        let t = 1.0 / (u * v);
        w * (u + v) * t * t
    });
    let change = over_rule(|s, w| {
        let (u, v) = (a + s, x + s);
        let t = 1.0 / (u * v);
        2.0 * w * t * ((u * t) * (u * t) + t + (v * t) * (v * t))
    });
    let (p, s) = (1.0 / (x + STEPS), 1.0 / (a + STEPS));
    let (tail, steeper) = series_differences(p, s);
    let factor = p * s;
    (
        -d * (value + factor * tail),
        d * (change + factor * steeper),
    )
}

/// ψ(1 + x) − ψ(1) for x ≥ 0: the harmonic number of x.
pub(crate) fn harmonic(x: f64) -> f64 {
    // The difference of ln y − 1/2y from y = 1 to y = 1 + x, plus that of the slopes of μ.
    x.ln_1p() + (0.5 * (x / (1.0 + x)) + differences(1.0, 1.0 + x, x).1)
}

/// xμ′(x) − μ(x) + 1/6x, positive. For large x it is 1/90x³, much less than each term.
///
/// A step of it is the integral of ¼(s(1 − s))² (5x + s)/(x + s)⁵, so that from ½ on there is a
/// rule as for μ.
pub(crate) fn third_order(x: f64) -> f64 {
    if x < 0.5 {
        let y = 1.0 + x;
        // That of y, less the change of the factor of μ′ and of the fraction.
        let step = x * step_slope(x) - step(x);
        return step + (third_order(y) - slope(y)) + (1.0 / x - 1.0 / y) / 6.0;
    }
    if x >= SERIES_FROM {
        return series_third_order(x, x);
    }
    let mut sums = [0.0; 2];
    for (s, w) in THIRD_NODES
        .chunks_exact(2)
        .zip(THIRD_WEIGHTS.chunks_exact(2))
    {
        for i in 0..2 {
            let t = 1.0 / (x + s[i]);
            let square = t * t;
            sums[i] += w[i] * (5.0 * x + s[i]) * t * (square * square);
        }
    }
    (sums[0] + sums[1]) + series_third_order(x, x + STEPS)
}

/// The sum over the nodes and weights of the rule, as two sums that the compiler can run side by
/// side.
#[inline(always)]
fn over_rule(f: impl Fn(f64, f64) -> f64) -> f64 {
    let mut sums = [0.0; 2];
    for (s, w) in NODES.chunks_exact(2).zip(WEIGHTS.chunks_exact(2)) {
        for i in 0..2 {
            sums[i] += f(s[i], w[i]);
        }
    }
    sums[0] + sums[1]
}

/// μ(y) by the series P(u)/y with u = 1/y².
fn series(y: f64) -> f64 {
    let (p, u) = (1.0 / y, 1.0 / y / y);
    let tail = SERIES.iter().rev().fold(0.0, |sum, c| sum * u + c);
    p * (1.0 / 12.0 + u * tail)
}

/// −μ′(y) by the series.
fn series_descent(y: f64) -> f64 {
    let (p, u) = (1.0 / y, 1.0 / y / y);
    let mut power = 2.0 * SERIES.len() as f64 + 1.0;
    let tail = SERIES.iter().rev().fold(0.0, |sum, c| {
        let next = sum * u + power * c;
        power -= 2.0;
        next
    });
    p * p * (1.0 / 12.0 + u * tail)
}

/// xμ′(y) − μ(y) + (x/y + 1)/12y by the series: its terms from y⁻³ on.
fn series_third_order(x: f64, y: f64) -> f64 {
    let (p, u, share) = (1.0 / y, 1.0 / y / y, x / y);
    let mut power = 2.0 * SERIES.len() as f64 + 1.0;
    let tail = SERIES.iter().rev().fold(0.0, |sum, c| {
        let next = sum * u - c * (power * share + 1.0);
        power -= 2.0;
        next
    });
    p * u * tail
}

/// The remainder of the series from 1/s to 1/p, over d² p s².
///
/// With the polynomial P of u = s², and the divided difference P₂ of P at p², s² and s², it is
/// P + (2s² + 2ps + p²) P′ + p² (p + s)² P₂.
#[inline(always)]
fn series_remainder(p: f64, s: f64) -> f64 {
    let (u, v) = (s * s, p * p);
    let (mut value, mut slope, mut second) = (0.0, 0.0, 0.0);
    for c in SERIES.iter().rev() {
        second = second * v + slope;
        slope = slope * u + value;
        value = value * u + c;
    }
    // The last step, with the constant term.
    second = second * v + slope;
    slope = slope * u + value;
    value = value * u + 1.0 / 12.0;
    let sum = p + s;
    value + (u + sum * sum) * slope + (p * sum) * (p * sum) * second
}

/// The differences of μ and of μ′ by the series, from 1/s to 1/p, over −d ps and d ps.
fn series_differences(p: f64, s: f64) -> (f64, f64) {
    let (u, v) = (s * s, p * p);
    // P and its divided difference; the same for Σ (2k + 1) cₖ uᵏ, which gives the slope.
    let (mut value, mut change, mut steep, mut steeper) = (0.0, 0.0, 0.0, 0.0);
    let mut power = 2.0 * SERIES.len() as f64 + 1.0;
    for c in SERIES.iter().rev() {
        change = change * v + value;
        value = value * u + c;
        steeper = steeper * v + steep;
        steep = steep * u + power * c;
        power -= 2.0;
    }
    change = change * v + value;
    value = value * u + 1.0 / 12.0;
    steeper = steeper * v + steep;
    steep = steep * u + 1.0 / 12.0;
    let sum = p + s;
    (value + p * sum * change, sum * (steep + v * steeper))
}

/// φ(y) = (y + ½) ln(1 + 1/y) − 1, the step of Binet's function: μ(y) − μ(y + 1).
fn step(y: f64) -> f64 {
    if y < 1.0 {
        (y + 0.5) * (y.ln_1p() - y.ln()) - 1.0
    } else {
        let w = 0.5 / (y + 0.5);
        let w2 = w * w;
        w2 * artanh_tail(w2)
    }
}

/// φ′(y), which is negative.
fn step_slope(y: f64) -> f64 {
    if y < 0.5 {
        (y.ln_1p() - y.ln()) - (y + 0.5) / y / (y + 1.0)
    } else {
        // 2 artanh w − 2w/(1 − w²), with w at most ½.
        let w = 0.5 / (y + 0.5);
        let w2 = w * w;
        2.0 * (w * w2) * (artanh_tail(w2) - 1.0 / (1.0 - w2))
    }
}

/// The remainder of φ where a or x is below [`RULE_FROM`].
fn first_step_remainder(a: f64, x: f64, d: f64) -> f64 {
    let remainder = if a.max(x) <= 2.0 {
        // Term by term: they cancel by less than half of the ratio term that stirling_remainder
        // adds.
        let (a1, x1) = (a + 1.0, x + 1.0);
        0.5 * (ratio_term_apart(x, a, d) + ratio_term_apart(x1, a1, d))
            - (kl_term_apart(x, a, -d) - kl_term_apart(x1, a1, -d))
    } else {
        (step(x) - step(a)) - d * step_slope(a)
    };
    not_negative(remainder)
}

/// φ(x) − φ(a) and φ′(x) − φ′(a) where a is below [`RULE_FROM`].
fn first_step_differences(a: f64, x: f64, d: f64) -> (f64, f64) {
    // (1 + 1/a)/(1 + 1/x) is 1 + d/a(x + 1).
    let beyond = d / (x + 1.0) / a;
    let l = if beyond < f64::INFINITY {
        beyond.ln_1p()
    } else {
        (d / (x + 1.0)).ln() - a.ln()
    };
    let at_x = if x < 1.0 {
        x.ln_1p() - x.ln()
    } else {
        (1.0 / x).ln_1p()
    };
    let slope = 0.5 * (d / x / a + d / (a + 1.0) / (x + 1.0)) - l;
    (d * at_x - (a + 0.5) * l, slope)
}

/// The number of steps that the rule stands for.
const STEPS: f64 = 4.0;

/// The threshold from which on the rule is used: there the truncation error of the second
/// derivative, on which a remainder depends, is below 2⁻⁵³ of it.
const RULE_FROM: f64 = 0.25;

/// The threshold from which on the series alone is used.
const SERIES_FROM: f64 = 7.5;

/// The threshold above which products in the rule may overflow. So far from the other argument
/// the remainder is a difference that does not cancel.
const FAR: f64 = 1e60;

/// The nodes sₖ of the rule Σ wₖ/(x + sₖ)² for μ(x) − μ(x + 4).
///
/// It is the Gauss rule of the integral's weight over Π(s + xⱼ), for 28 xⱼ that lie where the
/// rule is used: `oracle/constants.py` says how it is made.
const NODES: [f64; 14] = [
    0.010_913_922_224_792_365,
    0.037_754_990_626_278_69,
    0.083_328_731_734_885_97,
    0.152_351_132_868_644_52,
    0.251_505_302_466_064_3,
    0.389_321_388_258_143_83,
    0.575_253_734_136_817_9,
    0.816_292_785_701_254_3,
    1.284_618_278_448_193_2,
    1.679_434_426_271_833,
    2.360_992_101_079_495_4,
    2.894_853_412_842_881,
    3.486_447_807_893_41,
    3.835_961_790_670_575,
];

/// The weights wₖ, which are all positive.
const WEIGHTS: [f64; 14] = [
    0.000_100_267_316_809_205_64,
    0.000_646_310_002_258_843_6,
    0.002_152_170_919_155_401_7,
    0.005_346_983_186_868_43,
    0.011_006_393_336_948_948,
    0.019_058_015_908_163_71,
    0.026_006_164_293_091_685,
    0.020_138_159_900_882_042,
    0.036_818_305_430_647_14,
    0.045_661_858_039_655_36,
    0.055_954_623_468_587_17,
    0.039_714_159_581_994_05,
    0.052_402_366_810_594_71,
    0.018_327_555_137_676_633,
];

/// The nodes of the rule Σ wₖ (5x + sₖ)/(x + sₖ)⁵ for four steps of [`third_order`].
const THIRD_NODES: [f64; 12] = [
    0.029_509_705_407_833_674,
    0.081_757_409_417_186_29,
    0.162_672_362_496_896_3,
    0.278_285_233_478_652_9,
    0.436_112_372_412_728_7,
    0.645_114_801_202_188_6,
    1.021_426_809_606_328,
    1.471_200_489_561_404_4,
    2.044_069_876_910_204_4,
    2.603_079_064_633_052,
    3.405_619_454_112_336_4,
    3.758_825_375_598_648,
];

/// The weights of that.
const THIRD_WEIGHTS: [f64; 12] = [
    8.101_337_240_277_91e-06,
    9.259_427_961_919_778e-05,
    0.000_450_477_458_348_213_84,
    0.001_365_094_566_068_426_8,
    0.002_747_493_541_058_258,
    0.003_129_505_219_322_651_5,
    0.001_370_435_928_047_738_2,
    0.006_148_149_394_016_622,
    0.003_317_457_947_795_108_2,
    0.006_484_143_009_279_326,
    0.005_700_141_643_865_251,
    0.002_519_739_008_672_227,
];

/// The polynomial of u = 1/y² that is (yμ(y) − 1/12)/u, right where [`SERIES_FROM`] says, and
/// nearly so down to 4¼, where the rule leaves the rest to it.
///
/// It equals the function at the zeros of Chebyshev's polynomial for y from 4½ on. The first
/// coefficient is nearly −1/360, as in Stirling's series.
const SERIES: [f64; 10] = [
    -0.002_777_777_777_777_775_3,
    0.000_793_650_793_641_027_2,
    -0.000_595_238_088_630_040_6,
    0.000_841_749_088_061_108_5,
    -0.001_917_287_166_547_459_8,
    0.006_391_038_302_086_758,
    -0.028_581_418_994_144_705,
    0.147_566_207_563_054_39,
    -0.671_366_586_779_009_8,
    1.727_786_834_338_679_5,
];
