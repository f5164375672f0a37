//! Two vectors of logits side by side: the parts of which their divergences are made.

use super::gap::{Gap, SCALE, Weight};
use super::{Logits, Softmax};
use crate::error::same_outcomes;
use crate::float::scale::power_of_two;
use crate::float::sum::{CompensatedSum, sum};
use crate::lanes::element::Element;
use crate::special::expm1mx::expm1mx;
use crate::terms::jensen_shannon::{jensen_shannon_term, mixing_series};
use crate::{Error, Float};
use std::f64::consts::LN_2;

/// P and Q, with logits a and b, and the quantities that their divergences need.
///
/// Let y = (b − max b) − (a − max a), m the mean of y under P, and x = y − m. Then
/// ln(p/q) = G − x with one number G, and Σ p x = 0. If no outcome belongs to P alone, G is
/// D(P‖Q), because D is the mean of ln(p/q) and that of x is zero; and because Q's
/// probabilities sum to one, Σ p exp(x − G) = 1 or
///
/// D = ln Σ p eˣ = ln(1 + Σ p (eˣ − 1 − x)),
///
/// in which nothing cancels and no normaliser is left. A rounding error ε of m changes D by
/// a fraction ε of itself at most.
pub(crate) struct Comparison {
    outcomes: Vec<Outcome>,
    /// Σ exp(a − max a) and Σ exp(b − max b), and their logarithms.
    totals: [f64; 2],
    log_totals: [f64; 2],
    mean: Gap,
    /// e^G − 1.
    excess: f64,
    /// The first outcome that P has and Q has not.
    outside: Option<usize>,
}

/// An outcome, under P and under Q.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    Neither,
    OnlyP(Weight),
    OnlyQ(Weight, Gap),
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
            (true, false) => Outcome::OnlyQ(q.weight(k), q.gap(k)),
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
        let mut outcomes: Vec<Outcome> = (0..p.len()).map(outcome).collect();
        // The mean m in three steps. First the likeliest outcome's difference, which may be
        // all of it. Then the mean of the differences that are left, with a rounding error
        // relative to those; their mean is far smaller, and so is its rounding error.
        let mut mean = Gap::default();
        for step in 0..3 {
            let more = if step == 0 {
                likeliest(&outcomes)
            } else {
                Gap::of_scaled(mean_of_x(&outcomes))
            };
            mean = mean.minus(more.negated());
            for outcome in &mut outcomes {
                if let Outcome::Both { x, .. } = outcome {
                    *x = x.minus(more);
                }
            }
        }
        let totals = [p.total(), q.total()];
        let log_totals = [p.log_total(), q.log_total()];
        let excess = sum(outcomes.iter().map(|o| o.excess(mean))) / totals[0];
        let outside = outcomes.iter().position(|o| matches!(o, Outcome::OnlyP(_)));
        Comparison {
            outcomes,
            totals,
            log_totals,
            mean,
            excess,
            outside,
        }
    }

    /// D(P‖Q) in nats.
    pub(crate) fn kl(&self) -> f64 {
        if self.outside.is_some() {
            f64::INFINITY
        } else if self.excess < 1e15 {
            // Not negative: with no outcome outside, all terms are ≥ 0.
            self.excess.ln_1p()
        } else {
            // D is above 34, and the sum may overflow where its logarithm does not: the mean
            // of ln(p/q), from the normalisers, instead.
            let [of_p, of_q] = self.log_totals;
            (of_q - of_p) - SCALE * self.mean.scaled()
        }
    }

    pub(crate) fn jensen_shannon(&self) -> f64 {
        let terms = self.outcomes.iter().map(|&o| match o {
            Outcome::Neither => 0.0,
            Outcome::OnlyP(_) | Outcome::OnlyQ(..) => {
                let (p, q) = self.probabilities(o, UP);
                jensen_shannon_term(p, q)
            }
            Outcome::Both { .. } => {
                let (p, q) = self.probabilities(o, UP);
                let l = self.log_ratio(o);
                if l.abs() <= LN_2 {
                    // d = (p − q)/(p + q) from ln(p/q), because p and q may be too rounded
                    // to tell apart.
                    let ratio = l.exp_m1();
                    let d = ratio / (ratio + 2.0);
                    0.5 * (p + q) * d * (d * mixing_series(d * d))
                } else {
                    jensen_shannon_term(p, q)
                }
            }
        });
        sum(terms) / UP
    }

    /// ln(p/q); ±∞ if one of them is zero, 0 if both are.
    pub(crate) fn log_ratio(&self, outcome: Outcome) -> f64 {
        match outcome {
            Outcome::Neither => 0.0,
            Outcome::OnlyP(_) => f64::INFINITY,
            Outcome::OnlyQ(..) => f64::NEG_INFINITY,
            Outcome::Both { x, y, .. } => {
                // Two differences give ln(p/q); the one with the smaller terms has more
                // digits: D − x for P near Q, that of the normalisers where both are large
                // or one outcome is sure. The gaps themselves have twice the digits.
                let (near, d) = (x.parts(), self.excess.ln_1p());
                let [of_p, of_q] = self.log_totals;
                if self.excess > -0.5 && d + near.0.abs() <= of_p + of_q {
                    d - near.0 - near.1
                } else {
                    // Not x plus the mean: an outcome that is all but impossible under Q may
                    // make that so large that y is nothing beside it.
                    let (y, lost) = y.parts();
                    (of_q - of_p) - y - lost
                }
            }
        }
    }

    /// ln(p/q) of the first outcome less that of the second, if both have P and Q.
    pub(crate) fn log_ratio_apart(first: Outcome, second: Outcome) -> Option<f64> {
        match (first, second) {
            (Outcome::Both { y, .. }, Outcome::Both { y: of_second, .. }) => {
                Some(of_second.minus(y).parts().0)
            }
            _ => None,
        }
    }

    /// p and q, each times the factor.
    pub(crate) fn probabilities(&self, outcome: Outcome, factor: f64) -> (f64, f64) {
        let p = |w: Weight| w.times(factor) / self.totals[0];
        let q = |w: Weight| w.times(factor) / self.totals[1];
        match outcome {
            Outcome::Neither => (0.0, 0.0),
            Outcome::OnlyP(w) => (p(w), 0.0),
            Outcome::OnlyQ(w, _) => (0.0, q(w)),
            Outcome::Both { p: v, q: w, .. } => (p(v), q(w)),
        }
    }

    /// q − p, also where rounding leaves p and q equal.
    pub(crate) fn difference(&self, outcome: Outcome) -> f64 {
        let (p, q) = self.probabilities(outcome, 1.0);
        let l = self.log_ratio(outcome);
        if l.abs() <= LN_2 {
            p * (0.0 - l).exp_m1()
        } else {
            q - p
        }
    }

    /// p x, which is p (D − ln(p/q)); 0 where p or q is zero.
    pub(crate) fn p_times_x(&self, outcome: Outcome) -> f64 {
        match outcome {
            Outcome::Both { p, x, .. } => p.times_gap(x) / self.totals[0],
            _ => 0.0,
        }
    }

    /// p (−ln q − its mean under P), if no outcome is outside.
    pub(crate) fn p_times_surprise_of_q(&self) -> Vec<f64> {
        // Measured from the likeliest outcome: if P is next to certain, the mean is next to
        // its value.
        let (mut top, mut largest) = (Gap::default(), 0.0);
        for outcome in &self.outcomes {
            if let Outcome::Both { p, b, .. } = *outcome
                && p.value() > largest
            {
                (top, largest) = (b, p.value());
            }
        }
        let pairs = self.outcomes.iter().map(|o| match *o {
            Outcome::Both { p, b, .. } => (p, b.minus(top)),
            _ => (Weight::ZERO, Gap::default()),
        });
        let pairs: Vec<(Weight, Gap)> = pairs.collect();
        const LARGE: f64 = 1e100;
        let some_large = (pairs.iter()).any(|(p, b)| p.times(b.scaled()).abs() > LARGE);
        let unit = if some_large { 1.0 } else { UP };
        let terms = pairs.iter().map(|(p, b)| {
            let b = b.scaled();
            if b.abs() > LARGE {
                p.times(b) * unit
            } else {
                p.times(b * unit)
            }
        });
        let in_units = sum(terms) / self.totals[0];
        let mean = Gap::of_scaled(in_units / unit);
        let each = pairs.iter().map(|(p, b)| {
            if b.scaled() == 0.0 && !some_large {
                // Only the mean is left, and it may be subnormal.
                p.times(in_units * SCALE) / self.totals[0] / UP
            } else {
                p.times_gap(mean.minus(*b)) / self.totals[0]
            }
        });
        each.collect()
    }

    pub(crate) fn outcomes(&self) -> impl Iterator<Item = Outcome> + '_ {
        self.outcomes.iter().copied()
    }

    pub(crate) fn outside(&self) -> Option<usize> {
        self.outside
    }
}

