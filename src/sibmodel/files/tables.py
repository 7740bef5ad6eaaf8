"""Tables of other people: CSV and XLSX as rows of cells, each with its place, and nothing in them ever run.

A CSV file is UTF-8 text, parted by commas, semicolons or tabs. A workbook is opened only once the guard has looked at
it; of a formula the result counts that the spreadsheet program stored. Rows are taken as they come and never by a
sheet's own word on how large it is: a file of 4 KB can claim a million rows.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sibmodel.errors import Problem, TableError
from sibmodel.files.zip_guard import OF_TABLES, why_unfit

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
LARGEST_TEXT: Final = 10_000_000
_AS_CSV: Final = "Save the sheet with the table as 'CSV UTF-8' and name that file."
_LOOKED_AT: Final = 30
_MALFORMED: Final = (
    ArithmeticError, AttributeError, EOFError, LookupError, NotImplementedError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What openpyxl raises for a workbook that is not made as workbooks are."""


class Nothing(Enum):
    """What stands in a cell in place of a value."""

    UNCALCULATED = "a formula whose result is not stored"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the file, from 1, and what stands in its cells."""

    number: int
    values: tuple[object, ...]

    def at(self, column: int) -> object:
        """What stands in a column, counted from 0; nothing past the end of the row."""
        return self.values[column] if column < len(self.values) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet that have anything in them.

    Args:
        file: The file as the user named it.
        name: The name of the sheet; empty for a CSV file.
        rows: Its rows.
        is_cut: Whether there is more below them.
    """

    file: str
    name: str
    rows: tuple[Row, ...]
    is_cut: bool = False

    def problem(self, row: int, column: int, message: str, hint: str = "", title: str = "") -> Problem:
        """A problem with one cell: by line and column in a text, by sheet and cell in a workbook.

        Args:
            row: The number of the row, from 1.
            column: The column, from 0.
            message: What is wrong.
            hint: What to do about it.
            title: The head of the column.

        Example:
            >>> print(Sheet("costs.xlsx", "Crime & fire", ()).problem(14, 7, "is no number."))
            costs.xlsx  'Crime & fire'!H14  is no number.
            >>> print(Sheet("costs.csv", "", ()).problem(14, 7, "is no number.", title="Fiscal value"))
            costs.csv:14:8  Fiscal value  is no number.
        """
        if not self.name:
            return Problem(title, message, hint, self.file, row, column + 1)
        from openpyxl.utils import get_column_letter, quote_sheetname

        name = self.name if self.name.isidentifier() else quote_sheetname(self.name)
        return Problem(f"{name}!{get_column_letter(column + 1)}{row}", message, hint, self.file)


def read_tables(path: Path) -> list[Sheet]:
    """Read a CSV file, or every sheet of a workbook.

    Args:
        path: The file; what it is shows in its first bytes and not in its name.

    Raises:
        TableError: where nothing of it can be read.
    """
    file = str(path)
    try:
        if path.exists() and not path.is_file():
            raise _refused(file, "This is not a file.", "Name the table itself.")
        with path.open("rb") as opened:
            content = opened.read(OF_TABLES.file + 1)
    except FileNotFoundError:
        raise _refused(file, "There is no such file.", "Check its name and folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(file, f"The file cannot be opened: {reason}.") from None
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(file, "The file is an old or a locked workbook.", f"Save it as .xlsx. Or: {_AS_CSV}")
    if content.startswith(b"PK"):
        return _workbook(content, file)
    return [Sheet(file, "", tuple(_records(_decoded(content, file), file)))]


def _refused(file: str, message: str, hint: str = "", line: int = 0, column: int = 0) -> TableError:
    return TableError([Problem("", message, hint, file, line, column)])


# --- text ----------------------------------------------------------------------------------------------------------


def _decoded(content: bytes, file: str) -> str:
    if len(content) > LARGEST_TEXT:
        raise _refused(
            file, "The file is larger than 10 MB.", "Is this the right file? A table of unit costs is small."
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(file, "The file is saved as UTF-16.", "Save it as 'CSV UTF-8'.")
    if b"\0" in content:
        raise _refused(
            file, "The file is neither a text nor a workbook.", "Name a table saved as 'CSV UTF-8' or .xlsx."
        )
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        lines = content[: error.start].decode("utf-8").removeprefix("\ufeff").split("\n")
        message = f"The file is not saved as UTF-8: it has a byte {content[error.start]:02X} here."
        hint = "Save it as 'CSV UTF-8'; plain 'CSV' writes a pound sign or an accent in another way."
        raise _refused(file, message, hint, len(lines), len(lines[-1]) + 1) from None


def _records(text: str, file: str) -> Iterator[Row]:
    """The records of a text; each has the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    try:
        for record in reader:
            if any(field.strip() for field in record):
                yield Row(begins, tuple(field or None for field in record))
            begins = reader.line_num + 1
    except csv.Error as error:
        hint = "A quotation mark inside a value is written twice, and every one that opens is closed."
        raise _refused(file, f"The row that begins here cannot be read: {error}.", hint, begins, 1) from None


def _delimiter(text: str) -> str:
    """What parts the values: the sign by which most of the first rows are equally wide, and the widest."""
    return max(",;\t", key=lambda sign: _alike(text, sign))


def _alike(text: str, sign: str) -> tuple[int, int]:
    """How many of the first rows are equally wide, and how wide."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        widths = Counter(len(record) for record in islice(reader, _LOOKED_AT))
    except csv.Error:
        return 0, 0
    return max(((times, width) for width, times in widths.items() if width > 1), default=(0, 0))


# --- workbooks -----------------------------------------------------------------------------------------------------


def _workbook(content: bytes, file: str) -> list[Sheet]:
    if why := why_unfit(content):
        raise _refused(file, f"The workbook is not opened: {why}.", _AS_CSV)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out, such as drawings, nothing matters here
            return list(_sheets(content, file))
    except _MALFORMED:
        raise _refused(
            file, "The file is not a workbook that can be read.", f"Save it anew as .xlsx. Or: {_AS_CSV}"
        ) from None


def _sheets(content: bytes, file: str) -> Iterator[Sheet]:
    """Each sheet, read twice side by side: what is stored in its cells, and what is written in them."""
    from openpyxl import load_workbook

    stored, written = (
        load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
        for data_only in (True, False)
    )
    try:
        for results, formulas in zip(stored.worksheets, written.worksheets, strict=True):
            rows = list(islice(zip(_rows(results), _rows(formulas), strict=True), MOST_ROWS + 1))
            read = (Row(number, _merged(*both)) for number, both in enumerate(rows[:MOST_ROWS], start=1))
            filled = tuple(row for row in read if any(value is not None for value in row.values))
            yield Sheet(file, str(results.title), filled, is_cut=len(rows) > MOST_ROWS)
    finally:
        stored.close()
        written.close()


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows that are there; what the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    yield from sheet.iter_rows(max_col=MOST_COLUMNS)


def _merged(results: tuple[Any, ...], formulas: tuple[Any, ...]) -> tuple[object, ...]:
    return tuple(_value(result, formula) for result, formula in zip(results, formulas, strict=True))


def _value(result: Any, formula: Any) -> object:
    if result.value is None and formula.value is not None and result.data_type != "str":  # "str" is an empty text
        return Nothing.UNCALCULATED
    return None if isinstance(result.value, str) and not result.value.strip() else result.value
