"""Audits all Office files under a folder, those inside others too; prints what is wrong and fails if anything is."""

import collections
import concurrent.futures
import pathlib
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


def findings(path):
    """Each finding once, with how often it was met and the first place."""
    met = collections.Counter()
    first = {}
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
