//! Two vectors of logits side by side: the parts of which their divergences are made.

use super::gap::{Gap, SCALE, Weight};
use super::{Logits, Softmax};
use crate::error::same_outcomes;
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::lanes::element::Element;
use crate::special::expm1mx::expm1mx;
use crate::terms::jensen_shannon::{jensen_shannon_term, mixing_series};
use crate::terms::kl::kl_term_apart;
use crate::{Error, Float};
use std::f64::consts::LN_2;

/// P and Q, with logits a and b, and the quantities that their divergences need.
///
/// Let y = (b − max b) − (a − max a), c the logarithm of the quotient of the normalisers, Q's
/// over P's, and x = y − c, which is ln(q/p). Because Q's probabilities sum to one,
/// Σ p (eˣ − 1) = 0, where Q's mass outside P counts as p eˣ and P's outside Q as −p. So c is
/// found from any first guess g: it is g + ln(1 + s), with s = Σ p (e^(y − g) − 1). Terms of s
/// are no larger than probabilities, however negative a logit is, and the rounding error of s
/// is relative to Σ |q − p|. So is that of each x, beside its own. If no outcome belongs to P
/// alone,
///
/// D = Σ p (eˣ − 1 − x),
///
/// in which nothing cancels and no normaliser is left. An error of c changes it only by its
/// square.
pub(crate) struct Comparison {
    outcomes: Vec<Outcome>,
    /// Σ exp(a − max a) and Σ exp(b − max b).
    totals: [f64; 2],
    /// The first outcome that P has and Q has not.
    outside: Option<usize>,
    /// What takes weights of Q to p eˣ: e⁻ᶜ, over P's total.
    of_q: f64,
}

/// An outcome, under P and under Q.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    Neither,
    OnlyP(Weight),
    OnlyQ(Weight),
    Both {
        p: Weight,
        q: Weight,
        /// b − max b.
        b: Gap,
        y: Gap,
        x: Gap,
    },
}

impl Comparison {
    pub(crate) fn new<F: Float, S: AsRef<[F]>, T: AsRef<[F]>>(
        p: &Logits<F, S>,
        q: &Logits<F, T>,
    ) -> Result<Self, Error> {
        same_outcomes(p.len(), q.len())?;
        Ok(Comparison::of(p.softmax(), q.softmax()))
    }

    /// The comparison of two vectors of one length.
    pub(crate) fn of<F: Element>(p: Softmax<'_, F>, q: Softmax<'_, F>) -> Self {
        let outcome = |k| match (p.is_impossible(k), q.is_impossible(k)) {
            (true, true) => Outcome::Neither,
            (false, true) => Outcome::OnlyP(p.weight(k)),
            (true, false) => Outcome::OnlyQ(q.weight(k)),
            (false, false) => {
                let y = q.gap_beyond(&p, k);
                let (p, weight, b) = (p.weight(k), q.weight(k), q.gap(k));
                Outcome::Both {
                    p,
                    q: weight,
                    b,
                    y,
                    x: y,
                }
            }
        };
        let outcomes: Vec<Outcome> = (0..p.len()).map(outcome).collect();
        let outside = outcomes.iter().position(|o| matches!(o, Outcome::OnlyP(_)));
        let totals = [p.total(), q.total()];
        let mut both = Comparison {
            outcomes,
            totals,
            outside,
            of_q: 1.0,
        };
        // Where P is near Q, the differences are relative to that of an outcome; where that is
        // far from c, to the rounded normalisers.
        let rounded = Gap::of(q.log_total() - p.log_total());
        let top = likeliest(&both.pairs(|_, y| y));
        let is_near = top.minus(rounded).parts().0.abs() <= 1.0;
        let mut centre = if is_near { top } else { rounded };
        both.move_to(centre);
        // Twice, because the first sum's rounding error is relative to differences that may be
        // larger than those that are left.
        for _ in 0..2 {
            let s = sum(both.outcomes.iter().map(|o| both.exp_m1_term(o)));
            centre = centre.minus(Gap::of(0.0 - s.ln_1p()));
            both.move_to(centre);
        }
        both
    }

    fn move_to(&mut self, centre: Gap) {
        self.of_q = centre.negated().exp() / self.totals[0];
        for outcome in &mut self.outcomes {
            if let Outcome::Both { x, y, .. } = outcome {
                *x = y.minus(centre);
            }
        }
    }

