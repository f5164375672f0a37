//! How far each function may be from the true value.

use std::sync::LazyLock;

/// Room for another platform's `ln`, which may be luckier, and a little for errors that a
/// condition number makes fractions of.
pub(crate) const SLACK: f64 = 1.01;

/// All rows: those of the tables of pairs, `P‖Q` being `<P as KlDivergence<Q>>::kl`, and of
/// divergences between vectors, and those below.
pub(crate) static TOLERANCES: LazyLock<Vec<(&str, f64, &str)>> = LazyLock::new(|| {
    let mut all = OTHERS.to_vec();
    all.extend(pairs!(rows));
    all.extend(divergences!(of_vectors));
    all
});

/// A row for each line of a pair.
macro_rules! rows {
    ($(
        $p:ident, $q:ident $(infinite $infinite:literal)?: $formula:literal, $rarely:literal,
        $within:tt;
    )*) => {
        [$( &lines!(concat!(stringify!($p), "‖", stringify!($q)), $within)[..] ),*].concat()
    };
}
macro_rules! lines {
    ($name:expr,
        [$($ulp:literal $(per $condition:literal)? $(in $cases:literal)?: $why:literal),+]
    ) => {
        [$((
            concat!($name, $(", ", $cases)?),
            stringify!($ulp).parse().expect("the table has numbers"),
            concat!($("per condition, ", $condition, ": ",)? $why),
        )),+]
    };
}
macro_rules! of_vectors {
    ($($value:ident, $method:ident, $ulp:literal: $why:literal;)*) => {
        [$((
            concat!("Pmf::", stringify!($method)),
            stringify!($ulp).parse().expect("the table has numbers"),
            $why,
        )),*]
    };
}
use {lines, of_vectors, rows};

