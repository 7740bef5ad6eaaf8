"""What a workbook cannot hold: lines whose formula is longer than a cell, found before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.errors import Problem
from sibmodel.workbook import lint
from sibmodel.workbook.formulas import Reader
from sibmodel.workbook.layout import LINE_SHEETS
from sibmodel.workbook.write import layout_of

if TYPE_CHECKING:
    from sibmodel.engine.projection import Projection
    from sibmodel.graph.model import Line

_HALVES: Final = {
    "outcomes": "plan", "starts": "plan", "costs": "plan", "savings": "plan",
    "payments": "terms", "limits": "terms", "payers": "terms", "capital": "terms", "fees": "terms", "surplus": "terms",
}  # fmt: skip
"""The half of a deal file in which the lines of a group have their place."""


def unfit(projection: Projection) -> list[Problem]:
    """Each part of a deal with a line that no cell can hold; the workbook is then not written."""
    found: dict[str, Problem] = {}
    for line, length in _too_long(projection):
        path = _path_of(line)
        message = (
            f"no workbook can be written: the formula of “{line.label}” has {length:,} characters, "
            f"and a cell holds {lint.LONGEST:,}."
        )
        found.setdefault(
            path, Problem(path, message, "Use fewer readings; everything else is worked out all the same.")
        )
    return list(found.values())


def _too_long(projection: Projection) -> Iterator[tuple[Line, int]]:
    layout = layout_of(projection)
    for line in projection.model.lines.values():
        if line.place.sheet in LINE_SHEETS:
            *_, (index, _) = layout.columns(line)
            formula = Reader(layout, line.place.sheet).at(index).formula(line.written)
            if lint.is_too_long(formula):
                yield line, len(formula)


def _path_of(line: Line) -> str:
    """The part of the deal file that a line is about, from its name."""
    group, *rest = line.name.split(".")
    return ".".join([_HALVES[group], group, *rest[:-1][:1]]) if group in _HALVES else ""
