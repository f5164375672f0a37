//! Divergences of distributions of counts that have no closed form, as exact sums.
//!
//! Binomial, Poisson and negative binomial distributions have successive probabilities in the
//! ratio f·(s + ck)/(k + 1), with c = −1, 0 and 1. So ln(P(k)/Q(k)) changes from k to k + 1 by
//! the logarithm of a simple quotient, without ln Γ and its cancellation.
//!
//! Let w and v be the probabilities of P and Q relative to those of one count, W and V their
//! sums, Δ = ln(w/v), and m the mean of Δ under P. Then D(P‖Q) = ln(V/W) + m, which is
//! ln(1 + Σ w (e^(m−Δ) − 1 + Δ − m)/W), a sum of terms that are ≥ 0.
//!
//! The ratios follow from the probabilities.

use crate::Error;
use crate::float::double::{Double, two_sum};
use crate::float::not_negative::not_negative;
use crate::float::scale::power_of_two;
use crate::float::sum::CompensatedSum;
use crate::special::expm1mx::expm1mx;
use crate::special::log1pmx::artanh_tail;
use std::f64::consts::LN_2;

/// A distribution on 0, 1, 2, …, given by the ratio of its successive probabilities.
#[derive(Clone, Copy)]
pub(crate) struct Counts {
    f: Double,
    s: f64,
    c: f64,
    /// Minus the logarithm of the probability of 0.
    zero: f64,
    /// Only the count s is possible.
    certain: bool,
}

/// The greatest number of terms; more are an error, because no call may take seconds.
const MOST_TERMS: u64 = 1 << 22;

/// The stopping threshold: the truncation error relative to the sum.
const NEGLIGIBLE: f64 = 1e-26;

/// The least number of steps. P and Q may agree in the ratio of the first two counts, and then
/// all of the divergence comes from the third, which may be very improbable.
const FEWEST_STEPS: u32 = 8;

const TOO_MANY: Error = Error::TooManyTerms { most: MOST_TERMS };

/// The bound below which v is kept by scaling: far from P it may overflow.
const LARGE: f64 = power_of_two(600);

const LN_LARGE: f64 = 600.0 * LN_2;

impl Counts {
    /// The number of successes in n trials, each with probability 0 < p ≤ 1.
    pub(crate) fn binomial(n: f64, p: f64) -> Self {
        let f = Double::from(p) / Double::exact_sum(1.0, -p);
        let zero = n * -(-p).ln_1p();
        Self {
            certain: p == 1.0,
            ..Self::new(f, n, -1.0, zero)
        }
    }

    pub(crate) fn poisson(rate: f64) -> Self {
        Self::new(Double::from(rate), 1.0, 0.0, rate)
    }

    /// The number of failures before the r-th success, each trial a success with probability
    /// 0 < p < 1.
    pub(crate) fn negative_binomial(r: f64, p: f64) -> Self {
        Self::new(Double::exact_sum(1.0, -p), r, 1.0, r * -p.ln())
    }

    fn new(f: Double, s: f64, c: f64, zero: f64) -> Self {
        Counts {
            f,
            s,
            c,
            zero,
            certain: false,
        }
    }

    /// (k + 1) P(k + 1)/P(k).
    fn rise(&self, k: f64) -> Double {
        self.f * Double::exact_sum(self.s, self.c * k)
    }

    /// The most probable count, or one next to it.
    fn mode(&self) -> f64 {
        if self.certain {
            return self.s;
        }
        let (f, one) = (self.f, Double::from(1.0));
        let k = (f.value * self.s - 1.0) / (one - f * Double::from(self.c)).value;
        // There are no more successes than trials, even if p is rounded to next to 1.
        let most = if self.c < 0.0 { self.s } else { f64::INFINITY };
        (k + 1.0).floor().clamp(0.0, most)
    }

    /// A number of counts that is never enough: about eight standard deviations, or the length
    /// of a geometric tail.
    fn spread(&self) -> f64 {
        if self.certain {
            return 0.0;
        }
        let one = Double::from(1.0);
        let shrink = (one - self.f * Double::from(self.c)).value;
        let tail = if self.c > 0.0 { 60.0 / shrink } else { 0.0 };
        tail.max(8.0 * (self.f.value * self.s).sqrt() / shrink)
    }

