//! What encoding a text is in, and reading it as UTF-8. Chinese systems write UTF-8, with a mark in front or
//! without, and GBK, which is a part of GB18030; Excel's "Unicode text" is UTF-16 with a mark.
//!
//! Nothing is replaced and nothing guessed: what neither encoding explains, and what both would, is an error.
//! encoding_rs is known to this file alone.

use std::fmt;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use encoding_rs::{Decoder, DecoderResult};

/// How many bytes are decoded at a time.
const CHUNK: usize = 1 << 16;

/// An encoding that a text can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-8 with the mark (BOM) that Excel needs.
    Utf8Marked,
    /// With GBK and GB2312, which are parts of it.
    Gb18030,
    /// UTF-16 with the mark, low byte first.
    Utf16Le,
    /// UTF-16 with the mark, high byte first.
    Utf16Be,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Marked => "UTF-8（带 BOM）",
            Encoding::Gb18030 => "GBK（GB18030）",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
        })
    }
}

impl Encoding {
    /// Whether it is UTF-8, with a mark or without: what editors write today.
    pub fn is_utf8(self) -> bool {
        matches!(self, Encoding::Utf8 | Encoding::Utf8Marked)
    }

    fn decoder(self) -> Decoder {
        match self {
            Encoding::Utf8 | Encoding::Utf8Marked => encoding_rs::UTF_8,
            Encoding::Gb18030 => encoding_rs::GB18030,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
        }
        .new_decoder_with_bom_removal()
    }

    /// The encoding that a mark in front tells.
    fn marked(head: &[u8]) -> Option<Encoding> {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::Utf8Marked),
            [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
            [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
            _ => None,
        }
    }
}

/// Why bytes are no text that can be read for certain. Displayed as a part of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoText {
    /// It is neither of the two encodings.
    #[error("第 {line} 行有无法识别的字符：既不是 UTF-8 编码，也不是 GBK 编码")]
    Neither {
        /// The first such line, counted from 1.
        line: u64,
    },
    /// It is not what the mark at its beginning says.
    #[error("第 {line} 行有无法识别的字符：按文件开头的标记应是 {encoding} 编码")]
    Malformed {
        /// What the mark says.
        encoding: Encoding,
        /// The first such line, counted from 1.
        line: u64,
    },
    /// Both encodings read well, and differ.
    #[error("按 UTF-8 和 GBK 两种编码都读得通，文字不同，无法确定是哪一种")]
    Ambiguous,
    /// It has characters that no text has.
    #[error("第 {line} 行有文本里不该有的空字符，不是文本文件")]
    Binary {
        /// The first such line, counted from 1.
        line: u64,
    },
}

impl NoText {
    /// What travels inside an error of [`Decoded`], if that was the reason.
    pub fn of(error: &io::Error) -> Option<NoText> {
        error.get_ref()?.downcast_ref().copied()
    }
}

/// A text in whichever encoding, as UTF-8 without a mark.
///
/// # Errors
/// It is in no encoding that is known, or could be in two.
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), NoText> {
    // Reading from memory does not fail but for the text itself.
    let no_text = |error: io::Error| NoText::of(&error).unwrap_or(NoText::Neither { line: 1 });
    let encoding = detect(&mut Cursor::new(bytes)).map_err(no_text)?;
    let mut text = String::new();
    Decoded::new(bytes, encoding)
        .read_to_string(&mut text)
        .map_err(no_text)?;
    Ok((text, encoding))
}

/// The encoding of a whole text, which is read to its end; where it stands afterwards is not defined.
///
/// # Errors
/// The text cannot be read, or [`NoText`] inside.
pub fn detect(text: &mut (impl Read + Seek)) -> io::Result<Encoding> {
    let mut head = Vec::new();
    text.seek(SeekFrom::Start(0))?;
    text.by_ref().take(3).read_to_end(&mut head)?;
    if let Some(marked) = Encoding::marked(&head) {
        return Ok(marked);
    }
    let utf8 = scan(text, Encoding::Utf8)?;
    if let Ok(Letters::Ascii | Letters::Chinese) = utf8 {
        return Ok(Encoding::Utf8);
    }
    let no_text = match (utf8, scan(text, Encoding::Gb18030)?) {
        // Such as 支 in GBK, which is well-formed UTF-8 of a sign that nobody here writes.
        (Ok(_), Ok(_)) => NoText::Ambiguous,
        (Ok(_), Err(_)) => return Ok(Encoding::Utf8),
        (Err(_), Ok(_)) => return Ok(Encoding::Gb18030),
        // The encoding that goes further is the likelier one.
        (Err(NoText::Malformed { line, .. }), Err(NoText::Malformed { line: other, .. })) => {
            NoText::Neither {
                line: line.max(other),
            }
        }
        (Err(NoText::Malformed { .. }), Err(other)) => other,
        (Err(other), Err(_)) => other,
    };
    Err(io::Error::other(no_text))
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    Ascii,
    /// Beyond ASCII, but nothing Chinese: no sign that takes three bytes in UTF-8.
    Foreign,
    Chinese,
}