/// Scale that keeps small probabilities, and their products, above the subnormals.
pub(crate) const UP: f64 = power_of_two(512);

/// The x of the outcome that is likeliest under P, among those possible under both.
fn likeliest(outcomes: &[Outcome]) -> Gap {
    let (mut found, mut largest) = (Gap::default(), 0.0);
    for outcome in outcomes {
        if let Outcome::Both { p, x, .. } = outcome
            && p.value() > largest
        {
            (found, largest) = (*x, p.value());
        }
    }
    found
}

/// The mean of x under P, scaled as a [`Gap`] is; 0 if no outcome is possible under both, or
/// all such weights underflow.
fn mean_of_x(outcomes: &[Outcome]) -> f64 {
    let both = || {
        outcomes.iter().filter_map(|o| match o {
            Outcome::Both { p, x, .. } => Some((p, x)),
            _ => None,
        })
    };
    let weight = sum(both().map(|(p, _)| p.value()));
    if weight == 0.0 {
        return 0.0;
    }
    let mut mean = CompensatedSum::default();
    for (p, x) in both() {
        mean.add(p.times(x.scaled()) / weight);
    }
    mean.total()
}

impl Outcome {
    /// The outcome's term of e^G − 1, times P's total: p (eˣ − 1 − x) if it is possible
    /// under both, as Σ p x = 0.
    fn excess(&self, mean: Gap) -> f64 {
        match *self {
            Outcome::Neither => 0.0,
            Outcome::OnlyP(p) => -p.value(),
            Outcome::OnlyQ(_, b) => b.minus(mean).exp(),
            Outcome::Both { p, b, x, .. } => {
                let (value, lost) = x.parts();
                if value > FAR {
                    // p eˣ from the weight of Q, as p may underflow; p(1 + x) is negligible
                    // beside it.
                    b.minus(mean).exp()
                } else if value < -FAR {
                    // eˣ is negligible beside −1 − x, which may overflow before it is
                    // multiplied by p.
                    SCALE * p.times(-1.0 / SCALE - x.scaled())
                } else {
                    p.times(expm1mx(value) + lost * value.exp_m1())
                }
            }
        }
    }
}

/// Threshold on |x|: e⁻⁵⁰·51 is far below 2⁻⁵³.
const FAR: f64 = 50.0;
