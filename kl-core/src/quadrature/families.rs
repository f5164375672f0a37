//! Logarithms of statrs' densities that keep their digits.
//!
//! statrs computes some of them from densities that underflow, others from logarithms of gamma
//! functions that cancel, and takes Student's t for a normal distribution from 10⁸ degrees of
//! freedom on. These here are sums of few terms, none much larger than it must be, so that it is
//! known how far they may be wrong.

use super::axis::Point;
use super::density::{Density, Log, Tail};
use crate::special::binet::binet;
use crate::special::log1pmx::log1pmx;
use statrs::distribution::{
    Beta, Cauchy, Chi, ChiSquared, Erlang, Exp, FisherSnedecor, Gamma, Gumbel, InverseGamma,
    Laplace, Levy, LogNormal, Normal, Pareto, StudentsT, Triangular, Uniform, Weibull,
};
use statrs::statistics::{Distribution, Mode};
use std::any::Any;
use std::f64::consts::{LN_2, PI};

const EPS: f64 = f64::EPSILON;

/// The density of one of statrs' distributions; `None` for a type that is not here.
pub(super) fn density(d: &dyn Any) -> Option<Density<'static>> {
    let line = (f64::NEG_INFINITY, f64::INFINITY);
    let half = (0.0, f64::INFINITY);
    let both = |tail| [tail; 2];
    let found = if let Some(d) = d.downcast_ref::<Normal>() {
        let (mu, s) = (d.mean()?, d.std_dev()?);
        make(line, both(Tail::exponential(2.0)), normal(mu, s))
    } else if let Some(d) = d.downcast_ref::<Cauchy>() {
        make(
            line,
            both(Tail::power(1.0)),
            cauchy(d.location(), d.scale()),
        )
    } else if let Some(d) = d.downcast_ref::<Laplace>() {
        let ln = laplace(d.location(), d.scale());
        make(line, both(Tail::exponential(1.0)), ln)
    } else if let Some(d) = d.downcast_ref::<Gumbel>() {
        let tails = [Tail::exponential(f64::INFINITY), Tail::exponential(1.0)];
        let (mu, s) = (d.location(), d.scale());
        make(line, tails, gumbel(mu, s)).falling_as(move |at| {
            // −ln is e^(−z), beside which nothing else counts.
            let (z, dz) = standard(at, mu, s);
            Log::sum([-z], dz)
        })
    } else if let Some(d) = d.downcast_ref::<StudentsT>() {
        let nu = d.freedom();
        let tail = if nu < f64::INFINITY {
            Tail::power(nu)
        } else {
            Tail::exponential(2.0)
        };
        make(line, both(tail), students_t(d.location(), d.scale(), nu))
    } else if let Some(d) = d.downcast_ref::<Levy>() {
        let tails = [Tail::exponential(1.0), Tail::power(0.5)];
        make((d.mu(), f64::INFINITY), tails, levy(d.mu(), d.c()))
    } else if let Some(d) = d.downcast_ref::<Exp>() {
        let tails = [Tail::power(1.0), Tail::exponential(1.0)];
        make(half, tails, exponential(d.rate()))
    } else if let Some(d) = d.downcast_ref::<LogNormal>() {
        let tails = both(Tail::exponential(0.0));
        make(half, tails, log_normal(d.location(), d.scale()))
    } else if let Some(d) = d.downcast_ref::<Gamma>() {
        make_gamma(half, d.shape(), d.rate())
    } else if let Some(d) = d.downcast_ref::<Erlang>() {
        make_gamma(half, d.shape() as f64, d.rate())
    } else if let Some(d) = d.downcast_ref::<ChiSquared>() {
        make_gamma(half, 0.5 * d.freedom(), 0.5)
    } else if let Some(d) = d.downcast_ref::<Chi>() {
        let k = d.freedom() as f64;
        let tails = [Tail::power(k), Tail::exponential(2.0)];
        make(half, tails, chi(k))
    } else if let Some(d) = d.downcast_ref::<InverseGamma>() {
        let tails = [Tail::exponential(1.0), Tail::power(d.shape())];
        make(half, tails, inverse_gamma(d.shape(), d.rate()))
    } else if let Some(d) = d.downcast_ref::<Weibull>() {
        let (k, scale) = (d.shape(), d.scale());
        let tails = [Tail::power(k), Tail::exponential(k)];
        make(half, tails, weibull(k, scale)).falling_as(move |at| {
            let (w, dw) = ln_in_units(at, scale);
            Log::sum([k * w], k * dw)
        })
    } else if let Some(d) = d.downcast_ref::<FisherSnedecor>() {
        let (a, b) = (0.5 * d.freedom_1(), 0.5 * d.freedom_2());
        make(half, [a, b].map(Tail::power), fisher_snedecor(a, b))
    } else if let Some(d) = d.downcast_ref::<Beta>() {
        let (a, b) = (d.shape_a(), d.shape_b());
        make((0.0, 1.0), [a, b].map(Tail::power), beta(a, b))
    } else if let Some(d) = d.downcast_ref::<Pareto>() {
        let tails = [1.0, d.shape()].map(Tail::power);
        let support = (d.scale(), f64::INFINITY);
        make(support, tails, pareto(d.scale(), d.shape()))
    } else if let Some(d) = d.downcast_ref::<Uniform>() {
        let (a, b) = (d.min(), d.max());
        let ln = Log::sum([-(b - a).ln()], EPS);
        make((a, b), both(Tail::power(1.0)), move |_: &Point| ln)
    } else if let Some(d) = d.downcast_ref::<Triangular>() {
        let (a, b, c) = (d.min(), d.max(), d.mode()?);
        let tails = [a < c, c < b].map(|slope| Tail::power(if slope { 2.0 } else { 1.0 }));
        make((a, b), tails, triangular(a, b, c))
    } else {
        return None;
    };
    Some(found)
}

