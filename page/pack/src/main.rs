//! Makes the page one file: binds the WebAssembly, gzips it, and puts it with the style and the scripts into `index.html`, under a
//! Content-Security-Policy that names the scripts and the style by their hashes and allows no connection.
//!
//! It is a program of its own because wasm-bindgen's command line brings many packages that only its test runner wants.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

/// The page's modules, each after those that it imports from.
const MODULES: [&str; 27] = [
    "dom",
    "table",
    "state",
    "engine",
    "screens",
    "files",
    "work",
    "options",
    "changing",
    "rulebook",
    "start",
    "trial",
    "papers",
    "forms",
    "collect",
    "compare",
    "lastyear",
    "questions",
    "verify",
    "headers",
    "summary",
    "ranking",
    "review",
    "department",
    "indicators",
    "problems",
    "main",
];
/// The most that the page may weigh.
const MOST: usize = 10_000_000;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [wasm, source, target] = arguments.as_slice() else {
        anyhow::bail!("pack INPUT.wasm SOURCE_FOLDER OUTPUT.html");
    };
    let bound = target.with_extension("bound");
    Bindgen::new()
        .input_path(wasm)
        .out_name("page")
        .no_modules(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&bound)?;
    let glue = text(&bound.join("page.js"))?;
    let wasm = std::fs::read(bound.join("page_bg.wasm"))?;
    let worker = glue + &text(&source.join("worker.js"))?;
    let (style, script) = (text(&source.join("style.css"))?, script(source)?);
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}' 'wasm-unsafe-eval'; style-src 'sha256-{}'; worker-src blob:; form-action 'none'; base-uri 'none'",
        hash(&script),
        hash(&style)
    );
    let mut page = text(&source.join("index.html"))?;
    for (name, content) in [
        ("policy", &policy),
        ("style", &style),
        ("wasm", &packed(&wasm)?),
        ("worker", &packed(worker.as_bytes())?),
        ("script", &script),
    ] {
        let place = format!("{{{{{name}}}}}");
        ensure!(page.matches(&place).count() == 1, "{place} stands once");
        page = page.replacen(&place, content, 1);
    }
    ensure!(page.len() <= MOST, "the page weighs {} bytes", page.len());
    std::fs::write(target, &page)?;
    println!(
        "{}: {} bytes (WebAssembly {} bytes before packing)",
        target.display(),
        page.len(),
        wasm.len()
    );
    Ok(())
}

fn text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// The modules as one script: what they import from each other stands before them, so that the lines which say so fall away.
fn script(source: &Path) -> Result<String> {
    let mut script = String::from("\"use strict\";(() => {\n");
    let mut names = HashSet::new();
    for module in MODULES {
        let text = text(&source.join(format!("{module}.js")))?;
        let (imports, lines): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with("import "));
        for import in imports {
            let from = import.rsplit('"').nth(1).unwrap_or_default();
            let from = from.trim_start_matches("./").trim_end_matches(".js");
            ensure!(
                MODULES.contains(&from),
                "{module}.js imports {from}.js, which MODULES does not name"
            );
        }
        for line in lines {
            let line = line.strip_prefix("export ").unwrap_or(line);
            if let Some(name) = named(line) {
                ensure!(
                    names.insert(name.to_string()),
                    "{module}.js: {name} stands in two modules"
                );
            }
            script.push_str(line);
            script.push('\n');
        }
    }
    script.push_str("})();\n");
    ensure!(!script.contains("</script"), "the script ends itself");
    Ok(script)
}

/// What a line at the top of a module names. All modules share one scope in the page.
fn named(line: &str) -> Option<&str> {
    let line = line.strip_prefix("async ").unwrap_or(line);
    let rest = ["function ", "const ", "let ", "class "]
        .iter()
        .find_map(|word| line.strip_prefix(word))?;
    let is_end = |c: char| !c.is_alphanumeric() && c != '_';
    rest.split(is_end).next()
}

fn hash(text: &str) -> String {
    BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()))
}

fn packed(bytes: &[u8]) -> Result<String> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(BASE64_STANDARD.encode(encoder.finish()?))
}
