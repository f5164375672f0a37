//! Reads the drawn coordinates back and compares them with what they stand for.

use kl_core::nalgebra::{DMatrix, DVector, Vector2};
use kl_core::statrs::distribution::{Continuous, Normal};
use kl_core::{KlDivergence, MultivariateNormal, NormalMixture, Pmf};
use kl_figures::palette::Colour;
use kl_figures::*;
use roxmltree::{Document, Node};
use std::error::Error;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// A tenth of a pixel, in which plotters draws: rounding moves a point by one.
const UNIT: f64 = 1.0;

fn number(node: Node, name: &str) -> f64 {
    let value = node.attribute(name).and_then(|v| v.parse().ok());
    value.unwrap_or_else(|| panic!("no number {name} in {node:?}"))
}

fn elements<'a>(document: &'a Document, tag: &str, paint: &str, c: Colour) -> Vec<Node<'a, 'a>> {
    let colour = c.css();
    document
        .descendants()
        .filter(|n| n.has_tag_name(tag) && n.attribute(paint) == Some(&colour))
        .collect()
}

fn points(node: Node) -> Vec<Vector2<f64>> {
    let number = |text: &str| text.parse().expect("a number");
    let points = node.attribute("points").unwrap_or("").split_whitespace();
    points
        .filter_map(|p| p.split_once(','))
        .map(|(x, y)| Vector2::new(number(x), number(y)))
        .collect()
}

/// Where marks of an axis are, from its labels: pairs of value and coordinate.
fn labels(document: &Document, anchor: &str, coordinate: &str) -> Vec<(f64, f64)> {
    document
        .descendants()
        .filter(|n| n.has_tag_name("text") && n.attribute("text-anchor") == Some(anchor))
        .filter_map(|n| {
            let text = n.text()?.trim().replace('−', "-");
            Some((text.parse().ok()?, number(n, coordinate)))
        })
        .collect()
}

/// The linear map from coordinates to values that two marks define.
fn scale(a: (f64, f64), b: (f64, f64)) -> impl Fn(f64) -> f64 {
    move |at| a.0 + (b.0 - a.0) * (at - a.1) / (b.1 - a.1)
}

/// The bars of a colour: left edge, top and bottom. The first is the legend's.
fn bars(document: &Document, colour: Colour) -> Vec<(f64, f64, f64)> {
    elements(document, "rect", "fill", colour)
        .into_iter()
        .map(|n| {
            let (x, y, height) = (number(n, "x"), number(n, "y"), number(n, "height"));
            (x, y, y + height)
        })
        .filter(|&(_, top, _)| top > 250.0)
        .collect()
}

#[test]
fn bars_are_as_high_as_their_values() -> Result {
    for (p, q) in [
        (vec![0.5, 0.5], vec![0.9, 0.1]),
        (vec![0.7, 0.3, 0.0], vec![0.4, 0.3, 0.3]),
        (vec![0.1; 10], {
            let mut q = vec![0.05; 9];
            q.push(0.55);
            q
        }),
    ] {
        let (p, q) = (Pmf::new(p)?, Pmf::new(q)?);
        let names: Vec<_> = (0..p.len()).map(|i| i.to_string()).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let figure = discrete_terms(&names, &p, &q)?;
        let document = Document::parse(figure.svg())?;

        // The probabilities stand on one line, and have one scale.
        let (of_p, of_q) = (bars(&document, palette::P), bars(&document, palette::Q));
        let (floor, per_unit) = (of_p[0].2, (of_p[0].2 - of_p[0].1) / p.as_slice()[0]);
        for (bars, values) in [(&of_p, &p), (&of_q, &q)] {
            assert_eq!(bars.len(), values.len());
            for (&(_, top, bottom), value) in bars.iter().zip(values.as_slice()) {
                assert!((bottom - floor).abs() <= UNIT);
                assert!((bottom - top - value * per_unit).abs() <= 2.0 * UNIT);
            }
        }

        // The terms stand on or hang from the line that the total stands on.
        let total = bars(&document, palette::KL);
        let &[(_, top, zero)] = total.as_slice() else {
            panic!("{total:?}");
        };
        let kl = p.kl(&q)?.bits();
        let per_bit = (zero - top) / kl;
        let of_terms = bars(&document, palette::INK);
        assert_eq!(of_terms.len(), p.len());
        let mut sum = 0.0;
        for ((&(_, top, bottom), &p), &q) in of_terms.iter().zip(p.as_slice()).zip(q.as_slice()) {
            let term = if p == 0.0 { 0.0 } else { p * (p / q).log2() };
            let end = if term > 0.0 { top } else { bottom };
            let start = if term > 0.0 { bottom } else { top };
            assert!((start - zero).abs() <= UNIT, "{start} {zero}");
            assert!((zero - end - term * per_bit).abs() <= 2.0 * UNIT);
            sum += zero - end;
        }
        assert!((sum - (zero - top)).abs() <= 2.0 * UNIT * p.len() as f64);
    }
    Ok(())
}

