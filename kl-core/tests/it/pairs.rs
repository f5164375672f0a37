//! Pairs of distributions with a few parameters: a file for each family of P, and for what
//! is tried on several families at once.

mod bernoulli;
mod beta;
mod binomial;
mod categorical;
mod continuous_bernoulli;
mod counts;
mod definition;
mod dirichlet;
mod gamma;
mod half_normal;
mod infinite;
mod invariance;
mod kumaraswamy;
mod negative_binomial;
mod never_negative;
mod normal;
mod pairs_md;
mod parameters;
mod uniform;
mod where_families_meet;

use crate::common::errors::{parameter, refused};
use crate::common::random::Random;
use kl_core::{Error, Information};

const INF: f64 = f64::INFINITY;
const ULP: f64 = f64::EPSILON;

/// Fails unless the error names this parameter and says that it is infinite.
#[track_caller]
fn names(got: Result<Information, Error>, parameter: &str) {
    match got {
        Err(Error::Parameter { name, value, .. }) => {
            assert_eq!(name, parameter);
            assert!(value.is_infinite(), "{value}");
        }
        other => panic!("{other:?} does not name the {parameter}"),
    }
}

/// Fails unless the error names this parameter and this value.
#[track_caller]
fn names_exactly(got: Result<Information, Error>, name: &'static str, value: f64) {
    refused(got, &parameter(name, value));
}

/// The error that names an infinite parameter.
fn wrong(name: &'static str) -> Result<Information, Error> {
    Err(Error::Parameter {
        name,
        value: INF,
        must_be: "finite",
    })
}

impl Random {
    /// Between 1e-8 and 1e8, mostly around 1.
    fn positive(&mut self) -> f64 {
        let reach = self.between(0.0, 8.0);
        self.power_of_ten(-reach, reach)
    }

    /// Two positive numbers, half of the time near each other.
    fn two(&mut self) -> [f64; 2] {
        let x = self.positive();
        match self.below(2) {
            0 => [x, self.positive()],
            _ => [x, self.near(x).max(1e-9)],
        }
    }

    /// Two probabilities, half of the time near each other.
    fn two_probabilities(&mut self) -> [f64; 2] {
        let p = match self.below(3) {
            0 => self.unit(),
            1 => self.power_of_ten(-20.0, 0.0),
            _ => 1.0 - self.power_of_ten(-16.0, -0.3),
        };
        match self.below(2) {
            0 => [p, self.unit()],
            _ => [p, self.near(p).clamp(1e-300, 1.0)],
        }
    }

    /// Between 1e-6 and 1e6, mostly around 1.
    fn moderate(&mut self) -> f64 {
        let reach = self.between(0.0, 6.0);
        self.power_of_ten(-reach, reach)
    }

    /// Anywhere, next to ½, and next to either end.
    fn lambda(&mut self) -> f64 {
        match self.below(4) {
            0 => self.unit(),
            1 => 0.5 * (1.0 + self.power_of_ten(-16.0, -1.0)),
            2 => self.power_of_ten(-300.0, 0.0),
            _ => 1.0 - self.power_of_ten(-15.0, -0.1),
        }
        .clamp(1e-300, 1.0 - 0.5 * ULP)
    }
}
