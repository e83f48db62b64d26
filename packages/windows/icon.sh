#!/usr/bin/env bash
# Makes packages/windows/jixiao.ico of packages/icon.svg, in the sizes that Windows shows. Needed only after the picture changed.
set -euo pipefail
cd "$(dirname "$0")"
needed=()
command -v rsvg-convert >/dev/null || needed+=(librsvg2-bin)
command -v icotool >/dev/null || needed+=(icoutils)
if [ ${#needed[@]} -gt 0 ]; then
  apt-get update -q && apt-get install -y -q --no-install-recommends "${needed[@]}"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for size in 16 24 32 48 64; do
  rsvg-convert -w $size -h $size ../icon.svg -o "$work/$size.png"
done
rsvg-convert -w 256 -h 256 ../icon.svg -o "$work/256.png"
# Windows wants the largest one as PNG and the rest as bitmaps.
icotool -c -o jixiao.ico "$work"/{16,24,32,48,64}.png --raw="$work/256.png"
