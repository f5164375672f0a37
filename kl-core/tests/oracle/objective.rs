//! The objectives of machine learning.

use crate::harness::{Answer, Failure, number, numbers, unknown, whole};
use kl_core::objective::{
    self, Elbo, Loss, Reduction, TokenDivergence, TokenLogits, TokenReduction, TokenReport,
    TokenTail, Tokens,
};
use serde_json::Value;

const ROW: Reduction = Reduction::Sum;

/// A row is named after the function and, after a comma, what of its result it has.
pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let x = inputs.as_array().ok_or("no inputs")?;
    let (name, what) = row.split_once(", ").unwrap_or((row, ""));
    let name = name.trim_start_matches("objective::");
    if name.starts_with("Token") {
        return of_tokens(name, what, x);
    }
    if what == "masked" || what == "zeros" {
        return masked(name, x);
    }
    let got = match name {
        "normal_kl" | "free_bits" => encoder(name, what, x)?,
        "normal_kl_value" => of_32_bits(x)?,
        "normal_kl_terms"
        | "reparameterise"
        | "Reparameterised::pull_back"
        | "token_kl"
        | "adaptive_kl_coefficient"
        | "dpo"
        | "Elbo::value"
        | "Elbo::loss" => {
            let x = numbers(inputs)?;
            of_numbers(name, what, &x)?
        }
        "normal_log_likelihood" => {
            let (means, targets) = (numbers(&x[0])?, numbers(&x[1])?);
            let got = objective::normal_log_likelihood(&means, &targets, number(&x[2])?)?;
            match what {
                "value" => got.value,
                "mean gradient" => got.gradient.means[0],
                _ => got.gradient.log_variance,
            }
        }
        "ppo_clip" => {
            let [new, old, advantages] = [&x[0], &x[1], &x[2]].map(numbers);
            let got = objective::ppo_clip(&new?, &old?, &advantages?, number(&x[3])?)?;
            if what == "value" {
                got.value
            } else {
                got.gradient[0]
            }
        }
        _ => {
            let loss = of_logits(name, x)?;
            if what == "value" {
                loss.value
            } else {
                let last = x.last().ok_or("no index")?;
                loss.gradient[whole(last)?]
            }
        }
    };
    Ok(got.into())
}

fn of_tokens(name: &str, what: &str, x: &[Value]) -> Result<Answer, Failure> {
    let many = |x: &Value| -> Result<Vec<Vec<f64>>, Failure> {
        let rows = x.as_array().ok_or("no rows")?;
        rows.iter().map(numbers).collect()
    };
    Ok(match name {
        "TokenLogits::compare" => {
            let (teacher, student) = (many(&x[0])?, many(&x[1])?);
            let lengths: Vec<usize> = numbers(&x[2])?.into_iter().map(|n| n as usize).collect();
            let words = teacher.first().ok_or("no tokens")?.len();
            let width = whole(&x[3])?;
            let (divergence, temperature) = (token_divergence(&x[4])?, number(&x[5])?);
            // Padding is never read.
            let padded = |rows: &[Vec<f64>]| {
                let mut rows = rows.iter();
                let mut all = Vec::new();
                for &length in &lengths {
                    rows.by_ref().take(length).for_each(|row| all.extend(row));
                    all.extend(vec![f64::NAN; (width - length) * words]);
                }
                all
            };
            let tokens = Tokens::padded(&lengths, width)?;
            let (teacher, student) = (padded(&teacher), padded(&student));
            let both = TokenLogits::new(&tokens, &teacher, &student, words)?;
            let report = both.compare(divergence, temperature)?;
            let values = report.tokens().iter().map(|token| token.value);
            values.collect::<Vec<f64>>().into()
        }
        "TokenLogits::compare_into" => {
            let (teacher, student) = (numbers(&x[0])?, numbers(&x[1])?);
            let tokens = Tokens::packed(&[1])?;
            let both = TokenLogits::new(&tokens, &teacher, &student, teacher.len())?;
            let (divergence, temperature) = (token_divergence(&x[2])?, number(&x[3])?);
            let mut gradient = vec![f64::NAN; student.len()];
            let sum = TokenReduction::Sum;
            let report = both.compare_into(divergence, temperature, sum, &mut gradient)?;
            [vec![report.reduced(sum)], gradient].concat().into()
        }
        "TokenLogits::with_top" => {
            let (teacher, student) = (numbers(&x[0])?, numbers(&x[1])?);
            let tokens = Tokens::packed(&[1])?;
            let tail = match what {
                "renormalised" => TokenTail::Renormalised,
                _ => TokenTail::Bucket,
            };
            let both = TokenLogits::new(&tokens, &teacher, &student, teacher.len())?;
            let both = both.with_top(whole(&x[2])?, tail)?;
            let (divergence, temperature) = (token_divergence(&x[3])?, number(&x[4])?);
            let mut gradient = vec![f64::NAN; student.len()];
            let sum = TokenReduction::Sum;
            if what == "gradient" {
                both.compare_into(divergence, temperature, sum, &mut gradient)?;
                gradient.into()
            } else {
                both.compare(divergence, temperature)?.reduced(sum).into()
            }
        }
        "TokenReport::quantile" => {
            let values = numbers(&x[0])?;
            let tokens = Tokens::packed(&[values.len()])?;
            tokens.summary(&values)?.quantile(number(&x[1])?)?.into()
        }
        _ => {
            let sequences = many(&x[0])?;
            let lengths: Vec<usize> = sequences.iter().map(Vec::len).collect();
            let report = Tokens::packed(&lengths)?.summary(&sequences.concat())?;
            of_report(name, what, &report)?
        }
    })
}

