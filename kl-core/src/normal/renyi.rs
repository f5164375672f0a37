//! Rényi divergence of normal distributions, one direction at a time.

use crate::error::parameter;
use crate::float::not_negative::not_negative;
use crate::special::expm1mx::expm1mx;
use crate::special::log1pmx::log1pmx;
use crate::{Error, Information};

/// An order of the Rényi divergence between normal distributions: above ½, not 1.
#[derive(Clone, Copy)]
pub(crate) struct Order {
    /// α, and 1 − α, each with all its digits. In the limit of infinite order both are
    /// divided by α.
    pub(crate) alpha: f64,
    pub(crate) beta: f64,
    /// α + β: 1, or 0 in that limit.
    pub(crate) one: f64,
}

impl Order {
    pub(crate) fn new(alpha: f64, beta: f64) -> Self {
        Order {
            alpha,
            beta,
            one: 1.0,
        }
    }

    pub(crate) const INFINITE: Self = Order {
        alpha: 1.0,
        beta: -1.0,
        one: 0.0,
    };

    pub(crate) fn is_infinite(self) -> bool {
        self.one == 0.0
    }
}

/// D_α between normal distributions of any dimension. `renyi` computes it from an order of ½ or
/// more, and from whether P and Q are exchanged.
///
/// (1 − α) D_α(P‖Q) = α D_{1−α}(Q‖P) turns orders below ½ into orders above it.
pub(crate) fn renyi_of_normals(
    order: f64,
    kl: impl Fn() -> Result<Information, Error>,
    renyi: impl Fn(Order, bool) -> f64,
) -> Result<Information, Error> {
    parameter("order", order, order >= 0.0, "zero or above")?;
    if order == 1.0 {
        return kl();
    }
    let rest = 1.0 - order;
    let nats = if order == 0.0 {
        0.0
    } else if order == f64::INFINITY {
        renyi(Order::INFINITE, false)
    } else if order > 1.0 {
        renyi(Order::new(order, rest), false)
    } else {
        let direct = || renyi(Order::new(order, rest), false);
        let exchanged = || order / rest * renyi(Order::new(rest, order), true);
        let first = if order >= 0.5 { direct() } else { exchanged() };
        if first.is_finite() {
            first
        } else if order >= 0.5 {
            // A quotient of standard deviations is beyond any double, and its inverse is not.
            exchanged()
        } else {
            direct()
        }
    };
    // NaN comes from such a quotient.
    Ok(Information::from_nats(if nats.is_nan() {
        f64::INFINITY
    } else {
        nats
    }))
}

/// 1/(2β) (ln(α + βt²) − 2β ln t) for t > 0, from ln t, u = t² − 1 and the base α + βt²; in the
/// limit of infinite order the base is divided by α. Never negative; infinite where the base
/// is ≤ 0.
pub(crate) fn normal_scale_renyi_term(order: Order, ln_t: f64, u: f64, base: f64) -> f64 {
    let Order { alpha, beta, one } = order;
    if base.is_nan() || base < 0.0 || base == 0.0 && !order.is_infinite() {
        return f64::INFINITY;
    }
    if order.is_infinite() {
        return not_negative(-ln_t);
    }
    let v = 2.0 * ln_t;
    if beta > 0.0 {
        // (α + βeᵛ)/eᵝᵛ − 1, as the weighted mean of two terms that are ≥ 0.
        let above = alpha * expm1mx(-beta * v) + beta * expm1mx(alpha * v);
        return if above < 1e15 {
            above.ln_1p() / (2.0 * beta)
        } else if v > 0.0 {
            // Its logarithm is above 34, and the powers may overflow.
            (alpha * v + (beta + alpha * (-v).exp()).ln()) / (2.0 * beta)
        } else {
            ((alpha + beta * v.exp()).ln() - beta * v) / (2.0 * beta)
        };
    }
    let a = -beta;
    let y = a * u;
    if y <= -1.0 {
        // The second term is at most 7/10 of the first.
        -ln_t - (-y).ln_1p() / (2.0 * a)
    } else {
        let square = if (-0.6..=0.5).contains(&y) {
            -log1pmx(-y)
        } else {
            -base.ln() - (one - base)
        };
        0.5 * expm1mx(v) + square / (2.0 * a)
    }
}
