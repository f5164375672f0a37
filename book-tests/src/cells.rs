//! The tangled cells.

#![allow(
    clippy::all,
    reason = "cells are written for readers, who are their judges; there may or may not be lints"
)]

include!(concat!(env!("OUT_DIR"), "/cells.rs"));
