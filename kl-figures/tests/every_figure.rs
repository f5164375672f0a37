//! What is true of every figure, whatever it shows.

use kl_core::MultivariateNormal;
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::statrs::distribution::Poisson;
use kl_core::transport::Empirical;
use kl_core::{NormalMixture, Pmf};
use kl_figures::*;
use roxmltree::{Document, Node};
use std::collections::HashSet;
use std::error::Error;

type Result = std::result::Result<(), Box<dyn Error>>;

/// Every figure, and one of them with a label made to do harm.
fn figures() -> std::result::Result<Vec<Figure>, Box<dyn Error>> {
    let plane = |x: f64, correlation: f64| {
        let covariance = DMatrix::from_row_slice(2, 2, &[1.0, correlation, correlation, 1.0]);
        MultivariateNormal::new(vec![x, 0.5], covariance)
    };
    let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.9, 0.1])?);
    let parts = vec![Normal::new(-3.0, 1.0)?, Normal::new(3.0, 1.0)?];
    let mixture = NormalMixture::new(Pmf::new([0.25, 0.75])?, parts)?;
    let fits = [Normal::new(1.5, 2.75)?, Normal::new(3.0, 1.0)?];
    let panel = BranchPanel {
        title: "x",
        colour: palette::Q,
        branches: vec![Branch {
            sought: true,
            points: vec![(0.0, 1.0), (1.0, 2.0)],
        }],
    };
    Ok(vec![
        discrete_terms(&["heads", "tails"], &p, &q)?,
        discrete_terms(&["\"`$<{{\\", "\n\n&#D55E\u{0}"], &p, &q)?,
        discrete_terms(&["", "tails"], &p, &q)?,
        normal_integrand(&Normal::new(1.0, 1.0)?, &Normal::new(0.0, 1.0)?)?,
        normal_integrand(&Normal::new(0.0, 1.0)?, &Normal::new(0.0, 2.0)?)?,
        normal_ellipses(&plane(1.0, 0.6)?, &plane(0.0, 0.0)?)?,
        mixture_fits(&mixture, "x", &[("one", &fits[..1]), ("other", &fits[1..])])?,
        mixture_fits_log(&mixture, "x", &[("both", &fits)])?,
        branches("a", ["minimum", "saddle"], &[panel], &[0.5])?,
        kl_figures::loss_reductions(&[1.0, 2.0, 3.0], &[2.0, 0.0, -2.0])?,
        kl_figures::autoencoder()?,
        kl_figures::elbo_gap(-2.0, &Normal::new(1.0, 0.5)?, 0.5, -1.0..3.0)?,
        kl_figures::elbo_training(
            &[(1.0, -6.0, -8.0), (2.0, -4.0, -4.5), (3.0, -3.5, -3.6)],
            &[(-3.0, "best")],
            -7.0,
        )?,
        kl_figures::latent_collapse(&[9.0, 4.0, 1.0], 1.0, &[(2.0, 0.3466), (6.0, 0.0)])?,
        simplex_balls(&Pmf::new([0.5, 0.3, 0.2])?, &[0.02, 0.1, 0.9])?,
        simplex_projection(
            &Pmf::new([0.3, 0.0, 0.7])?,
            &Pmf::new([0.6, 0.2, 0.2])?,
            [1.0, 2.0, 3.0],
        )?,
        convexity(
            &[Pmf::new([0.5, 0.5])?, Pmf::new([0.1, 0.9])?],
            &[Pmf::new([0.9, 0.1])?, Pmf::new([0.5, 0.5])?],
        )?,
        log_partition_gap(&Poisson::new(1.0)?, &Poisson::new(3.0)?)?,
        log_partition_gap(&Poisson::new(20.0)?, &Poisson::new(10.0)?)?,
        entropy_gap(&p, &q)?,
        bounds_region(&[(p.clone(), q.clone()), (q.clone(), p.clone())])?,
        transport_area(&Empirical::new([0.0, 1.0])?, &Empirical::new([0.5, 3.0])?)?,
        moving_apart()?,
        curves("Two parabolas, one twice as high", "x", "y", &parabolas())?,
        pmf_fits(&p, [("Q", &q), ("P", &p)])?,
        clip_and_penalty(0.2, 1.0)?,
        clip_and_penalty(0.0, 0.0)?,
        ratio_estimators()?,
        smoothing_and_focus(0.2, 2.0)?,
        smoothing_and_focus(1.0, 5.0)?,
        surprise_bars(
            &["heads", "tails"],
            [("own", &p, &p), ("another's", &p, &q)],
        )?,
        coin_entropy(0.25, None)?,
        coin_entropy(0.25, Some(0.75))?,
        times_by_size(
            "Two programs and what they have to read",
            "size",
            "nanoseconds",
            &[
                ("ours", vec![(1.0, 4.0), (2.0, 1.2)]),
                ("theirs", vec![(1.0, 4.5), (2.0, 1.3)]),
                ("(reading)", vec![(1.0, 0.5), (2.0, 0.2)]),
            ],
        )?,
        growth_of_times(
            "Two kinds of work, and how their times grow",
            "size, as a power of 10",
            "seconds, as a power of 10",
            &[
                ("a sum", vec![(1.0, -8.0), (4.0, -5.0)]),
                ("a table", vec![(1.0, -7.0), (3.0, -3.0)]),
            ],
        )?,
        digits_by_time(
            "Two programs, and how many of their digits are right",
            "nanoseconds",
            "digits",
            &[("ours", (1.2, 16.0)), ("theirs", (1.3, 7.5))],
        )?,
    ])
}

