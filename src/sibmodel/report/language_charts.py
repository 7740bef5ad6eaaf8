"""Charts of the deal language: lines of a small deal against an input that is varied, or over its periods.

Nothing is worked out here: the engine is asked at fine steps, once more wherever a line turns, and at every level that
a payment names from both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from sibmodel.deal.deal import Deal
from sibmodel.deal.payments.payment import Payment
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.projection import Array, Projection
from sibmodel.graph.units import MONTHS, Unit
from sibmodel.report import words
from sibmodel.report.charts import Chart, Look, Mark, Point, Scale, Series, round_steps, straightened
from sibmodel.report.currency import Currency
from sibmodel.report.words import NOTHING

Wishes = Mapping[str, str]

_FINE: Final = 1000
_ASIDE: Final = 1e-6
"""How far beside a level the other side of a jump is looked for, as a share of the scale."""
_ZOOMS: Final = 4
_FEW: Final = 16
"""Turns of lines that are looked at once more; of a curve there are too many."""
_DRAWN: Final = 150
"""Points of a curve that are drawn."""
_TOLD: Final = 8
"""Turns of a line that are put into words."""
_ACROSS: Final = 8
_LOOKS: Final[tuple[Look, ...]] = ("line", "dashed")
_BARS: Final[tuple[Look, ...]] = ("light bars", "levels")


def chart_of(projection: Projection, name: str, title: str, wishes: Wishes) -> Chart:
    """A chart.

    Args:
        projection: The deal.
        name: The name of the picture.
        title: What it shows.
        wishes: `across`, an input with the ends of its scale, or `time`; `measure`, what that is called; `lines`.
    """
    draw = _over_time if wishes["across"] == "time" else _against
    return draw(projection, name, title, wishes)


def _lines(wishes: Wishes) -> dict[str, str]:
    """The lines to be drawn, each with what it is called."""
    named = [each.split(" = ", 1) for each in wishes["lines"].split("; ")]
    return {line: label for label, line in named}


# --- against an input ------------------------------------------------------------------------------------------------


def _against(projection: Projection, name: str, title: str, wishes: Wishes) -> Chart:
    """Lines against an input that is varied, everything else as in the plan."""
    deal, (path, low, high) = projection.deal, _range(wishes["across"])
    here = deal.written.inputs[path]
    if here.counts == MONTHS:
        asked, levels = _months(low, high)
        rows = _asked(deal, path, asked, list(_lines(wishes)))
    else:
        levels, rows = _refined(deal, path, _levels(deal, low, high), list(_lines(wishes)))
    points = {line: _turns(levels, row) for line, row in rows.items()}
    drawn = zip(_LOOKS, _lines(wishes).items(), strict=False)
    is_shown = low <= here.value <= high
    return Chart(
        name,
        title,
        _described(Currency(deal.currency), here.counts, points, wishes),
        wishes["measure"],
        _across(low, high, here.counts),
        _up(Currency(deal.currency), list(rows.values())),
        tuple(Series(label, look, points[line]) for look, (line, label) in drawn),
        (Mark(here.value, f"Worked below: {_level(here.value, here.counts)}"),) if is_shown else (),
    )


def _turns(levels: Array, row: Array) -> tuple[Point, ...]:
    """The points at which a line turns; of a curve the first and every so many."""
    points = straightened(list(zip(levels.tolist(), row.tolist(), strict=True)))
    step = -(-len(points) // _DRAWN)
    return points if step == 1 else (points[0], *points[1:-1:step], points[-1])


def _range(text: str) -> tuple[str, float, float]:
    found = re.fullmatch(r"([\w.]+) from (\S+) to (\S+)", text)
    assert found is not None, text
    return found[1], _read(found[2]), _read(found[3])


def _read(text: str) -> float:
    return float(text.rstrip("%").replace("_", "")) / (100 if text.endswith("%") else 1)


def _levels(deal: Deal, low: float, high: float) -> Array:
    """Fine steps, and every level that a payment names, from both sides."""
    named = [level for term in deal.terms.payments.values() for level in _named(term)]
    within, aside = np.array([level for level in named if low < level < high]), (high - low) * _ASIDE
    return _rising(np.linspace(low, high, _FINE + 1), within, within - aside, within + aside)


def _rising(*levels: Array) -> Array:
    """Levels in their order, each once: steps hit upon twice differ in a digit that no number of a deal has."""
    return np.unique(np.round(np.concatenate(levels), 12))


def _named(term: Payment) -> Iterator[float]:
    yield from (level for _, _, level in term.levels_stated())
    yield from term.turns()
    for condition in term.only_if.values():
        yield from (level for _, _, level in condition.levels_stated())


def _months(low: float, high: float) -> tuple[Array, Array]:
    """Whole months, and where they are drawn: each up to the next."""
    months = np.arange(low, high + 1)
    return np.repeat(months, 2)[:-1], np.sort(np.concatenate([months, months[1:] - (high - low) * _ASIDE]))


def _asked(deal: Deal, path: str, levels: Array, lines: Sequence[str]) -> dict[str, Array]:
    """What lines come to in all at levels of an input, as the engine has it."""
    values = evaluate(deal.written, {path: levels}, keep=list(lines))
    return {line: np.broadcast_to(values[line].sum(axis=0), levels.shape) + 0.0 for line in lines}


def _refined(deal: Deal, path: str, levels: Array, lines: Sequence[str]) -> tuple[Array, dict[str, Array]]:
    """The lines asked once more wherever one of them turns between two levels, so that turns stand where they are."""
    for _ in range(_ZOOMS):
        gaps = _turning(levels, list(_asked(deal, path, levels, lines).values()))
        if not 0 < len(gaps) <= _FEW:
            break
        inside = [np.linspace(levels[gap], levels[gap + 1], _FINE // 10 + 1) for gap in gaps]
        levels = _rising(levels, *inside)
    return levels, _asked(deal, path, levels, lines)


def _turning(levels: Array, rows: list[Array]) -> list[int]:
    """Between which level and the next a line turns or jumps: on either side of a point that is no straight."""
    found: set[int] = set()
    for row in rows:
        kept = [at for at, _ in straightened(list(zip(levels.tolist(), row.tolist(), strict=True)))[1:-1]]
        found |= {int(at) for at in np.flatnonzero(np.isin(levels, kept))}
    gaps = sorted({gap for at in found for gap in (at - 1, at)})
    return [gap for gap in gaps if levels[gap + 1] - levels[gap] > _ASIDE * (levels[-1] - levels[0])]


# --- scales ----------------------------------------------------------------------------------------------------------


def _up(currency: Currency, rows: list[Array]) -> Scale:
    """A scale of money that holds all rows."""
    steps = round_steps(min(0.0, *(float(row.min()) for row in rows)), max(float(row.max()) for row in rows))
    return Scale(steps[0], steps[-1], tuple((step, currency.short(step)) for step in steps))


def _across(low: float, high: float, unit: Unit) -> Scale:
    steps = [step for step in round_steps(low, high, _ACROSS) if low - 1e-9 <= step <= high + 1e-9]
    return Scale(low, high, tuple((step, _level(step, unit)) for step in steps))


def _level(value: float, unit: Unit) -> str:
    return words.percent(round(value, 9)) if unit.shown_as == "share" else words.exact(round(value, 6))


# --- in words --------------------------------------------------------------------------------------------------------


def _described(currency: Currency, unit: Unit, points: Mapping[str, tuple[Point, ...]], wishes: Wishes) -> str:
    """The chart in words: what each line comes to at the ends and wherever it turns or jumps."""
    said = [f"{label}: {', '.join(_course(currency, unit, points[line]))}" for line, label in _lines(wishes).items()]
    return f"Line chart by {wishes['measure'].lower()}. {'; '.join(said)}."


def _course(currency: Currency, unit: Unit, points: tuple[Point, ...]) -> Iterator[str]:
    """What a line comes to at its ends, where it turns, and on both sides of a jump; of a curve a few points."""
    places, size = _places(points), max(abs(amount) for _, amount in points)
    if len(places) > _TOLD:
        places = [places[0], *(places[round(at)] for at in np.linspace(1, len(places) - 1, _TOLD - 1))]
    for place in places:
        at, amount = min(place, key=lambda point: abs(point[0] - round(point[0], _digits(unit))))
        level, before, after = _about(at, unit), place[0][1], place[-1][1]
        if abs(after - before) <= NOTHING + 1e-4 * size:
            yield f"{currency.full(amount)} at {level}"
        elif abs(amount - before) <= NOTHING + 1e-4 * size:
            yield f"{currency.full(before)} up to {level} and {currency.full(after)} above it"
        else:
            yield f"{currency.full(before)} below {level} and {currency.full(after)} from there on"


def _places(points: tuple[Point, ...]) -> list[list[Point]]:
    """Points that lie at one place together: the two sides of a jump."""
    near = 3 * _ASIDE * (points[-1][0] - points[0][0])
    places: list[list[Point]] = []
    for point in points:
        if places and point[0] - places[-1][0][0] <= near:
            places[-1].append(point)
        else:
            places.append([point])
    return places


def _digits(unit: Unit) -> int:
    """The digits that a level is told to: a hundredth of a per cent, a tenth of anything else."""
    return 4 if unit.shown_as == "share" else 1


def _about(level: float, unit: Unit) -> str:
    """A level where a line turns, rounded where it is no round one."""
    rounded = round(level, _digits(unit))
    about = "" if abs(level - rounded) < 10.0 ** -(_digits(unit) + 3) else "about "
    return f"{about}{_level(rounded, unit)}"


# --- over time -------------------------------------------------------------------------------------------------------


def _over_time(projection: Projection, name: str, title: str, wishes: Wishes) -> Chart:
    """Lines over the periods of the deal: the first as bars, the second as strokes across them."""
    currency, rows = Currency(projection.deal.currency), {line: projection.row(line) for line in _lines(wishes)}
    size = len(next(iter(rows.values())))
    drawn = zip(_BARS, _lines(wishes).items(), strict=False)
    said = [
        f"{label}: {', '.join(currency.full(float(amount)) for amount in rows[line][1:])}"
        for line, label in _lines(wishes).items()
    ]
    return Chart(
        name,
        title,
        f"Bar chart by {wishes['measure'].lower()}. {'; '.join(said)}.",
        wishes["measure"],
        Scale(0.5, size - 0.5, tuple((float(at), str(at)) for at in range(1, size))),
        _up(currency, list(rows.values())),
        tuple(
            Series(label, look, tuple((float(at), float(rows[line][at])) for at in range(1, size)))
            for look, (line, label) in drawn
        ),
        bar=0.6,
    )
