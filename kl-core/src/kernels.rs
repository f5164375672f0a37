//! The scalar functions that every sum is made of.
//!
//! They work on plain numbers in nats and check nothing: outside its domain a
//! kernel returns NaN. Use them to build a divergence that is not here yet; for
//! distributions, the types of this crate are safer.
//!
//! Accuracies are in units in the last place of the true value, against values of 30
//! digits. [The report](crate::accuracy) says on how many cases, and what was found. They
//! depend on the platform's `ln` and `ln_1p`, and were found with those of glibc on x86-64.

pub use crate::lgamma::lgamma_remainder;
pub use crate::ratio::{expm1mx, ratio_term};

/// ln(1 + x) − x, accurate near 0, where the plain expression loses every digit.
///
/// # Domain and special cases
///
/// | x | result |
/// |---|---|
/// | 0 | 0 |
/// | −1 | −∞ |
/// | ∞ | −∞ |
/// | below −1, NaN | NaN |
///
/// Never positive.
///
/// # Accuracy
///
/// Within 4 ulp.
///
/// # Example
///
/// ```
/// use kl_core::kernels::log1pmx;
///
/// assert_eq!(log1pmx(0.0), 0.0);
/// // −x²/2 + x³/3 − …, of which a double sees only the first term.
/// assert_eq!(log1pmx(2f64.powi(-60)), -(2f64.powi(-121)));
/// ```
///
/// # Reference
///
/// ln(1+x) = 2 artanh(x/(2+x)): Abramowitz and Stegun, *Handbook of
/// Mathematical Functions*, equations 4.1.27 and 4.6.22.
pub fn log1pmx(x: f64) -> f64 {
    // Here |r| ≤ 3/7, and the series needs few terms. Outside, ln_1p(x) and x
    // differ by a third or more of the larger: subtracting triples a rounding at most.
    if (-0.6..=1.5).contains(&x) {
        // 2 artanh r = 2r + 2r·y·S(y), and 2r − x = −x·r exactly.
        let r = x / (2.0 + x);
        let y = r * r;
        r * (2.0 * y * artanh_tail(y) - x)
    } else if x == f64::INFINITY {
        f64::NEG_INFINITY
    } else {
        x.ln_1p() - x
    }
}

/// p ln(p/q) − p + q: what one outcome adds to the divergence of P from Q.
///
/// Every term is ≥ 0, so a sum of them cannot cancel. For probability vectors
/// the −p + q sum to zero, up to the rounding of the vectors.
///
/// # Domain and special cases
///
/// p and q finite and ≥ 0; NaN otherwise.
///
/// | p | q | result |
/// |---|---|---|
/// | 0 | q | q |
/// | p > 0 | 0 | ∞ |
/// | p | p | 0 |
///
/// # Accuracy
///
/// Within 4 ulp, also where p/q over- or underflows.
///
/// # Example
///
/// ```
/// use kl_core::kernels::kl_term;
///
/// assert_eq!(kl_term(0.0, 0.25), 0.25);
/// assert_eq!(kl_term(0.25, 0.0), f64::INFINITY);
/// // One ulp apart: (p − q)²/2p, where the plain expression gives 0.
/// assert_eq!(kl_term(1.0, 1.0 + f64::EPSILON), 2f64.powi(-105));
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.26
/// (the p ln(p/q) part). As a Bregman divergence: Banerjee, Merugu, Dhillon and
/// Ghosh, "Clustering with Bregman Divergences", JMLR 6 (2005) 1705–1749.
pub fn kl_term(p: f64, q: f64) -> f64 {
    if !(p >= 0.0 && q >= 0.0 && p < f64::INFINITY && q < f64::INFINITY) {
        return f64::NAN;
    }
    if p == q {
        return 0.0;
    }
    if p == 0.0 {
        return q;
    }
    if q == 0.0 {
        return f64::INFINITY;
    }
    // Far above any probability p + q and p ln p may overflow. Powers of two
    // change no digit, except of a partner too small to matter.
    if p.max(q) > HUGE {
        return kl_term(p * DOWN, q * DOWN) / DOWN;
    }
    // Within a factor of two the difference d is exact (Sterbenz), so it is
    // worth building on. Outside, the terms no longer cancel much.
    if p <= 2.0 * q && q <= 2.0 * p {
        return near_kl_term(p, q, q - p);
    }
    let t = p / q;
    if !(f64::MIN_POSITIVE..=f64::MAX).contains(&t) {
        // The ratio cannot be held, but its logarithm can. It is above 708 in
        // size, so the rounding of the difference is relative to the result.
        return p * (p.ln() - q.ln()) - p + q;
    }
    // For p near 2q, p ln(p/q) − p + q is under a third of its first term, so
    // the roundings of t, of the product and of the sums show: carry them along.
    let l = t.ln();
    let a = p * l;
    let lost_ratio = (-t).mul_add(q, p); // p − t·q; ln(p/q) = ln t + this/p
    let lost_product = p.mul_add(l, -a);
    let (b, lost_b) = two_sum(a, -p);
    let (c, lost_c) = two_sum(b, q);
    c + (lost_b + lost_c + lost_product + lost_ratio)
}

/// −p ln p: what one outcome adds to the entropy.
///
/// # Domain and special cases
///
/// p ≥ 0; NaN for negative p and NaN. 0 at p = 0 (the limit) and at p = 1;
/// negative above 1; −∞ at ∞.
///
/// # Accuracy
///
/// Within 2 ulp.
///
/// # Example
///
/// ```
/// use kl_core::kernels::entropy_term;
///
/// assert_eq!(entropy_term(0.0), 0.0);
/// assert_eq!(entropy_term(0.5), 0.5 * std::f64::consts::LN_2);
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.1.
pub fn entropy_term(p: f64) -> f64 {
    cross_entropy_term(p, p)
}

