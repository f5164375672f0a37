//! What errors say: each kind once, from the input that makes it to the whole message.

use crate::common::TestResult;
use kl_core::distribution::{HalfNormal, MatrixNormal, Wishart};
use kl_core::divergences::KullbackLeibler;
use kl_core::drift::{Histogram, Nan};
use kl_core::estimate::{Bins, Counts, Points};
use kl_core::fit::{Options, Target};
use kl_core::nalgebra::DMatrix;
use kl_core::objective::{TokenDivergence, TokenLogits, Tokens};
use kl_core::statrs::distribution::{NegativeBinomial, Normal, Poisson};
use kl_core::{
    Bregman, Channel, Error, Joint, Joint3, KlDivergence, Logits, MultivariateNormal,
    NormalMixture, Pmf, estimate, fit, gradient, objective, pairwise, quadrature, series, torch,
    transport,
};
use std::collections::BTreeSet;

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// The kinds of errors that were made.
#[derive(Default)]
struct Kinds(BTreeSet<String>);

impl Kinds {
    /// Fails unless there is an error and this is its message.
    #[track_caller]
    fn says<T>(&mut self, got: Result<T, Error>, message: &str) {
        let Err(error) = got else {
            panic!("no error where it would say: {message}");
        };
        assert_eq!(error.to_string(), message);
        self.add(&error);
    }

    fn add(&mut self, error: &Error) {
        let text = format!("{error:?}");
        self.0
            .extend(text.split([' ', '{']).next().map(str::to_owned));
    }
}

#[test]
fn every_kind_of_error_says_what_was_given() -> TestResult {
    let mut kinds = Kinds::default();
    nothing_where_something_is_needed(&mut kinds)?;
    entries(&mut kinds)?;
    entries_of_matrices(&mut kinds)?;
    entries_of_tokens(&mut kinds)?;
    parameters(&mut kinds)?;
    sizes(&mut kinds)?;
    pieces_of_one_length(&mut kinds);
    sums(&mut kinds);
    matrices(&mut kinds);
    gradients(&mut kinds)?;
    too_few_and_too_many(&mut kinds)?;
    what_does_not_converge(&mut kinds)?;
    ranges(&mut kinds)?;
    densities(&mut kinds)?;
    pairs(&mut kinds)?;
    let source = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/error.rs"))?;
    let mut all = BTreeSet::new();
    for item in syn::parse_file(&source)?.items {
        if let syn::Item::Enum(item) = item {
            all.extend(
                item.variants
                    .iter()
                    .map(|variant| variant.ident.to_string()),
            );
        }
    }
    assert!(all.len() > 10, "{all:?}");
    assert_eq!(kinds.0, all);
    Ok(())
}

fn nothing_where_something_is_needed(kinds: &mut Kinds) -> TestResult {
    kinds.says(
        Pmf::new([]),
        "there are no probabilities: at least one is needed",
    );
    kinds.says(
        Pmf::uniform(0),
        "there are no outcomes: at least one is needed",
    );
    // Not that all weights are zero.
    kinds.says(
        Bins::new([0.0, 1.0])?.count(&[]),
        "there are no values of the sample: at least one is needed",
    );
    kinds.says(
        transport::wasserstein_1(&[1.0], &[]),
        "there are no values of the second sample: at least one is needed",
    );
    kinds.says(
        MultivariateNormal::new(vec![], DMatrix::zeros(0, 0)),
        "there are no rows of the covariance: at least one is needed",
    );
    let none = Options {
        automatic_starts: false,
        ..Options::default()
    };
    let target = Target::on_line(|x| -0.5 * x * x, -9.0, 9.0)?;
    kinds.says(
        fit::reverse_normal(&target, &none),
        "there are no starts, given or automatic: at least one is needed",
    );
    Ok(())
}

