//! The features `ndarray` and `serde`: what comes in is checked, and what goes out comes
//! back.

#![cfg(all(feature = "ndarray", feature = "serde"))]

use crate::common::TestResult;
use crate::common::errors::{entry, matrix_entry, refused};
use crate::common::random::Random;
use kl_core::nalgebra::DMatrix;
use kl_core::{Error, Information, Joint, MultivariateNormal, Pmf};
use ndarray::{Array1, Array2, ArrayView1, Axis, array};

#[test]
fn arrays_become_vectors_whatever_their_strides() -> TestResult {
    let table = array![[0.5, 0.25], [0.25, 0.0], [0.25, 0.75]];
    assert_eq!(
        Pmf::try_from(table.column(0))?,
        Pmf::new([0.5, 0.25, 0.25])?
    );
    let mut backwards = table.column(1);
    backwards.invert_axis(Axis(0));
    assert_eq!(Pmf::try_from(backwards)?, Pmf::new([0.75, 0.0, 0.25])?);
    refused(
        Pmf::try_from(array![0.5, f64::NEG_INFINITY]),
        &entry("probability", 1, f64::NEG_INFINITY),
    );
    let empty = Error::Empty {
        of: "probabilities",
    };
    assert_eq!(Pmf::try_from(Array1::<f64>::from_vec(vec![])), Err(empty));

    let p = Pmf::new([0.75, 0.25])?;
    assert_eq!(ArrayView1::from(&p), array![0.75, 0.25]);
    assert_eq!(Array1::from(p), array![0.75, 0.25]);

    // Of 32 bits, too.
    let thirds = array![[1.0_f32 / 3.0, 1.0], [1.0 / 3.0, 0.0], [1.0 / 3.0, 0.0]];
    let p = Pmf::try_from(thirds.column(0))?;
    assert_eq!(p.as_slice(), [1.0_f32 / 3.0; 3]);
    assert_eq!(
        serde_json::to_string(&p)?,
        "[0.33333334,0.33333334,0.33333334]"
    );
    assert_eq!(
        serde_json::from_str::<Pmf<f32>>(&serde_json::to_string(&p)?)?,
        p
    );
    assert!(serde_json::from_str::<Pmf>(&serde_json::to_string(&p)?).is_err());
    assert_eq!(Array1::from(p), thirds.column(0));
    Ok(())
}

#[test]
fn arrays_become_tables_row_by_row() -> TestResult {
    let table = array![[0.5, 0.25, 0.0], [0.125, 0.0, 0.125]];
    let joint = Joint::new(2, 3, [0.5, 0.25, 0.0, 0.125, 0.0, 0.125])?;
    assert_eq!(Joint::try_from(table.view())?, joint);
    // Column by column in memory.
    assert_eq!(Joint::try_from(table.t())?, joint.transposed());
    assert_eq!(Array2::from(&joint), table);
    refused(
        Joint::try_from(array![[0.5, 0.25], [0.75, -0.5]]),
        &matrix_entry("probability", 1, 1, -0.5),
    );
    assert_eq!(
        Joint::try_from(Array2::<f64>::zeros((0, 0))),
        Err(Error::Empty {
            of: "probabilities"
        })
    );
    Ok(())
}

/// Written as JSON and read again.
fn there_and_back<T: serde::Serialize + serde::de::DeserializeOwned>(
    value: &T,
) -> Result<T, serde_json::Error> {
    serde_json::from_str(&serde_json::to_string(value)?)
}

#[test]
fn what_is_written_is_read_again() -> TestResult {
    let mut random = Random(7);
    for _ in 0..50 {
        let p = Pmf::from_weights(random.weights(6))?;
        assert_eq!(there_and_back(&p)?, p);
        let joint = Joint::new(2, 3, p.into_vec())?;
        assert_eq!(there_and_back(&joint)?, joint);
        let amount = Information::from_nats(random.power_of_ten(-300.0, 300.0));
        assert_eq!(there_and_back(&amount)?, amount);
    }
    let covariance = DMatrix::from_row_slice(2, 2, &[4.0, 1.0, 1.0, 2.0]);
    let normal = MultivariateNormal::new(vec![1.0, -1.0], covariance)?;
    assert_eq!(there_and_back(&normal)?, normal);
    assert_eq!(
        serde_json::to_string(&normal)?,
        r#"{"mean":[1.0,-1.0],"covariance":[[4.0,1.0],[1.0,2.0]]}"#
    );
    Ok(())
}

/// What serde_json says of a text that is not a value of the type.
fn refusal<T: serde::de::DeserializeOwned>(text: &str) -> String {
    match serde_json::from_str::<T>(text) {
        Ok(_) => format!("{text} was read"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_read_is_checked() {
    assert_eq!(
        refusal::<Pmf>("[0.5, 0.75]"),
        "the probabilities sum to 1.25, not to 1: weights of any sum go into \
         Pmf::from_weights, and logits into Logits::new"
    );
    let empty = "there are no probabilities: at least one is needed";
    assert_eq!(refusal::<Pmf>("[]"), empty);
    assert_eq!(
        refusal::<Joint>("[[0.5], [0.25, 0.25]]"),
        "the number of entries of row 1 is 2: it must be 1, the number of entries of row 0"
    );
    assert_eq!(refusal::<Joint>("[]"), empty);
    assert_eq!(
        refusal::<Joint>("[[0.5, 0.25], [-0.5, 0.75]]"),
        "probability at row 1, column 0 is -0.5: it must be from 0 to 1"
    );
    assert_eq!(
        refusal::<MultivariateNormal>(r#"{"mean": [0.0], "covariance": [[-1.0]]}"#),
        "the covariance is not positive definite: given the variables before it, variable 0 has the \
         variance -1, which must be positive; leave the variable out, or add to its entry on the \
         diagonal"
    );
    assert!(
        refusal::<MultivariateNormal>(r#"{"mean": [0.0], "covariance": [[1.0]], "n": 1}"#)
            .starts_with("unknown field `n`"),
    );
}
