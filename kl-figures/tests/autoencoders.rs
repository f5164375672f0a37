//! The figures about losses and autoencoders: the drawn coordinates, and what is refused.

mod common;

use common::{SHEET, number, scale};
use kl_core::statrs::distribution::Normal;
use kl_core::{KlDivergence, Logits};
use kl_figures::palette::{self, Colour};
use kl_figures::{
    Error, Figure, autoencoder, elbo_gap, elbo_training, latent_collapse, loss_reductions,
};
use roxmltree::{Document, Node};

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// A tenth of a pixel: rounding moves a point by one.
const UNIT: f64 = 1.0;

fn all<'a>(document: &'a Document, tag: &str, paint: &str, c: Colour) -> Vec<Node<'a, 'a>> {
    let colour = c.css();
    document
        .descendants()
        .filter(|n| n.has_tag_name(tag) && n.attribute(paint) == Some(&colour))
        .collect()
}

fn points(node: Node) -> Vec<(f64, f64)> {
    let number = |text: &str| text.parse().expect("a number");
    let points = node.attribute("points").unwrap_or("").split_whitespace();
    points
        .filter_map(|p| p.split_once(','))
        .map(|(x, y)| (number(x), number(y)))
        .collect()
}

/// The longest line of a colour.
fn curve(document: &Document, colour: Colour) -> Vec<(f64, f64)> {
    all(document, "polyline", "stroke", colour)
        .into_iter()
        .map(points)
        .max_by_key(Vec::len)
        .expect("a line")
}

/// The curve of a colour in the values of both axes, and how much a unit is in each.
fn read(figure: &Figure, colour: Colour) -> (Vec<(f64, f64)>, (f64, f64)) {
    let document = Document::parse(figure.svg()).expect("XML");
    let (x, y) = (
        scale(&document, "middle", "x", (&SHEET, &SHEET)),
        scale(&document, "end", "y", (&SHEET, &SHEET)),
    );
    let unit = ((x(UNIT) - x(0.0)).abs(), (y(UNIT) - y(0.0)).abs());
    let line = curve(&document, colour).into_iter();
    (line.map(|(a, b)| (x(a), y(b))).collect(), unit)
}

/// How many units of a value a figure may be off: the labels' places are rounded, too.
fn near(a: f64, b: f64, unit: f64) -> bool {
    (a - b).abs() <= 4.0 * unit
}

#[test]
fn the_loss_is_the_divergence() -> Result {
    let (target, direction) = ([1.0, 2.0, 3.0], [2.0, 0.0, -2.0]);
    let figure = loss_reductions(&target, &direction)?;
    let (line, unit) = read(&figure, palette::KL);
    assert_eq!(line.len(), 141);
    for (t, loss) in line {
        let moved: Vec<_> = target
            .iter()
            .zip(direction)
            .map(|(z, d)| z + t * d)
            .collect();
        let kl = Logits::new(target)?.kl(&Logits::new(moved)?)?.nats();
        // Beside the rounding of the height there is that of t.
        assert!(
            (kl - loss).abs() <= 4.0 * unit.1 + 8.0 * unit.0,
            "{t} {loss} {kl}"
        );
    }
    assert!(figure.svg().contains("divided by 3"));
    Ok(())
}

#[test]
fn the_bound_is_the_evidence_less_the_gap() -> Result {
    let posterior = Normal::new(0.8, 0.4)?;
    let figure = elbo_gap(-1.5, &posterior, 0.6, -0.5..2.0)?;
    let document = Document::parse(figure.svg())?;
    let y = scale(&document, "end", "y", (&SHEET, &SHEET));
    let x = scale(&document, "middle", "x", (&SHEET, &SHEET));
    let unit = (y(UNIT) - y(0.0)).abs();
    // The area has both lines: first the bound, then back along the evidence.
    let area = all(&document, "polygon", "fill", palette::KL);
    let outline = points(*area.first().ok_or("no area")?);
    let (bound, evidence) = outline.split_at(outline.len() / 2);
    assert!(evidence.iter().all(|&(_, at)| near(y(at), -1.5, unit)));
    for &(at, height) in bound {
        let gap = Normal::new(x(at), 0.6)?.kl(&posterior)?.nats();
        assert!(
            (y(height) - (-1.5 - gap)).abs() < 0.03,
            "{} {gap}",
            y(height)
        );
    }
    Ok(())
}

#[test]
fn training_is_drawn_as_it_went() -> Result {
    let steps: Vec<_> = (1..=60)
        .map(f64::from)
        .map(|t| (t, -3.0 - 4.0 / t, -3.0 - 5.0 / t))
        .collect();
    let figure = elbo_training(&steps, &[(-3.0, "best")], -6.0)?;
    let (line, unit) = read(&figure, palette::KL);
    // The first is below the floor.
    assert_eq!(line.len(), 59);
    for ((t, height), (step, _, elbo)) in line.iter().zip(&steps[1..]) {
        assert!(near(*t, *step, unit.0) && near(*height, *elbo, unit.1));
    }
    Ok(())
}