fn entries(kinds: &mut Kinds) -> TestResult {
    kinds.says(
        Pmf::new([0.5, -0.5, 1.0]),
        "probability at index 1 is -0.5: it must be from 0 to 1",
    );
    kinds.says(
        Pmf::from_weights([1.0, INF]),
        "weight at index 1 is inf: it must be zero or positive, and finite",
    );
    kinds.says(
        Logits::new([0.0, NAN]),
        "logit at index 1 is NaN: it must be finite or -inf",
    );
    kinds.says(
        Logits::from_log_probabilities([0.5]),
        "log-probability at index 0 is 0.5: it must be zero or below",
    );
    kinds.says(
        Bregman::kl().divergence(&[1.0], &[-1.0]),
        "entry of Q at index 0 is -1: it must be finite, and in the domain of phi",
    );
    kinds.says(
        Bins::new([0.0, 2.0, 1.0]),
        "edge at index 2 is 1: it must be finite, and above the one before",
    );
    kinds.says(
        Bins::new([0.0, 1.0])?.count(&[0.5, 3.0]),
        "value of the sample at index 1 is 3: it must be in one of the bins; \
         count_with_ends counts what is outside",
    );
    kinds.says(
        transport::wasserstein_2(&[0.0], &[1.0, NAN]),
        "value of the second sample at index 1 is NaN: it must be finite",
    );
    kinds.says(
        estimate::donsker_varadhan(&[0.0, 1.0], &[0.0, INF]),
        "critic at a sample of Q at index 1 is inf: it must be finite or -inf",
    );
    kinds.says(
        estimate::monte_carlo(
            &kl_core::statrs::distribution::Uniform::new(0.0, 1.0)?,
            &Normal::standard(),
            &[0.5, 2.0],
        ),
        "sample of P at index 1 is 2: it must be where P has a density: the samples must be \
         of P, not of Q",
    );
    let components = vec![Normal::standard(), Normal::new(0.0, INF)?];
    kinds.says(
        NormalMixture::new(Pmf::uniform(2)?, components),
        "standard deviation of the component at index 1 is inf: it must be finite",
    );
    kinds.says(
        objective::label_smoothing(&[0.0, 1.0], 2, &[2], 0.0, objective::Reduction::Sum),
        "label at index 0 is 2: it must be below the number of classes",
    );
    kinds.says(
        torch::cross_entropy_unreduced(&[0.0, 1.0], &[-1], 0.0, torch::IGNORE_INDEX),
        "label at index 0 is -1: it must be from 0 to the number of classes less one, or \
         ignore_index",
    );
    kinds.says(
        objective::distillation(&[0.0, NAN], &[0.0; 2], 2, 1.0, objective::Reduction::Sum),
        "logit of the teacher at index 1 is NaN: it must be finite and below 2^1000 in size, or -inf",
    );
    Ok(())
}

fn entries_of_tokens(kinds: &mut Kinds) -> TestResult {
    let tokens = Tokens::padded(&[2, 1], 2)?;
    let (good, mut bad) = ([0.0; 8], [0.0; 8]);
    bad[5] = NAN;
    kinds.says(
        TokenLogits::new(&tokens, &good, &bad, 2)?.compare(TokenDivergence::Forward, 1.0),
        "logit of the student, of sequence 1, place 0, word 1, is NaN: \
         it must be finite and below 2^1000 in size, or -inf",
    );
    Ok(())
}

fn entries_of_matrices(kinds: &mut Kinds) -> TestResult {
    kinds.says(
        Histogram::new([0.0])?.alike([1.0, NAN], Nan::RefusedIn("age")),
        "row 1 of column \"age\" is NaN: it must be a number; Nan::Missing counts it as missing",
    );
    kinds.says(
        MultivariateNormal::new(
            vec![0.0; 2],
            DMatrix::from_row_slice(2, 2, &[1.0, 0.0, NAN, 1.0]),
        ),
        "covariance at row 1, column 0 is NaN: it must be finite",
    );
    let unit = |d| DMatrix::identity(d, d);
    let mut columns = unit(3);
    columns[(0, 2)] = INF;
    kinds.says(
        MatrixNormal::new(DMatrix::zeros(2, 3), unit(2), columns),
        "covariance of the columns at row 0, column 2 is inf: it must be finite",
    );
    // Counted within the sample that has it.
    kinds.says(
        Bins::equal_width_of(&[&[1.0, 2.0, 3.0], &[4.0, NAN]], 2),
        "value of the samples (a row for each) at row 1, column 1 is NaN: it must be finite",
    );
    kinds.says(
        fit::moment_match(&DMatrix::from_row_slice(2, 1, &[0.0, NAN])),
        "value of the points (a row for each) at row 1, column 0 is NaN: it must be finite",
    );
    let far = [1e300, -1e300].map(|x| MultivariateNormal::new(vec![x], unit(1)));
    let [a, b] = far;
    let q = NormalMixture::new(Pmf::uniform(2)?, [a?, b?])?;
    let p = NormalMixture::new(
        Pmf::uniform(1)?,
        [MultivariateNormal::new(vec![0.0], unit(1))?],
    )?;
    kinds.says(
        p.kl_matched_moments(&q),
        "covariance of Q at row 0, column 0 is inf: it must be finite",
    );
    Ok(())
}

