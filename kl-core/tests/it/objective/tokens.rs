//! Batches of tokens.

use crate::common::close::close;
use crate::common::errors::{entry, not_multiple, parameter, refused, size};
use crate::common::random::Random;
use kl_core::objective::{
    self, Reduction, TokenDivergence, TokenLogits, TokenReduction, TokenReport, TokenTail, Tokens,
};
use kl_core::{Error, Float, Logits};

const INF: f64 = f64::INFINITY;
const DIVERGENCES: [TokenDivergence; 4] = [
    TokenDivergence::Forward,
    TokenDivergence::Reverse,
    TokenDivergence::JensenShannon { beta: 0.5 },
    TokenDivergence::JensenShannon { beta: 0.125 },
];

fn values(report: &TokenReport) -> Vec<f64> {
    report.tokens().iter().map(|token| token.value).collect()
}

#[test]
fn three_ways_to_say_where_tokens_are() -> Result<(), Error> {
    let mut random = Random(101);
    for _ in 0..200 {
        let lengths: Vec<usize> = (0..1 + random.below(4)).map(|_| random.below(5)).collect();
        let width = 5;
        let all: Vec<f64> = random.logits(lengths.iter().sum());
        let mut rest = all.iter().copied();
        let (mut padded, mut left) = (Vec::new(), Vec::new());
        let (mut mask, mut of_left) = (Vec::new(), Vec::new());
        for &length in &lengths {
            let own: Vec<f64> = rest.by_ref().take(length).collect();
            let padding = vec![f64::NAN; width - length];
            padded.extend([own.as_slice(), &padding].concat());
            left.extend([padding.as_slice(), &own].concat());
            mask.extend((0..width).map(|k| k < length));
            of_left.extend((0..width).map(|k| k >= width - length));
        }
        let by_lengths = Tokens::padded(&lengths, width)?;
        assert_eq!(by_lengths, Tokens::masked(&mask, width)?);
        let packed = Tokens::packed(&lengths)?;
        let on_the_right = Tokens::masked(&of_left, width)?;
        if all.is_empty() {
            refused(packed.summary(&all), &Error::Empty { of: "tokens" });
            continue;
        }
        let reports = [
            packed.summary(&all)?,
            by_lengths.summary(&padded)?,
            on_the_right.summary(&left)?,
        ];
        for report in &reports {
            assert_eq!(values(report), all);
            assert_eq!(report.sequences(), reports[0].sequences());
            assert_eq!(report.token_mean(), reports[0].token_mean());
            let counts: Vec<usize> = report.sequences().iter().map(|s| s.tokens).collect();
            assert_eq!(counts, lengths);
        }
    }
    Ok(())
}

/// Each token is compared as by itself, and what stands elsewhere is never read.
#[test]
fn batches_are_their_tokens() -> Result<(), Error> {
    of_batches(|x| x)?;
    of_batches(|x| x as f32)
}

