//! What is trained: values and gradients of the objectives.

mod batches;
mod distillation;
mod divergences;
mod extreme_logits;
mod generalised_jensen_shannon;
mod gradients;
mod input;
#[cfg(feature = "half")]
mod of_16_bits;
mod of_32_bits;
mod ppo;
mod token_kl;
mod tokens;
mod zeros;

use kl_core::{Error, Pmf};

/// The probabilities of logits, by the plain formula.
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
