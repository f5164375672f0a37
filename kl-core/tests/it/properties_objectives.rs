//! What must hold for the objectives on any input, tried on random ones. Gradients are
//! compared with differences of values here; the oracle differentiates definitions.

use crate::random::{Random, close};
use kl_core::objective::{self, Loss, Reduction};
use kl_core::torch::{self, IGNORE_INDEX, KlReduction};
use kl_core::{Error, KlDivergence, Pmf, statrs::distribution::Normal};

const SUM: Reduction = Reduction::Sum;

impl Random {
    fn logits(&mut self, n: usize) -> Vec<f64> {
        let size = self.power_of_ten(-3.0, 1.0);
        (0..n).map(|_| self.between(-size, size)).collect()
    }
}

fn softmax(z: &[f64], temperature: f64) -> Result<Pmf, Error> {
    let weights: Vec<f64> = z.iter().map(|x| (x / temperature).exp()).collect();
    Pmf::from_weights(weights)
}

/// The gradient is what a small step changes.
#[track_caller]
fn steps(
    at: &[f64],
    gradient: &[f64],
    value: impl Fn(&[f64]) -> Result<f64, Error>,
) -> Result<(), Error> {
    const H: f64 = 1e-5;
    for (k, g) in gradient.iter().enumerate() {
        let mut moved = at.to_vec();
        moved[k] = at[k] + H;
        let above = value(&moved)?;
        moved[k] = at[k] - H;
        let slope = (above - value(&moved)?) / (2.0 * H);
        let scale = 1.0 + above.abs() + g.abs();
        assert!((slope - g).abs() < 1e-8 * scale, "{slope} is not {g}");
    }
    Ok(())
}

#[test]
fn gradients_are_slopes() -> Result<(), Error> {
    let mut r = Random(61);
    for _ in 0..300 {
        let n = 2 + r.below(3);
        let rows = 1 + r.below(3);
        let (t, s) = (r.logits(n * rows), r.logits(n * rows));
        let labels: Vec<usize> = (0..rows).map(|_| r.below(n)).collect();
        let answers: Vec<bool> = (0..n * rows).map(|_| r.below(2) == 0).collect();
        let targets: Vec<f64> = (0..n * rows).map(|_| r.unit()).collect();
        let (temperature, beta, gamma) = (r.between(1.0, 5.0), r.unit(), r.between(0.0, 4.0));
        let mean = Reduction::BatchMean;
        type Of<'a> = Box<dyn Fn(&[f64]) -> Result<Loss, Error> + 'a>;
        let losses: Vec<Of> = vec![
            Box::new(|s| objective::distillation(&t, s, n, temperature, mean)),
            Box::new(|s| {
                objective::distillation_with_labels(&t, s, n, &labels, temperature, beta, mean)
            }),
            Box::new(|s| objective::generalised_jensen_shannon(&t, s, n, beta, mean)),
            Box::new(|s| objective::generalised_jensen_shannon_scaled(&t, s, n, beta, mean)),
            Box::new(|s| objective::generalised_jensen_shannon_scaled(&t, s, n, 0.0, mean)),
            Box::new(|s| objective::generalised_jensen_shannon_scaled(&t, s, n, 1.0, mean)),
            Box::new(|s| objective::label_smoothing(s, n, &labels, beta, mean)),
            Box::new(|s| objective::focal_loss(s, n, &labels, gamma, mean)),
            Box::new(|s| objective::binary_focal_loss(s, &answers, gamma, beta, mean)),
            Box::new(|s| objective::bernoulli_log_likelihood(s, &targets)),
        ];
        for loss in &losses {
            steps(&s, &loss(&s)?.gradient, |s| Ok(loss(s)?.value))?;
        }
        let l = r.logits(n * rows);
        let l: Vec<f64> = l.iter().map(|x| x / 10.0).collect();
        let kl = |m: &[f64], l: &[f64]| objective::gaussian_kl(m, l, n, 4.0, mean);
        steps(&s, &kl(&s, &l)?.mean_gradient, |s| Ok(kl(s, &l)?.value))?;
        steps(&l, &kl(&s, &l)?.log_variance_gradient, |l| {
            Ok(kl(&s, l)?.value)
        })?;
        let fit = |m: &[f64], l| objective::gaussian_log_likelihood(m, &t, l);
        steps(&s, &fit(&s, 0.5)?.mean_gradient, |s| Ok(fit(s, 0.5)?.value))?;
        steps(&[0.5], &[fit(&s, 0.5)?.log_variance_derivative], |l| {
            Ok(fit(&s, l[0])?.value)
        })?;
        let dpo = |c: &[f64], x: &[f64]| objective::dpo(c, x, &t, &l, 0.5, mean);
        let d = dpo(&s, &targets)?;
        steps(&s, &d.chosen_gradient, |c| Ok(dpo(c, &targets)?.value))?;
        steps(&targets, &d.rejected_gradient, |x| Ok(dpo(&s, x)?.value))?;
        let noise = r.logits(n * rows);
        let z = |l: &[f64]| objective::reparameterise(&s, l, &noise);
        let half_square = |z: &[f64]| z.iter().map(|z| 0.5 * z * z).sum::<f64>();
        let sample = z(&l)?;
        steps(&l, &sample.pull_back(&sample.z)?, |l| {
            Ok(half_square(&z(l)?.z))
        })?;
    }
    Ok(())
}