fn of_batches<F: Float>(round: impl Fn(f64) -> F) -> Result<(), Error> {
    let mut random = Random(102);
    for i in 0..300 {
        let (width, words) = (1 + random.below(4), 1 + random.below(40));
        let mut mask: Vec<bool> = (0..2 * width).map(|_| random.below(3) > 0).collect();
        mask[0] = true;
        let mut one = || -> Vec<F> {
            let mut all: Vec<F> = Vec::new();
            for &is_token in &mask {
                let junk = [f64::NAN, INF, -INF, 1.0][random.below(4)];
                let row = random.logits(words);
                all.extend(
                    row.into_iter()
                        .map(|z| round(if is_token { z } else { junk })),
                );
            }
            all
        };
        let (teacher, student) = (one(), one());
        let tokens = Tokens::masked(&mask, width)?;
        let both = TokenLogits::new(&tokens, &teacher, &student, words)?;
        let (divergence, temperature) = (DIVERGENCES[i % 4], [1.0, 2.0, 0.7][i % 3]);
        let report = both.compare(divergence, temperature)?;
        let rows = || teacher.chunks(words).zip(student.chunks(words)).zip(&mask);
        let alone = rows()
            .filter(|&(_, is_token)| *is_token)
            .map(|((t, s), _)| {
                let one = Tokens::packed(&[1])?;
                let both = TokenLogits::new(&one, t, s, words)?;
                let mut gradient = vec![round(f64::NAN); words];
                let sum = TokenReduction::Sum;
                let report = both.compare_into(divergence, temperature, sum, &mut gradient)?;
                Ok((report.reduced(sum), gradient))
            });
        let alone: Vec<(f64, Vec<F>)> = alone.collect::<Result<_, Error>>()?;
        for (a, (b, _)) in values(&report).iter().zip(&alone) {
            close(*a, *b, 1e-13);
        }
        for by in [
            TokenReduction::Sum,
            TokenReduction::TokenMean,
            TokenReduction::SequenceMean,
            TokenReduction::MeanOfSequenceSums,
        ] {
            let mut gradient = vec![round(f64::NAN); mask.len() * words];
            let again = both.compare_into(divergence, temperature, by, &mut gradient)?;
            close(again.reduced(by), report.reduced(by), 1e-13);
            let counted: Vec<f64> = report.sequences().iter().map(|s| s.tokens as f64).collect();
            let sequences = counted.iter().filter(|&&n| n > 0.0).count() as f64;
            let mut next = alone.iter();
            for (place, own) in gradient.chunks(words).enumerate() {
                let own: Vec<f64> = own.iter().map(|&g| g.into()).collect();
                if !mask[place] {
                    assert_eq!(own, vec![0.0; words]);
                    continue;
                }
                let weight = match by {
                    TokenReduction::Sum => 1.0,
                    TokenReduction::TokenMean => 1.0 / tokens.count() as f64,
                    TokenReduction::SequenceMean => 1.0 / counted[place / width] / sequences,
                    _ => 1.0 / sequences,
                };
                let Some((_, expected)) = next.next() else {
                    panic!("no token {place}");
                };
                let largest = (expected.iter()).fold(0.0, |m: f64, &x| m.max(x.into().abs()));
                for (a, &b) in own.iter().zip(expected) {
                    let apart = (a - weight * b.into()).abs();
                    assert!(apart <= 3e-7 * largest, "{a:e} {:e}", b.into());
                }
            }
        }
    }
    Ok(())
}

/// The three divergences against the functions that there were before.
#[test]
fn the_same_as_row_by_row() -> Result<(), Error> {
    let mut random = Random(103);
    for words in 2..50 {
        let (t, s) = (random.logits(3 * words), random.logits(3 * words));
        let tokens = Tokens::packed(&[3])?;
        let both = TokenLogits::new(&tokens, &t, &s, words)?;
        let mut gradient = vec![0.0; 3 * words];
        let mut at = |divergence, temperature| {
            let by = TokenReduction::TokenMean;
            let report = both.compare_into(divergence, temperature, by, &mut gradient)?;
            Ok((report.reduced(by), gradient.clone()))
        };
        let same = |(value, gradient): (f64, Vec<f64>), factor: f64, loss: objective::Loss| {
            close(factor * value, loss.value, 1e-13);
            let largest = (loss.gradient.iter()).fold(0.0, |m: f64, x| m.max(x.abs()));
            for (a, b) in gradient.iter().zip(&loss.gradient) {
                assert!((factor * a - b).abs() <= 1e-14 * largest, "{a:e} {b:e}");
            }
        };
        let mean = Reduction::BatchMean;
        let forward = objective::distillation(&t, &s, words, 2.5, mean)?;
        same(at(TokenDivergence::Forward, 2.5)?, 2.5 * 2.5, forward);
        let scaled = objective::generalised_jensen_shannon_scaled(&t, &s, words, 1.0, mean)?;
        same(at(TokenDivergence::Reverse, 1.0)?, 1.0, scaled);
        let js = objective::generalised_jensen_shannon(&t, &s, words, 0.25, mean)?;
        same(
            at(TokenDivergence::JensenShannon { beta: 0.25 }, 1.0)?,
            1.0,
            js,
        );
        let first = both.compare(TokenDivergence::Reverse, 1.0)?.tokens()[0].value;
        let (p, q) = (
            Logits::borrowed(&t[..words])?,
            Logits::borrowed(&s[..words])?,
        );
        close(first, q.kl(&p)?.nats(), 1e-13);
    }
    Ok(())
}

