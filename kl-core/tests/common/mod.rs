//! What the tests against the oracle share.

use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::error::Error;

/// Room for another platform's `ln`, which may be luckier.
pub(crate) const SLACK: f64 = 1.0;

/// The worst error of one function, and the case that has it.
pub(crate) struct Worst {
    function: String,
    error: f64,
    case: String,
}

impl Worst {
    pub(crate) fn of(function: &str) -> Self {
        Worst {
            function: function.to_owned(),
            error: 0.0,
            case: "all are exact".to_owned(),
        }
    }

    pub(crate) fn see(
        &mut self,
        got: f64,
        expected: &str,
        condition: f64,
        case: impl Fn() -> String,
    ) -> Result<(), Box<dyn Error>> {
        let error = ulps_between(got, expected.parse()?) / condition;
        if error > self.error {
            self.error = error;
            self.case = format!("{got:e} for {expected} at {}", case());
        }
        Ok(())
    }
}

/// How many doubles lie between the two, counting one end.
fn ulps_between(a: f64, b: f64) -> f64 {
    assert!(!a.is_nan() && !b.is_nan(), "NaN: {a} for {b}");
    // The bits of doubles of one sign are ordered like the doubles.
    let place = |x: f64| {
        let bits = x.abs().to_bits() as i64;
        if x < 0.0 { -bits } else { bits }
    };
    place(a).abs_diff(place(b)) as f64
}

/// Fails if an error is above its tolerance, and if a tolerance is loose.
pub(crate) fn check(tolerances: &[(&str, f64, &str)], all: &[Worst]) -> Result<(), Box<dyn Error>> {
    let mut wrong = String::new();
    for Worst {
        function,
        error,
        case,
    } in all
    {
        let row = tolerances.iter().find(|row| row.0 == function);
        let &(_, at_most, reason) = row.ok_or_else(|| format!("no tolerance for {function}"))?;
        println!("{function}: worst {error}, {case:.400}");
        if *error > at_most {
            wrong += &format!("{function}: {error}, above {at_most} ({reason}): {case:.400}\n");
        }
        if at_most > error + SLACK {
            wrong += &format!("{function}: {at_most} could be tightened, the worst is {error}\n");
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.into())
    }
}

/// The cases of one file of `oracle/data`, by function.
pub(crate) fn data<T: DeserializeOwned>(
    file: &str,
) -> Result<BTreeMap<String, Vec<T>>, Box<dyn Error>> {
    let path = format!("{}/../oracle/data/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
    Ok(serde_json::from_str(&text)?)
}
