#!/usr/bin/env bash
# Tests the packages in target/packages/, which packages/build.sh made: each is unpacked and used as on a desk.
#
#   packages/test.sh                    all of them
#   packages/test.sh windows deb        some: contents, linux, windows, aarch64, deb, page
#
# contents  nothing is missing, nothing else is there; sizes; checksums; licences and SBOM; links of the manual
# linux     x86-64: no symbol of a glibc later than 2.17; every command, which the others are held against
# windows   in wine: the same bytes; Chinese paths with spaces; a file dropped; the window that waits; statuses; icon and manifest
# aarch64   in qemu-user: no later symbol; the same bytes
# deb       installed, used and removed in a chroot
# page      page/test.sh on the packaged file
#
# It needs Debian, and installs each tool by its package's name; wine, qemu and chroots want no more rights than that.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
packages=$root/target/packages
all=(contents linux windows aarch64 deb page)
wanted=("${@:-${all[@]}}")
wants() { [[ " ${wanted[*]} " == *" $1 "* ]]; }
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
export LC_ALL=C.UTF-8

tools=(python3 unzip binutils)
wants windows && tools+=(wine wine64)
wants aarch64 && tools+=(qemu-user-static libc6-arm64-cross)
wants deb && tools+=(debootstrap desktop-file-utils)
missing=()
for tool in "${tools[@]}"; do
  dpkg -s "$tool" >/dev/null 2>&1 || missing+=("$tool")
done
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
# ok NAME COMMAND…: a test is a command that succeeds; what it says is shown where it fails.
ok() {
  local name=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    passed=$((passed + 1))
    echo "ok     $name"
  else
    failed=$((failed + 1))
    echo "FAILED $name"
    head -n 40 "$work/said" | sed 's/^/         /'
  fi
}

# A folder as a clerk names it.
desk() {
  local desk="$work/$1/财务科 绩效"
  mkdir -p "$desk"
  echo "$desk"
}
unpacked() {
  case $1 in
    *.zip) unzip -q "$1" -d "$2" ;;
    *) tar -xzf "$1" -C "$2" ;;
  esac
}

