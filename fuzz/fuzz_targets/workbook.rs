//! Whole workbooks. A package is taken apart, one part is changed, and it is packed again, so that changes
//! reach the readers behind the zip; now and then, and for xls, the bytes themselves are changed.

#![no_main]

use std::io::{Cursor, Read, Write};
use std::panic;

use jixiao::workbook::{self, Bounds};
use jixiao_fuzz::score;
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Small enough that an input ends soon.
const BOUNDS: Bounds = Bounds {
    cells: 20_000,
    sheets: 20,
    memory: 64 << 20,
    file_bytes: 1 << 20,
    ..Bounds::STANDARD
};

type Parts = Vec<(String, Vec<u8>)>;

fn unpack(bytes: &[u8]) -> Option<Parts> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for at in 0..archive.len().min(40) {
        let part = archive.by_index(at).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.take(1 << 18).read_to_end(&mut content).ok()?;
        parts.push((name, content));
    }
    (!parts.is_empty()).then_some(parts)
}

fn pack(parts: &Parts) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        zip.start_file(name.as_str(), stored).ok()?;
        zip.write_all(content).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// Changes one part, or now and then drops or doubles one.
fn mutated(mut parts: Parts, seed: u32) -> Option<Vec<u8>> {
    let at = (seed >> 8) as usize % parts.len();
    match seed % 64 {
        0 => drop(parts.remove(at)),
        1 => {
            let other = (seed >> 20) as usize % parts.len();
            parts[other].1 = parts[at].1.clone();
        }
        _ => {
            let content = &mut parts[at].1;
            let size = content.len();
            content.resize(size + 64, 0);
            let most = content.len();
            let size = fuzzer_mutate(content, size, most);
            content.truncate(size);
        }
    }
    pack(&parts)
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 8 != 7
        && let Some(bytes) = unpack(&data[..size]).and_then(|parts| mutated(parts, seed))
        && bytes.len() <= max_size
    {
        data[..bytes.len()].copy_from_slice(&bytes);
        return bytes.len();
    }
    fuzzer_mutate(data, size, max_size)
});

/// A panic inside calamine is caught by `open` and told as damage: only others count.
fn forgive_calamine() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |about| {
        let place = about.location().map_or("", |place| place.file());
        if !place.contains("/calamine-") {
            report(about);
            std::process::abort();
        }
    }));
}

fuzz_target!(init: forgive_calamine(), |bytes: &[u8]| {
    let path = std::env::temp_dir().join(format!("jixiao-fuzz-{}", std::process::id()));
    std::fs::write(&path, bytes).expect("the temporary folder can be written");
    match workbook::open(&path, &BOUNDS) {
        Ok(workbook) => score(&workbook),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
