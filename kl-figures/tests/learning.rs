//! The figures of the chapters on learning: what is drawn is what is computed.

mod common;

use common::{SHEET, number, scale};
use kl_core::Pmf;
use kl_figures::palette::{self, Colour};
use kl_figures::{
    Error, Figure, clip_and_penalty, pmf_fits, ratio_estimators, smoothing_and_focus,
};
use roxmltree::Document;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// Solid curves of a colour: dashed ones are many short lines.
fn curves(document: &Document, colour: Colour) -> Vec<Vec<(f64, f64)>> {
    let colour = colour.css();
    let number = |text: &str| text.parse().expect("a number");
    document
        .descendants()
        .filter(|n| n.has_tag_name("polyline") && n.attribute("stroke") == Some(&colour))
        .filter_map(|n| n.attribute("points"))
        .map(|points| {
            let pairs = points.split_whitespace().filter_map(|p| p.split_once(','));
            pairs.map(|(x, y)| (number(x), number(y))).collect()
        })
        .filter(|points: &Vec<_>| points.len() > 100)
        .collect()
}

/// Compares a curve with a function, but for the rounding to a tenth of a pixel; labels are off
/// their marks by a fixed distance, which is calibrated at a point that must be on the curve.
fn compare(
    curve: &[(f64, f64)],
    x: impl Fn(f64) -> f64,
    y: impl Fn(f64) -> f64,
    f: impl Fn(f64) -> f64,
) {
    let offset = y(curve[curve.len() / 2].1) - f(x(curve[curve.len() / 2].0));
    let unit = (y(1.0) - y(0.0)).abs();
    assert!(offset.abs() < 100.0 * unit, "{offset}");
    let mut largest = f64::NEG_INFINITY;
    let mut least = f64::INFINITY;
    for &(at, height) in curve {
        let step = (x(at + 1.0) - x(at)).abs();
        // Where it is steep, a tenth of a pixel across is more than one up.
        let slope = ((f(x(at) + step) - f(x(at) - step)) / 2.0).abs();
        let slope = if slope.is_finite() { slope } else { 1.0 };
        let difference = (y(height) - offset - f(x(at))).abs();
        assert!(difference <= 3.0 * (unit + slope), "{at}: {difference}");
        largest = largest.max(y(height));
        least = least.min(y(height));
    }
    assert!(largest - least > 0.1, "flat");
}

fn kl_of(t: f64) -> f64 {
    -0.5 * (4.0 * t * (1.0 - t)).ln()
}

#[test]
fn the_clip_is_flat_and_the_divergence_grows() -> Result {
    let figure = clip_and_penalty(0.2, 1.0)?;
    let document = Document::parse(figure.svg())?;
    let x = scale(&document, "middle", "x", (&SHEET, &(3000.0..3400.0)));
    let [clipped] = &curves(&document, palette::INK)[..] else {
        panic!("one solid curve");
    };
    let upper = scale(&document, "end", "y", (&SHEET, &(300.0..1700.0)));
    compare(clipped, &x, upper, |t| {
        (2.0 * t).min(1.2) / 2.0 - (2.0 * (1.0 - t)).max(0.8) / 2.0
    });
    let [kl] = &curves(&document, palette::KL)[..] else {
        panic!("one green curve");
    };
    let lower = scale(&document, "end", "y", (&SHEET, &(1900.0..3300.0)));
    compare(kl, &x, lower, kl_of);
    Ok(())
}

#[test]
fn the_third_estimator_touches_zero_at_one() -> Result {
    let figure = ratio_estimators()?;
    let document = Document::parse(figure.svg())?;
    let x = scale(&document, "middle", "x", (&SHEET, &(2900.0..3400.0)));
    let y = scale(&document, "end", "y", (&SHEET, &SHEET));
    let [k3] = &curves(&document, palette::KL)[..] else {
        panic!("one green curve");
    };
    let lowest = k3
        .iter()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .expect("points");
    assert!((x(lowest.0) - 1.0).abs() < 0.1);
    compare(k3, x, y, |r| r - 1.0 - r.ln());
    Ok(())
}

