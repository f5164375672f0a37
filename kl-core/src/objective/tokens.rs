//! Divergences of language models, token by token, in batches of sequences of unequal lengths.

mod layout;
mod logits;
mod report;
mod row;
mod top;

pub use layout::Tokens;
pub use logits::{TokenDivergence, TokenLogits, TokenTail};
pub use report::{TokenMean, TokenReduction, TokenReport, TokenSequence, TokenValue};
