#!/usr/bin/env bash
# Tests target/page/绩效.html in a real Chromium, from the disk, without a network, against target/debug/jixiao.
set -euo pipefail
cd "$(dirname "$0")/tests"

needed=()
command -v chromium >/dev/null || needed+=(chromium)
command -v node >/dev/null || needed+=(nodejs)
command -v npm >/dev/null || needed+=(npm)
# A Chinese font, for whoever looks at the pictures.
fc-list ':lang=zh' 2>/dev/null | grep -q . || needed+=(fonts-noto-cjk)
if [ ${#needed[@]} -gt 0 ]; then
  apt-get update -q && apt-get install -y -q --no-install-recommends "${needed[@]}"
fi
[ -d node_modules/playwright-core ] && [ -d node_modules/axe-core ] || npm ci --no-audit --no-fund
# What the page is held against is of the same source.
(cd ../.. && cargo build --quiet --locked)

node --test "$@" page.test.mjs doors.test.mjs questions.test.mjs
