"""One row of somebody else's table, read by the heads of its columns; what is wrong in it is gathered, not raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sibmodel.errors import Problem
from sibmodel.files.table_figures import Unreadable, amount, price_year, words
from sibmodel.files.table_header import Header
from sibmodel.files.tables import Row, Sheet

_Read = TypeVar("_Read")


class RowOfTable:
    """A row, and what is wrong with it so far.

    Args:
        sheet: The sheet it stands in.
        header: The heads of the sheet's columns.
        row: The row.
    """

    def __init__(self, sheet: Sheet, header: Header, row: Row) -> None:
        self.sheet, self.header, self.row = sheet, header, row
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        """What the row says in a column; of several columns with words, what all of them say."""
        parts = [self._read(words, column) or "" for column in self.header.columns.get(name, ())]
        return "; ".join(dict.fromkeys(part for part in parts if part))

    def amount(self, name: str) -> float | None:
        """The amount of money in a column, where there is one."""
        return self._read(amount, self._column(name))

    def price_year(self, name: str) -> int | None:
        """The price year in a column, where there is one."""
        return self._read(price_year, self._column(name))

    def place(self, name: str) -> Problem:
        """A problem without words, at the cell of a column."""
        return self._at(self._column(name), "", "")

    def refuse(self, name: str, message: str, hint: str) -> None:
        """Note what is wrong with a cell, once."""
        self._note(self._column(name), message, hint)

    def _column(self, name: str) -> int:
        return self.header.columns[name][0]

    def _read(self, how: Callable[[object], _Read], column: int) -> _Read | None:
        try:
            return how(self.row.at(column))
        except Unreadable as error:
            self._note(column, error.message, error.hint)
            return None

    def _note(self, column: int, message: str, hint: str) -> None:
        problem = self._at(column, message, hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def _at(self, column: int, message: str, hint: str) -> Problem:
        return self.sheet.problem(self.row.number, column, message, hint, self.header.title(column))
