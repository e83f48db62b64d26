//! The formats of streamed cells: the writing library numbers those of its own cells as it comes upon them, and is told
//! these before.

use std::collections::HashMap;

use rust_xlsxwriter::Format;

use crate::sheets::style::{STYLE, Style};

/// The formats of streamed cells, each with the number by which the workbook knows it.
#[derive(Debug, Default)]
pub struct Formats {
    numbers: HashMap<Format, u32>,
    listed: Vec<Format>,
    /// Those of [`STYLE`] by their place in it.
    shared: HashMap<usize, u32>,
}

impl Formats {
    /// A format's number.
    pub fn number(&mut self, format: &Format) -> u32 {
        let place = place_in_style(format);
        if let Some(known) = place.and_then(|place| self.shared.get(&place)) {
            return *known;
        }
        let number = self.of(format);
        self.shared.extend(place.map(|place| (place, number)));
        number
    }

    fn of(&mut self, format: &Format) -> u32 {
        if *format == Format::default() {
            return 0;
        }
        if let Some(known) = self.numbers.get(format) {
            return *known;
        }
        self.listed.push(format.clone());
        let number = self.listed.len() as u32;
        self.numbers.insert(format.clone(), number);
        number
    }

    /// The formats in the order of their numbers, from 1.
    pub fn listed(&self) -> &[Format] {
        &self.listed
    }
}

/// Where a format stands in [`STYLE`], if it is one of those.
fn place_in_style(format: &Format) -> Option<usize> {
    let style: &Style = &STYLE;
    let begin = std::ptr::from_ref(style).addr();
    let place = std::ptr::from_ref(format).addr().checked_sub(begin)?;
    (place < size_of::<Style>()).then_some(place)
}
