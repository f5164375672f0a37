//! The triangle, the mixtures and the tangent: reads the drawn coordinates back.

use kl_core::statrs::distribution::Poisson;
use kl_core::{KlDivergence, Pmf};
use kl_figures::palette::{self, Colour};
use kl_figures::{Error, convexity, log_partition_gap, simplex_balls, simplex_projection};
use roxmltree::Document;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// The points of all lines of a colour below the legend.
fn points(svg: &str, colour: Colour) -> Vec<(f64, f64)> {
    let document = Document::parse(svg).expect("an SVG");
    let mut found = Vec::new();
    for node in document.descendants() {
        if node.has_tag_name("polyline") && node.attribute("stroke") == Some(&*colour.css()) {
            for point in node.attribute("points").unwrap_or("").split_whitespace() {
                let (x, y) = point.split_once(',').expect("a pair");
                let at: (f64, f64) = (x.parse().expect("x"), y.parse().expect("y"));
                if at.1 > 300.0 {
                    found.push(at);
                }
            }
        }
    }
    found
}

/// The centres of the dots of a colour.
fn dots(svg: &str, colour: Colour) -> Vec<(f64, f64)> {
    let document = Document::parse(svg).expect("an SVG");
    let circles = document.descendants().filter(|n| n.has_tag_name("circle"));
    let number = |n: roxmltree::Node, name| n.attribute(name).unwrap_or("").parse().unwrap_or(-1.0);
    circles
        .filter(|n| n.attribute("fill") == Some(&*colour.css()))
        .map(|n| (number(n, "cx"), number(n, "cy")))
        .collect()
}

/// The distribution at a point of the triangle, from the places of its corners.
fn distribution((x, y): (f64, f64)) -> [f64; 3] {
    let third = (3140.0 - y) / 2700.0;
    let second = (x - 840.0) / 3120.0 - 0.5 * third;
    [1.0 - second - third, second, third].map(|p| p.max(0.0))
}

fn kl(p: [f64; 3], q: [f64; 3]) -> f64 {
    (0..3).map(|i| kl_core::kernels::kl_term(p[i], q[i])).sum()
}

#[test]
fn balls_have_their_radius() -> Result {
    let c = [0.5, 0.3, 0.2];
    let (small, large) = (0.05, 0.3);
    let figure = simplex_balls(&Pmf::new(c)?, &[small, large])?;
    let near = |d: f64| (d - small).abs() < 0.005 || (d - large).abs() < 0.02;
    let of_p = points(figure.svg(), palette::P);
    assert!(of_p.len() > 1000);
    for at in of_p {
        assert!(near(kl(distribution(at), c)), "{at:?}");
    }
    // Near the edges the divergence grows without bound: a pixel there counts much.
    let of_q = points(figure.svg(), palette::Q);
    assert!(of_q.len() > 200);
    for at in of_q {
        let q = distribution(at);
        assert!(q.iter().any(|&q| q < 0.03) || near(kl(c, q)), "{at:?}");
    }
    Ok(())
}

#[test]
fn a_ball_that_leaves_the_triangle_is_cut() -> Result {
    let figure = simplex_balls(&Pmf::new([0.5, 0.3, 0.2])?, &[0.9])?;
    for at in points(figure.svg(), palette::P) {
        let p = distribution(at);
        assert!((kl(p, [0.5, 0.3, 0.2]) - 0.9).abs() < 0.02, "{at:?}");
    }
    Ok(())
}

