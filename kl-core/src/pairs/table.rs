//! Every pair of distributions, and every family that a pair is made of.
//!
//! A macro below hands its rows to another macro. From them come the documentation of
//! each pair, `PAIRS.md`, the tolerances and the comparison with the oracle, the pairs that
//! are tried on millions of inputs and fuzzed, and the tests of parameters that are
//! infinite or extreme. Tests and fuzz targets include this file as it is.

/// The distributions of scalar parameters: the crate, the name, and each parameter that the
/// constructor takes, as errors call it and as a method gives it, with its range.
///
/// | range | numbers |
/// |---|---|
/// | `Real` | any |
/// | `Positive` | above 0 |
/// | `NotNegative` | 0 and above |
/// | `Probability` | from 0 to 1 |
/// | `Count` | whole numbers from 0 on |
/// | `Whole` | whole numbers |
#[rustfmt::skip]
macro_rules! families {
    ($then:ident) => { $then! {
        statrs Bernoulli { "probability of success" p: Probability }
        statrs Beta { "first shape" shape_a: Positive, "second shape" shape_b: Positive }
        statrs Binomial { "probability of success" p: Probability, "number of trials" n: Count }
        statrs Cauchy { "location" location: Real, "scale" scale: Positive }
        statrs Chi { "degrees of freedom" freedom: Count }
        statrs ChiSquared { "degrees of freedom" freedom: Positive }
        kl_core ContinuousBernoulli { "lambda" lambda: Probability }
        statrs DiscreteUniform { "least value" min: Whole, "largest value" max: Whole }
        statrs Erlang { "shape" shape: Count, "rate" rate: Positive }
        statrs Exp { "rate" rate: Positive }
        statrs Gamma { "shape" shape: Positive, "rate" rate: Positive }
        statrs Geometric { "probability of success" p: Probability }
        statrs Gumbel { "location" location: Real, "scale" scale: Positive }
        kl_core HalfNormal { "scale" scale: Positive }
        kl_core HurdlePoisson { "probability of zero" probability_of_zero: Probability, "rate" rate: Positive }
        statrs Hypergeometric { "population" population: Count, "successes" successes: Count, "draws" draws: Count }
        statrs InverseGamma { "shape" shape: Positive, "rate" rate: Positive }
        kl_core Kumaraswamy { "a" a: Positive, "b" b: Positive }
        statrs Laplace { "location" location: Real, "scale" scale: Positive }
        statrs LogNormal { "location" location: Real, "scale" scale: Positive }
        statrs NegativeBinomial { "r" r: NotNegative, "probability of success" p: Probability }
        statrs Normal { "mean" mean: Real, "standard deviation" std_dev: Positive }
        statrs Pareto { "scale" scale: Positive, "shape" shape: Positive }
        statrs Poisson { "rate" lambda: Positive }
        statrs StudentsT { "location" location: Real, "scale" scale: Positive, "degrees of freedom" freedom: Positive }
        statrs Triangular { "least value" min: Real, "largest value" max: Real, "mode" mode: Real }
        statrs Uniform { "least value" min: Real, "largest value" max: Real }
        kl_core VonMises { "mean direction" mean_direction: Real, "concentration" concentration: NotNegative }
        statrs Weibull { "shape" shape: Positive, "scale" scale: Positive }
        kl_core ZeroInflatedPoisson { "zero inflation" inflation: Probability, "rate" rate: Positive }
    } };
}