#[test]
fn the_total_stands_apart() -> Result {
    let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.9, 0.1])?);
    let figure = discrete_terms(&["heads", "tails"], &p, &q)?;
    let document = Document::parse(figure.svg())?;
    let last = bars(&document, palette::INK)
        .iter()
        .map(|b| b.0)
        .fold(0.0, f64::max);
    let total = bars(&document, palette::KL)[0].0;
    // The dotted line between them is many short lines at one place.
    let between = elements(&document, "polyline", "stroke", palette::INK)
        .into_iter()
        .map(points)
        .filter(|p| p.iter().all(|at| at.x > last && at.x < total))
        .count();
    assert!(between > 10);
    Ok(())
}

#[test]
fn the_grid_passes_through_no_bar_of_a_term() -> Result {
    let fair = Pmf::uniform(6)?;
    let loaded = Pmf::from_weights([5.0, 1.0, 1.0, 1.0, 1.0, 1.0])?;
    let figure = discrete_terms(&["1", "2", "3", "4", "5", "6"], &fair, &loaded)?;
    let document = Document::parse(figure.svg())?;
    let bars: Vec<_> = [palette::INK, palette::KL]
        .into_iter()
        .flat_map(|colour| elements(&document, "rect", "fill", colour))
        .map(|n| ["x", "y", "width", "height"].map(|name| number(n, name)))
        .collect();
    assert!(bars.len() >= 7);
    let mut beside = 0;
    for line in elements(&document, "polyline", "stroke", palette::GRID) {
        let line = points(line);
        let (from, to) = (line[0], line[1]);
        for &[x, y, width, height] in &bars {
            let as_high = from.y > y + UNIT && from.y < y + height - UNIT;
            if as_high {
                beside += 1;
                assert!(to.x <= x + UNIT || from.x >= x + width - UNIT, "{line:?}");
            }
        }
    }
    assert!(beside > 0);
    Ok(())
}

#[test]
fn the_filled_area_is_the_divergence() -> Result {
    let normal = |mean, std_dev| Normal::new(mean, std_dev);
    for (p, q) in [
        (normal(1.0, 1.0)?, normal(0.0, 1.0)?),
        (normal(0.0, 1.0)?, normal(0.0, 3.0)?),
        (normal(-2.0, 0.5)?, normal(2.0, 2.0)?),
    ] {
        let figure = normal_integrand(&p, &q)?;
        let document = Document::parse(figure.svg())?;
        let polygons = elements(&document, "polygon", "fill", palette::KL);
        let &[polygon] = polygons.as_slice() else {
            panic!("{polygons:?}");
        };
        let outline = points(polygon);

        let x = labels(&document, "middle", "x");
        let x = scale(x[0], x[x.len() - 1]);
        // Labels of the lower panel only: they are below its top.
        let y: Vec<_> = labels(&document, "end", "y")
            .into_iter()
            .filter(|&(_, at)| at > 1720.0)
            .collect();
        let y = scale(y[0], y[y.len() - 1]);

        // The trapezoids between the curve and zero. The closing line is at zero.
        let area: f64 = outline
            .windows(2)
            .map(|w| 0.5 * (x(w[1].x) - x(w[0].x)) * (y(w[0].y) + y(w[1].y)))
            .sum();
        let kl = p.kl(&q)?.nats();
        assert!((area / kl - 1.0).abs() < 0.02, "{area} {kl}");
    }
    Ok(())
}

