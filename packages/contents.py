"""Holds a package against the list of what belongs in it; `--resources PROGRAM.exe` holds a program against what Windows shows of it.

Says what is wrong and fails, or says how large the package is, packed and unpacked."""

import io
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = ["small-2021", "city-2020", "city-2021", "case-centre", "case-school", "form", "wide-form"]
COMMON = {"jixiao.html", "README.html", "manual.html", "LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY-LICENSES.html", "sbom.cdx.json"}
COMMON |= {f"samples/{name}.xlsx" for name in SAMPLES}
# The most that a package may hold, unpacked, in bytes: what nobody notices growing grows.
MOST = 40_000_000


def files_of(path):
    """Every file of a package by its name, without the folder that holds all."""
    if path.suffix == ".zip":
        package = zipfile.ZipFile(path)
        found = {name: package.read(name) for name in package.namelist()}
    elif path.suffix == ".deb":
        data = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, stdout=subprocess.PIPE).stdout
        package = tarfile.open(fileobj=io.BytesIO(data))
        return {entry.name.removeprefix("./"): package.extractfile(entry).read() for entry in package if entry.isfile()}
    else:
        package = tarfile.open(path)
        found = {entry.name: package.extractfile(entry).read() for entry in package if entry.isfile()}
    folder = path.name.removesuffix(".tar.gz").removesuffix(".zip")
    outside = [name for name in found if not name.startswith(f"{folder}/")]
    assert not outside, f"outside its folder: {outside}"
    return {name.removeprefix(f"{folder}/"): content for name, content in found.items()}


def expected(path):
    if path.suffix == ".deb":
        documents = {"LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY-LICENSES.html", "sbom.cdx.json"}
        return (
            {f"usr/share/doc/jixiao/{name}" for name in documents | {"copyright"}}
            | {f"usr/share/jixiao/{name}" for name in COMMON - documents}
            | {"usr/bin/jixiao", "usr/share/applications/jixiao.desktop", "usr/share/icons/hicolor/scalable/apps/jixiao.svg"}
        )
    if path.name.endswith("-page.zip"):
        return COMMON
    return COMMON | {"jixiao.exe" if "windows" in path.name else "jixiao"}


def check_page(name, content):
    """A page that opens without a network: nothing in it is fetched, and no link in it is dead."""
    text = content.decode()
    fetched = re.findall(r'(?:src|href)="((?!#|data:|https://)[^"]*)"', text)
    assert not fetched, f"{name} fetches {fetched}"
    assert not re.findall(r'src="https?:', text), f"{name} fetches from the network"
    anchors = set(re.findall(r'id="([^"]+)"', text))
    dead = {target for target in re.findall(r'href="#([^"]+)"', text) if target not in anchors}
    # markdown-it writes the letters of a link in percent signs.
    from urllib.parse import unquote

    dead = {target for target in dead if unquote(target) not in anchors}
    assert not dead, f"{name}: links that lead nowhere: {dead}"


def check(path):
    if path.suffix == ".html" or path.name == "SHA256SUMS":
        print(f"{path.stat().st_size:>12,} bytes")
        return
    files = files_of(path)
    wanted = expected(path)
    assert set(files) == wanted, f"missing {wanted - set(files)}, not on the list {set(files) - wanted}"
    assert all(name.isascii() for name in files)
    for name, content in files.items():
        assert content, f"{name} is empty"
        if name.endswith(".html") and not name.endswith("jixiao.html"):
            check_page(name, content)
        if name.endswith("sbom.cdx.json"):
            sbom = json.loads(content)
            parts = {part["name"] for part in sbom["components"]}
            assert {"calamine", "rust_xlsxwriter", "wasm-bindgen"} <= parts, parts
            assert ("clap" in parts) == (not path.name.endswith("-page.zip"))
            licences = next(text for other, text in files.items() if other.endswith("LICENSES.html")).decode()
            lacking = [part for part in parts if f"<td>{part}</td>" not in licences]
            assert not lacking, f"without a licence: {lacking}"
    # Nothing of the machine that built it.
    for name, content in files.items():
        for trace in (str(HERE.parent), str(pathlib.Path.home() / ".cargo")):
            assert trace.encode() not in content, f"{name} names {trace}"
    unpacked = sum(len(content) for content in files.values())
    assert unpacked <= MOST, f"{unpacked} bytes unpacked"
    print(f"{path.stat().st_size:>12,} bytes, {unpacked:,} bytes unpacked")


def check_resources(path):
    program = path.read_bytes()
    for what, bytes_ in {
        "the icon": (HERE / "windows/jixiao.ico").read_bytes()[-4096:],
        "the manifest": (HERE / "windows/jixiao.manifest").read_bytes(),
        "the description": "绩效：部门整体支出绩效评分".encode("utf-16le"),
    }.items():
        assert bytes_ in program, f"{path.name} lacks {what}"
    print(f"{len(program):,} bytes")


if __name__ == "__main__":
    try:
        if sys.argv[1] == "--resources":
            check_resources(pathlib.Path(sys.argv[2]))
        else:
            check(pathlib.Path(sys.argv[1]))
    except AssertionError as wrong:
        sys.exit(str(wrong))
