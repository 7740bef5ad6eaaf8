"""Synthetic tables of unit costs, as CSV and as workbooks. Every figure is invented; nothing of a published table."""

from __future__ import annotations

import csv
import io
import zipfile

from openpyxl import Workbook

HEADS = [
    "Theme", "Sub-theme", "Code", "Description", "Unit", "Agency L1", "Agency L2", "Fiscal value", "Fiscal price year",
    "Economic value", "Economic price year", "Social value", "Social price year", "Source", "RAG", "Comment",
]  # fmt: skip
ROWS = [
    ["Crime", "Incidents", "IN1.0", "Incident, average", "Per incident", "Several", "", "£2,410", "2013/14",
     "1,100", "2013/14", "640.50", "2012-13", "Invented", "Green", "Whole of its parts"],
    ["", "", "IN1.0.1", "Incident: health", "Per incident", "Health", "Trust", "1171", "2013/14",
     "", "", "", "", "Invented", "Amber", ""],
    ["", "", "IN1.0.2", "Incident: police", "Per incident", "Police", "", "415.5", "2013",
     "", "", "", "", "Invented", "Red", "It's rough"],
    ["", "Custody", "IN2.0", "Place in custody", "Per person per year", "Justice", "", "30000", "2010/11",
     "", "", "", "", "Invented", "Green", ""],
    ["", "", "IN2.1", "Month in custody", "Per month", "Justice", "", "2300", "2008/09",
     "", "", "", "", "Invented", "Green", ""],
    ["Health", "", "HE&1.0", "Night in hospital", "Per bed day", "Health", "", "330", "2013/14",
     "", "", "", "", "Invented", "Green", ""],
    ["Work", "", "WO1.0", "Job found: income tax", "Per person per year", "Treasury", "", "", "",
     "9000", "2014", "", "", "Invented", "Green", ""],
]  # fmt: skip


def as_csv(rows=ROWS, heads=HEADS, sign=",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=sign).writerows([["Invented unit costs"], heads, *rows])
    return text.getvalue()


def two_rows_of_heads():
    """The same heads in two rows: groups above, columns below."""
    above = ["Theme", "Sub-theme", "Code", "Description", "Unit", "Agency bearing the fiscal cost", ""]
    above += [each for name in ("Fiscal cost", "Economic cost", "Social cost") for each in (name, "", "")]
    below = [""] * 5 + ["Level 1", "Level 2"] + ["Estimated value", "Year", "Updated value"] * 3 + [""] * 3
    return [[*above, "Source", "RAG", "Comment"], below]


def workbook(rows=ROWS, *, beside=()):
    """A workbook with a sheet for each theme, two rows of heads, numbers as numbers, and other sheets beside."""
    book = Workbook()
    book.active.title = "Introduction"
    book.active.append(["These figures are invented."])
    sheet = None
    for row in rows:
        if row[0]:
            sheet = book.create_sheet(row[0] + " & more")
            for heads in two_rows_of_heads():
                sheet.append(heads)
        figures = [
            cell for value, year in (row[7:9], row[9:11], row[11:13]) for cell in (_number(value), year, 999_999)
        ]
        sheet.append([*row[:7], *figures, *row[13:]])
    for title, cells in beside:
        sheet = book.create_sheet(title)
        for line in cells:
            sheet.append(line)
    return book


def _number(text):
    bare = text.replace("£", "").replace(",", "") if isinstance(text, str) else text
    try:
        return float(bare)
    except (TypeError, ValueError):
        return text or None


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, data: bytes = b"x") -> bytes:
    """A workbook with one more part in it."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, data)
    return out.getvalue()
