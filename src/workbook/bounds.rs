//! Owns how much a file may hold.
//!
//! A workbook of a few kilobytes can describe gigabytes. The bounds stop such a
//! file while it streams; they are far above any real table of departments.

/// How much a workbook may hold before it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Cells that hold something, over all sheets.
    pub cells: usize,
    /// Sheets, hidden ones included.
    pub sheets: usize,
    /// Rows that hold something, in one sheet. Each may be a department, which costs far more to score than to
    /// read.
    pub rows: usize,
    /// Bytes of memory that what is read takes, about.
    pub memory: usize,
    /// Bytes of the file on disk.
    pub file_bytes: u64,
    /// Bytes of all parts of a package together, once unpacked.
    pub unpacked_bytes: u64,
    /// How many times its packed size a part may be once unpacked, where it is
    /// larger than [`UNPACKED_FREELY`].
    pub ratio: u64,
}

/// A part of at most so many bytes may be packed as tightly as it likes.
pub const UNPACKED_FREELY: u64 = 16 << 20;

impl Bounds {
    /// Room for 100,000 departments; what goes beyond is refused within 512 MB
    /// of memory and a few seconds.
    pub const STANDARD: Bounds = Bounds {
        cells: 8_000_000,
        sheets: 1_000,
        rows: 120_000,
        memory: 400 << 20,
        file_bytes: 256 << 20,
        unpacked_bytes: 512 << 20,
        ratio: 200,
    };

    /// For those who know what they read, and have the memory and the time.
    pub const LARGE: Bounds = Bounds {
        cells: 80_000_000,
        sheets: 10_000,
        // What a sheet of the result holds.
        rows: 1_048_576,
        // In a browser no more can be addressed than 4 GB, and not all of it is free.
        memory: match usize::BITS {
            32 => 3 << 30,
            _ => 8 << 30,
        },
        file_bytes: 4 << 30,
        unpacked_bytes: 16 << 30,
        ratio: 1_100,
    };
}

impl Default for Bounds {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// Which of the bounds a file went beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// More populated cells than this.
    Cells(usize),
    /// More sheets than this.
    Sheets(usize),
    /// More populated rows in a sheet than this.
    Rows(usize),
    /// More memory than this, in bytes.
    Memory(usize),
    /// A larger file than this, in bytes.
    FileBytes(u64),
    /// The parts of the package, unpacked, are larger than this, in bytes.
    UnpackedBytes(u64),
    /// A part of the package unpacks to more than so many times its size.
    Ratio(u64),
    /// One single text in the file is longer than this, in bytes.
    OneText(usize),
}
