"""Where everything stands: one row for each line, one cell for each input, the same columns on every sheet.

    A label    B unit    C name    D constant or total    E left empty    F onwards: one column for each instant

A line that is one number has its formula in D; a flow has its sum there. Fiscal years and the halvings of a search
use the columns from F on for their own axis. Rows follow the headings of the graph, with one change for the
reader: the lines of a balance stand together, opening first, movements, closing last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from sibmodel.errors import ModelError
from sibmodel.graph.axes import Axis
from sibmodel.graph.model import Line, Model
from sibmodel.graph.order import reads

LABEL: Final = 0
UNIT: Final = 1
NAME: Final = 2
CONSTANT: Final = 3
OPENING: Final = 4
FIRST: Final = 5

TITLE_ROW: Final = 0
DEAL_ROW: Final = 1
SCENARIO_ROW: Final = 2
COUNTER_ROW: Final = 3
DATE_ROW: Final = 4
FIRST_ROW: Final = 6
"""Rows of the header that every sheet with columns shares, and the first row below it."""

SHEETS: Final = (
    "Cover", "Inputs", "Scenarios", "Timeline", "Outcomes", "Payments", "Capital", "Returns", "Savings", "Budget",
    "Workings", "Checks", "Change log",
)  # fmt: skip
LINE_SHEETS: Final = SHEETS[3:11]
"""The sheets that show lines in columns. The Checks sheet shows its lines, one number each, in its own way."""


MUST_HOLD: Final = "Must hold"
WARNINGS: Final = "Worth a look"
"""The headings of the Checks sheet."""


class NoSuchSheet(ModelError):
    """A line asks for a sheet that the workbook does not have, where it would be read as empty.

    Example:
        >>> print(NoSuchSheet("risk.loss", "Risk"))
        The line 'risk.loss' has its place on a sheet 'Risk', which the workbook does not have for lines.
    """

    def __init__(self, line: str, sheet: str) -> None:
        self.line, self.sheet = line, sheet
        super().__init__(line, sheet)

    def __str__(self) -> str:
        place = f"has its place on a sheet '{self.sheet}', which the workbook does not have for lines"
        return f"The line '{self.line}' {place}."


def address(row: int, column: int, *, fixed: bool = False) -> str:
    """A cell by its address.

    Example:
        >>> address(3, 5), address(3, 5, fixed=True)
        ('F4', '$F$4')
    """
    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))


@cache
def letter(column: int) -> str:
    """A column by its letters.

    Example:
        >>> letter(5), letter(30)
        ('F', 'AE')
    """
    return str(xl_col_to_name(column))


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under one heading that share their columns.

    ``axis`` is None where all of them are single numbers.
    """

    heading: str
    axis: Axis | None
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Layout:
    """The place of every line and input."""

    blocks: dict[str, list[Block]]
    heading_rows: dict[tuple[str, int], int] = field(default_factory=dict)
    rows: dict[Line, int] = field(default_factory=dict)
    input_rows: dict[str, int] = field(default_factory=dict)

    def row(self, line: Line) -> int:
        """The row of a line, counted from 0."""
        return self.rows[line]

    def prefix(self, sheet: str, seen_from: str) -> str:
        """What a reference to a sheet begins with, on another sheet or the same."""
        if sheet == seen_from:
            return ""
        return f"{sheet}!" if sheet.isalnum() else f"'{sheet}'!"

    def input_cell(self, path: str, seen_from: str) -> str:
        """The cell that holds the value of an input which is in use."""
        return f"{self.prefix('Inputs', seen_from)}$D${self.input_rows[path] + 1}"

    def columns(self, line: Line) -> Iterator[tuple[int, int]]:
        """The columns of a line's formulas: the column of the axis, and that of the sheet."""
        if line.axis is None:
            yield 0, CONSTANT
        else:
            yield from ((index, FIRST + index) for index in range(line.axis.size))

    def last_row(self, sheet: str) -> int:
        """The last row that a line of a sheet stands in."""
        return max((self.rows[line] for block in self.blocks.get(sheet, []) for line in block.lines), default=FIRST_ROW)

    def widest(self, sheet: str) -> int:
        """How many columns the lines of a sheet run over."""
        return max((block.axis.size for block in self.blocks.get(sheet, []) if block.axis is not None), default=0)


def lay_out(model: Model, paths: Mapping[str, int], above: Mapping[str, int]) -> Layout:
    """Give every line its place.

    Args:
        model: The deal as lines.
        paths: The row of every input.
        above: How many rows a sheet keeps free above its lines.
    """
    layout = Layout(_blocks(model), input_rows=dict(paths))
    for sheet, blocks in layout.blocks.items():
        row = FIRST_ROW + above.get(sheet, 0)
        for number, block in enumerate(blocks):
            layout.heading_rows[sheet, number] = row
            row += 1
            for line in block.lines:
                layout.rows[line] = row
                row += 1
            row += 1
    return layout


def _blocks(model: Model) -> dict[str, list[Block]]:
    """Lines by sheet, heading and axis, in the order in which each is first written; failures before warnings."""
    kinds = {check.line: WARNINGS if check.is_warning else MUST_HOLD for check in model.checks}
    grouped: dict[tuple[str, str], list[Line]] = {("Checks", MUST_HOLD): []} if kinds else {}
    for line in model.lines.values():
        if line.place.sheet not in LINE_SHEETS and line not in kinds:
            raise NoSuchSheet(line.name, line.place.sheet)
        grouped.setdefault((line.place.sheet, kinds.get(line, line.place.heading)), []).append(line)
    blocks: dict[str, list[Block]] = {}
    for (sheet, heading), members in grouped.items():
        axes: list[Axis | None] = list(dict.fromkeys(line.axis for line in members if line.axis is not None))
        for axis in axes or [None]:
            # Single numbers stand with the first axis of their heading.
            own = [line for line in members if line.axis is axis or (line.axis is None and axis in axes[:1])]
            blocks.setdefault(sheet, []).append(Block(heading, axis, tuple(in_reading_order(own))))
    return blocks


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of one heading as a person reads them: each after the lines under the heading that it reads.

    What moves a balance stands below its opening, and its closing line waits for its movements; where some of them
    stand under another heading, it closes the heading.
    """
    members = dict.fromkeys(lines)
    needs = {line: [read for read in reads(line.written).now if read in members] for line in lines}
    for closing in (line for line in lines if line.name.endswith("_closing")):
        name = f"{closing.name.removesuffix('_closing')}_opening"
        opening = [read for read in needs[closing] if read.name == name]
        for movement in needs[closing]:
            needs[movement] += [each for each in opening if each is not movement]
    last = [line for line in lines if _closes_elsewhere(line, members)]
    ordered: dict[Line, None] = {}
    waiting: list[Line] = []
    for line in lines:
        if line not in last:
            waiting.append(line)
        while ready := [each for each in waiting if all(need in ordered for need in needs[each])]:
            ordered.update(dict.fromkeys(ready))
            waiting = [each for each in waiting if each not in ordered]
    return [*ordered, *waiting, *last]


def _closes_elsewhere(line: Line, members: Mapping[Line, None]) -> bool:
    """Whether it is the closing line of a balance that lines under other headings move."""
    return line.name.endswith("_closing") and any(read not in members for read in reads(line.written).now)