#[test]
fn the_projection_has_the_mean_and_the_right_angle() -> Result {
    let (p, q) = ([0.25, 0.1, 0.65], [0.6, 0.2, 0.2]);
    let figure = simplex_projection(&Pmf::new(p)?, &Pmf::new(q)?, [1.0, 2.0, 3.0])?;
    let star = distribution(dots(figure.svg(), palette::KL)[0]);
    let mean = |p: [f64; 3]| p[0] + 2.0 * p[1] + 3.0 * p[2];
    assert!((mean(star) - mean(p)).abs() < 2e-3);
    assert!((kl(p, q) - kl(p, star) - kl(star, q)).abs() < 3e-3);
    for at in points(figure.svg(), palette::P) {
        assert!((mean(distribution(at)) - mean(p)).abs() < 2e-3, "{at:?}");
    }
    // In proportion to q·exp(λf) for f = 1, 2, 3: the three ratios to q are geometric.
    for at in points(figure.svg(), palette::Q) {
        let tilted = distribution(at);
        // Not the arms of the cross in Q.
        let far = (at.0 - 1776.0).hypot(at.1 - 2600.0) > 80.0;
        if far && tilted.iter().all(|&p| p > 0.05) {
            let ratio = |i: usize| (tilted[i] / q[i]).ln();
            assert!(
                (ratio(0) + ratio(2) - 2.0 * ratio(1)).abs() < 0.06,
                "{at:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn the_curve_is_the_divergence_of_the_mixtures() -> Result {
    let p = [Pmf::new([0.5, 0.5])?, Pmf::new([0.125, 0.875])?];
    let q = [Pmf::new([0.875, 0.125])?, Pmf::new([0.5, 0.5])?];
    let figure = convexity(&p, &q)?;
    let ends = [p[0].kl(&q[0])?.nats(), p[1].kl(&q[1])?.nats()];
    let top = 1.1 * ends[0].max(ends[1]);
    let curve = points(figure.svg(), palette::KL);
    assert_eq!(curve.len(), 101);
    for (x, y) in curve {
        let w = (x - 640.0) / 4020.0;
        let mixed = |pair: &[Pmf; 2]| {
            let heads = (1.0 - w) * pair[0].as_slice()[0] + w * pair[1].as_slice()[0];
            Pmf::new([heads, 1.0 - heads])
        };
        let drawn = (2840.0 - y) / 2440.0 * top;
        assert!((drawn - mixed(&p)?.kl(&mixed(&q)?)?.nats()).abs() < 1e-3);
    }
    let chord = points(figure.svg(), palette::INK);
    assert!(chord.len() > 10);
    Ok(())
}

#[test]
fn the_gap_is_the_divergence() -> Result {
    let (p, q) = (Poisson::new(1.0)?, Poisson::new(3.0)?);
    let figure = log_partition_gap(&p, &q)?;
    let document = Document::parse(figure.svg())?;
    let bars: Vec<f64> = document
        .descendants()
        .filter(|n| n.has_tag_name("rect") && n.attribute("fill") == Some(&*palette::KL.css()))
        .filter(|n| n.attribute("y").and_then(|y| y.parse().ok()) > Some(300.0))
        .filter_map(|n| n.attribute("height")?.parse().ok())
        .collect();
    // The highest point drawn is exp of a quarter of the distance beyond Q.
    let highest = 3.0 * 3.0_f64.powf(0.25);
    let lowest = -0.05 * highest;
    let drawn = bars[0] / 2440.0 * (highest - lowest);
    assert!((drawn - p.kl(&q)?.nats()).abs() < 3e-3, "{drawn}");
    Ok(())
}

#[test]
fn what_cannot_be_drawn_is_refused() -> Result {
    let (two, three) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.5, 0.25, 0.25])?);
    let sparse = Pmf::new([0.5, 0.5, 0.0])?;
    assert_eq!(
        simplex_balls(&two, &[0.1]),
        Err(Error::NotThreeOutcomes { outcomes: 2 })
    );
    assert_eq!(
        simplex_balls(&sparse, &[0.1]),
        Err(Error::InfiniteTerm { index: 2 })
    );
    for radius in [0.0, f64::NAN, f64::INFINITY] {
        let refused = simplex_balls(&three, &[radius]);
        assert!(matches!(refused, Err(Error::Divergence(_))));
    }
    assert_eq!(
        simplex_projection(&three, &sparse, [1.0, 2.0, 3.0]),
        Err(Error::InfiniteTerm { index: 2 })
    );
    // Values that do not tell outcomes apart, and a mean that only one distribution has.
    let certain = Pmf::new([0.0, 0.0, 1.0])?;
    for (p, values) in [(&three, [1.0, 1.0, 2.0]), (&certain, [1.0, 2.0, 3.0])] {
        let refused = simplex_projection(p, &three, values);
        assert!(matches!(refused, Err(Error::Divergence(_))));
    }
    assert_eq!(
        convexity(&[three.clone(), three.clone()], &[three.clone(), sparse]),
        Err(Error::InfiniteTerm { index: 2 })
    );
    assert!(convexity(&[three.clone(), two.clone()], &[three, two]).is_err());
    let poisson = Poisson::new(2.0)?;
    for other in [2.0, 2000.0] {
        let refused = log_partition_gap(&poisson, &Poisson::new(other)?);
        assert!(matches!(refused, Err(Error::ScalesTooDifferent { .. })));
    }
    Ok(())
}
