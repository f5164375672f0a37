//! Three functions integrated together: an integrand and the two densities in it.
//!
//! All are integrated on the same panels, so that the masses of P and Q say whether these panels
//! are fine enough to have seen them.

use crate::float::sum::sum;
use bilby::{GKPair, GaussKronrod};
use std::cell::{Cell, RefCell};

/// The integrand, p and q.
pub(super) const FUNCTIONS: usize = 3;

/// The functions at a node.
#[derive(Clone, Copy)]
pub(super) struct Node {
    pub(super) values: [f64; FUNCTIONS],
    /// The most that rounding made each wrong by.
    pub(super) noise: [f64; FUNCTIONS],
    /// How far the node is from where the densities are taken.
    pub(super) moved: f64,
    /// The factor of the densities in the values, as its logarithm, which is that of the node.
    pub(super) ln_slope: f64,
    /// How far it may be besides.
    pub(super) jitter: f64,
}

/// What is wanted.
pub(super) struct Goal {
    /// The relative error of the first, and the absolute one of the masses.
    pub(super) relative: f64,
    pub(super) of_masses: f64,
    pub(super) evaluations: usize,
}

/// The three integrals.
pub(super) struct Integrals {
    pub(super) values: [f64; FUNCTIONS],
    /// Estimates of the error of the rule.
    pub(super) errors: [f64; FUNCTIONS],
    /// Bounds on the effect of rounding.
    pub(super) noise: [f64; FUNCTIONS],
    pub(super) evaluations: usize,
}

/// The integrals from 0 to the end, with these cuts; `None` if the limit on evaluations does not
/// allow the first step.
pub(super) fn integrate(
    end: f64,
    cuts: &[f64],
    goal: &Goal,
    node: impl Fn(f64) -> Node,
) -> Option<Integrals> {
    let rule = Rule {
        rule: GaussKronrod::new(GKPair::G10K21),
        nodes: RefCell::new(Vec::with_capacity(OF_RULE)),
    };
    let mut edges: Vec<f64> = cuts.to_vec();
    edges.extend([0.0, end]);
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    if OF_RULE * (edges.len() - 1) > goal.evaluations {
        return None;
    }
    let mut panels = Vec::new();
    for pair in edges.windows(2) {
        if let [a, b] = *pair {
            panels.push(rule.panel(a, b, &node));
        }
    }
    let mut totals = Totals::of(&panels);
    while OF_RULE * (panels.len() + panels.len() + 2) <= goal.evaluations {
        let Some(which) = totals.short_of(goal) else {
            break;
        };
        let worst = panels
            .iter_mut()
            .filter(|panel| panel.may_gain(which))
            .max_by(|a, b| a.errors[which].total_cmp(&b.errors[which]));
        let Some(panel) = worst else {
            // Rounding is all that is left of the error.
            if totals.given_up.iter().all(|&done| done) {
                break;
            }
            totals.given_up[which] = true;
            continue;
        };
        let middle = panel.a + 0.5 * (panel.b - panel.a);
        if middle <= panel.a || middle >= panel.b {
            panel.is_point = true;
            continue;
        }
        let [left, right] =
            [(panel.a, middle), (middle, panel.b)].map(|(a, b)| rule.panel(a, b, &node));
        totals.replace(panel, &left, &right);
        *panel = left;
        panels.push(right);
    }
    let all = |f: &dyn Fn(&Panel) -> f64| sum(panels.iter().map(f));
    let each = [0, 1, 2];
    Some(Integrals {
        values: each.map(|k| all(&|panel| panel.values[k])),
        errors: each.map(|k| all(&|panel| panel.errors[k])),
        noise: each
            .map(|k| all(&|panel| panel.noise[k]) + 1.5 * all(&|panel| panel.moved[k]).abs()),
        // Each panel that was halved was evaluated too.
        evaluations: OF_RULE * (2 * panels.len() + 1 - edges.len()),
    })
}

const OF_RULE: usize = 21;

/// A part of the axis, with the three integrals over it.
struct Panel {
    a: f64,
    b: f64,
    values: [f64; FUNCTIONS],
    errors: [f64; FUNCTIONS],
    noise: [f64; FUNCTIONS],
    /// What the moved nodes did to the integrals, to first order.
    moved: [f64; FUNCTIONS],
    /// Errors below these are those of rounding, as far as one can tell.
    floors: [f64; FUNCTIONS],
    /// It cannot be halved.
    is_point: bool,
}

impl Panel {
    /// Whether halving may make the error smaller.
    fn may_gain(&self, which: usize) -> bool {
        !self.is_point && self.errors[which] > self.floors[which]
    }
}

/// Sums over the panels, kept up while these are halved.
struct Totals {
    values: [f64; FUNCTIONS],
    errors: [f64; FUNCTIONS],
    /// Whether nothing can be gained.
    given_up: [bool; FUNCTIONS],
}

impl Totals {
    fn of(panels: &[Panel]) -> Self {
        let all = |f: &dyn Fn(&Panel) -> f64| panels.iter().map(f).sum();
        let each = [0, 1, 2];
        Totals {
            values: each.map(|k| all(&|panel| panel.values[k])),
            errors: each.map(|k| all(&|panel| panel.errors[k])),
            given_up: [false; FUNCTIONS],
        }
    }