#[test]
fn infinite_values_are_values() -> Result<(), Error> {
    let (whole, part) = ([0.0, 0.0, 1.0, 0.0], [0.0, -INF, 1.0, 0.0]);
    let tokens = Tokens::packed(&[1, 1])?;
    let both = TokenLogits::new(&tokens, &whole, &part, 2)?;
    let report = both.compare(TokenDivergence::Forward, 1.0)?;
    assert_eq!(values(&report), [INF, 0.0]);
    let mean = report.token_mean();
    assert_eq!((mean.value, mean.standard_error), (INF, Some(0.0)));
    assert_eq!(report.sequence_mean().value, INF);
    assert_eq!((report.quantile(0.5)?, report.quantile(1.0)?), (0.0, INF));
    assert_eq!(
        both.compare(TokenDivergence::Reverse, 1.0)?.quantile(1.0)?,
        2f64.ln()
    );

    let other = TokenLogits::new(&tokens, &part, &whole, 2)?;
    assert_eq!(
        other
            .compare(TokenDivergence::Reverse, 1.0)?
            .token_mean()
            .value,
        INF
    );
    let by = TokenReduction::Sum;
    refused(
        other.compare_into(TokenDivergence::Reverse, 1.0, by, &mut [0.0; 4]),
        &token_entry("logit of the teacher", [0, 0, 1], -INF),
    );
    let mut gradient = [0.0; 4];
    both.compare_into(TokenDivergence::Forward, 1.0, by, &mut gradient)?;
    assert_eq!(gradient, [0.5, -0.5, 0.0, 0.0]);
    Ok(())
}

#[test]
fn favourites_are_counted() -> Result<(), Error> {
    let mut random = Random(104);
    for words in 1..60 {
        let n = 20;
        let some = |random: &mut Random| -> Vec<f64> {
            (0..n * words).map(|_| random.below(4) as f64).collect()
        };
        let (t, s) = (some(&mut random), some(&mut random));
        let favourite = |row: &[f64]| {
            let most = row.iter().fold(-INF, |m: f64, &z| m.max(z));
            row.iter().position(|&z| z == most)
        };
        let pairs = t.chunks(words).zip(s.chunks(words));
        let same = pairs.filter(|(t, s)| favourite(t) == favourite(s)).count();
        let tokens = Tokens::packed(&[n])?;
        let report =
            TokenLogits::new(&tokens, &t, &s, words)?.compare(TokenDivergence::Forward, 1.0)?;
        assert_eq!(report.top_1_agreement(), same as f64 / n as f64);
    }
    Ok(())
}

fn token_entry(of: &'static str, [sequence, place, word]: [usize; 3], value: f64) -> Error {
    Error::TokenEntry {
        of,
        sequence,
        place,
        word,
        value,
        must_be: "",
    }
}

#[test]
fn what_is_wrong_is_named() -> Result<(), Error> {
    let tokens = Tokens::padded(&[1, 2], 2)?;
    let good = [0.0; 12];
    let forward = |t: &[f64], s: &[f64]| {
        TokenLogits::new(&tokens, t, s, 3)?.compare(TokenDivergence::Forward, 1.0)
    };
    for bad in [f64::NAN, INF, 1.1e301, -f64::MAX] {
        let mut z = good;
        z[3..6].fill(bad);
        assert!(forward(&z, &good).is_ok());
        z[10] = bad;
        let wrong = |of| token_entry(of, [1, 1, 1], bad);
        refused(forward(&z, &good), &wrong("logit of the teacher"));
        refused(forward(&good, &z), &wrong("logit of the student"));
        let by = TokenReduction::Sum;
        let both = TokenLogits::new(&tokens, &good, &z, 3)?;
        for divergence in DIVERGENCES {
            refused(
                both.compare_into(divergence, 1.0, by, &mut [0.0; 12]),
                &wrong("logit of the student"),
            );
        }
    }
    let mut z = good;
    z[6..9].fill(-INF);
    refused(
        forward(&good, &z),
        &token_entry("logit of the student", [1, 0, 0], -INF),
    );
    let both = TokenLogits::new(&tokens, &good, &good, 3)?;
    for bad in [0.0, -1.0, f64::NAN, INF, 1e101] {
        refused(
            both.compare(TokenDivergence::Forward, bad),
            &parameter("temperature", bad),
        );
    }
    for beta in [0.0, 1.0, f64::NAN, -0.5, 1e-101] {
        refused(
            both.compare(TokenDivergence::JensenShannon { beta }, 1.0),
            &parameter("beta", beta),
        );
    }
    refused(
        both.compare_into(
            TokenDivergence::Forward,
            1.0,
            TokenReduction::Sum,
            &mut [0.0; 9],
        ),
        &size("derivatives", 9, "logits of the student", 12),
    );
    refused(
        TokenLogits::new(&tokens, &good[1..], &good, 3),
        &size("logits of the teacher", 11, "places times words", 12),
    );
    refused(
        TokenLogits::new(&tokens, &good, &[], 0),
        &parameter("size of the vocabulary", 0.0),
    );
    let empty = Tokens::padded(&[0, 0], 2)?;
    refused(
        TokenLogits::new(&empty, &good, &good, 3)?.compare(TokenDivergence::Forward, 1.0),
        &Error::Empty { of: "tokens" },
    );
    Ok(())
}

