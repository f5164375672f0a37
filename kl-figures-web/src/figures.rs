//! From numbers to figures.

use crate::Answer;
use kl_core::statrs::distribution::Normal;
use kl_core::{Information, KlDivergence as _, Pmf, Unit};
use kl_figures::Figure;
use std::fmt::Display;

type Refused = Box<dyn std::error::Error>;

/// Two normal densities and the integrand: means and standard deviations of P and of Q.
pub(crate) fn normal_integrand(mean_p: f64, width_p: f64, mean_q: f64, width_q: f64) -> Answer {
    let draw = || -> Result<Answer, Refused> {
        let p = Normal::new(mean_p, width_p)?;
        let q = Normal::new(mean_q, width_q)?;
        Ok(answer(
            p.kl(&q)?,
            Unit::Nats,
            kl_figures::normal_integrand(&p, &q),
        ))
    };
    draw().unwrap_or_else(refused)
}

/// The terms of the divergence between two coins: the probability of heads under P and under Q.
pub(crate) fn coin_terms(p: f64, q: f64) -> Answer {
    let draw = || -> Result<Answer, Refused> {
        let p = Pmf::new([p, 1.0 - p])?;
        let q = Pmf::new([q, 1.0 - q])?;
        let figure = kl_figures::discrete_terms(&["heads", "tails"], &p, &q);
        Ok(answer(p.kl(&q)?, Unit::Bits, figure))
    };
    draw().unwrap_or_else(refused)
}

/// The divergence in words, and its picture if there is one.
fn answer(kl: Information, unit: Unit, figure: Result<Figure, kl_figures::Error>) -> Answer {
    let text = if kl.nats().is_finite() {
        format!("The divergence of P from Q is {:.4}.", kl.display(unit))
    } else {
        "The divergence of P from Q is infinite.".to_owned()
    };
    match figure {
        Ok(figure) => Answer {
            text,
            svg: figure.to_string(),
        },
        Err(error) => Answer {
            text: format!("{text} {}", no_picture(error)),
            svg: String::new(),
        },
    }
}

/// The answer to numbers that make no distribution.
fn refused(error: Refused) -> Answer {
    Answer {
        text: no_picture(error),
        svg: String::new(),
    }
}

fn no_picture(error: impl Display) -> String {
    format!("No picture: {error}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_a_line_and_says_why_there_is_no_picture() {
        let numbers = [
            f64::NEG_INFINITY,
            -1.0,
            0.0,
            1e-9,
            0.5,
            1.0,
            2.0,
            1e9,
            f64::NAN,
        ];
        let mut refusals = 0;
        let mut check = |answer: Answer| {
            assert!(!answer.text.contains('\n'), "{}", answer.text);
            assert_eq!(answer.svg.is_empty(), answer.text.contains("No picture: "));
            refusals += usize::from(answer.svg.is_empty());
        };
        for a in numbers {
            for b in numbers {
                check(coin_terms(a, b));
                for c in numbers {
                    check(normal_integrand(a, b, c, 1.0));
                }
            }
        }
        assert!(refusals > 100);
    }

    #[test]
    fn an_infinite_divergence_is_a_value() {
        assert_eq!(
            coin_terms(0.5, 1.0).text,
            "The divergence of P from Q is infinite. No picture: outcome 1 is possible under P \
             and impossible under Q: its term is infinite, and no bar is that high."
        );
    }
}
