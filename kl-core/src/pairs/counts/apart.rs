//! The ratio of the probabilities of one count, by Stirling's series with its remainder: of use
//! where P and Q are so far apart that their terms do not cancel.

use super::{Counts, Kind};
use crate::float::double::Double;
use crate::special::binet::binet;
use crate::terms::kl::kl_term_apart;

/// Parts that add up to ln(P(k)/Q(k)).
pub(super) fn parts(p: &Counts, q: &Counts, k: f64) -> [f64; 6] {
    let (p, q) = (saddle(p.kind, k), saddle(q.kind, k));
    [
        q.deviance[0],
        q.deviance[1],
        -(p.deviance[0] + p.deviance[1]),
        0.5 * (q.width / p.width).ln(),
        q.remainder,
        -p.remainder,
    ]
}

/// −ln P(k), less what it has in common for all distributions: the sum of the deviances, half of
/// the logarithm of the width, and the remainder.
///
/// Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000).
struct Saddle {
    deviance: [f64; 2],
    width: f64,
    remainder: f64,
}

fn saddle(kind: Kind, k: f64) -> Saddle {
    match kind {
        Kind::Poisson { rate } => {
            let d = Double::exact_sum(rate, -k).value;
            Saddle {
                deviance: [kl_term_apart(k, rate, d), 0.0],
                width: 1.0,
                remainder: 0.0,
            }
        }
        Kind::Binomial { n, p } => {
            let d = (Double::exact_product(n, p) - Double::from(k)).value;
            let rest = n - k;
            let failures = n * (1.0 - p);
            // No failures: their factorial is 1.
            let (width, at_rest) = if rest > 0.0 {
                (rest / n, binet(rest))
            } else {
                (1.0 / (std::f64::consts::TAU * n), 0.0)
            };
            Saddle {
                deviance: [
                    kl_term_apart(k, n * p, d),
                    kl_term_apart(rest, failures, -d),
                ],
                width,
                remainder: at_rest - binet(n),
            }
        }
        Kind::NegativeBinomial { r, p } => {
            let all = k + r;
            let failure = Double::exact_sum(1.0, -p);
            let d = (Double::exact_product(k, p) - failure * Double::from(r)).value;
            Saddle {
                deviance: [
                    kl_term_apart(r, all * p, d),
                    kl_term_apart(k, all * failure.value, -d),
                ],
                width: all / r,
                remainder: binet(r) - binet(all),
            }
        }
    }
}