#[test]
fn layouts_that_are_wrong() -> Result<(), Error> {
    refused(
        Tokens::masked(&[], 1),
        &Error::Empty {
            of: "places of the mask",
        },
    );
    refused(
        Tokens::masked(&[true; 3], 2),
        &not_multiple("places of the mask", 3, "width of the batch", 2),
    );
    refused(
        Tokens::masked(&[true; 3], 0),
        &parameter("width of the batch", 0.0),
    );
    refused(Tokens::packed(&[]), &Error::Empty { of: "lengths" });
    refused(Tokens::padded(&[], 1), &Error::Empty { of: "lengths" });
    refused(
        Tokens::padded(&[1, 0], 0),
        &parameter("width of the batch", 0.0),
    );
    refused(Tokens::padded(&[1, 3], 2), &entry("length", 1, 3.0));
    let most = usize::MAX;
    let too_large = Error::TooLarge {
        of: "places",
        size: most,
    };
    refused(Tokens::packed(&[most, 1]), &too_large);
    refused(Tokens::padded(&[1, 1], most), &too_large);
    // The lengths of more tokens than there is memory for take none.
    let long = Tokens::packed(&[most / 2, 0, most / 2])?;
    assert_eq!((long.count(), long.places()), (most - 1, most - 1));
    refused(long.summary(&[]), &size("numbers", 0, "places", most - 1));
    assert!(TokenLogits::<f64>::new(&long, &[], &[], 2).is_err());
    let tokens = Tokens::packed(&[1, 1])?;
    refused(tokens.summary(&[1.0]), &size("numbers", 1, "places", 2));
    for bad in [f64::NAN, INF, -INF] {
        refused(tokens.summary(&[0.0, bad]), &entry("number", 1, bad));
    }
    let report = tokens.summary(&[0.0, 1.0])?;
    for bad in [f64::NAN, -0.1, 1.1] {
        refused(
            report.quantile(bad),
            &parameter("level of the quantile", bad),
        );
    }
    // One sequence says nothing about how sequences differ.
    let one = Tokens::packed(&[2])?.summary(&[0.0, 1.0])?;
    assert_eq!(one.token_mean().standard_error, None);
    Ok(())
}

/// The best words and a bucket, against the divergence of vectors that are put together by hand.
#[test]
fn buckets_are_sums() -> Result<(), Error> {
    let mut random = Random(105);
    for i in 0..400 {
        let words = 2 + random.below(60);
        let (t, s) = (random.logits(words), random.logits(words));
        let count = 1 + random.below(words - 1);
        let mut order: Vec<usize> = (0..words).collect();
        order.sort_by(|&a, &b| t[b].total_cmp(&t[a]));
        let (best, others) = order.split_at(count);
        let together = |z: &[f64]| {
            let most = others.iter().fold(-INF, |m: f64, &k| m.max(z[k]));
            let sum: f64 = others.iter().map(|&k| (z[k] - most).exp()).sum();
            let mut few: Vec<f64> = best.iter().map(|&k| z[k]).collect();
            few.push(most + sum.ln());
            few
        };
        let (few_t, few_s) = (together(&t), together(&s));
        let one = Tokens::packed(&[1])?;
        let divergence = DIVERGENCES[i % 4];
        let by = TokenReduction::Sum;
        let both = TokenLogits::new(&one, &t, &s, words)?.with_top(count, TokenTail::Bucket)?;
        let few = TokenLogits::new(&one, &few_t, &few_s, count + 1)?;
        let mut gradient = vec![f64::NAN; words];
        let mut of_few = vec![f64::NAN; count + 1];
        let value = both
            .compare_into(divergence, 1.0, by, &mut gradient)?
            .reduced(by);
        let expected = few
            .compare_into(divergence, 1.0, by, &mut of_few)?
            .reduced(by);
        close(value, expected, 1e-11);
        close(both.compare(divergence, 1.0)?.reduced(by), value, 1e-13);
        let largest = of_few.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
        let total: f64 = others.iter().map(|&k| gradient[k]).sum();
        let found = best.iter().map(|&k| gradient[k]).chain([total]);
        for (a, b) in found.zip(&of_few) {
            assert!((a - b).abs() <= 1e-12 * largest, "{a:e} {b:e}");
        }
        let whole = TokenLogits::new(&one, &t, &s, words)?;
        let all = whole.compare(divergence, 1.0)?.reduced(by);
        assert!(value <= all * (1.0 + 1e-13), "{value:e} above {all:e}");
        // All words are as none left out.
        for tail in [TokenTail::Bucket, TokenTail::Renormalised] {
            let same = whole.with_top(words, tail)?.compare(divergence, 1.0)?;
            assert_eq!(same.reduced(by), all);
        }
        let chosen = |z: &[f64]| -> Vec<f64> {
            let mut best = best.to_vec();
            best.sort_unstable();
            best.iter().map(|&k| z[k]).collect()
        };
        let (few_t, few_s) = (chosen(&t), chosen(&s));
        let few = TokenLogits::new(&one, &few_t, &few_s, count)?;
        let both = whole.with_top(count, TokenTail::Renormalised)?;
        let mut of_few = vec![f64::NAN; count];
        let value = both.compare_into(divergence, 1.0, by, &mut gradient)?;
        let expected = few.compare_into(divergence, 1.0, by, &mut of_few)?;
        assert_eq!(value.reduced(by), expected.reduced(by));
        assert_eq!(chosen(&gradient), of_few);
        assert!(others.iter().all(|&k| gradient[k] == 0.0));
    }
    Ok(())
}

