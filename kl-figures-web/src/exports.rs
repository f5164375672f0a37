//! How an answer gets out of the module: it stays in its memory, and the page is told where.

use crate::Answer;
use std::sync::{Mutex, PoisonError};

static ANSWER: Mutex<String> = Mutex::new(String::new());

/// Keeps an answer for the page, until the next.
pub(crate) fn keep(answer: &Answer) {
    let mut kept = ANSWER.lock().unwrap_or_else(PoisonError::into_inner);
    *kept = format!("{}\n{}", answer.text, answer.svg);
}

#[expect(unsafe_code, reason = "gives the name for the browser, and no more")]
#[unsafe(no_mangle)]
extern "C" fn answer_pointer() -> *const u8 {
    ANSWER
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_ptr()
}

#[expect(unsafe_code, reason = "gives the name for the browser, and no more")]
#[unsafe(no_mangle)]
extern "C" fn answer_length() -> usize {
    ANSWER.lock().unwrap_or_else(PoisonError::into_inner).len()
}
