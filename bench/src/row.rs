//! One row of the table: a piece of work, its input, and those who do it.

use crate::python::{Array, Python};
use kl_core::{Information, Pmf, nalgebra};
use std::cell::RefCell;
use std::fmt::Display;
use std::hint::black_box;
use std::rc::Rc;
use std::time::Instant;

/// The digits that are expected of a peer that promises none: half of those of a double.
pub(crate) const UNPROMISED: f64 = 8.0;

/// A piece of work on one input.
pub(crate) struct Row<'a, I> {
    pub(crate) work: String,
    pub(crate) size: String,
    /// What a time is divided by, and its name.
    pub(crate) units: (usize, &'static str),
    /// Who does it; kl-core first.
    pub(crate) peers: Vec<Peer<'a>>,
    pub(crate) python: Option<(&'static str, Vec<Array<'a>>)>,
    input: &'a I,
}

/// Somebody who does the work.
pub(crate) struct Peer<'a> {
    pub(crate) name: String,
    /// The correct digits that each number of its answer should have; of reading alone, which has
    /// no answer, none.
    pub(crate) claims: Option<f64>,
    pub(crate) subject: Box<dyn Subject + 'a>,
}

/// What can be timed and gives an answer.
pub(crate) trait Subject {
    /// The seconds that so many calls take.
    fn seconds(&self, calls: u32) -> Result<f64, String>;

    /// The numbers that a call gives.
    fn answer(&self) -> Result<Vec<f64>, String>;

    /// The most bytes that a call holds at a time beside its input, if they are counted.
    fn memory(&self) -> Option<u64> {
        None
    }
}

/// The name of what only reads the input: no work on it can take less time.
const READING: &str = "reading alone";

impl<'a, I> Row<'a, I> {
    /// A row in which each time is divided by so many units of that name.
    pub(crate) fn new(
        work: &str,
        size: String,
        units: (usize, &'static str),
        input: &'a I,
    ) -> Self {
        Row {
            work: work.to_owned(),
            size,
            units,
            peers: Vec::new(),
            python: None,
            input,
        }
    }

    /// kl-core, which claims so many digits.
    pub(crate) fn ours<T: Answer + 'a>(&mut self, claims: f64, call: impl Fn(&I) -> T + 'a) {
        self.with("kl-core", claims, call);
    }

    /// A peer that promises no digits.
    pub(crate) fn peer<T: Answer + 'a>(&mut self, name: &str, call: impl Fn(&I) -> T + 'a) {
        self.with(name, UNPROMISED, call);
    }

    /// The sum of all inputs, which is the time to read them.
    pub(crate) fn reading(&mut self, sum: impl Fn(&I) -> f64 + 'a) {
        self.add(READING, None, sum);
    }

    /// Somebody who claims so many digits.
    pub(crate) fn with<T: Answer + 'a>(
        &mut self,
        name: &str,
        claims: f64,
        call: impl Fn(&I) -> T + 'a,
    ) {
        self.add(name, Some(claims), call);
    }

    fn add<T: Answer + 'a>(
        &mut self,
        name: &str,
        claims: Option<f64>,
        call: impl Fn(&I) -> T + 'a,
    ) {
        let input = self.input;
        self.peers.push(Peer {
            name: name.to_owned(),
            claims,
            subject: Box::new(Native { call, input }),
        });
    }

    /// Those of `peers.py` who do the work of this name, on these arrays.
    pub(crate) fn python(&mut self, work: &'static str, arrays: Vec<Array<'a>>) {
        self.python = Some((work, arrays));
    }
}

struct Native<'a, F, I> {
    call: F,
    input: &'a I,
}

impl<I, T: Answer, F: Fn(&I) -> T> Subject for Native<'_, F, I> {
    fn seconds(&self, calls: u32) -> Result<f64, String> {
        let start = Instant::now();
        for _ in 0..calls {
            // The input is hidden from the compiler, so that no call leaves the loop.
            black_box((self.call)(black_box(self.input)));
        }
        Ok(start.elapsed().as_secs_f64())
    }

    fn answer(&self) -> Result<Vec<f64>, String> {
        (self.call)(self.input).numbers()
    }

    #[cfg(feature = "memory")]
    fn memory(&self) -> Option<u64> {
        let call = || drop(black_box((self.call)(black_box(self.input))));
        Some(allocation_counter::measure(call).bytes_max)
    }
}

/// A library in Python that has the input of the current row.
pub(crate) struct InPython {
    pub(crate) python: Rc<RefCell<Python>>,
    pub(crate) library: String,
}

impl Subject for InPython {
    fn seconds(&self, calls: u32) -> Result<f64, String> {
        self.python.borrow_mut().seconds(&self.library, calls)
    }

    fn answer(&self) -> Result<Vec<f64>, String> {
        self.python.borrow_mut().answer(&self.library)
    }
}

/// The numbers of which an answer consists, or why there is none.
pub(crate) trait Answer {
    fn numbers(self) -> Result<Vec<f64>, String>;
}

impl Answer for f64 {
    fn numbers(self) -> Result<Vec<f64>, String> {
        Ok(vec![self])
    }
}

impl Answer for Vec<f64> {
    fn numbers(self) -> Result<Vec<f64>, String> {
        Ok(self)
    }
}

/// A value, and gradients that stay where they are until somebody asks for them.
pub(crate) struct InSlices<const N: usize>(pub(crate) f64, pub(crate) Gradients<N>);

/// Room for N gradients, which each call fills anew.
pub(crate) type Gradients<const N: usize> = Rc<RefCell<[Vec<f32>; N]>>;

impl<const N: usize> Answer for InSlices<N> {
    fn numbers(self) -> Result<Vec<f64>, String> {
        let gradients = self.1.borrow();
        let numbers = gradients.iter().flatten().map(|&x| f64::from(x));
        Ok([self.0].into_iter().chain(numbers).collect())
    }
}

impl Answer for Information {
    fn numbers(self) -> Result<Vec<f64>, String> {
        Ok(vec![self.nats()])
    }
}

impl Answer for Pmf {
    fn numbers(self) -> Result<Vec<f64>, String> {
        Ok(self.into_vec())
    }
}

/// Row after row.
impl Answer for nalgebra::DMatrix<Information> {
    fn numbers(self) -> Result<Vec<f64>, String> {
        Ok(self.transpose().iter().map(|d| d.nats()).collect())
    }
}

impl Answer for kl_core::objective::Loss<kl_core::objective::NormalKlGradient> {
    fn numbers(self) -> Result<Vec<f64>, String> {
        let gradient = self.gradient;
        Ok([vec![self.value], gradient.mean, gradient.log_variance].concat())
    }
}

impl<T: Answer, E: Display> Answer for Result<T, E> {
    fn numbers(self) -> Result<Vec<f64>, String> {
        self.map_err(|error| error.to_string())?.numbers()
    }
}

impl<T: Answer> Answer for Option<T> {
    fn numbers(self) -> Result<Vec<f64>, String> {
        self.ok_or("no answer")?.numbers()
    }
}
