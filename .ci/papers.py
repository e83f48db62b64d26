"""Measures the pages of the samples' outputs, and draws contact sheets of them.

papers.py FOLDER reads FOLDER/pdf/*.pdf, writes FOLDER/sheets/*.png and FOLDER/measures.txt, and ends with 1 where a
measure is over its bound.
"""

import re
import sys
from collections import Counter, defaultdict
from ctypes import c_int, c_uint
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageDraw

# How much of each may be there, over all pages of a document.
BOUNDS = {
    "blank": 0,  # pages without anything but head and foot
    "orphan": 2,  # last pages of a sheet with next to nothing on them: two lists are a few rows longer than a page
    "empty": 0,  # pages before the last whose lower third is empty
    "hashes": 0,  # numbers that their column is too narrow for
    "across": 0,  # texts that go over the border of their cell
    "covered": 0,  # texts that lie over one another
    "outside": 0,  # texts that go over the paper's edge
    "small": 0,  # pages with fonts below 8 pt
    "uneven": 0,  # rows of one line that are half as high again as the others of their page
}
# Body text, in points: 8, less what LibreOffice makes of it, which sets columns a little wider than Excel. Single texts
# get smaller where their column is too narrow, down to the least.
SMALLEST = 7.2
MOST_SMALL = 0.25
LEAST = 5.0
# The colours of headers, as the program's palette has them: darker and lighter.
HEADERS = {(0xDC, 0xE6, 0xF1), (0xEE, 0xF3, 0xFA)}
# What stands where somebody signs: such a row has room for it.
SIGNED = ("签字", "盖章")
# What stands at the foot of a page, in points from its edge.
FOOT = 38
PER_SHEET = 9
# How the names of documents begin: their pages are one text, with the number alone at the foot.
DOCUMENTS = ("自评报告", "汇总报告")


def rulings(page):
    """The lines of tables: across (y, x0, x1) and upright (x, y0, y1). They are black or grey; charts draw theirs
    lighter, and data bars in colours."""
    across, upright = [], []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        wide, high = right - left, top - bottom
        if min(wide, high) > 2.5 or max(wide, high) < 4:
            continue
        parts = [c_uint(0) for _ in range(4)]
        fill, stroke = c_int(0), c_int(0)
        raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
        colour_of = raw.FPDFPageObj_GetStrokeColor if stroke.value else raw.FPDFPageObj_GetFillColor
        if colour_of(item.raw, *parts):
            colour = [part.value for part in parts[:3]]
            if max(colour) - min(colour) > 12 or max(colour) > 0xB0:
                continue
        if wide > high:
            across.append(((top + bottom) / 2, left, right))
        else:
            upright.append(((left + right) / 2, bottom, top))
    return across, upright


def headers(page):
    """The boxes of headers, by their colour."""
    found = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        parts = [c_uint(0) for _ in range(4)]
        if raw.FPDFPageObj_GetFillColor(item.raw, *parts) and tuple(part.value for part in parts[:3]) in HEADERS:
            found.append(item.get_bounds())
    return found


def visible(page):
    """Tells whether a box has anything to be seen in it: what stands behind the edge of the print area is in the file,
    and not on the paper."""
    image = page.render(scale=1, grayscale=True).to_pil()
    height = page.get_size()[1]

    def seen(box):
        left, bottom, right, top = box
        inside = (max(int(left), 0), max(int(height - top), 0), int(right) + 1, int(height - bottom) + 1)
        if inside[0] >= min(inside[2], image.width) or inside[1] >= min(inside[3], image.height):
            return False
        darkest, lightest = image.crop(inside).getextrema()
        return lightest - darkest > 40

    return seen


def texts(page):
    """The texts with their boxes, and the letters' sizes with theirs."""
    text = page.get_textpage()
    found = []
    for index in range(text.count_rects()):
        box = text.get_rect(index)
        said = text.get_text_bounded(*box).strip()
        if said:
            found.append((said, box))
    sizes = []
    matrix = raw.FS_MATRIX()
    for index in range(text.count_chars()):
        if raw.FPDFText_GetUnicode(text.raw, index) < 0x30:
            continue
        size = raw.FPDFText_GetFontSize(text.raw, index)
        if raw.FPDFText_GetMatrix(text.raw, index, matrix):
            size *= (matrix.c**2 + matrix.d**2) ** 0.5
        sizes.append((size, text.get_charbox(index)))
    return found, sizes