/// Places inside the support where a density has a corner.
pub(super) fn corner(d: &dyn Any) -> Option<f64> {
    if let Some(d) = d.downcast_ref::<Laplace>() {
        Some(d.location())
    } else if let Some(d) = d.downcast_ref::<Triangular>() {
        d.mode()
    } else {
        None
    }
}

/// Whether the density may have a pole, or an essential zero, at a finite end of its support.
pub(super) fn is_singular(d: &dyn Any) -> bool {
    d.is::<Levy>() || d.is::<Beta>()
}

fn make(
    support: (f64, f64),
    tails: [Tail; 2],
    ln: impl Fn(&Point) -> Log + 'static,
) -> Density<'static> {
    Density {
        ln: Box::new(ln),
        exact: true,
        support: Some(support),
        tails: Some(tails),
        steep: None,
    }
}

fn make_gamma(support: (f64, f64), a: f64, b: f64) -> Density<'static> {
    let tails = [Tail::power(a), Tail::exponential(1.0)];
    make(support, tails, gamma(a, b))
}

/// (x − μ)/σ, and the most that it is wrong by.
fn standard(at: &Point, mu: f64, s: f64) -> (f64, f64) {
    let (y, rounding) = at.minus(mu);
    let z = y / s;
    (z, rounding / s + EPS * z.abs())
}

/// ½ ln 2π.
fn half_ln_tau() -> f64 {
    0.5 * (2.0 * PI).ln()
}

fn normal(mu: f64, s: f64) -> impl Fn(&Point) -> Log {
    let (ln_s, constant) = (s.ln(), half_ln_tau());
    move |at| {
        let (z, dz) = standard(at, mu, s);
        Log::sum([-0.5 * z * z, -ln_s, -constant], z.abs() * dz)
    }
}

fn cauchy(mu: f64, s: f64) -> impl Fn(&Point) -> Log {
    let (ln_s, ln_pi) = (s.ln(), PI.ln());
    move |at| {
        let (z, dz) = standard(at, mu, s);
        let slope = (2.0 * z.abs()).min(2.0 / z.abs()).min(1.0);
        let inherited = if slope > 0.0 { slope * dz } else { 0.0 };
        let power = ln_1p_square(at.minus(mu).0, s);
        Log::sum([-power, -ln_s, -ln_pi], inherited + 2.0 * EPS * ln_s.abs())
    }
}

/// ln(1 + (y/s)²), where the square, or the quotient, may overflow.
fn ln_1p_square(y: f64, s: f64) -> f64 {
    let z = y / s;
    if z.abs() < 1e150 {
        (z * z).ln_1p()
    } else {
        2.0 * (y.abs().ln() - s.ln())
    }
}

