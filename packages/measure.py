"""Measures size and start-up of the program against a plain Rust hello, in the same run on the same machine, and writes what came
of it into docs/performance.md:

    packages/build.sh linux-x86_64 && python3 packages/measure.py

Ratios, since seconds say as much of the machine as of the program. The processor's time is taken, which other work on the machine
moves least, and of many runs the smallest."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs/performance.md"
TARGET = "x86_64-unknown-linux-gnu"
PROGRAM = ROOT / f"target/packages-build/{TARGET}/{TARGET}/dist/jixiao"
HELLO = 'fn main() { println!("你好"); }\n'
RUNS = 30
BEGIN, END = "<!-- measured: packages/measure.py -->", "<!-- end of what was measured -->"


def least(command, folder, runs=RUNS):
    """The least processor time of a command in seconds."""
    best = float("inf")
    for _ in range(runs):
        child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, used = os.wait4(child.pid, 0)
        best = min(best, used.ru_utime + used.ru_stime)
    return best


def main():
    work = pathlib.Path(tempfile.mkdtemp())
    (work / "hello.rs").write_text(HELLO)
    flags = ["-Copt-level=3", "-Clto=fat", "-Ccodegen-units=1", "-Cstrip=symbols"]
    subprocess.run(["rustc", "--edition=2024", *flags, "hello.rs", "-o", "hello"], cwd=work, check=True)
    small, city = work / "small.xlsx", work / "city.xlsx"
    shutil.copyfile(ROOT / "sample-data/小样-2021.xlsx", small)
    shutil.copyfile(ROOT / "sample-data/示例市-2021.xlsx", city)
    hello = least(["./hello"], work)
    rows = []
    for what, arguments, runs in [
        ("says its help", ["--help"], RUNS),
        ("says its version (both rule books are read)", ["--version"], RUNS),
        ("first result: the small sample, 6 departments, scored into a workbook", ["score", small, "-o", "r.xlsx", "--force"], RUNS),
        ("the city, 62 departments, scored into a workbook", ["score", city, "-o", "r.xlsx", "--force"], 10),
    ]:
        rows.append(f"| {what} | {least([PROGRAM, *arguments], work, runs) / hello:.0f} |")
    size = PROGRAM.stat().st_size / (work / "hello").stat().st_size
    told = "\n".join(
        [
            BEGIN,
            "| the program | processor time, a plain Rust hello being 1 |",
            "|---|---|",
            *rows,
            "",
            f"The program's file is {size:.0f} times as large as the hello's, both stripped and optimised at link time.",
            END,
        ]
    )
    shutil.rmtree(work)
    text = DOCUMENT.read_text()
    text = re.sub(re.escape(BEGIN) + ".*" + re.escape(END), lambda _: told, text, flags=re.DOTALL)
    DOCUMENT.write_text(text)
    print(told)


if __name__ == "__main__":
    sys.exit(main())
