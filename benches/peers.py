#!/usr/bin/env python3
"""CPU time of resumelint beside other programs, on the same files, in the same run, turn by turn.

    benches/peers.py [FOLDER] [--bin target/release/resumelint] [--rounds 5]

FOLDER holds PDFs; by default the project's own fixtures. Peers that are not installed are left out: pdftotext
(poppler-utils), PyMuPDF (`pip install pymupdf`, run with that Python), typos (`pip install typos`). The least
of all rounds is told, in milliseconds of user and system time, with its ratio.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "fixtures/resumes/engineer-backend.md"
GET_TEXT = "import sys, fitz\nfor f in sys.argv[1:]:\n    try:\n        [p.get_text() for p in fitz.open(f)]\n    except Exception:\n        pass\n"


def cpu(*commands):
    """Milliseconds of processor time of some commands, one after the other."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def has_fitz():
    return subprocess.run([sys.executable, "-c", "import fitz"], capture_output=True, check=False).returncode == 0


def compare(title, rounds, own, peers):
    """Prints the least of each, and how much of a peer's time is ours."""
    best = {}
    for _ in range(rounds):
        for name, commands in [("resumelint", own), *peers]:
            best[name] = min(best.get(name, float("inf")), cpu(*commands))
    print(title)
    for name, least in best.items():
        ratio = "" if name == "resumelint" else f"   resumelint takes {best['resumelint'] / least:.2f} of it"
        print(f"  {name:32} {least:10.1f} ms{ratio}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", default=str(ROOT / "fixtures"))
    parser.add_argument("--bin", default=str(ROOT / "target/release/resumelint"))
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    resumelint = os.path.abspath(arguments.bin)
    with tempfile.TemporaryDirectory() as folder:
        pdfs = []
        for number, path in enumerate(sorted(Path(arguments.folder).rglob("*.pdf"))):
            # One flat folder, so that all programs get the same files and nothing else.
            pdfs.append(shutil.copy(path, f"{folder}/{number:04}.pdf"))
        page = shutil.copy(PAGE, f"{folder}/page.txt")
        check = [resumelint, "check", "--fail-on", "never", "--format", "jsonl", "--jobs", "1"]
        pdftotext, typos = shutil.which("pdftotext"), shutil.which("typos", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        started = [("/bin/true", [["/bin/true"]] * 50)]
        if typos:
            started.append(("typos", [[typos, page]] * 50))
        compare("a page of text, fifty processes", arguments.rounds, [[*check, page]] * 50, started)
        reading = [("pdftotext, a process a file", [[pdftotext, pdf, "-"] for pdf in pdfs])] if pdftotext else []
        compare(f"text of {len(pdfs)} PDFs, a process a file", arguments.rounds, [[resumelint, "text", pdf] for pdf in pdfs], reading)
        if has_fitz():
            reading.append(("PyMuPDF get_text, one process", [[sys.executable, "-c", GET_TEXT, *pdfs]]))
            reading.append(("python -c 'import fitz'", [[sys.executable, "-c", "import fitz"]]))
        compare(f"check of {len(pdfs)} PDFs, one process", arguments.rounds, [[*check, *pdfs]], reading)


if __name__ == "__main__":
    main()