/// ln(x/s), where the quotient may overflow, underflow or lose its digits.
fn ln_ratio(x: f64, s: f64) -> f64 {
    let ratio = x / s;
    if (1e-300..1e300).contains(&ratio) {
        ratio.ln()
    } else {
        x.ln() - s.ln()
    }
}

fn laplace(mu: f64, s: f64) -> impl Fn(&Point) -> Log {
    let ln_s = s.ln();
    move |at| {
        let (z, dz) = standard(at, mu, s);
        Log::sum([-z.abs(), -ln_s, -LN_2], dz)
    }
}

fn gumbel(mu: f64, s: f64) -> impl Fn(&Point) -> Log {
    let ln_s = s.ln();
    move |at| {
        let (z, dz) = standard(at, mu, s);
        let e = (-z).exp();
        Log::sum([-z, -e, -ln_s], (1.0 - e).abs() * dz)
    }
}

/// With h = ν/2 the constant is ln Γ(h + ½) − ln Γ(h) − ½ ln 2πh, which is small for large h.
fn students_t(mu: f64, s: f64, nu: f64) -> impl Fn(&Point) -> Log {
    let (ln_s, constant, h) = (s.ln(), half_ln_tau(), 0.5 * nu);
    let (stirling, apart) = if nu < f64::INFINITY {
        (h * log1pmx(0.5 / h), binet(h + 0.5) - binet(h))
    } else {
        (0.0, 0.0)
    };
    // Each of the two is a difference of larger numbers if h is small.
    let rounding = if nu < 1.0 {
        8.0 * EPS * (1.0 + h.ln().abs())
    } else {
        8.0 * EPS
    };
    let root = nu.sqrt();
    move |at| {
        let (z, dz) = standard(at, mu, s);
        let power = if nu < f64::INFINITY {
            (h + 0.5) * ln_1p_square(at.minus(mu).0 / root, s)
        } else {
            0.5 * z * z
        };
        let slope = if z.abs() < root {
            z.abs() * (1.0 + 1.0 / nu)
        } else {
            (nu + 1.0) / z.abs()
        };
        let terms = [-power, stirling, apart, -constant, -ln_s];
        let inherited = if slope > 0.0 {
            slope * (dz + EPS * z.abs())
        } else {
            0.0
        };
        Log::sum(
            terms,
            inherited + 2.0 * EPS * (nu.min(1.0) * ln_s).abs() + rounding,
        )
    }
}

fn levy(mu: f64, c: f64) -> impl Fn(&Point) -> Log {
    let (half_ln_c, constant) = (0.5 * c.ln(), half_ln_tau());
    move |at| {
        let (y, dy) = at.minus(mu);
        let (ln_y, x) = (y.ln(), 0.5 * c / y);
        let inherited = (x + 1.5) * dy / y;
        Log::sum([half_ln_c, -constant, -x, -1.5 * ln_y], inherited)
    }
}

fn exponential(rate: f64) -> impl Fn(&Point) -> Log {
    let ln_rate = rate.ln();
    move |at| {
        let (x, dx) = at.minus(0.0);
        Log::sum([ln_rate, -rate * x], rate * dx)
    }
}

fn log_normal(mu: f64, s: f64) -> impl Fn(&Point) -> Log {
    let (ln_s, constant) = (s.ln(), half_ln_tau());
    move |at| {
        let (x, dx) = at.minus(0.0);
        let ln_x = x.ln();
        let d = dx / x + EPS * ln_x.abs();
        let y = ln_x - mu;
        let z = y / s;
        let dz = (d + EPS * (y.abs() + mu.abs())) / s;
        let terms = [-0.5 * z * z, -ln_x, -ln_s, -constant];
        Log::sum(terms, z.abs() * dz + d)
    }
}

/// a ln(1 + u) − a u for u = y/a − 1, which is how gamma densities of a large shape fall, and
/// the error that a relative one of y makes in it.
pub(crate) fn stirling(a: f64, u: f64, relative: f64) -> (f64, f64) {
    let value = a * log1pmx(u);
    (value, a * u.abs() * (relative + 2.0 * EPS))
}

/// a ln a − a − ln Γ(a), in two parts.
fn of_shape(a: f64) -> [f64; 2] {
    [0.5 * (a / (2.0 * PI)).ln(), -binet(a)]
}