def meets(line, low, high):
    return line[1] < high and line[2] > low


def measure(page, place, is_document):
    """What is wrong on a page: a counter, words to find it by, and how many texts there are."""
    found, letters = texts(page)
    wrong, words = judged(page, place, is_document, found, letters)
    if wrong:
        seen = visible(page)
        found = [one for one in found if seen(one[1])]
        letters = [one for one in letters if seen(one[1])]
        wrong, words = judged(page, place, is_document, found, letters)
    return wrong, words, sum(box[1] > FOOT for _, box in found)


def judged(page, place, is_document, found, letters):
    """What is wrong with texts and letters on a page: a counter, and words to find it by."""
    wrong, words = Counter(), []
    width, height = page.get_size()
    across, upright = rulings(page)
    sizes = [size for size, _ in letters]
    body = [(said, box) for said, box in found if box[1] > FOOT]

    def tell(kind, said):
        wrong[kind] += 1
        words.append(f"{kind} {place}: {said}")

    for said, (left, bottom, right, top) in body:
        middle = (bottom + top) / 2
        # Objects that reach beyond the columns that are printed are cut off there: only documents are asked.
        if is_document and (left < 4 or right > width - 4 or top > height - 4):
            tell("outside", said)
        if "###" in said:
            tell("hashes", said)
        if any(left + 1.5 < line[0] < right - 1.5 and meets(line, middle - 0.5, middle + 0.5) for line in upright):
            tell("across", said)
        elif any(
            bottom + (top - bottom) * 0.3 < line[0] < top - (top - bottom) * 0.3
            and meets(line, left + 1, right - 1)
            for line in across
        ):
            tell("across", said)
    ordered = sorted(body, key=lambda one: -one[1][3])
    for place_of, (said, box) in enumerate(ordered):
        for other, second in ordered[place_of + 1 : place_of + 60]:
            if second[3] < box[1]:
                break
            wide = min(box[2], second[2]) - max(box[0], second[0])
            high = min(box[3], second[3]) - max(box[1], second[1])
            if wide > 2 and high > 0.5 * min(box[3] - box[1], second[3] - second[1]):
                tell("covered", f"{said} / {other}")
    small = sum(size < SMALLEST - 0.1 for size in sizes)
    if small > len(sizes) * MOST_SMALL or sizes and min(sizes) < LEAST - 0.1:
        tell("small", f"{min(sizes):.1f} pt, {small} of {len(sizes)} letters")
    uneven_rows(body, across, upright, headers(page), tell)
    return wrong, words