#[test]
fn the_integrand_crosses_zero_where_the_densities_cross() -> Result {
    let figure = normal_integrand(&Normal::new(1.0, 1.0)?, &Normal::new(0.0, 1.0)?)?;
    let document = Document::parse(figure.svg())?;
    let x = labels(&document, "middle", "x");
    let x = scale(x[0], x[x.len() - 1]);

    let outline = points(elements(&document, "polygon", "fill", palette::KL)[0]);
    let zero = outline[0].y;
    // Downwards on the sheet is negative.
    let curve = &outline[1..outline.len() - 1];
    let last_negative = curve
        .iter()
        .rfind(|at| at.y > zero)
        .ok_or("never negative")?;
    let first_positive = curve
        .iter()
        .find(|at| at.y < zero)
        .ok_or("never positive")?;
    assert!(x(last_negative.x) <= 0.5 && x(first_positive.x) >= 0.5);
    assert!(x(first_positive.x) - x(last_negative.x) < 0.2);

    // P is drawn in one piece, with its top at its mean; halfway, at ½, P = Q.
    let curve = elements(&document, "polyline", "stroke", palette::P)
        .into_iter()
        .map(points)
        .max_by_key(Vec::len)
        .ok_or("no curve")?;
    let top = curve.iter().map(|at| at.y).fold(f64::INFINITY, f64::min);
    let at_top: Vec<_> = curve.iter().filter(|at| at.y == top).collect();
    assert!(at_top.iter().any(|at| (x(at.x) - 1.0).abs() < 0.05));
    Ok(())
}

/// The distance of every drawn point from the ellipse that it belongs to.
fn check_ellipses(
    figure: &Figure,
    to_data: impl Fn(Vector2<f64>) -> Vector2<f64>,
    (colour, n): (Colour, &MultivariateNormal),
    tolerance: f64,
) -> Result {
    let document = Document::parse(figure.svg())?;
    let inverse = n.covariance().clone().try_inverse().ok_or("singular")?;
    let mut seen = [0, 0];
    for line in elements(&document, "polyline", "stroke", colour) {
        let line = points(line);
        // The legend and the cross are the lines of two points outside or inside;
        // dashes at an end may be as short, and are on the ellipse anyway.
        if line.len() < 3 {
            continue;
        }
        for point in line {
            let at = to_data(point);
            let d = DVector::from_vec(vec![at.x - n.mean()[0], at.y - n.mean()[1]]);
            let k = (d.transpose() * &inverse * &d)[(0, 0)].sqrt();
            let ring = if k < 1.5 { 1.0 } else { 2.0 };
            assert!((k - ring).abs() < tolerance, "{k} at {at:?}");
            seen[ring as usize - 1] += 1;
        }
    }
    assert!(seen[0] > 50 && seen[1] > 50, "{seen:?}");
    Ok(())
}

