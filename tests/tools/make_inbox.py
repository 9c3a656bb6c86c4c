#!/usr/bin/env python3
"""Makes a folder of submissions: mixed formats, fictional people, two in a hundred hostile.

    tests/tools/make_inbox.py FOLDER [COUNT] [SEED]

The same seed gives the same bytes. PDFs are the fixtures with a comment of their own, or written here;
the rest is written here. Only the standard library is needed.
"""

import argparse
import io
import json
import random
import zipfile
import zlib
from html import escape
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FIRST = "Ada Bo Cara Dan Eve Finn Gia Hal Ida Jon Kim Lea Max Nia Ola Pia Quin Rae Sam Tia Uma Val Wes Xia Yan Zoe".split()
LAST = "Example Sampleton Fictive Madeup Placeholder Specimen Mockley Dummond Trialson Prototype".split()
ROLES = ["Backend Engineer", "Machine Learning Engineer", "Data Scientist", "Research Scientist", "Nurse",
         "Project Manager", "Sales Manager", "IT Support Specialist", "Security Engineer", "Student"]
FIRMS = ["Northwind Trial", "Acme Foods", "Harrow Mills", "Blue Kettle", "Sample Freight", "Paper Boat"]
VERBS = ["Built", "Designed", "Deployed", "Responsible for", "Helped with", "Led", "Wrote", "Worked on", "Measured"]
THINGS = ["a demand forecast", "the billing service", "a search index", "the on-call rota", "a data pipeline",
          "the ward schedule", "a ranking model", "the sales funnel", "a compiler pass", "the mobile app"]
ENDS = ["that serves 40,000 requests a day", "in production", "with a team of four", "and cut costs by 30%",
        "using Python and Rust", "for twelve shops", "", "and various other duties", "with 99.9% uptime"]
CERTS = ["AWS Certified AI Practitioner", "Google Professional Machine Learning Engineer", "CompTIA A+",
         "Microsoft Certified: Azure AI Fundamentals", "Certified ScrumMaster", "PMP", "CISSP",
         "Prompt Engineering Certificate", "TensorFlow Developer Certificate", "Registered Nurse"]
SKILLS = ["Python", "Rust", "SQL", "Kubernetes", "AWS", "PyTorch", "Excel", "Triage", "Linux", "Git"]


class Person:
    """What one fictional resume says."""

    def __init__(self, rng, number):
        self.name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        handle = self.name.lower().replace(" ", "-") + str(number)
        self.role = rng.choice(ROLES)
        self.contact = [f"{handle}@example.com", f"+1 555 0{rng.randrange(100, 999)} {number:04}"]
        if rng.random() < 0.6:
            self.contact.append(f"https://github.com/{handle}/engine")
        self.jobs = []
        year = 2026
        for _ in range(rng.randrange(1, 6)):
            begin = year - rng.randrange(1, 4)
            bullets = [f"{rng.choice(VERBS)} {rng.choice(THINGS)} {rng.choice(ENDS)}".strip()
                       for _ in range(rng.randrange(2, 7))]
            self.jobs.append((f"{self.role}, {rng.choice(FIRMS)}", f"{begin} - {year}", bullets))
            year = begin
        self.certs = [f"{c}, {rng.randrange(2018, 2027)}" for c in rng.sample(CERTS, rng.randrange(0, 6))]
        self.skills = ", ".join(rng.sample(SKILLS, rng.randrange(3, 8)))
        self.certs_first = rng.random() < 0.3

    def sections(self):
        certs = [("Certifications", [("", "", self.certs)])] if self.certs else []
        rest = [("Experience", self.jobs), ("Education", [("B.Sc., Sample University", "2012 - 2016", [])]),
                ("Skills", [("", "", [self.skills])])]
        return certs + rest if self.certs_first else rest + certs

    def lines(self):
        yield self.name
        yield self.role
        yield " | ".join(self.contact)
        for heading, entries in self.sections():
            yield ""
            yield heading.upper()
            for title, dates, bullets in entries:
                if title:
                    yield f"{title}    {dates}"
                yield from (f"- {b}" for b in bullets)


def markdown(p):
    out = [f"# {p.name}", "", p.role, "", " | ".join(p.contact), ""]
    for heading, entries in p.sections():
        out += [f"## {heading}", ""]
        for title, dates, bullets in entries:
            out += ([f"### {title} ({dates})", ""] if title else []) + [f"- {b}" for b in bullets] + [""]
    return "\n".join(out).encode()


def text(p):
    return "\n".join(p.lines()).encode()


def html(p):
    body = [f"<h1>{escape(p.name)}</h1><p>{escape(p.role)}</p><p>{escape(' | '.join(p.contact))}</p>"]
    for heading, entries in p.sections():
        body.append(f"<h2>{heading}</h2>")
        for title, dates, bullets in entries:
            items = "".join(f"<li>{escape(b)}</li>" for b in bullets)
            body.append((f"<h3>{escape(title)}</h3><p>{dates}</p>" if title else "") + f"<ul>{items}</ul>")
    style = "<style>h2{border-bottom:1px solid #999} li{margin:2px}</style>"
    return f"<!doctype html><html><head>{style}</head><body>{''.join(body)}</body></html>".encode()


