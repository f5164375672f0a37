//! How far what `kl-core` says is from what the oracle says.

pub(crate) use crate::json::{Failure, number, numbers};
use crate::json::{not, ulps_between};
use kl_core::{Information, Pmf};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
        if got.is_nan() && expected == "NaN" {
            self.ulps.push(0.0);
            return Ok(());
        }
        if got.is_nan() || expected == "NaN" {
            return Err(format!("{}: {got} for {expected} at {:.400}", self.row, case()).into());
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

    /// The committed files of cases, as `core/pairs/beta`, without the book's.
    pub(crate) fn files() -> Result<Vec<String>, Failure> {
        let root = Folder::committed().0;
        let mut files = Vec::new();
        let mut folders = vec![root.join("core")];
        while let Some(folder) = folders.pop() {
            for entry in naming(&folder, std::fs::read_dir(&folder))? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let file = path.strip_prefix(&root)?.with_extension("");
                    let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
                    files.push(parts.join("/"));
                }
            }
        }
        files.push("peers/torch_outputs".to_owned());
        files.sort();
        Ok(files)
    }

    /// The cases of one file, by row; none where another folder lacks the file.
    fn data(&self, file: &str) -> Result<BTreeMap<String, Vec<Value>>, Failure> {
        let path = self.0.join(file).with_extension("json");
        if path.exists() {
            let text = naming(&path, std::fs::read_to_string(&path))?;
            return Ok(serde_json::from_str(&text)?);
        }
        let committed = Folder::committed().0.join(file).with_extension("json");
        let text = naming(&committed, std::fs::read_to_string(&committed))?;
        let cases: BTreeMap<String, Vec<Value>> = serde_json::from_str(&text)?;
        Ok(cases.into_keys().map(|name| (name, Vec::new())).collect())
    }

    /// All cases of a file: `[inputs, output]` or `[inputs, output, condition]`, by the name of
    /// the row. Output and condition are lists where the function gives a list.
    pub(crate) fn compare(&self, file: &str, evaluate: Evaluate) -> Result<Vec<Errors>, Failure> {
        let mut all = Vec::new();
        for (name, cases) in self.data(file)? {
            if name == "PyTorch" {
                continue; // its version
            }
            let mut errors = Errors::of(&name);
            for case in &cases {
                let inputs = &case[0];
                let (expected, conditions) = (texts(&case[1])?, texts(&case[2])?);
                let got = evaluate(&name, inputs).map_err(|e| format!("{name} {case}: {e}"))?;
                if got.0.len() != expected.len() {
                    return Err(format!("{name} {case}: {} numbers", got.0.len()).into());
                }
                for (i, (got, expected)) in got.0.iter().zip(expected).enumerate() {
                    let condition = conditions.get(i).map_or(Ok(1.0), |text| text.parse())?;
                    errors.see(*got, expected, condition, || {
                        format!("{inputs}, number {i}")
                    })?;
                }
            }
            all.push(errors);
        }
        Ok(all)
    }
}

/// Calls the function of a row, the first argument, with the inputs of one case.
pub(crate) type Evaluate = fn(&str, &Value) -> Result<Answer, Failure>;

/// What a function of `kl-core` says: one number or several.
pub(crate) struct Answer(Vec<f64>);

impl From<f64> for Answer {
    fn from(number: f64) -> Self {
        Answer(vec![number])
    }
}

impl From<Information> for Answer {
    fn from(amount: Information) -> Self {
        amount.nats().into()
    }
}

impl From<Vec<f64>> for Answer {
    fn from(numbers: Vec<f64>) -> Self {
        Answer(numbers)
    }
}

impl From<Pmf> for Answer {
    fn from(p: Pmf) -> Self {
        Answer(p.into_vec())
    }
}

/// A text, or several, or none.
fn texts(value: &Value) -> Result<Vec<&str>, Failure> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::String(text) => Ok(vec![text]),
        Value::Array(all) => {
            let each = all.iter().map(|text| text.as_str().ok_or("not a text"));
            Ok(each.collect::<Result<_, _>>()?)
        }
        _ => Err(format!("{value} is neither a text nor several").into()),
    }
}

/// The rows of a table.
pub(crate) fn rows(value: &Value) -> Result<Vec<Vec<f64>>, Failure> {
    let all = value.as_array().ok_or_else(|| not("a table", value))?;
    all.iter().map(numbers).collect()
}

pub(crate) fn whole(value: &Value) -> Result<usize, Failure> {
    Ok(usize::try_from(
        value.as_u64().ok_or_else(|| not("a count", value))?,
    )?)
}

pub(crate) fn pmf(value: &Value) -> Result<Pmf, Failure> {
    Ok(Pmf::new(numbers(value)?)?)
}

/// The oracle has a row that the file of tests does not know.
pub(crate) fn unknown(row: &str) -> Failure {
    format!("the oracle has {row}, kl-core/tests/oracle does not call it").into()
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// An error that says which path it is about.
fn naming<T>(path: &Path, result: std::io::Result<T>) -> Result<T, Failure> {
    result.map_err(|e| format!("{}: {e}", path.display()).into())
}