/// From vectors of probabilities, which the objectives do not make.
#[test]
fn divergences_of_logits_are_those_of_their_probabilities() -> Result<(), Error> {
    let mut r = Random(62);
    for _ in 0..1000 {
        let n = 2 + r.below(4);
        let (t, s) = (r.logits(n), r.logits(n));
        let (p, q) = (softmax(&t, 1.0)?, softmax(&s, 1.0)?);
        let d = objective::distillation(&t, &s, n, 1.0, SUM)?.value;
        close(d, p.kl(&q)?.nats(), 1e-9);
        let js = objective::generalised_jensen_shannon(&t, &s, n, 0.5, SUM)?.value;
        close(js, p.jensen_shannon(&q)?.nats(), 1e-9);
        let scaled = |beta| objective::generalised_jensen_shannon_scaled(&t, &s, n, beta, SUM);
        assert_eq!(scaled(0.0)?.value, d);
        close(scaled(1.0)?.value, q.kl(&p)?.nats(), 1e-9);
        // The limits are approached, not jumped to.
        close(scaled(1e-9)?.value, scaled(0.0)?.value, 1e-3);
        close(scaled(1.0 - 1e-9)?.value, scaled(1.0)?.value, 1e-3);
        let temperature = r.between(1.0, 9.0);
        let soft = objective::distillation(&t, &s, n, temperature, SUM)?.value;
        let d = softmax(&t, temperature)?.kl(&softmax(&s, temperature)?)?;
        close(soft, temperature * temperature * d.nats(), 1e-8);
        let y = r.below(n);
        let plain = objective::label_smoothing(&s, n, &[y], 0.0, SUM)?;
        let focal = objective::focal_loss(&s, n, &[y], 0.0, SUM)?;
        close(plain.value, focal.value, 4.0 * f64::EPSILON);
        let hard = objective::distillation_with_labels(&t, &s, n, &[y], temperature, 1.0, SUM)?;
        close(plain.value, hard.value, 4.0 * f64::EPSILON);
        // Two classes are one question.
        let z = r.between(-30.0, 30.0);
        let two = objective::focal_loss(&[z, 0.0], 2, &[0], 2.0, SUM)?;
        let one = objective::binary_focal_loss(&[z], &[true], 2.0, 1.0, SUM)?;
        close(two.value, one.value, 1e-14);
        close(two.gradient[0], one.gradient[0], 1e-14);
        let (m, l) = (r.between(-2.0, 2.0), r.between(-3.0, 3.0));
        let sigma = (0.5 * l).exp();
        let normal = |m, s| Normal::new(m, s).map_err(|_| Error::Empty);
        let d = normal(m, sigma)?.kl(&normal(0.0, 1.0)?)?;
        close(objective::gaussian_kl_terms(&[m], &[l])?[0], d.nats(), 1e-9);
    }
    Ok(())
}

