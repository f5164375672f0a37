//! How time and memory grow with the size of the input, to the largest that memory or patience
//! allows: kl-core alone, one family of functions after the other.
//!
//! `cargo bench -p bench --features growth --bench growth -- --write bench/growth.csv` writes
//! what the chapter on speed shows. A family whose time grows with a higher power of the size than
//! it says is an error: that is how a loop within a loop is found where nobody meant one.

mod families;
#[expect(dead_code, reason = "what the other benchmarks need")]
#[path = "../src/inputs.rs"]
mod inputs;
#[path = "../src/machine.rs"]
mod machine;

use anyhow::Context;
use clap::Parser;
use families::{FAMILIES, Family};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Measures how the time of kl-core grows with the size of the input, and prints it as CSV.
#[derive(Parser)]
struct Arguments {
    /// Only families whose name contains one of these.
    filter: Vec<String>,
    /// The smallest two sizes, once: to see that it works.
    #[arg(long)]
    small: bool,
    /// The seconds that a call may take; sizes whose call would take longer are left out.
    #[arg(long, value_name = "SECONDS", default_value_t = 4.0)]
    patience: f64,
    /// The bytes that an input may take; half of the memory that is free, if not given.
    #[arg(long, value_name = "BYTES")]
    memory: Option<f64>,
    /// Writes the lines into this file, seen from the top of the repository.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

/// One call at one size.
struct Point {
    size: usize,
    seconds: f64,
    /// The most bytes beside the input.
    bytes: u64,
}

/// The seconds of all calls at one size, if a call does not take longer.
const TURN: f64 = 0.1;
/// By how much the measured power may be above the promised one: a logarithm, and inputs that
/// outgrow the caches, look like a part of a power.
const SLACK: f64 = 0.4;

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let memory = arguments.memory.unwrap_or_else(half_of_what_is_free);
    let mut text = format!(
        "# On {}, one thread. kl-core {}.\n",
        machine::machine(),
        env!("CARGO_PKG_VERSION")
    );
    text += "family;size of;size;seconds;bytes beside the input;power promised\n";
    let mut too_steep = Vec::new();
    for family in FAMILIES {
        let wanted = |word: &String| family.name.contains(word.as_str());
        if !arguments.filter.is_empty() && !arguments.filter.iter().any(wanted) {
            continue;
        }
        let points = measure(family, &arguments, memory).context(family.name)?;
        for Point {
            size,
            seconds,
            bytes,
        } in &points
        {
            let Family {
                name,
                size_of,
                power,
                ..
            } = family;
            let line = format!("{name};{size_of};{size};{seconds:.3e};{bytes};{power}\n");
            eprint!("{line}");
            text += &line;
        }
        let measured = power(&points);
        if !arguments.small && measured > family.power + SLACK {
            too_steep.push(format!(
                "{}: time grows with the power {measured:.2} of the {}, and not {}",
                family.name, family.size_of, family.power
            ));
        }
    }
    match arguments.write {
        Some(file) => {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
            std::fs::write(&file, text).with_context(|| file.display().to_string())?;
        }
        None => print!("{text}"),
    }
    anyhow::ensure!(too_steep.is_empty(), "{}", too_steep.join("\n"));
    Ok(())
}

fn measure(family: &Family, arguments: &Arguments, memory: f64) -> anyhow::Result<Vec<Point>> {
    let mut points: Vec<Point> = Vec::new();
    let mut size = family.first;
    loop {
        let input_bytes = (family.bytes)(size as f64);
        // What the next call will take, if its time grows as it has so far.
        let power = power(&points).max(family.power);
        let expected = points.last().map_or(0.0, |last| {
            last.seconds * (size as f64 / last.size as f64).powf(power)
        });
        if input_bytes > memory || expected > arguments.patience {
            return Ok(points);
        }
        let call = (family.prepare)(size)?;
        points.push(time(size, &call));
        if arguments.small && points.len() == 2 {
            return Ok(points);
        }
        size = (size as f64 * family.step).round() as usize;
    }
}

/// The fastest of several calls, and the memory of one more.
fn time(size: usize, call: &dyn Fn()) -> Point {
    let once = || {
        let start = Instant::now();
        call();
        start.elapsed().as_secs_f64()
    };
    // The first call fetches what is not in the caches yet.
    let first = once();
    let rounds = (TURN / first.max(1e-9)).clamp(2.0, 1000.0) as u32;
    // So many in a row that the clock counts for nothing.
    let calls = (1e-5 / first.max(1e-9)).clamp(1.0, 1e4) as u32;
    let turn = || {
        let start = Instant::now();
        (0..calls).for_each(|_| call());
        start.elapsed().as_secs_f64() / f64::from(calls)
    };
    let seconds = (0..rounds).map(|_| turn()).fold(first, f64::min);
    let bytes = allocation_counter::measure(call).bytes_max;
    Point {
        size,
        seconds,
        bytes,
    }
}

/// With which power of the size the time grows, over the last hundredfold.
fn power(points: &[Point]) -> f64 {
    let Some(last) = points.last() else {
        return 0.0;
    };
    let far = |point: &&Point| point.size < last.size && point.size * 100 >= last.size;
    points.iter().find(far).map_or(0.0, |first| {
        let sizes = last.size as f64 / first.size as f64;
        (last.seconds / first.seconds).ln() / sizes.ln()
    })
}

/// In bytes: what Linux says is available, or else four gigabytes.
fn half_of_what_is_free() -> f64 {
    let file = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let available = file
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"));
    let kilobytes = available.and_then(|words| words.trim().strip_suffix(" kB")?.parse().ok());
    512.0 * kilobytes.unwrap_or(8e6)
}
