"""Return ladder: what investors get back as fewer or more of the expected outcomes are achieved."""

from __future__ import annotations

import math
from itertools import groupby, pairwise
from typing import Final

import numpy as np

from sibmodel.deal.outcomes.count import Count
from sibmodel.engine.ladder import RUNGS, Rung
from sibmodel.engine.projection import Array, Figure
from sibmodel.graph.returns import PAYBACK_STATUSES
from sibmodel.report import words
from sibmodel.report.blocks import Data, Drawing, Section, section
from sibmodel.report.charts import Chart, Mark, Scale, Series, round_steps, thinned
from sibmodel.report.sections import caveats, principal
from sibmodel.report.tables import Row, Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_DRAWN: Final = "investors.total.drawn"
_LOST: Final = "investors.total.principal_lost"
_PAYBACK: Final = "investors.total.payback_status"
_FINE: Final = 1300
"""Shares that are tried for the most that is lost: steps of a tenth of a per cent."""
_COUNTED: Final = "Counting all cash of all investors, interest included, what they put in is"


def ladder(view: View) -> Section | None:
    """The chart, the point at which capital is back, and the rungs; nothing where there is no investor."""
    if not view.investors:
        return None
    drawn = view.achieved(np.array(RUNGS), [_DRAWN])[_DRAWN].tolist()
    caption = _caption(view)
    drawing, table = Drawing(_chart(view, drawn, caption), caption), Data(_table(view, drawn))
    return section("ladder", "Investor returns by outcome level", drawing, table)


def at_least(share: float) -> str:
    """A share that is enough, rounded up to a tenth of a per cent so that it still is.

    Example:
        >>> at_least(0.84855), at_least(1.0)
        ('84.9%', '100%')
    """
    return words.percent(math.ceil(share * 1000 - 1e-6) / 1000)


def back_at(view: View) -> str:
    """From which share of the outcomes expected on all cash is back, or at which shares alone."""
    back = view.ladder.capital_back_at
    if back is not None:
        return at_least(back)
    return _only_between(view) or f"not even {words.percent(RUNGS[-1])}"


def _only_between(view: View) -> str:
    """The rungs at which all cash is back, where it no longer is on the last; nothing where it is on none."""
    drawn = view.achieved(np.array(RUNGS), [_DRAWN])[_DRAWN]
    ends = [
        (each[0], each[-1])
        for is_back, group in groupby(zip(view.ladder.rungs, drawn, strict=True), key=lambda pair: _is_back(*pair))
        if is_back and (each := [words.percent(round(rung.achieved, 6)) for rung, _ in group])
    ]
    said = [f"at about {low}" if low == high else f"between about {low} and {high}" for low, high in ends]
    return f"{words.listed(said)} only" if said else ""


def _is_back(rung: Rung, drawn: float) -> bool:
    return rung.returned >= drawn - NOTHING


def _caption(view: View) -> str:
    """Where all cash is back, and the most principal that is lost below that point and above it."""
    back, last = view.ladder.capital_back_at, words.percent(RUNGS[-1])
    shares = np.union1d(np.linspace(0.0, RUNGS[-1], _FINE + 1), RUNGS)
    lost = view.achieved(shares, [_LOST])[_LOST]
    if back is None:
        only = _only_between(view)
        said = f"back {only}, and no longer at {last}" if only else f"not back even at {last}"
        return f"{_COUNTED} {said} of the outcomes expected; {_worst(view, lost)}."
    from_there = view.achieved(np.array([back]), [_LOST])[_LOST]
    above = _principal(view, np.append(lost[shares >= back], from_there))
    if back == 0:
        after = f"all the same, up to {above} of principal is lost" if above else "no principal is lost at any of them"
        where = f"at any share of the outcomes expected, from none to {last}"
        return f"{_COUNTED} back {where}; {after}.{'' if above else _lost_elsewhere(view)}"
    below = _worst(view, lost[shares < back])
    enough = f"from {at_least(back)} of the outcomes expected"
    if not above:
        return f"{_COUNTED} back {enough}; below that, {below}; from there on, none."
    return (
        f"{_COUNTED} back in cash {enough}; because interest and other cash count too, up to {above} of principal may "
        f"still be unpaid there; below that, {below}."
    )


def _lost_elsewhere(view: View) -> str:
    """Scenarios in which principal is lost, where no share of the outcomes expected loses any."""
    lost = {name: view.number(_LOST, name) for name in view.scenarios}
    told = words.listed(
        f"{view.currency.full(amount)} {view.under(name)}" for name, amount in lost.items() if amount > NOTHING
    )
    return f" Principal is lost all the same: {told}." if told else ""


