//! Every family of distributions, made from numbers of any kind: what the table of pairs
//! needs to be tried on millions of inputs, by fuzzing, and with parameters that are bad or
//! extreme.

use kl_core::MultivariateNormal;
// Whatever family the table names.
use kl_core::distribution::*;
use kl_core::nalgebra::{DMatrix, Dyn};
use kl_core::statrs::distribution::*;

/// As the table names it.
pub(crate) type Dirichlet = kl_core::statrs::distribution::Dirichlet<Dyn>;

/// Numbers that any distribution can be made of.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    pub(crate) real: [f64; 3],
    /// Above 0.
    pub(crate) positive: [f64; 3],
    pub(crate) probability: f64,
    pub(crate) count: [u64; 3],
    /// Entries of a vector or a matrix, at most 1 in size.
    pub(crate) entries: [f64; 16],
    /// Of a vector or a matrix: from 1 to 4.
    pub(crate) dimension: usize,
    /// Whether intervals lie inside [0, 1] and counts below a thousand, where more pairs
    /// have a finite value.
    pub(crate) small: bool,
}

/// A distribution that can be made of numbers, if they let it.
pub(crate) trait Draw: Sized {
    fn draw(x: &Numbers) -> Option<Self>;
}

/// A family of scalar parameters.
pub(crate) trait Family: Sized {
    /// One with parameters that are neither bad nor extreme.
    fn ordinary() -> Self;

    /// Those with one NaN or infinite parameter that the constructor has let through: its
    /// name, its value, the distribution.
    fn bad() -> Vec<(&'static str, f64, Self)>;

    /// Those of all extreme parameters that the constructor lets through.
    fn extreme() -> Vec<Self>;
}

macro_rules! define_families {
    ($($from:ident $family:ident { $($name:literal $get:ident: $range:ident),* })*) => { $(
        impl Family for $family {
            fn ordinary() -> Self {
                $family::new($( ordinary!($family $get $range) ),*).expect("they are ordinary")
            }

            fn bad() -> Vec<(&'static str, f64, Self)> {
                let mut bad = Vec::new();
                for (which, name) in [$($name),*].into_iter().enumerate() {
                    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                        let mut place = 0..;
                        let made = $family::new($(
                            bad!($range, ordinary!($family $get $range), value, which, place)
                        ),*);
                        // A whole number cannot be bad.
                        if let Ok(made) = made && !is_whole(which, &[$(stringify!($range)),*]) {
                            bad.push((name, value, made));
                        }
                    }
                }
                bad
            }

            fn extreme() -> Vec<Self> {
                let mut all = Vec::new();
                for_each!($family, all, (), $($range)*);
                all
            }
        }
        draw!($family $($range)*);
    )* };
}

macro_rules! ordinary {
    (Uniform max Real) => {
        0.75
    };
    (Triangular max Real) => {
        0.75
    };
    (DiscreteUniform max Whole) => {
        3
    };
    (Hypergeometric population Count) => {
        9
    };
    ($family:ident $get:ident Real) => {
        0.5
    };
    ($family:ident $get:ident Positive) => {
        2.0
    };
    ($family:ident $get:ident NotNegative) => {
        2.0
    };
    ($family:ident $get:ident Probability) => {
        0.25
    };
    ($family:ident $get:ident Count) => {
        3
    };
    ($family:ident $get:ident Whole) => {
        1
    };
}

macro_rules! bad {
    (Count, $ordinary:expr, $bad:ident, $which:ident, $place:ident) => {{
        $place.next();
        $ordinary
    }};
    (Whole, $ordinary:expr, $bad:ident, $which:ident, $place:ident) => {{
        $place.next();
        $ordinary
    }};
    ($range:ident, $ordinary:expr, $bad:ident, $which:ident, $place:ident) => {
        if $place.next() == Some($which) {
            $bad
        } else {
            $ordinary
        }
    };
}

fn is_whole(which: usize, ranges: &[&str]) -> bool {
    matches!(ranges[which], "Count" | "Whole")
}

macro_rules! extreme {
    (Real) => {
        REAL
    };
    (Positive) => {
        POSITIVE
    };
    (NotNegative) => {
        NOT_NEGATIVE
    };
    (Probability) => {
        PROBABILITY
    };
    (Count) => {
        COUNT
    };
    (Whole) => {
        WHOLE
    };
}

/// A loop for each parameter.
macro_rules! for_each {
    ($family:ident, $all:ident, ($($made:ident)*),) => {
        if let Ok(made) = $family::new($($made),*) { $all.push(made); }
    };
    ($family:ident, $all:ident, (), $range:ident $($rest:ident)*) => {
        for a in extreme!($range) { for_each!($family, $all, (a), $($rest)*); }
    };
    ($family:ident, $all:ident, ($a:ident), $range:ident $($rest:ident)*) => {
        for b in extreme!($range) { for_each!($family, $all, ($a b), $($rest)*); }
    };
    ($family:ident, $all:ident, ($a:ident $b:ident), $range:ident) => {
        for c in extreme!($range) { for_each!($family, $all, ($a $b c),); }
    };
}

