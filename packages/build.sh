#!/usr/bin/env bash
# Makes every package from a checkout into target/packages/, with SHA256SUMS over them:
#
#   packages/build.sh                all of them
#   packages/build.sh windows page   some: windows, linux-x86_64, linux-aarch64, page
#
# It runs on Debian 12 or later, in a container say, with the right to install packages: it installs each tool that it needs by
# the tool's package name. The same commit gives the same bytes, in whatever folder: times are the commit's, entries are sorted, paths
# are left out.
#
# What is compiled is kept in target/packages-build/ for the next run. packages/test.sh tests what came of it.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
kept=$root/target/packages-build
out=$root/target/packages

all=(windows linux-x86_64 linux-aarch64 page)
wanted=("${@:-${all[@]}}")
for name in "${wanted[@]}"; do
  [[ " ${all[*]} " == *" $name "* ]] || { echo "no package is called $name; there are ${all[*]}" >&2; exit 2; }
done
wants() { [[ " ${wanted[*]} " == *" $1 "* ]]; }

# Tools. One compiler makes all programs: Debian's, for it brings the source of std, which Windows 7 (the usual Windows targets
# want functions of Windows 10) and a foreign processor need. zig links against the glibc of any year.
debian=(cargo-web rustc-web rust-web-src gcc libc6-dev python3 python3-venv git ca-certificates)
wants windows && debian+=(gcc-mingw-w64-x86-64)
missing=()
for package in "${debian[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"
fi
python=$kept/python
if ! cmp -s packages/requirements.txt "$python/installed.txt"; then
  rm -rf "$python"
  mkdir -p "$kept"
  /usr/bin/python3 -m venv "$python"
  "$python/bin/pip" install --quiet --disable-pip-version-check -r packages/requirements.txt
  cp packages/requirements.txt "$python/installed.txt"
fi

# What makes the bytes the same twice, and what `jixiao --version` tells.
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
export JIXIAO_COMMIT=${JIXIAO_COMMIT-$(git rev-parse --short=12 HEAD 2>/dev/null || true)}
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH-$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)}
export TZ=UTC LC_ALL=C.UTF-8

# Paths of this machine that would otherwise stand in the program.
std=$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust
mapped=("--remap-path-prefix=$root=/jixiao" "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo" "--remap-path-prefix=$std=/rust")

# Flags travel in the way in which a path keeps its spaces.
encoded=$(printf '\x1f%s' "${mapped[@]}")
encoded=${encoded:1}

# compiled TARGET COMMAND…: the program for a target; what `linked` holds is for the linker alone.
linked=()
compiled() {
  local target=$1
  shift
  echo "== $target"
  env -u RUSTFLAGS CARGO_ENCODED_RUSTFLAGS="$encoded" CARGO_TARGET_DIR="$kept/$target" RUSTC_BOOTSTRAP=1 \
    RUSTC=/usr/bin/rustc CARGO=/usr/bin/cargo PATH="$python/bin:/usr/bin:$PATH" nice -n 10 \
    "$@" --locked --profile dist --bin jixiao -Zbuild-std=std,panic_abort "${linked[@]}"
}

if wants windows; then
  target=x86_64-win7-windows-gnu
  # Named as seen from here, so that no flag differs from checkout to checkout.
  resource=target/packages-build/$target/jixiao.res.o
  mkdir -p "$kept/$target"
  IFS=. read -r major minor patch <<<"${version%%-*}"
  (cd packages/windows && x86_64-w64-mingw32-windres -c 65001 -DMAJOR="$major" -DMINOR="$minor" -DPATCH="$patch" \
    "-DVERSION=\"\\\"$version\\\"\"" jixiao.rc -o "$root/$resource")
  export CARGO_TARGET_X86_64_WIN7_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc
  linked=(-- "-Clink-arg=$resource" -Clink-arg=-Wl,--no-insert-timestamp)
  compiled $target cargo rustc --target $target
  linked=()
fi
for processor in x86_64 aarch64; do
  if wants linux-$processor; then
    target=$processor-unknown-linux-gnu
    # 2.17 is what the oldest desks have and more: Debian 8, CentOS 7, the first UOS and Kylin.
    compiled $target cargo-zigbuild zigbuild --target $target.2.17
  fi
done
# The page is in every package.
echo "== page"
env -u RUSTFLAGS CARGO_ENCODED_RUSTFLAGS="$encoded" page/build.sh

rm -rf "$out"
"$python/bin/python" packages/pack.py "$version" "$kept" "$out" "${wanted[@]}"
(cd "$out" && sha256sum -- * >SHA256SUMS)
cat "$out/SHA256SUMS"
