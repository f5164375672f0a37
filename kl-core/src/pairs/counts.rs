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
//! The ratios follow from the probabilities. Counts are taken one by one where there are few;
//! where there are many, in panels (module `panel`) that grow with the distance from where the
//! probabilities change, so that any number of counts takes microseconds.

mod apart;
mod contrast;
mod panel;

use self::contrast::Contrast;
use self::panel::{FEWEST, POINTS, Rule};
use crate::Error;
use crate::float::double::{Double, MOST_OF_FEW_BITS, two_product, two_sum};
use crate::float::not_negative::not_negative;
use crate::float::scale::power_of_two;
use crate::float::sum::CompensatedSum;
use crate::lanes::{EIGHT, fused};
use crate::special::expm1mx::{expm1mx, more_of_expm1mx};
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
    kind: Kind,
}

/// The distribution by its parameters.
#[derive(Clone, Copy)]
enum Kind {
    Binomial { n: f64, p: f64 },
    Poisson { rate: f64 },
    NegativeBinomial { r: f64, p: f64 },
}

impl Kind {
    /// Whether no product of a few of the parameters, or its rounding error, over- or
    /// underflows, and twice the digits are enough to tell counts a deviation apart.
    fn is_ordinary(self) -> bool {
        const ORDINARY: std::ops::RangeInclusive<f64> = 1e-60..=1e28;
        match self {
            Kind::Binomial { n: x, p } | Kind::NegativeBinomial { r: x, p } => {
                ORDINARY.contains(&x) && ORDINARY.contains(&p)
            }
            Kind::Poisson { rate } => ORDINARY.contains(&rate),
        }
    }
}

/// The greatest number of terms; more are an error, because no call may take seconds.
const MOST_TERMS: u64 = 1 << 22;

/// The same for panels and the counts between them.
const MOST_AMONG_PANELS: u64 = 1 << 17;

/// The stopping threshold: the truncation error relative to the sum.
const NEGLIGIBLE: f64 = 1e-26;

/// The number of counts below which they are all taken one by one.
const SHORT: f64 = 3000.0;

/// Up to here all whole numbers are doubles.
const MOST_EXACT: f64 = power_of_two(53);