    /// p (eˣ − 1).
    fn exp_m1_term(&self, outcome: &Outcome) -> f64 {
        let of_p = |p: Weight| p.value() / self.totals[0];
        match *outcome {
            Outcome::Neither => 0.0,
            Outcome::OnlyP(p) => -of_p(p),
            Outcome::OnlyQ(q) => q.times(self.of_q),
            Outcome::Both { p, q, x, .. } => {
                let (value, lost) = x.parts();
                if value > 1.0 {
                    // From the weight of Q, as p may underflow.
                    q.times(self.of_q) - of_p(p)
                } else {
                    let exp_m1 = value.exp_m1();
                    p.times(exp_m1 + lost * (1.0 + exp_m1)) / self.totals[0]
                }
            }
        }
    }

    /// p (eˣ − 1 − x) of an outcome that is not P's alone.
    fn kl_term(&self, outcome: &Outcome) -> f64 {
        match *outcome {
            Outcome::Neither | Outcome::OnlyP(_) => 0.0,
            Outcome::OnlyQ(q) => q.times(self.of_q),
            Outcome::Both { p, q, x, .. } => {
                let (value, lost) = x.parts();
                if value > FAR {
                    // p(1 + x) is negligible beside p eˣ.
                    q.times(self.of_q)
                } else if value < -FAR {
                    // eˣ is negligible beside −1 − x, which may overflow before it is
                    // multiplied by p. Divided first: the product may be subnormal.
                    let rest = -1.0 - value;
                    if rest < f64::INFINITY {
                        p.times(rest / self.totals[0])
                    } else {
                        SCALE * p.times((-1.0 / SCALE - x.scaled()) / self.totals[0])
                    }
                } else {
                    p.times(expm1mx(value) + lost * value.exp_m1()) / self.totals[0]
                }
            }
        }
    }

    /// D(P‖Q) in nats.
    pub(crate) fn kl(&self) -> f64 {
        if self.outside.is_some() {
            f64::INFINITY
        } else {
            sum(self.outcomes.iter().map(|o| self.kl_term(o)))
        }
    }

    pub(crate) fn jensen_shannon(&self) -> f64 {
        let terms = self.outcomes.iter().map(|&o| match o {
            Outcome::Neither => 0.0,
            Outcome::OnlyP(_) | Outcome::OnlyQ(_) => {
                let (p, q) = self.probabilities(o, UP);
                jensen_shannon_term(p, q)
            }
            Outcome::Both { .. } => {
                let (p, q) = self.probabilities(o, UP);
                let l = self.log_ratio(o);
                if l.abs() <= LN_2 {
                    // d = (p − q)/(p + q) from ln(p/q), because p and q may be too rounded to
                    // tell apart.
                    let d = tanh_near_0(0.5 * l);
                    0.5 * (p + q) * d * (d * mixing_series(d * d))
                } else {
                    jensen_shannon_term(p, q)
                }
            }
        });
        sum(terms) / UP
    }

    /// D(P‖M)/(1 − β) + D(Q‖M)/β with M = βP + (1 − β)Q, for β above 0 and below 1: both as sums
    /// of p ln(p/m) − p + m, which is ≥ 0.
    pub(crate) fn between_kl(&self, beta: f64) -> f64 {
        let alpha = 1.0 - beta;
        let terms = self.outcomes.iter().map(|&o| {
            let (p, q) = self.probabilities(o, UP);
            let d = self.difference_times(o, UP);
            let [of_p, of_q] = terms_to_mixture([p, q], d, beta);
            of_p / alpha + of_q / beta
        });
        sum(terms) / UP
    }

    /// ln(p/q); ±∞ if one of them is zero, 0 if both are.
    pub(crate) fn log_ratio(&self, outcome: Outcome) -> f64 {
        match outcome {
            Outcome::Neither => 0.0,
            Outcome::OnlyP(_) => f64::INFINITY,
            Outcome::OnlyQ(_) => f64::NEG_INFINITY,
            Outcome::Both { x, .. } => {
                let (x, lost) = x.parts();
                0.0 - x - lost
            }
        }
    }

    /// p and q, each times the factor.
    pub(crate) fn probabilities(&self, outcome: Outcome, factor: f64) -> (f64, f64) {
        let p = |w: Weight| w.times(factor) / self.totals[0];
        let q = |w: Weight| w.times(factor) / self.totals[1];
        match outcome {
            Outcome::Neither => (0.0, 0.0),
            Outcome::OnlyP(w) => (p(w), 0.0),
            Outcome::OnlyQ(w) => (0.0, q(w)),
            Outcome::Both { p: v, q: w, .. } => (p(v), q(w)),
        }
    }

    /// q − p, also where rounding leaves p and q equal.
    pub(crate) fn difference(&self, outcome: Outcome) -> f64 {
        self.difference_times(outcome, 1.0)
    }