def _principal(view: View, lost: Array) -> str:
    """The most principal that is lost, in words; nothing where none is."""
    worst = float(lost.max())
    return view.currency.full(worst) if worst > NOTHING else ""


def _worst(view: View, lost: Array) -> str:
    most = _principal(view, lost)
    return f"at worst {most} of principal is lost" if most else "no principal is lost"


def _table(view: View, drawn: list[float]) -> Table:
    paid_back = view.achieved(np.array(RUNGS), [_PAYBACK])[_PAYBACK]
    rows = tuple(
        _row(rung, out, is_ever_out=PAYBACK_STATUSES[round(status)] != words.NEVER_OUT)
        for rung, out, status in zip(view.ladder.rungs, drawn, paid_back.tolist(), strict=True)
    )
    owed = principal.column_of(view)
    heads = (
        column("Outcomes achieved"),
        *numbers("Outcome payments", "Drawn", "Came back", "Multiple", "IRR a year", principal.NET, owed),
    )
    caption = f"Return ladder, all investors together, {view.scenario_title()} = 100% ({view.currency.code})"
    only = "" if view.ladder.capital_back_at is not None else _only_between(view)
    missing = ((rung.returned - out, rung.principal_lost) for rung, out in zip(view.ladder.rungs, drawn, strict=True))
    notes = (
        f"What was drawn is back {only}." if only else "",
        principal.explained(owed, missing),
        caveats.unfunded_on_the_ladder(view),
        _falls(view, drawn),
        _more_than_start(view),
    )
    return Table(caption, heads, rows, " ".join(note for note in notes if note))


def _falls(view: View, drawn: list[float]) -> str:
    """Why less comes back where more is achieved: earlier payments leave less to be drawn."""
    steps = pairwise(zip(view.ladder.rungs, drawn, strict=True))
    if any(more.returned < less.returned - NOTHING and out < before - NOTHING for (less, before), (more, out) in steps):
        return (
            "Where less comes back though more is achieved, earlier payments cover costs, so that less is drawn and "
            "there is less to pay back."
        )
    return ""


def _more_than_start(view: View) -> str:
    """That a count of people passes the number who start on the upper rungs, which the ladder does not prevent."""
    plan, top = view.deal.plan, RUNGS[-1]
    started = view.number("programme.starts") if plan.starts else 0.0
    said = [
        f"“{view.outcome(name)}” counts {words.grouped(count)}"
        for name, part in plan.outcomes.items()
        if isinstance(part, Count)
        and part.of == "people"
        and started > NOTHING
        and (count := top * view.number(f"outcomes.{name}.total_gross")) > started + NOTHING
    ]
    if not said:
        return ""
    who = f"the {words.grouped(started)} who start"
    return f"At {words.percent(top)} more people are counted than {who}: {words.listed(said)}."


def _row(rung: Rung, drawn: float, *, is_ever_out: bool) -> Row:
    rate = words.rate(
        Figure("investors.total.irr", "", rung.irr, rung.irr_status), drawn=drawn, is_ever_out=is_ever_out
    )
    return row(
        words.percent(round(rung.achieved, 6)),
        words.amount(rung.outcome_payments),
        words.amount(drawn),
        words.amount(rung.returned),
        words.NOTHING_DRAWN if rung.multiple is None else words.grouped(rung.multiple, 2),
        rate,
        words.amount(rung.returned - drawn),
        words.amount(rung.principal_lost),
    )


def _chart(view: View, drawn: list[float], caption: str) -> Chart:
    rungs = view.ladder.rungs
    full = tuple((r.achieved, r.returned) for r, d in zip(rungs, drawn, strict=True) if _is_back(r, d))
    short = tuple((r.achieved, r.returned) for r, d in zip(rungs, drawn, strict=True) if not _is_back(r, d))
    up = round_steps(0.0, max(*drawn, *(rung.returned for rung in rungs)))
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
        Scale(up[0], up[-1], view.currency.scale(up)),
        (
            Series("Came back, less than drawn", "light bars", short),
            Series("Came back, all that was drawn or more", "dark bars", full),
            Series("Drawn", "levels", tuple(zip(RUNGS, drawn, strict=True))),
        ),
        _marks(view, [each for each, _ in full]),
        bar=0.06,
    )


def _marks(view: View, full: list[float]) -> tuple[Mark, ...]:
    """Where all cash is back: from one share on, or at some alone."""
    back = view.ladder.capital_back_at
    if back is None and full:
        return (Mark(full[0], f"Capital back {_only_between(view)}"),)
    return (Mark(back, f"Capital back from {at_least(back)}"),) if back else ()
