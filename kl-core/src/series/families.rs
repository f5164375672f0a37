//! Logarithms of the probabilities of statrs' counts that keep their digits.
//!
//! statrs computes them from logarithms of gamma functions, whose sizes grow with the counts and
//! whose difference need not. Here these are Stirling's formula, whose large parts are taken
//! together with those of the powers, so that it is known how far the sum may be wrong.
//!
//! Loader, *Fast and Accurate Computation of Binomial Probabilities* (2000), for the idea.

use crate::quadrature::{Log, stirling, two_sided};
use crate::special::binet::binet;
use statrs::distribution::{Bernoulli, Binomial, Geometric, NegativeBinomial, Poisson};
use std::any::Any;
use std::f64::consts::PI;

const EPS: f64 = f64::EPSILON;

/// ln of the probability of a count that is possible.
pub(super) type LnPmf<'a> = Box<dyn Fn(u64) -> Log + 'a>;

/// Of one of statrs' distributions; `None` for a type, or parameters, that are not here.
pub(super) fn ln_pmf(d: &dyn Any) -> Option<LnPmf<'static>> {
    let inside = |p: f64| p > 0.0 && p < 1.0;
    if let Some(d) = d.downcast_ref::<Poisson>() {
        let lambda = d.lambda();
        (lambda < f64::INFINITY).then(|| boxed(poisson(lambda)))
    } else if let Some(d) = d.downcast_ref::<Geometric>() {
        let p = d.p();
        inside(p).then(|| boxed(geometric(p)))
    } else if let Some(d) = d.downcast_ref::<NegativeBinomial>() {
        let (r, p) = (d.r(), d.p());
        (inside(p) && r > 0.0 && r < f64::INFINITY).then(|| boxed(negative_binomial(r, p)))
    } else if let Some(d) = d.downcast_ref::<Binomial>() {
        let (n, p) = (d.n(), d.p());
        inside(p).then(|| boxed(binomial(n, p)))
    } else if let Some(d) = d.downcast_ref::<Bernoulli>() {
        let p = d.p();
        inside(p).then(|| boxed(binomial(1, p)))
    } else {
        None
    }
}

/// Of a type that is not here. What it adds up is not known: supposed is what Stirling's formula
/// has, k ln k.
pub(super) fn unknown<'a>(ln_pmf: impl Fn(u64) -> f64 + 'a) -> LnPmf<'a> {
    Box::new(move |k| {
        let value = ln_pmf(k);
        let k = k as f64;
        let error = 8.0 * EPS * (1.0 + value.abs() + k * k.ln_1p());
        Log { value, error }
    })
}

fn boxed(ln: impl Fn(u64) -> Log + 'static) -> LnPmf<'static> {
    Box::new(ln)
}

/// ln √(2πk) + μ(k), which is ln k! − k ln k + k.
fn root(k: f64) -> [f64; 2] {
    [0.5 * (2.0 * PI * k).ln(), binet(k)]
}

fn poisson(lambda: f64) -> impl Fn(u64) -> Log {
    move |k| {
        if k == 0 {
            return Log::sum([-lambda], 0.0);
        }
        let k = k as f64;
        let u = (lambda - k) / k;
        let (core, inherited) = if u > -0.5 {
            stirling(k, u, EPS)
        } else {
            let value = k * ((lambda.ln() - k.ln()) - u);
            (value, EPS * k * (2.0 + lambda.ln().abs() + k.ln()))
        };
        let [ln_root, remainder] = root(k);
        Log::sum([core, -ln_root, -remainder], inherited)
    }
}

fn geometric(p: f64) -> impl Fn(u64) -> Log {
    let (ln_p, ln_rest) = (p.ln(), (-p).ln_1p());
    move |k| Log::sum([ln_p, k.saturating_sub(1) as f64 * ln_rest], 0.0)
}

/// With n = r + k: r ln(pn/r) + k ln((1 − p)n/k), and the rest of Stirling's formula.
fn negative_binomial(r: f64, p: f64) -> impl Fn(u64) -> Log {
    let (ln_p, ln_rest, rest) = (p.ln(), (-p).ln_1p(), 1.0 - p);
    let of_r = binet(r);
    move |k| {
        if k == 0 {
            return Log::sum([r * ln_p], 0.0);
        }
        let k = k as f64;
        let n = r + k;
        let (a, b) = (p * k, rest * r);
        let (u, v) = ((a - b) / r, (b - a) / k);
        let (core, inherited) = if u.abs() < 0.5 && v.abs() < 0.5 {
            let rounding = 3.0 * EPS * (a + b) / n;
            two_sided(r, k, u, v, [rounding / p + EPS, rounding / rest + EPS])
        } else {
            let parts = [r * ln_p, r * (n / r).ln(), k * ln_rest, k * (n / k).ln()];
            let value: f64 = parts.iter().sum();
            let size: f64 = parts.iter().map(|part| part.abs()).sum();
            (value, 3.0 * EPS * (size + n))
        };
        let ln_root = 0.5 * (r / n / (2.0 * PI * k)).ln();
        let terms = [core, ln_root, binet(n), -of_r, -binet(k)];
        Log::sum(terms, inherited)
    }
}

/// k ln(pn/k) + (n − k) ln((1 − p)n/(n − k)), and the rest of Stirling's formula.
fn binomial(n: u64, p: f64) -> impl Fn(u64) -> Log {
    let (ln_p, ln_rest) = (p.ln(), (-p).ln_1p());
    let most = n as f64;
    move |k| {
        let (count, others) = (k as f64, n.saturating_sub(k) as f64);
        if k == 0 {
            return Log::sum([most * ln_rest], 0.0);
        }
        if k >= n {
            return Log::sum([most * ln_p], 0.0);
        }
        let difference = p * most - count;
        let (u, v) = (difference / count, -difference / others);
        let (core, inherited) = if u.abs() < 0.5 && v.abs() < 0.5 {
            let rounding = 2.0 * EPS * p * most;
            let relative = [rounding / count + EPS, rounding / others + EPS];
            two_sided(count, others, u, v, relative.map(|r| 2.0 * r))
        } else {
            let parts = [
                count * ln_p,
                count * (most / count).ln(),
                others * ln_rest,
                others * (most / others).ln(),
            ];
            let value: f64 = parts.iter().sum();
            let size: f64 = parts.iter().map(|part| part.abs()).sum();
            (value, 3.0 * EPS * (size + most))
        };
        let ln_root = 0.5 * (most / count / others / (2.0 * PI)).ln();
        let terms = [core, ln_root, binet(most), -binet(count), -binet(others)];
        Log::sum(terms, inherited)
    }
}
