//! The measurement: everybody's turn at one row, again and again.

use crate::Arguments;
use crate::exact::Exact;
use crate::python::{Array, Python};
use crate::row::{InPython, Peer, Row, UNPROMISED};
use std::cell::RefCell;
use std::rc::Rc;

const OURS: &str = "kl-core";

/// The seconds of one turn, so long that the clock and the loop count for nothing.
const TURN: f64 = 0.005;
/// The seconds for all rounds of a row, if that leaves a number of rounds between these.
const PATIENCE: f64 = 4.0;
const ROUNDS: (f64, f64) = (3.0, 100.0);

/// What was measured so far.
pub(crate) struct Run {
    arguments: Arguments,
    python: Option<Rc<RefCell<Python>>>,
    pub(crate) lines: Vec<Line>,
    /// What is not in the table, and why.
    pub(crate) notes: Vec<String>,
    /// The libraries in Python and their versions.
    pub(crate) versions: Vec<(String, String)>,
    /// Where kl-core is wrong.
    failures: Vec<String>,
}

/// One line of the table.
pub(crate) struct Line {
    pub(crate) work: String,
    pub(crate) size: String,
    pub(crate) unit: &'static str,
    pub(crate) peer: String,
    /// Seconds per unit.
    pub(crate) minimum: f64,
    pub(crate) median: f64,
    /// The minimum over that of kl-core.
    pub(crate) ratio: f64,
    /// Of what has an answer.
    pub(crate) digits: Option<f64>,
    /// The most bytes beside the input, if they were counted.
    pub(crate) memory: Option<u64>,
    /// Whether the digits are those that the peer claims.
    pub(crate) as_claimed: bool,
}

impl Run {
    pub(crate) fn new(arguments: Arguments) -> Run {
        let mut run = Run {
            arguments,
            python: None,
            lines: Vec::new(),
            notes: Vec::new(),
            versions: Vec::new(),
            failures: Vec::new(),
        };
        match Python::start(&run.arguments.python) {
            Ok(python) => {
                run.versions.clone_from(&python.versions);
                let skipped = |library| format!("{library} is not installed in Python: skipped");
                run.notes.extend(python.missing.iter().map(skipped));
                run.python = Some(Rc::new(RefCell::new(python)));
            }
            Err(error) => run.notes.push(format!("{error}: all in Python is skipped")),
        }
        if !cfg!(feature = "numkong") {
            run.notes
                .push("numkong is not compiled in: skipped".to_owned());
        }
        run
    }

    /// Whether the inputs are to be tiny.
    pub(crate) fn small(&self) -> bool {
        self.arguments.small
    }

    /// Whether the largest sizes are asked for.
    pub(crate) fn large(&self) -> bool {
        self.arguments.large
    }

    /// Whether the filter lets this work through.
    pub(crate) fn wants(&self, work: &str) -> bool {
        let filter = &self.arguments.filter;
        let work = work.to_lowercase();
        filter.is_empty()
            || filter
                .iter()
                .any(|word| work.contains(&word.to_lowercase()))
    }

    /// Measures a row, and compares all answers with the exact one.
    pub(crate) fn measure<I>(&mut self, mut row: Row<I>, exact: &[Exact]) {
        let place = format!("{}, {}", row.work, row.size);
        eprintln!("{place}");
        if let Some((work, arrays)) = row.python.take() {
            row.peers.extend(self.in_python(&place, work, &arrays));
        }
        let exact: Vec<f64> = exact.iter().map(|x| x.round()).collect();
        let mut ours = f64::NAN;
        for (peer, digits, mut seconds) in self.turns(&place, row.peers, &exact) {
            seconds.sort_by(f64::total_cmp);
            let units = row.units.0 as f64;
            let (minimum, median) = (seconds[0] / units, seconds[seconds.len() / 2] / units);
            let as_claimed = match (digits, peer.claims) {
                (Some(digits), Some(claims)) => digits >= claims,
                _ => true,
            };
            if peer.name == OURS {
                ours = minimum;
                if let (false, Some(digits), Some(claims)) = (as_claimed, digits, peer.claims) {
                    self.failures.push(format!(
                        "{place}: {digits:.2} digits are right, not {claims}"
                    ));
                }
            }
            self.lines.push(Line {
                work: row.work.clone(),
                size: row.size.clone(),
                unit: row.units.1,
                memory: peer.subject.memory(),
                peer: peer.name,
                minimum,
                median,
                ratio: minimum / ours,
                digits,
                as_claimed,
            });
        }
    }

