//! A step of distilling a language model: ragged batches, masks, a teacher's best words.
//!
//! ```sh
//! cargo run -p kl-core --example tokens
//! ```

use kl_core::objective::{
    TokenDivergence, TokenLogits, TokenReduction, TokenTail, Tokens, distillation, token_kl,
};
use kl_core::{Error, objective};

fn main() -> Result<(), Error> {
    masked_words()?;
    a_batch()?;
    a_step_of_training()?;
    the_best_of_a_large_vocabulary()?;
    drawn_tokens()?;
    what_is_wrong()
}

/// A logit of −∞ is a word that is not allowed.
fn masked_words() -> Result<(), Error> {
    let none = f64::NEG_INFINITY;
    let (teacher, student) = ([1.0, 2.0, none], [1.5, 2.0, none]);
    let loss = distillation(&teacher, &student, 3, 1.0, objective::Reduction::Sum)?;
    println!("masked under both: {}", loss.value);
    shows(loss.value, 0.026_344_585_976_886_3, 1e-15);
    assert_eq!(loss.gradient[2], 0.0);
    Ok(())
}

/// Two answers of three tokens and of one, in a tensor of shape (2, 3, 4); nobody has looked at
/// what is in the padding.
fn a_batch() -> Result<(), Error> {
    let junk = f32::NAN;
    let teacher = [
        2.0, 1.0, 0.0, -1.0, /**/ 0.0, 0.5, 3.0, 0.0, /**/ 1.0, 1.0, 0.0, 0.0, //
        4.0, 0.0, 0.0, 0.0, /**/ junk, junk, junk, junk, /**/ junk, junk, junk, junk,
    ];
    let student = [
        1.0, 1.5, 0.0, -1.0, /**/ 0.0, 0.0, 2.0, 0.0, /**/ 1.0, 0.5, 0.0, 0.0, //
        2.0, 0.0, 1.0, 0.0, /**/ junk, junk, junk, junk, /**/ junk, junk, junk, junk,
    ];
    let tokens = Tokens::padded(&[3, 1], 3)?;
    let both = TokenLogits::new(&tokens, &teacher, &student, 4)?;
    let report = both.compare(TokenDivergence::Forward, 1.0)?;
    for token in report.tokens() {
        println!(
            "answer {}, token {}: {:.6}",
            token.sequence, token.place, token.value
        );
    }
    // The long answer counts three times, or once.
    let (by_token, by_answer) = (report.token_mean(), report.sequence_mean());
    println!(
        "by token {:.6}, by answer {:.6}",
        by_token.value, by_answer.value
    );
    shows(by_token.value, 0.158_602_099, 1e-9);
    shows(by_answer.value, 0.211_997_925, 1e-9);
    shows(by_answer.standard_error.unwrap_or(0.0), 0.106_791_653, 1e-9);
    shows(report.quantile(1.0)?, 0.318_789_578, 1e-9);
    assert_eq!(report.top_1_agreement(), 0.75);

    // The same by a mask, as of labels that are -100 where there is no token.
    let labels = [3, 0, 2, 1, -100, -100];
    let tokens = Tokens::masked(&labels.map(|label| label != -100), 3)?;
    let again = TokenLogits::new(&tokens, &teacher, &student, 4)?;
    assert_eq!(again.compare(TokenDivergence::Forward, 1.0)?, report);
    Ok(())
}

/// Three divergences with a temperature, and their derivatives in the logits of the student.
fn a_step_of_training() -> Result<(), Error> {
    let teacher = [2.0_f32, 1.0, 0.0, /**/ 0.0, 1.0, 0.5];
    let mut student = [0.0_f32; 6];
    let tokens = Tokens::packed(&[2])?;
    let mut gradient = [0.0_f32; 6];
    let by = TokenReduction::TokenMean;
    for (divergence, first) in [
        (TokenDivergence::Forward, 0.049_466_795),
        (TokenDivergence::Reverse, 0.051_191_589),
        (TokenDivergence::JensenShannon { beta: 0.5 }, 0.012_468_689),
    ] {
        student.fill(0.0);
        let mut value = f64::INFINITY;
        for step in 0..200 {
            let both = TokenLogits::new(&tokens, &teacher, &student, 3)?;
            value = both
                .compare_into(divergence, 2.0, by, &mut gradient)?
                .reduced(by);
            if step == 0 {
                shows(value, first, 1e-8);
            }
            for (logit, slope) in student.iter_mut().zip(&gradient) {
                *logit -= 4.0 * slope;
            }
        }
        println!("{divergence:?}: from {first} to {value:.1e}");
        assert!(value < 1e-6, "{value:e}");
    }
    Ok(())
}

/// Eight words of 50 257, as a teacher's answers are often kept.
fn the_best_of_a_large_vocabulary() -> Result<(), Error> {
    let words = 50_257;
    let teacher: Vec<f32> = (1..=words).map(|k| -1.5 * (k as f32).ln()).collect();
    let change = |k: usize| 2.0 * ((k * 7919 % 101) as f32 / 101.0 - 0.5);
    let student: Vec<f32> = (0..words).map(|k| teacher[k] + change(k)).collect();
    let tokens = Tokens::packed(&[1])?;
    let whole = TokenLogits::new(&tokens, &teacher, &student, words)?;
    let value = |both: &TokenLogits<f32>| {
        let report = both.compare(TokenDivergence::Forward, 1.0)?;
        Ok::<f64, Error>(report.token_mean().value)
    };
    let all = value(&whole)?;
    let bucket = value(&whole.with_top(8, TokenTail::Bucket)?)?;
    let renormalised = value(&whole.with_top(8, TokenTail::Renormalised)?)?;
    println!("all {all:.6}, the best eight and a bucket {bucket:.6}");
    println!("the best eight as if there were no others: {renormalised:.6}, which bounds nothing");
    shows(all, 0.207_692, 1e-5);
    shows(bucket, 0.166_341, 1e-5);
    shows(renormalised, 0.194_420, 1e-5);
    assert!(bucket <= all);
    Ok(())
}

/// Without the vocabulary: log-probabilities of the tokens that were drawn.
fn drawn_tokens() -> Result<(), Error> {
    let policy = [-1.0, -0.5, -2.0, 0.0];
    let reference = [-1.5, -0.5, -1.0, 0.0];
    let k3 = token_kl(&policy, &reference)?.k3;
    let report = Tokens::padded(&[2, 1], 2)?.summary(&k3)?;
    shows(report.token_mean().value, 0.274_937_496, 1e-8);
    shows(report.sequence_mean().value, 0.385_773_579, 1e-8);
    Ok(())
}

/// Errors say which answer, which token and which word.
fn what_is_wrong() -> Result<(), Error> {
    let tokens = Tokens::padded(&[2, 1], 2)?;
    let good = [0.0; 8];
    let mut bad = good;
    bad[5] = f64::NAN;
    let both = TokenLogits::new(&tokens, &good, &bad, 2)?;
    let error = both
        .compare(TokenDivergence::Forward, 1.0)
        .map_err(|e| e.to_string());
    let text = "logit of the student, of sequence 1, place 0, word 1, is NaN: \
                it must be finite and below 2^1000 in size, or -inf";
    assert_eq!(error.err().as_deref(), Some(text));
    Ok(())
}

#[track_caller]
fn shows(value: f64, expected: f64, within: f64) {
    assert!(
        (value - expected).abs() <= within,
        "{value} is not {expected}"
    );
}