#[test]
fn shifts_do_not_matter_and_nothing_is_negative() -> Result<(), Error> {
    let mut r = Random(63);
    for _ in 0..5000 {
        let n = 2 + r.below(4);
        // Multiples of 2⁻²⁰, so that adding a shift is exact.
        let grid = |x: f64| (x * 1_048_576.0).round() / 1_048_576.0;
        let t: Vec<f64> = r.logits(n).into_iter().map(grid).collect();
        let s: Vec<f64> = match r.below(2) {
            0 => r.logits(n).into_iter().map(grid).collect(),
            _ => t.iter().map(|x| grid(r.near(*x))).collect(),
        };
        let shift = grid(r.between(-1000.0, 1000.0));
        let shifted: Vec<f64> = s.iter().map(|z| z + shift).collect();
        let (beta, temperature) = (r.unit(), r.between(0.5, 20.0));
        for of in [0.0, beta, 1.0] {
            let gjs = |s: &[f64]| objective::generalised_jensen_shannon_scaled(&t, s, n, of, SUM);
            let (a, b) = (gjs(&s)?, gjs(&shifted)?);
            close(a.value, b.value, 1e-13);
            assert!(a.value >= 0.0);
            let sum: f64 = a.gradient.iter().sum();
            let size: f64 = a.gradient.iter().map(|g| g.abs()).sum();
            assert!(
                sum.abs() <= 1e-13 * size,
                "{t:?} {s:?} {of} {sum:e} {:?}",
                a.gradient
            );
        }
        let d = |s: &[f64]| objective::distillation(&t, s, n, temperature, SUM);
        close(d(&s)?.value, d(&shifted)?.value, 1e-13);
        assert!(d(&s)?.value >= 0.0);
        let itself: Vec<f64> = t.iter().map(|z| z + shift).collect();
        let nothing = d(&itself)?;
        assert_eq!(nothing.value, 0.0);
        assert!(nothing.gradient.iter().all(|&g| g == 0.0));
    }
    Ok(())
}

/// Hinton's limit: half the mean square of the differences of centred logits.
#[test]
fn large_temperatures_compare_logits() -> Result<(), Error> {
    let mut r = Random(64);
    for _ in 0..1000 {
        let n = 2 + r.below(4);
        let (t, s) = (r.logits(n), r.logits(n));
        let mean = |z: &[f64]| z.iter().sum::<f64>() / n as f64;
        let (of_t, of_s) = (mean(&t), mean(&s));
        let squares = t
            .iter()
            .zip(&s)
            .map(|(t, s)| ((s - of_s) - (t - of_t)).powi(2));
        let limit = 0.5 * squares.sum::<f64>() / n as f64;
        let at = |temperature| objective::distillation(&t, &s, n, temperature, SUM);
        close(at(1e8)?.value, limit, 1e-6);
        close(at(1e50)?.value, limit, 1e-12);
        for (k, g) in at(1e50)?.gradient.iter().enumerate() {
            let slope = ((s[k] - of_s) - (t[k] - of_t)) / n as f64;
            assert!((g - slope).abs() <= 1e-13 * limit.sqrt(), "{g:e} {slope:e}");
        }
    }
    Ok(())
}