/// Ties at the edge go to the first, and the order of the logits does not matter for time.
#[test]
fn the_first_of_equal_words_are_the_best() -> Result<(), Error> {
    let one = Tokens::packed(&[1])?;
    let student: Vec<f64> = (0..500).map(|k| 0.01 * k as f64).collect();
    let chosen = |teacher: &[f64], count| {
        let both = TokenLogits::new(&one, teacher, &student, 500)?;
        let both = both.with_top(count, TokenTail::Renormalised)?;
        let mut gradient = vec![0.0; 500];
        let by = TokenReduction::Sum;
        both.compare_into(TokenDivergence::Forward, 1.0, by, &mut gradient)?;
        let chosen = gradient.iter().enumerate().filter(|&(_, &g)| g != 0.0);
        Ok::<Vec<usize>, Error>(chosen.map(|(k, _)| k).collect())
    };
    let equal = vec![1.0; 500];
    assert_eq!(chosen(&equal, 3)?, [0, 1, 2]);
    let mut zeros = vec![-0.0; 500];
    zeros[400] = 0.0;
    assert_eq!(chosen(&zeros, 2)?, [0, 1]);
    let rising: Vec<f64> = (0..500).map(f64::from).collect();
    assert_eq!(chosen(&rising, 2)?, [498, 499]);
    let falling: Vec<f64> = (0..500).map(|k| -0.01 * f64::from(k)).collect();
    assert_eq!(chosen(&falling, 2)?, [0, 1]);
    let mut few = vec![-INF; 500];
    few[250] = 0.0;
    assert_eq!(chosen(&few, 4)?, [0, 1, 2, 250]);
    Ok(())
}

#[test]
fn buckets_with_zeros() -> Result<(), Error> {
    let one = Tokens::packed(&[1])?;
    let by = TokenReduction::Sum;
    let mut gradient = [0.0; 3];
    let tops = |t: [f64; 3], s: [f64; 3], divergence, tail, gradient: &mut [f64]| {
        let both = TokenLogits::new(&one, &t, &s, 3)?.with_top(1, tail)?;
        Ok(both
            .compare_into(divergence, 1.0, by, gradient)?
            .reduced(by))
    };
    let (bucket, few) = (TokenTail::Bucket, TokenTail::Renormalised);
    let (forward, reverse) = (TokenDivergence::Forward, TokenDivergence::Reverse);
    // The student gives nothing to the others; then nothing to the best.
    let (t, s) = ([1.0, 0.0, 0.0], [0.0, -INF, -INF]);
    assert_eq!(tops(t, s, forward, bucket, &mut gradient)?, INF);
    assert!(gradient[0] > 0.0 && gradient[1..] == [0.0; 2]);
    assert!(tops(t, s, reverse, bucket, &mut gradient)? > 0.0);
    assert_eq!(gradient, [0.0; 3]);
    let s = [-INF, 0.0, 0.0];
    assert_eq!(tops(t, s, forward, bucket, &mut gradient)?, INF);
    refused(
        tops(t, s, forward, few, &mut gradient),
        &token_entry("logit of the student", [0, 0, 0], -INF),
    );
    // The teacher gives nothing to the others.
    let (t, s) = ([1.0, -INF, -INF], [0.0, -INF, 0.0]);
    refused(
        tops(t, s, reverse, bucket, &mut gradient),
        &token_entry("logit of the teacher", [0, 0, 2], -INF),
    );
    close(
        tops(t, s, forward, bucket, &mut gradient)?,
        2f64.ln(),
        1e-15,
    );
    assert_eq!(gradient, [-0.5, 0.0, 0.5]);
    let both = TokenLogits::new(&one, &t, &s, 3)?;
    refused(both.with_top(0, bucket), &parameter("number of words", 0.0));
    Ok(())
}