fn parabolas() -> [Curve; 2] {
    let points = |height: f64| (-9..=9).map(move |i| (f64::from(i), height * f64::from(i * i)));
    [
        Curve::new("low", Role::Q, points(1.0)),
        Curve::new("high", Role::Divergence, points(2.0)),
    ]
}

#[test]
fn the_same_arguments_give_the_same_bytes() -> Result {
    assert_eq!(figures()?, figures()?);
    Ok(())
}

#[test]
fn colours_and_fonts_are_variables() -> Result {
    for figure in figures()? {
        let document = Document::parse(figure.svg())?;
        let allowed: Vec<_> = palette::ALL.iter().map(|c| c.css()).collect();
        for node in document.descendants() {
            for attribute in ["fill", "stroke"] {
                if let Some(colour) = node.attribute(attribute) {
                    assert!(
                        colour == "none" || allowed.iter().any(|c| c == colour),
                        "{colour}"
                    );
                }
            }
            // Nothing may bring colour in another way.
            assert_eq!(node.attribute("style"), None);
            if let Some(font) = node.attribute("font-family") {
                assert_eq!(font, "var(--figure-font, sans-serif)");
            }
        }
    }
    Ok(())
}

#[test]
fn areas_are_translucent_and_the_paper_is_not() -> Result {
    for figure in figures()? {
        let document = Document::parse(figure.svg())?;
        let opacity = |node: Node| {
            node.attribute("opacity")
                .and_then(|o| o.parse::<f64>().ok())
        };
        // Those of lines and marks alone have no areas.
        let is_area = |n: Node| n.has_tag_name("polygon") || n.has_tag_name("rect");
        let areas = document.descendants().filter(|n| is_area(*n)).skip(1);
        let mut opacities = areas.filter_map(opacity).peekable();
        assert!(opacities.peek().is_none() || opacities.any(|o| o > 0.0 && o < 1.0));
        let paper = document.descendants().find(|n| n.has_tag_name("rect"));
        let paper = paper.ok_or("no background")?;
        assert_eq!(paper.attribute("fill"), Some(&*palette::PAPER.css()));
        assert_eq!(opacity(paper), Some(1.0));
    }
    Ok(())
}

#[test]
fn it_scales_and_can_be_read_aloud() -> Result {
    let mut ids = HashSet::new();
    for figure in figures()? {
        let document = Document::parse(figure.svg())?;
        let svg = document.root_element();
        assert_eq!(svg.attribute("viewBox"), Some("0 0 480 340"));
        assert_eq!(svg.attribute("width"), None);
        assert_eq!(svg.attribute("height"), None);
        assert_eq!(svg.attribute("role"), Some("img"));
        let labelled_by = svg.attribute("aria-labelledby").ok_or("no label")?;
        for (id, tag) in labelled_by.split(' ').zip(["title", "desc"]) {
            let node = document
                .descendants()
                .find(|n| n.attribute("id") == Some(id))
                .ok_or("the label is missing")?;
            assert!(node.has_tag_name(("http://www.w3.org/2000/svg", tag)));
            assert!(node.text().is_some_and(|text| text.len() > 30));
            assert!(ids.insert(id.to_owned()), "{id} is there twice");
        }
    }
    Ok(())
}

#[test]
fn it_can_stand_in_a_chapter() -> Result {
    for figure in figures()? {
        let svg = figure.svg();
        assert!(svg.lines().all(|line| !line.trim().is_empty()));
        assert!(!svg.contains(['$', '`', '{', '\\']));
        // Markdown takes it for HTML because the first line is a tag and no more.
        let first = svg.lines().next().ok_or("empty")?;
        assert!(first.starts_with("<svg ") && first.ends_with('>'));
        assert_eq!(first.matches('<').count(), 1);
    }
    Ok(())
}

#[test]
fn labels_arrive_as_they_were() -> Result {
    let figure = &figures()?[1];
    let document = Document::parse(figure.svg())?;
    let texts: Vec<_> = document
        .descendants()
        .filter(|n| n.has_tag_name("text"))
        .filter_map(|n| n.text())
        .map(str::trim)
        .collect();
    assert_eq!(texts.iter().filter(|t| **t == "\"`$<{{\\").count(), 2);
    assert_eq!(texts.iter().filter(|t| **t == "&#D55E").count(), 2);
    Ok(())
}

/// Everything is drawn inside the sheet, and text is large enough for a phone.
#[test]
fn nothing_is_cut_off() -> Result {
    for figure in figures()? {
        let document = Document::parse(figure.svg())?;
        let inside = |x: f64, y: f64| (0.0..=4800.0).contains(&x) && (0.0..=3400.0).contains(&y);
        for node in document.descendants() {
            let number = |name| node.attribute(name).and_then(|v| v.parse::<f64>().ok());
            if let Some((x, y)) = number("x").zip(number("y")) {
                let (width, height) = (number("width"), number("height"));
                assert!(inside(x + width.unwrap_or(0.0), y + height.unwrap_or(0.0)));
                assert!(inside(x, y));
            }
            for point in node.attribute("points").unwrap_or("").split_whitespace() {
                let (x, y) = point.split_once(',').ok_or("not a point")?;
                assert!(inside(x.parse()?, y.parse()?), "{point}");
            }
            if node.has_tag_name("text") {
                assert!(number("font-size").is_some_and(|size| size >= 139.0));
            }
        }
    }
    Ok(())
}
