"""Audits all Office files under a folder, those inside others too; prints what is wrong and fails if anything is.

Besides the schemas it holds the files to what Word and WPS are known to need, or to show otherwise: see the last section
of the manual."""

import collections
import concurrent.futures
import pathlib
import re
import sys
import tempfile
import zipfile

import openxml_audit

OFFICE = {".xlsx", ".docx"}


def embedded(path, folder):
    """The workbooks that a document carries, as files of their own."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if pathlib.PurePosixPath(name).suffix in OFFICE:
                inner = folder / f"{path.stem}-{pathlib.PurePosixPath(name).name}"
                inner.write_bytes(package.read(name))
                yield inner


def tables(document):
    """What Word or WPS would lay out otherwise in the tables of a document."""
    for number, table in enumerate(re.findall(r"<w:tbl>.*?</w:tbl>", document, re.S), 1):
        grid = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', table)]
        whole = re.search(r'<w:tblW w:w="(\d+)" w:type="dxa"', table)
        cells = re.findall(r"<w:tc>.*?</w:tc>", table, re.S)
        if '<w:tblLayout w:type="fixed"/>' not in table:
            yield f"table {number} is not laid out fixed"
        if not grid or not whole or sum(grid) != int(whole[1]):
            yield f"the columns of table {number} do not add up to its width"
        # Word takes a column's width from its cells, whatever the grid says.
        if any('<w:tcW w:w="' not in cell for cell in cells):
            yield f"table {number} has cells without a width"
        if 'w:hRule="exact"' in table:
            yield f"table {number} has rows of a fixed height"


def sheet(part):
    """What WPS or an older Excel would not show on a sheet, with nothing in its place."""
    if re.search(r'<(x14:)?(dataBar|iconSet)[^>]* showValue="0"', part):
        yield "a bar or an icon stands in the place of a number"
    # WPS takes the ends of bars from the extension alone, and a number there for what it says.
    if re.search(r'<x14:cfvo type="num">\s*<xm:f>0</xm:f>\s*</x14:cfvo>\s*<x14:cfvo type="num">\s*<xm:f>0<', part):
        yield "data bars from 0 to 0"
    newer = re.search(r"<f[^>]*>[^<]*(_xlfn\.[A-Z.]+)", part)
    if newer:
        yield f"{newer[1]} is unknown to older programs"
    if re.search(r"<c [^>]*\bcm=", part):
        yield "a dynamic array"
    # Where the height is not said, it is one page for all rows.
    if 'fitToPage="1"' in part and 'fitToHeight="0"' not in part:
        yield "all rows on one page"
    # Excel has dropped breaks that do not say how far they reach.
    if any('max="' not in mark or 'man="1"' not in mark for mark in re.findall(r"<brk [^>]*>", part)):
        yield "a page break that may be dropped"


def rendering(path):
    """What other programs are known to need, part by part."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name == "word/document.xml":
                kinds = tables(package.read(name).decode())
            elif re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
                kinds = sheet(package.read(name).decode())
            else:
                continue
            for kind in kinds:
                yield name, kind


def findings(path):
    """Each finding once, with how often it was met and the first place."""
    met = collections.Counter()
    first = {}
    for part, kind in rendering(path):
        met[(kind, part)] += 1
        first.setdefault((kind, part), f"{part}: {kind}")
    for error in openxml_audit.OpenXmlValidator(max_errors=0).validate(path).errors:
        kind = (error.description, error.part_uri)
        met[kind] += 1
        first.setdefault(kind, str(error))
    return path, [(met[kind], text) for kind, text in first.items()]


def main():
    root = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        files = sorted(path for path in root.rglob("*") if path.suffix in OFFICE)
        for path in list(files):
            files += embedded(path, pathlib.Path(folder))
        # The longest first, so that no worker is left with it alone at the end.
        files.sort(key=lambda path: -path.stat().st_size)
        with concurrent.futures.ProcessPoolExecutor() as workers:
            audited = list(workers.map(findings, files))
    faulty = 0
    for path, found in audited:
        faulty += bool(found)
        for times, text in found:
            print(f"{path.name}: {text} ({times} times)")
    print(f"{len(audited)} files audited, {faulty} with findings")
    return 1 if faulty or not audited else 0


if __name__ == "__main__":
    sys.exit(main())