def tex(p):
    def safe(words):
        return words.replace("&", r"\&").replace("%", r"\%").replace("#", r"\#").replace("_", r"\_")
    out = [r"\documentclass{article}", r"\begin{document}", r"\begin{center}{\LARGE " + safe(p.name) + r"}\\",
           safe(p.role) + r"\\ " + safe(" | ".join(p.contact)), r"\end{center}"]
    for heading, entries in p.sections():
        out.append(r"\section*{" + heading + "}")
        for title, dates, bullets in entries:
            if title:
                out.append(r"\textbf{" + safe(title) + r"} \hfill " + dates)
            if bullets:
                out += [r"\begin{itemize}"] + [r"\item " + safe(b) for b in bullets] + [r"\end{itemize}"]
    return "\n".join(out + [r"\end{document}"]).encode()


def json_resume(p):
    work = [{"name": t.split(", ")[1], "position": p.role, "startDate": d[:4], "endDate": d[-4:], "highlights": b}
            for t, d, b in p.jobs]
    value = {"basics": {"name": p.name, "label": p.role, "email": p.contact[0], "phone": p.contact[1]},
             "work": work, "certificates": [{"name": c.rsplit(", ", 1)[0], "date": c[-4:]} for c in p.certs],
             "skills": [{"name": s} for s in p.skills.split(", ")]}
    return json.dumps(value, indent=2).encode()


TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
         'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/'
         'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
RELATIONS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
             'Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
             'Target="word/document.xml"/></Relationships>')


def package(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(p):
    def para(words, style=""):
        props = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f'<w:p>{props}<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'
    body = [para(p.name, "Title"), para(p.role), para(" | ".join(p.contact))]
    for heading, entries in p.sections():
        body.append(para(heading, "Heading1"))
        for title, dates, bullets in entries:
            if title:
                body.append(para(f"{title}, {dates}", "Heading2"))
            body += [para(b, "ListBullet") for b in bullets]
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return package({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS,
                    "word/document.xml": f"<w:document {ns}><w:body>{''.join(body)}</w:body></w:document>"})


def pdf(p):
    """A PDF of one or two pages in Helvetica, its streams deflated."""
    pages, page, y = [], [], 740
    for number, line in enumerate(p.lines()):
        size = 18 if number == 0 else 12 if line.isupper() else 10
        words = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        page.append(f"BT /F{2 if size > 10 else 1} {size} Tf 60 {y} Td ({words}) Tj ET")
        y -= size + 4
        if y < 60:
            pages.append(page)
            page, y = [], 740
    pages.append(page)
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"]
    kids = []
    for page in pages:
        data = zlib.compress("\n".join(page).encode("latin-1"))
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
                       "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>")
        objects.append(f"<< /Filter /FlateDecode /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = b"%PDF-1.7\n", []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (data if isinstance(data, bytes) else data.encode()) + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return out + (f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} "
                  f"/Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n").encode()


BIG_STREAM = zlib.compress(b"0" * (80 << 20), 9)


def hostile(rng, p):
    """A file that somebody broke, by accident or not."""
    good = rng.choice([pdf, docx, json_resume, html])(p)
    kind = rng.randrange(8)
    if kind == 0:
        return "pdf", pdf(p)[: rng.randrange(20, 900)]
    if kind == 1:
        return "pdf", rng.randbytes(5000)
    if kind == 2:
        return "docx", docx(p)[: rng.randrange(20, 700)]
    if kind == 3:
        return "json", b'{"basics": {"name": "Ada"}, "work": ' + b"[" * 20_000
    if kind == 4:
        return "html", b"<h1>Ada</h1>" + b"<div>" * 20_000 + b"x"
    if kind == 5:
        laughs = "".join(f'<!ENTITY a{n} "{("&a%d;" % (n - 1)) * 10}">' for n in range(1, 20))
        return "docx", package({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS,
                                "word/document.xml": f'<!DOCTYPE d [<!ENTITY a0 "ha">{laughs}]><d>&a19;</d>'})
    if kind == 6:
        return "pdf", (b"%%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids "
                       b"[3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] "
                       b"/Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n"
                       % len(BIG_STREAM) + BIG_STREAM + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n")
    data = bytearray(good)
    for _ in range(40):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return rng.choice(["pdf", "docx", "txt"]), bytes(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    arguments = parser.parse_args()
    folder, count, rng = arguments.folder, arguments.count, random.Random(arguments.seed)
    fixtures = [f.read_bytes() for sub in ("resumes/pdf", "pdf/reading-order")
                for f in sorted((FIXTURES / sub).glob("*.pdf"))]
    writers = {"md": markdown, "txt": text, "html": html, "tex": tex, "json": json_resume, "docx": docx, "pdf": pdf}
    kinds = ["pdf"] * 50 + ["docx"] * 20 + ["md"] * 8 + ["txt"] * 8 + ["html"] * 6 + ["tex"] * 5 + ["json"] * 3
    for number in range(count):
        person, name = Person(rng, number), "cv"
        if rng.random() < 0.02:
            name = "hostile"
            kind, data = hostile(rng, person)
        else:
            kind = rng.choice(kinds)
            if kind == "pdf" and rng.random() < 0.5:
                # A fixture that differs from all others by a comment after its end.
                data = rng.choice(fixtures) + f"% submission {number}\n".encode()
            else:
                data = writers[kind](person)
        place = folder / f"{number // 1000:02}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:05}-{name}.{kind}").write_bytes(data)


main()