    fn replace(&mut self, old: &Panel, left: &Panel, right: &Panel) {
        for k in 0..FUNCTIONS {
            self.values[k] += left.values[k] + right.values[k] - old.values[k];
            self.errors[k] += left.errors[k] + right.errors[k] - old.errors[k];
        }
    }

    /// A function whose error is still too large: the masses first, because what they do not see
    /// is not in the integrand either.
    fn short_of(&self, goal: &Goal) -> Option<usize> {
        let allowed = [
            0.5 * goal.relative * self.values[0].abs(),
            goal.of_masses,
            goal.of_masses,
        ];
        [1, 2, 0].into_iter().find(|&k| {
            let is_met = self.errors[k] <= allowed[k].max(f64::MIN_POSITIVE);
            !self.given_up[k] && !is_met
        })
    }
}

struct Rule {
    rule: GaussKronrod,
    /// The nodes of the present panel, in the order in which the rule asks for them.
    nodes: RefCell<Vec<(f64, Node)>>,
}

impl Rule {
    /// The error of a panel whose values are rounded, by so much all together. The rule makes more
    /// of the difference between its two formulas than that, in case they converge slowly; but
    /// where rounding explains the difference, it is the error.
    fn plain(&self, a: f64, b: f64, value: &dyn Fn(usize) -> f64, error: f64, rounded: f64) -> f64 {
        let again = |f: &dyn Fn(usize) -> f64| {
            let next = Cell::new(0);
            let (total, _) = self.rule.integrate(a, b, |_| {
                let i = next.get();
                next.set(i + 1);
                f(i)
            });
            total
        };
        let mean = again(value) / (b - a);
        let spread = again(&|i| (value(i) - mean).abs());
        if error >= spread || error.is_nan() {
            return error;
        }
        // The rule gives spread·(200 difference/spread)^1.5.
        let difference = spread * (error / spread).powf(2.0 / 3.0) / 200.0;
        if difference <= rounded {
            error.min(difference)
        } else {
            error
        }
    }

    fn panel(&self, a: f64, b: f64, node: &impl Fn(f64) -> Node) -> Panel {
        self.nodes.borrow_mut().clear();
        let first = self.rule.integrate(a, b, |t| {
            let node = node(t);
            self.nodes.borrow_mut().push((t, node));
            node.values[0]
        });
        let nodes = self.nodes.borrow();
        // The rule asks for its nodes in the same order each time.
        let again = |f: &dyn Fn(usize) -> f64| {
            let next = Cell::new(0);
            self.rule.integrate(a, b, |_| {
                let i = next.get();
                next.set(i + 1);
                f(i)
            })
        };
        let at = |i: usize| nodes.get(i).map_or(EMPTY, |(_, node)| *node);
        let mut panel = Panel {
            a,
            b,
            values: [first.0, 0.0, 0.0],
            errors: [first.1, 0.0, 0.0],
            noise: [0.0; FUNCTIONS],
            moved: [0.0; FUNCTIONS],
            floors: [0.0; FUNCTIONS],
            is_point: false,
        };
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order.sort_by(|&i, &j| nodes[i].0.total_cmp(&nodes[j].0));
        let is_moved = nodes.iter().any(|(_, node)| node.moved != 0.0);
        for k in 0..FUNCTIONS {
            if nodes
                .iter()
                .all(|(_, node)| node.values[k] == 0.0 && node.noise[k] == 0.0)
            {
                continue;
            }
            if k > 0 {
                (panel.values[k], panel.errors[k]) = again(&|i| at(i).values[k]);
            }
            // Rises between neighbours times how far these are from their places. Where only the
            // density is taken elsewhere, it is the rise of that.
            let (mut jitter, mut moved) = (0.0, 0.0);
            for pair in order.windows(2) {
                let (i, j) = (at(pair[0]), at(pair[1]));
                jitter += (j.values[k] - i.values[k]).abs() * i.jitter.max(j.jitter);
                if is_moved {
                    let rise = j.values[k] - i.values[k] * (j.ln_slope - i.ln_slope).exp();
                    moved += rise.abs() * i.moved.abs().max(j.moved.abs());
                }
            }
            panel.noise[k] = again(&|i| at(i).noise[k]).0 + jitter + 0.1 * moved;
            if is_moved {
                let mut slopes = [0.0; OF_RULE];
                for three in order.windows(3) {
                    let (before, after) = (at(three[0]), at(three[2]));
                    let here = at(three[1]).ln_slope;
                    let rise = after.values[k] * (here - after.ln_slope).exp()
                        - before.values[k] * (here - before.ln_slope).exp();
                    slopes[three[1]] = rise / (nodes[three[2]].0 - nodes[three[0]].0);
                }
                panel.moved[k] = again(&|i| slopes[i] * at(i).moved).0;
            }
            if is_moved {
                panel.errors[k] =
                    self.plain(a, b, &|i| at(i).values[k], panel.errors[k], 0.5 * moved);
            }
            let of_value = 100.0 * f64::EPSILON * panel.values[k].abs();
            panel.floors[k] = of_value.max(panel.noise[k] + 0.5 * moved);
        }
        panel
    }
}

const EMPTY: Node = Node {
    values: [0.0; FUNCTIONS],
    noise: [0.0; FUNCTIONS],
    moved: 0.0,
    ln_slope: 0.0,
    jitter: 0.0,
};