    /// The divergence of P from Q, in nats.
    ///
    /// Every count that P allows must be allowed by Q.
    pub(crate) fn divergence(&self, q: &Counts) -> Result<f64, Error> {
        let start = self.mode();
        if self.spread() > MOST_TERMS as f64 || start > power_of_two(53) {
            return Err(TOO_MANY);
        }
        let walk = Walk {
            p: *self,
            q: *q,
            start,
        };
        // A step down may overflow too: the first one, or for r < 1 the last.
        let low = q.rise(0.0).value.min(q.rise(start - 1.0).value);
        let steep = start > 0.0 && low < 1e-100;
        if steep || q.spread().max((q.mode() - start).abs()) > MOST_TERMS as f64 {
            return walk.far();
        }
        let mut kept = Kept::new();
        let (weights, mean, v) = walk.sums(true, |step| kept.add(step))?;
        if v.scalings > 0 || mean.abs() > 200.0 {
            let ln_v = v.total().ln() + f64::from(v.scalings) * LN_LARGE;
            return Ok(not_negative(ln_v - weights.ln() + mean));
        }
        let up = mean.exp();
        let mut excess = CompensatedSum::default();
        let see = |step: Step| {
            let d = step.delta - mean;
            excess.add(if step.w > 0.0 && d.abs() <= 1.0 {
                step.w * expm1mx(-d)
            } else if step.w > 0.0 {
                step.v * up + step.w * (d - 1.0)
            } else {
                step.v * up
            });
        };
        if kept.complete {
            kept.steps.into_iter().for_each(see);
        } else {
            walk.each(true, see)?;
        }
        Ok((excess.total() / weights).ln_1p())
    }
}

/// A sum of v, in units of [`LARGE`] to the power `scalings`.
#[derive(Default)]
struct Scaled {
    sum: CompensatedSum,
    scalings: i32,
}

impl Scaled {
    fn add(&mut self, v: f64, scalings: i32) {
        while self.scalings < scalings {
            let before = self.total();
            self.sum = CompensatedSum::default();
            self.sum.add(before / LARGE);
            self.scalings += 1;
        }
        self.sum.add(if scalings == self.scalings {
            v
        } else {
            v / LARGE
        });
    }

    fn total(&self) -> f64 {
        self.sum.total()
    }
}

/// One count: w and v as above, v in units of [`LARGE`] to the power `scalings`.
#[derive(Clone, Copy)]
struct Step {
    w: f64,
    v: f64,
    delta: f64,
    scalings: i32,
}

/// The steps of a walk, if they are not too many: a second look at them needs no second walk.
struct Kept {
    steps: Vec<Step>,
    complete: bool,
}

impl Kept {
    /// Half a megabyte.
    const MOST: usize = 1 << 14;

    fn new() -> Self {
        Kept {
            steps: Vec::with_capacity(128),
            complete: true,
        }
    }

    fn add(&mut self, step: Step) {
        if self.steps.len() < Self::MOST {
            self.steps.push(step);
        } else {
            self.complete = false;
        }
    }
}

/// The walk over all counts that matter, from `start` outwards.
struct Walk {
    p: Counts,
    q: Counts,
    start: f64,
}

impl Walk {
    /// W, m and V. If `with_q` is false, V sums over the counts that matter under P only.
    fn sums(&self, with_q: bool, mut also: impl FnMut(Step)) -> Result<(f64, f64, Scaled), Error> {
        let (mut weights, mut weighted) = (CompensatedSum::default(), CompensatedSum::default());
        let mut v = Scaled::default();
        self.each(with_q, |step| {
            weights.add(step.w);
            if step.w > 0.0 {
                weighted.add(step.w * step.delta);
            }
            v.add(step.v, step.scalings);
            also(step);
        })?;
        let weights = weights.total();
        Ok((weights, weighted.total() / weights, v))
    }

    /// The divergence where the walk does not reach the bulk of Q, from the probability of the
    /// first count under Q, whose logarithm is nearly all of it.
    fn far(&self) -> Result<f64, Error> {
        if self.start > MOST_TERMS as f64 {
            return Err(TOO_MANY);
        }
        let (weights, mean, _) = self.sums(false, |_| ())?;
        let mut rises = CompensatedSum::default();
        for k in 0..self.start as u64 {
            let k = k as f64;
            rises.add(self.q.rise(k).value.ln() - (k + 1.0).ln());
        }
        let parts = [self.q.zero, -rises.total(), -weights.ln(), mean];
        let (nats, size) = parts
            .iter()
            .fold((0.0, 0.0), |(n, s), x| (n + x, s + x.abs()));
        if nats == f64::INFINITY || nats > 0.5 * size {
            Ok(nats)
        } else {
            Err(TOO_MANY)
        }
    }

