#!/usr/bin/env python3
"""How many layouts of fixtures/pdf/reading-order each program reads word for word in the order of its source.

    benches/reading_order.py [--bin target/release/resumelint]

Words are compared as `tests/pdf_reading_order.rs` does: NFKC, small letters, only those with a letter or digit.
Programs that are not installed are left out.
"""

import argparse
import shutil
import subprocess
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def words(text):
    found = unicodedata.normalize("NFKC", text).split()
    return [word.lower() for word in found if any(c.isalnum() for c in word)]


def output(*command):
    return subprocess.run(command, capture_output=True, check=False).stdout.decode("utf-8", "replace")


def fitz_text(pdf, **options):
    import pymupdf

    return "\n".join(page.get_text(**options) for page in pymupdf.open(pdf))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--bin", default=str(ROOT / "target/release/resumelint"))
    arguments = parser.parse_args()
    programs = {"resumelint text": lambda pdf: output(arguments.bin, "text", pdf)}
    if shutil.which("pdftotext"):
        for mode in ("", "-raw", "-layout"):
            flags = [mode] if mode else []
            programs[f"pdftotext {mode}".strip()] = lambda pdf, flags=flags: output("pdftotext", "-enc", "UTF-8", *flags, pdf, "-")
    try:
        fitz_text(next((ROOT / "fixtures/pdf/reading-order").glob("*.pdf")))
        programs["PyMuPDF get_text"] = fitz_text
        programs["PyMuPDF get_text, sorted"] = lambda pdf: fitz_text(pdf, sort=True)
    except ImportError:
        pass
    layouts = sorted((ROOT / "fixtures/pdf/reading-order").glob("*.pdf"))
    for name, read in programs.items():
        exact = same = 0
        for pdf in layouts:
            expected, found = words(pdf.with_suffix(".txt").read_text("utf-8")), words(read(str(pdf)))
            exact += expected == found
            same += sorted(expected) == sorted(found)
        print(f"{name:26} every word in order {exact:3} of {len(layouts)}; every word in any order {same:3}")


if __name__ == "__main__":
    main()
