//! The rows of a large table, written at once and compressed as they come: the writing library keeps a sheet's cells until
//! the end, and takes several times as long for each. It writes the first and last rows of the table and all that stands
//! around; [`super::splice`] puts these rows between them.

use std::io::Write as _;

use super::pieces::Pieces;
use super::row_xml::{RowXml, extend};
use super::rows::Written;
use super::store::Store;

/// The usual height of a row, in pixels, of which four are three points.
const USUAL_HEIGHT: f64 = 20.0;

/// Streamed rows that follow each other.
#[derive(Debug)]
pub struct Segment {
    /// The first row and the last.
    pub rows: (u32, u32),
    pub pieces: Pieces,
}

/// The streamed rows of a sheet.
#[derive(Debug, Default)]
pub struct Stream {
    pub segments: Vec<Segment>,
    /// `hyperlink` elements.
    pub links: Vec<u8>,
    /// Where the rows wait.
    pub store: Store,
}

impl Stream {
    /// A stream whose rows wait in a store.
    pub fn kept_in(store: &Store) -> Stream {
        Stream {
            store: store.clone(),
            ..Stream::default()
        }
    }

    /// The bytes of what was packed.
    pub fn size(&self) -> usize {
        let segments = self.segments.iter();
        segments.map(|segment| segment.pieces.size()).sum()
    }

    /// Writes a row behind the others. A height is in points.
    pub fn row(&mut self, xml: &RowXml, height: Option<f64>, hidden: bool) -> Written {
        let row = xml.row;
        let follows = |segment: &Segment| segment.rows.1 + 1 == row;
        if !self.segments.last().is_some_and(follows) {
            self.segments.push(Segment {
                rows: (row, row),
                pieces: Pieces::kept_in(&self.store),
            });
        }
        let Some(segment) = self.segments.last_mut() else {
            return Ok(());
        };
        segment.rows.1 = row;
        let out = segment.pieces.open();
        extend(out, &["<row r=\"", &xml.number, "\""]);
        let pixels = height.map(|height| (height * 4.0 / 3.0).round());
        if let Some(pixels) = pixels.filter(|pixels| *pixels != USUAL_HEIGHT) {
            write!(out, " ht=\"{}\" customHeight=\"1\"", pixels * 0.75)?;
        }
        if hidden {
            extend(out, &[" hidden=\"1\""]);
        }
        out.push(b'>');
        out.extend_from_slice(&xml.cells);
        extend(out, &["</row>"]);
        segment.pieces.cut()?;
        self.links.extend_from_slice(&xml.links);
        Ok(())
    }
}
