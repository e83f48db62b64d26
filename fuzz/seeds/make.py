#!/usr/bin/env python3
"""Makes the seeds of the workbook target: two departments and a few columns, without compression."""

import io
import pathlib
import zipfile

import openpyxl

HERE = pathlib.Path(__file__).parent
MESSY = HERE / "../../tests/fixtures/messy"


def stored(source, keep):
    """The package without compression, so that a change of a byte is a change of a part."""
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for part in old.infolist():
            if keep(part.filename):
                new.writestr(zipfile.ZipInfo(part.filename), old.read(part))
    return target.getvalue()


def main():
    book = openpyxl.load_workbook(MESSY / "clean.xlsx")
    sheet = book["基础数据"]
    sheet.delete_rows(4, 1)
    sheet.merge_cells("C2:C3")
    sheet.row_dimensions[3].hidden = True
    sheet["U2"].value = "=1+1"
    book["个性化指标"].delete_rows(4, 30)
    plain = io.BytesIO()
    book.save(plain)
    light = lambda name: not name.startswith(("docProps", "xl/theme"))
    (HERE / "workbook/small.xlsx").write_bytes(stored(plain, light))
    parts = ("mimetype", "content.xml", "META-INF/manifest.xml")
    (HERE / "workbook/small.ods").write_bytes(stored(MESSY / "formulas-saved-by-libreoffice.ods", parts.__contains__))
    binary = MESSY / "formulas-saved-by-sheetjs.xlsb"
    (HERE / "workbook/small.xlsb").write_bytes(stored(binary, light))
    (HERE / "workbook/small.xls").write_bytes((MESSY / "formulas-saved-by-libreoffice.xls").read_bytes())


if __name__ == "__main__":
    main()
