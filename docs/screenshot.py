#!/usr/bin/env python3
"""Rebuilds docs/screenshot.png, the output of `resumelint check` on a PDF fixture as a terminal shows it,
and docs/report.png, the same as the page that `--format html` writes.

    cargo build --release && python3 docs/screenshot.py

The colours come from the escapes that the program writes; a headless Chromium draws them. Needs
`chromium` (or the command that CHROMIUM names) and nothing else.
"""

import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ["check", "--color", "always", "--today", "2026-11-01", "fixtures/resumes/pdf/collector.pdf"]
COLUMNS = 100
# What is shown: the findings of these rules, in the order in which they are reported, and the end.
RULES = ["leads-with-certifications", "low-signal-as-proof", "collects-certifications"]
COLORS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "36": "#79c0ff", "35": "#d2a8ff"}


def output(binary):
    environment = {**os.environ, "COLUMNS": str(COLUMNS)}
    done = subprocess.run([binary, *COMMAND], cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.stdout


def plain(text):
    return re.sub("\x1b\\[[0-9;]*m", "", text)


def choose(text):
    """The chosen findings, one for each rule, and the summary."""
    blocks = re.split(r"\n(?=[^\n]*\n\n  )", "\n" + text)
    blocks = [block.strip("\n") for block in blocks if block.strip()]
    chosen = []
    for rule in RULES:
        chosen += [block for block in blocks if plain(block).startswith(rule + "\n")][:1]
    summary = text.rstrip("\n").split("\n")[-1]
    chosen = [re.sub(r"\n+" + re.escape(summary) + r"\Z", "", block) for block in chosen]
    return "\n\n".join([*chosen, summary])


def to_html(text):
    parts, style = [], ""
    for piece in re.split("(\x1b\\[[0-9;]*m)", text):
        code = re.fullmatch("\x1b\\[([0-9;]*)m", piece)
        if not code:
            parts.append(f'<span style="{style}">{html.escape(piece)}</span>' if piece else "")
            continue
        for number in code[1].split(";"):
            if number in ("", "0"):
                style = ""
            elif number == "39":
                style = re.sub("color:[^;]*;", "", style)
            elif number == "1":
                style += "font-weight:700;"
            elif number == "2":
                style += "opacity:.65;"
            elif number in COLORS:
                style += f"color:{COLORS[number]};"
    return "".join(parts)


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/release/resumelint")
    text = choose(output(binary))
    lines = plain(text).count("\n") + 3
    body = f'<span style="color:#7ee787">$</span> resumelint check {COMMAND[-1]}\n\n{to_html(text)}'
    # Chromium rounds fonts to whole pixels at this scale, so columns line up.
    page = f"""<!doctype html><meta charset="utf-8"><style>
      html {{ background: #0d1117; }}
      pre {{ margin: 24px 28px; color: #c9d1d9; font: 15px/21px "DejaVu Sans Mono", monospace; white-space: pre; }}
    </style><pre>{body}</pre>"""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        picture(source, "screenshot.png", 980, lines * 21 + 48)
        report = Path(folder) / "report.html"
        command = [binary, "check", *COMMAND[3:], "--format", f"html={report}"]
        subprocess.run(command, cwd=ROOT, capture_output=True)
        picture(report, "report.png", 1280, 1500)


def picture(source, name, width, height):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run([
            os.environ.get("CHROMIUM", "chromium"), "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-background-networking", "--no-first-run", f"--user-data-dir={profile}",
            "--hide-scrollbars", "--force-device-scale-factor=1.5", f"--window-size={width},{height}",
            f"--screenshot={ROOT / 'docs' / name}", source.as_uri(),
        ], check=True, capture_output=True)


main()
