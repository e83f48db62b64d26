//! What the page's Worker calls: bytes in, typed JSON and bytes out. The library does the work.

mod aliases;
mod collecting;
mod comparing;
mod correction;
mod desk;
mod downloads;
mod failure;
mod forms;
mod headers;
mod questions;
mod rules;
mod scoring;
mod tray;
mod verifying;

use std::sync::atomic::{AtomicU32, Ordering};

use wasm_bindgen::prelude::*;

pub use desk::Desk;
pub use tray::Tray;

const SAMPLE: (&str, &[u8]) = (
    "小样-2021.xlsx",
    include_bytes!("../../sample-data/小样-2021.xlsx"),
);

/// What the Worker's script gives.
#[wasm_bindgen]
extern "C" {
    /// How far a stage is.
    #[wasm_bindgen(js_name = tellProgress)]
    fn tell_progress(stage: &str, done: u32, of: u32);
    /// What a panic says, before everything stops.
    #[wasm_bindgen(js_name = tellPanic)]
    fn tell_panic(message: &str);
}

/// What is called after each of so many steps: it tells how far they are, now and then.
fn counting(stage: &'static str, count: usize) -> impl Fn() + Sync {
    let done = AtomicU32::new(0);
    move || {
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(20) {
            tell_progress(stage, done, count as u32);
        }
    }
}

/// To be called once, first.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| tell_panic(&panic.to_string())));
}

/// A file with a name.
#[wasm_bindgen]
pub struct NamedFile {
    name: String,
    bytes: Vec<u8>,
}

#[wasm_bindgen]
impl NamedFile {
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// The bytes; they are handed over, and gone afterwards.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}

/// The sample that is scored to show what comes out.
#[wasm_bindgen]
pub fn sample() -> NamedFile {
    NamedFile {
        name: SAMPLE.0.into(),
        bytes: SAMPLE.1.into(),
    }
}

/// What there is to choose from, as JSON: rule books, and what to do with missing data.
#[wasm_bindgen]
pub fn choices() -> String {
    rules::choices()
}

/// A fault on purpose: the tests see by it what the page does after one.
#[wasm_bindgen]
pub fn fault() {
    panic!("试验用的故障");
}
