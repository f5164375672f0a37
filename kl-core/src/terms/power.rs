//! The term that the α, Tsallis and Rényi divergences are made of.

use crate::float::scale::power_of_two;
use crate::float::sum::CompensatedSum;
use crate::special::expm1mx::expm1mx;
use crate::terms::chi_squared::chi_squared_term;
use crate::terms::hellinger::hellinger_term;
use crate::terms::kl::kl_term;
use crate::terms::ratio::ln_ratio;

/// (pᵅ q¹⁻ᵅ − αp − (1−α)q) / (α(α−1)), the term of one outcome in the α-divergence.
///
/// Never negative, for any finite α: it is q·φ(p/q) with the convex
/// φ(t) = (tᵅ − 1 − α(t−1))/(α(α−1)). At α = 0 and 1 it is its limit. p and q are
/// finite and ≥ 0.
pub(crate) fn power_term(alpha: f64, p: f64, q: f64) -> f64 {
    if p == q {
        return 0.0;
    }
    if p == 0.0 {
        return if alpha > 0.0 {
            q / alpha
        } else {
            f64::INFINITY
        };
    }
    if q == 0.0 {
        return if alpha < 1.0 {
            p / (1.0 - alpha)
        } else {
            f64::INFINITY
        };
    }
    if alpha.abs() < SMALL_ORDER {
        // Its own digits may be lost, and it changes none here.
        kl_term(q, p)
    } else if alpha == 1.0 {
        kl_term(p, q)
    } else if alpha == 0.5 {
        2.0 * hellinger_term(p, q)
    } else if alpha == 2.0 {
        0.5 * chi_squared_term(p, q)
    } else if alpha == -1.0 {
        0.5 * chi_squared_term(q, p)
    } else if p > q {
        ordered_power_term(alpha, alpha - 1.0, p, q)
    } else {
        // Exchanging p and q exchanges α and 1 − α.
        ordered_power_term(1.0 - alpha, -alpha, q, p)
    }
}

/// The term for p > q > 0, where b = a − 1 is known better than a is.
fn ordered_power_term(a: f64, b: f64, p: f64, q: f64) -> f64 {
    let u = ln_ratio(p, q);
    if b * u > 700.0 {
        // The power may overflow where the term does not; the rest is negligible beside it.
        (b * u + p.ln() - b.ln() - a.ln()).exp()
    } else if a >= 1.0 {
        // t u − t + 1 + t·(eᵇᵘ − 1 − bu)/b: a sum of terms ≥ 0.
        (kl_term(p, q) + scaled_k3(p, b, u)) / a
    } else if a <= 0.0 {
        // The same sum with p and q exchanged, and a and 1 − a.
        (kl_term(q, p) + scaled_k3(q, -a, -u)) / -b
    } else if u <= 3.0 {
        between_series(a, q, u)
    } else if a >= 0.5 {
        // Here t = p/q > 20, so little cancels.
        (p * ((b * u).exp_m1() / b) - (p - q)) / a
    } else {
        ((p - q) - q * ((a * u).exp_m1() / a)) / -b
    }
}

/// For 0 < a < 1 and p > q: q u² Σ uᵏ (1 + a + … + aᵏ)/(k+2)!, all terms positive.
///
/// It is the power series of (eᵃᵘ − 1 − a(eᵘ − 1))/(a(a−1)). The division leaves sums of powers
/// of a, in which nothing cancels as a nears 0 or 1.
fn between_series(a: f64, q: f64, u: f64) -> f64 {
    let (mut coefficient, mut powers) = (0.5, 1.0);
    let mut total = CompensatedSum::default();
    total.add(0.5);
    // For u ≤ 3 the terms fall below 2⁻⁶⁰ of the first after 25 or so.
    for k in 1..40 {
        coefficient *= u / f64::from(k + 2);
        powers = 1.0 + a * powers;
        let term = coefficient * powers;
        total.add(term);
        if term < power_of_two(-60) {
            break;
        }
    }
    (q * u) * (u * total.total())
}

/// x·(eᵇᵘ − 1 − bu)/b for x > 0 and b ≠ 0; of the sign of b.
fn scaled_k3(x: f64, b: f64, u: f64) -> f64 {
    let v = b * u;
    x * if v < -1e300 {
        // Here bu may overflow.
        -u
    } else {
        expm1mx(v) / b
    }
}

/// Below this, 1/α may overflow where α/α does not, and α times a logarithm may be subnormal.
pub(crate) const SMALL_ORDER: f64 = power_of_two(-960);

/// (pᵅ q¹⁻ᵅ − αp − (1−α)q) / (α − 1), the term of one outcome in the Tsallis divergence. Never
/// negative.
pub(crate) fn tsallis_term(order: f64, p: f64, q: f64) -> f64 {
    if p == 0.0 {
        // At order 0 too, where pᵅ = 0⁰ counts as 0, not as its limit 1 for p → 0.
        q
    } else if order < 1.0 && q == 0.0 {
        order / (1.0 - order) * p
    } else if order == 0.0 {
        0.0
    } else {
        order * power_term(order, p, q)
    }
}