def lowest_ink(page):
    """Where a page ends, as a share of its height, without its foot."""
    image = page.render(scale=0.5, grayscale=True).to_pil()
    ink = image.crop((0, 0, image.width, image.height - FOOT // 2)).point(lambda value: 255 if value < 245 else 0)
    seen = ink.getbbox()
    return (seen[3] / image.height) if seen else 0.0


def uneven_rows(body, across, upright, headers, tell):
    """Rows of one line that are higher than the others of their page. Headings between tables, which have no lines at
    their sides, headers and where somebody signs are other kinds of rows."""
    if len(across) < 6:
        return
    lines = defaultdict(float)
    for y, left, right in across:
        lines[round(y * 2) / 2] += right - left
    longest = max(lines.values())
    levels = sorted((y for y, long in lines.items() if long > longest * 0.8), reverse=True)
    rows = []
    for upper, lower in zip(levels, levels[1:]):
        if upper - lower < 4:
            continue
        middle = (upper + lower) / 2
        if sum(low < middle < high for _, low, high in upright) < 2:
            continue
        if any(bottom < middle < top for _, bottom, _, top in headers):
            continue
        inside = [(said, box) for said, box in body if lower - 1 < (box[1] + box[3]) / 2 < upper + 1]
        tops = sorted((box[1] + box[3]) / 2 for _, box in inside)
        one = bool(tops) and tops[-1] - tops[0] < 5
        said = [said for said, _ in inside]
        if one and not any(word in "".join(said) for word in SIGNED):
            rows.append((upper - lower, said[:3]))
    if len(rows) < 6:
        return
    usual = median(high for high, _ in rows)
    for high, said in rows:
        if high > usual * 1.5:
            tell("uneven", f"{high:.0f} of {usual:.0f}: {said}")


def sheet_of(page):
    """The sheet that a page is of, by its foot."""
    width, height = page.get_size()
    text = page.get_textpage().get_text_bounded(0, 0, width, FOOT)
    # The number comes first, the sheet's name at the right end.
    name = re.sub(r"第\s*\d+\s*页.?\s*(共\s*\d+\s*页)?", "", text)
    return re.sub(r"\s+|[—\-]\s*\d+\s*[—\-]", "", name)


def document(path):
    """All pages of a document: what is wrong, words, thumbnails."""
    pages = pdfium.PdfDocument(path)
    wrong, words, shown = Counter(), [], []
    is_document = path.stem.startswith(DOCUMENTS)
    sheets = ["" if is_document else sheet_of(page) for page in pages]
    ends = [lowest_ink(page) for page in pages]
    for number, page in enumerate(pages):
        sheet = sheets[number]
        # Of a list that goes on beside the page, the last rows of each stand as high.
        beside = sum(sheets[other] == sheet and abs(ends[other] - ends[number]) < 0.004 for other in range(len(pages)))
        first = number == 0 or sheets[number - 1] != sheet
        last = number + 1 == len(pages) or sheets[number + 1] != sheet
        place = f"{path.stem} p{number + 1} {sheet}"
        found, said, count = measure(page, place, is_document)
        lowest = ends[number]
        wrong += found
        words += said
        if count == 0 and lowest == 0:
            wrong["blank"] += 1
            words.append(f"blank {place}")
        elif last and not first and beside < 2 and lowest < 0.22:
            wrong["orphan"] += 1
            words.append(f"orphan {place}: ends at {lowest:.0%}")
        elif not last and beside < 2 and not ends_section(pages, number) and lowest < 0.62:
            wrong["empty"] += 1
            words.append(f"empty {place}: ends at {lowest:.0%}")
        # Long sheets are told by their ends.
        index = number - sheets.index(sheet)
        of_sheet = sheets.count(sheet)
        if index < 4 or index >= of_sheet - 2 or is_document:
            shown.append((place, page.render(scale=0.85).to_pil()))
    return wrong, words, shown, len(pages)


def ends_section(pages, number):
    """Whether the paper lies the other way on the next page."""
    here, after = pages[number].get_size(), pages[number + 1].get_size()
    return (here[0] > here[1]) != (after[0] > after[1])


def contact_sheets(folder, stem, shown):
    cell, columns = (560, 560), 3
    for start in range(0, len(shown), PER_SHEET):
        part = shown[start : start + PER_SHEET]
        rows = -(-len(part) // columns)
        height = max(min(cell[1], image.height * cell[0] // image.width) for _, image in part) + 18
        sheet = Image.new("RGB", (columns * cell[0], rows * height), "#888888")
        draw = ImageDraw.Draw(sheet)
        for index, (place, image) in enumerate(part):
            image = image.convert("RGB")
            image.thumbnail((cell[0] - 8, height - 18))
            left, top = index % columns * cell[0], index // columns * height
            sheet.paste(image, (left + 4, top + 14))
            draw.text((left + 4, top + 1), re.sub(r"[^ -~]", "", place), fill="white")
        sheet.save(folder / f"{stem}-{start // PER_SHEET + 1:02}.png")


def main(out):
    folder = out / "sheets"
    folder.mkdir(exist_ok=True)
    everything, told, rows = Counter(), [], []
    for path in sorted((out / "pdf").glob("*.pdf")):
        wrong, words, shown, pages = document(path)
        contact_sheets(folder, path.stem, shown)
        everything += wrong
        told += words
        rows.append(f"{path.stem}: {pages} pages " + ", ".join(f"{kind} {count}" for kind, count in sorted(wrong.items())))
    (out / "measures.txt").write_text("\n".join(rows + told) + "\n", encoding="utf-8")
    print("\n".join(rows))
    over = {kind: count for kind, count in everything.items() if count > BOUNDS[kind]}
    for kind, count in over.items():
        print(f"{kind}: {count}, may be {BOUNDS[kind]}")
        shown = [line for line in told if line.startswith(kind + " ")]
        print("\n".join("  " + line for line in shown[:12]))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