/// The least number of steps. P and Q may agree in the ratio of the first two counts, and then
/// all of the divergence comes from the third, which may be very improbable.
const FEWEST_STEPS: usize = 8;

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
            ..Self::new(f, n, -1.0, zero, Kind::Binomial { n, p })
        }
    }

    pub(crate) fn poisson(rate: f64) -> Self {
        Self::new(Double::from(rate), 1.0, 0.0, rate, Kind::Poisson { rate })
    }

    /// The number of failures before the r-th success, each trial a success with probability
    /// 0 < p < 1.
    pub(crate) fn negative_binomial(r: f64, p: f64) -> Self {
        let kind = Kind::NegativeBinomial { r, p };
        Self::new(Double::exact_sum(1.0, -p), r, 1.0, r * -p.ln(), kind)
    }

    fn new(f: Double, s: f64, c: f64, zero: f64, kind: Kind) -> Self {
        Counts {
            f,
            s,
            c,
            zero,
            certain: false,
            kind,
        }
    }

    /// (k + 1) P(k + 1)/P(k).
    #[inline(always)]
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

    /// Where a walk starts: where P is most probable, or for a long tail near its mean, since from
    /// there fewer parts of the divergence cancel.
    fn start(&self) -> f64 {
        match self.kind {
            Kind::NegativeBinomial { r, p } if r < 1000.0 && self.spread() > SHORT => {
                (r * ((1.0 - p) / p)).floor().min(0.5 * MOST_EXACT)
            }
            _ => self.mode(),
        }
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

    /// A bound on the probabilities beyond a count of probability x, all relative to the same
    /// one.
    ///
    /// The ratios change monotonically, so the further ones lie between this one and the last,
    /// which is c·f at the far end and 1/fs at count 0.
    fn tail(&self, x: f64, ratio: f64, up: bool) -> f64 {
        let f = self.f.value;
        let most = ratio.max(if up { self.c * f } else { 1.0 / (f * self.s) });
        if x == 0.0 {
            0.0
        } else if most >= 1.0 {
            f64::INFINITY
        } else {
            x * most / (1.0 - most)
        }
    }

    /// Whether the first count is as probable as both next to it.
    fn is_few(&self, start: f64) -> bool {
        let up = self.rise(start).value / (start + 1.0);
        let down = start / self.rise(start - 1.0).value;
        up + down <= 1.0
    }

    /// Whether the ratios around the start are so near that their difference, of numbers with
    /// twice the digits, shows their roundings.
    fn is_near(&self, q: &Counts, start: f64, few: bool) -> bool {
        let at = |k: f64| {
            let (a, b) = (self.rise(k).value, q.rise(k).value);
            (a - b).abs() <= power_of_two(-30) * a.abs()
        };
        // Equal ratios at one count only are harmless, unless nearly nothing is elsewhere.
        at(start) && (few || at(start - 1.0))
    }

    /// The divergence of P from Q, in nats.
    ///
    /// Every count that P allows must be allowed by Q.
    pub(crate) fn divergence(&self, q: &Counts) -> Result<f64, Error> {
        let start = self.start();
        let ordinary = self.kind.is_ordinary() && q.kind.is_ordinary();
        let far = q.spread().max((q.mode() - start).abs());
        let is_long = self.spread().max(far) > SHORT;
        if !ordinary && (self.spread() > MOST_TERMS as f64 || start > MOST_EXACT) {
            return Err(TOO_MANY);
        }
        let contrast = || Contrast::new(self, q, start);
        let panels = (ordinary && is_long && !self.certain).then(|| {
            let alone = |counts| Contrast::of_one(counts, start);
            [alone(self), contrast(), alone(q)]
        });
        let few = self.is_few(start);
        let walk = Walk {
            p: *self,
            q: *q,
            start,
            ordinary,
            few,
            near: (ordinary && self.is_near(q, start, few)).then(contrast),
            panels,
        };
        // A step down may overflow too: the first one, or for r < 1 the last.
        let low = q.rise(0.0).value.min(q.rise(start - 1.0).value);
        let steep = start > 0.0 && low < 1e-100;
        if steep || is_long {
            if let Some(nats) = walk.far()? {
                return Ok(nats);
            }
            if steep || !ordinary && far > MOST_TERMS as f64 {
                return Err(TOO_MANY);
            }
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
            let d = step.delta.value - mean;
            if walk.few {
                step.add_with_more_digits(mean, up, &mut excess);
            } else if step.w > 0.0 && d.abs() <= 1.0 {
                excess.add(step.w * expm1mx(-d));
            } else if step.w > 0.0 {
                excess.add(step.v * up + step.w * (d - 1.0));
            } else {
                excess.add(step.v * up);
            }
        };
        if kept.complete {
            let steps = &kept.steps;
            fused(
                #[inline(always)]
                || steps.iter().copied().for_each(see),
            );
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
    delta: Double,
    scalings: i32,
}

impl Step {
    /// Adds w (e^(m−Δ) − 1 + Δ − m), for the mean m and e^m.
    fn add_with_more_digits(&self, mean: f64, up: f64, excess: &mut CompensatedSum) {
        let (d, lost) = two_sum(self.delta.value, -mean);
        let lost = lost + self.delta.lost;
        if self.w == 0.0 {
            excess.add(self.v * up);
        } else if d.abs() <= 1.0 {
            // The derivative of the term is eˣ − 1.
            let term = more_of_expm1mx(-d);
            let (value, rest) = two_product(self.w, term.value);
            excess.add(value);
            excess.add(rest + self.w * (term.lost - lost * (term.value - d)));
        } else if (-3.0..-1.0).contains(&d) {
            let term = expm1mx(-d);
            excess.add(self.w * (term - lost * (term - d)));
        } else {
            excess.add(self.v * up + self.w * ((d - 1.0) + lost));
        }
    }
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
    /// Next to one count that is nearly certain, the term of another may be all of the
    /// divergence, and its errors do not average out.
    few: bool,
    /// Nothing over- or underflows in a [`Contrast`].
    ordinary: bool,
    /// The ratios of P over those of Q, where the plain quotient is not enough.
    near: Option<Contrast>,
    /// The ratios of P alone, of P over those of Q, and of Q alone; only where there are many
    /// counts.
    panels: Option<[Contrast; 3]>,
}

impl Walk {
    /// W, m and V. If `with_q` is false, V sums over the counts that matter under P only.
    fn sums(&self, with_q: bool, mut also: impl FnMut(Step)) -> Result<(f64, f64, Scaled), Error> {
        let (mut weights, mut weighted) = (CompensatedSum::default(), CompensatedSum::default());
        let mut v = Scaled::default();
        self.each(with_q, |step| {
            weights.add(step.w);
            if step.w > 0.0 {
                weighted.add(step.w * step.delta.value);
            }
            v.add(step.v, step.scalings);
            also(step);
        })?;
        let weights = weights.total();
        Ok((weights, weighted.total() / weights, v))
    }

    /// The divergence from the probabilities of the first count, of which the ratio of the two is
    /// nearly all of it; `None` where the parts cancel. The walk does not reach the bulk of Q.
    fn far(&self) -> Result<Option<f64>, Error> {
        let (weights, mean, _) = self.sums(false, |_| ())?;
        let mut parts = vec![mean];
        // Of the parts by Stirling's series, the logarithms of quotients have the rounding
        // errors of numbers next to 1.
        let least = if self.ordinary {
            parts.extend(apart::parts(&self.p, &self.q, self.start));
            1.0
        } else if self.start <= MOST_TERMS as f64 {
            let mut rises = CompensatedSum::default();
            for k in 0..self.start as u64 {
                let k = k as f64;
                rises.add(self.q.rise(k).value.ln() - (k + 1.0).ln());
            }
            parts.extend([self.q.zero, -rises.total(), -weights.ln()]);
            0.0
        } else {
            return Err(TOO_MANY);
        };
        let nats = parts.iter().sum::<f64>();
        let size = parts.iter().map(|x| x.abs()).sum::<f64>();
        // Far enough, the walk would not end, and parts that cancel a little do no harm.
        let share = if nats > 100.0 { 0.1 } else { 0.4 };
        let is_far = nats > least && nats > share * size;
        Ok((nats == f64::INFINITY || is_far).then_some(nats))
    }

    fn each(&self, with_q: bool, mut see: impl FnMut(Step)) -> Result<(), Error> {
        see(Step {
            w: 1.0,
            v: 1.0,
            delta: Double::ZERO,
            scalings: 0,
        });
        if let Some(panels) = &self.panels {
            let mut left = MOST_AMONG_PANELS;
            let mut side = |up| self.side::<true>(up, with_q, Some(panels), &mut left, &mut see);
            side(true)?;
            side(false)
        } else {
            let mut left = MOST_TERMS;
            let mut side = |up| self.side::<false>(up, with_q, None, &mut left, &mut see);
            side(true)?;
            side(false)
        }
    }

    /// All counts on one side; without panels a loop of its own, which keeps its place in
    /// registers.
    fn side<const PANELS: bool>(
        &self,
        up: bool,
        with_q: bool,
        panels: Option<&[Contrast; 3]>,
        left: &mut u64,
        see: &mut impl FnMut(Step),
    ) -> Result<(), Error> {
        fused(
            #[inline(always)]
            || self.side_inline::<PANELS>(up, with_q, panels, left, see),
        )
    }

    #[inline(always)]
    fn side_inline<const PANELS: bool>(
        &self,
        up: bool,
        with_q: bool,
        panels: Option<&[Contrast; 3]>,
        left: &mut u64,
        see: &mut impl FnMut(Step),
    ) -> Result<(), Error> {
        let mut at = Place::new();
        let mut ahead = Ahead::none();
        let mut looks_ahead = !PANELS && !self.p.certain;
        let (mut steps, mut next_panel) = (0, 0);
        let mut larger: Option<Rule> = None;
        loop {
            if !up && at.t == -self.start {
                return Ok(());
            }
            *left = left.checked_sub(1).ok_or(TOO_MANY)?;
            let mut ratios = None;
            if PANELS
                && steps >= next_panel
                && let Some(ratios_of) = panels
            {
                let counts = self.counts_of_panel(&at, up, with_q, ratios_of);
                if counts >= FEWEST {
                    let rule = match &mut larger {
                        _ if counts <= panel::MOST => Rule::of(counts),
                        Some(rule) if rule.counts == counts => rule,
                        other => other.insert(Rule::new(counts)),
                    };
                    ratios = Some(at.panel(ratios_of, rule, (up, with_q), see));
                    steps += POINTS;
                } else {
                    next_panel = steps + 32;
                }
            }
            let [ratio_w, ratio_v] = match ratios {
                Some(ratios) => ratios,
                None => {
                    steps += 1;
                    if looks_ahead && ahead.is_used_up() {
                        ahead = Ahead::of(self, self.start + at.t, up);
                        // Farther out they are farther apart.
                        looks_ahead = ahead.ends_near();
                    }
                    match ahead.next() {
                        Some(found) => at.one_of(self, found, up, see),
                        None => at.one(self, up, see)?,
                    }
                }
            };
            // At first there is too much left for a closer look.
            if steps < FEWEST_STEPS
                || at.w.value * ratio_w > NEGLIGIBLE * at.sum_w
                || with_q && at.v.value * ratio_v > NEGLIGIBLE * at.sum_v
            {
                continue;
            }
            let rest_w = self.p.tail(at.w.value, ratio_w, up);
            if rest_w * (1.0 + at.delta.value.abs()) <= NEGLIGIBLE * at.sum_w
                && (!with_q || self.q.tail(at.v.value, ratio_v, up) <= NEGLIGIBLE * at.sum_v)
            {
                return Ok(());
            }
        }
    }

    /// ln(w/v) at the count after `below` less that at `below`, from the ratios of both.
    #[inline(always)]
    fn change(&self, below: f64, rise_p: Double, rise_q: Double) -> Double {
        match &self.near {
            Some(ratio) => ratio.ln_of(below - self.start, rise_p, rise_q),
            None if self.few => ln_quotient(rise_p, rise_q),
            None => Double::from(rough_ln_quotient(rise_p, rise_q)),
        }
    }

    /// How many counts may be one panel: a power of two.
    ///
    /// The rule is right where ln P and ln Q change by no more than a few, and where their
    /// singularities, which are at −1, −r and n + 1, are not near.
    fn counts_of_panel(
        &self,
        at: &Place,
        up: bool,
        with_q: bool,
        [of_p, _, of_q]: &[Contrast; 3],
    ) -> f64 {
        let (k, t) = (self.start + at.t, at.t);
        let mut most = 1e300_f64;
        for kind in [self.p.kind, self.q.kind] {
            let above = match kind {
                Kind::Binomial { n, .. } => n - k,
                _ => f64::INFINITY,
            };
            let (behind, ahead) = if up { (k, above) } else { (above, k) };
            most = most.min(behind / 2.0).min(ahead / 3.0);
        }
        let at_t = |f: &Contrast| (f.ln(t.into()).value, f.derivatives(t).0);
        let w = (at.w.value, at.sum_w, at_t(of_p));
        let v = (at.v.value, at.sum_v, at_t(of_q));
        for (x, sum, (slope, curvature)) in [Some(w), with_q.then_some(v)].into_iter().flatten() {
            // What is left falls at least as a geometric series.
            let outwards = if up { slope } else { -slope };
            if outwards >= 0.0 || x > NEGLIGIBLE * (sum * -outwards) {
                most = most
                    .min(6.0 / slope.abs())
                    .min((6.0 / curvature.abs()).sqrt());
            }
        }
        power_of_two(most.log2().floor() as i32)
    }
}

/// The ratios of the next eight counts, computed side by side as they do not depend on each other.
struct Ahead {
    used: usize,
    of_w: [[f64; EIGHT]; 2],
    of_v: [[f64; EIGHT]; 2],
    /// ln(w/v) grows by so much where r is at most [`NEAR_QUOTIENT`].
    change: [[f64; EIGHT]; 2],
    r: [f64; EIGHT],
}

impl Ahead {
    fn none() -> Self {
        Ahead {
            used: EIGHT,
            of_w: [[0.0; EIGHT]; 2],
            of_v: [[0.0; EIGHT]; 2],
            change: [[0.0; EIGHT]; 2],
            r: [0.0; EIGHT],
        }
    }

    fn is_used_up(&self) -> bool {
        self.used == EIGHT
    }

    /// Whether the last ratios of P and Q are near each other.
    fn ends_near(&self) -> bool {
        self.r[EIGHT - 1].abs() <= NEAR_QUOTIENT
    }

    /// The ratios from the count k on, or none for counts so large that a quotient by them takes
    /// more work.
    #[inline(always)]
    fn of(walk: &Walk, k: f64, up: bool) -> Self {
        if k > 0.5 * MOST_OF_FEW_BITS {
            return Ahead::none();
        }
        match &walk.near {
            Some(ratio) => Ahead::with(walk, k, up, |below, p, q| {
                contrast::by_artanh(ratio.difference_of_ratios(below - walk.start), p, q)
            }),
            None if walk.few => Ahead::with(walk, k, up, |_, p, q| {
                contrast::by_artanh(difference(p, q), p, q)
            }),
            None => Ahead::with(walk, k, up, |_, p, q| {
                let r = difference_over_sum(p, q);
                (r, twice_artanh(r).into())
            }),
        }
    }

    /// The same, with (a − b)/(a + b) and ln(a/b) of the ratios of P and Q.
    #[inline(always)]
    fn with(
        walk: &Walk,
        k: f64,
        up: bool,
        ln: impl Fn(f64, Double, Double) -> (f64, Double),
    ) -> Self {
        let mut ahead = Ahead::none();
        ahead.used = 0;
        let below = |i: usize| if up { k + i as f64 } else { k - 1.0 - i as f64 };
        for i in 0..EIGHT {
            let below = below(i);
            let (rise_p, rise_q) = (walk.p.rise(below), walk.q.rise(below));
            let next = below + 1.0;
            let [of_w, of_v] = if up {
                let inverse = 1.0 / next;
                [rise_p, rise_q].map(|rise| rise.over_few(next, inverse))
            } else {
                [rise_p, rise_q].map(|rise| Double::from(next) / rise)
            };
            (ahead.of_w[0][i], ahead.of_w[1][i]) = (of_w.value, of_w.lost);
            (ahead.of_v[0][i], ahead.of_v[1][i]) = (of_v.value, of_v.lost);
            let change;
            (ahead.r[i], change) = ln(below, rise_p, rise_q);
            (ahead.change[0][i], ahead.change[1][i]) = (change.value, change.lost);
        }
        ahead
    }

    /// What w and v are multiplied with at the next count, and what ln(w/v) grows by if it is
    /// known.
    #[inline(always)]
    fn next(&mut self) -> Option<(Double, Double, Option<Double>)> {
        let i = self.used;
        if i >= EIGHT {
            return None;
        }
        self.used += 1;
        let at = |[value, lost]: &[[f64; EIGHT]; 2]| Double {
            value: value[i],
            lost: lost[i],
        };
        let is_known = self.r[i].abs() <= NEAR_QUOTIENT;
        let change = is_known.then(|| at(&self.change));
        Some((at(&self.of_w), at(&self.of_v), change))
    }
}

/// A place on the way, and what has been added up on this side.
struct Place {
    /// The count less the start: the count itself may be rounded.
    t: f64,
    w: Double,
    v: Double,
    delta: Double,
    scalings: i32,
    /// Without the first count: that may be next to certain and yet add nothing to the
    /// divergence.
    sum_w: f64,
    sum_v: f64,
}

impl Place {
    fn new() -> Self {
        Place {
            t: 0.0,
            w: Double::ONE,
            v: Double::ONE,
            delta: Double::ZERO,
            scalings: 0,
            sum_w: 0.0,
            sum_v: 0.0,
        }
    }

    /// Goes to the next count, and says how w and v changed.
    #[inline(always)]
    fn one(
        &mut self,
        walk: &Walk,
        up: bool,
        see: &mut impl FnMut(Step),
    ) -> Result<[f64; 2], Error> {
        let k = walk.start + self.t;
        if k >= MOST_EXACT {
            return Err(TOO_MANY);
        }
        let below = if up { k } else { k - 1.0 };
        let (rise_p, rise_q) = (walk.p.rise(below), walk.q.rise(below));
        let next = below + 1.0;
        // The ratios first: they do not wait for the last count.
        let [of_w, of_v] = if up {
            let inverse = 1.0 / next;
            [rise_p, rise_q].map(|rise| rise.over(next, inverse))
        } else {
            [rise_p, rise_q].map(|rise| Double::from(next) / rise)
        };
        self.w = self.w * of_w;
        self.v = self.v * of_v;
        if walk.p.certain {
            self.w = Double::ZERO;
        }
        self.t += if up { 1.0 } else { -1.0 };
        self.in_range();
        if self.w.value > 0.0 {
            let change = walk.change(below, rise_p, rise_q);
            self.delta = plus(self.delta, if up { change } else { -change });
        }
        self.see([1.0, 1.0, 1.0], self.delta, see);
        Ok([of_w.value, of_v.value])
    }

    /// Goes to the next count by ratios that are known, and says how w and v changed.
    #[inline(always)]
    fn one_of(
        &mut self,
        walk: &Walk,
        (of_w, of_v, change): (Double, Double, Option<Double>),
        up: bool,
        see: &mut impl FnMut(Step),
    ) -> [f64; 2] {
        self.w = self.w * of_w;
        self.v = self.v * of_v;
        let k = walk.start + self.t;
        self.t += if up { 1.0 } else { -1.0 };
        self.in_range();
        if self.w.value > 0.0 {
            let change = change.unwrap_or_else(|| {
                let below = if up { k } else { k - 1.0 };
                walk.change(below, walk.p.rise(below), walk.q.rise(below))
            });
            self.delta = plus(self.delta, if up { change } else { -change });
        }
        self.see([1.0, 1.0, 1.0], self.delta, see);
        [of_w.value, of_v.value]
    }

    /// Goes over the counts of a panel to its last one, and says how w and v would go on.
    fn panel(
        &mut self,
        [of_p, ratio, of_q]: &[Contrast; 3],
        rule: &Rule,
        (up, with_q): (bool, bool),
        see: &mut impl FnMut(Step),
    ) -> [f64; 2] {
        let changes = |f: &Contrast| rule.changes(f, self.t, up);
        let ((of_w, all_of_w), (of_delta, all_of_delta)) = (changes(of_p), changes(ratio));
        // Not from those two: far out the probabilities of P change by much more.
        let of_v = with_q.then(|| changes(of_q));
        let before = self.delta;
        for (i, &weight) in rule.weights.iter().enumerate() {
            let v = of_v.map_or(0.0, |(of_v, _)| of_v[i].exp());
            self.see(
                [weight, of_w[i].exp(), v],
                plus(before, of_delta[i].into()),
                see,
            );
        }
        self.w = self.w * all_of_w.exp();
        self.v = of_v.map_or(Double::ZERO, |(_, all_of_v)| self.v * all_of_v.exp());
        self.delta = plus(before, all_of_delta);
        self.t += if up { rule.counts } else { -rule.counts };
        self.in_range();
        let ratio = |f: &Contrast| {
            if up {
                f.ln(self.t.into()).value.exp()
            } else {
                (-f.ln((self.t - 1.0).into()).value).exp()
            }
        };
        [ratio(of_p), ratio(of_q)]
    }

    /// Shows so many counts of probabilities that are w and v times factors.
    #[inline(always)]
    fn see(&mut self, [counts, w, v]: [f64; 3], delta: Double, see: &mut impl FnMut(Step)) {
        let step = Step {
            w: self.w.value * w * counts,
            v: self.v.value * v * counts,
            delta,
            scalings: self.scalings,
        };
        self.sum_w += step.w;
        self.sum_v += step.v;
        see(step);
    }

    #[inline(always)]
    fn in_range(&mut self) {
        self.w = normal(self.w);
        self.v = normal(self.v);
        if self.v.value > LARGE {
            self.v = self.v * Double::from(1.0 / LARGE);
            self.sum_v /= LARGE;
            self.scalings += 1;
        }
    }
}

/// The number, or 0 for a subnormal one: times a ratio between ½ and 1 it may be rounded to
/// itself, and the walk would never end.
#[inline(always)]
fn normal(x: Double) -> Double {
    if x.value < f64::MIN_POSITIVE {
        Double::from(0.0)
    } else {
        x
    }
}

/// a + b, wrong by a little of the larger of the two.
#[inline(always)]
fn plus(a: Double, b: Double) -> Double {
    let (sum, lost) = two_sum(a.value, b.value);
    Double::small_sum(sum, lost + (a.lost + b.lost))
}

/// ln(a/b) for positive a and b.
#[inline(always)]
fn rough_ln_quotient(a: Double, b: Double) -> f64 {
    let r = difference_over_sum(a, b);
    if r.abs() <= NEAR_QUOTIENT {
        return twice_artanh(r); // `ln_1p` takes twice as long
    }
    let t = a.value / b.value;
    if (f64::MIN_POSITIVE..=f64::MAX).contains(&t) {
        t.ln()
    } else {
        ln_far_quotient(a, b)
    }
}

/// The greatest (a − b)/(a + b) for which ln(a/b) is computed as twice its inverse hyperbolic
/// tangent.
const NEAR_QUOTIENT: f64 = 0.25;

/// (a − b)/(a + b). For a near b, their difference has all its digits.
#[inline(always)]
fn difference_over_sum(a: Double, b: Double) -> f64 {
    let (difference, rest) = two_sum(a.value, -b.value);
    (difference + (rest + (a.lost - b.lost))) / (a.value + b.value)
}

/// 2 artanh r for r up to [`NEAR_QUOTIENT`].
#[inline(always)]
fn twice_artanh(r: f64) -> f64 {
    let y = r * r;
    2.0 * (r + r * (y * artanh_tail(y)))
}

/// The same with some more digits.
#[inline(always)]
fn ln_quotient(a: Double, b: Double) -> Double {
    contrast::ln(difference(a, b), a, b).unwrap_or_else(|| ln_far_quotient(a, b).into())
}

/// a − b, with all digits where the two are near.
#[inline(always)]
fn difference(a: Double, b: Double) -> Double {
    let (difference, rest) = two_sum(a.value, -b.value);
    Double::small_sum(difference, rest + (a.lost - b.lost))
}

/// The same where a/b over- or underflows.
fn ln_far_quotient(a: Double, b: Double) -> f64 {
    // A product with a subnormal parameter may have underflowed to 0.
    let ln = |x: Double| x.value.max(f64::from_bits(1)).ln();
    ln(a) - ln(b)
}
