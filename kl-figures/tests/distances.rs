//! Reads the drawn coordinates of the figures about other distances back.

use kl_core::Pmf;
use kl_core::transport::Empirical;
use kl_figures::palette::{self, Colour};
use kl_figures::{Error, Figure, bounds_region, entropy_gap, moving_apart, transport_area};
use roxmltree::{Document, Node};

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// Lines of a colour: all their points, in tenths of a pixel.
fn lines(figure: &Figure, colour: Colour) -> Vec<Vec<(f64, f64)>> {
    let document = Document::parse(figure.svg()).expect("an SVG");
    let css = colour.css();
    document
        .descendants()
        .filter(|n| n.has_tag_name("polyline") && n.attribute("stroke") == Some(&css))
        .map(points)
        .collect()
}

fn points(node: Node) -> Vec<(f64, f64)> {
    let text = node.attribute("points").unwrap_or("").split_whitespace();
    text.filter_map(|p| p.split_once(','))
        .map(|(x, y)| (x.parse().expect("a number"), y.parse().expect("a number")))
        .collect()
}

/// From tenths of a pixel to values, where the frame and the ranges are these.
fn value(at: f64, frame: (f64, f64), range: (f64, f64)) -> f64 {
    range.0 + (range.1 - range.0) * (at / 10.0 - frame.0) / (frame.1 - frame.0)
}

#[test]
fn the_gap_is_as_high_as_the_divergence() -> Result {
    for (p, q) in [(0.5, 0.9), (1.0, 0.02), (0.2, 0.3)] {
        let (p, q) = (Pmf::new([p, 1.0 - p])?, Pmf::new([q, 1.0 - q])?);
        let gap = lines(&entropy_gap(&p, &q)?, palette::KL);
        let [ends] = gap.as_slice() else {
            panic!("{gap:?}");
        };
        let height = |i: usize| value(ends[i].1, (288.0, 36.0), (0.0, 1.08));
        let js = p.jensen_shannon(&q)?.bits();
        assert!((height(1) - height(0) - js).abs() < 1e-3, "{js}");
        let middle = value(ends[0].0, (52.0, 464.0), (0.0, 1.0));
        assert!((middle - 0.5 * (p.as_slice()[0] + q.as_slice()[0])).abs() < 1e-3);
    }
    Ok(())
}

#[test]
fn a_gap_needs_two_coins() -> Result {
    let die = Pmf::uniform(6)?;
    let refused = entropy_gap(&die, &die);
    let (labels, outcomes) = (2, 6);
    assert_eq!(refused, Err(Error::LabelCount { labels, outcomes }));
    assert!(matches!(
        entropy_gap(&die, &Pmf::uniform(2)?),
        Err(Error::Divergence(_))
    ));
    Ok(())
}

#[test]
fn points_are_at_their_divergence_and_total_variation() -> Result {
    let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.9, 0.1])?);
    // The second pair is beyond the edge.
    let certain = Pmf::new([1.0, 0.0])?;
    let figure = bounds_region(&[(p.clone(), q.clone()), (p.clone(), certain)])?;
    let document = Document::parse(figure.svg())?;
    let circles: Vec<_> = document
        .descendants()
        .filter(|n| n.has_tag_name("circle"))
        .collect();
    assert_eq!(circles.len(), 1);
    let number = |name| circles[0].attribute(name).map(str::parse::<f64>);
    let (x, y) = (number("cx").ok_or("no x")??, number("cy").ok_or("no y")??);
    let kl = value(x, (52.0, 464.0), (0.0, 4.0));
    let tv = value(y, (288.0, 52.0), (0.0, 1.0));
    assert!((kl - p.kl(&q)?.nats()).abs() < 2e-3);
    assert!((tv - p.total_variation(&q)?).abs() < 1e-3);
    Ok(())
}

#[test]
fn the_green_area_is_the_distance() -> Result {
    let p = Empirical::weighted([0.0, 1.0, 2.0, 3.0], [0.1, 0.5, 0.3, 0.1])?;
    let q = Empirical::weighted([0.0, 2.5, 3.0, 4.0], [0.3, 0.2, 0.2, 0.3])?;
    let figure = transport_area(&p, &q)?;
    let document = Document::parse(figure.svg())?;
    let green = palette::KL.css();
    let mut area = 0.0;
    for bar in document.descendants() {
        let number = |name| bar.attribute(name).and_then(|v| v.parse::<f64>().ok());
        let inside = number("y").is_some_and(|y| y > 360.0 - 1.0);
        if bar.has_tag_name("rect") && bar.attribute("fill") == Some(&green) && inside {
            let (width, height) = (number("width"), number("height"));
            area += width.ok_or("no width")? * height.ok_or("no height")?;
        }
    }
    let unit = 10.0 * (464.0 - 52.0) / (4.0 * 1.16) * 10.0 * (300.0 - 36.0) / 1.05;
    assert!((area / unit - p.wasserstein_1(&q)).abs() < 5e-3);
    assert!(transport_area(&Empirical::new([1.0])?, &Empirical::new([1.0])?).is_err());
    Ok(())
}

#[test]
fn the_divergence_is_a_parabola() -> Result {
    let green = lines(&moving_apart()?, palette::KL);
    let [curve] = green.as_slice() else {
        panic!("{} green lines", green.len());
    };
    for &(x, y) in curve {
        let at = value(x, (40.0, 464.0), (0.0, 8.0));
        let kl = value(y, (288.0, 14.0), (0.0, 4.0));
        assert!((kl - 0.5 * at * at).abs() < 1e-2);
    }
    Ok(())
}