/// Reads a text through in one encoding.
fn scan(text: &mut (impl Read + Seek), encoding: Encoding) -> io::Result<Result<Letters, NoText>> {
    text.seek(SeekFrom::Start(0))?;
    let mut decoded = Decoded::new(text, encoding);
    let mut letters = Letters::Ascii;
    loop {
        let bytes = match decoded.fill() {
            Ok(bytes) => bytes,
            Err(error) => match NoText::of(&error) {
                Some(no_text) => return Ok(Err(no_text)),
                None => return Err(error),
            },
        };
        if bytes.is_empty() {
            return Ok(Ok(letters));
        }
        if bytes.iter().any(|byte| *byte >= 0xE0) {
            letters = Letters::Chinese;
        } else if letters == Letters::Ascii && !bytes.is_ascii() {
            letters = Letters::Foreign;
        }
        let taken = bytes.len();
        decoded.consume(taken);
    }
}

/// A text as UTF-8 without a mark, decoded while it is read.
pub struct Decoded<R> {
    inner: R,
    encoding: Encoding,
    decoder: Decoder,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    /// How much of what was decoded was read.
    taken: usize,
    line: u64,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    /// Reads on from where a text stands, which should be its beginning.
    pub fn new(inner: R, encoding: Encoding) -> Decoded<R> {
        Decoded {
            inner,
            encoding,
            decoder: encoding.decoder(),
            raw: vec![0; CHUNK],
            decoded: Vec::new(),
            taken: 0,
            line: 1,
            ended: false,
        }
    }

    /// What was decoded and not read yet; nothing at the end.
    fn fill(&mut self) -> io::Result<&[u8]> {
        while self.taken == self.decoded.len() && !self.ended {
            let count = loop {
                match self.inner.read(&mut self.raw) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    read => break read?,
                }
            };
            self.ended = count == 0;
            self.decode(count).map_err(io::Error::other)?;
        }
        Ok(&self.decoded[self.taken..])
    }

    fn consume(&mut self, count: usize) {
        self.taken += count;
    }

    fn decode(&mut self, count: usize) -> Result<(), NoText> {
        let room = self
            .decoder
            .max_utf8_buffer_length_without_replacement(count);
        self.decoded.clear();
        self.decoded.resize(room.unwrap_or(CHUNK * 4), 0);
        self.taken = 0;
        let (result, _, written) = self.decoder.decode_to_utf8_without_replacement(
            &self.raw[..count],
            &mut self.decoded,
            self.ended,
        );
        self.decoded.truncate(written);
        let zero = self.decoded.iter().position(|byte| *byte == 0);
        let upto = zero.unwrap_or(written);
        let breaks = self.decoded[..upto].iter().filter(|byte| **byte == b'\n');
        self.line += breaks.count() as u64;
        let line = self.line;
        if zero.is_some() {
            return Err(NoText::Binary { line });
        }
        match result {
            DecoderResult::InputEmpty => Ok(()),
            DecoderResult::OutputFull | DecoderResult::Malformed(..) => Err(NoText::Malformed {
                encoding: self.encoding,
                line,
            }),
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill()?;
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gbk(text: &str) -> Vec<u8> {
        encoding_rs::GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn every_encoding_of_the_same_text_gives_it_back() {
        let text = "部门名称,金额\n示例市教育局,“1,234.56”\n";
        let utf16 = |be: bool| -> Vec<u8> {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            let bytes = |unit: u16| match be {
                true => unit.to_be_bytes(),
                false => unit.to_le_bytes(),
            };
            units.flat_map(bytes).collect()
        };
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (format!("\u{feff}{text}").into_bytes(), Encoding::Utf8Marked),
            (gbk(text), Encoding::Gb18030),
            (utf16(false), Encoding::Utf16Le),
            (utf16(true), Encoding::Utf16Be),
        ] {
            assert_eq!(decode(&bytes), Ok((text.to_string(), encoding)));
        }
        // Four bytes a sign, which GBK does not have.
        let rare = "䶮㐂局";
        assert_eq!(
            decode(&gbk(rare)),
            Ok((rare.to_string(), Encoding::Gb18030))
        );
    }

    #[test]
    fn signs_are_not_cut_where_chunks_end() {
        let text = format!("a{}", "局".repeat(CHUNK));
        for bytes in [text.clone().into_bytes(), gbk(&text)] {
            let (decoded, _) = decode(&bytes).unwrap();
            assert_eq!(decoded, text);
        }
    }

    #[test]
    fn what_neither_or_both_explain_is_refused() {
        let mixed = [b"a\n".as_slice(), &gbk("教育局\n"), b"\xE5\xFF\n"].concat();
        assert_eq!(decode(&mixed), Err(NoText::Neither { line: 3 }));
        assert_eq!(decode(&gbk("支")), Err(NoText::Ambiguous));
        assert_eq!(decode(b"a\nb\0"), Err(NoText::Binary { line: 2 }));
        let cut = [&b"\xEF\xBB\xBF"[..], &gbk("教育局")].concat();
        assert_eq!(
            decode(&cut),
            Err(NoText::Malformed {
                encoding: Encoding::Utf8Marked,
                line: 1
            })
        );
        let ended_early = &gbk("教育局")[..5];
        assert!(decode(ended_early).is_err());
        assert_eq!(decode(b""), Ok((String::new(), Encoding::Utf8)));
        assert_eq!(decode(b"a,b"), Ok(("a,b".to_string(), Encoding::Utf8)));
    }
}
