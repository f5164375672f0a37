//! Writes a page with figures to look at: light, dark, and as wide as on a phone.
//!
//! `cargo run -p kl-figures --example gallery > gallery.html`

use kl_core::MultivariateNormal;
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::statrs::distribution::Poisson;
use kl_core::transport::Empirical;
use kl_core::{NormalMixture, Pmf};
use kl_figures::*;
use std::error::Error;

const STYLE: &str = "
body { margin: 0; font-family: sans-serif; }
section { display: flex; flex-wrap: wrap; gap: 8px; padding: 8px; }
div { width: 480px; }
.dark {
  background: #161923;
  --figure-p: #56B4E9; --figure-q: #FF8A4C; --figure-kl: #2FC99A;
  --figure-ink: #E4E6EB; --figure-grid: #3A3F4B; --figure-paper: transparent;
}
.phone div { width: 340px; }
";

fn main() -> Result<(), Box<dyn Error>> {
    let figures = figures()?;
    println!("<!doctype html>\n<meta charset=\"utf-8\">\n<style>{STYLE}</style>");
    for class in ["light", "dark", "light phone"] {
        println!("<section class=\"{class}\">");
        for figure in &figures {
            println!("<div>\n{figure}\n</div>");
        }
        println!("</section>");
    }
    Ok(())
}