#[test]
fn ellipses_are_where_they_belong() -> Result {
    let plane = |mean: [f64; 2], s: [f64; 3]| {
        let covariance = DMatrix::from_row_slice(2, 2, &[s[0], s[1], s[1], s[2]]);
        MultivariateNormal::new(mean.to_vec(), covariance)
    };
    let p = plane([1.0, 0.5], [1.0, 0.6, 1.0])?;
    let q = plane([0.0, 0.0], [2.0, 0.0, 1.0])?;
    let figure = normal_ellipses(&p, &q)?;
    let document = Document::parse(figure.svg())?;

    let x = labels(&document, "middle", "x");
    let y: Vec<_> = labels(&document, "end", "y");
    // The same scale on both axes.
    let per_unit = |m: &[(f64, f64)]| {
        let (a, b) = (m[0], m[m.len() - 1]);
        ((b.1 - a.1) / (b.0 - a.0)).abs()
    };
    assert!((per_unit(&x) / per_unit(&y) - 1.0).abs() < 2e-3);

    let (x, y) = (scale(x[0], x[x.len() - 1]), scale(y[0], y[y.len() - 1]));
    let to_data = |at: Vector2<f64>| Vector2::new(x(at.x), y(at.y));
    // 555 units to a standard deviation: rounding in both directions, and a dash
    // may end on the chord of the polygon that stands for the ellipse.
    check_ellipses(&figure, to_data, (palette::P, &p), 0.01)?;
    check_ellipses(&figure, to_data, (palette::Q, &q), 0.01)?;

    // The dot of P; the other one is in the legend.
    let centres: Vec<_> = elements(&document, "circle", "fill", palette::P)
        .into_iter()
        .map(|n| to_data(Vector2::new(number(n, "cx"), number(n, "cy"))))
        .collect();
    let mean = Vector2::new(1.0, 0.5);
    assert!(centres.iter().any(|at| (at - mean).norm() < 0.01));
    Ok(())
}

/// The longest solid line of a colour.
fn longest(document: &Document, colour: Colour) -> Vec<Vector2<f64>> {
    let lines = elements(document, "polyline", "stroke", colour);
    let lines = lines.into_iter().map(points);
    lines.max_by_key(Vec::len).unwrap_or_default()
}

#[test]
fn the_mixture_and_its_fit_are_drawn_where_they_are() -> Result {
    let parts = vec![Normal::new(-3.0, 1.0)?, Normal::new(3.0, 0.5)?];
    let p = NormalMixture::new(Pmf::new([0.25, 0.75])?, parts)?;
    let q = Normal::new(2.0, 1.5)?;
    let linear = mixture_fits(&p, "", &[("", &[q])])?;
    let logarithmic = mixture_fits_log(&p, "", &[("", &[q])])?;
    for (figure, is_logarithmic) in [(linear, false), (logarithmic, true)] {
        let document = Document::parse(figure.svg())?;
        let x = labels(&document, "middle", "x");
        let x = scale(x[0], x[x.len() - 1]);
        let y = if is_logarithmic {
            // The powers of ten are equally far apart.
            let at = document
                .descendants()
                .filter(|n| n.attribute("text-anchor") == Some("end"))
                .map(|n| (n.text().map(str::trim), number(n, "y")))
                .filter_map(|(text, y)| match text {
                    Some("10⁻²") => Some((-2.0, y)),
                    Some("10⁻⁴") => Some((-4.0, y)),
                    _ => None,
                });
            let at: Vec<_> = at.collect();
            scale(at[0], at[1])
        } else {
            let y = labels(&document, "end", "y");
            scale(y[0], y[y.len() - 1])
        };
        // Labels stand a little lower than their lines; all of them by as much.
        let drawn = |value: f64| if is_logarithmic { value.log10() } else { value };
        let curve = longest(&document, palette::P);
        assert!(curve.len() > 100);
        let shift =
            y(curve[curve.len() / 2].y) - drawn(p.ln_pdf(x(curve[curve.len() / 2].x)).exp());
        for at in curve {
            let expected = drawn(p.ln_pdf(x(at.x)).exp());
            assert!((y(at.y) - shift - expected).abs() < 0.03, "{at} {expected}");
        }
        // Dashes, each of two ends.
        let dashes = elements(&document, "polyline", "stroke", palette::Q);
        let dashes: Vec<_> = dashes.into_iter().map(points).collect();
        assert!(dashes.len() > 20);
        // The first ones are the legend's.
        let ends = dashes.iter().flatten().filter(|at| at.y > 300.0);
        for at in ends {
            let expected = drawn(q.pdf(x(at.x)));
            assert!((y(at.y) - shift - expected).abs() < 0.05, "{at} {expected}");
        }
    }
    Ok(())
}

