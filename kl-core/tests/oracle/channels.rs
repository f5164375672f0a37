//! Channels: `oracle/channels.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::{Channel, Pmf, bounds};
use serde_json::{Value, from_value};

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    folder.compare("channels", |name, inputs| {
        let inputs = inputs.as_array().ok_or("not a list")?;
        let number = |index: usize| inputs.get(index).cloned().unwrap_or(Value::Null);
        let pmf = |index| -> Result<Pmf, Failure> {
            Ok(Pmf::new(from_value::<Vec<f64>>(number(index))?)?)
        };
        let channel = |index| -> Result<Channel, Failure> {
            let rows: Vec<Vec<f64>> = from_value(number(index))?;
            let rows: Result<Vec<Pmf>, _> = rows.into_iter().map(Pmf::new).collect();
            Ok(Channel::new(rows?)?)
        };
        Ok(match name {
            "Channel::apply" => {
                let index: usize = from_value(number(2))?;
                channel(1)?.apply(&pmf(0)?)?.as_slice()[index]
            }
            "bounds::data_processing" => {
                let (p, q) = (pmf(0)?, pmf(1)?);
                let (before, after) = bounds::data_processing(&p, &q, &channel(2)?)?;
                assert_eq!(before, p.kl(&q)?);
                after.nats()
            }
            "Channel::mutual_information" => channel(1)?.mutual_information(&pmf(0)?)?.nats(),
            _ => {
                // The bounds are equal but for rounding after the first step.
                let found = channel(0)?.capacity(1e-12, 1)?;
                assert!(found.lower <= found.upper);
                found.lower.nats()
            }
        })
    })
}