/// The pairs that have a finite value: P, Q, where it is infinite nevertheless, the formula,
/// how many times less often than others the pair is tried where millions of inputs are
/// (because it is slow), and the largest error in ulp, with the reason.
///
/// `per` names the condition number that the ulp are multiplied by, `in` the cases that the
/// line is about. The first line is the largest, and what the documentation promises.
#[rustfmt::skip]
macro_rules! pairs {
    ($then:ident) => { $then! {
        Categorical, Categorical infinite "p > 0 = q for an outcome": "as Pmf", 1, [2: "as Pmf::kl"];
        Bernoulli, Bernoulli infinite "q is 0 or 1, p is not q": "p ln(p/q) + (1−p) ln((1−p)/(1−q))", 1, [2: "as kl_term, twice; nothing cancels in the sum"];
        Bernoulli, Binomial infinite "as Binomial": "as Binomial, with one trial", 1000, [4: "the roundings of the mean, of expm1mx and of the weights in the sum over counts"];
        Bernoulli, Poisson: "p ln(p/λ) + (1−p) ln(1−p) + λ", 1, [2: "as kl_term"];
        Binomial, Binomial infinite "as Bernoulli; P has more trials": "n times Bernoulli; P has fewer trials: Σ P ln(P/Q), exact", 1000, [3 in "fewer trials": "next to one nearly certain count the term of another, and its probability; otherwise the rounding of the logarithm of the ratio, which is squared, averages out in the sum", 3 in "fitted": "the same", 3 in "large counts": "errors average out over many counts; the last roundings", 3: "as Bernoulli‖Bernoulli, and the product with the number of trials"];
        Binomial, Poisson: "Σ P ln(P/Q), exact", 1000, [3 in "fitted": "for small p nearly all of it is the term of one count, rounded with its weight", 3: "as Binomial‖Binomial with fewer trials", 3 in "large counts": "errors average out over many counts"];
        Geometric, Geometric infinite "q is 1, p is not": "Bernoulli, over p", 1, [3: "as ratio_term"];
        NegativeBinomial, NegativeBinomial infinite "Q is certain to be 0, P is not": "r times Geometric; r differs: Σ P ln(P/Q), exact", 10000, [4: "the rounding of the logarithm of the ratio, which is squared; for small r few terms count, which have more digits", 3 in "fitted": "the same", 3 in "large counts": "errors average out over many counts; the product over all panels has more digits"];
        NegativeBinomial, Poisson: "Σ P ln(P/Q), exact", 10000, [3 in "large counts": "errors average out over many counts; the product over all panels has more digits", 3: "as NegativeBinomial‖NegativeBinomial", 3 in "fitted": "the same"];
        Poisson, Poisson: "λp ln(λp/λq) − λp + λq", 1, [3: "as kl_term"];
        Poisson, NegativeBinomial infinite "Q is certain to be 0": "Σ P ln(P/Q), exact", 10000, [4: "as NegativeBinomial‖NegativeBinomial", 4 in "fitted": "the same", 2 in "large counts": "errors average out over many counts"];
        Poisson, HurdlePoisson infinite "Q is certain to be 0, or certain not to be": "as HurdlePoisson", 1, [3 per "a condition number": "as kl_term, of the zeros and of the rates; nothing cancels in the sum", 2 per "a condition number" in "equal zeros": "the difference of the zeros has twice the digits"];
        Poisson, ZeroInflatedPoisson infinite "Q is certain to be 0": "as ZeroInflatedPoisson, without inflation", 1, [2 per "a condition number": "as kl_term, of the zeros and of the rates; nothing cancels in the sum"];
        ZeroInflatedPoisson, ZeroInflatedPoisson infinite "Q is certain to be 0, P is not": "z ln(z/w) + (1−z) ln((1−z)/(1−w)) + (1−z)[m ln(λp/λq) − ln((e^λp−1)/(e^λq−1))]", 1, [4 per "a condition number" in "equal zeros": "the roundings of both parts of the difference of the zeros", 2 per "a condition number": "as kl_term, of the zeros and of the rates; nothing cancels in the sum"];
        ZeroInflatedPoisson, HurdlePoisson infinite "Q is certain to be 0, P is not; Q is certain not to be": "as HurdlePoisson", 1, [5 per "a condition number": "the rounding of P(0), which both terms of the zeros have; as kl_term beside", 3 per "a condition number" in "equal zeros": "the difference of the zeros has twice the digits"];
        ZeroInflatedPoisson, Poisson: "as ZeroInflatedPoisson, without inflation", 1, [3 per "a condition number": "as kl_term, of the zeros and of the rates; nothing cancels in the sum"];
        HurdlePoisson, HurdlePoisson infinite "z is above 0 where w is 0, or below 1 where w is 1": "z ln(z/w) + (1−z) ln((1−z)/(1−w)) + (1−z)[m ln(λp/λq) − ln((e^λp−1)/(e^λq−1))]", 1, [3: "as kl_term, of the zeros and of the rates; nothing cancels in the sum"];
        HurdlePoisson, ZeroInflatedPoisson infinite "Q is certain to be 0, P is not": "as HurdlePoisson", 1, [5 per "a condition number": "as kl_term, of the zeros and of the rates; nothing cancels in the sum"];
        HurdlePoisson, Poisson: "as HurdlePoisson", 1, [3 per "a condition number": "as kl_term, of the zeros and of the rates; nothing cancels in the sum"];
        DiscreteUniform, DiscreteUniform infinite "P's interval is not inside Q's": "ln(nq/np)", 1, [2: "the roundings of one quotient and of ln_1p"];
        Beta, Beta: "as Dirichlet", 1, [6 per "a condition number": "the roundings of six remainders", 3 in "extreme": "as with ordinary shapes; without a factor"];
        Beta, Uniform infinite "c > 0 or d < 1": "ln(d−c) + Beta from shapes 1, 1", 1, [4 per "the condition number that is stated for the divergence of two beta distributions": "as Beta‖Beta", 4 in "fitted": "as Beta‖Beta"];
        Beta, ContinuousBernoulli: "−h − ln C − m ln λ − (1−m) ln(1−λ)", 1, [11 per "a condition number": "as Beta‖Beta, and the rounding of a difference", 4 in "fitted": "what is small beside the terms has twice the digits; without a factor"];
        Beta, Exp: "−h − ln λ + λE x", 1, [4: "as Beta‖Gamma", 2 in "extreme": "as Beta‖Gamma", 3 in "fitted": "as Beta‖Gamma"];
        Beta, Gamma: "−h + ln Γ(k) − k ln r − (k−1)E ln x + rE x", 1, [5: "the roundings of the quotient of means, and of three sums over the rule", 3 in "extreme": "as with ordinary shapes", 4 in "fitted": "as with ordinary shapes"];
        Beta, Laplace: "ln 2σ − h + E|x − m|/σ", 10, [5: "the roundings of the entropy, of the mean distance and of the scale term, which nearly cancel a constant", 5 in "large shapes": "as with ordinary shapes", 3 in "fitted": "as with ordinary shapes"];
        Beta, Normal: "½ ln(2πev) − h + ½(ρ² − 1) − ln ρ + ½z²", 1, [5: "the rounding of z, which is squared; the variance has twice the digits", 3 in "extreme": "as with ordinary shapes", 3 in "fitted": "as with ordinary shapes"];
        Cauchy, Cauchy: "ln([(γp+γq)² + δ²]/4γpγq)", 1, [3: "the roundings of four quotients, then of ln_1p"];
        Chi, Chi: "as ChiSquared, of x²", 1, [4: "as lgamma_remainder, and counts beyond 2⁵³ are rounded"];
        ChiSquared, ChiSquared: "as Gamma, of half the degrees of freedom", 1, [3: "as lgamma_remainder", 2 in "extreme": "as lgamma_remainder"];
        ChiSquared, Exp: "as Gamma", 1, [6: "as Gamma‖Gamma", 3 in "fitted": "as Gamma‖Gamma"];
        ChiSquared, Gamma: "as Gamma, with half the degrees of freedom and rate ½", 1, [4: "as Gamma‖Gamma"];
        ChiSquared, Laplace: "as Gamma", 1, [5: "as Gamma‖Laplace", 3 in "fitted": "next to the least divergence the terms have twice the digits"];
        ContinuousBernoulli, ContinuousBernoulli: "ln(C(λp)/C(λq)) + m ln(λp/λq) + (1−m) ln((1−λp)/(1−λq))", 1, [8: "the rounding of the difference of logits, which is squared"];
        ContinuousBernoulli, Exp: "−H − ln r + rm", 1, [4: "a term of the constant is subtracted from another", 3 in "fitted": "as ratio_term; what is small beside the terms has twice the digits"];
        ContinuousBernoulli, Laplace: "ln 2b − H + E|x − m|/b", 1, [8: "the mean distance is a rounded quotient of sums, and rounded logarithms are added", 2 in "fitted": "next to the least divergence the terms have twice the digits"];
        ContinuousBernoulli, Normal: "½ ln(2πev) − H + ½(ρ² − 1) − ln ρ + ½z²", 1, [4: "the variance is rounded before its root; the rounding of z, being squared, counts twice", 4 in "fitted": "as with ordinary parameters"];
        ContinuousBernoulli, Uniform infinite "a > 0 or b < 1": "ln(b−a) − H", 1, [6: "as ContinuousBernoulli‖ContinuousBernoulli", 4 in "fitted": "as ContinuousBernoulli‖ContinuousBernoulli"];
        Erlang, Erlang: "as Gamma", 1, [4: "as Gamma‖Gamma"];
        Erlang, Gamma: "as Gamma", 1, [4: "as Gamma‖Gamma"];
        Erlang, Laplace: "as Gamma", 1, [4: "as Gamma‖Laplace", 3 in "fitted": "as Gamma‖Laplace"];
        Exp, Exp: "λq/λp − 1 − ln(λq/λp)", 1, [4: "as ratio_term"];
        Exp, ChiSquared: "as Gamma", 1, [5: "as Gamma‖Gamma", 2 in "fitted": "as Gamma‖Gamma"];
        Exp, Gamma: "as Gamma, with shape 1", 1, [4: "as Gamma‖Gamma", 2 in "extreme": "as Gamma‖Gamma"];
        Exp, Gumbel: "r − 1 − ln r + w + e^(−w)/(1 + r)", 1, [3 per "1 + |w| + ln(1 + r)": "as Gumbel‖Gumbel", 1 in "fitted": "the constant is most of it; without a factor"];
        Exp, Laplace: "ln 2b − H + E|x − m|/b", 1, [4: "as ratio_term of a rounded quotient", 4 in "fitted": "as with ordinary parameters"];
        Exp, LogNormal: "½ ln(2πev) − γ − 1 + ½(ρ² − 1) − ln ρ + ½z²", 1, [4 per "1 + |z ln λ|/σD, where D is the result": "as Gumbel‖Normal, and the rounding of ln λ", 2 in "fitted": "the logarithm of the rate has twice the digits; without a factor"];
        Exp, Normal: "½ ln(2π) − ½ + ½(ρ² − 1) − ln ρ + ½z²", 1, [4: "the rounding of z, being squared, counts twice, next to those of the scale term", 2 in "fitted": "the constant is most of it"];
        Exp, Weibull: "as Weibull, with shape 1", 1, [4 per "1 + |k ln(rλ)| + |ln Γ(1 + k)|": "as Weibull‖Weibull"];
        Gamma, Gamma: "(ap−aq) ψ(ap) − ln Γ(ap) + ln Γ(aq) + aq ln(bp/bq) + ap(bq−bp)/bp", 1, [4: "the roundings of the quotient of means and of the remainders", 2 in "extreme": "as with ordinary shapes, from subnormal ones to the largest double"];
        Gamma, ChiSquared: "as Gamma, with half the degrees of freedom and rate ½", 1, [5: "as Gamma‖Gamma", 3 in "fitted": "as Gamma‖Gamma"];
        Gamma, Erlang: "as Gamma", 1, [3 in "fitted": "as Gamma‖Gamma", 2: "as Gamma‖Gamma"];
        Gamma, Exp: "as Gamma, with shape 1", 1, [3: "as Gamma‖Gamma", 3 in "fitted": "as Gamma‖Gamma"];
        Gamma, Gumbel: "ar − H − ln r + w + e^(−w) (1 + r)^(−a)", 1, [4 per "1 + |w| + a ln(1 + r)": "as Gumbel‖Gumbel", 2 per "1 + |w| + a ln(1 + r)" in "extreme": "as Gumbel‖Gumbel", 2 in "fitted": "what is small beside the terms has twice the digits; without a factor"];
        Gamma, Laplace: "ln 2b − H + E|x − m|/b", 1, [5: "the roundings of the entropy, of the logarithm of the mean distance and of a constant", 5 in "large shapes": "as with ordinary shapes; next to the mean nothing cancels", 1 in "extreme": "one term is nearly the whole divergence", 3 in "fitted": "as with large shapes; next to the least divergence the terms have twice the digits"];
        Gamma, Normal: "½ ln(2πe·a) − H(a) + ½(ρ² − 1) − ln ρ + ½z²", 1, [4: "the rounding of z, which is squared; the variance has twice the digits", 3 in "extreme": "the rounding of z, which is squared; the variance has twice the digits", 3 in "fitted": "as with ordinary parameters"];
        Gamma, Weibull: "k ln λ − H − ln k − (k−1)E ln x + E xᵏ/λᵏ", 1, [5 per "(1 + |k ln(bλ/a)| + |ln Γ(a + k) − ln Γ(a) − k ln a|)(1 + r/D)": "as Gumbel‖Gumbel, and remainders that cancel near a = k = 1", 1 in "fitted": "what is small beside the terms has twice the digits; without a factor"];
        Gumbel, Gumbel: "γ(ρ−1) − ln ρ + z + e^(−z) Γ(1+ρ) − 1", 1, [3 per "1 + |z| + |ln Γ(1 + ρ)|": "the rounding of w, magnified by the exponential", 2 per "1 + |z| + |ln Γ(1 + ρ)|" in "extreme": "the rounding of w, magnified by the exponential"];
        Gumbel, Laplace: "ln 2b − H + E|x − m|/b", 1, [6: "as ratio_term of a rounded quotient", 2 in "fitted": "the constant is most of it"];
        Gumbel, Normal: "½ ln(2πev) − H + ½(ρ² − 1) − ln ρ + ½z²", 1, [4: "the roundings of z and of ρ, which are squared", 2 in "fitted": "the constant is most of it"];
        HalfNormal, HalfNormal: "½(ρ² − 1) − ln ρ", 1, [3: "as normal_scale_term"];
        HalfNormal, Exp: "½ ln(2/π) − ½ − ln(λσ) + λσ√(2/π)", 1, [5: "as ratio_term of a rounded product", 2 in "fitted": "the constant is most of it"];
        HalfNormal, Gamma: "ln Γ(a) − a ln(bσ√2) + (1−a)/2·ψ(½) + bσ√(2/π) + ½ ln(4/π) − ½", 1, [5: "as Gamma‖Gamma, beside a constant", 3 in "extreme": "as Gamma‖Gamma, beside a constant", 2 in "fitted": "the constant is most of it"];
        HalfNormal, Normal: "½ ln(4 − 8/π) + ½(ρ² − 1) − ln ρ + ½z²", 1, [5: "the roundings of z and of ρ, which are squared", 2 in "fitted": "the constant is most of it"];
        InverseGamma, InverseGamma: "as Gamma", 1, [5 in "extreme": "the roundings of two products, of their difference and of four quotients and products after that", 4: "as Gamma‖Gamma"];
        Kumaraswamy, Kumaraswamy: "ln(ab/αβ) − 1 + 1/b + (α/a − 1)H − (β − 1)E ln(1 − x^α)", 1000, [13 per "1 + |α/a − 1| ln(1 + b)/r": "the roundings of the quadrature weights and of the powers of u", 4 in "sliver": "as at the best fit"];
        Kumaraswamy, Beta: "ln ab + ln B(α, β) − 1 + 1/b + (α/a − 1)H − (β − 1)E ln(1 − x)", 1000, [9 per "1 + |α/a − 1| ln(1 + b)/r": "as Kumaraswamy‖Kumaraswamy, and the logarithm of B", 2 in "fitted": "what is small beside the terms has twice the digits; without a factor", 2 in "sliver": "as at the best fit"];
        Laplace, Laplace: "ln(bq/bp) + |δ|/bq + (bp/bq) e^(−|δ|/bp) − 1", 1, [4: "the roundings of ratio_term and of u, which is squared"];
        Laplace, Normal: "½(ln π − 1) + ½(ρ² − 1) − ln ρ + ½z²", 1, [3: "the roundings of z and of the ratio of variances", 2 in "fitted": "the constant is most of it"];
        LogNormal, LogNormal: "as Normal, of ln x", 1, [3: "as Normal‖Normal, with fewer cases"];
        Normal, Normal: "½(ρ² − 1) − ln ρ + ½z²", 1, [4: "the roundings of z, being squared, count twice, next to those of the scale term"];
        Normal, Gumbel: "ln β − ½ ln(2πeσ²) + w + e^(ρ²/2 − w)", 1, [3 per "1 + |w| + ½ρ²": "as Gumbel‖Gumbel", 3 in "fitted": "the constant is most of it; without a factor"];
        Normal, Laplace: "ln(2b) − ½ ln(2πeσ²) + E|x − m|/b", 1, [7: "three roundings of t", 2 in "fitted": "the constant is most of it"];
        Pareto, Pareto infinite "mp < mq": "ln(αp/αq) + αq/αp − 1 + αq ln(mp/mq)", 1, [3: "the roundings of ratio_term and of ln_1p"];
        Pareto, Exp infinite "α ≤ 1": "−H − ln λ + λE x", 1, [2: "the rounding of ratio_term, beside a constant", 2 in "fitted": "as with ordinary parameters"];
        Pareto, Gamma infinite "α ≤ 1": "−H + ln Γ(a) − a ln b − (a−1)(ln m + 1/α) + bE x", 1, [4: "the rounding of κ, which is multiplied by the shape", 3 in "extreme": "the rounding of κ, which is multiplied by the shape", 3 in "fitted": "as with ordinary parameters"];
        Pareto, Laplace infinite "α ≤ 1": "ln 2b − H + E|x − m|/b", 1, [4: "as ratio_term of a rounded quotient", 2 in "fitted": "next to the least divergence the terms have twice the digits"];
        Pareto, Normal infinite "α ≤ 2": "½ ln(2πev) − H + ½(ρ² − 1) − ln ρ + ½z²", 1, [4: "the roundings of z and of ρ, which are squared", 2 in "fitted": "as with ordinary parameters"];
        TruncatedNormal, TruncatedNormal infinite "P's interval is not inside Q's": "ln(σq Zq/σp Zp) + ½E[((x−μq)/σq)² − ((x−μp)/σp)²]", 30, [7: "the slopes, the moments and the ratio of two masses, whose difference is taken", 7 in "near": "what Q falls more than P is rounded, and squared", 6 in "far": "as elsewhere"];
        TruncatedNormal, Normal: "as TruncatedNormal, with infinite cuts", 30, [8: "as TruncatedNormal‖TruncatedNormal"];
        Normal, TruncatedNormal infinite "Q is cut": "as Normal‖Normal", 1, [2: "as Normal‖Normal"];
        Uniform, Uniform infinite "P's interval is not inside Q's": "ln(wq/wp)", 1, [2: "the roundings of one quotient and of ln_1p"];
        Uniform, Beta infinite "a < 0 or b > 1": "ln B(α, β) − ln(b−a) − (α−1)E ln x − (β−1)E ln(1−x)", 1, [7: "up to half of a sum may cancel, and the rounding errors of two κ are multiplied by the shapes", 2 in "fitted": "what is small beside the terms has twice the digits"];
        Uniform, ContinuousBernoulli infinite "a < 0 or b > 1": "−ln(b−a) − ln C(λ) − m ln λ − (1−m) ln(1−λ)", 1, [4: "the roundings of expm1 of rounded products, of a quotient and of ln_1p", 3 in "fitted": "as with ordinary parameters"];
        Uniform, Exp infinite "a < 0": "λ(a + b)/2 − ln(λ(b − a))", 1, [2: "the rounding of ratio_term, beside a constant", 2 in "fitted": "as with ordinary parameters"];
        Uniform, Gamma infinite "a < 0": "ln Γ(s) − s ln r − ln(b−a) − (s−1)E ln x + r(a+b)/2", 1, [5: "the roundings of constants, of κ and of its logarithm", 3 in "extreme": "the rounding of κ, which is multiplied by the shape", 3 in "fitted": "as with ordinary parameters; the constant has twice the digits where it needs them"];
        Uniform, Gumbel: "w − ln 2h + e^(−w) sinh(h)/h", 1, [2.3 per "1 + |w| + ln(sinh(h)/h)": "as Gumbel‖Gumbel", 2 in "fitted": "the constant is most of it; without a factor"];
        Uniform, Laplace: "ln 2b − H + E|x − m|/b", 1, [3: "as ratio_term of a rounded quotient", 2 in "fitted": "the constant is most of it"];
        Uniform, Normal: "½ ln(πe/6) + ½(ρ² − 1) − ln ρ + ½z²", 1, [4: "the rounding of z, being squared, counts twice, next to those of the scale term", 2 in "fitted": "the constant is most of it"];
        Uniform, Pareto infinite "a < m": "−ln(b−a) − ln α − α ln m + (α+1)[(b ln b − a ln a)/(b−a) − 1]", 1, [4: "for wide intervals the mean of a logarithm is a difference, and so is the rate term", 3 in "fitted": "where terms cancel they have twice the digits"];
        VonMises, VonMises: "ln(I₀(κq)/I₀(κp)) + A(κp) (κp − κq cos(μp − μq))", 10, [6: "a difference of logarithms where one concentration is below 25 and the other above 200"];
        Weibull, Weibull: "as Gumbel, of −ln x", 1, [4 per "1 + |kq ln(λp/λq)| + |ln Γ(1 + kq/kp)|": "as Gumbel‖Gumbel, and the rounding of the logarithm in z", 4 per "1 + |kq ln(λp/λq)| + |ln Γ(1 + kq/kp)|" in "extreme": "as Gumbel‖Gumbel"];
        Weibull, Exp: "as Weibull, with shape 1", 1, [4 per "1 + |ln(rλ)| + |ln Γ(1 + 1/k)|": "as Weibull‖Weibull", 4 in "fitted": "the rounding of the logarithm in z; without a factor"];
        Weibull, Gamma: "ln Γ(a) − a ln b − H − (a−1)E ln x + bE x", 1, [4 per "(1 + |ln(bλ/a)| + |ln Γ(1 + 1/k)|)(1 + |bm − a|/D) + r/D": "the rounding of a logarithm, magnified by the exponential", 2 in "fitted": "what is small beside the terms has twice the digits; without a factor"];
        NormalGamma, NormalGamma: "(αp−αq) ψ(αp) − ln Γ(αp) + ln Γ(αq) + αq ln(βp/βq) + αp(βq−βp)/βp + ½[λq/λp − 1 − ln(λq/λp) + λq αp(μp−μq)²/βp]", 1, [4: "as Gamma‖Gamma, and the roundings of a product", 2 in "extreme": "as Gamma‖Gamma"];
        NormalInverseGamma, NormalInverseGamma: "as NormalGamma, of the inverse", 1, [4: "as NormalGamma‖NormalGamma"];
        MultivariateNormal, MultivariateNormal: "½[tr(Σq⁻¹Σp) − d + δᵀΣq⁻¹δ − ln(det Σp/det Σq)]", 1, [4: "the roundings of E, which is squared; the solves carry twice the digits", 1 in "from dimension 21, per condition": "the roundings of the solves, magnified by the condition number", 1 in "24 to 32 dimensions, per condition": "the rounding of the Cholesky factors, computed in doubles", 3 in "scaled": "as above, with units of its own for every variable of P and of Q", 1 in "scaled from dimension 21, per condition": "the rounding of the Cholesky factors, computed in doubles", 1 in "nearly singular from dimension 21": "what is nearly singular has twice the digits, whatever its dimension"];
        SingularNormal, SingularNormal infinite "the supports differ": "as MultivariateNormal, on the common support", 1, [3: "as MultivariateNormal"];
        LowRankNormal, LowRankNormal: "as MultivariateNormal, with the covariance WWᵀ + diag(δ)", 1, [4 per "a condition number": "as MultivariateNormal; the difference of the covariances is computed from those of W and δ", 1 in "from dimension 21, per condition": "the rounding of the Cholesky factors, computed in doubles", 3 in "scaled": "as above, with units of its own for every variable of P and of Q"];
        LowRankNormal, MultivariateNormal: "as MultivariateNormal, with the covariance WWᵀ + diag(δ)", 1, [3: "as MultivariateNormal; the difference of the covariances carries three times the digits", 1 in "from dimension 21, per condition": "the rounding of the Cholesky factors, computed in doubles", 3 in "scaled": "as above, with units of its own for every variable of P and of Q"];
        MultivariateNormal, LowRankNormal: "as MultivariateNormal, with the covariance WWᵀ + diag(δ)", 1, [3: "as MultivariateNormal; the difference of the covariances carries three times the digits", 1 in "from dimension 21, per condition": "the rounding of the Cholesky factors, computed in doubles", 3 in "scaled": "as above, with units of its own for every variable of P and of Q"];
        MatrixNormal, MatrixNormal: "as MultivariateNormal, with the covariance V ⊗ U", 1, [2.3 per "a condition number": "as MultivariateNormal, and the roundings of the products on the diagonal", 1 in "24 dimensions, per condition": "the rounding of the Cholesky factors, computed in doubles", 2 per "a condition number" in "scaled": "as above, with units of its own for every row and column of P and of Q"];
        Dirichlet, Dirichlet: "ln Γ(sp) − ln Γ(sq) + Σ [ln Γ(qᵢ) − ln Γ(pᵢ) + (pᵢ−qᵢ)(ψ(pᵢ) − ψ(sp))]", 1, [6 per "a condition number" in "extreme": "as Beta‖Beta", 5 per "a condition number": "as Beta‖Beta; errors average out in the sum"];
        Wishart, Wishart: "½νp[tr(Vq⁻¹Vp) − d] − ½νq ln(det Vp/det Vq) + ln Γ_d(½νq) − ln Γ_d(½νp) + ½(νp−νq) ψ_d(½νp)", 1, [3 per "a condition number": "as Gamma‖Gamma, for each dimension", 1 in "24 dimensions, per condition": "the rounding of the Cholesky factors, computed in doubles", 2 per "a condition number" in "scaled": "as above, with units of its own for every variable of P and of Q"];
        InverseWishart, InverseWishart: "as Wishart, of the inverses", 1, [3 per "a condition number": "as Wishart‖Wishart", 1 in "24 dimensions, per condition": "the rounding of the Cholesky factors, computed in doubles", 2 per "a condition number" in "scaled": "as above, with units of its own for every variable of P and of Q"];
        NormalWishart, NormalWishart: "as Wishart, + ½d[λq/λp − 1 − ln(λq/λp)] + ½λq νp δᵀVpδ", 1, [2 per "a condition number": "as Wishart‖Wishart, and the roundings of a product", 1 in "24 dimensions, per condition": "the rounding of the Cholesky factors, computed in doubles"];
        NormalInverseWishart, NormalInverseWishart: "as InverseWishart, + ½d[λq/λp − 1 − ln(λq/λp)] + ½λq νp δᵀΨp⁻¹δ", 1, [3 per "a condition number": "as Wishart‖Wishart, and the roundings of a product", 1 in "24 dimensions, per condition": "the rounding of the Cholesky factors, computed in doubles"];
    } };
}

