//! Bytes that are compressed as they come, piece by piece, so that a large sheet never stands in memory as text. Pieces
//! are cut by their size alone and put together in order: threads change nothing in the bytes.

use std::collections::VecDeque;
use std::io;

use flate2::{Compress, Compression, FlushCompress};

use super::store::{Kept, Store};

/// How many bytes a piece is of, about, before it is compressed.
const PIECE: usize = 1 << 20;
/// How many pieces may wait to be compressed.
const WAITING: usize = 4;
/// The level of deflate: 2 takes a third of the time of 6, for a file that is about a seventh larger (docs/performance.md).
const LEVEL: u32 = 2;

/// A stretch of a package's part, compressed so that another can follow; `P` is where its bytes are.
#[derive(Debug)]
pub struct Piece<P = Vec<u8>> {
    pub packed: P,
    pub crc: crc32fast::Hasher,
    pub size: u64,
}

impl Piece {
    /// Compresses a stretch.
    pub fn of(bytes: &[u8]) -> io::Result<Piece> {
        let mut crc = crc32fast::Hasher::new();
        crc.update(bytes);
        let mut packed = Vec::with_capacity(bytes.len() / 6 + 64);
        let mut deflate = Compress::new(Compression::new(LEVEL), false);
        loop {
            let taken = usize::try_from(deflate.total_in()).map_err(io::Error::other)?;
            // A sync flush ends on a whole byte and leaves the stream open.
            deflate.compress_vec(&bytes[taken..], &mut packed, FlushCompress::Sync)?;
            if deflate.total_in() == bytes.len() as u64 && packed.len() < packed.capacity() {
                break;
            }
            packed.reserve(bytes.len() / 4 + 64);
        }
        packed.shrink_to_fit();
        Ok(Piece {
            packed,
            crc,
            size: bytes.len() as u64,
        })
    }

    /// The same with its bytes in a store.
    pub fn kept(self, store: &Store) -> io::Result<Piece<Kept>> {
        Ok(Piece {
            packed: store.keep(self.packed)?,
            crc: self.crc,
            size: self.size,
        })
    }
}

/// A piece, or the place where it will arrive.
#[derive(Debug)]
enum Coming {
    Here(io::Result<Piece>),
    #[cfg(not(target_arch = "wasm32"))]
    Later(std::sync::mpsc::Receiver<io::Result<Piece>>),
}

impl Coming {
    fn piece(self) -> io::Result<Piece> {
        match self {
            Coming::Here(piece) => piece,
            #[cfg(not(target_arch = "wasm32"))]
            Coming::Later(coming) => coming.recv().map_err(io::Error::other)?,
        }
    }
}

/// The pieces of a stretch, in order.
#[derive(Debug, Default)]
pub struct Pieces {
    open: Vec<u8>,
    waiting: VecDeque<Coming>,
    done: Vec<Piece<Kept>>,
    store: Store,
}

impl Pieces {
    /// Pieces that are kept in a store.
    pub fn kept_in(store: &Store) -> Pieces {
        Pieces {
            store: store.clone(),
            ..Pieces::default()
        }
    }

    /// Where the next bytes go.
    pub fn open(&mut self) -> &mut Vec<u8> {
        &mut self.open
    }

    /// Compresses what stands open, if it is large enough to be a piece; called where a cut does no harm.
    pub fn cut(&mut self) -> io::Result<()> {
        if self.open.len() >= PIECE {
            let room = Vec::with_capacity(self.open.capacity());
            let bytes = std::mem::replace(&mut self.open, room);
            self.waiting.push_back(compressed(bytes));
        }
        while self.waiting.len() > WAITING {
            self.take_first()?;
        }
        Ok(())
    }

    fn take_first(&mut self) -> io::Result<()> {
        if let Some(first) = self.waiting.pop_front() {
            self.done.push(first.piece()?.kept(&self.store)?);
        }
        Ok(())
    }

    /// The bytes of the pieces that are compressed.
    pub fn size(&self) -> usize {
        self.done.iter().map(|piece| piece.packed.size()).sum()
    }

    /// All pieces.
    pub fn finished(mut self) -> io::Result<Vec<Piece<Kept>>> {
        while !self.waiting.is_empty() {
            self.take_first()?;
        }
        if !self.open.is_empty() {
            self.done.push(Piece::of(&self.open)?.kept(&self.store)?);
        }
        Ok(self.done)
    }
}

/// Compresses on another thread where there is one, and the caller is none of those that would have to do it.
#[cfg(not(target_arch = "wasm32"))]
fn compressed(bytes: Vec<u8>) -> Coming {
    let is_worker = rayon::current_thread_index().is_some();
    if is_worker || rayon::current_num_threads() < 2 {
        return Coming::Here(Piece::of(&bytes));
    }
    let (sender, coming) = std::sync::mpsc::sync_channel(1);
    rayon::spawn(move || {
        // Whoever waited has gone: nobody needs the piece.
        let _ = sender.send(Piece::of(&bytes));
    });
    Coming::Later(coming)
}

#[cfg(target_arch = "wasm32")]
fn compressed(bytes: Vec<u8>) -> Coming {
    Coming::Here(Piece::of(&bytes))
}
