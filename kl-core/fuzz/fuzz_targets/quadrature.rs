//! Integrals of any densities: they come to an end, and are neither negative nor NaN.
#![no_main]

use kl_core::quadrature::Quadrature;
use kl_core::statrs::distribution::{Cauchy, Gamma, Laplace, Normal, StudentsT};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: ([f64; 6], [f64; 3])| {
    let ([a, b, c, d, e, f], [low, high, at]) = input;
    let Ok(quadrature) = Quadrature::new().evaluations(2_000).breakpoints(&[at]) else {
        return;
    };
    macro_rules! check {
        ($($p:expr, $q:expr;)*) => { $(
            if let (Ok(p), Ok(q)) = ($p, $q) {
                if let Ok(integral) = quadrature.kl(&p, &q) {
                    let nats = integral.value().nats();
                    assert!(nats >= 0.0, "{nats:e} for {p:?} {q:?}");
                }
                let _ = quadrature.total_variation(&p, &q);
            }
        )* };
    }
    check! {
        Normal::new(a, b), Cauchy::new(c, d);
        StudentsT::new(a, b, c), Normal::new(d, e);
        Laplace::new(a, b), StudentsT::new(c, d, e);
        Gamma::new(a, b), Gamma::new(c, d);
    }
    let ln_p = move |x: f64| a + b * x - c * x * x;
    let ln_q = move |x: f64| d + e * x - f * x * x;
    if let Ok(integral) = quadrature.kl_of(ln_p, ln_q, low..=high) {
        assert!(integral.value().nats() >= 0.0, "{input:?}");
    }
});
