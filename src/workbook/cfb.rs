//! Owns the compound file (a little file system) that an xls workbook lives in:
//! its table of contents, and reading one stream out of it. calamine reads it
//! too but hands out neither.

use std::io::Read;

use super::error::Fault;
use super::source::Source;

const END_OF_CHAIN: u32 = 0xFFFF_FFFA;

/// A compound file's contents.
pub(super) struct CompoundFile {
    bytes: Vec<u8>,
    sector_size: usize,
    sectors: Vec<u32>,
    mini_sectors: Vec<u32>,
    mini_cutoff: u32,
    mini_stream: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

impl CompoundFile {
    /// Reads the file whole: its size was checked before.
    pub(super) fn open(source: &Source) -> Result<Self, Fault> {
        let mut bytes = Vec::new();
        let mut stream = source.stream()?;
        stream.read_to_end(&mut bytes).map_err(Fault::Io)?;
        Self::parse(bytes).ok_or_else(|| Fault::damaged("compound file structure"))
    }

    pub(super) fn parse(bytes: Vec<u8>) -> Option<Self> {
        let sector_size = match u16_at(&bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let directory_start = u32_at(&bytes, 48)?;
        let mini_cutoff = u32_at(&bytes, 56)?;
        let mini_start = u32_at(&bytes, 60)?;
        let mut file = Self {
            bytes,
            sector_size,
            sectors: Vec::new(),
            mini_sectors: Vec::new(),
            mini_cutoff,
            mini_stream: Vec::new(),
            entries: Vec::new(),
        };
        file.sectors = file.sector_table()?;
        file.mini_sectors = numbers(&file.chain(mini_start)?);
        let directory = file.chain(directory_start)?;
        let root;
        (root, file.entries) = entries(&directory);
        let (start, size) = root?;
        file.mini_stream = file.chain(start)?;
        file.mini_stream.truncate(usize::try_from(size).ok()?);
        Some(file)
    }

    /// Whether there is a stream of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// A stream's bytes.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entry(name)?;
        let mut bytes = if entry.size < u64::from(self.mini_cutoff) {
            self.mini_chain(entry.start)?
        } else {
            self.chain(entry.start)?
        };
        bytes.truncate(usize::try_from(entry.size).ok()?);
        Some(bytes)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The table that says which sector follows which, gathered from the places
    /// the header lists.
    fn sector_table(&self) -> Option<Vec<u32>> {
        let mut places: Vec<u32> = numbers(self.bytes.get(76..512)?);
        let mut next = u32_at(&self.bytes, 68)?;
        let most = self.bytes.len() / self.sector_size + 1;
        let mut seen = 0;
        while next < END_OF_CHAIN {
            seen += 1;
            if seen > most {
                return None;
            }
            let mut more = numbers(self.sector(next)?);
            next = more.pop()?;
            places.extend(more);
        }
        let mut table = Vec::new();
        for place in places.into_iter().filter(|&place| place < END_OF_CHAIN) {
            table.extend(numbers(self.sector(place)?));
            if table.len() > most.saturating_mul(self.sector_size) {
                return None;
            }
        }
        Some(table)
    }

    /// A sector; the last of a file may be cut short.
    fn sector(&self, number: u32) -> Option<&[u8]> {
        let start = (number as usize)
            .checked_add(1)?
            .checked_mul(self.sector_size)?;
        let end = start.checked_add(self.sector_size)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        follow(start, &self.sectors, |number| self.sector(number))
    }

    fn mini_chain(&self, start: u32) -> Option<Vec<u8>> {
        follow(start, &self.mini_sectors, |number| {
            let from = (number as usize).checked_mul(64)?;
            let to = from.checked_add(64)?.min(self.mini_stream.len());
            self.mini_stream.get(from..to)
        })
    }
}

/// Joins the sectors of a chain; `None` if it runs in a circle or out of the file.
fn follow<'a>(
    start: u32,
    table: &[u32],
    sector: impl Fn(u32) -> Option<&'a [u8]>,
) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut next = start;
    let mut seen = 0;
    while next < END_OF_CHAIN {
        seen += 1;
        if seen > table.len() {
            return None;
        }
        bytes.extend_from_slice(sector(next)?);
        next = *table.get(next as usize)?;
    }
    Some(bytes)
}

/// The root's start and size, and the streams.
fn entries(directory: &[u8]) -> (Option<(u32, u64)>, Vec<Entry>) {
    let mut root = None;
    let mut streams = Vec::new();
    for entry in directory.chunks_exact(128) {
        let (Some(start), Some(size)) = (u32_at(entry, 116), u32_at(entry, 120)) else {
            continue;
        };
        match entry.get(66) {
            Some(5) => root = Some((start, u64::from(size))),
            Some(2) => {
                let units: Vec<u16> = entry
                    .chunks_exact(2)
                    .take(32)
                    .filter_map(|pair| u16_at(pair, 0))
                    .take_while(|&unit| unit != 0)
                    .collect();
                streams.push(Entry {
                    name: String::from_utf16_lossy(&units),
                    start,
                    size: u64::from(size),
                });
            }
            _ => {}
        }
    }
    (root, streams)
}

/// Little-endian numbers, which both compound files and workbooks are made of.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .filter_map(|four| u32_at(four, 0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_refused_without_panic() {
        let magic = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        for length in [8, 40, 511, 512, 1024, 5000] {
            for fill in [0, 9, 0xFF] {
                let mut bytes = magic.to_vec();
                bytes.resize(length, fill);
                if let Some(shift) = bytes.get_mut(30..32) {
                    shift.copy_from_slice(&[9, 0]);
                }
                let file = CompoundFile::parse(bytes);
                assert!(file.is_none_or(|file| !file.has("Workbook")));
            }
        }
    }

    #[test]
    fn a_circle_ends() {
        let sector = [7_u8; 4];
        assert_eq!(follow(0, &[1, 0], |_| Some(&sector[..])), None);
        assert_eq!(
            follow(0, &[1, 0xFFFF_FFFE], |_| Some(&sector[..])),
            Some(vec![7; 8])
        );
    }
}
