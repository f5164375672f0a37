//! The figures of what was measured: marks and lines are where the numbers say, and names
//! beside them.

mod common;

use common::{SHEET, number, scale};
use kl_figures::palette::{INK, KL};
use kl_figures::{Error, Figure, digits_by_time, growth_of_times, times_by_size};
use roxmltree::{Document, Node};

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

fn text<'a>(document: &'a Document<'a>, words: &str) -> Node<'a, 'a> {
    let mut texts = document.descendants().filter(|n| n.has_tag_name("text"));
    let found = texts.find(|n| n.text().is_some_and(|t| t.trim() == words));
    found.unwrap_or_else(|| panic!("no {words}"))
}

#[test]
fn marks_are_where_the_numbers_say_and_names_beside_them() -> Result {
    // The first two share a place.
    let programs = [
        ("ours", (1.25, 8.0)),
        ("theirs", (1.25, 8.0)),
        ("slow", (5.0, 4.0)),
    ];
    let figure = digits_by_time("Digits", "nanoseconds", "digits", &programs)?;
    let document = Document::parse(figure.svg())?;
    let x = scale(&document, "middle", "x", (&SHEET, &SHEET));
    let y = scale(&document, "end", "y", (&SHEET, &SHEET));
    let marks: Vec<Node> = (document.descendants())
        .filter(|n| n.has_tag_name("circle"))
        .collect();
    assert_eq!(marks.len(), programs.len());
    let height = |mark: &Node| y(number(*mark, "cy"));
    for (mark, (_, (time, digits))) in marks.iter().zip(&programs) {
        assert!((x(number(*mark, "cx")) - time).abs() < 0.02);
        // The anchor of a label is not exactly its middle, but is as far off everywhere.
        let apart = height(mark) - height(&marks[2]);
        assert!((apart - (digits - 4.0)).abs() < 0.05, "{apart}");
    }
    assert_eq!(marks[0].attribute("fill"), Some(&*KL.css()));
    assert_eq!(marks[1].attribute("fill"), Some(&*INK.css()));
    let [ours, theirs] = ["ours", "theirs"].map(|name| number(text(&document, name), "y"));
    assert!((ours - theirs).abs() >= 145.0, "one name over the other");
    Ok(())
}

#[test]
fn lines_go_through_their_points() -> Result {
    let ours = vec![(1.0, 4.0), (2.0, 2.0), (3.0, 1.0)];
    let lines = [
        ("ours", ours.clone()),
        ("theirs", vec![(1.0, 6.0), (3.0, 5.0)]),
    ];
    goes_through(
        &times_by_size("Times", "size", "nanoseconds", &lines)?,
        &ours,
    )?;
    // Logarithms may be negative.
    let ours = vec![(1.0, -4.0), (2.0, -2.0), (3.0, 0.0)];
    let lines = [
        ("ours", ours.clone()),
        ("theirs", vec![(1.0, -6.0), (3.0, -5.0)]),
    ];
    goes_through(
        &growth_of_times("Growth", "size", "seconds", &lines)?,
        &ours,
    )
}

/// That the green line has these points.
fn goes_through(figure: &Figure, ours: &[(f64, f64)]) -> Result {
    let document = Document::parse(figure.svg())?;
    let x = scale(&document, "middle", "x", (&SHEET, &SHEET));
    let y = scale(&document, "end", "y", (&SHEET, &SHEET));
    let green = (document.descendants())
        .find(|n| n.has_tag_name("polyline") && n.attribute("stroke") == Some(&*KL.css()));
    let points: Vec<(f64, f64)> = (green
        .and_then(|n| n.attribute("points"))
        .unwrap_or_default())
    .split_whitespace()
    .filter_map(|p| p.split_once(','))
    .filter_map(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)))
    .map(|(a, b): (f64, f64)| (x(a), y(b)))
    .collect();
    assert_eq!(points.len(), ours.len());
    for (found, point) in points.iter().zip(ours) {
        assert!((found.0 - point.0).abs() < 0.02, "{found:?}");
        let drop = (points[0].1 - found.1) - (ours[0].1 - point.1);
        assert!(drop.abs() < 0.03, "{found:?}");
    }
    Ok(())
}

#[test]
fn what_cannot_be_drawn() {
    let digits = |name: &str, time: f64| {
        digits_by_time("d", "x", "y", &[("a", (1.0, 1.0)), (name, (time, 2.0))])
    };
    assert!(digits("b", 2.0).is_ok());
    for bad in [f64::NAN, f64::INFINITY, 1.0] {
        assert!(matches!(digits("b", bad), Err(Error::Axis { .. })), "{bad}");
    }
    let long = "a name that is far too long";
    let too_long = |e: &Error| matches!(e, Error::LabelTooLong { index: 1, .. });
    assert!(digits(long, 2.0).is_err_and(|e| too_long(&e)));
    let lines = [("a", vec![(0.0, 1.0)]), (long, vec![(1.0, 2.0)])];
    assert!(times_by_size("t", "x", "y", &lines).is_err_and(|e| too_long(&e)));
    assert!(matches!(
        times_by_size("t", "x", "y", &[]),
        Err(Error::Axis { .. })
    ));
}