    /// q − p times a factor.
    pub(crate) fn difference_times(&self, outcome: Outcome, factor: f64) -> f64 {
        let (p, q) = self.probabilities(outcome, factor);
        let l = self.log_ratio(outcome);
        if l.abs() <= LN_2 {
            p * (0.0 - l).exp_m1()
        } else {
            q - p
        }
    }

    /// p (ln(p/q) − its mean under P) of each outcome, if none is outside.
    pub(crate) fn p_times_surplus(&self) -> Vec<f64> {
        self.p_times_less_mean(|_, y| y.negated())
    }

    /// p (−ln q − its mean under P) of each outcome, if none is outside.
    pub(crate) fn p_times_surprise_of_q(&self) -> Vec<f64> {
        self.p_times_less_mean(|b, _| b.negated())
    }

    /// The weights of P and a value made of b and y, where P and Q have an outcome.
    fn pairs(&self, value: impl Fn(Gap, Gap) -> Gap) -> Vec<(Weight, Gap)> {
        let pair = |o: &Outcome| match *o {
            Outcome::Both { p, b, y, .. } => (p, value(b, y)),
            _ => (Weight::ZERO, Gap::default()),
        };
        self.outcomes.iter().map(pair).collect()
    }

    /// p (v − its mean under P) of each outcome, from a value v made of b and y.
    fn p_times_less_mean(&self, value: impl Fn(Gap, Gap) -> Gap) -> Vec<f64> {
        const LARGE: f64 = 1e100;
        let mut pairs = self.pairs(value);
        // The mean in three steps. First the likeliest outcome's value, which may be all of it.
        // Then the mean of the differences that are left, with a rounding error relative to
        // those; their mean is far smaller, and so is its rounding error.
        let top = likeliest(&pairs);
        less(&mut pairs, top);
        let some_large = (pairs.iter()).any(|(p, v)| p.times(v.scaled()).abs() > LARGE);
        let unit = if some_large { 1.0 } else { UP };
        let weight = sum(pairs.iter().map(|(p, _)| p.value()));
        // Divided term by term, because the sum may overflow where the mean does not.
        let mean = sum(pairs.iter().map(|(p, v)| {
            let v = v.scaled();
            if v.abs() > LARGE {
                p.times(v) / weight * unit
            } else {
                p.times(v * unit) / weight
            }
        }));
        let is_tiny = mean.abs() < 1.0 && !some_large;
        let mut found: Vec<f64> = Vec::with_capacity(pairs.len());
        if is_tiny {
            // Where only the mean is left, it may be subnormal.
            let of_mean = |p: Weight| 0.0 - p.times(mean * SCALE) / self.totals[0] / UP;
            let each = pairs.iter().map(|(p, v)| match v.scaled() {
                0.0 => of_mean(*p),
                _ => p.times_gap(*v) / self.totals[0] + of_mean(*p),
            });
            found.extend(each);
        } else {
            less(&mut pairs, Gap::of_scaled(mean / unit));
            let rest = sum(pairs.iter().map(|(p, v)| p.times(v.scaled()) / weight));
            less(&mut pairs, Gap::of_scaled(rest));
            let each = pairs.iter();
            found.extend(each.map(|(p, v)| p.times_gap(*v) / self.totals[0]));
        }
        found
    }

    /// q (ln(q/m) − its mean under Q)/β of each outcome, where m = βp + (1 − β)q, for β above 0
    /// and below 1.
    pub(crate) fn q_times_surplus_over_mixture(&self, beta: f64) -> Vec<f64> {
        let pairs = self.outcomes.iter().map(|o| match *o {
            Outcome::Both { q, x, .. } => (q, Shared::new(Some(x), beta)),
            Outcome::OnlyQ(q) => (q, Shared::new(None, beta)),
            _ => (Weight::ZERO, Shared::new(None, beta)),
        });
        let pairs: Vec<(Weight, Shared)> = pairs.collect();
        let mut from = Shared::new(None, beta);
        let mut largest = 0.0;
        for &(q, shared) in &pairs {
            if q.value() > largest && shared.ratio < f64::INFINITY {
                (from, largest) = (shared, q.value());
            }
        }
        let mean = |values: &[f64]| {
            let terms = pairs.iter().zip(values).map(|((q, _), v)| q.times(*v));
            sum(terms) / self.totals[1]
        };
        let above = |from: Shared| -> Vec<f64> {
            let each = pairs.iter().map(|(_, shared)| shared.above(from, beta));
            each.collect()
        };
        // Measured from the likeliest outcome, which is next to the mean if Q is next to
        // certain; then from the outcome that is nearest to the mean.
        let values = above(from);
        let middle = mean(&values);
        let mut least = f64::INFINITY;
        for ((_, shared), value) in pairs.iter().zip(&values) {
            if shared.ratio < f64::INFINITY && (value - middle).abs() < least {
                (from, least) = (*shared, (value - middle).abs());
            }
        }
        let values = above(from);
        let middle = mean(&values);
        let each = pairs.iter().zip(&values);
        each.map(|((q, _), v)| q.times(v - middle) / self.totals[1])
            .collect()
    }

