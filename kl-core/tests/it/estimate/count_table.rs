//! Mutual information of a table of counts.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::Joint;
use kl_core::estimate::{CountTable, Counts};

#[test]
fn tables_are_joint_distributions() -> TestResult {
    let mut random = Random(7);
    for _ in 0..200 {
        let (rows, columns) = (1 + random.below(5), 1 + random.below(5));
        let c = random.counts(rows * columns, 60);
        let table = CountTable::new(rows, columns, c.clone())?;
        let joint = Joint::new(
            rows,
            columns,
            Counts::new(c.clone())?.smoothed(0.0)?.into_vec(),
        )?;
        let (i, j) = (table.mutual_information(), joint.mutual_information());
        assert!((i - j).nats().abs() < 1e-14);
        let transposed: Vec<u64> = (0..rows * columns)
            .map(|at| c[at % rows * columns + at / rows])
            .collect();
        let transposed = CountTable::new(columns, rows, transposed)?;
        close(transposed.mutual_information().nats(), i.nats(), 1e-14);
        // From the corrected entropies of both variables and of the pairs.
        let sums = |of: &dyn Fn(usize) -> usize, n: usize| {
            let mut sums = vec![0; n];
            c.iter().enumerate().for_each(|(at, c)| sums[of(at)] += c);
            Counts::new(sums)
        };
        let (x, y) = (
            sums(&|at| at / columns, rows)?,
            sums(&|at| at % columns, columns)?,
        );
        let of_entropies =
            x.entropy_corrected() + y.entropy_corrected() - Counts::new(c)?.entropy_corrected();
        let corrected = table.mutual_information_corrected();
        assert!((of_entropies - corrected).nats().abs() < 1e-13);
    }
    Ok(())
}
