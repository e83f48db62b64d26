//! Owns the record stream of an xls workbook: which record comes next, and the
//! few records our own pass looks at. Layouts are those of MS-XLS.

use super::cfb::{u16_at, u32_at};
use super::format;
use super::number_format::NumberFormat;

pub(super) const BOF: u16 = 0x0809;
pub(super) const EOF: u16 = 0x000A;
pub(super) const FILE_PASS: u16 = 0x002F;
pub(super) const BOUND_SHEET: u16 = 0x0085;
pub(super) const FORMAT: u16 = 0x041E;
pub(super) const XF: u16 = 0x00E0;
pub(super) const ROW: u16 = 0x0208;
pub(super) const COLUMN: u16 = 0x007D;
pub(super) const DIMENSIONS: u16 = 0x0200;
pub(super) const FORMULA: u16 = 0x0006;
/// A defined name.
pub(super) const NAME: u16 = 0x0018;
/// The sheets that formulas refer to.
pub(super) const EXTERNAL_SHEETS: u16 = 0x0017;
/// The table of shared texts; its rest comes in the records that continue it.
pub(super) const TEXTS: u16 = 0x00FC;
pub(super) const CONTINUE: u16 = 0x003C;
/// Cells of one value: Number, Label, RString, BoolErr, RK, LabelSst.
pub(super) const CELLS: [u16; 6] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD];
/// A row of RK numbers.
pub(super) const MUL_RK: u16 = 0x00BD;

/// One record: its type and data.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
}

/// The records from the start of a piece of the stream; ends where it is cut.
pub(super) fn records(mut stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let kind = u16_at(stream, 0)?;
        let end = usize::from(u16_at(stream, 2)?) + 4;
        let data = stream.get(4..end)?;
        stream = stream.get(end..)?;
        Some(Record { kind, data })
    })
}

/// The records of one part (globals or a sheet), without those of parts nested
/// in it, such as charts.
pub(super) fn part(stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut depth = 0_u32;
    let mut done = false;
    records(stream).filter(move |record| {
        match record.kind {
            BOF => depth += 1,
            EOF => {
                done |= depth <= 1;
                depth = depth.saturating_sub(1);
            }
            _ => return depth <= 1 && !done,
        }
        false
    })
}

/// A number format: its id and code.
pub(super) fn number_format(data: &[u8], wide: bool) -> Option<(u16, Option<NumberFormat>)> {
    let id = u16_at(data, 0)?;
    let code: String = if wide {
        let length = usize::from(u16_at(data, 2)?);
        let flags = *data.get(4)?;
        let text = data.get(5..)?;
        if flags & 1 == 1 {
            let units: Vec<u16> = text
                .chunks_exact(2)
                .take(length)
                .filter_map(|pair| u16_at(pair, 0))
                .collect();
            String::from_utf16_lossy(&units)
        } else {
            text.iter()
                .take(length)
                .map(|&byte| char::from(byte))
                .collect()
        }
    } else {
        // Before Excel 97: bytes in the code page. A `%` is the same in all.
        let length = usize::from(*data.get(2)?);
        let text = data.get(3..)?;
        String::from_utf8_lossy(text.get(..length).unwrap_or(text)).into_owned()
    };
    Some((id, format::worth_keeping(&code)))
}

/// Where a sheet's records start in the stream.
pub(super) fn sheet_start(data: &[u8]) -> Option<usize> {
    usize::try_from(u32_at(data, 0)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_parts_and_what_follows_are_left_out() {
        let mut stream = Vec::new();
        for kind in [BOF, ROW, BOF, FORMULA, EOF, COLUMN, EOF, ROW] {
            stream.extend_from_slice(&kind.to_le_bytes());
            stream.extend_from_slice(&[1, 0, 9]);
        }
        let kinds: Vec<_> = part(&stream).map(|record| record.kind).collect();
        assert_eq!(kinds, [ROW, COLUMN]);
        // Cut in the middle of a record.
        assert_eq!(records(&stream[..7]).count(), 1);
    }

    #[test]
    fn format_codes() {
        let narrow = [0xA4, 0, 5, 0, 0, b'0', b'.', b'0', b'0', b'%'];
        assert_eq!(
            number_format(&narrow, true),
            Some((0xA4, Some(NumberFormat::from("0.00%"))))
        );
        let wide = [0xA5, 0, 2, 0, 1, b'0', 0, 0x07, 0x4E];
        assert_eq!(
            number_format(&wide, true),
            Some((0xA5, Some(NumberFormat::from("0万"))))
        );
        let old = [0xA6, 0, 2, b'0', b'%'];
        assert_eq!(
            number_format(&old, false),
            Some((0xA6, Some(NumberFormat::from("0%"))))
        );
        assert_eq!(number_format(&[1, 0], true), None);
    }
}