/// The function, how far it may be from the true value, and why it is not less.
///
/// A row is named by the public path of the function; after a comma it may say which cases. The unit is the ulp of the correctly rounded
/// value, so an error of 1 is at most 1.5 ulp of the true one. "Per condition" is in
/// ulp divided by the condition number that the oracle gives with the case, and that
/// the function's documentation states. "Near" are the cases where |α ln(p/q)| ≤ 1
/// for every outcome with p, q > 0; "per power" is in ulp divided by
/// 1 + |α| max |ln(p/q)|: the rounding of the logarithm, magnified.
/// "Of the largest" is in ulp of the entry times the largest entry or term of the
/// gradient over it.
///
/// The numbers are the worst found, with glibc on x86-64: over the committed cases, and over
/// those of other seeds, of which `others.json` keeps what was found. A tolerance more than
/// [`SLACK`] above the worst fails too: it could be tightened.
#[rustfmt::skip]
const OTHERS: &[(&str, f64, &str)] = &[
    ("kernels::log1pmx",                                       3.0, "roundings of 2 + x, of r, and of the products; ln_1p beyond"),
    ("kernels::kl_term",                                       3.0, "roundings of p + q, of r, and of the product; carried along in the far branch"),
    ("kernels::entropy_term",                                  1.0, "ln and one product"),
    ("kernels::cross_entropy_term",                            1.0, "ln and one product"),
    ("kernels::normal_scale_term",                             4.0, "the rounding of e or ρ counts twice, being squared"),
    ("Pmf::entropy",                                           1.0, "as entropy_term; the sum adds next to nothing"),
    ("Pmf::jensen_shannon_of",                                 3.0, "the mean, its difference, and those of kl_term"),
    ("Pmf::tsallis, near",                                     5.0, "the logarithm, squared; the series; the products"),
    ("Pmf::tsallis, per power",                                5.0, "the same, and exp of a rounded exponent"),
    ("Pmf::alpha_divergence, near",                            3.0, "the logarithm, squared; the series; the products"),
    ("Pmf::alpha_divergence, per power",                       3.0, "the same, and exp of a rounded exponent"),
    ("Pmf::renyi, near",                                       4.0, "as tsallis, and ln_1p"),
    ("Pmf::renyi, per power",                                  4.0, "the same; the logarithm mostly takes back what the power magnified"),
    ("Joint::conditional_entropy",                             2.0, "the row's sum, a quotient and a logarithm"),
    ("Joint::mutual_information",                              3.0, "as kl_term: the products carry twice the digits"),
    ("Pmf::renyi, order infinite",                             1.0, "a quotient and a logarithm"),
    ("Pmf::f_divergence, per (1 + value)/value",               3.0, "a generator sees the rounded ratio, so the error is in ulp of one"),
    ("kernels::expm1mx",                                       2.0, "the series and two products; exp_m1 beyond"),
    ("kernels::lgamma_remainder",                              4.0, "the roundings of kl_term and ratio_term, and of the sum over the rule"),
    ("kernels::ratio_term",                                    4.0, "the rounding of t and of ln t, of which a third may be left"),
    ("transport::wasserstein_1",                               2.0, "difference, sum and quotient: the masses are whole numbers"),
    ("transport::wasserstein_2",                               1.0, "the root halves the roundings"),
    ("transport::wasserstein",                                 2.0, "the root takes back what the power magnified"),
    ("transport::Empirical::wasserstein_1",                               3.0, "and the roundings of the masses and their total"),
    ("transport::Empirical::wasserstein_2",                               2.0, "the root halves the roundings"),
    ("transport::Empirical::wasserstein",                                 2.0, "the same, with fewer cases"),
    ("transport::Empirical::energy_distance",                             3.0, "the root halves the roundings of the squares and widths"),
    ("transport::Empirical::cdf",                                         2.0, "a quotient of rounded sums"),
    ("Normal::wasserstein_1",                                  6.0, "two differences, the constant, and the mean of the folded normal"),
    ("Normal::wasserstein_2",                                  1.0, "two differences and hypot"),
    ("Laplace::wasserstein_1",                                 1.0, "two differences, and exp of their quotient"),
    ("Laplace::wasserstein_2",                                 2.0, "the rounding of √2, the product and hypot"),
    ("Exp::wasserstein_1",                                     1.0, "a difference and two quotients"),
    ("Exp::wasserstein_2",                                     2.0, "the same, and √2"),
    ("Uniform::wasserstein_1",                                 2.0, "differences and a quotient"),
    ("Uniform::wasserstein_2",                                 2.0, "differences, the rounding of √⅓, and hypot"),
    ("estimate::nearest_neighbour_kl",                         2.0, "per condition: each distance and logarithm rounded; the errors average"),
    ("estimate::nearest_neighbour_interval",                 333.0, "per condition: the upper end; statrs' quantile of Student's distribution"),
    ("estimate::Counts::entropy",                                        2.0, "a quotient and a logarithm; the sum adds next to nothing"),
    ("estimate::Counts::entropy_corrected",                              2.0, "the same, and a sum"),
    ("estimate::Counts::kl",                                             4.0, "as kl_term: the differences are exact"),
    ("estimate::Counts::kl_corrected",                                   5.0, "per condition: the ratios less one, and the difference"),
    ("estimate::CountTable::mutual_information",                         3.0, "as kl_term: the differences are exact"),
    ("estimate::CountTable::mutual_information_corrected",               2.2, "per condition: the difference"),
    ("gradient::normal_kl",                                    3.0, "per condition: e, e + 2 and their product"),
    ("MultivariateNormal::kl_gradient",                        2.0, "per condition: the products, the solves carry twice the digits"),
    ("MultivariateNormal::bures",                              7.0, "per condition: the eigenvalues and eigenvectors"),
    ("MultivariateNormal::wasserstein_2",                      7.0, "per condition: as bures"),
    ("distribution::ContinuousBernoulli::mean",                               2.0, "two quotients, or the continued fraction, subtracted from ½"),
    ("distribution::ContinuousBernoulli::ln_pdf",                             2.2, "per condition: the logarithms and the product"),
    ("distribution::HalfNormal::mean",                                        1.0, "one product with a rounded constant"),
    ("distribution::HalfNormal::ln_pdf",                                      3.0, "per condition: a logarithm, and a square"),
    ("Logits::kl",                                             4.0, "the weights, expm1mx and the total; the differences carry twice the digits"),
    ("Logits::jensen_shannon",                                 8.0, "the logarithm of the ratio, and its expm1, which are squared"),
    ("Logits::cross_entropy",                                  3.0, "the weights, the total and two sums"),
    ("Logits::entropy",                                        3.0, "the weights, the total and two sums"),
    ("Logits::kl, tens of thousands",                          0.0, "the errors of the terms average out"),
    ("Logits::log_probabilities",                              2.0, "the total, its logarithm and a difference"),
    ("Logits::to_pmf",                                         3.0, "exp, squared where it is small, and the total"),
    ("Pmf::from_log_probabilities",                            0.0, "exp alone"),
    ("gradient::kl_by_p_logits, per condition",                3.0, "the weights, the total and a product"),
    ("gradient::kl_by_q_logits, per condition",                3.0, "as the divergence, and the rounding of D − x"),
    ("gradient::cross_entropy_by_p_logits, per condition",     4.0, "the weights, the mean and a difference"),
    ("gradient::jensen_shannon_by_p_logits, per condition",    2.4, "the logarithms, their mean and a difference"),
    ("gradient::kl_by_p",                                      1.0, "a quotient and a logarithm"),
    ("gradient::kl_by_q",                                      1.0, "a difference and a quotient"),
    ("gradient::jensen_shannon_by_p",                          3.0, "a sum, a quotient and a logarithm"),
    ("gradient::cross_entropy_by_p",                           1.0, "ln alone"),
    ("gradient::cross_entropy_by_q",                           0.0, "a quotient alone"),
    ("Pmf::from_counts",                                       2.0, "the count, the total and the quotient are rounded"),
    ("Pmf::from_counts_smoothed",                              2.0, "two sums, a product and a quotient"),
    ("Pmf::mixed_with_uniform",                                1.0, "two products and a sum"),
    ("Bregman::divergence, squared_euclidean",                 2.0, "the rounding of the difference, squared"),
    ("Bregman::divergence, kl",                                2.0, "as kl_term"),
    ("Bregman::divergence, itakura_saito",                     2.0, "as ratio_term"),
    ("Bregman::divergence, logistic",                          3.0, "as Bernoulli"),
    ("Joint::conditional_kl",                                  5.0, "log1pmx of a difference that carries twice the digits"),
    ("Joint::kl",                                              2.0, "as Pmf::kl, with fewer cases"),
    ("Joint3::conditional_mutual_information",                 3.0, "as Joint::mutual_information"),
    ("bounds::bretagnolle_huber",                              1.0, "expm1 and a root"),
    ("bounds::chi_squared_at_least",                           1.0, "expm1"),
    ("bounds::fano, per condition",                            2.0, "the left side of the equation"),
    ("bounds::jensen_shannon_at_most",                         1.0, "a rounded constant and a product"),
    ("bounds::kl_at_least",                                    2.0, "two logarithms, of which the second is the smaller"),
    ("bounds::kl_at_most",                                     1.0, "ln_1p"),
    ("bounds::pinsker",                                        0.0, "a root"),
    ("bounds::reverse_pinsker",                                1.0, "a quotient and ln_1p"),
    ("bounds::total_variation_at_most",                        1.0, "as the smaller of the two"),
    ("bounds::total_variation_between",                        2.0, "a root and a product"),
    ("objective::Elbo::loss",                                                 1.0, "a product and a sum"),
    ("objective::Elbo::value",                                                1.0, "a product and a sum"),
    ("objective::Reparameterised::pull_back",                                 2.0, "three products and exp"),
    ("objective::adaptive_kl_coefficient",                         0.0, "exact: a power of two"),
    ("objective::bernoulli_log_likelihood, gradient",              1.3, "per condition: the sigmoid and a difference"),
    ("objective::bernoulli_log_likelihood, value",                 2.0, "ln_1p of exp, and two products"),
    ("objective::binary_focal_loss, gradient",                     3.0, "per 1 + γ: the rounding of 1 − p, to the power of γ"),
    ("objective::binary_focal_loss, value",                        2.0, "per 1 + γ: the rounding of 1 − p, to the power of γ"),
    ("objective::distillation, gradient",                          3.0, "of the largest entry: ln(q/p), a product and T"),
    ("objective::distillation, value",                             4.0, "the softmaxes, ln(q/p) and its series; T twice"),
    ("objective::distillation_with_labels, gradient",              3.0, "of the largest term: as distillation, and two products"),
    ("objective::distillation_with_labels, value",                 3.0, "as distillation, and the mixture"),
    ("objective::dpo, chosen gradient",                            2.0, "exp of the margin, of which the rounding is put back"),
    ("objective::dpo, chosen reward",                              1.0, "a difference and a product"),
    ("objective::dpo, margin",                                     1.0, "the differences keep what they lose; one product"),
    ("objective::dpo, rejected gradient",                          2.0, "exp of the margin, of which the rounding is put back"),
    ("objective::dpo, rejected reward",                            1.0, "a difference and a product"),
    ("objective::dpo, value",                                      1.0, "ln_1p of exp"),
    ("objective::focal_loss, gradient",                            2.0, "per 1 + γ: the rounding of 1 − p, to the power of γ"),
    ("objective::focal_loss, value",                               2.0, "per 1 + γ: the rounding of 1 − p, to the power of γ"),
    ("objective::free_bits, log-variance gradient",                1.0, "exp_m1 and two quotients"),
    ("objective::free_bits, mean gradient",                        0.0, "one quotient"),
    ("objective::free_bits, value",                                1.0, "as gaussian_kl_terms; the mean"),
    ("objective::gaussian_kl, log-variance gradient",              1.0, "exp_m1 and β"),
    ("objective::gaussian_kl, mean gradient",                      0.0, "one product"),
    ("objective::gaussian_kl, value",                              2.0, "as gaussian_kl_terms, and β"),
    ("objective::gaussian_kl_terms",                               2.0, "expm1mx and a square"),
    ("objective::gaussian_log_likelihood, log-variance derivative",  2.4, "per condition: difference, exp and three products"),
    ("objective::gaussian_log_likelihood, mean gradient",          2.0, "a difference, exp and a product"),
    ("objective::gaussian_log_likelihood, value",                  3.0, "per condition: difference, exp and three products"),
    ("objective::generalised_jensen_shannon, gradient",            4.0, "of the largest entry: two logarithms and their mean"),
    ("objective::generalised_jensen_shannon, value",               5.0, "ln(q/p), the difference that it makes, which is squared, and β twice"),
    ("objective::generalised_jensen_shannon_scaled, gradient",     3.0, "of the largest entry: two logarithms and their mean"),
    ("objective::generalised_jensen_shannon_scaled, value",        5.0, "ln(q/p), and the difference that it makes, which is squared"),
    ("objective::label_smoothing, gradient",                       4.0, "per condition: the softmax and a difference"),
    ("objective::label_smoothing, value",                          2.0, "ln_1p of a sum, two products"),
    ("objective::ppo_clip, gradient",                              2.0, "exp of a difference whose rounding is put back, two products"),
    ("objective::ppo_clip, value",                                 2.0, "per condition: the same"),
    ("objective::reparameterise, log-variance derivative",         1.0, "exp and two products"),
    ("objective::reparameterise, z",                               1.0, "per condition: exp"),
    ("objective::token_kl, k1",                                    1.0, "one difference"),
    ("objective::token_kl, k2",                                    2.0, "a difference, squared"),
    ("objective::token_kl, k3",                                    3.0, "as expm1mx; above 1 the rounding of the difference is put back"),
    ("objective::token_kl, k3 gradient",                           1.0, "as exp_m1; above 1 the rounding of the difference is put back"),
    ("torch::binary_cross_entropy_with_logits",                    2.0, "from PyTorch, per condition: the order of the sum, and its own exp and log"),
    ("torch::binary_cross_entropy_with_logits_unreduced",          1.0, "from PyTorch, per condition: its own exp and log"),
    ("torch::cross_entropy",                                       2.0, "from PyTorch, per condition: the order of the sum, and its own exp and log"),
    ("torch::cross_entropy_of_probabilities",                      2.0, "from PyTorch, per condition: the order of the sum, and its own exp and log"),
    ("torch::cross_entropy_of_probabilities_unreduced",            2.0, "from PyTorch, per condition: its own exp and log"),
    ("torch::cross_entropy_unreduced",                             2.0, "from PyTorch, per condition: its own exp and log"),
    ("torch::gaussian_nll_loss",                                   2.0, "from PyTorch, per condition: the order of the sum, and its own exp and log"),
    ("torch::gaussian_nll_loss_unreduced",                         1.0, "from PyTorch, per condition: its own exp and log"),
    ("torch::kl_div",                                              2.0, "from PyTorch, per condition: the order of the sum, and its own exp and log"),
    ("torch::kl_div_unreduced",                                    1.0, "from PyTorch, per condition: its own exp and log"),
    ("torch::log_softmax",                                         2.0, "from PyTorch, per condition: its own exp and log"),
    ("quadrature::Quadrature::kl, per 10³ ulp",                            12.0, "the halving stops at an estimate of 10⁻⁸, 45 million ulp"),
    ("quadrature::Quadrature::kl_of, per 10³ ulp",                        56.0, "the same, without quantiles"),
    ("quadrature::Quadrature::jensen_shannon, per 10³ ulp",                1.0, "the same"),
    ("quadrature::Quadrature::hellinger, per 10³ ulp",                     1.0, "the same, and the root halves it"),
    ("quadrature::Quadrature::total_variation, per 10³ ulp",               1.0, "the same; the corners are found by halving"),
    ("series::kl, per 10³ ulp",                                2.0, "the rounding of ln Γ in statrs' logarithms"),
    ("fit::Target::ln_normalizer",                                    11.0, "per condition: the quadrature's sum, of a range a million times as wide as the density"),
    ("fit::Target::mean",                                              1.0, "per condition: the sum averages"),
    ("fit::Target::standard_deviation",                                2.0, "per condition: the sum averages"),
    ("fit::forward_normal",                                       3.0, "per condition: the rounding of ln p and ln q, which the sum averages"),
    ("fit::reverse_normal",                                       3.0, "per condition: the rounding of the gradient, over the curvature"),
    ("fit::forward_mixture",                                      1.0, "per condition: the rounding of the gradient, over the curvature"),
    ("fit::reverse_mixture",                                      1.0, "per condition: the rounding of the gradient, over the curvature"),
    ("fit::NormalMixture::ln_pdf",                                     3.0, "per condition: z, which is squared"),
    ("fit::moment_match",                                         1.0, "per condition: differences of rounded numbers"),
    ("fit::moment_match_weighted",                                2.0, "per condition: differences of rounded numbers"),
    ("estimate::Estimate::interval",                                        2.2, "per condition: the quantile, a product and a sum"),
    ("GaussianMixture::covariance",                               2.0, "per condition: the mean carries twice the digits"),
    ("GaussianMixture::kl_bounds, lower per 10³ ulp",             1.0, "per condition: the allowance of 10⁻¹³ for rounding"),
    ("GaussianMixture::kl_convex_bound",                          3.0, "as MultivariateNormal, and two products"),
    ("GaussianMixture::kl_matched_moments",                       3.0, "per condition: the moments are rounded"),
    ("GaussianMixture::kl_nearest_component",                     4.0, "per condition: as MultivariateNormal, and kl_term"),
    ("GaussianMixture::kl_product",                               2.0, "per condition: the factor of the sum of two covariances, and a logarithm"),
    ("GaussianMixture::kl_unscented",                             1.0, "per condition: two logarithms of densities"),
    ("GaussianMixture::kl_variational",                           3.0, "per condition: exponentials and two logarithms"),
    ("GaussianMixture::kl_variational_bound",                     5.0, "as MultivariateNormal; the minimum is flat"),
    ("GaussianMixture::ln_pdf",                                   2.96, "per condition: the square, the determinant and a logarithm"),
    ("GaussianMixture::mean",                                     0.0, "twice the digits"),
    ("estimate::donsker_varadhan",                                2.0, "per condition: a mean, and a logarithm of another"),
    ("estimate::donsker_varadhan, standard error",                1.4, "per condition: exponentials of differences, and a root"),
    ("estimate::k1",                                              1.0, "twice the digits, and a quotient"),
    ("estimate::k1, standard error",                              2.0, "deviations from a mean with twice the digits, and a root"),
    ("estimate::k2",                                              1.0, "a square; the mean has twice the digits"),
    ("estimate::k2, standard error",                              2.0, "per condition: the squares, their deviations and a root"),
    ("estimate::k3",                                              2.0, "as expm1mx; the mean has twice the digits"),
    ("estimate::k3, standard error",                              2.2, "per condition: expm1mx, the deviations and a root"),
    ("estimate::log_ratios",                                      3.0, "per condition: two logarithms of densities"),
    ("estimate::monte_carlo",                                     2.0, "per condition: as log_ratios, and their mean"),
    ("estimate::nwj",                                             2.0, "per condition: exp of which the rounding is put back, and two means"),
    ("estimate::nwj, standard error",                             2.0, "per condition: the same, deviations and a root"),
    ("estimate::gradient::k1_by_p",                                         1.0, "per condition: a product; the mean has twice the digits"),
    ("estimate::gradient::k1_by_p, standard error",                         2.0, "per condition: a product, deviations and a root"),
    ("estimate::gradient::k1_by_q",                                         1.0, "per condition: the mean has twice the digits"),
    ("estimate::gradient::k1_by_q, standard error",                         1.0, "per condition: deviations and a root"),
    ("estimate::gradient::k2_by_p",                                         1.0, "as k1_by_p"),
    ("estimate::gradient::k2_by_p, standard error",                         2.0, "as k1_by_p"),
    ("estimate::gradient::k2_by_q",                                         1.0, "per condition: a product; the mean has twice the digits"),
    ("estimate::gradient::k2_by_q, standard error",                         2.0, "per condition: a product, deviations and a root"),
    ("estimate::gradient::k3_by_p",                                         2.0, "per condition: exp_m1 and a product"),
    ("estimate::gradient::k3_by_p, standard error",                         2.0, "per condition: exp_m1, a product, deviations and a root"),
    ("estimate::gradient::k3_by_q",                                         2.0, "per condition: exp_m1 and a product"),
    ("estimate::gradient::k3_by_q, standard error",                         2.0, "per condition: exp_m1, a product, deviations and a root"),
    ("Normal::bhattacharyya",                                  6.0, "the logarithm of the ratio, being squared, counts twice; z likewise"),
    ("Normal::hellinger",                                      3.0, "as bhattacharyya; exp_m1 and the root"),
    ("Normal::jeffreys",                                       3.0, "as the divergence, twice"),
    ("Normal::renyi",                                          11.0, "as bhattacharyya"),
    ("MultivariateNormal::bhattacharyya",                      4.0, "the logarithms of the diagonal, being squared, count twice"),
    ("MultivariateNormal::hellinger",                          2.0, "as bhattacharyya; exp_m1 and the root"),
    ("MultivariateNormal::jeffreys",                           2.0, "as the divergence, twice"),
    ("MultivariateNormal::renyi",                              4.0, "as bhattacharyya; the factorisation carries twice the digits"),
    ("MultivariateNormal::bhattacharyya, 24 to 32 dimensions, per condition",  1.0, "the rounding of the factors, in blocks of doubles"),
    ("MultivariateNormal::renyi, 24 to 32 dimensions, per condition",          1.0, "the rounding of the factors, in blocks of doubles"),
    ("Channel::apply",                                         1.0, "the sum carries twice the digits"),
    ("Channel::mutual_information",                            2.0, "as kl_term; the output carries twice the digits"),
    ("Channel::capacity",                                      3.0, "as mutual_information, its mean and ln_1p"),
    ("bounds::data_processing",                                5.0, "as kl_term; the differences of the outputs carry twice the digits, of which all but a few cancel where outputs are sure"),
    ("MultivariateNormal::kl_gradient, 24 dimensions, per condition",         2.0, "per condition: the rounding of the factors, in blocks of doubles"),
    ("transport::wasserstein_of_quantiles, per 10³ ulp",      0.7, "the integrand is smooth between its cuts; the halving would stop at 450 000 ulp"),
    ("distribution::Kumaraswamy::mean",                                       2.0, "per condition: the exponential of a rounded logarithm"),
    ("distribution::Kumaraswamy::ln_pdf",                                     2.0, "per condition: rounded logarithms are added"),
    ("Joint::row_marginal",                                             1.0, "the sum carries twice the digits"),
    ("Joint::column_marginal",                                          1.0, "the sum carries twice the digits"),
    ("Joint3::without_y",                                       1.0, "the sum"),
    ("Joint3::without_z",                                       1.0, "the sum"),
    ("Logits::tempered",                                        1.0, "one quotient"),
    ("Pmf::from_weights",                                       1.0, "the total and a quotient"),
    ("Pmf::from_logits",                                        2.0, "as Logits::to_pmf"),
    ("estimate::Counts::smoothed",                              2.0, "two sums and a quotient"),
    ("parallel::between",                                            1.0, "as Pmf::kl"),
];