#[test]
fn branches_go_through_their_points() -> Result {
    let panel = |colour, sought, slope: f64| BranchPanel {
        title: "",
        colour,
        branches: vec![Branch {
            sought,
            points: (0..=50)
                .map(|i| f64::from(i) / 10.0)
                .map(|x| (x, slope * x * x))
                .collect(),
        }],
    };
    let panels = [panel(palette::Q, true, 1.0), panel(palette::KL, true, -2.0)];
    let figure = branches("", ["", ""], &panels, &[2.0])?;
    let document = Document::parse(figure.svg())?;
    for (colour, slope, left) in [(palette::Q, 1.0, true), (palette::KL, -2.0, false)] {
        let marks = |anchor: &str, coordinate: &str, mine: &dyn Fn(f64) -> bool| {
            let texts = document
                .descendants()
                .filter(|n| n.attribute("text-anchor") == Some(anchor) && mine(number(*n, "x")))
                .filter_map(|n| {
                    let value = n.text()?.trim().replace('−', "-").parse().ok()?;
                    Some((value, number(n, coordinate)))
                });
            let all: Vec<_> = texts.collect();
            scale(all[0], all[all.len() - 1])
        };
        // The labels of the second panel's vertical axis begin left of its middle.
        let x = marks("middle", "x", &|at| (at < 2600.0) == left);
        let y = marks("end", "y", &|at| (at < 1000.0) == left);
        let curve = longest(&document, colour);
        assert_eq!(curve.len(), 51);
        for (i, at) in curve.iter().enumerate() {
            let expected = i as f64 / 10.0;
            assert!((x(at.x) - expected).abs() < 0.01);
            let expected = slope * expected * expected;
            // Labels stand a little lower than their lines.
            assert!((y(at.y) - expected).abs() < 0.03 * 25.0 * slope.abs());
        }
    }
    Ok(())
}

#[test]
fn only_a_divergence_has_an_area() -> Result {
    let areas = |role| -> Result<usize> {
        let figure = curves(
            "t",
            "x",
            "y",
            &[Curve::new("c", role, [(0.0, 1.0), (1.0, 2.0)])],
        )?;
        let document = Document::parse(figure.svg())?;
        assert!(!elements(&document, "polyline", "stroke", palette::KL).is_empty());
        Ok(elements(&document, "polygon", "fill", palette::KL).len())
    };
    assert_eq!(areas(Role::Divergence)?, 1);
    assert_eq!(areas(Role::DivergenceLine)?, 0);
    Ok(())
}

#[test]
fn curves_go_through_their_points() -> Result {
    let squares: Vec<_> = (-10..=10)
        .map(|i| (f64::from(i), f64::from(i * i)))
        .collect();
    let figure = curves(
        "Squares",
        "side",
        "area",
        &[Curve::new("squares", Role::P, squares.iter().copied())],
    )?;
    let document = Document::parse(figure.svg())?;
    let (of_x, of_y) = (
        labels(&document, "middle", "x"),
        labels(&document, "end", "y"),
    );
    let x = scale(of_x[0], of_x[of_x.len() - 1]);
    let y = scale(of_y[0], of_y[of_y.len() - 1]);
    // The first line is the legend's.
    let lines = elements(&document, "polyline", "stroke", palette::P);
    let drawn = points(*lines.last().ok_or("no line")?);
    assert_eq!(drawn.len(), squares.len());
    for (point, (side, area)) in drawn.iter().zip(&squares) {
        assert!((x(point.x) - side).abs() < 0.02, "{point} {side}");
        // The anchor of a label is not exactly its middle, but is as far off everywhere.
        assert!(
            (y(point.y) - y(drawn[10].y) - area).abs() < 0.2,
            "{point} {area}"
        );
    }
    Ok(())
}

