"""Published figures held against what the model gives: one comparison, which every output shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from sibmodel.deal.deal import PLAN
from sibmodel.deal.part import date_of, serial, titled
from sibmodel.engine.projection import settled
from sibmodel.errors import Problem
from sibmodel.graph.units import MONEY, NUMBER, SHARE, Unit

if TYPE_CHECKING:
    from sibmodel.deal.published import PublishedFigure
    from sibmodel.engine.projection import Array, Projection
    from sibmodel.graph.model import Line

Status = Literal["derived", "by_construction", "not_reproduced", "failed", "unconfirmed"]

_GUARD: Final = 1e-9
_GUARD_SHARE: Final = 1e-12
"""What sums leave over, in amounts and as a share of large ones."""
_NO_INSTANT: Final = "no instant of the deal lies in that time"
_NO_YEAR: Final = "the deal does not touch that fiscal year"
_NOTHING_LIKE_IT: Final = "not in this model"
_UNITS: Final[dict[str | None, Unit]] = {"money": MONEY, "share": SHARE, "number": NUMBER}
_NOTHING_BELOW: Final = "there is nothing to divide by"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One published figure and what the model gives for it.

    Args:
        name: Its name in the deal file.
        title: What readers call it.
        scenario: The scenario it belongs to.
        scenario_title: The same in words.
        published: What the deal file says of it.
        unit: What it counts.
        obtained: What the model gives; None where it gives no number.
        why_none: Why not.
    """

    name: str
    title: str
    scenario: str
    scenario_title: str
    published: PublishedFigure
    unit: Unit
    obtained: float | None
    why_none: str = ""

    @property
    def difference(self) -> float | None:
        """What the model gives, less what is published."""
        return None if self.obtained is None else settled(self.obtained - self.published.value)

    @property
    def agrees(self) -> bool:
        """Whether the two agree to the last digit that was printed."""
        guard = max(_GUARD, _GUARD_SHARE * abs(self.published.value))
        return self.difference is not None and abs(self.difference) <= self.published.within + guard

    @property
    def status(self) -> Status:
        """How it came out; a recollection is never counted as published, whether it agrees or not."""
        if not self.published.is_published:
            return "unconfirmed"
        if self.agrees:
            return "by_construction" if self.published.by_construction else "derived"
        return "not_reproduced" if self.published.not_reproduced else "failed"

    @property
    def is_said_wrongly(self) -> bool:
        """Whether the deal file says that it is not reproduced though it is, or the other way round."""
        return self.status == "failed" or self.is_reproduced_after_all or self.is_passed_off_as_derived

    @property
    def is_reproduced_after_all(self) -> bool:
        """Whether the deal file says that it is not reproduced, and it is."""
        return self.agrees and bool(self.published.not_reproduced)

    @property
    def is_passed_off_as_derived(self) -> bool:
        """Whether it is an input as it was entered, and the deal file does not say so: it must not count as a proof."""
        return self.status == "derived" and self.published.is_an_input


def compared(projection: Projection) -> list[Comparison]:
    """Every published figure of the scenarios that were evaluated, in the order of the deal file."""
    figures = projection.deal.published.items()
    return [_compared(projection, name, figure) for name, figure in figures if figure.scenario in projection.scenarios]


def counted(comparisons: list[Comparison]) -> dict[Status, int]:
    """How many came out in which way."""
    counts: dict[Status, int] = {
        "derived": 0,
        "by_construction": 0,
        "not_reproduced": 0,
        "failed": 0,
        "unconfirmed": 0,
    }
    for each in comparisons:
        counts[each.status] += 1
    return counts


_COUNTED: Final[dict[Status, tuple[str, str]]] = {
    "derived": ("is", "derived: worked out from other terms, to the last digit printed"),
    "by_construction": ("agrees", "by construction, which proves nothing about the model"),
    "not_reproduced": ("is", "not reproduced, with the reason"),
    "failed": ("is", "NOT reproduced though claimed to be"),
    "unconfirmed": ("is", ""),
}
_OF_MANY: Final = {"is": "are", "agrees": "agree"}


def in_short(comparisons: list[Comparison]) -> str:
    """How many published figures came out in which way, in a sentence or two; what is unconfirmed is told apart."""
    counts = counted(comparisons)
    doubtful = counts.pop("unconfirmed")
    said = [_outcome(counts)] if any(counts.values()) else []
    if doubtful:
        figures, them = ("figure is", "it") if doubtful == 1 else ("figures are", "them")
        said.append(f"{doubtful} {figures} unconfirmed: no source is known to print {them}.")
    return " ".join(said)


def _outcome(counts: dict[Status, int]) -> str:
    whole = sum(counts.values())
    some = [f"{count} {_came_out(status, count)}" for status, count in counts.items() if count]
    if len(some) > 1:
        return f"Of {whole} published figures, {'; '.join(some)}."
    only = next(_came_out(status, count) for status, count in counts.items() if count)
    return f"{'The one published figure' if whole == 1 else f'All {whole} published figures'} {only}."


def _came_out(status: Status, count: int) -> str:
    verb, how = _COUNTED[status]
    return f"{verb if count == 1 else _OF_MANY[verb]} {how}"


class _NoNumber(Exception):
    """The model gives no number for a figure; the text says why."""


def _compared(projection: Projection, name: str, figure: PublishedFigure) -> Comparison:
    scenario = projection.deal.scenarios.get(figure.scenario)
    title = titled(figure.scenario, scenario.title) if scenario else "Plan"
    about = (name, figure.called(name), figure.scenario, title, figure, _unit(projection, figure))
    try:
        return Comparison(*about, _obtained(projection, figure))
    except _NoNumber as reason:
        return Comparison(*about, None, str(reason))