# every_command FOLDER PROGRAM…: what a year's round says, writes and ends with, into FOLDER/out, the program seen from FOLDER.
every_command() {
  local folder=$1
  shift
  (
    cd "$folder"
    mkdir out
    cp "$root/sample-data/小样-2021.xlsx" "小样 2021.xlsx"
    cp "$root/sample-data/示例市-2021.xlsx" "$root/sample-data/示例市-2020.xlsx" "$root/sample-data/公开案例-艺术学校.xlsx" .
    cp -r "$root/sample-data/其他形式" "$root/tests/fixtures" .
    local number=0
    run() {
      number=$((number + 1))
      local status=0
      "${program[@]}" "$@" >"out/$number.said" 2>"out/$number.complaints" </dev/null || status=$?
      echo "$status" >"out/$number.status"
    }
    local program=("$@")
    run score "小样 2021.xlsx" -o "out/评分结果.xlsx"
    run score 示例市-2021.xlsx --missing zero -o "out/全市 评分结果.xlsx"
    run score 示例市-2021.xlsx --format json
    run score 公开案例-艺术学校.xlsx --missing declared --format json
    run check 示例市-2021.xlsx -o out/问题.xlsx --return out/退回
    run explain "小样 2021.xlsx"
    run template --departments "小样 2021.xlsx" -o out/填报表
    run collect out/填报表 --departments "小样 2021.xlsx" -o out/汇总.xlsx
    run report "小样 2021.xlsx" -o out/自评报告
    run report --bureau 示例市-2021.xlsx -o out/汇总报告.docx
    run scorecard "小样 2021.xlsx" --self -o out/评分表.xlsx
    run ledger "小样 2021.xlsx" -o out/台账.xlsx
    run compare 示例市-2020.xlsx 示例市-2021.xlsx -o out/对比.xlsx
    run rules list
    run --version
    run score 没有这个文件.xlsx
    # Files that were saved by other programs, or are damaged: read alike, refused alike.
    local file
    while IFS= read -r file; do
      run check "$file" --format json
    done < <(find 其他形式 fixtures -type f ! -name '*.md' | LC_ALL=C sort)
    # A path in a sentence is written as the system writes it, and so is what the system itself says.
    sed -i 's/\\/\//g; s/(os error [0-9]*)//; s/读不了“没有这个文件.*/读不了/' out/*.said out/*.complaints
    rm -rf 其他形式 fixtures
  )
}
# The statuses that the samples want: done, done with errors listed, not done.
statuses() {
  local found
  found=$(cd "$1/out" && cat 1.status 2.status 3.status 16.status | tr '\n' ' ')
  [ "$found" = "0 1 1 2 " ] || { echo "$found"; false; }
}
same_as_linux() { diff -r "$linux/out" "$1/out"; }
no_later_glibc() {
  local last
  last=$(readelf -V "$1" | grep -o 'GLIBC_[0-9.]*' | sed s/GLIBC_// | sort -uV | tail -n 1)
  echo "needs GLIBC_$last"
  [ "$(printf '%s\n2.17\n' "$last" | sort -V | tail -n 1)" = 2.17 ]
}

linux=$(desk linux)
if wants linux || wants windows || wants aarch64; then
  unpacked "$packages/jixiao-$version-linux-x86_64.tar.gz" "$linux"
  jixiao=$linux/jixiao-$version-linux-x86_64/jixiao
  ok "linux x86_64: needs no glibc later than 2.17" no_later_glibc "$jixiao"
  ok "linux x86_64: every command runs" every_command "$linux" "$jixiao"
  ok "linux x86_64: statuses are 0, 1 and 2" statuses "$linux"
fi

if wants contents; then
  ok "contents: checksums" bash -c "cd '$packages' && sha256sum --check --strict --quiet SHA256SUMS && [ \$(wc -l <SHA256SUMS) = \$((\$(ls | wc -l) - 1)) ]"
  for package in "$packages"/*; do
    ok "contents: $(basename "$package")" python3 packages/contents.py "$package"
    grep -h "bytes" "$work/said" || true
  done
fi

if wants windows; then
  windows=$(desk windows)
  unpacked "$packages/jixiao-$version-windows-x86_64.zip" "$windows"
  exe=$windows/jixiao-$version-windows-x86_64/jixiao.exe
  export WINEPREFIX=$work/wine WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=;mshtml="
  wineboot --init >/dev/null 2>&1
  wineserver --wait
  # The variables that tell a command line from a window of the program's own.
  in_prompt() { env -u WT_SESSION TERM=xterm wine "$@"; }
  in_window() { env -u WT_SESSION -u TERM -u PROMPT wine "$@"; }
  dropped() {
    cp "$root/sample-data/小样-2021.xlsx" "$windows/拖放 的表.xlsx"
    local path
    path=$(winepath --windows "$windows/拖放 的表.xlsx")
    echo | in_window "$exe" "$path" >"$work/dropped" 2>&1
    cat "$work/dropped"
    cmp "$windows/拖放 的表-评分结果.xlsx" "$windows/样-评分结果.xlsx" && grep -q 按回车键关闭窗口 "$work/dropped"
  }
  waits() {
    local start
    start=$(date +%s)
    (sleep 6; echo) | in_window "$exe" 没有这个文件.xlsx || [ $? = 2 ]
    [ $(($(date +%s) - start)) -ge 6 ]
  }
  does_not_wait() { timeout 20 env -u WT_SESSION TERM=xterm wine "$exe" rules list < <(sleep 25); }
  resources() {
    local said
    said=$(objdump -p "$exe")
    python3 packages/contents.py --resources "$exe"
    # Windows 7 has all that is asked for: functions of later ones that std knows would stand here.
    ! grep -E 'ProcessPrng|WaitOnAddress|GetSystemTimePreciseAsFileTime|api-ms-win' <<<"$said"
  }
  ok "windows: every command runs" every_command "$windows" in_prompt "$exe"
  ok "windows: statuses are 0, 1 and 2" statuses "$windows"
  ok "windows: the same bytes as on Linux, files, JSON through a pipe, sentences" same_as_linux "$windows"
  (cd "$windows" && cp "$root/sample-data/小样-2021.xlsx" "样.xlsx" && in_prompt "$exe" 样.xlsx >/dev/null 2>&1)
  ok "windows: a workbook dropped on the program is scored, and the window stays" dropped
  ok "windows: the window waits for Enter after a failure" waits
  ok "windows: on a command line nothing waits" does_not_wait
  ok "windows: icon, version details, manifest; nothing that Windows 7 lacks" resources
  wineserver --kill || true
fi

if wants aarch64; then
  aarch64=$(desk aarch64)
  unpacked "$packages/jixiao-$version-linux-aarch64.tar.gz" "$aarch64"
  jixiao=$aarch64/jixiao-$version-linux-aarch64/jixiao
  ok "linux aarch64: needs no glibc later than 2.17" no_later_glibc "$jixiao"
  ok "linux aarch64: every command runs" every_command "$aarch64" qemu-aarch64-static -L /usr/aarch64-linux-gnu "$jixiao"
  ok "linux aarch64: the same bytes as on x86_64" same_as_linux "$aarch64"
fi

if wants deb; then
  chroot=$work/chroot
  # The oldest Debian that a mirror still has, for its glibc; else the one that this runs on.
  old_system() {
    local suite
    for suite in ${DEB_SUITE:-bullseye "$(. /etc/os-release && echo "$VERSION_CODENAME")"}; do
      rm -rf "$chroot"
      debootstrap --variant=minbase "$suite" "$chroot" && return
    done
    false
  }
  ok "deb: a chroot of an older Debian" old_system
  chroot "$chroot" dpkg-query -W libc6 | sed 's/^/       /'
  find "$chroot" -xdev -not -path "$chroot/var/*" | sort >"$work/before"
  cp "$packages/jixiao-$version-linux-x86_64.deb" "$root/sample-data/小样-2021.xlsx" "$chroot/srv/"
  ok "deb: installs" chroot "$chroot" dpkg --install "/srv/jixiao-$version-linux-x86_64.deb"
  ok "deb: scores" chroot "$chroot" env LC_ALL=C.UTF-8 jixiao score /srv/小样-2021.xlsx -o /srv/结果.xlsx
  ok "deb: its desktop entry is sound" desktop-file-validate "$chroot/usr/share/applications/jixiao.desktop"
  ok "deb: the entry's page and icon are there" test -s "$chroot/usr/share/jixiao/jixiao.html" -a -s "$chroot/usr/share/icons/hicolor/scalable/apps/jixiao.svg"
  ok "deb: is removed" chroot "$chroot" dpkg --purge jixiao
  rm -f "$chroot"/srv/*
  find "$chroot" -xdev -not -path "$chroot/var/*" | sort >"$work/after"
  ok "deb: leaves nothing behind" diff "$work/before" "$work/after"
fi

if wants page; then
  ok "page: the packaged file is the one that is tested" cmp "$packages/jixiao-$version-page.html" target/page/绩效.html
  ok "page: page/test.sh" page/test.sh
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
