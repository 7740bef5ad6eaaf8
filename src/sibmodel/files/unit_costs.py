"""Tables of unit costs: what one incident, one year or one bed day costs, as somebody published it.

A row has a code, a description, a unit and up to three values, each in the prices of a year of its own. Codes tell
what is a part of what: CR2.0.1 is a part of CR2.0. Values are taken as they are printed, in the prices in which they
are printed; bringing them to other prices is the deal's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sibmodel.errors import Problem, TableError
from sibmodel.files.table_header import ALWAYS, BY_NAME, CLASSES, Header, Lacking, find_header, normal
from sibmodel.files.table_row import RowOfTable
from sibmodel.files.tables import MOST_ROWS, Row, Sheet, read_tables

LONGEST_CODE: Final = 25
_SEEN: Final = 8
_SHOWN: Final = 40
_MARKED: Final = 3  # a sheet with so many of the heads was meant to be a table
_FIGURES: Final = frozenset({*CLASSES, "year", *(f"{each}_year" for each in CLASSES)})


def key_of(code: str) -> str:
    """A code without case and spacing, by which codes are compared."""
    return "".join(code.split()).casefold()


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, and the year of its prices."""

    value: float
    price_year: int


@dataclass(frozen=True, slots=True)
class CostEntry:
    """One row of a table of unit costs.

    Args:
        code: Its code.
        figures: Its value in each class that has one.
        said: What else the row says, by column.
        place: A problem without words that stands where the code stands.
    """

    code: str
    figures: Mapping[str, Figure]
    said: Mapping[str, str]
    place: Problem = field(repr=False)

    def says(self, column: str) -> str:
        """What the row says in a column; an empty text where the table has none."""
        return self.said.get(column, "")

    def problem(self, message: str, hint: str = "") -> Problem:
        """A remark on the entry, at its place."""
        place = self.place
        return Problem(place.path, f"{self.code} {message}", hint, place.file, place.line, place.column)

    def as_dict(self) -> dict[str, object]:
        """The entry as plain data, with the same keys every time."""
        figures = {each: self.figures.get(each) for each in CLASSES}
        return {
            "code": self.code,
            **{name: self.says(name) for name in ("description", "unit", "theme", "sub_theme", "agency")},
            **{each: figure and {"value": figure.value, "price_year": figure.price_year}
               for each, figure in figures.items()},
            **{name: self.says(name) for name in ("rag", "source", "comment", "basis", "parent")},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class CostTable:
    """What was read of a file.

    Args:
        file: The file as the user named it.
        entries: The rows that could be read, by the key of their code.
        problems: What could not be read.
        unread: The keys of codes whose row could not be read.
        heads: For each sheet, which heads were taken for what.
    """

    file: str
    entries: Mapping[str, CostEntry]
    problems: tuple[Problem, ...]
    unread: Mapping[str, tuple[Problem, ...]]
    heads: Mapping[str, Mapping[str, Sequence[str]]]

    def found(self, sought: str) -> list[CostEntry]:
        """The entries that hold every one of some words, in the table's order."""
        each = sought.casefold().split()
        return [entry for entry in self.entries.values() if all(word in _all_words(entry) for word in each)]


def _all_words(entry: CostEntry) -> str:
    return " ".join((entry.code, *entry.said.values())).casefold()


def read_unit_costs(path: Path | str, columns: Mapping[str, str] | None = None, sheet: str = "") -> CostTable:
    """Read a table of unit costs.

    Args:
        path: A CSV file or a workbook.
        columns: The heads of columns that are not found by themselves, by what they are.
        sheet: The one sheet of a workbook to read; every sheet that holds such a table, if left out.

    Raises:
        TableError: where the file cannot be read, or holds no table of unit costs.
    """
    sheets = _named(read_tables(Path(path)), sheet)
    told = columns or {}
    if shared := [named for named in _by_head(told).values() if len(named) > 1]:
        raise TableError([_for_several(told, named, str(path)) for named in shared])
    headed = [(each, header) for each in sheets if (header := find_header(each, told)) is not None]
    whole = [(each, header) for each, header in headed if not header.lacking() and not header.twice()]
    faults = [fault for each, header in headed for fault in _faults(each, header, is_only=not whole)]
    if nowhere := [name for name in told if all(name not in header.columns for _, header in headed)]:
        raise TableError([_not_found(told[name], headed, str(path)) for name in nowhere])
    if not whole:
        raise TableError(faults or [_no_heads(sheets, str(path))])
    reader = _Reader(faults)
    for each, header in whole:
        reader.read(each, header)
    return reader.table(str(path), {each.name: header.heads() for each, header in whole})


def _named(sheets: list[Sheet], name: str) -> list[Sheet]:
    if not name:
        return sheets
    if found := [each for each in sheets if each.name.casefold().strip() == name.casefold().strip()]:
        return found
    names = ", ".join(f"'{each.name}'" for each in sheets if each.name) or "none, for it is a text"
    raise TableError([Problem("", f"There is no sheet '{name}'.", f"Sheets: {names}.", sheets[0].file)])


def _by_head(told: Mapping[str, str]) -> dict[str, list[str]]:
    """What each head was named for."""
    found: dict[str, list[str]] = {}
    for name, head in told.items():
        found.setdefault(normal(head), []).append(name)
    return found


def _for_several(told: Mapping[str, str], named: Sequence[str], file: str) -> Problem:
    message = f"The head '{told[named[0]]}' is named for several columns: {' and '.join(named)}."
    hint = "One column of a table is one of them. Name it once, and another head for the other; or copy the column."
    return Problem("", message, hint, file)


def _not_found(head: str, headed: Sequence[tuple[Sheet, Header]], file: str) -> Problem:
    titles = dict.fromkeys(title for _, header in headed for title in header.titles if title)
    found = ", ".join(f"'{title}'" for title in titles) or "none"
    return Problem("", f"No column has the head '{head}'.", f"Found are: {found}.", file)


def _no_heads(sheets: Sequence[Sheet], file: str) -> Problem:
    wanted = ", ".join(BY_NAME[each].said for each in ALWAYS)
    message = "holds no table of unit costs: no row has the heads of its columns."
    hint = f"Wanted are: {wanted}, and a fiscal, economic or social value with its price year."
    if seen := next((seen for sheet in sheets for row in sheet.rows if (seen := _heads_seen(row))), ""):
        message += f" The first row holds {seen}."
    return Problem("", f"The {'file' if len(sheets) < 2 else 'workbook'} {message}", hint, file)


def _heads_seen(row: Row) -> str:
    """The first texts of a row, in quotes."""
    return ", ".join(f"'{value[:_SHOWN]}'" for value in row.values[:_SEEN] if isinstance(value, str) and value.strip())


def _how_to_name(lacking: Sequence[Lacking], unused: Sequence[str]) -> str:
    """By which heads each column would be found, and how to name it where its head stays as it is."""
    known = "; ".join(f"{each.said}: {' or '.join(repr(head) for head in each.heads)}" for each in lacking)
    guess = unused[0] if len(unused) == 1 and len(lacking) == 1 else "Its head"
    named = " ".join(f"--column {each.name}={guess!r}" for each in lacking)
    return f"Rename a head so that it has the words by which it is found ({known}), or name it here: {named}."


def _faults(sheet: Sheet, header: Header, *, is_only: bool) -> Iterator[Problem]:
    """Why a sheet that looks like a table is not read as one; other sheets are no concern of anybody."""
    if not is_only and ("code" not in header.columns or len(header.columns) < _MARKED):
        return
    if lacking := header.lacking():
        found = ", ".join(f"'{title}'" for title in header.titles if title)
        wanted = "; ".join(each.said for each in lacking)
        message = f"lacks {'a column' if len(lacking) == 1 else 'columns'}: {wanted}. Found are: {found}."
        yield sheet.problem(header.row, 0, f"The table {message}", _how_to_name(lacking, header.unused()))
    for name, columns in header.twice():
        titles = " and ".join(f"'{header.title(column)}'" for column in columns)
        message = f"Several columns could be the {BY_NAME[name].said}: {titles}."
        yield sheet.problem(header.row, columns[1], message, f"Say which: --column {name}='Its head'.")


class _Reader:
    """Goes through the rows of all sheets, and gathers entries and problems."""

    def __init__(self, faults: Sequence[Problem]) -> None:
        self.problems = list(faults)
        self.entries: dict[str, CostEntry] = {}
        self.unread: dict[str, tuple[Problem, ...]] = {}
        self.above: dict[str, str] = {}

    def table(self, file: str, heads: Mapping[str, Mapping[str, Sequence[str]]]) -> CostTable:
        return CostTable(file, self.entries, tuple(self.problems), self.unread, heads)

    def read(self, sheet: Sheet, header: Header) -> None:
        self.above = {"theme": sheet.name}
        for row in sheet.rows:
            if row.number > header.row:
                self._read_row(RowOfTable(sheet, header, row))
        if sheet.is_cut:
            message = f"The sheet goes on below row {MOST_ROWS}, and no further is read."
            self.problems.append(sheet.problem(MOST_ROWS, 0, message, "Delete what is below the table."))

    def _read_row(self, row: RowOfTable) -> None:
        said = {name: row.text(name) for name in row.header.columns if name not in _FIGURES}
        figures, code = _figures(row), said.pop("code")
        self._go_down(said)
        if not figures and not row.problems and not _may_be_code(code):
            return  # a heading, a note, a blank
        self._check(row, code, said.get("basis", ""))
        key = key_of(code)
        if row.problems:
            self.problems += row.problems
            self.unread[key] = (*self.unread.get(key, ()), *row.problems)
        else:
            self.entries[key] = CostEntry(code, figures, self.above | _filled(said), row.place("code"))

    def _go_down(self, said: Mapping[str, str]) -> None:
        """A theme stands once, above all of its rows; a new one begins without a sub-theme."""
        if said.get("theme") and said["theme"] != self.above["theme"]:
            self.above = {"theme": said["theme"]}
        if said.get("sub_theme"):
            self.above |= {"sub_theme": said["sub_theme"]}

    def _check(self, row: RowOfTable, code: str, basis: str) -> None:
        if not _may_be_code(code):
            what = f"'{code[:LONGEST_CODE]}' is no code" if code else "The row has no code"
            row.refuse("code", f"{what}.", f"Give it a code of its own, of at most {LONGEST_CODE} characters.")
        elif key_of(code) in self.entries or key_of(code) in self.unread:
            row.refuse("code", f"{code} is given twice.", "Keep one of them, or give them codes of their own.")
            self._take_back(key_of(code))
        if basis.casefold() not in ("", "average", "marginal"):
            row.refuse("basis", f"'{basis}' is no basis.", "Write average or marginal, or leave it blank.")

    def _take_back(self, key: str) -> None:
        """Of two rows with one code nobody can tell which is meant: the first is no entry either, and is told too."""
        if (first := self.entries.pop(key, None)) is not None:
            problem = first.problem("is given twice.", "The other row with this code is told too.")
            self.problems.append(problem)
            self.unread[key] = (problem,)


def _figures(row: RowOfTable) -> dict[str, Figure]:
    """The values of a row, each with the year of its prices: its own, or the one of the whole row."""
    found = {}
    for each in CLASSES:
        before = len(row.problems)
        value = row.amount(each) if each in row.header.columns else None
        if value is None and len(row.problems) == before:
            continue
        dated, before = _dated(row.header, each), len(row.problems)
        year = row.price_year(dated)
        if year is None and len(row.problems) == before:
            row.refuse(dated, f"The {each} value has no price year.", "Write the year of its prices.")
        if value is not None and year is not None:
            found[each] = Figure(value, year)
    return found


def _dated(header: Header, value_class: str) -> str:
    own = f"{value_class}_year"
    return own if own in header.columns else "year"


def _may_be_code(code: str) -> bool:
    return bool(re.search("[A-Za-z0-9]", code)) and len(code) <= LONGEST_CODE


def _filled(said: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in said.items() if text}
