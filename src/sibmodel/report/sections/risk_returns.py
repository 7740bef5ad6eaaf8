"""Returns under uncertainty, by tranche: the set of figures that misleads least, in one order and fully labelled.

The mean of internal rates is told nowhere: where all can be lost it means nothing. The rate of the expected flows comes
first and is called so; the plan's own rate comes last and is called so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from sibmodel.report import simulated, words
from sibmodel.report.blocks import Block, Data, Drawing, Heading, Prose
from sibmodel.report.charts import Chart, Mark, Point, Scale, Series, round_steps
from sibmodel.report.sections.discounting import rate_used
from sibmodel.report.tables import Row, Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NIL
from sibmodel.risk.simulation import WORST

if TYPE_CHECKING:
    from sibmodel.risk.payment_risk import PaymentRisk
    from sibmodel.risk.simulation import Simulation, Spread

_BARS: Final = 40
_HALF: Final = 0.5
_GIVEN: Final = "given all that is uncertain"
IF_PLAN: Final = "If everything goes to plan: internal rate a year"
_READ: Final = (
    f"P10: the rate that is not exceeded with a probability of 10%, {_GIVEN}; where everything is lost, or the flows "
    "are a loss at any rate, it counts as −100%. The rate of the expected flows is that of the mean of all scenarios’ "
    "flows; it is not the mean of the rates, which is not shown, for it says nothing where all can be lost."
)
OF_EXPECTED: Final = "Internal rate of the expected flows, a year"


def returns(view: View, risk: PaymentRisk) -> Iterator[Block]:
    """A table and a drawing for all investors together, and for each where there are several."""
    if not view.investors:
        return
    yield Heading("Returns")
    names = list(view.investors)
    titles = {names[0]: view.capital(names[0])} if len(names) == 1 else _all(view)
    for name, title in titles.items():
        yield Data(_table(view, risk.run, name, title, is_first=name == next(iter(titles))))
        multiple = risk.run.spreads[f"investors.{name}.multiple"]
        yield (
            Prose((f"{title}: the money multiple is {_sure(multiple)} in every scenario.",))
            if multiple.tally is None or multiple.is_certain or not multiple.tally.count
            else Drawing(_histogram(name, title, multiple), _caption(title, multiple))
        )


def _all(view: View) -> dict[str, str]:
    return {"total": "All investors together"} | {name: view.capital(name) for name in view.investors}


def _sure(multiple: Spread) -> str:
    return words.NOTHING_DRAWN if multiple.missing >= 1 else words.grouped(multiple.mean, 2)


# --- figures ---------------------------------------------------------------------------------------------------------


def _table(view: View, run: Simulation, name: str, title: str, *, is_first: bool) -> Table:
    """The figures of one investor; what they mean is said below the first table."""
    heads = (column("Figure"), *numbers("Simulated", "Standard error or 95% interval"))
    note = _without_rate(run.spreads[f"investors.{name}.irr"])
    if is_first:
        note = f"{_READ} {note}".strip()
    return Table(f"{title}: returns, simulated ({view.currency.code})", heads, tuple(_rows(view, run, name)), note)


def _without_rate(rate: Spread) -> str:
    if not rate.missing > 0:
        return ""
    share = words.percent(rate.missing, 1)
    return f"In {share} of the scenarios there is no single rate; P10, P50 and P90 are of the others."


def _rows(view: View, run: Simulation, name: str) -> Iterator[Row]:
    at = f"investors.{name}"
    rate = run.rate_of_expected(name)
    yield row(
        OF_EXPECTED, words.IRR_WORDS["multiple"] if rate is None else _rate(rate), _points(run.error_of_rate(name))
    )
    multiple = run.spreads[f"{at}.multiple"]
    shown = (words.NOTHING_DRAWN, "") if multiple.missing >= 1 else simulated.multiple(multiple.mean, multiple.error)
    yield row("Expected money multiple", *shown)
    yield row("Expected gain: came back less drawn", *_money(run.spreads[f"{at}.gain"]))
    if f"{at}.npv" in run.spreads:
        hurdle = rate_used(view, "investors", "the hurdle rate of ")
        yield row(f"Expected net present value, {hurdle}", *_money(run.spreads[f"{at}.npv"]))
    yield from (_quantile(run.spreads[f"{at}.irr"], share) for share in (0.10, 0.50, 0.90))
    for key, label in (
        ("below_one", "Probability that less comes back than was drawn"),
        ("all_lost", "Probability that everything is lost"),
    ):
        chance = run.chances[f"{at}.{key}"]
        shown = (
            simulated.bare_chance(chance.value, chance.error) if 0 < chance.value < 1 else words.percent(chance.value),
            _of_chance(chance.value, chance.error),
        )
        yield row(f"{label}, {_GIVEN}", *shown)
    gain = run.spreads[f"{at}.gain"]
    label = f"Expected shortfall: mean gain in the worst {words.percent(WORST)} of scenarios"
    yield row(label, words.amount(gain.worst), simulated.error_of_money(gain.worst_error))
    yield row(IF_PLAN, view.rate(name, run.scenario), "")


def _money(spread: Spread) -> tuple[str, str]:
    return words.amount(spread.mean), simulated.error_of_money(spread.error)


def _quantile(rate: Spread, share: float) -> Row:
    label = f"P{share * 100:.0f} of the internal rate a year"
    if rate.missing >= 1:
        return row(label, words.IRR_WORDS["multiple"], "")
    found = rate.at(share)
    between = NIL if found.low == found.high else f"{_rate(found.low)} to {_rate(found.high)}"
    return row(label, _rate(found.value), between)


def _of_chance(value: float, error: float) -> str:
    shown = simulated.chance_error(value, error)
    return shown if shown == NIL else f"{shown} points"


def _points(error: float | None) -> str:
    """The standard error of a rate, in percentage points; nothing where it is not known."""
    return "" if error is None else f"{words.grouped(max(error * 100, 0.01), 2)} points"


def _rate(value: float) -> str:
    return words.percent(value, None if value <= -1 else 2)


# --- distribution ----------------------------------------------------------------------------------------------------


def _caption(title: str, multiple: Spread) -> str:
    """What the drawing comes to: the largest lump, or the middle."""
    middle = f"in half of all scenarios the multiple is at most {words.grouped(multiple.at(0.5).value, 2)}"
    lump = max(multiple.atoms, key=lambda atom: atom[1], default=(0.0, 0.0))
    if lump[1] < WORST:
        return f"{title}: {middle}, {_GIVEN}."
    value = "everything is lost" if lump[0] <= 0 else f"the multiple is exactly {words.grouped(lump[0], 2)}"
    also = "" if lump[1] >= _HALF else f", and {middle}"
    return f"{title}: {value} with a probability of {words.percent(lump[1], 0)}{also}, {_GIVEN}."


def spread_out(multiple: Spread, edges: np.ndarray) -> list[float]:
    """The share of scenarios between neighbouring edges, without those that have a value which occurs again and again.

    Args:
        multiple: The figure.
        edges: Rising, from its lowest value to its highest, (bars + 1,).
    """
    tally = multiple.tally
    assert tally is not None
    counts = tally.bins.astype(float)
    for place, many in zip(tally.scale.places(tally.scale.atoms), tally.at_atoms, strict=True):
        counts[place] -= many
    centres = tally.scale.low + tally.scale.width * (np.arange(counts.size) - 0.5)
    placed = np.clip(np.searchsorted(edges, centres, side="right") - 1, 0, edges.size - 2)
    found = np.bincount(placed, weights=counts, minlength=edges.size - 1)
    return [float(each) for each in found / (tally.count + tally.missing)]


def _histogram(name: str, title: str, multiple: Spread) -> Chart:
    low, high = multiple.lowest, multiple.highest
    edges = np.linspace(low, high, _BARS + 1)
    bar = (high - low) / _BARS
    middles = (edges[:-1] + edges[1:]) / 2
    between = list(zip(middles.tolist(), spread_out(multiple, edges), strict=True))
    lumps = tuple(multiple.atoms)
    between = [point for point in between if point[1] > 0]
    steps = round_steps(min(low, 1.0), max(high, 1.0), 6)
    most = round_steps(0.0, max(share for _, share in [*between, *lumps]), 4)
    return Chart(
        f"risk-returns-{name}",
        f"{title}: money multiples",
        f"Bars for the share of scenarios by money multiple. {_caption(title, multiple)}",
        "Money multiple: came back / drawn",
        Scale(steps[0] - bar, steps[-1] + bar, tuple((each, words.grouped(each, 2)) for each in steps)),
        Scale(0.0, most[-1], tuple((each, words.percent(round(each, 6))) for each in most)),
        tuple(_series(between, lumps)),
        marks=(Mark(1.0, "all comes back"),),
        bar=bar * 0.9,
        height=230.0,
    )


def _series(between: list[Point], lumps: tuple[Point, ...]) -> Iterator[Series]:
    if between:
        yield Series("Share of scenarios", "light bars", tuple(between))
    if lumps:
        yield Series("Share of scenarios at exactly one value", "dark bars", lumps)
