//! Gamma distributions against Gumbel.

use crate::float::double::Double;
use crate::float::double::gamma::HALF_LN_TAU;
use crate::lanes::fused;
use crate::pairs::cancellation::{cancels, rounding_of_exponential};
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::parameters::{of_p, of_q};
use crate::pairs::uniform::FAR;
use crate::special::expm1mx::expm1mx;
use crate::special::log1pmx::log1pmx;
use crate::special::negentropy::gamma_negentropy;
use crate::terms::ratio::{ratio_term, ratio_term_apart};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Gamma, Gumbel};

/// D(P‖Q) = ar − H(a) − ln r + w + e^(−w) (1 + r)^(−a) with r = 1/bβ and w = −μ/β, where a and
/// b are the shape and the rate of P, H(a) = a + ln Γ(a) + (1 − a) ψ(a) is the entropy for rate
/// 1, and μ and β are the location and the scale of Q.
#[doc = pair!(Gamma, Gumbel)]
/// An exponential's relative error is its argument's absolute error, hence the factor.
#[doc = errors!()]
#[doc = example!(Gamma(2.0, 1.0), Gumbel(1.0, 1.0), "0.1024 nats")]
///
/// # Reference
///
/// It follows from the definition with the moment generating function of P.
impl KlDivergence<Gumbel> for Gamma {
    fn kl(&self, q: &Gumbel) -> Result<Information, Error> {
        let (shape, rate) = of_p(self)?;
        let q = of_q(q)?;
        Ok(Information::from_nats(from_gamma((shape, rate), q)))
    }
}

/// The divergence of a gamma distribution, given as shape and rate, from a Gumbel one,
/// given as location and scale.
pub(crate) fn from_gamma((a, b): (f64, f64), (mu, beta): (f64, f64)) -> f64 {
    // With r = 1/bβ and v = μ/β − a ln(1 + r), D is eᵛ − 1 − v plus ar − a
    // ln(1 + r) − ln r + 1 − H. The second part has its minimum where ar² = 1 + r. Above its
    // minimum it is the sum of the remainders of the two logarithms.
    let r = 1.0 / b / beta;
    let negentropy = gamma_negentropy(a);
    if r.max(negentropy) == f64::INFINITY {
        return f64::INFINITY;
    }
    let root = (0.5 / a.sqrt()).hypot(1.0);
    let nearest = (0.5 / a.sqrt() + root) / a.sqrt();
    // ½ − ½ ln 2π
    const CONSTANT: f64 = -0.418_938_533_204_672_7;
    let parts = [-a * log1pmx(nearest), (0.5 / a.sqrt()).asinh(), negentropy];
    let least = CONSTANT + parts[0] - parts[1] + parts[2];
    let scale = if r < 1e-290 {
        -1.0 + nearest.ln() + b.ln() + beta.ln()
    } else {
        ratio_term(r, nearest)
    };
    let shape = a * ratio_term_apart(1.0 + r, 1.0 + nearest, r - nearest);
    let own = least + scale + shape;
    if own == f64::INFINITY {
        return own; // and v, perhaps ∞ − ∞, is nothing beside it
    }
    let v = mu / beta - a * r.ln_1p();
    if (FAR..1e4).contains(&v) && (1e-200..1e200).contains(&r) {
        let [a, b, mu, beta] = [a, b, mu, beta].map(Double::from);
        let r = Double::ONE / (b * beta);
        return own + (mu / beta - a * r.ln_1p()).exp().value;
    }
    let above = expm1mx(v);
    let nats = own + above;
    let size = (-CONSTANT + parts[0] + parts[1] + parts[2]) + scale + shape;
    let size = size + rounding_of_exponential(v, above + v, (mu / beta).abs());
    let moderate = (1e-6..1e15).contains(&a) && (1e-100..1e100).contains(&r);
    if moderate && cancels(nats, size) {
        return with_twice_the_digits([a, b], [mu, beta]);
    }
    nats
}

/// D as a(r − ln(1 + r)) − ½ ln(2πe·ar²) plus how far P is from normal, plus eᵛ − v.
fn with_twice_the_digits([a, b]: [f64; 2], [mu, beta]: [f64; 2]) -> f64 {
    fused(
        #[inline(always)]
        || {
            let is_exponential = a == 1.0;
            let [a, b, mu, beta] = [a, b, mu, beta].map(Double::from);
            let (one, half) = (Double::ONE, Double::from(0.5));
            let (r, w) = (one / (b * beta), mu / beta);
            if is_exponential {
                // eᵛ is e^(μ/β)/(1 + r).
                return ((r - one - r.ln() - w) + w.exp() / (one + r)).value;
            }
            let l = r.ln_1p();
            let v = w - a * l;
            let [at_a, slope] = a.binet_and_slope();
            let from_normal = half / a - at_a + (a - one) * slope;
            let level = half * (a * r * r).ln() + (HALF_LN_TAU + half);
            ((a * (r - l) - level) + (from_normal + (v.exp() - v))).value
        },
    )
}
