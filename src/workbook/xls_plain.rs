//! Owns what calamine is handed of an xls workbook: the stream that we have read and checked, without the
//! texts of formulas and names, in a compound file of our own making.
//!
//! calamine takes formulas and names to pieces though nobody asks for them, and panics at some of them. And
//! of a file that was tampered with it may find another stream than ours, one that was never checked.

use super::biff;
use super::cfb::u16_at;
use super::error::Fault;

/// Sectors of this size leave no need for more sectors that list sectors.
const SECTOR: usize = 4096;
/// The fewest bytes of a stream that is not kept in a stream of small ones.
const LEAST_STREAM: usize = 4096;
/// How many sectors one sector of the table tells of.
const PER_TABLE: usize = SECTOR / 4;
/// How many sectors of the table the header can list.
const MOST_TABLES: usize = 109;

const END: u32 = 0xFFFF_FFFE;
const TABLE: u32 = 0xFFFF_FFFD;
const FREE: u8 = 0xFF;

/// Takes the texts of formulas and names out of a stream whose sheets start there. Values stay.
pub(super) fn without_formulas(stream: &mut [u8], starts: impl Iterator<Item = usize>) {
    for start in std::iter::once(0).chain(starts) {
        blank_part(stream, start);
    }
}

/// One part, with those nested in it passed over, as when it is read.
fn blank_part(stream: &mut [u8], start: usize) {
    /// Where the length of a formula's text stands, behind the cell and its value.
    const TEXT_LENGTH: usize = 20;
    let mut at = start;
    let mut depth = 0_u32;
    while let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let (data, end) = (at + 4, at + 4 + usize::from(length));
        let emptied = match kind {
            biff::BOF => {
                depth += 1;
                None
            }
            biff::EOF if depth <= 1 => return,
            biff::EOF => {
                depth -= 1;
                None
            }
            biff::FORMULA if depth <= 1 => {
                Some(data + TEXT_LENGTH..data + TEXT_LENGTH + 2).filter(|text| text.end <= end)
            }
            // A record of no known kind is passed over.
            biff::NAME | biff::EXTERNAL_SHEETS if depth <= 1 => Some(at..at + 2),
            _ => None,
        };
        if let Some(bytes) = emptied.and_then(|range| stream.get_mut(range)) {
            bytes.fill(0);
        }
        at = end;
    }
}

/// A compound file that holds nothing but a workbook's stream.
pub(super) fn compound_file(stream: &[u8]) -> Result<Vec<u8>, Fault> {
    let of_stream = stream.len().max(LEAST_STREAM).div_ceil(SECTOR);
    let directory = of_stream;
    let mut tables = 1;
    while of_stream + 1 + tables > tables * PER_TABLE {
        tables += 1;
    }
    if tables > MOST_TABLES {
        return Err(Fault::damaged("stream too long"));
    }
    let mut file = vec![FREE; SECTOR * (1 + of_stream + 1 + tables)];
    let mut put = |at: usize, bytes: &[u8]| {
        if let Some(place) = file.get_mut(at..at + bytes.len()) {
            place.copy_from_slice(bytes);
        }
    };
    let sector = |number: usize| SECTOR * (1 + number);
    let number = |number: usize| u32::try_from(number).unwrap_or(END).to_le_bytes();

    put(0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    put(8, &[0; 68]);
    // Version 4, little-endian, sectors of 2^12 bytes and small ones of 2^6.
    put(24, &[0x3E, 0, 4, 0, 0xFE, 0xFF, 12, 0, 6, 0]);
    put(40, &number(1));
    put(44, &number(tables));
    put(48, &number(directory));
    put(56, &number(LEAST_STREAM));
    put(60, &END.to_le_bytes());
    put(68, &END.to_le_bytes());

    // What is short is filled up with what no record looks like, so that a cut one stays one.
    put(sector(0), stream);
    put(sector(directory), &[0; SECTOR]);
    put(sector(directory), &entry("Root Entry", 5, &number(0), 0));
    let length = stream.len().max(LEAST_STREAM);
    put(
        sector(directory) + 128,
        &entry("Workbook", 2, &number(0), length),
    );

    let chain = (1..of_stream).map(&number).chain([END.to_le_bytes()]);
    let table = chain
        .chain([END.to_le_bytes()])
        .chain(vec![TABLE.to_le_bytes(); tables]);
    for (place, next) in table.enumerate() {
        put(sector(directory + 1) + place * 4, &next);
    }
    for place in 0..tables {
        put(76 + place * 4, &number(directory + 1 + place));
    }
    Ok(file)
}

/// A line of the table of contents.
fn entry(name: &str, kind: u8, start: &[u8; 4], length: usize) -> [u8; 128] {
    let mut entry = [0; 128];
    let mut put = |at: usize, bytes: &[u8]| {
        if let Some(place) = entry.get_mut(at..at + bytes.len()) {
            place.copy_from_slice(bytes);
        }
    };
    for (place, unit) in name.encode_utf16().enumerate() {
        put(place * 2, &unit.to_le_bytes());
    }
    put(66, &[kind]);
    put(116, start);
    put(120, &(length as u64).to_le_bytes());
    entry
}

#[cfg(test)]
mod tests {
    use super::super::cfb::CompoundFile;
    use super::*;

    #[test]
    fn what_is_packed_is_found_again() {
        for length in [0, 1, 4095, 4096, 4097, 100_000, 5_000_000] {
            let stream: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let file = compound_file(&stream).expect("it fits");
            let read = CompoundFile::parse(file).and_then(|file| file.stream("Workbook"));
            let read = read.expect("the stream");
            assert!(read.starts_with(&stream) && read.len() == length.max(LEAST_STREAM));
        }
    }

    #[test]
    fn texts_go_and_values_stay() {
        let record = |kind: u16, data: &[u8]| {
            let head = [kind, data.len() as u16].map(u16::to_le_bytes).concat();
            [&head, data].concat()
        };
        let formula: Vec<u8> = (1..=30).collect();
        let formula = record(biff::FORMULA, &formula);
        let name = record(biff::NAME, &[7; 9]);
        let (start, end) = (record(biff::BOF, &[0; 4]), record(biff::EOF, &[]));
        let mut stream = [
            &start, &name, &formula, &start, &formula, &end, &end, &formula,
        ]
        .map(Vec::as_slice)
        .concat();
        let before = stream.clone();
        without_formulas(&mut stream, std::iter::empty());
        let changed = |at: &usize| before[*at] != stream[*at];
        let changed: Vec<usize> = (0..before.len()).filter(changed).collect();
        let (at_name, at_formula) = (start.len(), start.len() + name.len());
        assert_eq!(changed, [at_name, at_formula + 24, at_formula + 25]);
        // A cut stream is gone through up to its end.
        for length in 0..before.len() {
            without_formulas(&mut before[..length].to_vec(), std::iter::once(3));
        }
    }
}