fn parameters(kinds: &mut Kinds) -> TestResult {
    kinds.says(
        HalfNormal::new(-1.0),
        "scale is -1: it must be positive and finite",
    );
    kinds.says(
        Normal::standard().kl(&Normal::new(INF, 1.0)?),
        "mean of Q is inf: it must be finite",
    );
    kinds.says(
        Poisson::new(1.0)?.kl(&NegativeBinomial::new(1.0, 0.0)?),
        "probability of success of Q is 0: it must be positive: at 0 no count is possible",
    );
    kinds.says(
        Pmf::uniform(2)?.renyi(&Pmf::uniform(2)?, -1.0),
        "order is -1: it must be zero or above",
    );
    kinds.says(
        Points::new(0, [1.0]),
        "dimension is 0: it must be at least 1",
    );
    kinds.says(
        Bins::quantiles_of(&[&[1.0, 2.0]], 0),
        "number of bins is 0: it must be from 1 to Bins::MOST = 16777216",
    );
    kinds.says(
        Bins::freedman_diaconis(&[&[0.0, 1.0, 2.0, 3.0, 1e30]]),
        "number of bins by the rule of Freedman and Diaconis is 4.274939866691743e29: it \
         must be at most Bins::MOST = 16777216: some values are far from the others",
    );
    kinds.says(
        kl_core::Generator::new(|t: f64| t * t, 0.0, INF),
        "f(1) is 1: it must be 0, as of t ln t: take f(1) off",
    );
    Ok(())
}

fn sizes(kinds: &mut Kinds) -> TestResult {
    let (two, three) = (Pmf::uniform(2)?, Pmf::uniform(3)?);
    kinds.says(
        two.kl(&three),
        "the number of outcomes of Q is 3: it must be 2, the number of outcomes of P",
    );
    kinds.says(
        Channel::new([two.clone(), two.clone(), three.clone()]),
        "the number of outputs of input 2 is 3: it must be 2, the number of outputs of input 0",
    );
    kinds.says(
        Pmf::jensen_shannon_of(&[(0.5, &two), (0.5, &three)]),
        "the number of outcomes of distribution 1 is 3: it must be 2, the number of outcomes \
         of distribution 0",
    );
    kinds.says(
        Joint::new(2, 3, [0.2; 5]),
        "the number of entries is 5: it must be 6, the number of rows times that of columns",
    );
    kinds.says(
        Joint::new(2, 3, [1.0 / 6.0; 6])?.kl(&Joint::new(3, 2, [1.0 / 6.0; 6])?),
        "the number of rows of Q is 3: it must be 2, the number of rows of P",
    );
    kinds.says(
        MultivariateNormal::new(vec![0.0; 3], DMatrix::identity(2, 2)),
        "the number of entries of the mean is 3: it must be 2, the number of rows of the \
         covariance",
    );
    kinds.says(
        Wishart::new(5.0, DMatrix::zeros(2, 3)),
        "the number of columns of the scale matrix is 3: it must be 2, the number of rows of \
         the scale matrix",
    );
    kinds.says(
        transport::Empirical::weighted([1.0, 2.0], [1.0]),
        "the number of weights is 1: it must be 2, the number of values of the sample",
    );
    Ok(())
}

fn pieces_of_one_length(kinds: &mut Kinds) {
    kinds.says(
        Points::new(2, [0.0; 7]),
        "the number of coordinates is 7: it must be a multiple of 2, the dimension of the points",
    );
    kinds.says(
        Joint3::new(2, 2, [0.5; 6]),
        "the number of entries is 6: it must be a multiple of 4, the rows times columns",
    );
    kinds.says(
        objective::focal_loss(&[0.0; 7], 3, &[0, 0], 1.0, objective::Reduction::Sum),
        "the number of logits is 7: it must be a multiple of 3, the number of classes",
    );
    kinds.says(
        estimate::gradient::k1_by_q(&[0.0, 0.0], &[1.0; 3]),
        "the number of scores is 3: it must be a multiple of 2, the number of log-ratios",
    );
    kinds.says(
        torch::log_softmax(&[0.0; 3], 2),
        "the number of entries of the input is 3: it must be a multiple of 2, the number of rows",
    );
}