/// y/a − 1 for y = b x, where x is known as a difference too.
fn excess(at: &Point, mean: f64) -> (f64, f64) {
    // Next to the mean the difference has the digits, far from it the quotient.
    let (difference, d) = at.minus(mean);
    let (x, dx) = at.minus(0.0);
    // The mean itself is rounded.
    let relative = if (difference / mean).abs() < 0.5 {
        d / x + 2.0 * EPS
    } else {
        dx / x + 2.0 * EPS
    };
    (difference / mean, relative)
}

fn gamma(a: f64, b: f64) -> impl Fn(&Point) -> Log {
    let [ln_root, remainder] = of_shape(a);
    let mean = a / b;
    move |at| {
        let (u, relative) = excess(at, mean);
        let (x, dx) = at.minus(0.0);
        let (core, inherited) = if u > -0.5 {
            stirling(a, u, relative)
        } else {
            let ln = ln_ratio(x, mean);
            let rounding = dx / x + EPS * (2.0 + ln.abs());
            (a * (ln - (x / mean - 1.0)), a * rounding)
        };
        let terms = [core, ln_root, remainder, -x.ln()];
        Log::sum(terms, inherited + dx / x)
    }
}

fn chi(k: f64) -> impl Fn(&Point) -> Log {
    let a = 0.5 * k;
    let [ln_root, remainder] = of_shape(a);
    let root = k.sqrt();
    move |at| {
        let (x, dx) = at.minus(0.0);
        let ratio = x / root;
        let near = (ratio - 1.0).abs() < 0.3;
        let (core, inherited) = if near {
            let (y, dy) = at.minus(root);
            let u = y * (x + root) / k;
            stirling(a, u, 2.0 * dy / x + 4.0 * EPS)
        } else {
            let square = ratio * ratio;
            let value = a * (2.0 * ln_ratio(x, root) - (square - 1.0));
            (value, 2.0 * a * (1.0 + square) * (dx / x + 2.0 * EPS))
        };
        let terms = [core, ln_root, remainder, LN_2, -x.ln()];
        Log::sum(terms, inherited + dx / x)
    }
}

/// 1/x has a gamma distribution.
fn inverse_gamma(a: f64, b: f64) -> impl Fn(&Point) -> Log {
    let [ln_root, remainder] = of_shape(a);
    let middle = b / a;
    move |at| {
        let (x, dx) = at.minus(0.0);
        let (difference, d) = at.minus(middle);
        let u = -difference / x;
        let (core, inherited) = if u.abs() < 0.5 {
            stirling(a, u, d / x + 4.0 * EPS)
        } else {
            let ratio = middle / x;
            if ratio == f64::INFINITY {
                return Log::NOTHING;
            }
            let ln = ln_ratio(middle, x);
            let value = a * (ln - (ratio - 1.0));
            let rounding = dx / x + EPS * (2.0 + ln.abs());
            (value, a * (1.0 + ratio) * rounding)
        };
        let terms = [core, ln_root, remainder, -x.ln()];
        Log::sum(terms, inherited + dx / x)
    }
}

/// ln(x/scale), and the most that it is wrong by.
fn ln_in_units(at: &Point, scale: f64) -> (f64, f64) {
    let (x, dx) = at.minus(0.0);
    let w = ln_ratio(x, scale);
    (w, dx / x + EPS * (1.0 + w.abs() + (w - x.ln()).abs()))
}

fn weibull(k: f64, scale: f64) -> impl Fn(&Point) -> Log {
    let ln_k = k.ln();
    move |at| {
        let (x, dx) = at.minus(0.0);
        let (w, dw) = ln_in_units(at, scale);
        let power = (k * w).exp();
        let inherited = k * (1.0 + power) * dw + dx / x;
        Log::sum([ln_k, -x.ln(), k * w, -power], inherited)
    }
}

/// The constant of a beta density at its mean, in parts: −ln B(a, b) + a ln m + b ln(1 − m) with
/// m = a/(a + b).
fn of_shapes(a: f64, b: f64) -> [f64; 4] {
    // The quotient first, so that neither product nor sum overflows.
    let n = a + b;
    let ln_root = 0.5 * (a.min(b) * (a.max(b) / n) / (2.0 * PI)).ln();
    [ln_root, binet(n), -binet(a), -binet(b)]
}

