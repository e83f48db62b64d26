#!/usr/bin/env bash
# Makes the pictures of the documents from what the program writes for the sample data.
#
# Needs LibreOffice (soffice), poppler (pdftoppm, pdftotext), ImageMagick (convert), python3, and the fonts
# fonts-noto-cjk and fonts-crosextra-carlito.
# JIXIAO is the command to run, by default a release build of this source tree.
set -euo pipefail
cd "$(dirname "$0")/../.."
pictures=docs/pictures
jixiao=${JIXIAO:-cargo run --quiet --release --}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FONTCONFIG_FILE=$PWD/.ci/fonts.conf

# run ARGUMENTS…: runs the program. Exit status 1 means that problems were listed, as the sample data want it.
run() {
    $jixiao "$@" >/dev/null || [ $? -eq 1 ]
}

# made NAME ARGUMENTS…: runs the program into $work/NAME.xlsx and lays its pages out.
made() {
    local name=$1
    shift
    run "$@" -o "$work/$name.xlsx"
    lay_out "$name.xlsx"
}

# lay_out FILE: lays a file in $work out as the pages of a PDF beside it.
lay_out() {
    local name=${1%.*}
    soffice "-env:UserInstallation=file://$work/profile" --headless \
        --convert-to pdf --outdir "$work" "$work/$1" >/dev/null 2>&1
    local pages page
    pages=$(pdfinfo "$work/$name.pdf" | sed -n 's/^Pages: *//p')
    # The sheet's name stands at the right end of each page's foot, behind its number.
    for page in $(seq "$pages"); do
        echo "$page $(pdftotext -f "$page" -l "$page" -layout "$work/$name.pdf" - | tr -d '\f' |
            awk '/第 *[0-9]+ *页/ { last = $NF } END { print last }')"
    done >"$work/$name.pages"
}

# crop FILE NAME PAGE HEIGHT: the top HEIGHT pixels of a page, without its margins.
crop() {
    local file=$1 name=$2 page=$3 height=$4
    pdftoppm -r 150 -png -singlefile -f "$page" -l "$page" "$work/$name.pdf" "$work/page"
    convert "$work/page.png" -trim +repage -gravity north-west -crop "0x${height}+0+0" +repage \
        -bordercolor white -border 12 +dither -colors 48 -strip -define png:compression-level=9 "$pictures/$file"
    echo "$file: $(wc -c <"$pictures/$file") bytes"
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
    crop "$file" "$name" "$page" "$height"
}

# page FILE PDF NUMBER: a page as a small picture.
page() {
    pdftoppm -r 60 -png -singlefile -f "$3" -l "$3" "$2" "$work/$1"
    convert "$work/$1.png" -bordercolor '#bbbbbb' -border 1 -bordercolor white -border 6 "$work/$1.png"
}

# side_by_side FILE PAGES…: pages in a row.
side_by_side() {
    local file=$1
    shift
    convert "${@/%/.png}" -background white +append +dither -colors 32 \
        -strip -define png:compression-level=9 "$pictures/$file"
    echo "$file: $(wc -c <"$pictures/$file") bytes"
}

made city score sample-data/示例市-2021.xlsx
picture ranking.png city 排名 1 542
picture unranked.png city 排名 2 900
picture scores.png city 评分结果 1 466
picture details.png city 得分说明 1 496
picture review.png city 自评复核 1 404
picture problems.png city 问题清单 1 480
picture statistics.png city 统计分析 1 620
picture data.png city 基础数据 2 626

made case score --missing declared sample-data/公开案例-艺术学校.xlsx
picture case.png case 自评复核 1 396

