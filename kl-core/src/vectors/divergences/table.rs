//! The divergences between probability vectors that have no parameter.
//!
//! The macro hands its rows to another macro, which makes of them the tolerances, the
//! comparison with the oracle, or the trial on millions of inputs. Tests include this file
//! as it is.

/// The columns: the value, the method of `Pmf`, the tolerance in ulp, and the reason for it.
#[rustfmt::skip]
macro_rules! divergences {
    ($then:ident) => { $then! {
        Bhattacharyya, bhattacharyya, 4: "the four roundings of a term, the division and ln_1p";
        ChiSquared, chi_squared, 2: "difference, quotient and product";
        CrossEntropy, cross_entropy, 2: "as cross_entropy_term; the sum adds next to nothing";
        Hellinger, hellinger, 2: "the root halves the four roundings of a term";
        Jeffreys, jeffreys, 2: "roundings of p + q, of the quotient and of the products";
        JensenShannon, jensen_shannon, 2: "roundings of p + q, of the quotient and of the products";
        KullbackLeibler, kl, 2: "as kl_term; the sum adds next to nothing";
        TotalVariation, total_variation, 1: "one rounding in each term; the sum adds next to nothing";
        TriangularDiscrimination, triangular_discrimination, 2: "difference, quotient and product";
    } };
}
