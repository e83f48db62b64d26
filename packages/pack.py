"""Packs what was compiled: pack.py VERSION COMPILED OUTPUT PACKAGE…, called by packages/build.sh.

The list of what is in a package is here and nowhere else (packages/test.sh asks `names`). All names are ASCII, for many an
unpacker on a Chinese desk garbles others. Entries are sorted, and their time is SOURCE_DATE_EPOCH, in UTC."""

import dataclasses
import gzip
import io
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

import inventory
import pages

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "target/page/绩效.html"
SAMPLES = {
    "small-2021.xlsx": "sample-data/小样-2021.xlsx",
    "city-2020.xlsx": "sample-data/示例市-2020.xlsx",
    "city-2021.xlsx": "sample-data/示例市-2021.xlsx",
    "case-centre.xlsx": "sample-data/公开案例-教育信息技术中心.xlsx",
    "case-school.xlsx": "sample-data/公开案例-艺术学校.xlsx",
    "form.xlsx": "templates/填报表-shenzhen-2021.xlsx",
    "wide-form.xlsx": "templates/填报宽表-shenzhen-2021.xlsx",
}
MANUAL = ["manual.zh.md", "page.zh.md", "problems.md", "rules.zh.md", "rulebook.zh.md", "json.md"]
# The package: its target, its program's name, Debian's name of the processor.
PACKAGES = {
    "windows": ("x86_64-win7-windows-gnu", "jixiao.exe", None),
    "linux-x86_64": ("x86_64-unknown-linux-gnu", "jixiao", "amd64"),
    "linux-aarch64": ("aarch64-unknown-linux-gnu", "jixiao", "arm64"),
    "page": (None, None, None),
}
PAGES_TARGET = "wasm32-unknown-unknown"


def parts_of(target, compiled):
    """All that is in a package, each part once; what the page's copy of a crate needs and what the program's needs is one list."""
    found = [
        *inventory.linked("page/Cargo.toml", PAGES_TARGET),
        *inventory.standard_library(ROOT / "target/page/wasm" / PAGES_TARGET / "page/deps"),
    ]
    if target:
        found += inventory.linked("Cargo.toml", target)
        found += inventory.standard_library(compiled / target / target / "dist/deps")
        found += inventory.c_runtime(target, compiled / "python")
    parts = {}
    for part in sorted(found):
        needs = set(part.needs) | set(parts[part.key].needs if part.key in parts else ())
        parts[part.key] = dataclasses.replace(part, needs=tuple(sorted(needs)))
    return sorted(parts.values())


def contents(package, version, compiled):
    """Every file of a package: its name to its bytes."""
    target, program, _ = PACKAGES[package]
    parts = parts_of(target, compiled)
    files = {
        "jixiao.html": PAGE.read_bytes(),
        "README.html": pages.from_markdown("绩效：打开就用", [ROOT / "packages/README.zh.md"]).encode(),
        "manual.html": pages.from_markdown("绩效使用手册", [ROOT / "docs" / name for name in MANUAL]).encode(),
        "LICENSE-MIT": (ROOT / "LICENSE-MIT").read_bytes(),
        "LICENSE-APACHE": (ROOT / "LICENSE-APACHE").read_bytes(),
        "THIRD-PARTY-LICENSES.html": pages.page("许可证", inventory.licences(parts)).encode(),
        "sbom.cdx.json": inventory.sbom(f"jixiao-{version}-{package}", version, parts).encode(),
    }
    for name, source in SAMPLES.items():
        files[f"samples/{name}"] = (ROOT / source).read_bytes()
    if program:
        files[program] = (compiled / target / target / "dist" / program).read_bytes()
    assert all(name.isascii() for name in files), sorted(files)
    return dict(sorted(files.items()))


def moment():
    return int(os.environ["SOURCE_DATE_EPOCH"])


def mode(name):
    return 0o755 if name == "jixiao" else 0o644


def zipped(path, folder, files):
    # A zip's clock has no zone and steps of two seconds.
    when = time.gmtime(moment() // 2 * 2)[:6]
    with zipfile.ZipFile(path, "w") as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | mode(name)) << 16
            package.writestr(entry, content, compresslevel=9)


def tarred(path, folder, files):
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, moment()) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as package:
            for name, content in files.items():
                entry = tarfile.TarInfo(f"{folder}/{name}")
                entry.size, entry.mtime, entry.mode = len(content), moment(), mode(name)
                package.addfile(entry, io.BytesIO(content))


def place_in_debian(name):
    """Where a file of the package lies once it is installed."""
    if name == "jixiao":
        return "usr/bin/jixiao"
    if name.startswith("LICENSE") or name in ("THIRD-PARTY-LICENSES.html", "sbom.cdx.json"):
        return f"usr/share/doc/jixiao/{name}"
    return f"usr/share/jixiao/{name}"


def debian(path, version, architecture, files):
    """By dpkg-deb, which sets owners, order and times; packed with gzip, which the dpkg of the oldest desks knows."""
    with tempfile.TemporaryDirectory() as work:
        root = pathlib.Path(work) / "jixiao"
        installed = {place_in_debian(name): content for name, content in files.items()}
        installed["usr/share/applications/jixiao.desktop"] = (ROOT / "packages/linux/jixiao.desktop").read_bytes()
        installed["usr/share/icons/hicolor/scalable/apps/jixiao.svg"] = (ROOT / "packages/icon.svg").read_bytes()
        licences = files["LICENSE-MIT"].decode()
        installed["usr/share/doc/jixiao/copyright"] = (
            f"Licence: MIT or Apache-2.0, at your choice (LICENSE-MIT, LICENSE-APACHE); what is inside: THIRD-PARTY-LICENSES.html\n\n{licences}"
        ).encode()
        size = sum(len(content) for content in installed.values()) // 1024 + 1
        control = (ROOT / "packages/linux/control").read_text()
        installed["DEBIAN/control"] = control.format(version=version, architecture=architecture, size=size).encode()
        for name, content in installed.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            file.chmod(mode(file.name) if file.parent.name == "bin" else 0o644)
        for folder, _, _ in os.walk(root):
            os.chmod(folder, 0o755)
        subprocess.run(["dpkg-deb", "-Zgzip", "--root-owner-group", "--build", root, path], check=True, stdout=subprocess.DEVNULL)


def main(version, compiled, out, packages):
    out.mkdir(parents=True)
    for package in packages:
        name = f"jixiao-{version}-{package if package != 'windows' else 'windows-x86_64'}"
        files = contents(package, version, compiled)
        if package.startswith("linux"):
            tarred(out / f"{name}.tar.gz", name, files)
            debian(out / f"{name}.deb", version, PACKAGES[package][2], files)
        else:
            zipped(out / f"{name}.zip", name, files)
        if package == "page":
            shutil.copyfile(PAGE, out / f"{name}.html")


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), sys.argv[4:])
