//! Every pair of the table, and pairs that are infinite, with any parameters that the
//! constructors let through.
#![no_main]

#[macro_use]
#[path = "../../src/pairs/table.rs"]
mod table;

#[expect(dead_code, reason = "the tests of bad and extreme parameters need more of it")]
#[path = "../../tests/it/common/families.rs"]
mod families;

use families::{Dirichlet, Draw, Numbers};
use kl_core::distribution::*;
use kl_core::statrs::distribution::*;
use kl_core::{KlDivergence, MultivariateNormal};
use libfuzzer_sys::fuzz_target;
use std::fmt::Debug;

/// A function for each pair: all would make one input slow where sums are long.
macro_rules! checks {
    ($(
        $p:ident, $q:ident $(infinite $infinite:literal)?: $formula:literal, $rarely:literal,
        $within:tt;
    )*) => {
        &[$(check::<$p, $q>),*]
    };
}
const PAIRS: &[fn(&Numbers, &Numbers)] = pairs!(checks);

macro_rules! infinite_checks {
    ($([$($p:ident),*] => $qs:tt: $why:literal;)*) => {
        &[$($( infinite_checks!(@ $p $qs) ),*),*]
    };
    (@ $p:ident [$($q:ident),*]) => {
        |x, y| { $( check::<$p, $q>(x, y); )* }
    };
}
const INFINITE: &[fn(&Numbers, &Numbers)] = infinite_pairs!(infinite_checks);

type Input = ([f64; 3], [f64; 3], [u64; 3], [i8; 16], u8, bool);

fuzz_target!(|input: (u8, Input, Input)| {
    let (which, p, q) = input;
    let all = PAIRS.len() + INFINITE.len();
    let check = PAIRS.iter().chain(INFINITE).nth(usize::from(which) % all);
    check.expect("below the number of pairs")(&numbers(p), &numbers(q));
});

fn numbers((real, positive, count, entries, dimension, small): Input) -> Numbers {
    Numbers {
        real,
        // Any bits are rarely a probability.
        probability: positive[2].abs().fract(),
        positive,
        count,
        entries: entries.map(|x| f64::from(x) / 128.0),
        dimension: 1 + usize::from(dimension % 4),
        small,
    }
}

/// Neither negative nor NaN, from itself as from another.
fn check<P: Draw + KlDivergence<Q> + Debug, Q: Draw + Debug>(x: &Numbers, y: &Numbers) {
    let (Some(p), Some(q)) = (P::draw(x), Q::draw(y)) else {
        return;
    };
    if let Ok(divergence) = p.kl(&q) {
        let nats = divergence.nats();
        assert!(nats >= 0.0, "{nats:e} of {p:?} {q:?}");
    }
}
