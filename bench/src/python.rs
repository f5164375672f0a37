//! The peers in Python: a process that waits for a line, does the work, and answers with one.

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// An array by its name in `peers.py`: its numbers, row after row, and its shape.
pub(crate) struct Array<'a>(
    pub(crate) &'static str,
    pub(crate) &'a [f64],
    pub(crate) Vec<usize>,
);

/// The process.
pub(crate) struct Python {
    child: Child,
    requests: Option<ChildStdin>,
    replies: BufReader<ChildStdout>,
    /// Where arrays pass from one process to the other.
    folder: TempDir,
    /// Each library that is there, and its version.
    pub(crate) versions: Vec<(String, String)>,
    /// The libraries that are missing.
    pub(crate) missing: Vec<String>,
}

impl Python {
    /// Starts the interpreter, or says why there is none.
    pub(crate) fn start(program: &Path) -> Result<Python, String> {
        let folder =
            tempfile::tempdir().map_err(|error| format!("no folder for arrays: {error}"))?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers.py");
        let mut command = Command::new(program);
        command
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        // One thread each, as kl-core has.
        for threads in ["OMP", "OPENBLAS", "MKL"] {
            command.env(format!("{threads}_NUM_THREADS"), "1");
        }
        let mut child = command
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", program.display()))?;
        let (requests, replies) = (child.stdin.take(), child.stdout.take());
        let mut python = Python {
            child,
            requests,
            replies: BufReader::new(replies.ok_or("no output")?),
            folder,
            versions: Vec::new(),
            missing: Vec::new(),
        };
        let hello = python.reply()?;
        for (library, version) in hello.as_object().ok_or("peers.py gives no versions")? {
            match version.as_str() {
                Some(version) => python.versions.push((library.clone(), version.to_owned())),
                None => python.missing.push(library.clone()),
            }
        }
        Ok(python)
    }

    /// Hands over the input, and gives the libraries that can do the work.
    pub(crate) fn prepare(&mut self, work: &str, arrays: &[Array]) -> Result<Vec<String>, String> {
        let mut inputs = serde_json::Map::new();
        for Array(name, numbers, shape) in arrays {
            let path = self.folder.path().join(name);
            let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
            fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
            inputs.insert((*name).to_owned(), json!({ "file": path, "shape": shape }));
        }
        let reply = self.ask(&json!({ "do": "prepare", "work": work, "inputs": inputs }))?;
        let libraries = reply["libraries"]
            .as_array()
            .ok_or("no list of libraries")?;
        Ok(libraries
            .iter()
            .filter_map(|l| l.as_str().map(str::to_owned))
            .collect())
    }

    pub(crate) fn seconds(&mut self, library: &str, calls: u32) -> Result<f64, String> {
        let reply = self.ask(&json!({ "do": "time", "library": library, "calls": calls }))?;
        reply["seconds"]
            .as_f64()
            .ok_or_else(|| "no time".to_owned())
    }

    pub(crate) fn answer(&mut self, library: &str) -> Result<Vec<f64>, String> {
        let path = self.folder.path().join("answer");
        self.ask(&json!({ "do": "answer", "library": library, "file": path }))?;
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let (numbers, _) = bytes.as_chunks::<8>();
        Ok(numbers
            .iter()
            .map(|&bytes| f64::from_le_bytes(bytes))
            .collect())
    }

    fn ask(&mut self, request: &Value) -> Result<Value, String> {
        let requests = self.requests.as_mut().ok_or("Python has ended")?;
        writeln!(requests, "{request}").map_err(|error| format!("Python has ended: {error}"))?;
        let reply = self.reply()?;
        match reply["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(reply),
        }
    }

    fn reply(&mut self) -> Result<Value, String> {
        let mut line = String::new();
        let read = self
            .replies
            .read_line(&mut line)
            .map_err(|error| error.to_string())?;
        if read == 0 {
            return Err("Python has ended".to_owned());
        }
        serde_json::from_str(&line).map_err(|error| format!("{line:?} is not JSON: {error}"))
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // The script ends when its input does.
        self.requests = None;
        if let Err(error) = self.child.wait() {
            eprintln!("Python: {error}");
        }
    }
}