    /// An error if kl-core was wrong anywhere, or if nothing was measured.
    pub(crate) fn verdict(self) -> anyhow::Result<()> {
        anyhow::ensure!(!self.lines.is_empty(), "the filter leaves no work");
        let failures = self.failures.join("\n");
        anyhow::ensure!(failures.is_empty(), "kl-core is wrong:\n{failures}");
        Ok(())
    }

    /// Those whose answer is of the right shape, the digits of it, and the seconds of a call in
    /// each round.
    fn turns<'a>(
        &mut self,
        place: &str,
        peers: Vec<Peer<'a>>,
        exact: &[f64],
    ) -> Vec<(Peer<'a>, Option<f64>, Vec<f64>)> {
        let mut here = Vec::new();
        for peer in peers {
            let digits = match peer.claims {
                None => Ok(None),
                Some(_) => {
                    let answer = peer.subject.answer();
                    answer.and_then(|a| correct_digits(&a, exact).map(Some))
                }
            };
            match digits.and_then(|digits| Ok((digits, peer.subject.seconds(1)?))) {
                Ok((digits, second)) => here.push((peer, digits, second)),
                Err(error) => self.miss(place, &peer.name, &error),
            }
        }
        let calls = |second: f64| {
            let calls = if self.arguments.small {
                1.0
            } else {
                TURN / second
            };
            calls.clamp(1.0, 1e6) as u32
        };
        let round: f64 = here.iter().map(|(_, _, s)| s * f64::from(calls(*s))).sum();
        let rounds = if self.arguments.small {
            1
        } else {
            (PATIENCE / round).clamp(ROUNDS.0, ROUNDS.1) as usize
        };
        let calls: Vec<u32> = here.iter().map(|(_, _, second)| calls(*second)).collect();
        let mut times = vec![Vec::new(); here.len()];
        for _ in 0..rounds {
            for (((peer, _, _), &calls), times) in here.iter().zip(&calls).zip(&mut times) {
                match peer.subject.seconds(calls) {
                    Ok(seconds) => times.push(seconds / f64::from(calls)),
                    Err(error) => self.miss(place, &peer.name, &error),
                }
            }
        }
        let measured = here.into_iter().zip(times);
        let measured = measured.map(|((peer, digits, _), times)| (peer, digits, times));
        measured.filter(|(_, _, times)| !times.is_empty()).collect()
    }

    /// The libraries in Python that do the work.
    fn in_python(&mut self, place: &str, work: &str, arrays: &[Array]) -> Vec<Peer<'static>> {
        let Some(python) = self.python.clone() else {
            return Vec::new();
        };
        let libraries = python.borrow_mut().prepare(work, arrays);
        let libraries = libraries.unwrap_or_else(|error| {
            self.miss(place, "Python", &error);
            Vec::new()
        });
        let peer = |library: String| Peer {
            name: library.clone(),
            claims: Some(UNPROMISED),
            subject: Box::new(InPython {
                python: Rc::clone(&python),
                library,
            }),
        };
        libraries.into_iter().map(peer).collect()
    }

    fn miss(&mut self, place: &str, who: &str, error: &str) {
        let note = format!("{place}: {who}: {error}");
        if who == OURS {
            self.failures.push(note.clone());
        }
        self.notes.push(note);
    }
}

/// The decimal digits that are right in the worst of the numbers.
fn correct_digits(found: &[f64], exact: &[f64]) -> Result<f64, String> {
    if found.len() != exact.len() {
        let (found, exact) = (found.len(), exact.len());
        return Err(format!("{found} numbers instead of {exact}"));
    }
    let error = |(f, e): (&f64, &f64)| {
        let error = if f == e { 0.0 } else { ((f - e) / e).abs() };
        // The maximum below would pass over NaN.
        if error.is_nan() { f64::INFINITY } else { error }
    };
    let worst = found.iter().zip(exact).map(error).fold(0.0, f64::max);
    Ok((-worst.log10()).clamp(0.0, 16.0))
}