fn of_report(name: &str, what: &str, report: &TokenReport) -> Result<Answer, Failure> {
    let mean = match name {
        "TokenReport::token_mean" => report.token_mean(),
        "TokenReport::sequence_mean" => report.sequence_mean(),
        "TokenReport::reduced" => {
            let by = [TokenReduction::Sum, TokenReduction::MeanOfSequenceSums];
            return Ok(by.map(|by| report.reduced(by)).to_vec().into());
        }
        other => return Err(unknown(other)),
    };
    Ok(match what {
        "" => mean.value,
        _ => mean.standard_error.ok_or("one sequence")?,
    }
    .into())
}

/// From β: 0 is the forward divergence, 1 the reverse one.
fn token_divergence(beta: &Value) -> Result<TokenDivergence, Failure> {
    let beta = number(beta)?;
    Ok(if beta == 0.0 {
        TokenDivergence::Forward
    } else if beta == 1.0 {
        TokenDivergence::Reverse
    } else {
        TokenDivergence::JensenShannon { beta }
    })
}

/// The value and all of the gradient, or all that there is.
fn masked(name: &str, x: &[Value]) -> Result<Answer, Failure> {
    let parts = match name {
        "token_kl" => &["k1", "k2", "k3", "k3 derivative"][..],
        "dpo" => &[
            "value",
            "chosen gradient",
            "rejected gradient",
            "chosen reward",
            "rejected reward",
            "margin",
        ],
        _ => {
            let loss = of_logits(name, x)?;
            return Ok([vec![loss.value], loss.gradient].concat().into());
        }
    };
    let x: Vec<f64> = x.iter().map(number).collect::<Result<_, _>>()?;
    let each = parts.iter().map(|part| of_numbers(name, part, &x));
    Ok(each.collect::<Result<Vec<f64>, _>>()?.into())
}