def _unit(projection: Projection, figure: PublishedFigure) -> Unit:
    if figure.figure is None:
        return _UNITS[figure.unit]
    above = _unit_of(projection, figure.figure)
    if figure.over is None:
        return above
    below = _unit_of(projection, figure.over)
    return SHARE if above == below else above / below


def _unit_of(projection: Projection, name: str) -> Unit:
    model = projection.model
    return model.inputs[name].counts if name in model.inputs else model[name].counts


def _obtained(projection: Projection, figure: PublishedFigure) -> float:
    if figure.figure is None:
        raise _NoNumber(_NOTHING_LIKE_IT)
    number = _number(projection, figure, figure.figure)
    if figure.minus is not None:
        number -= _number(projection, figure, figure.minus)
    if figure.over is None:
        return settled(number)
    below = settled(_number(projection, figure, figure.over))
    if not below:
        raise _NoNumber(_NOTHING_BELOW)
    return settled(number / below)


def _number(projection: Projection, figure: PublishedFigure, name: str) -> float:
    """A headline figure, an input under the scenario, or a line: in its window, if it runs over time."""
    model, scenario = projection.model, figure.scenario
    if name in model.measures:
        found = projection.figure(name, scenario)
        if found.value is None:
            raise _NoNumber(found.status.replace("_", " "))
        return found.value
    if name not in model.lines:
        return serial(projection.deal.changes(scenario).get(name, model.inputs[name].value))
    return _of_line(projection, figure, model.lines[name])


def _of_line(projection: Projection, figure: PublishedFigure, line: Line) -> float:
    row, scenario = projection.row(line.name, figure.scenario), figure.scenario
    if line.axis is None:
        return float(row[0])
    row = np.broadcast_to(row, (line.axis.size,))
    if line.axis is projection.model.time:
        return _in_days(projection, figure, line, row)
    if figure.in_fiscal_year is None:
        return float(np.sum(row))
    budget = ".".join(line.name.split(".")[:2])
    is_meant = projection.row(f"{budget}.fiscal_year", scenario) == figure.in_fiscal_year
    if not is_meant.any():
        raise _NoNumber(_NO_YEAR)
    return float(row[is_meant].sum())


def _in_days(projection: Projection, figure: PublishedFigure, line: Line, row: Array) -> float:
    """The sum of a flow between two days, both counted; a level at the last instant up to a day."""
    days = [date_of(number) for number in projection.row("time.date", figure.scenario)]
    chosen = [
        number
        for number, day in enumerate(days)
        if (figure.from_date is None or day >= figure.from_date) and (figure.to_date is None or day <= figure.to_date)
    ]
    if not chosen:
        raise _NoNumber(_NO_INSTANT)
    return float(np.sum(row[chosen])) if line.is_flow else float(row[chosen[-1]])


# --- for other outputs ---------------------------------------------------------------------------------------------


def as_dicts(projection: Projection) -> list[dict[str, Any]]:
    """The comparisons as plain data: the list ``published`` of ``results.json``."""
    return [_as_dict(each) for each in compared(projection)]


def _as_dict(each: Comparison) -> dict[str, Any]:
    figure = each.published
    window = {
        "from_date": figure.from_date.isoformat() if figure.from_date else None,
        "to_date": figure.to_date.isoformat() if figure.to_date else None,
        "in_fiscal_year": figure.in_fiscal_year,
    }
    return {
        "name": each.name,
        "title": each.title,
        "scenario": each.scenario,
        "figure": figure.figure,
        "minus": figure.minus,
        "over": figure.over,
        **window,
        "unit": str(each.unit),
        "value": figure.value,
        "within": figure.within,
        "obtained": each.obtained,
        "why_none": each.why_none,
        "difference": each.difference,
        "status": each.status,
        "by_construction": figure.by_construction,
        "not_reproduced": figure.not_reproduced,
        "source": figure.source,
        "confidence": figure.confidence,
        "note": figure.note,
    }


def misclaims(projection: Projection) -> Iterator[Problem]:
    """Where a figure is said to be reproduced and is not, or the other way round, or an input passes for a proof."""
    for each in compared(projection):
        if each.is_said_wrongly:
            yield _misclaim(each)


def _misclaim(each: Comparison) -> Problem:
    figure = each.published
    found = each.why_none if each.obtained is None else f"the model gives {_words(each.obtained, each.unit)}"
    where = "" if each.scenario == PLAN else f", under {each.scenario}"
    said = f"{_words(figure.value, each.unit)} within {_words(figure.within, each.unit)}"
    if each.status == "failed":
        message = f"is not reproduced: the figure is {said}, {found}{where}."
        hint = "Find out which of the two is wrong, or say why it cannot be reproduced with 'not_reproduced:'."
    elif each.is_passed_off_as_derived:
        message = f"is an input as it was entered, {figure.figure}, and so proves nothing about the model."
        hint = "Write 'by_construction: true', so that it is not counted as worked out."
    else:
        message = f"is said not to be reproduced, and it is: the figure is {said}, {found}{where}."
        hint = "Remove 'not_reproduced:', or write a smaller 'within:'."
    return Problem(f"published.{each.name}", message, hint)


def _words(value: float, unit: Unit) -> str:
    """A figure as people write it, to no more digits than help."""
    return f"{value * 100:.6g}%" if unit.shown_as == "share" else f"{value:,.10g}"
