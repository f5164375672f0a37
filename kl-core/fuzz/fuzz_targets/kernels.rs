//! Kernels take any numbers: no panic, and inside their domain no NaN and nothing
//! negative.
#![no_main]

use kl_core::kernels;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: [f64; 2]| {
    let [a, b] = input;
    let probability = |x: f64| (0.0..=1.0).contains(&x);
    let positive = |x: f64| x > 0.0 && x.is_finite();
    let never_negative = |y: f64| assert!(y >= 0.0, "{y:e} at {a:e} {b:e}");

    let y = kernels::log1pmx(a);
    assert!(!(a >= -1.0) || y <= 0.0, "log1pmx({a:e}) = {y:e}");
    let y = kernels::expm1mx(a);
    assert!(a.is_nan() || y >= 0.0, "expm1mx({a:e}) = {y:e}");
    let y = kernels::entropy_term(a);
    if probability(a) {
        never_negative(y);
    }
    let y = kernels::kl_term(a, b);
    if probability(a) && probability(b) {
        never_negative(y);
    }
    let y = kernels::cross_entropy_term(a, b);
    if probability(a) && probability(b) {
        never_negative(y);
    }
    for kernel in [
        kernels::normal_scale_term,
        kernels::ratio_term,
        kernels::lgamma_remainder,
    ] {
        let y = kernel(a, b);
        if positive(a) && positive(b) {
            never_negative(y);
        }
    }
});
