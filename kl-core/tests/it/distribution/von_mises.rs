//! Von Mises distributions: bad parameters, many turns, and a midpoint rule.

use crate::common::TestResult;
use crate::common::close::{close, sane};
use crate::common::errors::{parameter, refused};
use crate::common::random::Random;
use kl_core::distribution::VonMises;
use kl_core::{Error, Information, KlDivergence};

const INF: f64 = f64::INFINITY;

#[test]
fn von_mises_parameters() -> TestResult {
    refused(VonMises::new(INF, 1.0), &parameter("mean direction", INF));
    refused(VonMises::new(-INF, 1.0), &parameter("mean direction", -INF));
    refused(VonMises::new(0.0, INF), &parameter("concentration", INF));
    refused(VonMises::new(0.0, -1.0), &parameter("concentration", -1.0));
    assert!(matches!(
        VonMises::new(f64::NAN, 1.0),
        Err(Error::Parameter { name: "mean direction", value, .. }) if value.is_nan()
    ));
    assert!(matches!(
        VonMises::new(0.0, f64::NAN),
        Err(Error::Parameter { name: "concentration", value, .. }) if value.is_nan()
    ));
    let d = VonMises::new(3.0, 4.0)?;
    assert_eq!((d.mean_direction(), d.concentration()), (3.0, 4.0));
    Ok(())
}

/// Found by fuzzing: what rounding loses of a difference of such angles is many turns.
#[test]
fn angles_of_many_turns_are_angles() -> TestResult {
    let p = VonMises::new(2.8e304, 3.0)?;
    let (mut least, mut most) = (INF, 0.0);
    for turns in 1..200 {
        let q = VonMises::new(f64::from(turns) * 1e304 + 1e290, 3.0)?;
        let d = p.kl(&q)?.nats();
        (least, most) = (d.min(least), d.max(most));
    }
    // Between no turn and half a turn: 2κA(κ) with A(3) = 0.81.
    assert!(least >= 0.0 && most < 4.87, "{least} {most}");
    assert_eq!(
        p.kl(&VonMises::new(1.4e306, 0.0)?)?,
        VonMises::new(0.0, 3.0)?.kl(&VonMises::new(0.0, 0.0)?)?
    );
    Ok(())
}

#[test]
fn angles() -> TestResult {
    let mut random = Random(55);
    for _ in 0..2000 {
        let r = &mut random;
        let (k, l) = (r.power_of_ten(-4.0, 2.0), r.power_of_ten(-4.0, 2.0));
        let (mu, nu) = (r.between(-3.0, 3.0), r.between(-3.0, 3.0));
        let new = VonMises::new;
        let (p, q) = (new(mu, k)?, new(nu, l)?);
        let d = sane(&p, &q)?;
        assert_eq!(p.kl(&p)?, Information::ZERO);
        // Mirrored, and by eighths of a turn that doubles can hold.
        assert_eq!(new(-mu, k)?.kl(&new(-nu, l)?)?.nats(), d);
        // From any direction the uniform circle looks the same, and P is all there is.
        let uniform = new(nu, 0.0)?;
        assert_eq!(p.kl(&uniform)?, new(0.0, k)?.kl(&new(0.0, 0.0)?)?);
        assert_eq!(uniform.kl(&q)?, new(0.0, 0.0)?.kl(&new(1.0, l)?)?);
        // J has only the cosines' means: ½ of it at equal concentration is κA(1 − cos δ).
        let (there, back) = (new(mu, k)?.kl(&new(nu, k)?)?, new(nu, k)?.kl(&new(mu, k)?)?);
        assert_eq!(there, back);
        // By a midpoint rule of its own.
        let points = 3000;
        let (mut ip, mut iq, mut sum) = (0.0, 0.0, 0.0);
        for i in 0..if k.max(l) < 50.0 { points } else { 0 } {
            let x = (f64::from(i) + 0.5) / f64::from(points) * std::f64::consts::TAU;
            let (ep, eq) = (k * (x - mu).cos(), l * (x - nu).cos());
            ip += ep.exp();
            iq += eq.exp();
            sum += ep.exp() * (ep - eq);
        }
        if ip > 0.0 && random.below(8) == 0 {
            let direct: f64 = sum / ip - (ip / iq).ln();
            assert!((d - direct).abs() < 1e-11 * (1.0 + d), "{d:e} {direct:e}");
        }
    }
    Ok(())
}

/// A concentrated distribution is next to a normal one of variance 1/κ.
#[test]
fn concentrated_angles_are_normal() -> TestResult {
    let d = VonMises::new(1e-5, 1e9)?.kl(&VonMises::new(0.0, 3e9)?)?;
    let normal = 0.5 * (3.0 - 1.0 - 3f64.ln()) + 0.5 * 1e-10 * 3e9;
    close(d.nats(), normal, 1e-8);
    Ok(())
}