const REAL: [f64; 8] = [0.0, 5e-324, 0.5, 1.0, -1.0, 1e154, f64::MAX, -f64::MAX];
/// The smallest, the largest, and next to 1.
pub(crate) const POSITIVE: [f64; 12] = [
    5e-324,
    1e-310,
    f64::MIN_POSITIVE,
    1e-160,
    0.25,
    1.0,
    1.0 + f64::EPSILON,
    3.0,
    1e160,
    1e300,
    f64::MAX / 2.0,
    f64::MAX,
];
const NOT_NEGATIVE: [f64; 8] = [0.0, 5e-324, 1e-160, 0.25, 60.0, 190.0, 1e160, f64::MAX];
const PROBABILITY: [f64; 9] = [
    0.0,
    5e-324,
    1e-309,
    1e-8,
    0.25,
    0.5,
    0.75,
    1.0 - 0.5 * f64::EPSILON,
    1.0,
];
const COUNT: [u64; 7] = [0, 1, 2, 10, 1 << 53, u64::MAX - 1, u64::MAX];
const WHOLE: [i64; 5] = [i64::MIN, -1, 0, 3, i64::MAX];

macro_rules! draw {
    // These need their parameters in order: below.
    (Uniform $($range:ident)*) => {};
    (Triangular $($range:ident)*) => {};
    (DiscreteUniform $($range:ident)*) => {};
    (Hypergeometric $($range:ident)*) => {};
    ($family:ident $($range:ident)*) => {
        impl Draw for $family {
            fn draw(x: &Numbers) -> Option<Self> {
                let mut place = 0..;
                let mut place = || place.next().unwrap_or(0);
                $family::new($( number!($range, x, place()) ),*).ok()
            }
        }
    };
}

macro_rules! number {
    (Real, $x:ident, $place:expr) => {
        $x.real[$place]
    };
    (Positive, $x:ident, $place:expr) => {
        $x.positive[$place]
    };
    (NotNegative, $x:ident, $place:expr) => {
        $x.positive[$place]
    };
    (Probability, $x:ident, $place:expr) => {{
        let _ = $place;
        $x.probability
    }};
    (Count, $x:ident, $place:expr) => {
        $x.counts($place)
    };
}

families!(define_families);

impl Numbers {
    fn counts(&self, place: usize) -> u64 {
        let count = self.count[place];
        if self.small { count % 1000 } else { count }
    }

    /// A covariance: a square of a factor, whose diagonal is positive, mirrored.
    fn covariance(&self, dimension: usize) -> DMatrix<f64> {
        let factor = DMatrix::from_fn(dimension, dimension, |i, j| match i == j {
            true => self.positive[i % 3],
            false => self.entries[4 * i + j],
        });
        let square = &factor * factor.transpose();
        0.5 * &square + 0.5 * square.transpose()
    }

    fn mean(&self, dimension: usize) -> Vec<f64> {
        (0..dimension).map(|i| self.real[i % 3]).collect()
    }

    fn weights(&self) -> Vec<f64> {
        let size = self.positive[0];
        let entries = self.entries[..self.dimension + 1].iter();
        entries.map(|x| size * x.abs()).collect()
    }
}

impl Draw for Uniform {
    fn draw(x: &Numbers) -> Option<Self> {
        let low = x.real[0];
        if x.small {
            Uniform::new(x.probability.min(0.5), x.probability.max(0.75)).ok()
        } else {
            Uniform::new(low, low + x.positive[0]).ok()
        }
    }
}

impl Draw for Triangular {
    fn draw(x: &Numbers) -> Option<Self> {
        let low = x.real[0];
        Triangular::new(low, low + x.positive[0], low + 0.5 * x.positive[0]).ok()
    }
}

impl Draw for DiscreteUniform {
    fn draw(x: &Numbers) -> Option<Self> {
        DiscreteUniform::new(-(x.count[0] as i64 >> 1), x.count[0] as i64 >> 2).ok()
    }
}

impl Draw for Hypergeometric {
    fn draw(x: &Numbers) -> Option<Self> {
        let [all, a, b] = x.count;
        Hypergeometric::new(all, a % all.max(1), b % all.max(1)).ok()
    }
}

impl Draw for Categorical {
    fn draw(x: &Numbers) -> Option<Self> {
        Categorical::new(&x.weights()).ok()
    }
}

impl Draw for Dirichlet {
    fn draw(x: &Numbers) -> Option<Self> {
        Dirichlet::new(x.weights()).ok()
    }
}

impl Draw for MultivariateNormal {
    fn draw(x: &Numbers) -> Option<Self> {
        MultivariateNormal::new(x.mean(x.dimension), x.covariance(x.dimension)).ok()
    }
}