    pub(crate) fn outcomes(&self) -> impl Iterator<Item = Outcome> + '_ {
        self.outcomes.iter().copied()
    }

    pub(crate) fn outside(&self) -> Option<usize> {
        self.outside
    }
}

/// Scale that keeps small probabilities, and their products, above the subnormals.
const UP: f64 = power_of_two(512);

/// The value with the largest weight.
fn likeliest(pairs: &[(Weight, Gap)]) -> Gap {
    let (mut found, mut largest) = (Gap::default(), 0.0);
    for &(weight, value) in pairs {
        if weight.value() > largest {
            (found, largest) = (value, weight.value());
        }
    }
    found
}

/// Subtracts a value from all.
fn less(pairs: &mut [(Weight, Gap)], value: Gap) {
    for (_, v) in pairs {
        *v = v.minus(value);
    }
}

/// The terms p ln(p/m) − p + m and q ln(q/m) − q + m with m = βp + (1 − β)q, from q − p too.
pub(crate) fn terms_to_mixture([p, q]: [f64; 2], difference: f64, beta: f64) -> [f64; 2] {
    let alpha = 1.0 - beta;
    let m = beta * p + alpha * q;
    if m == 0.0 {
        // Both are next to nothing, and one of them is not nothing.
        return [0.0; 2];
    }
    [
        kl_term_apart(p, m, alpha * difference),
        kl_term_apart(q, m, -beta * difference),
    ]
}

/// tanh h for |h| up to ½ ln 2, as h less what is small beside it, h³/(3 + h² + …): the continued
/// fraction h/(1 + h²/(3 + h²/(5 + …))). Abramowitz and Stegun, *Handbook of Mathematical
/// Functions*, equation 4.5.70. What is left out is below 2⁻⁵⁹.
fn tanh_near_0(h: f64) -> f64 {
    let y = h * h;
    let below = [11.0, 9.0, 7.0, 5.0, 3.0].into_iter();
    let below = below.fold(13.0, |below, odd| odd + y / below);
    h - h * (y / (below + y))
}

/// Threshold on |x|: e⁻⁵⁰·51 is far below 2⁻⁵³.
const FAR: f64 = 50.0;

/// An outcome of Q and how much of it P has.
#[derive(Clone, Copy)]
struct Shared {
    /// ln(q/p), unless p is zero.
    x: Option<Gap>,
    /// p/((1 − β)q), or infinite if it is next to overflow.
    ratio: f64,
}

impl Shared {
    fn new(x: Option<Gap>, beta: f64) -> Self {
        let ratio = match x {
            None => 0.0,
            Some(x) if x.parts().0 < -600.0 => f64::INFINITY,
            Some(x) => x.negated().exp() / (1.0 - beta),
        };
        Shared { x, ratio }
    }

    /// ln(q/m)/β with m = βp + (1 − β)q, less that of an outcome whose ratio is finite.
    ///
    /// With the ratio r, ln(q/m) is −ln(1 + βr), up to a constant. The quotient of the two
    /// 1 + βr is taken, not the difference of their logarithms, which may agree in all their
    /// digits.
    fn above(self, from: Shared, beta: f64) -> f64 {
        /// Below, ln(1 + y) is y.
        const SMALL: f64 = 1e-18;
        let one = 1.0 + beta * from.ratio;
        let apart = self.x.zip(from.x).map(|(x, y)| y.minus(x).parts());
        let y = match (self.x, apart) {
            (Some(x), _) if self.ratio == f64::INFINITY => {
                let (x, lost) = x.parts();
                let above = ((x + lost) + ((1.0 - beta) / beta * one).ln()) / beta;
                // Where it overflows, q is zero.
                return above.max(f64::MIN);
            }
            (_, Some((apart, lost))) if apart.abs() <= 1.0 => {
                let exp_m1 = apart.exp_m1();
                (from.ratio / one) * (exp_m1 + lost * (1.0 + exp_m1))
            }
            _ => (self.ratio - from.ratio) / one,
        };
        if (beta * y).abs() < SMALL {
            0.0 - y
        } else if beta * y > -0.5 {
            -(beta * y).ln_1p() / beta
        } else {
            -((1.0 + beta * self.ratio) / one).ln() / beta
        }
    }
}
