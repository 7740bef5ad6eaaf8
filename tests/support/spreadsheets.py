"""Three spreadsheet programs behind one face: open a workbook, change cells, recalculate, read.

Ironcalc is quick and carries the volume; formualizer and LibreOffice are slow and referee a sample. Rows and columns
are counted from 0, as in the layout of a workbook. What is not a number comes back as text, an error as its sign.
"""

import math
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import unescape

import formualizer
import ironcalc
import pytest

TOLERANCE = 1e-9
"""Both sides compute in doubles; what is left are last digits, and the order of sums."""

RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


_SHEET = re.compile(r'<sheet name="([^"]+)" sheetId="(\d+)"')
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)>(?:<f[^>]*>([^<]*)</f>|<f[^>]*/>)?<v>([^<]*)</v>')
_KIND = re.compile(r' t="(\w+)"')


def sheets_in(path):
    """The text of each sheet of a workbook, by name."""
    with zipfile.ZipFile(path) as file:
        names = _SHEET.findall(file.read("xl/workbook.xml").decode())
        return {unescape(name): file.read(f"xl/worksheets/sheet{number}.xml").decode() for name, number in names}


def cells_in(path):
    """Each cell of a workbook that holds something: sheet, row, column, formula (or none) and value."""
    for sheet, xml in sheets_in(path).items():
        for letters, row, look, formula, value in _CELL.findall(xml):
            kind = _KIND.search(look)
            is_number = kind is None or kind[1] == "n"
            yield (
                sheet,
                int(row) - 1,
                column_of(letters),
                unescape(formula),
                float(value) if is_number else unescape(value),
            )


def values_in(path):
    """The values of a workbook by sheet, row and column; shared texts by their number, which equals no number."""
    return {(sheet, row, column): value for sheet, row, column, _, value in cells_in(path)}


def column_of(letters):
    """The column of its letters, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def agree(left, right):
    """Equal numbers to 1e-9 of the larger; a text, an error or a NaN equals nothing but the same text."""
    if isinstance(left, str) or isinstance(right, str):
        return left == right
    return (
        math.isfinite(left) and math.isfinite(right) and abs(left - right) <= TOLERANCE * max(1, abs(left), abs(right))
    )


LAST_DIGIT = 1e-15
"""Of the largest amount: what a subtraction of equal amounts leaves over is no more than that. A deal of 25 million
has residues of some billionths, which no sum in cents could show."""


def is_dust(left, right, largest):
    """Whether two amounts of money differ by no more than the last digit of the largest amount there is."""
    if isinstance(left, str) or isinstance(right, str) or left is None or right is None:
        return False
    return abs(left - right) <= LAST_DIGIT * largest


class Ironcalc:
    def __init__(self, path):
        self.model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        self.sheets = {sheet["name"]: index for index, sheet in enumerate(self.model.get_worksheets_properties())}

    def write(self, sheet, row, column, value):
        place = (self.sheets[sheet], row + 1, column + 1)
        if isinstance(value, str):
            self.model.update_cell_with_text(*place, value)
        else:
            self.model.update_cell_with_number(*place, float(value))

    def recalculate(self):
        self.model.evaluate()

    def read(self, sheet, row, column):
        return self.model.get_cell_value(self.sheets[sheet], row + 1, column + 1)


class Formualizer:
    def __init__(self, path):
        self.book = formualizer.load_workbook(str(path))

    def write(self, sheet, row, column, value):
        self.book.set_value(sheet, row + 1, column + 1, value)

    def recalculate(self):
        self.book.evaluate_all()

    def read(self, sheet, row, column):
        value = self.book.get_value(sheet, row + 1, column + 1)
        return f"#{value['kind']}" if isinstance(value, dict) else value


class LibreOffice:
    """Workbooks that LibreOffice has recalculated, many in one start of the program.

    LibreOffice trusts the values in a file unless it is told not to; one profile for each run tells it.
    """

    def __init__(self, paths):
        with tempfile.TemporaryDirectory(prefix="sibmodel-office-") as folder:
            home = Path(folder)
            (home / "profile" / "user").mkdir(parents=True)
            (home / "profile" / "user" / "registrymodifications.xcu").write_text(RECALCULATE_ALWAYS)
            profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
            form = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(home / "out")]
            command = [office_program(), profile, *form, *map(str, paths)]
            subprocess.run(command, check=True, capture_output=True, timeout=240)
            self.books = [values_in(home / "out" / path.name) for path in paths]

    def read(self, number, sheet, row, column):
        return self.books[number].get((sheet, row, column))


def office_program():
    return shutil.which("soffice") or shutil.which("libreoffice")


def needs_libreoffice():
    """Skip a test without LibreOffice, saying so; fail it where the referees are required."""
    if office_program() is None:
        if os.environ.get("SIBMODEL_REQUIRE_REFEREES"):
            pytest.fail("LibreOffice is required (SIBMODEL_REQUIRE_REFEREES is set) and is not installed")
        pytest.skip("LibreOffice is not installed: neither soffice nor libreoffice is on the path")
