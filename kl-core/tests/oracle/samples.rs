//! Estimates from samples: `oracle/samples.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::estimate::{
    CountTable, Counts, Points, nearest_neighbour_interval, nearest_neighbour_kl,
};
use serde_json::{Value, from_value};

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    folder.compare("samples", evaluate)
}

fn evaluate(name: &str, inputs: &Value) -> Result<f64, Failure> {
    let input = |i: usize| inputs[i].clone();
    match name {
        "estimate::nearest_neighbour_kl" | "estimate::nearest_neighbour_interval" => {
            let dimension: usize = from_value(input(0))?;
            let p = Points::new(dimension, from_value::<Vec<f64>>(input(1))?)?;
            let q = Points::new(dimension, from_value::<Vec<f64>>(input(2))?)?;
            let k = from_value(input(3))?;
            if name.ends_with("kl") {
                return Ok(nearest_neighbour_kl(&p, &q, k)?.nats());
            }
            let (parts, level) = (from_value(input(4))?, from_value(input(5))?);
            let interval = nearest_neighbour_interval(&p, &q, k, parts, level)?;
            assert_eq!(interval.estimate, nearest_neighbour_kl(&p, &q, k)?);
            Ok(interval.high.nats())
        }
        "CountTable::mutual_information" | "CountTable::mutual_information_corrected" => {
            let rows: Vec<Vec<u64>> = from_value(input(0))?;
            let table = CountTable::new(rows.len(), rows[0].len(), rows.concat())?;
            Ok(if name.ends_with("corrected") {
                table.mutual_information_corrected().nats()
            } else {
                table.mutual_information().nats()
            })
        }
        name if name.starts_with("Counts::") => {
            let p = Counts::new(from_value::<Vec<u64>>(input(0))?)?;
            let q = || -> Result<Counts, Failure> {
                Ok(Counts::new(from_value::<Vec<u64>>(input(1))?)?)
            };
            let information = match name {
                "Counts::entropy" => p.entropy(),
                "Counts::entropy_corrected" => p.entropy_corrected(),
                "Counts::kl" => p.kl(&q()?)?,
                _ => p.kl_corrected(&q()?)?,
            };
            Ok(information.nats())
        }
        other => Err(format!("the oracle has {other}, this file has not").into()),
    }
}
