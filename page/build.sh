#!/usr/bin/env bash
# Makes target/page/绩效.html: the whole program in one file.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
out=$(dirname "$here")/target/page
mkdir -p "$out"

# The WebAssembly: by the usual toolchain where it has the target, else by Debian's packages, which build their own std.
export CARGO_TARGET_DIR=$out/wasm
wasm32=wasm32-unknown-unknown
has_target() { [ -d "$(rustc --print sysroot)/lib/rustlib/$wasm32/lib" ]; }
if ! has_target && command -v rustup >/dev/null; then
  timeout 60 rustup target add $wasm32 >/dev/null 2>&1 || true
fi
if has_target; then
  cargo build --package jixiao-page --profile page --locked --target $wasm32
else
  needed=()
  [ -x /usr/bin/cargo ] && /usr/bin/cargo --version >/dev/null 2>&1 || needed+=(cargo-web)
  dpkg -s rustc-web >/dev/null 2>&1 || needed+=(rustc-web)
  dpkg -s rust-web-src >/dev/null 2>&1 || needed+=(rust-web-src)
  command -v wasm-ld >/dev/null || needed+=(lld)
  if [ ${#needed[@]} -gt 0 ]; then
    apt-get update -q && apt-get install -y -q "${needed[@]}"
  fi
  RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld \
    nice -n 5 /usr/bin/cargo build --package jixiao-page --profile page --locked -Zbuild-std=std,panic_abort --target $wasm32
fi

# One file of it, by a program of this machine.
(cd pack && CARGO_TARGET_DIR=$out/pack cargo run --quiet --locked -- \
  "$out/wasm/$wasm32/page/jixiao_page.wasm" "$here" "$out/绩效.html")
