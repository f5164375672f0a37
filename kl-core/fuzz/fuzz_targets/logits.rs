//! Logits, objectives and the losses of PyTorch, of any numbers.
#![no_main]

use kl_core::objective::{
    self, Reduction, TokenDivergence, TokenLogits, TokenReduction, TokenTail, Tokens,
};
use kl_core::torch::{self, KlReduction};
use kl_core::{Bregman, Logits, bounds, gradient};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<f64>, Vec<f64>, f64, f64, u8)| {
    let (a, b, x, y, classes) = input;
    let (classes, sum) = (usize::from(classes), Reduction::Sum);
    let labels: Vec<usize> = a.iter().map(|z| z.to_bits() as usize % (classes + 1)).collect();

    if let (Ok(p), Ok(q)) = (Logits::new(a.clone()), Logits::new(b.clone())) {
        let _ = (p.to_pmf(), p.log_probabilities(), p.tempered(x));
        assert!(p.entropy().nats() >= 0.0, "{p:?}");
        for result in [p.kl(&q), p.jensen_shannon(&q), p.cross_entropy(&q)] {
            assert!(result.is_err() || result.is_ok_and(|d| d.nats() >= 0.0), "{p:?} {q:?}");
        }
        for result in [
            gradient::kl_by_p_logits(&p, &q),
            gradient::kl_by_q_logits(&p, &q),
            gradient::jensen_shannon_by_p_logits(&p, &q),
        ] {
            let entries = result.unwrap_or_default();
            assert!(entries.iter().all(|g| !g.is_nan()), "{entries:?} for {p:?} {q:?}");
        }
    }
    let _ = Logits::from_log_probabilities(a.clone());
    for bregman in [Bregman::kl(), Bregman::itakura_saito(), Bregman::logistic()] {
        let result = bregman.divergence(&a, &b);
        assert!(result.is_err() || result.is_ok_and(|d| d >= 0.0), "{a:?} {b:?}");
    }

    for loss in [
        objective::distillation(&a, &b, classes, x, sum),
        objective::distillation_with_labels(&a, &b, classes, &labels, x, y, sum),
        objective::generalised_jensen_shannon(&a, &b, classes, x, sum),
        objective::generalised_jensen_shannon_scaled(&a, &b, classes, x, sum),
        objective::label_smoothing(&a, classes, &labels, x, sum),
        objective::focal_loss(&a, classes, &labels, x, sum),
    ] {
        if let Ok(loss) = loss {
            assert!(loss.value >= 0.0, "{loss:?} for {a:?} {b:?} {x:e} {y:e} {classes}");
            assert!(loss.gradient.iter().all(|g| !g.is_nan()), "{loss:?} for {a:?} {b:?}");
        }
    }
    if let Ok(loss) = objective::normal_kl(&a, &b, classes, x.abs(), sum) {
        assert!(loss.value >= 0.0, "{loss:?} for {a:?} {b:?} {x:e}");
    }
    let mask: Vec<bool> = labels.iter().step_by(classes.max(1)).map(|l| l % 3 > 0).collect();
    let lengths: Vec<usize> = a.iter().map(|z| z.to_bits() as usize >> (x.to_bits() % 64)).collect();
    let _ = (Tokens::padded(&lengths, classes), Tokens::packed(&lengths));
    if let Ok(tokens) = Tokens::masked(&mask, 1) {
        let _ = tokens.summary(&a).map(|report| report.quantile(y));
        for divergence in [
            TokenDivergence::Forward,
            TokenDivergence::Reverse,
            TokenDivergence::JensenShannon { beta: y },
        ] {
            let Ok(both) = TokenLogits::new(&tokens, &a, &b, classes) else { break };
            for tail in [TokenTail::Bucket, TokenTail::Renormalised] {
                let Ok(both) = both.with_top(classes.div_ceil(2), tail) else { break };
                let mut gradient = vec![0.0; b.len()];
                let by = TokenReduction::SequenceMean;
                if let Ok(report) = both.compare_into(divergence, x, by, &mut gradient) {
                    let value = report.reduced(by);
                    assert!(value >= 0.0, "{value:e} for {a:?} {b:?} {divergence:?} {x:e}");
                    assert!(gradient.iter().all(|g| !g.is_nan()), "{gradient:?} for {a:?} {b:?}");
                }
                let report = both.compare(divergence, x);
                assert!(report.is_err() || report.is_ok_and(|report| report.reduced(by) >= 0.0));
            }
        }
    }
    let _ = objective::free_bits(&a, &b, classes, x);
    let _ = objective::bernoulli_log_likelihood(&a, &b);
    let _ = objective::normal_log_likelihood(&a, &b, x);
    let _ = objective::ppo_clip(&a, &b, &a, x);
    let _ = objective::token_kl(&a, &b);
    let _ = objective::dpo(&a, &b, &a, &b, x, sum);

    // PyTorch's numbers may be NaN or negative; there must be no panic.
    let rows = classes;
    let _ = torch::kl_div(&a, &b, KlReduction::BatchMean { rows }, x > y);
    let _ = torch::kl_div_unreduced(&a, &b, x > y);
    let integers: Vec<i64> = labels.iter().map(|&label| label as i64 - 1).collect();
    let _ = torch::cross_entropy(&a, &integers, x, -1, torch::Reduction::Mean);
    let _ = torch::gaussian_nll_loss(&a, &b, &a, true, x, torch::Reduction::Mean);
    let _ = torch::log_softmax(&a, rows);

    for bound in [
        bounds::total_variation_at_most(kl_core::Information::from_nats(x)).ok(),
        bounds::kl_at_least(x).map(kl_core::Information::nats).ok(),
        bounds::fano(kl_core::Information::from_nats(x), classes).ok(),
    ] {
        assert!(bound.is_none_or(|bound| bound >= 0.0), "{bound:?} for {x:e} {classes}");
    }
});
