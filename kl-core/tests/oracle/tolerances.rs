//! How far each function may be from the true value.

/// Room for another platform's `ln`, which may be luckier.
pub(crate) const SLACK: f64 = 1.0;

/// The function, how far it may be from the true value, and why it is not less.
///
/// A row is named as the item is in Rust, `P‖Q` being `<P as KlDivergence<Q>>::kl`;
/// after a comma it may say which cases. The unit is the ulp of the correctly rounded
/// value, so an error of 1 is at most 1.5 ulp of the true one. "Per condition" is in
/// ulp divided by the condition number that the oracle gives with the case, and that
/// the function's documentation states. "Near" are the cases where |α ln(p/q)| ≤ 1
/// for every outcome with p, q > 0; "per power" is in ulp divided by
/// 1 + |α| max |ln(p/q)|: the rounding of the logarithm, magnified.
///
/// The numbers are the worst found, with glibc on x86-64. A tolerance more than
/// [`SLACK`] above the worst fails too: it could be tightened.
#[rustfmt::skip]
pub(crate) const TOLERANCES: &[(&str, f64, &str)] = &[
    ("kernels::log1pmx",                                       2.0, "roundings of 2 + x, of r, and of the products; ln_1p beyond"),
    ("kernels::kl_term",                                       2.0, "roundings of p + q, of r, and of the product; carried along in the far branch"),
    ("kernels::entropy_term",                                  1.0, "ln and one product"),
    ("kernels::cross_entropy_term",                            1.0, "ln and one product"),
    ("kernels::normal_scale_term",                             3.0, "the rounding of e or ρ counts twice, being squared"),
    ("Pmf::entropy",                                           1.0, "as entropy_term; the sum adds next to nothing"),
    ("Pmf::cross_entropy",                                     1.0, "as cross_entropy_term; the sum adds next to nothing"),
    ("Pmf::kl",                                                2.0, "as kl_term; the sum adds next to nothing"),
    ("Normal‖Normal",                                          4.0, "the roundings of z, being squared, count twice, next to those of the scale term"),
    ("MultivariateNormal‖MultivariateNormal",                 13.0, "condition numbers up to 30 only: the triangular solves"),
    ("MultivariateNormal‖MultivariateNormal, per condition",   4.0, "all: the rounding of L, times the condition number, squared"),
    ("Pmf::total_variation",                                   1.0, "one rounding in each term; the sum adds next to nothing"),
    ("Pmf::jensen_shannon",                                    2.0, "roundings of p + q, of the quotient and of the products"),
    ("Pmf::jeffreys",                                          2.0, "roundings of p + q, of the quotient and of the products"),
    ("Pmf::hellinger",                                         2.0, "the root halves the four roundings of a term"),
    ("Pmf::bhattacharyya",                                     3.0, "the four roundings of a term, the division and ln_1p"),
    ("Pmf::chi_squared",                                       2.0, "difference, quotient and product"),
    ("Pmf::jensen_shannon_of",                                 1.0, "the mean, its difference, and those of kl_term"),
    ("Pmf::tsallis, near",                                     3.0, "the logarithm, squared; the series; the products"),
    ("Pmf::tsallis, per power",                                3.0, "the same, and exp of a rounded exponent"),
    ("Pmf::alpha_divergence, near",                            3.0, "the logarithm, squared; the series; the products"),
    ("Pmf::alpha_divergence, per power",                       3.0, "the same, and exp of a rounded exponent"),
    ("Pmf::renyi, near",                                       4.0, "as tsallis, and ln_1p"),
    ("Pmf::renyi, per power",                                  4.0, "the same; the logarithm mostly takes back what the power magnified"),
    ("Joint::conditional_entropy",                             1.0, "the row's sum, a quotient and a logarithm"),
    ("Joint::mutual_information",                              2.0, "as kl_term: the products carry twice the digits"),
    ("Pmf::renyi, order infinite",                             1.0, "a quotient and a logarithm"),
    ("Pmf::f_divergence, per (1 + value)/value",               2.0, "a generator sees the rounded ratio, so the error is in ulp of one"),
    ("Bernoulli‖Bernoulli",                                    2.0, "as kl_term, twice; the sum has no cancellation"),
    ("Bernoulli‖Poisson",                                      2.0, "as kl_term"),
    ("Beta‖Beta",                                              5.0, "per condition: the roundings of six remainders"),
    ("Binomial‖Binomial",                                      2.0, "as bernoulli"),
    ("Cauchy‖Cauchy",                                          2.0, "four quotients, then ln_1p"),
    ("ChiSquared‖ChiSquared",                                  2.0, "as lgamma_remainder"),
    ("Dirichlet<D>‖Dirichlet<D>",                              2.0, "per condition: as beta, and the sum averages"),
    ("kernels::expm1mx",                                       2.0, "the series and two products; exp_m1 beyond"),
    ("Exp‖Exp",                                                4.0, "as ratio_term"),
    ("Exp‖Gamma",                                              2.0, "as gamma"),
    ("Exp‖Normal",                                             3.0, "the rounding of z, being squared, counts twice, next to those of the scale term"),
    ("Gamma‖Gamma",                                            3.0, "the rounding of the quotient of means, and of the steps up to 10"),
    ("Gamma‖Exp",                                              2.0, "as gamma"),
    ("Gamma‖Normal",                                           7.0, "z and √a/b, which are squared, and the latter is rounded twice"),
    ("Geometric‖Geometric",                                    2.0, "as ratio_term"),
    ("Gumbel‖Gumbel",                                          3.0, "per condition: the rounding of w in its exponential"),
    ("Laplace‖Laplace",                                        3.0, "ratio_term, and the rounding of u, which is squared"),
    ("Laplace‖Normal",                                         6.0, "√½ is rounded and b is divided by it, and the quotient squared"),
    ("kernels::lgamma_remainder",                              3.0, "ratio_term for the steps up to 10, and Stirling's series"),
    ("LogNormal‖LogNormal",                                    2.0, "as Normal, with fewer cases"),
    ("Normal‖Laplace",                                         5.0, "t is rounded three times"),
    ("Pareto‖Pareto",                                          2.0, "ratio_term and ln_1p"),
    ("Poisson‖Poisson",                                        2.0, "as kl_term"),
    ("kernels::ratio_term",                                    3.0, "the rounding of t and of ln t, of which a third may be left"),
    ("Uniform‖Uniform",                                        1.0, "one quotient and ln_1p"),
    ("Uniform‖Exp",                                            1.0, "ratio_term beside a constant"),
    ("Uniform‖Normal",                                         3.0, "the rounding of z, being squared, counts twice, next to those of the scale term"),
    ("Uniform‖Pareto",                                         6.0, "a logarithm is subtracted from 1 and from another: up to five times the rounding"),
    ("Weibull‖Weibull",                                        4.0, "per condition: as gumbel, and the logarithm in z"),
    ("transport::wasserstein_1",                               1.0, "difference, sum and quotient: the masses are whole numbers"),
    ("transport::wasserstein_2",                               1.0, "the root halves the roundings"),
    ("transport::wasserstein",                                 1.0, "the root takes back what the power magnified"),
    ("Empirical::wasserstein_1",                               3.0, "and the roundings of the masses and their total"),
    ("Empirical::wasserstein_2",                               2.0, "the root halves the roundings"),
    ("Empirical::wasserstein",                                 1.0, "the same, with fewer cases"),
    ("Empirical::energy_distance",                             2.0, "the root halves the roundings of the squares and widths"),
    ("Empirical::cdf",                                         1.0, "a quotient of rounded sums"),
    ("Normal::wasserstein_1",                                  2.0, "two differences, the constant, and the mean of the folded normal"),
    ("Normal::wasserstein_2",                                  1.0, "two differences and hypot"),
    ("Laplace::wasserstein_1",                                 1.0, "two differences, and exp of their quotient"),
    ("Laplace::wasserstein_2",                                 2.0, "the rounding of √2, the product and hypot"),
    ("Exp::wasserstein_1",                                     1.0, "a difference and two quotients"),
    ("Exp::wasserstein_2",                                     2.0, "the same, and √2"),
    ("Uniform::wasserstein_1",                                 1.0, "differences and a quotient"),
    ("Uniform::wasserstein_2",                                 2.0, "differences, the rounding of √⅓, and hypot"),
    ("estimate::nearest_neighbour_kl",                         1.0, "per condition: each distance and logarithm rounded; the errors average"),
    ("estimate::nearest_neighbour_interval",                 333.0, "per condition: the upper end; statrs' quantile of Student's distribution"),
    ("Counts::entropy",                                        1.0, "a quotient and a logarithm; the sum adds next to nothing"),
    ("Counts::entropy_corrected",                              2.0, "the same, and a sum"),
    ("Counts::kl",                                             2.0, "as kl_term: the differences are exact"),
    ("Counts::kl_corrected",                                   4.0, "per condition: the ratios less one, and the difference"),
    ("CountTable::mutual_information",                         2.0, "as kl_term: the differences are exact"),
    ("CountTable::mutual_information_corrected",               2.0, "per condition: the difference"),
];