fn of_logits(name: &str, x: &[Value]) -> Result<Loss, Failure> {
    let z = numbers(&x[0])?;
    let classes = z.len();
    Ok(match name {
        "distillation" => {
            objective::distillation(&z, &numbers(&x[1])?, classes, number(&x[2])?, ROW)?
        }
        "distillation_with_labels" => objective::distillation_with_labels(
            &z,
            &numbers(&x[1])?,
            classes,
            &[whole(&x[2])?],
            number(&x[3])?,
            number(&x[4])?,
            ROW,
        )?,
        "generalised_jensen_shannon" => {
            let (student, beta) = (numbers(&x[1])?, number(&x[2])?);
            objective::generalised_jensen_shannon(&z, &student, classes, beta, ROW)?
        }
        "generalised_jensen_shannon_scaled" => {
            let (student, beta) = (numbers(&x[1])?, number(&x[2])?);
            objective::generalised_jensen_shannon_scaled(&z, &student, classes, beta, ROW)?
        }
        "label_smoothing" => {
            objective::label_smoothing(&z, classes, &[whole(&x[1])?], number(&x[2])?, ROW)?
        }
        "focal_loss" => objective::focal_loss(&z, classes, &[whole(&x[1])?], number(&x[2])?, ROW)?,
        "binary_focal_loss" => {
            let yes = x[1].as_bool().ok_or("no answer")?;
            objective::binary_focal_loss(&z, &[yes], number(&x[2])?, number(&x[3])?, ROW)?
        }
        "bernoulli_log_likelihood" => objective::bernoulli_log_likelihood(&z, &numbers(&x[1])?)?,
        other => return Err(unknown(other)),
    })
}

fn of_32_bits(x: &[Value]) -> Result<f64, Failure> {
    let single = |x: &Value| -> Result<Vec<f32>, Failure> {
        Ok(numbers(x)?.into_iter().map(|x| x as f32).collect())
    };
    let (mean, log_variance) = (single(&x[0])?, single(&x[1])?);
    let beta = number(&x[2])?;
    Ok(objective::normal_kl_value(
        &mean,
        &log_variance,
        mean.len(),
        beta,
        ROW,
    )?)
}

fn encoder(name: &str, what: &str, x: &[Value]) -> Result<f64, Failure> {
    let (mean, log_variance) = (numbers(&x[0])?, numbers(&x[1])?);
    let got = if name == "free_bits" {
        objective::free_bits(&mean, &log_variance, whole(&x[2])?, number(&x[3])?)?
    } else {
        objective::normal_kl(&mean, &log_variance, mean.len(), number(&x[2])?, ROW)?
    };
    Ok(match what {
        "value" => got.value,
        "mean gradient" => got.gradient.mean[0],
        _ => got.gradient.log_variance[0],
    })
}

fn of_numbers(name: &str, what: &str, x: &[f64]) -> Result<f64, Failure> {
    Ok(match name {
        "normal_kl_terms" => objective::normal_kl_terms(&[x[0]], &[x[1]])?[0],
        "reparameterise" | "Reparameterised::pull_back" => {
            let sample = objective::reparameterise(&[x[0]], &[x[1]], &[x[2]])?;
            match what {
                "z" => sample.z[0],
                "log-variance derivative" => sample.log_variance_derivative[0],
                _ => sample.pull_back(&[x[3]])?[0],
            }
        }
        "token_kl" => {
            let got = objective::token_kl(&[x[0]], &[x[1]])?;
            match what {
                "k1" => got.k1[0],
                "k2" => got.k2[0],
                "k3" => got.k3[0],
                _ => got.k3_derivative[0],
            }
        }
        "adaptive_kl_coefficient" => objective::adaptive_kl_coefficient(x[0], x[1], x[2])?,
        "dpo" => {
            let got = objective::dpo(&[x[0]], &[x[1]], &[x[2]], &[x[3]], x[4], ROW)?;
            match what {
                "value" => got.value,
                "chosen gradient" => got.gradient.chosen[0],
                "rejected gradient" => got.gradient.rejected[0],
                "chosen reward" => got.chosen_rewards[0],
                "rejected reward" => got.rejected_rewards[0],
                _ => got.margins[0],
            }
        }
        _ => {
            let elbo = Elbo {
                reconstruction: x[0],
                kl: x[1],
                beta: x[2],
            };
            if name == "Elbo::value" {
                elbo.value()
            } else {
                elbo.loss()
            }
        }
    })
}
