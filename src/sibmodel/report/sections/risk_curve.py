"""Payments over true outcomes and over time: what the truth brings, and what has been paid by when."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from sibmodel.report import simulated, words
from sibmodel.report.blocks import Block, Data, Drawing, Heading
from sibmodel.report.charts import Chart, Look, Point, Scale, Series, round_steps, straightened
from sibmodel.report.sections.cash import year_ends
from sibmodel.report.tables import Row, Table, group, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING
from sibmodel.risk.payment_risk import CURVE_SCENARIOS
from sibmodel.risk.results import by_year, so_far

if TYPE_CHECKING:
    from sibmodel.risk.payment_risk import PaymentRisk
    from sibmodel.risk.simulation import Spread

_LOW: Final = 215.0
"""The height of the smaller charts."""
_LOOKS: Final[tuple[Look, ...]] = ("line", "dashed", "dash-dot", "dotted")
_FINE: Final = 400
_AFTER: Final = 0.06
"""How far the chart goes on after the last instant, so that what is paid then can be seen."""
_TOLD: Final = (0, 2, 4, 6, 8, 10, 12, 15, 20)
"""The points of the curve that stand in the table."""
_SHARES: Final = tuple(step / 4 for step in range(9))


def curve(view: View, risk: PaymentRisk) -> Iterator[Block]:
    """What is to be expected, and how likely certain amounts are, at true outcomes from nothing to twice the plan."""
    if risk.planned <= NOTHING:
        return
    yield Heading("What true outcomes bring")
    yield Drawing(_expected(view, risk), _at_plan(view, risk))
    yield Drawing(_chances(view, risk), _even(view, risk), _curve_table(view, risk))


def _across() -> Scale:
    return Scale(0.0, 2.0, tuple((share, words.percent(share)) for share in _SHARES))


_MEASURE: Final = "True outcomes, as a share of the plan"


def _at_plan(view: View, risk: PaymentRisk) -> str:
    at, money = risk.at_plan, view.currency
    shown = simulated.money(money, at.mean, at.error)
    return (
        f"Given that true outcomes are exactly as planned, {shown} is to be expected; the plan shows "
        f"{money.full(risk.planned)}."
    )


def _expected(view: View, risk: PaymentRisk) -> Chart:
    shares = np.linspace(0.0, 2.0, _FINE + 1)
    exact = view.achieved(shares, ["payments.paid"])["payments.paid"]
    expected = tuple((each.achieved, each.expected.value) for each in risk.curve)
    most = max(float(exact.max()), *(amount for _, amount in expected))
    up = round_steps(min(0.0, float(exact.min())), most, 4)
    return Chart(
        "risk-expected",
        "Expected payment by true outcomes",
        f"Two lines: what is expected, and what the contract pays if all is measured exactly. {_at_plan(view, risk)}",
        _MEASURE,
        _across(),
        Scale(up[0], up[-1], view.currency.scale(up)),
        (
            Series("Contract, everything else as in the plan", "dashed", _corners(shares.tolist(), exact.tolist())),
            Series("Expected payment, simulated", "line", expected),
        ),
        height=_LOW,
    )


def _corners(across: list[float], up: list[float]) -> tuple[Point, ...]:
    return straightened(list(zip(across, up, strict=True)))


def _named(view: View, risk: PaymentRisk) -> list[tuple[int, str]]:
    """The amounts that are drawn, by their place: of those that are always equally likely, the largest."""
    rows = {tuple(each.chances[at] for each in risk.curve): at for at in range(len(risk.amounts))}
    return [(at, view.currency.short(risk.amounts[at])) for at in rows.values()]


def _chances(view: View, risk: PaymentRisk) -> Chart:
    ticks = tuple((share, words.percent(share)) for share in (0.0, 0.25, 0.5, 0.75, 1.0))
    return Chart(
        "risk-curve",
        "Chance of certain payments by true outcomes",
        f"One line for each amount: the chance that at least so much is paid. {_even(view, risk)}",
        _MEASURE,
        _across(),
        Scale(0.0, 1.0, ticks),
        tuple(
            Series(f"at least {amount}", look, tuple((each.achieved, each.chances[at]) for each in risk.curve))
            for (at, amount), look in zip(_named(view, risk), _LOOKS, strict=False)
        ),
        height=_LOW,
    )


def _even(view: View, risk: PaymentRisk) -> str:
    """How likely what the plan shows is, at the plan itself."""
    known, amount = risk.as_much_as_planned, view.currency.full(risk.amounts[-1])
    assert known is not None
    return (
        f"Given that true outcomes are exactly as planned, at least the {amount} of the plan is paid with a "
        f"probability of {simulated.chance(known.value, known.error)}."
    )


def _curve_table(view: View, risk: PaymentRisk) -> Table:
    named = _named(view, risk)
    heads = (
        column("True outcomes, share of plan"),
        *numbers("Expected payment", "± standard error", *(f"P(at least {amount})" for _, amount in named)),
    )
    rows = tuple(
        row(
            words.percent(each.achieved),
            words.amount(each.expected.value),
            simulated.error_of_money(each.expected.error),
            *(words.percent(each.chances[at], 1) for at, _ in named),
        )
        for each in (risk.curve[at] for at in _TOLD)
    )
    return Table(f"Payments given true outcomes, simulated ({view.currency.code})", heads, rows, _note(risk))


def _note(risk: PaymentRisk) -> str:
    gross = (
        " (of all outcomes: at 0% there are fewer than would have been anyway)"
        if risk.split.anyway.value > NOTHING
        else ""
    )
    return (
        f"Each line takes these true outcomes for given{gross}, in {CURVE_SCENARIOS:,} scenarios of its own. P: "
        f"probability; its standard error is at most {words.grouped(50 / math.sqrt(CURVE_SCENARIOS), 1)} points."
    )


# --- over time -------------------------------------------------------------------------------------------------------


def over_time(view: View, risk: PaymentRisk) -> Iterator[Block]:
    """What has been paid by each date, and what each payer pays in each fiscal year."""
    spreads = so_far(risk.run)
    yield Heading("Payments over time")
    yield Drawing(_fan(view, spreads), _by_the_end(view, spreads[-1]))
    yield Data(_years(view, risk))


def _by_the_end(view: View, last: Spread) -> str:
    money = view.currency
    low, middle, high = (money.full(last.at(share).value) for share in (0.05, 0.50, 0.95))
    return (
        f"Given all that is uncertain, at least nine in ten scenarios pay between {low} and {high} by the end; half of "
        f"all pay at most {middle}, and the mean is {simulated.money(money, last.mean, last.error)}."
    )


def _fan(view: View, spreads: list[Spread]) -> Chart:
    instants = view.row("time.years").tolist()
    years = [*instants, instants[-1] + _AFTER * (instants[-1] - instants[0])]

    def at(share: float) -> list[Point]:
        return _steps(years, [each.at(share).value for each in spreads])

    def band(low: float, high: float) -> tuple[Point, ...]:
        return (*at(high), *reversed(at(low)))

    up = round_steps(min(0.0, *(each.at(0.05).value for each in spreads)), max(each.at(0.95).value for each in spreads))
    mean = _steps(years, [each.mean for each in spreads])
    return Chart(
        "risk-fan",
        "Payments so far, by date",
        f"Two bands, a line for the median and one for the mean. {_by_the_end(view, spreads[-1])}",
        "Instant (financial close, then period ends)",
        Scale(years[0], years[-1], year_ends(view, instants)),
        Scale(up[0], up[-1], view.currency.scale(up)),
        (
            Series("P5 to P95", "light band", band(0.05, 0.95)),
            Series("P20 to P80", "dark band", band(0.20, 0.80)),
            Series("P50", "line", tuple(at(0.50))),
            Series("mean", "dashed", tuple(mean)),
        ),
    )


def _steps(years: list[float], amounts: list[float]) -> list[Point]:
    """A flight of steps: what has been paid stays so until the next instant, and for a while after the last."""
    found = [(years[0], amounts[0])]
    for year, before, after in zip(years[1:], amounts, [*amounts[1:], amounts[-1]], strict=True):
        found += [(year, before), (year, after)]
    return found


def _years(view: View, risk: PaymentRisk) -> Table:
    heads = (column("Fiscal year"), *numbers("Expected", "± standard error", "P50", "P80", "P95"))
    rows: list[Row] = []
    payers = list(view.deal.terms.payers)
    for payer in payers:
        rows += [group(view.payer(payer))] if len(payers) > 1 else []
        rows += [
            row(str(year), *_cells(spread)) for year, spread in by_year(risk.run, payer) if spread.highest > NOTHING
        ]
        rows.append(total("All years", *_cells(risk.run.spreads[f"payers.{payer}.paid"])))
    if len(payers) > 1:
        rows += [group("All payers together"), total("All years", *_cells(risk.run.spreads["payments.paid"]))]
    note = (
        "P80: the payment that is not exceeded with a probability of 80%, given all that is uncertain. Expected "
        "amounts add up; P50, P80 and P95 do not: the P95 of a sum is not the sum of the P95s of its years or payers. "
        "Years in which no scenario pays anything are left out."
    )
    caption = f"Payments by payer and fiscal year, simulated ({view.currency.code})"
    return Table(caption, heads, tuple(rows), note)


def _cells(spread: Spread) -> Iterator[str]:
    yield words.amount(spread.mean)
    yield simulated.error_of_money(spread.error)
    yield from (words.amount(spread.at(share).value) for share in (0.50, 0.80, 0.95))