fn sums(kinds: &mut Kinds) {
    kinds.says(
        Pmf::new([0.5, 0.25]),
        "the probabilities sum to 0.75, not to 1: the missing 0.25 belongs into one more entry \
         if outcomes are left out; dividing by the sum is right for rounding only",
    );
    kinds.says(
        Pmf::new([0.5, 0.75]),
        "the probabilities sum to 1.25, not to 1: weights of any sum go into \
         Pmf::from_weights, and logits into Logits::new",
    );
    // The best of a vocabulary: the others are possible too.
    let best = [0.5f64, 0.25, 0.125].map(f64::ln);
    kinds.says(
        Logits::from_log_probabilities(best),
        "the exponentials of the log-probabilities sum to 0.875, not to 1: the missing 0.125 \
         belongs into one more entry if outcomes are left out; dividing by the sum is right \
         for rounding only",
    );
    kinds.says(
        Pmf::new([0.5, 0.5 - 2f64.powi(-30)]),
        "the probabilities sum to 0.9999999990686774, not to 1: the missing 9.313e-10 belongs into one more \
         entry if outcomes are left out; dividing by the sum is right for rounding only",
    );
    kinds.says(
        Pmf::from_weights([0.0, 0.0]),
        "all weights are zero: at least one must be positive",
    );
    kinds.says(
        Counts::new([0, 0]),
        "all counts are zero: at least one must be positive",
    );
    kinds.says(
        Logits::new([-INF, -INF]),
        "all exponentials of the logits are zero: at least one must be positive",
    );
}

fn matrices(kinds: &mut Kinds) {
    let covariance =
        |rows: &[f64]| MultivariateNormal::new(vec![0.0; 2], DMatrix::from_row_slice(2, 2, rows));
    kinds.says(
        covariance(&[1.0, 0.25, 0.5, 1.0]),
        "the covariance is 0.5 at row 1, column 0 but 0.25 at row 0, column 1: if that is only \
         rounding, average it with its transpose",
    );
    kinds.says(
        covariance(&[1.0, 2.0, 2.0, 1.0]),
        "the covariance is not positive definite: given the variables before it, variable 1 has \
         the variance -3, which must be positive; leave the variable out, or add to its entry \
         on the diagonal",
    );
    // All points have the same second coordinate.
    kinds.says(
        fit::moment_match(&DMatrix::from_row_slice(
            3,
            2,
            &[0.0, 5.0, 1.0, 5.0, 3.0, 5.0],
        )),
        "the covariance of the points is not positive definite: given the variables before it, \
         variable 1 has the variance 0, which must be positive; leave the variable out, or add \
         to its entry on the diagonal",
    );
}

fn gradients(kinds: &mut Kinds) -> TestResult {
    kinds.says(
        gradient::kl_by_p_logits(&Logits::new([0.0, 0.0])?, &Logits::new([0.0, -INF])?),
        "infinite, and so without a gradient: the outcome at index 1 is possible under P and \
         impossible under Q, which must give it some probability",
    );
    kinds.says(
        estimate::gradient::k1_by_p(&[0.0, -INF], &[1.0, 1.0]),
        "infinite, and so without a gradient: the sample at index 1 is possible under P and \
         impossible under Q, which must give it some probability",
    );
    Ok(())
}

fn too_few_and_too_many(kinds: &mut Kinds) -> TestResult {
    kinds.says(
        estimate::k1(&[0.5]),
        "the number of log-ratios is 1: at least 2 are needed",
    );
    kinds.says(
        Bins::new([0.5]),
        "the number of edges is 1: at least 2 are needed",
    );
    let (p, q) = (Points::new(1, [0.0, 1.0])?, Points::new(1, [0.5])?);
    kinds.says(
        estimate::nearest_neighbour_kl(&p, &q, 2),
        "the number of points of P is 2: at least 3 are needed",
    );
    kinds.says(
        Pmf::uniform(usize::MAX),
        &format!("{} outcomes do not fit into memory", usize::MAX),
    );
    kinds.says(
        Poisson::new(1e30)?.kl(&NegativeBinomial::new(2.0, 1e-30)?),
        "no closed form, and the sum has more than 4194304 terms that count: estimate it from \
         samples, as the functions in kl_core::estimate do",
    );
    Ok(())
}

