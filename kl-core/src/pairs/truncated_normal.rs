//! Truncated normal distributions.

use crate::distribution::TruncatedNormal;
use crate::distribution::truncated_normal::stretch::Stretch;
use crate::float::not_negative::not_negative;
use crate::pairs::documentation::{errors, example, pair};
use crate::pairs::parameters::{of_p, of_q};
use crate::{Error, Information, KlDivergence, normal::univariate};
use statrs::distribution::Normal;

/// D(P‖Q) = ln(σq Zq/σp Zp) + ½E[((x − μq)/σq)² − ((x − μp)/σp)²], where x has the distribution
/// P, and Z is the mass of the standard normal distribution between the cuts,
/// Φ((upper − μ)/σ) − Φ((lower − μ)/σ).
#[doc = pair!(TruncatedNormal, TruncatedNormal)]
#[doc = errors!()]
#[doc = example!(TruncatedNormal: (0.0, 1.0, 2.0, 3.0), (2.0, 3.0, 1.0, 5.0), "1.4887 nats")]
///
/// # Reference
///
/// Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*, volume 1, 2nd ed.
/// (1994), chapter 13, section 10.1, for the density.
impl KlDivergence for TruncatedNormal {
    fn kl(&self, q: &TruncatedNormal) -> Result<Information, Error> {
        Ok(Information::from_nats(divergence(self, q)))
    }
}

/// As from a [`TruncatedNormal`] Q with cuts at −∞ and ∞.
#[doc = pair!(TruncatedNormal, Normal)]
#[doc = errors!()]
#[doc = example!(TruncatedNormal(0.0, 1.0, 2.0, 3.0), Normal(0.0, 1.0), "3.8444 nats")]
///
/// # Reference
///
/// As between two truncated normal distributions.
impl KlDivergence<Normal> for TruncatedNormal {
    fn kl(&self, q: &Normal) -> Result<Information, Error> {
        let (mu, sigma) = of_q(q)?;
        let q = TruncatedNormal::uncut(mu, sigma);
        Ok(Information::from_nats(divergence(self, &q)))
    }
}

/// ∞ if Q is cut anywhere; else the divergence of two normal distributions.
#[doc = pair!(Normal, TruncatedNormal)]
#[doc = errors!()]
#[doc = example!(Normal(0.0, 1.0), TruncatedNormal(1.0, 1.0, f64::NEG_INFINITY, f64::INFINITY), "0.5000 nats")]
///
/// # Reference
///
/// Kullback, *Information Theory and Statistics* (1959), chapter 9, section 1.
impl KlDivergence<TruncatedNormal> for Normal {
    fn kl(&self, q: &TruncatedNormal) -> Result<Information, Error> {
        let p = of_p(self)?;
        if q.lower() > f64::NEG_INFINITY || q.upper() < f64::INFINITY {
            return Ok(Information::INFINITY);
        }
        Ok(univariate::divergence(p, (q.location(), q.scale())))
    }
}

fn divergence(p: &TruncatedNormal, q: &TruncatedNormal) -> f64 {
    if p.lower() < q.lower() || p.upper() > q.upper() {
        return f64::INFINITY;
    }
    let (on_p, on_q) = (p.stretch(), q.stretch());
    let (of_p, of_q) = (on_p.moments(), on_q.moments());
    let (depth_p, depth_q) = (on_p.mean_depth(&of_p), on_q.mean_depth_of(&on_p, &of_p));
    let masses = {
        let ratio = (of_q.mass / of_p.mass) * (on_q.unit() / on_p.unit());
        if (1e-290..1e290).contains(&ratio) {
            ratio.ln()
        } else {
            on_q.ln_mass(&of_q) - on_p.ln_mass(&of_p)
        }
    };
    let nats = (depth_q - depth_p) + masses;
    if !nats.is_finite() {
        // Some distance is beyond any double, or the square of one.
        return f64::INFINITY;
    }
    // Where they cancel, a sum of positive terms: on P's interval, and what Q has outside.
    // The 1 stands for the ratio of the masses, of which the logarithm is taken.
    if nats < 0.5 * (1.0 + depth_q + depth_p + masses.abs())
        && let Some(near) = on_p.near(&on_q, &of_p)
    {
        let outside = |lower: f64, upper: f64| {
            if lower < upper {
                let outside = Stretch::new(q.location(), q.scale(), lower, upper);
                let inside = Stretch::new(q.location(), q.scale(), p.lower(), p.upper());
                outside.mass_over(&inside)
            } else {
                0.0
            }
        };
        let outside = outside(q.lower(), p.lower()) + outside(p.upper(), q.upper());
        return not_negative(near + outside.ln_1p());
    }
    not_negative(nats)
}