/// Words of which a model has less than the smallest double, but not nothing.
#[test]
fn buckets_below_the_smallest_double() -> Result<(), Error> {
    let one = Tokens::packed(&[1])?;
    let by = TokenReduction::Sum;
    for far in [-800.0, -1e4, -1e30] {
        for (t, s) in [
            ([0.0, far, far], [0.0, 1.0, -1.0]),
            ([0.0, -1.0, -2.0], [0.0, far, far]),
            ([0.0, -1.0, -2.0], [far, 0.0, 0.0]),
            ([0.0, far, far], [far, 0.0, 0.0]),
            ([0.0, far, 2.0 * far], [0.0, 2.0 * far, far]),
        ] {
            let both = TokenLogits::new(&one, &t, &s, 3)?;
            let best = both.with_top(1, TokenTail::Bucket)?;
            for divergence in DIVERGENCES {
                let mut gradient = [f64::NAN; 3];
                let report = best.compare_into(divergence, 1.0, by, &mut gradient)?;
                let (value, all) = (
                    report.reduced(by),
                    both.compare(divergence, 1.0)?.reduced(by),
                );
                assert!(
                    value.is_finite() && value <= all * (1.0 + 1e-12),
                    "{value:e} {all:e}"
                );
                assert!(
                    all < 1e-280 || value >= 0.1 * all,
                    "{t:?} {s:?} {value:e} {all:e}"
                );
                let sum: f64 = gradient.iter().sum();
                let size: f64 = gradient.iter().map(|g| g.abs()).sum();
                assert!(
                    sum.abs() <= 1e-14 * size,
                    "{divergence:?} {t:?} {s:?} {gradient:?}"
                );
            }
        }
    }
    Ok(())
}

/// Probabilities so small that not even their mixture is above 0.
#[test]
fn what_is_next_to_nothing_makes_nothing_infinite() -> Result<(), Error> {
    let teacher = [2451.0, -4927.0, 9303.0, 2280.0];
    let student = [-1490.0, 2079.0, -9581.0, 1159.0];
    let entropy = -(0.7f64 * 0.7f64.ln() + 0.3 * 0.3f64.ln());
    let both = objective::generalised_jensen_shannon(&teacher, &student, 4, 0.7, Reduction::Sum)?;
    assert!((both.value - entropy).abs() < 1e-15, "{}", both.value);
    let tokens = Tokens::packed(&[1])?;
    let all = TokenLogits::new(&tokens, &teacher, &student, 4)?;
    for best in 1..=4 {
        let mut gradient = [f64::NAN; 4];
        let report = all.with_top(best, TokenTail::Bucket)?.compare_into(
            TokenDivergence::JensenShannon { beta: 0.7 },
            1.0,
            TokenReduction::TokenMean,
            &mut gradient,
        )?;
        assert!((report.token_mean().value - entropy).abs() < 1e-15);
        assert!(gradient.iter().all(|g| *g == 0.0), "{gradient:?}");
    }
    Ok(())
}

/// A derivative beyond the largest double, shared among words of which one has no probability.
#[test]
fn nothing_has_no_share_of_infinity() -> Result<(), Error> {
    let (teacher, student) = ([-1e212, -1e212, 0.0], [1e-80, -1e212, 0.0]);
    let tokens = Tokens::packed(&[1])?;
    let mut gradient = [f64::NAN; 3];
    TokenLogits::new(&tokens, &teacher, &student, 3)?
        .with_top(1, TokenTail::Bucket)?
        .compare_into(
            TokenDivergence::Reverse,
            1e-80,
            TokenReduction::TokenMean,
            &mut gradient,
        )?;
    assert_eq!(gradient, [INF, 0.0, -INF]);
    Ok(())
}