#[test]
fn losses_are_as_they_are_defined() -> Result {
    let figure = smoothing_and_focus(0.2, 2.0)?;
    let document = Document::parse(figure.svg())?;
    let losses = curves(&document, palette::INK);
    let [smoothed, focal] = &losses[..] else {
        panic!("two solid curves");
    };
    let sides = [(0.0..2500.0, 0.0..430.0), (2600.0..5000.0, 2400.0..2800.0)];
    let formulas: [fn(f64) -> f64; 2] = [
        |t| -0.9 * t.ln() - 0.1 * (1.0 - t).ln(),
        |t| -(1.0 - t).powi(2) * t.ln(),
    ];
    for ((curve, (across, labels)), f) in [smoothed, focal].into_iter().zip(sides).zip(formulas) {
        let x = scale(&document, "middle", "x", (&across, &(2900.0..3400.0)));
        let y = scale(&document, "end", "y", (&labels, &SHEET));
        compare(curve, x, y, f);
    }
    Ok(())
}

#[test]
fn all_bars_have_one_scale() -> Result {
    let p = Pmf::new([0.5, 0.2, 0.3])?;
    let (a, b) = (Pmf::new([0.1, 0.8, 0.1])?, Pmf::new([0.25, 0.5, 0.25])?);
    let figure = pmf_fits(&p, [("a", &a), ("b", &b)])?;
    let document = Document::parse(figure.svg())?;
    let bars = |colour: Colour| -> Vec<(f64, f64)> {
        document
            .descendants()
            .filter(|n| n.has_tag_name("rect") && n.attribute("fill") == Some(&colour.css()))
            // The squares of the legend are narrower.
            .filter(|n| number(*n, "width") > 200.0)
            .map(|n| (number(n, "y"), number(n, "height")))
            .collect()
    };
    let (of_p, of_q) = (bars(palette::P), bars(palette::Q));
    let per_unit = of_p[0].1 / 0.5;
    let expected_p = p.as_slice().iter().chain(p.as_slice());
    let expected_q = a.as_slice().iter().chain(b.as_slice());
    for (bars, expected) in [
        (of_p, expected_p.copied().collect::<Vec<_>>()),
        (of_q, expected_q.copied().collect()),
    ] {
        assert_eq!(bars.len(), 6);
        for (i, (&(top, height), value)) in bars.iter().zip(expected).enumerate() {
            assert!((height - value * per_unit).abs() <= 4.0, "{height} {value}");
            // The bars of a row stand on one line.
            let floor = bars[3 * (i / 3)].0 + bars[3 * (i / 3)].1;
            assert!((top + height - floor).abs() <= 2.0);
        }
    }
    Ok(())
}

#[test]
fn what_cannot_be_drawn_is_refused() -> Result {
    let divergence =
        |figure: std::result::Result<Figure, Error>| matches!(figure, Err(Error::Divergence(_)));
    assert!(divergence(clip_and_penalty(1.5, 1.0)));
    assert!(divergence(clip_and_penalty(0.2, -1.0)));
    assert!(divergence(clip_and_penalty(0.2, f64::NAN)));
    assert!(divergence(smoothing_and_focus(-0.1, 2.0)));
    assert!(divergence(smoothing_and_focus(0.1, 0.5)));
    assert!(divergence(smoothing_and_focus(0.1, f64::INFINITY)));
    let (two, three) = (Pmf::uniform(2)?, Pmf::uniform(3)?);
    assert!(divergence(pmf_fits(&two, [("a", &two), ("b", &three)])));
    let many = Pmf::uniform(17)?;
    assert_eq!(
        pmf_fits(&many, [("a", &many), ("b", &many)]),
        Err(Error::TooManyOutcomes {
            outcomes: 17,
            limit: 16
        })
    );
    Ok(())
}