fn what_does_not_converge(kinds: &mut Kinds) -> TestResult {
    let channel = Channel::new([Pmf::new([1.0, 0.0])?, Pmf::new([0.5, 0.5])?])?;
    kinds.says(
        channel.capacity(1e-12, 0),
        "the capacity in nats has not converged after 0 steps: nothing is known of its value; \
         allow more steps or a wider tolerance, or break an integral at its peaks",
    );
    let got = channel
        .capacity(1e-12, 1)
        .map_err(|error| error.to_string());
    assert!(
        matches!(&got, Err(text) if text.starts_with(
            "the capacity in nats has not converged after 1 steps: it is 0.2"
        ) && text.contains(", with an error of about 0.")),
        "{got:?}"
    );
    // So high a spike that the density overflows on all of it.
    let kink = |x: f64| -(x - 0.2).abs();
    let spike = |x: f64| if kink(x) > -1e-6 { 2000.0 } else { kink(x) };
    kinds.says(
        Target::on_line(spike, -10.0, 10.0),
        "the mass of P in the range has not converged after 8 steps: nothing is known of its \
         value; allow more steps or a wider tolerance, or break an integral at its peaks",
    );
    Ok(())
}

fn ranges(kinds: &mut Kinds) -> TestResult {
    let normal = |x: f64| -0.5 * x * x;
    kinds.says(
        quadrature::kl_of(normal, normal, 3.0..=1.0),
        "the range of the integral is from 3 to 1: it must be from a number to a larger one",
    );
    kinds.says(
        Target::on_line(normal, 3.0, 1.0),
        "the range of the density is from 3 to 1: it must be from a number to a larger one, \
         both finite",
    );
    // A constant column: there were no edges to be wrong.
    kinds.says(
        Bins::equal_width_of(&[&[5.0; 3]], 4),
        "the range of the samples is from 5 to 5: it must be wide enough to cut into so many \
         bins; Bins::new takes edges for equal values",
    );
    kinds.says(
        Bins::freedman_diaconis(&[&[1.0, 5.0, 5.0, 5.0, 9.0]]),
        "the range between the quartiles of the samples is from 5 to 5: it must be wider: too \
         many values are equal for this rule",
    );
    let inside = Target::on_interval(|_| 0.0, 0.0, 1.0)?;
    kinds.says(
        fit::reverse_normal(&inside, &Options::default()),
        "the support of P is from 0 to 1: it must be the whole line, because the divergence of \
         every normal distribution from P is infinite otherwise; forward fits take any support",
    );
    Ok(())
}

fn densities(kinds: &mut Kinds) -> TestResult {
    kinds.says(
        series::kl(&Poisson::new(2.0)?, &NegativeBinomial::new(1.0, 1.0)?),
        "the logarithm of the density of Q is NaN at 0: it must be finite, or -inf outside \
         the support",
    );
    let uniform = |_: f64| 0.0;
    kinds.says(
        quadrature::kl_of(uniform, uniform, 0.0..=2.0),
        "the mass of P was found to be 2, not 1: divide the density by its integral, or set a \
         breakpoint near a peak if one was missed",
    );
    let points = |x: &[f64]| Points::new(1, x);
    kinds.says(
        estimate::nearest_neighbour_kl(&points(&[1.0, 1.0, 2.0])?, &points(&[3.0])?, 1),
        "neighbour 1 of the point of P at index 0 is at its very place: samples of a density do \
         not repeat, so ask for a neighbour further off, or count the points",
    );
    kinds.says(
        estimate::nearest_neighbour_kl(&points(&[1.0, 2.0])?, &points(&[3.0, 2.0])?, 1),
        "the point of P at index 1 is also the point of Q at index 1: samples of densities have \
         no point in common; if the values are rounded, use nearest_neighbour_kl_with_ties; if Q \
         holds the points of P too, keep them out of Q, and for the divergence from both together \
         use nearest_neighbour_kl_to_mixture",
    );
    Ok(())
}

/// The source says why, and the pair does not say it again.
fn pairs(kinds: &mut Kinds) -> TestResult {
    let got = pairwise(
        &KullbackLeibler,
        &[Pmf::uniform(2)?],
        &[Pmf::uniform(2)?, Pmf::uniform(3)?],
    );
    let Err(error) = got else {
        return Err("no error".into());
    };
    assert_eq!(
        error.to_string(),
        "P number 0 and Q number 1 cannot be compared"
    );
    kinds.add(&error);
    let source = std::error::Error::source(&error).ok_or("no source")?;
    assert_eq!(
        source.to_string(),
        "the number of outcomes of Q is 3: it must be 2, the number of outcomes of P"
    );
    assert!(source.source().is_none());
    Ok(())
}

#[test]
fn errors_go_anywhere() {
    fn goes<T: std::error::Error + Clone + PartialEq + Send + Sync + 'static>() {}
    goes::<Error>();
}