/// The pictures of the book, and some that are hard to draw.
fn figures() -> Result<Vec<Figure>, Box<dyn Error>> {
    let pmf = |p: &[f64]| Pmf::new(p);
    let normal = Normal::new;
    let plane = |mean: [f64; 2], s: [f64; 3]| {
        let covariance = DMatrix::from_row_slice(2, 2, &[s[0], s[1], s[1], s[2]]);
        MultivariateNormal::new(mean.to_vec(), covariance)
    };
    let die = ["1", "2", "3", "4", "5", "6"];
    let digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let mixture = |parts: &[(f64, f64, f64)]| -> Result<NormalMixture<Normal>, Box<dyn Error>> {
        let normals: Result<Vec<_>, _> = parts.iter().map(|p| normal(p.1, p.2)).collect();
        let weights = parts.iter().map(|p| p.0).collect::<Vec<_>>();
        Ok(NormalMixture::new(Pmf::new(weights)?, normals?)?)
    };
    let wells = mixture(&[(0.25, -3.0, 1.0), (0.75, 3.0, 1.0)])?;
    let play = mixture(&[(0.6, 30.0, 10.0), (0.4, 240.0, 40.0)])?;
    let rare = mixture(&[(0.98, 1.5, 0.4), (0.02, 4.0, 0.25)])?;
    let fits = [normal(1.5, 2.75)?, normal(3.0, 1.0)?, normal(-3.0, 1.0)?];
    let curve = |sought, side: f64| Branch {
        sought,
        points: (0..=40)
            .map(|i| f64::from(i) / 10.0)
            .map(|a| (a, side * a.sqrt()))
            .collect(),
    };
    let panel = |title, colour, scale| BranchPanel {
        title,
        colour,
        branches: [(true, 1.0), (false, 0.0), (true, -1.0)]
            .map(|(sought, side)| curve(sought, scale * side))
            .to_vec(),
    };
    let weather = ["sun", "cloud", "rain"];
    let (fair, loaded) = (
        Pmf::uniform(6)?,
        Pmf::from_weights([5.0, 1.0, 1.0, 1.0, 1.0, 1.0])?,
    );
    Ok(vec![
        surprise_bars(
            &die,
            [("fair die", &fair, &fair), ("loaded die", &loaded, &loaded)],
        )?,
        surprise_bars(
            &die,
            [
                ("believed fair", &fair, &fair),
                ("believed loaded", &fair, &loaded),
            ],
        )?,
        coin_entropy(0.5, None)?,
        coin_entropy(0.5, Some(0.9))?,
        coin_entropy(0.95, Some(0.02))?,
        discrete_terms(&["heads", "tails"], &pmf(&[0.5, 0.5])?, &pmf(&[0.9, 0.1])?)?,
        normal_integrand(&normal(1.0, 1.0)?, &normal(0.0, 1.0)?)?,
        normal_ellipses(
            &plane([1.0, 0.5], [1.0, 0.5, 1.0])?,
            &plane([0.0, 0.0], [2.0, 0.0, 1.0])?,
        )?,
        mixture_fits(
            &wells,
            "x",
            &[("forward", &fits[..1]), ("reverse", &fits[1..])],
        )?,
        mixture_fits(&play, "minutes", &[("", &[normal(114.0, 106.0)?])])?,
        mixture_fits_log(
            &rare,
            "log₁₀ of the amount",
            &[
                ("forward", &[normal(1.55, 0.53)?]),
                ("reverse", &[normal(1.5, 0.4)?]),
            ],
        )?,
        branches(
            "half the distance, m",
            ["minimum", "saddle"],
            &[
                panel("mean", palette::Q, 1.0),
                panel("nats", palette::KL, 0.125),
            ],
            &[1.0],
        )?,
        branches(
            "a",
            ["maximum", "minimum"],
            &[panel("x", palette::P, 100.0)],
            &[],
        )?,
        kl_figures::loss_reductions(&[1.0, 2.0, 3.0], &[2.0, 0.0, -2.0])?,
        kl_figures::autoencoder()?,
        kl_figures::elbo_gap(-1.6, &normal(0.8, 0.4472)?, 0.6, -1.0..2.5)?,
        kl_figures::elbo_training(
            &[
                (1.0, -10.0, -12.0),
                (10.0, -8.0, -9.0),
                (60.0, -7.6, -7.7),
                (150.0, -7.3, -7.4),
                (600.0, -7.0, -7.1),
            ],
            &[(-6.9, "best"), (-7.6, "best with one dimension")],
            -9.5,
        )?,
        kl_figures::latent_collapse(&[9.0, 4.0, 1.0], 1.0, &[(2.0, 0.3466), (2.0, 0.752)])?,
        simplex_balls(&pmf(&[0.5, 0.3, 0.2])?, &[0.02, 0.1, 0.3, 0.8])?,
        simplex_projection(
            &pmf(&[0.3, 0.0, 0.7])?,
            &pmf(&[0.6, 0.2, 0.2])?,
            [1.0, 2.0, 3.0],
        )?,
        convexity(
            &[pmf(&[0.5, 0.5])?, pmf(&[0.1, 0.9])?],
            &[pmf(&[0.9, 0.1])?, pmf(&[0.5, 0.5])?],
        )?,
        log_partition_gap(&Poisson::new(1.0)?, &Poisson::new(3.0)?)?,
        log_partition_gap(&Poisson::new(20.0)?, &Poisson::new(10.0)?)?,
        entropy_gap(&pmf(&[0.5, 0.5])?, &pmf(&[0.9, 0.1])?)?,
        entropy_gap(&pmf(&[1.0, 0.0])?, &pmf(&[0.02, 0.98])?)?,
        bounds_region(&pairs()?)?,
        transport_area(
            &Empirical::weighted([0.0, 1.0, 2.0, 3.0, 4.0], [0.1, 0.5, 0.3, 0.1, 0.0])?,
            &Empirical::weighted([0.0, 1.0, 2.0, 3.0, 4.0], [0.2, 0.1, 0.2, 0.2, 0.3])?,
        )?,
        moving_apart()?,
        curves(
            "What a dimension costs",
            "μ or ℓ",
            "nats",
            &[
                Curve::new("the mean", Role::P, parabola()),
                Curve::new("the width", Role::Divergence, exponential()),
            ],
        )?,
        pmf_fits(
            &pmf(&[0.1, 0.4, 0.0, 0.1, 0.4])?,
            [
                ("Q, least KL(P‖Q)", &Pmf::uniform(5)?),
                ("Q, least KL(Q‖P)", &pmf(&[0.2, 0.7, 0.05, 0.03, 0.02])?),
            ],
        )?,
        clip_and_penalty(0.2, 1.0)?,
        ratio_estimators()?,
        smoothing_and_focus(0.2, 2.0)?,
        // A term of zero twice: p = q, and p = 0.
        discrete_terms(&weather, &pmf(&[0.7, 0.3, 0.0])?, &pmf(&[0.4, 0.3, 0.3])?)?,
        discrete_terms(
            &die,
            &Pmf::uniform(6)?,
            &Pmf::from_weights([1.0, 1.0, 1.0, 1.0, 1.0, 5.0])?,
        )?,
        discrete_terms(
            &digits,
            &Pmf::from_weights([9.0, 1.0, 1.0, 1.0, 3.0, 1.0, 1.0, 1.0, 4.0, 1.0])?,
            &Pmf::uniform(10)?,
        )?,
        discrete_terms(&["a", "b"], &pmf(&[0.5, 0.5])?, &pmf(&[0.5, 0.5])?)?,
        discrete_terms(&["only"], &pmf(&[1.0])?, &pmf(&[1.0])?)?,
        discrete_terms(&["a", "b"], &pmf(&[0.5, 0.5])?, &pmf(&[1.0, 1e-300])?)?,
        normal_integrand(&normal(0.0, 1.0)?, &normal(0.0, 3.0)?)?,
        normal_integrand(&normal(0.0, 3.0)?, &normal(2.0, 0.5)?)?,
        normal_integrand(&normal(0.0, 0.1)?, &normal(2.5, 2.5)?)?,
        normal_integrand(&normal(1000.0, 40.0)?, &normal(200.0, 30.0)?)?,
        normal_integrand(&normal(0.0, 1e-7)?, &normal(1e-7, 1e-7)?)?,
        normal_integrand(&normal(0.0, 1.0)?, &normal(0.0, 1.0)?)?,
        normal_ellipses(
            &plane([0.0, 0.0], [1.0, 0.99, 1.0])?,
            &plane([0.0, 0.0], [1.0, -0.9, 1.0])?,
        )?,
        normal_ellipses(
            &plane([10.0, 0.0], [0.01, 0.0, 0.02])?,
            &plane([0.0, 3.0], [1.0, 0.0, 4.0])?,
        )?,
        normal_ellipses(
            &plane([0.0, 200.0], [100.0, 0.0, 900.0])?,
            &plane([0.0, 0.0], [100.0, 0.0, 900.0])?,
        )?,
        times_by_size(
            "Nanoseconds for each outcome",
            "outcomes, as a power of 10",
            "nanoseconds for an outcome",
            &[
                (
                    "kl-core",
                    vec![(1.0, 4.1), (2.0, 1.6), (4.0, 1.2), (6.0, 1.25)],
                ),
                (
                    "numkong",
                    vec![(1.0, 2.8), (2.0, 1.4), (4.0, 1.28), (6.0, 1.3)],
                ),
                (
                    "plain loop",
                    vec![(1.0, 3.9), (2.0, 3.8), (4.0, 3.8), (6.0, 4.7)],
                ),
                (
                    "ndarray-stats",
                    vec![(1.0, 6.7), (2.0, 4.4), (4.0, 4.2), (6.0, 5.6)],
                ),
                (
                    "(reading alone)",
                    vec![(1.0, 0.35), (2.0, 0.17), (4.0, 0.14), (6.0, 0.21)],
                ),
            ],
        )?,
        digits_by_time(
            "Digits and nanoseconds for each outcome",
            "nanoseconds for an outcome",
            "digits that are right",
            &[
                ("kl-core", (1.2, 16.0)),
                ("numkong", (1.3, 2.5)),
                ("plain loop", (3.8, 3.2)),
                ("ndarray-stats", (4.2, 3.4)),
                ("logp", (7.3, 3.2)),
            ],
        )?,
    ])
}

fn pairs() -> Result<Vec<(Pmf, Pmf)>, Box<dyn Error>> {
    let mut pairs = Vec::new();
    for i in 1..20 {
        for j in 1..20 {
            let (a, b) = (f64::from(i) / 20.0, f64::from(j) / 20.0);
            pairs.push((Pmf::new([a, 1.0 - a])?, Pmf::new([b, 1.0 - b])?));
        }
    }
    Ok(pairs)
}

fn parabola() -> impl Iterator<Item = (f64, f64)> {
    (-30..=30).map(|i| (0.1 * f64::from(i), 0.005 * f64::from(i * i)))
}

fn exponential() -> impl Iterator<Item = (f64, f64)> {
    let x = (-30..=30).map(|i| 0.1 * f64::from(i));
    x.map(|x| (x, 0.5 * (x.exp_m1() - x)))
}