#[test]
fn no_grid_strikes_out_the_name_of_a_guide() -> Result {
    let steps = [(0.0, -8.0, -9.0), (1000.0, -5.0, -5.0)];
    // The grid has lines at whole numbers.
    for (guide, below) in [(-7.2, true), (-7.02, false), (-7.0, false), (-7.9, false)] {
        let figure = elbo_training(&steps, &[(guide, "name")], -9.0)?;
        let document = Document::parse(figure.svg())?;
        let line = all(&document, "polyline", "stroke", palette::GRID);
        let marks = line.iter().map(|&n| points(n)[0].1);
        let text = document
            .descendants()
            .find(|n| n.has_tag_name("text") && n.text().is_some_and(|t| t.trim() == "name"))
            .ok_or("no name")?;
        let y = number(text, "y");
        assert_eq!(text.attribute("dy") == Some("0.76em"), below, "{guide}");
        // What y is the lower or the upper edge of, about 14 pixels high.
        let (top, bottom) = if below {
            (y, y + 140.0)
        } else {
            (y - 140.0, y)
        };
        for mark in marks {
            assert!(mark < top || mark > bottom, "{guide} {mark} {top} {bottom}");
        }
    }
    Ok(())
}

#[test]
fn the_last_step_has_its_number() -> Result {
    let steps = [(0.0, -8.0, -9.0), (1000.0, -5.0, -5.0)];
    let figure = elbo_training(&steps, &[], -9.0)?;
    assert!(figure.svg().contains("\n1000\n"));
    Ok(())
}

#[test]
fn dimensions_die_where_they_should() -> Result {
    let figure = latent_collapse(&[9.0, 4.0], 0.5, &[(2.0, 1.0986)])?;
    let (line, unit) = read(&figure, palette::KL);
    for (beta, nats) in line {
        // One of the two curves, whichever is the longer.
        let of = |lambda: f64| (0.5 * (lambda / (0.5 * beta)).ln()).max(0.0);
        let slack = 4.0 * unit.1 + 4.0 * unit.0 / beta;
        assert!((nats - of(9.0)).abs().min((nats - of(4.0)).abs()) <= slack);
    }
    let document = Document::parse(figure.svg())?;
    let (x, y) = (
        scale(&document, "middle", "x", (&SHEET, &SHEET)),
        scale(&document, "end", "y", (&SHEET, &SHEET)),
    );
    let on_curve = all(&document, "circle", "fill", palette::INK)
        .into_iter()
        .any(|n| near(x(number(n, "cx")), 2.0, unit.0) && near(y(number(n, "cy")), 1.0986, unit.1));
    assert!(on_curve);
    Ok(())
}

#[test]
fn derivatives_stop_at_the_draw_and_pass_the_formula() -> Result {
    let figure = autoencoder()?;
    let document = Document::parse(figure.svg())?;
    let text = |words: &str| {
        let node = document
            .descendants()
            .filter(|n| n.has_tag_name("text"))
            .find(|n| n.text().is_some_and(|t| t.trim() == words));
        node.map(|n| (number(n, "x"), number(n, "y")))
    };
    let z = text("z").ok_or("no z")?;
    let encoder = text("encoder").ok_or("no encoder")?;
    // The heads of the arrows that point to the left, above and below the second title.
    let middle = text("z is computed, ε is drawn").ok_or("no title")?.1;
    let heads = |above: bool| {
        all(&document, "polygon", "fill", palette::INK)
            .into_iter()
            .map(points)
            .filter(|p| p.len() <= 4 && p[0].0 < p[1].0 && (p[0].1 < middle) == above)
            .map(|p| p[0].0)
            .fold(f64::INFINITY, f64::min)
    };
    assert!((heads(true) - z.0).abs() < 50.0);
    assert!((heads(false) - encoder.0).abs() < 50.0);
    Ok(())
}

#[test]
fn what_cannot_be_drawn_is_refused() -> Result {
    let standard = Normal::new(0.0, 1.0)?;
    assert!(matches!(
        loss_reductions(&[], &[]),
        Err(Error::Divergence(_))
    ));
    assert!(matches!(
        loss_reductions(&[1.0, 2.0], &[1.0]),
        Err(Error::Divergence(_))
    ));
    assert!(loss_reductions(&[1.0, 2.0], &[0.0, 0.0]).is_err());
    assert!(loss_reductions(&[1.0, 2.0], &[f64::NAN, 0.0]).is_err());
    assert!(elbo_gap(f64::NAN, &standard, 1.0, 0.0..1.0).is_err());
    assert!(elbo_gap(-1.0, &standard, -1.0, 0.0..1.0).is_err());
    assert!(elbo_gap(-1.0, &standard, 1.0, 1.0..1.0).is_err());
    assert!(elbo_training(&[], &[], 0.0).is_err());
    assert!(elbo_training(&[(1.0, f64::NAN, 0.0), (2.0, 1.0, 1.0)], &[], -1.0).is_err());
    assert!(latent_collapse(&[], 1.0, &[]).is_err());
    assert!(latent_collapse(&[1.0, -1.0], 1.0, &[]).is_err());
    assert!(latent_collapse(&[1.0], 0.0, &[]).is_err());
    assert!(latent_collapse(&[1.0], f64::INFINITY, &[]).is_err());
    assert!(latent_collapse(&[1.0], 1.0, &[(0.5, f64::NAN)]).is_err());
    assert!(latent_collapse(&[1.0], 1.0, &[(2.0, 0.0)]).is_err());
    Ok(())
}
