"""Tables: rows of words and of numbers already written for readers, plain data that any writer can set.

The first column names the row. A group row opens a part of the table; a total row closes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

_SHORT: Final = 9
"""Rows that are kept on one page; a longer table may be parted, so that no page stays half empty before it."""
_LINE: Final = 80
"""Letters of a cell that still stand on a line or two."""
RowKind = Literal["body", "total", "group"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says.

    Args:
        text: Its words or its number.
        is_marked: Whether it warns the reader; the words themselves say of what.
        href: Where it leads, if anywhere.
    """

    text: str
    is_marked: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and whether numbers stand under it."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a group row has one cell only."""

    cells: tuple[Cell, ...]
    kind: RowKind = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption.

    Args:
        caption: What the table shows, with the unit of its amounts.
        columns: The heads; the first column names the rows.
        rows: In the order in which they are read.
        note: What a reader must know to read it right.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def density(self) -> str:
        """How tightly it must be set to fit a page: by its number of columns."""
        count = len(self.columns)
        is_narrow = count < 3 and any(column.is_number for column in self.columns)
        return "tight" if count > 7 else "snug" if count > 5 else "narrow" if is_narrow else "easy"

    @property
    def is_short(self) -> bool:
        """Whether it may be kept on one page: few rows, and none that takes several lines of text."""
        return len(self.rows) <= _SHORT and all(len(cell.text) <= _LINE for each in self.rows for cell in each.cells)


def words(title: str) -> Column:
    """A column of words."""
    return Column(title)


def numbers(*titles: str) -> tuple[Column, ...]:
    """Columns of numbers."""
    return tuple(Column(title, is_number=True) for title in titles)


def row(*cells: str | Cell, kind: RowKind = "body") -> Row:
    """A row of cells; plain texts become cells."""
    return Row(tuple(Cell(cell) if isinstance(cell, str) else cell for cell in cells), kind)


def total(*cells: str | Cell) -> Row:
    """A row that sums up the ones above it."""
    return row(*cells, kind="total")


def group(title: str) -> Row:
    """A row that opens a part of the table."""
    return row(title, kind="group")


def without_empty(table: Table) -> Table:
    """The table without the columns in which no cell says anything."""
    body = [line.cells for line in table.rows if line.kind != "group"]
    return with_columns(table, [at for at in range(len(table.columns)) if any(cells[at].text for cells in body)])


def with_columns(table: Table, keep: Sequence[int]) -> Table:
    """The table with some of its columns; group rows stay as they are."""
    rows = tuple(
        line if line.kind == "group" else Row(tuple(line.cells[at] for at in keep), line.kind) for line in table.rows
    )
    return Table(table.caption, tuple(table.columns[at] for at in keep), rows, table.note)