run report --rules shenzhen-2021a sample-data/公开案例-教育信息技术中心.xlsx -o "$work/reports"
mv "$work"/reports/*.docx "$work/report.docx"
lay_out report.docx
page r1 "$work/report.pdf" 1
page r2 "$work/report.pdf" 2
page r3 "$work/report.pdf" 9
side_by_side report.png "$work/r1" "$work/r2" "$work/r3"

run report --bureau sample-data/示例市-2021.xlsx -o "$work/summary.docx"
lay_out summary.docx
page s1 "$work/summary.pdf" 1
page s2 "$work/summary.pdf" 2
page s3 "$work/summary.pdf" 9
side_by_side summary.png "$work/s1" "$work/s2" "$work/s3"

made table scorecard --rules shenzhen-2021a --self sample-data/公开案例-教育信息技术中心.xlsx
crop scorecard.png table 2 900

made last ledger sample-data/示例市-2020.xlsx
made ledger ledger sample-data/示例市-2021.xlsx --last "$work/last.xlsx"
crop ledger.png ledger 3 620

made years compare sample-data/示例市-2020.xlsx sample-data/示例市-2021.xlsx
picture comparison.png years 年度对比总表 1 560
picture movers.png years 升降榜 1 480

# Forms: one with last year's figures; one that goes back; what became of the files of a small round.
list=sample-data/小样-2021.xlsx
run template --departments $list --last-year sample-data/示例市-2020.xlsx -o "$work/forms"
cp "$work/forms/101001-示例市教育局.xlsx" "$work/form.xlsx"
lay_out form.xlsx
picture form.png form 填报表 1 900

run check sample-data/示例市-2021.xlsx --return "$work/back"
cp "$work"/back/108003-示例市食品检验院-第2次.xlsx "$work/returned.xlsx"
lay_out returned.xlsx
picture returned.png returned 退回说明 1 206

run template --departments $list --rules shenzhen-2021a -o "$work/other"
forms=("$work"/forms/*.xlsx)
mkdir "$work/forms/备份"
cp "${forms[0]}" "$work/forms/备份/"
rm "${forms[1]}"
cp "$work/other/$(basename "${forms[2]}")" "${forms[2]}"
head -c 9000 "${forms[3]}" >"$work/cut" && mv "$work/cut" "${forms[3]}"
echo 请查收 >"$work/forms/说明.txt"
run collect "$work/forms" -o "$work/collected.xlsx" --departments $list
lay_out collected.xlsx
picture collected.png collected 收集情况 1 426

# Rule books as workbooks: one that is built in, one of other shapes with a result of it, one with mistakes, a draft.
run rules export -o "$work/rules.xlsx"
lay_out rules.xlsx
picture rules-items.png rules 计分 1 760
picture rules-bands.png rules 分档 1 632

run rules convert tests/rulebooks/good/更多形式.toml "$work/more.xlsx"
lay_out more.xlsx
picture rules-cases.png more 分档 1 514

cat >"$work/peers.csv" <<'END'
单位全称,主管部门,年末结余,上年末结余,预算执行率,未完成原因,在职人数,编制数,实际面积,批复面积,结转结余,上年结转结余,支出预算,办结数,交办数,人均能耗,满意度
甲局,一委,0,5,100%,,100,100,100,100,9,10,100,10,10,80,90%
乙局,一委,5,5,99.9%,,105,100,105,100,10,10,100,9,10,100,80%
丙局,二委,5.01,5,95%,,101,100,200,100,7,10,50,9,10,60,100%
丁局,二委,,5,94.99%,,99,100,0,0,20,10,100,,10,,70%
戊局,三委,0,5,80%,,200,100,250,100,8,,100,5,10,50,60%
END
made peers score --rules tests/rulebooks/good/更多形式.toml "$work/peers.csv"
picture rules-peers.png peers 同类比较 1 624

# A name that is not there and a limit above the one over it, as somebody would type them.
python3 - "$work/rules.xlsx" "$work/wrong.xlsx" <<'END'
import re, sys, zipfile

with zipfile.ZipFile(sys.argv[1]) as good, zipfile.ZipFile(sys.argv[2], "w") as wrong:
    workbook = good.read("xl/workbook.xml").decode()
    grades = re.findall(r'<sheet name="([^"]+)"', workbook).index("等级") + 1
    for name in good.namelist():
        data = good.read(name).decode()
        if name == "xl/sharedStrings.xml":
            data = data.replace("调整调剂资金累计 / ", "调整调剂资金累积 / ")
        if name == f"xl/worksheets/sheet{grades}.xml":
            data = data.replace("<v>80</v>", "<v>95</v>")
        wrong.writestr(name, data)
END
run rules check "$work/wrong.xlsx" -o "$work/findings.xlsx" --force 2>/dev/null || true
lay_out findings.xlsx
picture rules-findings.png findings 问题清单 1 212

run rules draft tests/fixtures/指标表.csv -o "$work/draft.xlsx"
lay_out draft.xlsx
picture rules-draft.png draft 计分 1 760
