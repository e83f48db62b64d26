//! Owns the records that every part of an xlsb workbook is made of, and the few
//! values in them that are not plain numbers. Layouts are those of MS-XLSB.

use std::io::{self, Read};

use super::cfb::{u16_at, u32_at};
use super::error::Fault;

pub(super) const ROW: u16 = 0x0000;
pub(super) const TEXT: u16 = 0x0013;
pub(super) const FORMAT: u16 = 0x002C;
pub(super) const XF: u16 = 0x002F;
pub(super) const WORKBOOK_PROPERTIES: u16 = 0x0099;
pub(super) const SHEET: u16 = 0x009C;
pub(super) const MERGE: u16 = 0x00B0;
pub(super) const CELL_STYLES_BEGIN: u16 = 0x0269;
pub(super) const CELL_STYLES_END: u16 = 0x026A;

/// The longest record worth reading; a cell's text is far shorter.
const RECORD_BYTES: usize = 16 << 20;

/// Goes through the records of a part. Their types and lengths are written in
/// bytes of seven bits.
pub(super) fn each_record(
    part: impl Read,
    mut take: impl FnMut(u16, &[u8]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut part = io::BufReader::with_capacity(1 << 16, part);
    let mut data = Vec::new();
    while let Some(first) = byte(&mut part)? {
        let mut kind = u16::from(first & 0x7F);
        if first & 0x80 != 0 {
            kind |= u16::from(byte(&mut part)?.unwrap_or_default() & 0x7F) << 7;
        }
        let mut length = 0_usize;
        for shift in [0, 7, 14, 21] {
            let next = byte(&mut part)?.unwrap_or_default();
            length |= usize::from(next & 0x7F) << shift;
            if next & 0x80 == 0 {
                break;
            }
        }
        if length > RECORD_BYTES {
            return Err(Fault::damaged(format!("record of {length} bytes")));
        }
        data.resize(length, 0);
        part.read_exact(&mut data).map_err(Fault::from_read)?;
        take(kind, &data)?;
    }
    Ok(())
}

fn byte(part: &mut impl Read) -> Result<Option<u8>, Fault> {
    let mut one = [0];
    match part.read_exact(&mut one) {
        Ok(()) => Ok(Some(one[0])),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(Fault::from_read(error)),
    }
}

/// A text with its length before it.
pub(super) fn wide_text(data: &[u8], at: usize) -> Option<String> {
    let length = usize::try_from(u32_at(data, at)?).ok()?;
    let from = at.checked_add(4)?;
    let text = data.get(from..from.checked_add(length.checked_mul(2)?)?)?;
    let units: Vec<u16> = text
        .chunks_exact(2)
        .filter_map(|pair| u16_at(pair, 0))
        .collect();
    Some(String::from_utf16_lossy(&units))
}

/// A number in full.
pub(super) fn float(data: &[u8], at: usize) -> Option<f64> {
    let eight = data.get(at..at.checked_add(8)?)?;
    Some(f64::from_le_bytes(eight.try_into().ok()?))
}

/// A number in short: an integer of 30 bits, or the first 30 bits of a float;
/// either may be in hundredths.
pub(super) fn short_number(data: &[u8], at: usize) -> Option<f64> {
    let bits = u32_at(data, at)?;
    let number = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    Some(if bits & 1 == 0 {
        number
    } else {
        number / 100.0
    })
}

/// An error as users see it.
pub(super) fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#ERROR!",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_with_long_types_and_lengths() {
        let mut bytes = vec![0xE9, 0x04, 0x02, 7, 8];
        bytes.extend([0x00, 0x81, 0x01]);
        bytes.extend([5; 129]);
        let mut seen = Vec::new();
        let read = each_record(&bytes[..], |kind, data| {
            seen.push((kind, data.len()));
            Ok(())
        });
        assert!(read.is_ok());
        assert_eq!(seen, [(CELL_STYLES_BEGIN, 2), (0, 129)]);
        // Cut in the middle of a record.
        assert!(each_record(&bytes[..20], |_, _| Ok(())).is_err());
    }

    #[test]
    fn numbers_in_short() {
        let read = |bits: u32| short_number(&bits.to_le_bytes(), 0);
        assert_eq!(read(75 << 2 | 2), Some(75.0));
        assert_eq!(read(7512 << 2 | 3), Some(75.12));
        assert_eq!(read((-3_i32).cast_unsigned() << 2 | 2), Some(-3.0));
        // The upper half of the float 0.5, which has nothing in its lower half.
        let half = u32::try_from(0.5_f64.to_bits() >> 32).expect("32 bits");
        assert_eq!(read(half), Some(0.5));
        assert_eq!(short_number(&[1, 2], 0), None);
    }

    #[test]
    fn texts_do_not_reach_beyond_their_record() {
        let text = [2, 0, 0, 0, 0x2D, 0x4E, 0x87, 0x65];
        assert_eq!(wide_text(&text, 0).as_deref(), Some("中文"));
        assert_eq!(wide_text(&text[..7], 0), None);
        assert_eq!(wide_text(&[0xFF; 8], 0), None);
    }
}