/// Outlines of bars: what is drawn is as wide as the probability and as high as the
/// surprise, so that the area is the average.
#[test]
fn bars_have_the_area_of_the_average_surprise() -> Result {
    let p = Pmf::new([0.5, 0.125, 0.375, 0.0])?;
    let q = Pmf::new([0.125, 0.625, 0.125, 0.125])?;
    let figure = surprise_bars(&["a", "b", "c", "d"], [("P", &p, &p), ("Q", &p, &q)])?;
    let document = Document::parse(figure.svg())?;
    let y = labels(&document, "end", "y");
    let y = scale(y[0], y[1]);
    for (colour, place, average) in [
        (palette::P, 380.0..2380.0, p.entropy()),
        (palette::Q, 2700.0..4700.0, p.cross_entropy(&q)?),
    ] {
        let boxes: Vec<_> = elements(&document, "rect", "fill", colour)
            .into_iter()
            // The legend's is above them.
            .filter(|n| number(*n, "y") > 500.0)
            .collect();
        assert_eq!(boxes.len(), 3);
        let area: f64 = boxes
            .into_iter()
            .map(|n| {
                let (left, width) = (number(n, "x"), number(n, "width"));
                assert!(left >= place.start && left + width <= place.end);
                let (top, height) = (number(n, "y"), number(n, "height"));
                width / 2000.0 * (y(top) - y(top + height))
            })
            .sum();
        assert!((area - average.bits()).abs() < 0.01, "{area} {average}");
    }
    Ok(())
}

#[test]
fn a_wrong_belief_is_a_tangent_and_the_gap_is_the_divergence() -> Result {
    let (p, q) = (Pmf::new([0.25, 0.75])?, Pmf::new([0.875, 0.125])?);
    let figure = coin_entropy(0.25, Some(0.875))?;
    let document = Document::parse(figure.svg())?;
    let (x, y) = (
        labels(&document, "middle", "x"),
        labels(&document, "end", "y"),
    );
    let (x, y) = (scale(x[0], x[x.len() - 1]), scale(y[0], y[y.len() - 1]));
    let in_data = |node| -> Vec<_> {
        let points = points(node).into_iter();
        points.map(|at| (x(at.x), y(at.y))).collect()
    };

    let gap = elements(&document, "polyline", "stroke", palette::KL)
        .into_iter()
        .map(in_data)
        .next_back()
        .ok_or("no gap")?;
    let kl = p.kl(&q)?.bits();
    assert!(gap.iter().all(|at| (at.0 - 0.25).abs() < 1e-3));
    assert!((gap[1].1 - gap[0].1 - kl).abs() < 5e-3, "{gap:?} {kl}");

    let curve = elements(&document, "polyline", "stroke", palette::P)
        .into_iter()
        .map(in_data)
        .max_by_key(Vec::len)
        .ok_or("no curve")?;
    for (heads, height) in curve {
        let heads = heads.clamp(0.0, 1.0);
        let entropy = Pmf::new([heads, 1.0 - heads])?.entropy().bits();
        assert!((height - entropy).abs() < 0.02, "{heads} {height}");
    }
    // Each dash is on the line of the cross-entropy. Those of the legend are above.
    let dashes = elements(&document, "polyline", "stroke", palette::Q);
    let on_the_line = dashes
        .into_iter()
        .flat_map(in_data)
        .filter(|&(heads, height)| {
            let costs = [0.875_f64, 0.125].map(|q| -q.log2());
            let cost = heads * costs[0] + (1.0 - heads) * costs[1];
            (height - cost).abs() < 0.02
        })
        .count();
    assert!(on_the_line > 40, "{on_the_line}");
    assert!(coin_entropy(1.5, None).is_err() && coin_entropy(0.5, Some(1.0)).is_err());
    let pair = [("P", &p, &p), ("Q", &p, &q)];
    assert!(surprise_bars(&["one label"], pair).is_err());
    Ok(())
}