/// Rows one by one, and all at once.
#[test]
fn batches_are_sums_and_means_of_rows() -> Result<(), Error> {
    let mut r = Random(65);
    for _ in 0..500 {
        let (n, rows) = (2 + r.below(3), 1 + r.below(4));
        let (t, s) = (r.logits(n * rows), r.logits(n * rows));
        let labels: Vec<usize> = (0..rows).map(|_| r.below(n)).collect();
        let answers: Vec<bool> = (0..n).map(|_| r.below(2) == 0).collect();
        let all_answers: Vec<bool> = answers.repeat(rows);
        type Of<'a> = (
            usize,
            Box<dyn Fn(&[f64], &[f64], &[usize], Reduction) -> Result<Loss, Error> + 'a>,
        );
        let losses: Vec<Of> = vec![
            (
                rows,
                Box::new(|t, s, _, how| objective::distillation(t, s, n, 2.0, how)),
            ),
            (
                rows,
                Box::new(|t, s, y, how| {
                    objective::distillation_with_labels(t, s, n, y, 2.0, 0.25, how)
                }),
            ),
            (
                rows,
                Box::new(|t, s, _, how| objective::generalised_jensen_shannon(t, s, n, 0.25, how)),
            ),
            (
                rows,
                Box::new(|t, s, _, how| {
                    objective::generalised_jensen_shannon_scaled(t, s, n, 0.0, how)
                }),
            ),
            (
                rows,
                Box::new(|_, s, y, how| objective::label_smoothing(s, n, y, 0.25, how)),
            ),
            (
                rows,
                Box::new(|_, s, y, how| objective::focal_loss(s, n, y, 2.0, how)),
            ),
            (
                rows * n,
                Box::new(|_, s, y, how| {
                    let answers = if y.len() == rows {
                        &all_answers
                    } else {
                        &answers
                    };
                    let answers = if s.len() == n {
                        &all_answers[..n]
                    } else {
                        answers
                    };
                    objective::binary_focal_loss(s, answers, 2.0, 0.25, how)
                }),
            ),
            (
                rows,
                Box::new(|t, s, _, how| {
                    let kl = objective::gaussian_kl(t, s, n, 2.0, how)?;
                    Ok(Loss {
                        value: kl.value,
                        gradient: kl.log_variance_gradient,
                    })
                }),
            ),
            (
                rows,
                Box::new(|t, s, _, how| {
                    let kl = objective::gaussian_kl(t, s, n, 2.0, how)?;
                    Ok(Loss {
                        value: kl.value,
                        gradient: kl.mean_gradient,
                    })
                }),
            ),
        ];
        for (divisor, loss) in &losses {
            let sum = loss(&t, &s, &labels, SUM)?;
            let mean = loss(&t, &s, &labels, Reduction::BatchMean)?;
            let (mut value, mut gradient) = (0.0, Vec::new());
            for i in 0..rows {
                let of = i * n..(i + 1) * n;
                let row = loss(&t[of.clone()], &s[of], &labels[i..=i], SUM)?;
                value += row.value;
                gradient.extend(row.gradient);
            }
            close(sum.value, value, 1e-14);
            assert_eq!(sum.gradient, gradient);
            close(mean.value, value / *divisor as f64, 1e-14);
            for (a, b) in mean.gradient.iter().zip(&gradient) {
                assert!((a - b / *divisor as f64).abs() < 1e-15, "{a} {b}");
            }
        }
        // Free bits with no floor, and with one in each dimension.
        let free = objective::free_bits(&t, &s, n, 0.0)?;
        let kl = objective::gaussian_kl(&t, &s, n, 1.0, Reduction::BatchMean)?;
        close(free.value, kl.value, 1e-14);
        for (a, b) in free.mean_gradient.iter().zip(&kl.mean_gradient) {
            close(*a, *b, 1e-14);
        }
        let floored = objective::free_bits(&t, &s, n, 1e200)?;
        close(floored.value, n as f64 * 1e200, 1e-14);
        assert!(floored.log_variance_gradient.iter().all(|&g| g == 0.0));
        let pairs = objective::dpo(&t, &s, &s, &t, 0.5, Reduction::BatchMean)?;
        let summed = objective::dpo(&t, &s, &s, &t, 0.5, SUM)?;
        close(pairs.value * (n * rows) as f64, summed.value, 1e-14);
        for (k, m) in summed.margins.iter().enumerate() {
            let rewards = summed.chosen_rewards[k] - summed.rejected_rewards[k];
            close(*m, rewards, 1e-12);
            assert_eq!(summed.chosen_gradient[k], -summed.rejected_gradient[k]);
        }
    }
    Ok(())
}

/// The clipped surrogate against its definition, and never above the plain one.
#[test]
fn ppo_is_a_lower_bound() -> Result<(), Error> {
    let mut r = Random(66);
    for _ in 0..5000 {
        let n = 1 + r.below(5);
        let old = r.logits(n);
        let new: Vec<f64> = old.iter().map(|x| x + r.between(-0.5, 0.5)).collect();
        let a = r.logits(n);
        let got = objective::ppo_clip(&new, &old, &a, 0.2)?;
        let (mut clip, mut plain, mut clipped) = (0.0, 0.0, 0);
        for ((new, old), a) in new.iter().zip(&old).zip(&a) {
            let ratio = (new - old).exp();
            let bounded = ratio.clamp(0.8, 1.2) * a;
            clip += bounded.min(ratio * a);
            plain += ratio * a;
            clipped += usize::from(bounded < ratio * a);
        }
        assert!((got.value - clip / n as f64).abs() < 1e-12);
        assert!(got.value <= plain / n as f64 + 1e-12);
        assert_eq!(got.clipped, clipped);
        steps(&new, &got.gradient, |new| {
            Ok(objective::ppo_clip(new, &old, &a, 0.2)?.value)
        })
        .or_else(|e| if clipped > 0 { Ok(()) } else { Err(e) })?;
        let kl = objective::token_kl(&new, &old)?;
        for k in 0..n {
            assert!(kl.k3[k] >= 0.0);
            close(kl.k2[k], 0.5 * kl.k1[k] * kl.k1[k], 1e-15);
        }
    }
    Ok(())
}