impl Draw for SingularNormal {
    fn draw(x: &Numbers) -> Option<Self> {
        // Of rank 1, or of whatever rank the covariance has.
        let d = x.dimension;
        let covariance = if x.small {
            DMatrix::from_fn(d, d, |i, j| x.entries[i] * x.entries[j])
        } else {
            x.covariance(d)
        };
        SingularNormal::new(x.mean(d), covariance).ok()
    }
}

impl Draw for LowRankNormal {
    fn draw(x: &Numbers) -> Option<Self> {
        let d = x.dimension;
        let factor = DMatrix::from_fn(d, x.count[0] as usize % 4, |i, j| x.entries[4 * i + j]);
        let diagonal: Vec<f64> = (0..d).map(|i| x.positive[i % 3]).collect();
        LowRankNormal::new(x.mean(d), factor, diagonal).ok()
    }
}

impl Draw for MatrixNormal {
    fn draw(x: &Numbers) -> Option<Self> {
        let (rows, columns) = (x.dimension, 1 + x.count[0] as usize % 3);
        let mean = DMatrix::from_fn(rows, columns, |i, j| x.entries[4 * i + j]);
        MatrixNormal::new(mean, x.covariance(rows), x.covariance(columns)).ok()
    }
}

impl Draw for Wishart {
    fn draw(x: &Numbers) -> Option<Self> {
        Wishart::new(x.degrees_of_freedom(), x.covariance(x.dimension)).ok()
    }
}

impl Draw for InverseWishart {
    fn draw(x: &Numbers) -> Option<Self> {
        InverseWishart::new(x.degrees_of_freedom(), x.covariance(x.dimension)).ok()
    }
}

impl Draw for NormalGamma {
    fn draw(x: &Numbers) -> Option<Self> {
        let ([mean, ..], [lambda, shape, rate]) = (x.real, x.positive);
        NormalGamma::new(mean, lambda, shape, rate).ok()
    }
}

impl Draw for NormalInverseGamma {
    fn draw(x: &Numbers) -> Option<Self> {
        let ([mean, ..], [lambda, shape, rate]) = (x.real, x.positive);
        NormalInverseGamma::new(mean, lambda, shape, rate).ok()
    }
}

impl Draw for TruncatedNormal {
    fn draw(x: &Numbers) -> Option<Self> {
        let (lower, upper) = match x.dimension {
            1 => (f64::NEG_INFINITY, f64::INFINITY),
            2 => (x.real[1], f64::INFINITY),
            3 => (f64::NEG_INFINITY, x.real[2]),
            _ => (x.real[1], x.real[1] + x.positive[2]),
        };
        TruncatedNormal::new(x.real[0], x.positive[0], lower, upper).ok()
    }
}

impl Draw for NormalWishart {
    fn draw(x: &Numbers) -> Option<Self> {
        let (d, freedom) = (x.dimension, x.degrees_of_freedom());
        NormalWishart::new(x.mean(d), x.positive[0], freedom, x.covariance(d)).ok()
    }
}

impl Draw for NormalInverseWishart {
    fn draw(x: &Numbers) -> Option<Self> {
        let (d, freedom) = (x.dimension, x.degrees_of_freedom());
        NormalInverseWishart::new(x.mean(d), x.positive[0], freedom, x.covariance(d)).ok()
    }
}

/// Those of more than three parameters, of vectors and matrices: the constructors refuse what is bad.
macro_rules! define_others {
    ($($family:ident)*) => { $(
        impl Family for $family {
            fn ordinary() -> Self {
                $family::draw(&Numbers::ordinary()).expect("they are ordinary")
            }

            fn bad() -> Vec<(&'static str, f64, Self)> {
                Vec::new()
            }

            fn extreme() -> Vec<Self> {
                let sizes = POSITIVE.into_iter().flat_map(|a| POSITIVE.map(|b| [a, b, a]));
                let all = sizes.flat_map(|positive| {
                    (1..=3).map(move |dimension| Numbers {
                        positive,
                        dimension,
                        ..Numbers::ordinary()
                    })
                });
                all.filter_map(|x| $family::draw(&x)).collect()
            }
        }
    )* };
}

define_others! {
    Categorical Dirichlet InverseWishart LowRankNormal MatrixNormal MultivariateNormal
    NormalGamma NormalInverseGamma NormalInverseWishart NormalWishart SingularNormal
    TruncatedNormal Wishart
}

impl Numbers {
    fn ordinary() -> Self {
        Numbers {
            real: [0.25, -0.5, 1.0],
            positive: [1.0, 3.0, 2.0],
            probability: 0.25,
            count: [3, 5, 7],
            entries: [0.25; 16],
            dimension: 2,
            small: true,
        }
    }

    /// Above the dimension less one.
    fn degrees_of_freedom(&self) -> f64 {
        (self.dimension - 1) as f64 + self.positive[1]
    }
}
