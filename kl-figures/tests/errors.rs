//! What cannot be drawn is refused, and what is hard to draw does not panic.

use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::{MultivariateNormal, NormalMixture, Pmf};
use kl_figures::*;

fn pmf(p: &[f64]) -> Pmf {
    Pmf::new(p).expect("valid probabilities")
}

fn terms(labels: &[&str], p: &[f64], q: &[f64]) -> Result<Figure, Error> {
    discrete_terms(labels, &pmf(p), &pmf(q))
}

fn integrand(p: (f64, f64), q: (f64, f64)) -> Result<Figure, Error> {
    let normal = |(mean, std_dev)| Normal::new(mean, std_dev).expect("valid parameters");
    normal_integrand(&normal(p), &normal(q))
}

fn ellipses(p: ([f64; 2], [f64; 3]), q: ([f64; 2], [f64; 3])) -> Result<Figure, Error> {
    let plane = |(mean, s): ([f64; 2], [f64; 3])| {
        let covariance = DMatrix::from_row_slice(2, 2, &[s[0], s[1], s[1], s[2]]);
        MultivariateNormal::new(mean.to_vec(), covariance).expect("valid parameters")
    };
    normal_ellipses(&plane(p), &plane(q))
}

#[test]
fn outcomes() {
    assert_eq!(
        terms(&["a", "b"], &[0.5, 0.5], &[1.0]),
        Err(Error::Divergence(kl_core::Error::Size {
            of: "outcomes of Q",
            index: None,
            found: 1,
            like: "outcomes of P",
            expected: 2
        }))
    );
    assert_eq!(
        terms(&["a"], &[0.5, 0.5], &[0.5, 0.5]),
        Err(Error::LabelCount {
            labels: 1,
            outcomes: 2
        })
    );
    assert_eq!(
        terms(&["a", "b"], &[0.5, 0.5], &[1.0, 0.0]),
        Err(Error::InfiniteTerm { index: 1 })
    );
    // Impossible under Q but under P, too: no term at all.
    assert!(terms(&["a", "b"], &[1.0, 0.0], &[1.0, 0.0]).is_ok());
    assert!(terms(&["a", "b"], &[0.0, 1.0], &[0.5, 0.5]).is_ok());
    assert!(terms(&["only"], &[1.0], &[1.0]).is_ok());

    let ten = [0.1; 10];
    assert!(terms(&["x"; 10], &ten, &ten).is_ok());
    assert_eq!(
        terms(&["x"; 11], &[1.0 / 11.0; 11], &[1.0 / 11.0; 11]),
        Err(Error::TooManyOutcomes {
            outcomes: 11,
            limit: 10
        })
    );
    let mut labels = ["x"; 10];
    labels[3] = "long";
    assert_eq!(
        terms(&labels, &ten, &ten),
        Err(Error::LabelTooLong { index: 3, limit: 1 })
    );
}

#[test]
fn tiny_and_huge_terms() {
    for q in [1e-300, f64::from_bits(1), 1e-17, 0.5 - 1e-9, 0.5] {
        let figure = terms(&["a", "b"], &[0.5, 0.5], &[1.0 - q, q]);
        assert!(figure.is_ok(), "{q} {figure:?}");
        let figure = terms(&["a", "b"], &[1.0 - q, q], &[0.5, 0.5]);
        assert!(figure.is_ok(), "{q} {figure:?}");
    }
}

#[test]
fn normal_densities() {
    assert!(matches!(
        integrand((0.0, f64::INFINITY), (0.0, 1.0)),
        Err(Error::Divergence(kl_core::Error::Parameter { .. }))
    ));
    assert_eq!(
        integrand((0.0, 1.0), (0.0, 128.0)),
        Err(Error::ScalesTooDifferent {
            ratio: 128.0,
            limit: 25.0
        })
    );
    assert_eq!(
        integrand((0.0, 1.0), (64.0, 2.0)),
        Err(Error::MeansTooFarApart {
            distance: 32.0,
            limit: 25.0
        })
    );
    assert!(matches!(
        integrand((1e9, 1.0), (1e9, 2.0)),
        Err(Error::Axis { .. })
    ));
    // On the limits, and so near that the integrand is rounding only.
    for (p, q) in [
        ((0.0, 1.0), (0.0, 25.0)),
        ((0.0, 25.0), (0.0, 1.0)),
        ((0.0, 1.0), (25.0, 1.0)),
        ((600.0, 1.0), (-20.0, 25.0)),
        ((0.0, 25.0), (600.0, 1.0)),
        ((0.0, 1.0), (1e-16, 1.0)),
        ((0.0, 1.0), (1e-5, 1.0)),
        ((0.0, 1.0), (0.0, 1.0 + f64::EPSILON)),
        ((0.0, 1e-9), (1e-9, 1e-9)),
        ((0.0, 1e9), (1e9, 2e9)),
    ] {
        let figure = integrand(p, q);
        assert!(figure.is_ok(), "{p:?} {q:?} {figure:?}");
    }
}

