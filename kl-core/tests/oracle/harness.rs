//! How far what `kl-core` says is from what the oracle says.

use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

/// What went wrong; it crosses threads.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// The errors of one row of the table of tolerances over all its cases.
pub(crate) struct Errors {
    /// The item as the table names it.
    pub(crate) row: String,
    /// In ulp, one for each case, divided by the case's condition number.
    pub(crate) ulps: Vec<f64>,
    /// The case with the largest.
    pub(crate) worst_case: String,
}

impl Errors {
    pub(crate) fn of(row: &str) -> Self {
        Errors {
            row: row.to_owned(),
            ulps: Vec::new(),
            worst_case: "all are exact".to_owned(),
        }
    }

    /// Compares one value; `case` says where, if it is the worst.
    pub(crate) fn see(
        &mut self,
        got: f64,
        expected: &str,
        condition: f64,
        case: impl Fn() -> String,
    ) -> Result<(), Failure> {
        if got.is_nan() {
            return Err(format!("{}: NaN for {expected} at {:.400}", self.row, case()).into());
        }
        let error = ulps_between(got, expected.parse()?) / condition;
        if error > self.worst() {
            self.worst_case = format!("{got:e} for {expected} at {:.400}", case());
        }
        self.ulps.push(error);
        Ok(())
    }

    /// The errors of other cases of the same row.
    pub(crate) fn add(&mut self, other: Errors) {
        if other.worst() > self.worst() {
            self.worst_case = other.worst_case;
        }
        self.ulps.extend(other.ulps);
    }

    pub(crate) fn worst(&self) -> f64 {
        self.ulps.iter().copied().fold(0.0, f64::max)
    }
}

/// How many doubles lie between the two, counting one end.
fn ulps_between(a: f64, b: f64) -> f64 {
    // The bits of doubles of one sign are ordered like the doubles.
    let place = |x: f64| {
        let bits = x.abs().to_bits() as i64;
        if x < 0.0 { -bits } else { bits }
    };
    place(a).abs_diff(place(b)) as f64
}

/// A folder of files of cases.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// The committed ones.
    pub(crate) fn committed() -> Self {
        Folder(root().join("oracle/data"))
    }

    /// The folders inside `KL_CORE_ORACLE`: one for each seed that the generator was given.
    pub(crate) fn others() -> Result<Option<Vec<Self>>, Failure> {
        let Some(parent) = std::env::var_os("KL_CORE_ORACLE") else {
            return Ok(None);
        };
        let parent = root().join(parent);
        let mut folders = Vec::new();
        for entry in naming(&parent, std::fs::read_dir(&parent))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(Folder(path));
            }
        }
        if folders.is_empty() {
            let parent = parent.display();
            return Err(format!("{parent} has no folder of cases: see oracle/README.md").into());
        }
        Ok(Some(folders))
    }

    /// The cases of one file, by function; none where another folder lacks the file.
    pub(crate) fn data<T: DeserializeOwned>(
        &self,
        file: &str,
    ) -> Result<BTreeMap<String, Vec<T>>, Failure> {
        let path = self.0.join(file).with_extension("json");
        if path.exists() {
            let text = naming(&path, std::fs::read_to_string(&path))?;
            return Ok(serde_json::from_str(&text)?);
        }
        let committed = Folder::committed().0.join(file).with_extension("json");
        let text = naming(&committed, std::fs::read_to_string(&committed))?;
        let cases: BTreeMap<String, Vec<T>> = serde_json::from_str(&text)?;
        Ok(cases.into_keys().map(|name| (name, Vec::new())).collect())
    }

    /// All cases of a file whose functions take any inputs and give one number:
    /// `[inputs, output]` or `[inputs, output, condition]`, by the name of the row.
    pub(crate) fn compare(
        &self,
        file: &str,
        evaluate: impl Fn(&str, &serde_json::Value) -> Result<f64, Failure>,
    ) -> Result<Vec<Errors>, Failure> {
        let mut all = Vec::new();
        for (name, cases) in self.data::<serde_json::Value>(file)? {
            let mut errors = Errors::of(&name);
            for case in &cases {
                let expected = case[1].as_str().ok_or("a case without output")?;
                let condition = case[2].as_str().map_or(Ok(1.0), str::parse)?;
                let inputs = &case[0];
                let got = evaluate(&name, inputs).map_err(|e| format!("{name} {case}: {e}"))?;
                errors.see(got, expected, condition, || inputs.to_string())?;
            }
            all.push(errors);
        }
        Ok(all)
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// An error that says which path it is about.
fn naming<T>(path: &Path, result: std::io::Result<T>) -> Result<T, Failure> {
    result.map_err(|e| format!("{}: {e}", path.display()).into())
}
