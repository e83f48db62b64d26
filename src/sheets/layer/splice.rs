//! A workbook's package with streamed rows put into its sheets. All other parts stay as the writing library packed them.

use std::io::{self, Cursor, Read, Write};

use zip::ZipArchive;

use super::pieces::Piece;
use super::store::{Kept, Store};
use super::stream::{Segment, Stream};

/// Ends a stream of compressed pieces: a last block with nothing in it.
const LAST_BLOCK: [u8; 2] = [3, 0];
const DEFLATED: u16 = 8;
const STORED: u16 = 0;
/// The version of the format that readers need, and that of who wrote it, on Unix.
const NEEDED: u16 = 20;
const MADE_BY: u16 = 3 << 8 | NEEDED;
/// The first day that the format knows.
const DAY: u16 = 1 << 5 | 1;
/// A file for its owner.
const PERMISSIONS: u32 = 0o100_600 << 16;

/// Writes a package, with the streams in the sheets of these numbers, counted from 1.
pub fn spliced(
    package: &[u8],
    mut streams: Vec<(usize, Stream)>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut archive = ZipArchive::new(Cursor::new(package)).map_err(io::Error::other)?;
    let mut writer = Packing::new(out);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(io::Error::other)?;
        let name = part.name().map_err(io::Error::other)?.into_owned();
        let is_own =
            |(number, _): &(usize, Stream)| name == format!("xl/worksheets/sheet{number}.xml");
        if let Some(place) = streams.iter().position(is_own) {
            let (_, stream) = streams.swap_remove(place);
            let mut xml = String::new();
            part.read_to_string(&mut xml)?;
            let store = stream.store.clone();
            writer.pieces(&name, &sheet(&xml, stream)?, &store)?;
            continue;
        }
        drop(part);
        let mut part = archive.by_index_raw(index).map_err(io::Error::other)?;
        let entry = Entry {
            method: match part.compression() {
                zip::CompressionMethod::Stored => STORED,
                _ => DEFLATED,
            },
            crc: part.crc32(),
            packed: part.compressed_size(),
            size: part.size(),
            at: 0,
            name,
        };
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)?;
        writer.begin(entry)?;
        writer.put(&bytes)?;
    }
    match streams.is_empty() {
        true => writer.finish(),
        false => Err(io::Error::other("rows of a sheet that is not there")),
    }
}

/// A sheet's XML in pieces, with the streamed rows among its own.
fn sheet(xml: &str, stream: Stream) -> io::Result<Vec<Piece<Kept>>> {
    const ROW: &str = "<row r=\"";
    let broken = || io::Error::other("a sheet whose rows do not fit");
    let own = |xml: &str| Piece::of(xml.as_bytes())?.kept(&Store::default());
    let mut pieces = Vec::new();
    let mut segments = stream.segments.into_iter().peekable();
    // What of the XML is written, and where rows are looked for.
    let (mut from, mut at) = (0, 0);
    let end = xml.find("</sheetData>").ok_or_else(broken)?;
    loop {
        let next = xml[at..end].find(ROW).map(|found| at + found);
        let row = match next {
            Some(next) => {
                let number = xml[next + ROW.len()..]
                    .split('"')
                    .next()
                    .unwrap_or_default();
                number.parse::<u32>().map_err(io::Error::other)? - 1
            }
            None => u32::MAX,
        };
        let here = next.unwrap_or(end);
        while let Some(segment) = segments.next_if(|segment| segment.rows.1 < row) {
            pieces.push(own(&xml[from..here])?);
            from = here;
            pieces.extend(segment.pieces.finished()?);
        }
        let Some(next) = next else { break };
        at = next + ROW.len();
        if segments
            .peek()
            .is_some_and(|segment: &Segment| segment.rows.0 <= row)
        {
            // A row that is there only for the notes beside its cells, which are streamed.
            let tag = next + xml[next..end].find('>').ok_or_else(broken)? + 1;
            if !xml[..tag].ends_with("/>") {
                return Err(broken());
            }
            pieces.push(own(&xml[from..next])?);
            (from, at) = (tag, tag);
        }
    }
    let mut rest = xml[from..].to_string();
    if !stream.links.is_empty() {
        let links = String::from_utf8(stream.links).map_err(io::Error::other)?;
        let (place, links) = match rest.find("</hyperlinks>") {
            Some(place) => (place, links),
            None => {
                let behind = ["<printOptions", "<pageMargins"]
                    .into_iter()
                    .find_map(|tag| rest.find(tag));
                (
                    behind.ok_or_else(broken)?,
                    format!("<hyperlinks>{links}</hyperlinks>"),
                )
            }
        };
        rest.insert_str(place, &links);
    }
    pieces.push(own(&rest)?);
    Ok(pieces)
}