#[test]
fn ellipses_in_the_plane() {
    let identity = |d: usize| {
        MultivariateNormal::new(vec![0.0; d], DMatrix::identity(d, d)).expect("valid parameters")
    };
    assert_eq!(
        normal_ellipses(&identity(3), &identity(3)),
        Err(Error::NotInThePlane { dimension: 3 })
    );
    assert_eq!(
        normal_ellipses(&identity(2), &identity(3)),
        Err(Error::Divergence(kl_core::Error::Size {
            of: "dimensions of Q",
            index: None,
            found: 3,
            like: "dimensions of P",
            expected: 2
        }))
    );
    let unit = [1.0, 0.0, 1.0];
    assert_eq!(
        ellipses(([0.0, 0.0], unit), ([0.0, 0.0], [4096.0, 0.0, 1.0])),
        Err(Error::ScalesTooDifferent {
            ratio: 64.0,
            limit: 25.0
        })
    );
    assert_eq!(
        ellipses(([0.0, 0.0], unit), ([0.0, 32.0], unit)),
        Err(Error::MeansTooFarApart {
            distance: 32.0,
            limit: 25.0
        })
    );
    for (p, q) in [
        (([0.0, 0.0], unit), ([0.0, 0.0], unit)),
        (([0.0, 0.0], unit), ([25.0, 0.0], unit)),
        (([0.0, 0.0], unit), ([0.0, -25.0], unit)),
        (([0.0, 0.0], unit), ([3.0, 0.0], [625.0, 0.0, 1e-12])),
        (
            ([0.0, 0.0], [1.0, 0.999_999_9, 1.0]),
            ([0.0, 0.0], [1.0, -0.999_999_9, 1.0]),
        ),
    ] {
        let figure = ellipses(p, q);
        assert!(figure.is_ok(), "{p:?} {q:?} {figure:?}");
    }
}

/// Parameters of every size: a figure or an error, never a panic.
#[test]
fn no_parameters_panic() {
    let sizes = [
        0.0,
        5e-324,
        1e-310,
        1e-300,
        1e-100,
        1e-12,
        1e-3,
        1.0,
        7.3,
        1e4,
        1e12,
        1e100,
        1e300,
        f64::MAX,
    ];
    for mean in sizes.into_iter().chain(sizes.map(|x| -x)) {
        for s in sizes {
            for t in sizes {
                if s > 0.0 && t > 0.0 {
                    let _ = integrand((mean, s), (0.0, t));
                    let _ = integrand((mean, s), (mean + t, s));
                    let _ = ellipses(([mean, 0.0], [s, 0.0, t]), ([0.0, 0.0], [t, 0.0, s]));
                    let _ = ellipses(([mean, mean], [s, 0.0, t]), ([mean, mean], [s, 0.0, t]));
                }
            }
        }
    }
}

#[test]
fn fits_of_mixtures() {
    let normal = |mean, std_dev| Normal::new(mean, std_dev).expect("valid parameters");
    let mixture =
        |weights: &[f64], parts| NormalMixture::new(pmf(weights), parts).expect("a mixture");
    let p = mixture(&[0.5, 0.5], vec![normal(-2.0, 1.0), normal(2.0, 1.0)]);
    for draw in [mixture_fits, mixture_fits_log] {
        assert_eq!(
            draw(&p, "x", &[]),
            Err(Error::PanelCount {
                panels: 0,
                limit: 2
            })
        );
        assert!(draw(&p, "x", &[("a", &[]), ("b", &[]), ("c", &[])]).is_err());
        // Far outside of what is shown, and a speck.
        for q in [normal(1e9, 1.0), normal(0.0, 1e-12), normal(0.0, 1e300)] {
            assert!(draw(&p, "", &[("", &[q])]).is_ok());
        }
        for far in [normal(1e9, 1.0), normal(0.0, 1e300), normal(0.0, 1e-300)] {
            let p = mixture(&[1.0], vec![far]);
            assert!(matches!(
                draw(&p, "x", &[("", &[])]),
                Err(Error::Axis { .. })
            ));
        }
    }
}

#[test]
fn curves_of_points() {
    let draw = |points: &[(f64, f64)]| {
        let panel = BranchPanel {
            title: "y",
            colour: palette::P,
            branches: vec![Branch {
                sought: false,
                points: points.to_vec(),
            }],
        };
        branches("x", ["a", "b"], &[panel], &[0.0, 7.0, f64::NAN])
    };
    assert!(draw(&[(0.0, 0.0), (1.0, 1.0)]).is_ok());
    for bad in [
        &[][..],
        &[(0.0, 0.0)],
        &[(0.0, 1.0), (1.0, 1.0)],
        &[(0.0, 1.0), (1.0, f64::NAN)],
        &[(f64::INFINITY, 1.0), (1.0, 2.0)],
    ] {
        assert!(matches!(draw(bad), Err(Error::Axis { .. })));
    }
    assert!(matches!(
        branches("x", ["a", "b"], &[], &[]),
        Err(Error::PanelCount { .. })
    ));
}

#[test]
fn curves_without_room() {
    let line = |name: &str, height: f64| Curve::new(name, Role::P, [(0.0, 0.0), (1.0, height)]);
    let of = |lines: &[Curve]| curves("Lines", "x", "y", lines);
    assert!(of(&[line("one", 1.0)]).is_ok());
    assert!(matches!(of(&[]), Err(Error::Axis { .. })));
    assert!(matches!(
        of(&[line("one", f64::NAN)]),
        Err(Error::Axis { .. })
    ));
    assert!(matches!(
        of(&[line("one", f64::INFINITY)]),
        Err(Error::Axis { .. })
    ));
    let names = [line("a name", 1.0), line(&"long ".repeat(12), 1.0)];
    assert!(matches!(
        of(&names),
        Err(Error::LabelTooLong { index: 1, .. })
    ));
}