/// Averaged over every token, with the probabilities of the policy.
#[test]
fn token_estimates_average_to_the_divergence() -> Result<(), Error> {
    let mut r = Random(67);
    for _ in 0..500 {
        let n = 2 + r.below(4);
        let q: Vec<f64> = r.weights(n).into_iter().map(|w| w + 1e-3).collect();
        let (p, q) = (softmax(&r.logits(n), 1.0)?, Pmf::from_weights(q)?);
        let ln = |p: &Pmf| p.as_slice().iter().map(|x| x.ln()).collect::<Vec<f64>>();
        let kl = objective::token_kl(&ln(&p), &ln(&q))?;
        let mean = |k: &[f64]| -> f64 { p.as_slice().iter().zip(k).map(|(p, k)| p * k).sum() };
        let d = p.kl(&q)?.nats();
        for k in [&kl.k1, &kl.k3] {
            assert!((mean(k) - d).abs() < 1e-14 * (1.0 + d), "{} {d}", mean(k));
        }
        // As a loss, in the logits z of p: Σ p dk/d ln p · (1{j} − p). k2 leads along the
        // gradient of D(P‖Q), k3 along that of D(Q‖P), which is p − q.
        let along = |k: &[f64]| -> Vec<f64> {
            let p = p.as_slice();
            let all = mean(k);
            p.iter().zip(k).map(|(p, k)| p * (k - all)).collect()
        };
        let z = ln(&p);
        let reverse = objective::generalised_jensen_shannon_scaled(&ln(&q), &z, n, 1.0, SUM)?;
        let forward = objective::distillation(&ln(&q), &z, n, 1.0, SUM)?;
        for (a, b) in along(&kl.k1).iter().zip(&reverse.gradient) {
            assert!((a - b).abs() < 1e-13 * (1.0 + d), "{a} {b}");
        }
        for (a, b) in along(&kl.k3_gradient).iter().zip(&forward.gradient) {
            assert!((a - b).abs() < 1e-13 * (1.0 + d), "{a} {b}");
        }
    }
    Ok(())
}

/// PyTorch's losses and this crate's own functions, where both are right.
#[test]
fn pytorch_agrees_where_it_is_right() -> Result<(), Error> {
    let mut r = Random(68);
    for _ in 0..1000 {
        let (n, rows) = (2 + r.below(4), 1 + r.below(3));
        let (t, s) = (r.logits(n * rows), r.logits(n * rows));
        let (ln_p, ln_q) = (torch::log_softmax(&t, rows)?, torch::log_softmax(&s, rows)?);
        let p: Vec<f64> = ln_p.iter().map(|x| x.exp()).collect();
        let batch_mean = KlReduction::BatchMean { rows };
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12 * (1.0 + b.abs()), "{a} {b}");
        let d = objective::distillation(&t, &s, n, 1.0, Reduction::BatchMean)?.value;
        near(torch::kl_div(&ln_q, &p, batch_mean, false)?, d);
        near(torch::kl_div(&ln_q, &ln_p, batch_mean, true)?, d);
        let mean = torch::kl_div(&ln_q, &p, KlReduction::Mean, false)?;
        near(mean * n as f64, d);
        let labels: Vec<usize> = (0..rows).map(|_| r.below(n)).collect();
        let target: Vec<i64> = labels.iter().map(|&y| y as i64).collect();
        let epsilon = r.unit();
        let own = objective::label_smoothing(&s, n, &labels, epsilon, Reduction::BatchMean)?;
        let mean = torch::Reduction::Mean;
        near(
            torch::cross_entropy(&s, &target, epsilon, IGNORE_INDEX, mean)?,
            own.value,
        );
        let one_hot: Vec<f64> = labels
            .iter()
            .flat_map(|&y| (0..n).map(move |k| f64::from(u8::from(k == y))))
            .collect();
        near(
            torch::cross_entropy_of_probabilities(&s, &one_hot, rows, epsilon, mean)?,
            own.value,
        );
        let sum = torch::Reduction::Sum;
        near(
            torch::binary_cross_entropy_with_logits(&s, &p, sum)?,
            -objective::bernoulli_log_likelihood(&s, &p)?.value,
        );
        let l = r.between(-2.0, 2.0);
        let var = vec![l.exp(); n * rows];
        near(
            torch::gaussian_nll_loss(&s, &t, &var, true, 1e-6, sum)?,
            -objective::gaussian_log_likelihood(&s, &t, l)?.value,
        );
    }
    Ok(())
}
