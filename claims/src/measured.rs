//! What was measured: kl-core and its peers side by side, in one run on one machine.

/// What one library needs for one piece of work, and how many of its digits are right.
///
/// The run is that of `bench/run.csv`, which `cargo bench -p bench -- --write bench/run.csv`
/// writes. Times belong to the machine that [`machine`] names; what they are in another run is
/// for that run to say.
///
/// ```
/// let run = claims::measured()?;
/// let ours = run.iter().find(|m| m.work == "KL" && m.by == "kl-core");
/// assert!(ours.is_some_and(|m| m.nanoseconds > 0.0));
/// # Ok::<(), claims::NotMeasured>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Measured {
    /// The name of the work, as in the table of the benchmark: `KL`, `entropy`.
    pub work: String,
    /// The size of the input: `n = 100`.
    pub size: String,
    /// What the time is divided by: `an element`.
    pub unit: String,
    /// The library.
    pub by: String,
    /// The fastest time of all rounds.
    pub nanoseconds: f64,
    /// The decimal digits that are right; none for what has no answer, as reading alone.
    pub digits: Option<f64>,
}

/// A line of the file that is not as `bench` writes it.
///
/// ```
/// assert!(claims::measured().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMeasured {
    line: String,
    /// What follows `cargo bench -p bench`, and the file.
    written_by: [&'static str; 2],
}

impl NotMeasured {
    pub(crate) fn growth(line: &str) -> Self {
        NotMeasured {
            line: line.to_owned(),
            written_by: ["--features growth --bench growth --", "bench/growth.csv"],
        }
    }
}

impl std::fmt::Display for NotMeasured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (line, [options, file]) = (&self.line, self.written_by);
        write!(
            f,
            "{file}: “{line}” is not a line that `cargo bench -p bench {options} --write {file}` \
             writes"
        )
    }
}

impl std::error::Error for NotMeasured {}

impl Measured {
    /// The number of outcomes, where the size is one: 100 for `n = 100`.
    ///
    /// ```
    /// let run = claims::measured()?;
    /// assert!(run.iter().any(|m| m.outcomes() == Some(1000.0)));
    /// # Ok::<(), claims::NotMeasured>(())
    /// ```
    #[must_use]
    pub fn outcomes(&self) -> Option<f64> {
        self.size.strip_prefix("n = ")?.parse().ok()
    }
}

const RUN: &str = include_str!("../../bench/run.csv");

/// All that was measured, in the order of the table.
///
/// # Errors
///
/// [`NotMeasured`] names the first line of the file that cannot be read.
///
/// ```
/// let run = claims::measured()?;
/// assert!(run.len() > 100);
/// # Ok::<(), claims::NotMeasured>(())
/// ```
pub fn measured() -> Result<Vec<Measured>, NotMeasured> {
    // The first line is about the machine, the second names the columns.
    RUN.lines().skip(2).map(read).collect()
}

/// The machine, its platform, and the versions of all libraries.
///
/// ```
/// assert!(claims::machine().contains("kl-core"));
/// ```
#[must_use]
pub fn machine() -> &'static str {
    RUN.lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches("# ")
}

fn read(line: &str) -> Result<Measured, NotMeasured> {
    let fields: Vec<&str> = line.split(';').collect();
    let wrong = || NotMeasured {
        line: line.to_owned(),
        written_by: ["--", "bench/run.csv"],
    };
    let &[work, size, unit, by, fastest, _, digits] = &fields[..] else {
        return Err(wrong());
    };
    let number = |text: &str| text.parse::<f64>().map_err(|_| wrong());
    let digits = match digits {
        "" => None,
        digits => Some(number(digits)?),
    };
    Ok(Measured {
        work: work.to_owned(),
        size: size.to_owned(),
        unit: unit.to_owned(),
        by: by.to_owned(),
        nanoseconds: number(fastest)? * 1e9,
        digits,
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_line_that_is_not_right_is_named() {
        let right = "KL;n = 10;an element;kl-core;4.0e-9;4.1e-9;16.0";
        assert!(read(right).is_ok_and(|m| m.digits == Some(16.0) && m.nanoseconds == 4.0));
        for wrong in ["", "KL;n = 10", "KL;n = 10;an element;x;fast;4.1e-9;16.0"] {
            let error = read(wrong).expect_err("wrong").to_string();
            assert!(error.contains(&format!("“{wrong}”")), "{error}");
        }
    }
}
