#!/usr/bin/env bash
# Makes the pictures of the documents from what the program writes for the sample data.
#
# Needs LibreOffice (soffice), poppler (pdftoppm, pdftotext), ImageMagick (convert) and a Chinese font.
# JIXIAO is the command to run, by default a release build of this source tree.
set -euo pipefail
cd "$(dirname "$0")/../.."
pictures=docs/pictures
jixiao=${JIXIAO:-cargo run --quiet --release --}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# run ARGUMENTS…: runs the program. Exit status 1 means that problems were listed, as the sample data want it.
run() {
    $jixiao "$@" >/dev/null || [ $? -eq 1 ]
}

# score NAME ARGUMENTS…: scores into $work/NAME.xlsx and lays its pages out.
score() {
    local name=$1
    shift
    run score "$@" -o "$work/$name.xlsx"
    lay_out "$name"
}

# lay_out NAME: lays the pages of $work/NAME.xlsx out as $work/NAME.pdf.
lay_out() {
    local name=$1
    soffice "-env:UserInstallation=file://$work/profile" --headless \
        --convert-to pdf --outdir "$work" "$work/$name.xlsx" >/dev/null 2>&1
    local pages page
    pages=$(pdfinfo "$work/$name.pdf" | sed -n 's/^Pages: *//p')
    # The sheet's name stands at the right end of each page's foot.
    for page in $(seq "$pages"); do
        echo "$page $(pdftotext -f "$page" -l "$page" -layout "$work/$name.pdf" - | tr -d '\f' |
            awk 'NF { last = $NF } END { print last }')"
    done >"$work/$name.pages"
}

# picture FILE NAME SHEET NTH HEIGHT [TEXT]: the top HEIGHT pixels of the NTH page of a sheet that
# holds TEXT, without its margins.
picture() {
    local file=$1 name=$2 sheet=$3 nth=$4 height=$5 text=${6:-}
    local page
    page=$(awk -v sheet="$sheet" '$2 == sheet { print $1 }' "$work/$name.pages" |
        while read -r page; do
            if pdftotext -f "$page" -l "$page" -layout "$work/$name.pdf" - | grep -F -e "$text" >/dev/null; then
                echo "$page"
            fi
        done | sed -n "${nth}p")
    [ -n "$page" ] || { echo "no page $nth of $sheet" >&2; return 1; }
    pdftoppm -r 150 -png -singlefile -f "$page" -l "$page" "$work/$name.pdf" "$work/page"
    convert "$work/page.png" -trim +repage -gravity north-west -crop "0x${height}+0+0" +repage \
        -bordercolor white -border 12 +dither -colors 48 -strip -define png:compression-level=9 "$pictures/$file"
    echo "$file: $(wc -c <"$pictures/$file") bytes"
}

score city sample-data/示例市-2021.xlsx
picture ranking.png city 排名 1 542
picture unranked.png city 排名 2 900
picture scores.png city 评分结果 1 466
picture details.png city 得分说明 1 496
picture review.png city 自评复核 1 404
picture problems.png city 问题清单 1 480
picture statistics.png city 统计分析 1 620
picture data.png city 基础数据 1 626 一季度末支出进度

score case --missing declared sample-data/公开案例-艺术学校.xlsx
picture case.png case 自评复核 1 396

# Forms: one with last year's figures; one that goes back; what became of the files of a small round.
list=sample-data/小样-2021.xlsx
run template --departments $list --last-year sample-data/示例市-2020.xlsx -o "$work/forms"
cp "$work/forms/101001-示例市教育局.xlsx" "$work/form.xlsx"
lay_out form
picture form.png form 填报表 1 900

run check sample-data/示例市-2021.xlsx --return "$work/back"
cp "$work"/back/108003-示例市食品检验院.xlsx "$work/returned.xlsx"
lay_out returned
picture returned.png returned 退回说明 1 170

run template --departments $list --rules shenzhen-2021a -o "$work/other"
forms=("$work"/forms/*.xlsx)
mkdir "$work/forms/备份"
cp "${forms[0]}" "$work/forms/备份/"
rm "${forms[1]}"
cp "$work/other/$(basename "${forms[2]}")" "${forms[2]}"
head -c 9000 "${forms[3]}" >"$work/cut" && mv "$work/cut" "${forms[3]}"
echo 请查收 >"$work/forms/说明.txt"
run collect "$work/forms" -o "$work/collected.xlsx" --departments $list
lay_out collected
picture collected.png collected 收集情况 1 460
