"""Cash of investors: draws, receipts and the running sum, which falls and climbs back like a letter J."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from sibmodel.report import words
from sibmodel.report.blocks import Data, Drawing, Section, section
from sibmodel.report.charts import Chart, Scale, Series, narrowest, round_steps, thinned
from sibmodel.report.tables import Table, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NEVER_OUT, NOTHING

_TICKS: Final = 9
_DRAWN, _BACK = "investors.total.all_drawn", "investors.total.all_returned"
_AT_RISK: Final = "investors.total.rate.at_risk"
"""What is out of pocket after the draws of an instant and before its receipts."""


def cash(view: View) -> Section | None:
    """The chart and its numbers; nothing where there is no investor."""
    if not view.investors:
        return None
    caption = _caption(view)
    return section("cash", "Investor cash flows", Drawing(_chart(view, caption), caption), Data(_table(view)))


def _caption(view: View) -> str:
    money = view.currency
    peak = view.number("investors.total.peak_drawn")
    if peak <= NOTHING:
        return "Nothing is drawn from investors in this scenario."
    if never_out_of_pocket(view):
        return f"Every draw is covered by what comes back at the same instant; {_end(view)}."
    at = int(np.argmax(view.row(_AT_RISK)))
    between = before_receipts(view)
    when = f"in {words.month_name(view.dates[at])}{f', {between}' if between else ''}"
    return f"Investors are out of pocket by at most {money.full(peak)}, {when}; {_end(view)}."


def before_receipts(view: View) -> str:
    """That the most out of pocket is counted before receipts of its own day, where there are any."""
    at = int(np.argmax(view.row(_AT_RISK)))
    return "after the draws and before the receipts of that day" if view.row(_BACK)[at] > NOTHING else ""


def never_out_of_pocket(view: View) -> bool:
    """Whether what comes back covers every draw at its own instant."""
    return view.figure("investors.total.payback_years").status == NEVER_OUT


def _end(view: View) -> str:
    payback = view.figure("investors.total.payback_years")
    gain = view.number(_BACK) - view.number(_DRAWN)
    if payback.value is None:
        if abs(gain) <= NOTHING:
            return "at the end they have what they put in"
        if gain > 0:
            return f"at the end they are {view.currency.full(gain)} ahead"
        return f"capital is not back at the end, when {view.currency.full(-gain)} is still missing"
    at = int(np.argmin(np.abs(view.row("time.years") - payback.value)))
    ahead = f", and at the end they are {view.currency.full(gain)} ahead" if gain > NOTHING else ""
    return f"capital is back in {words.month_name(view.dates[at])}{ahead}"


def _moves(view: View) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Each instant at which money moves: drawn, the sum before the receipts, came back, the sum after them."""
    drawn, back = view.row(_DRAWN), view.row(_BACK)
    sums = np.cumsum(back - drawn)
    for at, before in enumerate(-view.row(_AT_RISK)):
        if max(abs(drawn[at]), abs(back[at])) > NOTHING:
            yield at, (-drawn[at], before, back[at], sums[at])


def _table(view: View) -> Table:
    rows = [row(words.date(view.dates[at]), *map(words.amount, amounts)) for at, amounts in _moves(view)]
    drawn, back = view.number(_DRAWN), view.number(_BACK)
    rows.append(total("In all", words.amount(-drawn), "", words.amount(back), words.amount(back - drawn)))
    heads = (column("Date"), *numbers("Drawn", "After draws, before receipts", "Came back", "Running sum"))
    caption = f"Cash flow of all investors, {view.scenario_title()} ({view.currency.code})"
    return Table(
        caption, heads, tuple(rows), "From investors −, to investors +. Instants at which nothing moves are left out."
    )


def _chart(view: View, caption: str) -> Chart:
    years = view.row("time.years").tolist()
    drawn, back = view.row(_DRAWN).tolist(), view.row(_BACK).tolist()
    running = _running(years, drawn, back)
    heights = [0.0, *(-amount for amount in drawn), *back, *(amount for _, amount in running)]
    up = round_steps(min(heights), max(heights))
    span = years[-1] - years[0] or 1.0
    bar = min(narrowest(years) * 0.7, span / 25)
    room = max(bar, span * 0.04) * 0.75
    return Chart(
        "cash",
        "Cash flow of all investors over time",
        f"Bars for draws and receipts, a line for the running sum. {caption}",
        "Instant (financial close, then period ends)",
        Scale(years[0] - room, years[-1] + room, year_ends(view, years)),
        Scale(up[0], up[-1], view.currency.scale(up)),
        (
            Series("Drawn (below zero)", "light bars", tuple(zip(years, (-amount for amount in drawn), strict=True))),
            Series("Came back (above zero)", "dark bars", tuple(zip(years, back, strict=True))),
            Series("Running sum", "line", running),
        ),
        bar=bar,
    )


def _running(years: list[float], drawn: list[float], back: list[float]) -> tuple[tuple[float, float], ...]:
    """The running sum as a flight of steps: at each instant as it was, after the draw, and after the receipt."""
    points, running = [], 0.0
    for year, out, income in zip(years, drawn, back, strict=True):
        for move in (0.0, -out, income):
            running += move
            points.append((year, running))
    return tuple(points)


def year_ends(view: View, years: list[float]) -> tuple[tuple[float, str], ...]:
    """Financial close and the last instant of each year, under the month and year in which they fall."""
    last: dict[int, int] = {day.year: at for at, day in enumerate(view.dates) if at}
    ticks = [(years[0], _month_short(view, 0)), *((years[at], _month_short(view, at)) for at in last.values())]
    far = (years[-1] - years[0]) / _TICKS
    apart = [ticks[0]]
    apart += [tick for before, tick in pairwise(ticks) if tick[0] - before[0] >= min(far, 0.75)]
    return thinned(apart, _TICKS)


def _month_short(view: View, at: int) -> str:
    day = view.dates[at]
    return f"{words.month_name(day)[:3]} {day.year}"