/// a ln(y/m) + b ln((1 − y)/(1 − m)), from y/m − 1 and (1 − y)/(1 − m) − 1, whose linear terms
/// cancel each other; and the error that a relative one of either makes in it.
pub(crate) fn two_sided(a: f64, b: f64, u: f64, v: f64, relative: [f64; 2]) -> (f64, f64) {
    let part = |a: f64, u: f64, relative: f64| {
        if u > -0.5 {
            stirling(a, u, relative)
        } else {
            let value = a * ((1.0 + u).ln() - u);
            (value, a * relative)
        }
    };
    let ([p, dp], [q, dq]) = (
        part(a, u, relative[0]).into(),
        part(b, v, relative[1]).into(),
    );
    (p + q, dp + dq + 2.0 * EPS * (p.abs() + q.abs()))
}

fn beta(a: f64, b: f64) -> impl Fn(&Point) -> Log {
    let parts = of_shapes(a, b);
    let n = a + b;
    let (m, rest) = (a / n, b / n);
    move |at| {
        let (x, dx) = at.minus(0.0);
        let (minus_y, dy) = at.minus(1.0);
        let y = -minus_y;
        let (ln_x, ln_y) = (x.ln(), y.ln());
        let (difference, d) = at.minus(m);
        let (u, v) = (difference / m, -difference / rest);
        let near = u.abs() < 0.5 && v.abs() < 0.5;
        let (core, inherited) = if near {
            let relative = [d / x + 3.0 * EPS, d / y + 3.0 * EPS];
            two_sided(a, b, u, v, relative)
        } else {
            // Not by way of u and v, which next to an end have no digits of x or of 1 − x.
            let (p, q) = (a * ln_ratio(x, m), b * ln_ratio(y, rest));
            let value = p + q;
            let inherited = a * (dx / x + 2.0 * EPS) + b * (dy / y + 2.0 * EPS);
            (value, inherited + 2.0 * EPS * (p.abs() + q.abs()))
        };
        let [root, both, first, second] = parts;
        let terms = [core, root, both, first, second, -ln_x, -ln_y];
        Log::sum(terms, inherited + dx / x + dy / y)
    }
}

/// x a/(x a + b) has a beta distribution.
fn fisher_snedecor(a: f64, b: f64) -> impl Fn(&Point) -> Log {
    let [root, both, first, second] = of_shapes(a, b);
    move |at| {
        let (x, dx) = at.minus(0.0);
        let (difference, d) = at.minus(1.0);
        let n = a * x + b;
        let (u, v) = (b * difference / n, -a * difference / n);
        let (core, inherited) = if u.abs() < 0.5 && v.abs() < 0.5 {
            let relative = d / x.min(1.0) + 4.0 * EPS;
            two_sided(a, b, u, v, [relative; 2])
        } else {
            let (p, q) = (a * (x * ((a + b) / n)).ln(), b * ((a + b) / n).ln());
            let inherited = (a + b) * (dx / x + 3.0 * EPS);
            (p + q, inherited + 2.0 * EPS * (p.abs() + q.abs()))
        };
        let terms = [core, root, both, first, second, -x.ln()];
        Log::sum(terms, inherited + dx / x)
    }
}

fn pareto(least: f64, alpha: f64) -> impl Fn(&Point) -> Log {
    let ln_alpha = alpha.ln();
    move |at| {
        let (x, dx) = at.minus(0.0);
        let (y, dy) = at.minus(least);
        let (w, dw) = if y < least {
            ((y / least).ln_1p(), dy / x)
        } else {
            let w = ln_ratio(x, least);
            (w, dx / x + EPS * (1.0 + w.abs() + (w - x.ln()).abs()))
        };
        Log::sum([ln_alpha, -x.ln(), -alpha * w], alpha * dw + dx / x)
    }
}

fn triangular(a: f64, b: f64, c: f64) -> impl Fn(&Point) -> Log {
    let ln_half = (0.5 * b - 0.5 * a).ln();
    move |at| {
        let ((from, d), length) = match at.between {
            (_, high) if high <= c => (at.minus(a), c - a),
            _ => (at.minus(b), b - c),
        };
        let ratio = from.abs() / length;
        Log::sum([ratio.ln(), -ln_half], d / from.abs() + 2.0 * EPS)
    }
}