/// The pairs whose divergence is infinite whatever the parameters. A line names the families of
/// P, those of Q, and the reason. First come the supports, with P on the whole line, on the
/// positive numbers or on an interval; then the moments that P lacks; then the counts.
#[rustfmt::skip]
macro_rules! infinite_pairs {
    ($then:ident) => { $then! {
        [Cauchy, Gumbel, Laplace, Normal, StudentsT] => [Chi, ChiSquared, Erlang, Exp, Gamma, HalfNormal, InverseGamma, LogNormal, Pareto, Weibull]:
            "P has mass below 0 and Q has none";
        [Cauchy, Gumbel, Laplace, Normal, StudentsT] => [Beta, ContinuousBernoulli, Kumaraswamy, Triangular, Uniform]:
            "P has mass outside every interval and Q has none outside its own";
        [Chi, ChiSquared, Erlang, Exp, Gamma, HalfNormal, InverseGamma, LogNormal, Pareto, Weibull] => [Beta, ContinuousBernoulli, Kumaraswamy, Triangular, Uniform]:
            "P has mass above every number and Q has none above its interval";
        [Beta, Chi, ChiSquared, ContinuousBernoulli, Erlang, Exp, Gamma, HalfNormal, InverseGamma, Kumaraswamy, LogNormal, Weibull] => [Pareto]:
            "P has mass between 0 and Q's scale, where Q has none";
        [Cauchy] => [Laplace]:
            "−ln q grows like |x|, and P's mean of |x| is infinite";
        [Cauchy] => [Normal]:
            "−ln q grows like x², and P's mean of x² is infinite";
        [Cauchy, StudentsT] => [Gumbel]:
            "−ln q grows like an exponential of −x, whose mean under P is infinite";
        [ContinuousBernoulli, Exp, HalfNormal] => [InverseGamma]:
            "−ln q grows like 1/x at 0, where P's density is positive, so that the mean of 1/x is infinite";
        [Poisson] => [Bernoulli, Binomial, DiscreteUniform, Hypergeometric]:
            "P may count any number and Q has a largest one";
        [Poisson] => [Geometric]:
            "P may count 0 and Q begins at 1";
    } };
}