/// What the package's directory says of a part.
struct Entry {
    name: String,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    at: u64,
}

impl Entry {
    /// The fields that a part's head and the directory share, from the version on.
    fn fields(&self) -> io::Result<Vec<u8>> {
        let mut fields = Vec::with_capacity(26);
        // Bit 11: the name is UTF-8.
        for word in [NEEDED, 1 << 11, self.method, 0, DAY] {
            fields.extend(word.to_le_bytes());
        }
        for long in [self.crc, fits(self.packed)?, fits(self.size)?] {
            fields.extend(long.to_le_bytes());
        }
        fields.extend(short(self.name.len())?.to_le_bytes());
        fields.extend(0_u16.to_le_bytes());
        Ok(fields)
    }
}

/// Sizes and places are 32 bits: a sheet of more than 4 GB would have to be written in another form.
fn fits(size: u64) -> io::Result<u32> {
    u32::try_from(size)
        .map_err(|_| io::Error::other("工作表太大（超过 4 GB），请用 --sheets 少选几张"))
}

fn short(size: usize) -> io::Result<u16> {
    u16::try_from(size).map_err(io::Error::other)
}

/// A package that is being written.
struct Packing<'o> {
    out: &'o mut dyn Write,
    at: u64,
    entries: Vec<Entry>,
}

impl<'o> Packing<'o> {
    fn new(out: &'o mut dyn Write) -> Packing<'o> {
        Packing {
            out,
            at: 0,
            entries: Vec::new(),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    fn pieces(&mut self, name: &str, pieces: &[Piece<Kept>], store: &Store) -> io::Result<()> {
        let mut crc = crc32fast::Hasher::new();
        let (mut packed, mut size) = (LAST_BLOCK.len() as u64, 0);
        for piece in pieces {
            crc.combine(&piece.crc);
            packed += piece.packed.size() as u64;
            size += piece.size;
        }
        self.begin(Entry {
            name: name.into(),
            method: DEFLATED,
            crc: crc.finalize(),
            packed,
            size,
            at: 0,
        })?;
        for piece in pieces {
            self.at += piece.packed.size() as u64;
            store.write(&piece.packed, self.out)?;
        }
        self.put(&LAST_BLOCK)
    }

    /// Begins a part, whose bytes follow.
    fn begin(&mut self, entry: Entry) -> io::Result<()> {
        let entry = Entry {
            at: self.at,
            ..entry
        };
        self.put(b"PK\x03\x04")?;
        self.put(&entry.fields()?)?;
        self.put(entry.name.as_bytes())?;
        self.entries.push(entry);
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        let begin = self.at;
        let entries = std::mem::take(&mut self.entries);
        for entry in &entries {
            self.put(b"PK\x01\x02")?;
            self.put(&MADE_BY.to_le_bytes())?;
            self.put(&entry.fields()?)?;
            // No comment, the first disk, no kind of content.
            self.put(&[0; 6])?;
            self.put(&PERMISSIONS.to_le_bytes())?;
            self.put(&fits(entry.at)?.to_le_bytes())?;
            self.put(entry.name.as_bytes())?;
        }
        let (size, count) = (fits(self.at - begin)?, short(entries.len())?);
        self.put(b"PK\x05\x06")?;
        self.put(&[0; 4])?;
        self.put(&[count.to_le_bytes(), count.to_le_bytes()].concat())?;
        self.put(&[size.to_le_bytes(), fits(begin)?.to_le_bytes()].concat())?;
        self.put(&[0; 2])?;
        self.out.flush()
    }
}
