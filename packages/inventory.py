"""What a package is made of: every crate that is linked into the program or the page, the parts of Rust's standard library and
of the C runtime. From this one list come the SBOM (CycloneDX, JSON) and the page with all licences.

A crate's licence is read from the crate itself, as its registry handed it out; one without a text stops the build."""

import dataclasses
import datetime
import hashlib
import html
import json
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAMES = ("LICEN", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE")
ENVIRONMENT = os.environ | {"RUSTC": "/usr/bin/rustc", "RUSTC_BOOTSTRAP": "1"}


@dataclasses.dataclass(frozen=True, order=True)
class Part:
    name: str
    version: str
    licence: str
    # Whole licence texts, as they were handed out.
    texts: tuple = ()
    # SHA-256 of the registry's archive, where there is one.
    checksum: str = ""
    # "name version" of the parts that it needs.
    needs: tuple = ()
    kind: str = "cargo"

    @property
    def key(self):
        return f"{self.name} {self.version}"

    @property
    def reference(self):
        return f"pkg:{self.kind}/{self.name}@{self.version.replace('+', '%2B')}"


def texts_in(folder):
    found = [path for path in pathlib.Path(folder).iterdir() if path.is_file() and path.name.upper().startswith(NAMES)]
    return tuple(path.read_text(errors="replace") for path in sorted(found))


def cargo(*arguments):
    command = ["/usr/bin/cargo", *arguments, "--locked"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env=ENVIRONMENT, text=True, cwd=ROOT).stdout


def linked(manifest, target):
    """The crates that are linked into what a manifest builds for a target; procedural macros only run while it is built."""
    tree = cargo("tree", "--manifest-path", manifest, "--target", target, "--edges", "normal,no-proc-macro", "--prefix", "none")
    wanted = {re.match(r"(\S+) v(\S+)", line).group(1, 2) for line in tree.splitlines() if line}
    metadata = json.loads(cargo("metadata", "--format-version", "1", "--manifest-path", manifest, "--filter-platform", target))
    packages = {package["id"]: package for package in metadata["packages"]}
    needs = {node["id"]: [dep["pkg"] for dep in node["deps"]] for node in metadata["resolve"]["nodes"]}
    lock = (ROOT / "Cargo.lock").read_text()
    locked = re.findall(r'name = "([^"]+)"\nversion = "([^"]+)"\nsource = "[^"]+"\nchecksum = "([^"]+)"', lock)
    checksums = {(name, version): checksum for name, version, checksum in locked}
    for identity, package in packages.items():
        which = (package["name"], package["version"])
        if which not in wanted:
            continue
        inner = [packages[need] for need in needs[identity] if (packages[need]["name"], packages[need]["version"]) in wanted]
        folder = pathlib.Path(package["manifest_path"]).parent
        # The page is of this project and under its licences.
        texts = texts_in(folder) or (texts_in(ROOT) if ROOT in folder.parents else ())
        if not texts or not package["license"]:
            raise SystemExit(f"{which}: no licence in {folder}")
        yield Part(
            *which,
            licence=package["license"].replace("/", " OR "),
            texts=texts,
            checksum=checksums.get(which, ""),
            needs=tuple(sorted(f"{need['name']} {need['version']}" for need in inner)),
        )


def standard_library(compiled):
    """Rust's standard library, and the crates inside it whose sources the compiler names in the folder `compiled`."""
    sysroot = subprocess.check_output(["/usr/bin/rustc", "--print", "sysroot"], text=True).strip()
    source = pathlib.Path(sysroot) / "lib/rustlib/src/rust"
    version = subprocess.check_output(["/usr/bin/rustc", "--version"], text=True).split()[1]
    # Rust is under the same two licences as this program, with its own holders.
    yield Part("rust-std", version, "MIT OR Apache-2.0", ((source / "COPYRIGHT").read_text(), *texts_in(ROOT)), kind="generic")
    locked = set(re.findall(r'name = "([^"]+)"\nversion = "([^"]+)"\nsource', (source / "library/Cargo.lock").read_text()))
    folders = set()
    for file in pathlib.Path(compiled).glob("*.d"):
        folders |= set(re.findall(r"(\S+/(?:registry/src/[^/]+|library/vendor)/[^/]+)/", file.read_text()))
    for folder in sorted(map(pathlib.Path, folders)):
        name, version = re.match(r"(.+?)-(\d.*)", folder.name).groups()
        if (name, version) not in locked:
            continue
        licence = re.search(r'^license = "(.+)"', (folder / "Cargo.toml").read_text(), re.MULTILINE).group(1)
        texts = texts_in(folder)
        if not texts:
            raise SystemExit(f"{name} {version}: no licence in {folder}")
        yield Part(name, version, licence.replace("/", " OR "), texts)


def c_runtime(target, python):
    """What the linker adds."""
    if "windows" in target:
        installed = subprocess.check_output(["dpkg-query", "-W", "-f", "${Version}", "mingw-w64-x86-64-dev"], text=True)
        text = pathlib.Path("/usr/share/doc/mingw-w64-common/copyright").read_text()
        yield Part("mingw-w64", installed, "ZPL-2.1 AND MIT AND LicenseRef-public-domain", (text,), kind="generic")
        installed = subprocess.check_output(["dpkg-query", "-W", "-f", "${Version}", "gcc-mingw-w64-x86-64-win32"], text=True)
        text = pathlib.Path("/usr/share/doc/gcc-mingw-w64-base/copyright").read_text()
        yield Part("libgcc", installed, "GPL-3.0-or-later WITH GCC-exception-3.1", (text,), kind="generic")
    elif "linux" in target:
        zig = next(pathlib.Path(python).glob("lib/*/site-packages/ziglang"))
        version = next(zig.parent.glob("ziglang-*.dist-info")).name.split("-")[1].removesuffix(".dist")
        text = (zig / "lib/libunwind/LICENSE.TXT").read_text()
        yield Part("llvm-libunwind", f"zig-{version}", "Apache-2.0 WITH LLVM-exception", (text,), kind="generic")
        yield Part("zig-compiler-rt", f"zig-{version}", "MIT", ((zig / "LICENSE").read_text(),), kind="generic")


def sbom(name, version, parts):
    """A CycloneDX 1.5 document, the same for the same parts."""
    moment = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    known = {part.key: part for part in parts}

    def component(part):
        told = {
            "type": "library",
            "bom-ref": part.reference,
            "name": part.name,
            "version": part.version,
            "licenses": [{"expression": part.licence}],
            "purl": part.reference,
        }
        if part.checksum:
            told["hashes"] = [{"alg": "SHA-256", "content": part.checksum}]
        return told

    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "bom-ref": name, "name": "jixiao", "version": version},
            "properties": [{"name": "jixiao:commit", "value": os.environ.get("JIXIAO_COMMIT", "")}],
        },
        "components": [component(part) for part in parts],
        "dependencies": [{"ref": name, "dependsOn": sorted({part.reference for part in parts if part.name in ("jixiao", "jixiao-page", "rust-std")})}]
        + [{"ref": part.reference, "dependsOn": [known[need].reference for need in part.needs if need in known]} for part in parts],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def licences(parts):
    """One page: who is under which licence, then each text once."""
    texts = {}
    for part in parts:
        for text in part.texts:
            words = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
            texts.setdefault(words, (text, []))[1].append(part)
    numbered = {words: number for number, words in enumerate(texts, 1)}
    rows, sections = [], []
    for part in parts:
        own = [numbered[words] for words, (_, owners) in texts.items() if part in owners]
        links = "、".join(f'<a href="#t{number}">{number}</a>' for number in own)
        rows.append(f"<tr><td>{html.escape(part.name)}</td><td>{html.escape(part.version)}</td><td>{html.escape(part.licence)}</td><td>{links}</td></tr>")
    for words, (text, owners) in texts.items():
        names = "、".join(sorted({html.escape(part.name) for part in owners}))
        sections.append(f'<h2 id="t{numbered[words]}">{numbered[words]}</h2>\n<p>{names}</p>\n<pre>{html.escape(text)}</pre>')
    return (
        "<h1>许可证</h1>\n<p>绩效（Jixiao）以 MIT 或 Apache-2.0 许可发布，任选其一。程序和网页版里用到的软件、它们的许可证和全文如下。</p>\n"
        "<table><thead><tr><th>软件</th><th>版本</th><th>许可证</th><th>全文</th></tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody></table>\n"
        + "\n".join(sections)
    )