/// −p ln q: what one outcome adds to the cross-entropy of P and Q.
///
/// # Domain and special cases
///
/// p ≥ 0 and q ≥ 0; NaN otherwise.
///
/// | p | q | result |
/// |---|---|---|
/// | 0 | any | 0 |
/// | p > 0 | 0 | ∞ |
/// | p > 0 | 1 | 0 |
///
/// # Accuracy
///
/// Within 2 ulp.
///
/// # Example
///
/// ```
/// use kl_core::kernels::cross_entropy_term;
///
/// assert_eq!(cross_entropy_term(0.0, 0.0), 0.0);
/// assert_eq!(cross_entropy_term(0.5, 0.0), f64::INFINITY);
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 5.4.3,
/// where it is the length of a code made for Q when P is true.
pub fn cross_entropy_term(p: f64, q: f64) -> f64 {
    if !(p >= 0.0 && q >= 0.0) {
        f64::NAN
    } else if p == 0.0 || q == 1.0 {
        // 0·ln 0 is 0, not NaN; and −p·0 would be a negative zero.
        0.0
    } else {
        -p * q.ln()
    }
}

/// ½(ρ² − 1) − ln ρ with ρ = σp/σq: what the scales of two normals add to D(P‖Q).
///
/// It is the divergence of Normal(0, σp) from Normal(0, σq), and for several
/// dimensions the diagonal of a Cholesky factor takes the place of σ.
///
/// # Domain and special cases
///
/// σp and σq positive and finite; NaN otherwise. 0 if they are equal. ∞ where
/// the true value exceeds [`f64::MAX`]. Never negative.
///
/// # Accuracy
///
/// Within 5 ulp.
///
/// # Example
///
/// ```
/// use kl_core::kernels::normal_scale_term;
///
/// let expected = 1.5 - std::f64::consts::LN_2;
/// assert!((normal_scale_term(2.0, 1.0) - expected).abs() < 1e-15);
/// assert_eq!(normal_scale_term(0.75, 0.75), 0.0);
/// ```
///
/// # Reference
///
/// Kullback, *Information Theory and Statistics* (1959), chapter 9, section 1.
pub fn normal_scale_term(sigma_p: f64, sigma_q: f64) -> f64 {
    let positive = |s: f64| s > 0.0 && s < f64::INFINITY;
    if !(positive(sigma_p) && positive(sigma_q)) {
        return f64::NAN;
    }
    let e = (sigma_p - sigma_q) / sigma_q;
    // The same interval as in log1pmx, for the same reason.
    if (-0.6..=1.5).contains(&e) {
        return scale_excess_term(e);
    }
    let rho = sigma_p / sigma_q;
    // A ratio that underflows has lost its digits; its logarithm needs not.
    let ln_rho = if rho < f64::MIN_POSITIVE {
        sigma_p.ln() - sigma_q.ln()
    } else {
        rho.ln()
    };
    // Halved before squaring: ρ² may overflow where ρ²/2 does not.
    let trace = (0.5 * rho) * rho - 0.5;
    if trace == f64::INFINITY {
        trace // and ln ρ, perhaps infinite too, is nothing beside it
    } else {
        trace - ln_rho
    }
}

/// ½(ρ² − 1) − ln ρ as a function of e = ρ − 1 > −1: both its terms are ≥ 0.
pub(crate) fn scale_excess_term(e: f64) -> f64 {
    0.5 * e * e - log1pmx(e)
}

/// [`kl_term`] within a factor of two, from the difference d = q − p too, which
/// may be known better than p and q are.
pub(crate) fn near_kl_term(p: f64, q: f64, d: f64) -> f64 {
    // −p·log1pmx(x) with x = d/p, and r = x/(2+x) = d/(p+q): this way the
    // only roundings that count are those of p + q, r and the product.
    let r = d / (p + q);
    let y = r * r;
    r * (d - 2.0 * p * (y * artanh_tail(y)))
}

/// S(y) = 1/3 + y/5 + y²/7 + …, so that artanh r = r + r·y·S(y) with y = r².
///
/// For y ≤ (3/7)², the first term left out is below 2⁻⁵⁴ of what is kept.
pub(crate) fn artanh_tail(y: f64) -> f64 {
    const TERMS: usize = 22;
    const COEFFICIENT: [f64; TERMS] = {
        let mut c = [0.0; TERMS];
        let mut i = 0;
        while i < TERMS {
            c[i] = 1.0 / (2 * i + 3) as f64;
            i += 1;
        }
        c
    };
    COEFFICIENT.iter().rev().fold(0.0, |s, c| s * y + c)
}

/// What rounding made of a number that is 0 or more. NaN stays: `max` would hide it.
pub(crate) fn not_negative(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}

/// a + b as its rounded value and what the rounding lost, exactly.
///
/// Knuth, *The Art of Computer Programming*, volume 2, section 4.2.2, theorem B.
pub(crate) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    let b_kept = s - a;
    (s, (a - (s - b_kept)) + (b - b_kept))
}

/// Beyond this a product with a logarithm, or a sum of two, may overflow.
pub(crate) const HUGE: f64 = f64::from_bits((1023 + 1000) << 52); // 2¹⁰⁰⁰
/// Brings any double below [`HUGE`] with room to spare.
pub(crate) const DOWN: f64 = f64::from_bits((1023 - 64) << 52); // 2⁻⁶⁴
