"""Return ladder: what investors get back as fewer or more of the expected outcomes are achieved."""

from __future__ import annotations

import math

import numpy as np

from sibmodel.engine.ladder import RUNGS, Rung
from sibmodel.engine.projection import Figure
from sibmodel.report import words
from sibmodel.report.blocks import Data, Drawing, Section, section
from sibmodel.report.charts import Chart, Mark, Scale, Series, round_steps, thinned
from sibmodel.report.sections import caveats
from sibmodel.report.tables import Row, Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_DRAWN = "investors.total.drawn"


def ladder(view: View) -> Section | None:
    """The chart, the point at which capital is back, and the rungs."""
    caption = _caption(view)
    drawn = view.achieved(np.array(RUNGS), [_DRAWN])[_DRAWN].tolist()
    drawing, table = Drawing(_chart(view, drawn, caption), caption), Data(_table(view, drawn))
    return section("ladder", "Investor returns by outcome level", drawing, table)


def at_least(share: float) -> str:
    """A share that is enough, rounded up to a tenth of a per cent so that it still is.

    Example:
        >>> at_least(0.84855), at_least(1.0)
        ('84.9%', '100%')
    """
    return words.percent(math.ceil(share * 1000 - 1e-6) / 1000)


def _caption(view: View) -> str:
    back, rungs, money = view.ladder.capital_back_at, view.ladder.rungs, view.currency
    lost = max(rung.principal_lost for rung in rungs)
    worst = f"at worst {money.full(lost)} of principal is lost" if lost > NOTHING else "principal is never lost"
    if back is None:
        return f"Capital is not back even at {words.percent(rungs[-1].achieved)} of the outcomes expected; {worst}."
    if back == 0:
        return f"Capital is back whatever share of the outcomes expected is achieved; {worst}."
    return f"Capital is back from {at_least(back)} of the outcomes expected; below that, {worst}."


def _table(view: View, drawn: list[float]) -> Table:
    rows = tuple(_row(rung, out) for rung, out in zip(view.ladder.rungs, drawn, strict=True))
    heads = (
        column("Outcomes achieved"),
        *numbers("Outcome payments", "Drawn", "Came back", "Multiple", "IRR a year", "Principal lost"),
    )
    caption = f"Return ladder, all investors together, {view.scenario_title()} = 100% ({view.currency.code})"
    return Table(caption, heads, rows, caveats.unfunded_on_the_ladder(view))


def _row(rung: Rung, drawn: float) -> Row:
    rate = Figure("investors.total.irr", "", rung.irr, rung.irr_status)
    return row(
        words.percent(round(rung.achieved, 6)),
        words.amount(rung.outcome_payments),
        words.amount(drawn),
        words.amount(rung.returned),
        "nothing drawn" if rung.multiple is None else words.grouped(rung.multiple, 2),
        words.rate(rate),
        words.amount(rung.principal_lost),
    )


def _chart(view: View, drawn: list[float], caption: str) -> Chart:
    rungs = view.ladder.rungs
    full = tuple((r.achieved, r.returned) for r, d in zip(rungs, drawn, strict=True) if r.returned >= d - NOTHING)
    short = tuple((r.achieved, r.returned) for r, d in zip(rungs, drawn, strict=True) if r.returned < d - NOTHING)
    up = round_steps(0.0, max(*drawn, *(rung.returned for rung in rungs)))
    back = view.ladder.capital_back_at
    return Chart(
        "ladder",
        "What comes back to investors by share of expected outcomes achieved",
        f"Bar chart with a line at what is drawn. {caption}",
        "Share of the outcomes expected that is achieved",
        Scale(
            RUNGS[0] - 0.05,
            RUNGS[-1] + 0.05,
            thinned([(rung, words.percent(round(rung, 6))) for rung in RUNGS], 14),
        ),
        Scale(up[0], up[-1], tuple((step, view.currency.short(step)) for step in up)),
        (
            Series("Came back, less than drawn", "light bars", short),
            Series("Came back, all that was drawn or more", "dark bars", full),
            Series("Drawn", "levels", tuple(zip(RUNGS, drawn, strict=True))),
        ),
        (Mark(back, f"Capital back from {at_least(back)}"),) if back else (),
        bar=0.06,
    )