    fn each(&self, with_q: bool, mut see: impl FnMut(Step)) -> Result<(), Error> {
        see(Step {
            w: 1.0,
            v: 1.0,
            delta: 0.0,
            scalings: 0,
        });
        let mut left = MOST_TERMS;
        self.side(true, with_q, &mut left, &mut see)?;
        self.side(false, with_q, &mut left, &mut see)
    }

    fn side(
        &self,
        up: bool,
        with_q: bool,
        left: &mut u64,
        see: &mut impl FnMut(Step),
    ) -> Result<(), Error> {
        let one = Double::from(1.0);
        let (mut w, mut v, mut scalings) = (one, one, 0);
        let mut delta = CompensatedSum::default();
        // The sums on this side, without the first count: that may be next to certain and yet
        // add nothing to the divergence.
        let (mut sum_w, mut sum_v) = (0.0, 0.0);
        let mut k = self.start;
        let mut steps = 0;
        loop {
            if !up && k == 0.0 {
                return Ok(());
            }
            *left = left.checked_sub(1).ok_or(TOO_MANY)?;
            let below = if up { k } else { k - 1.0 };
            let (rise_p, rise_q) = (self.p.rise(below), self.q.rise(below));
            let next = below + 1.0;
            let (ratio_w, ratio_v);
            if up {
                let inverse = 1.0 / next;
                (ratio_w, ratio_v) = (rise_p.value * inverse, rise_q.value * inverse);
                w = (w * rise_p).over(next, inverse);
                v = (v * rise_q).over(next, inverse);
            } else {
                (ratio_w, ratio_v) = (next / rise_p.value, next / rise_q.value);
                w = w * Double::from(next) / rise_p;
                v = v * Double::from(next) / rise_q;
            }
            w = if self.p.certain {
                Double::ZERO
            } else {
                normal(w)
            };
            v = normal(v);
            k = if up { k + 1.0 } else { below };
            if v.value > LARGE {
                v = v * Double::from(1.0 / LARGE);
                sum_v /= LARGE;
                scalings += 1;
            }
            if w.value > 0.0 {
                let change = ln_quotient(rise_p, rise_q);
                delta.add(if up { change } else { -change });
            }
            let step = Step {
                w: w.value,
                v: v.value,
                delta: delta.total(),
                scalings,
            };
            see(step);
            steps += 1;
            sum_w += step.w;
            sum_v += step.v;
            // At first there is too much left for a closer look.
            if steps < FEWEST_STEPS
                || step.w * ratio_w > NEGLIGIBLE * sum_w
                || with_q && step.v * ratio_v > NEGLIGIBLE * sum_v
            {
                continue;
            }
            // The ratios change monotonically, so the further ones lie between this one and the
            // last, which is c·f at the far end and 1/fs at count 0.
            let tail = |x: f64, ratio: f64, side: &Counts| {
                let f = side.f.value;
                let most = ratio.max(if up { side.c * f } else { 1.0 / (f * side.s) });
                if x == 0.0 {
                    0.0
                } else if most >= 1.0 {
                    f64::INFINITY
                } else {
                    x * most / (1.0 - most)
                }
            };
            let rest_w = tail(step.w, ratio_w, &self.p);
            if rest_w * (1.0 + step.delta.abs()) <= NEGLIGIBLE * sum_w
                && (!with_q || tail(step.v, ratio_v, &self.q) <= NEGLIGIBLE * sum_v)
            {
                return Ok(());
            }
        }
    }
}

/// The number, or 0 for a subnormal one: times a ratio between ½ and 1 it may be rounded to
/// itself, and the walk would never end.
fn normal(x: Double) -> Double {
    if x.value < f64::MIN_POSITIVE {
        Double::from(0.0)
    } else {
        x
    }
}

/// ln(a/b) for positive a and b.
fn ln_quotient(a: Double, b: Double) -> f64 {
    // For a near b, their difference has all its digits.
    let (difference, rest) = two_sum(a.value, -b.value);
    let r = (difference + (rest + (a.lost - b.lost))) / (a.value + b.value);
    if r.abs() <= 0.25 {
        // 2 artanh r; `ln_1p` takes twice as long.
        let y = r * r;
        return 2.0 * (r + r * (y * artanh_tail(y)));
    }
    let t = a.value / b.value;
    if (f64::MIN_POSITIVE..=f64::MAX).contains(&t) {
        t.ln()
    } else {
        // A product with a subnormal parameter may have underflowed to 0.
        let ln = |x: Double| x.value.max(f64::from_bits(1)).ln();
        ln(a) - ln(b)
    }
}
