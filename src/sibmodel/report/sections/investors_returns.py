"""The tables of the investor one-pager: returns by outcome level and under stress, and who loses first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from sibmodel.engine.ladder import Rung
from sibmodel.engine.projection import Figure
from sibmodel.engine.stresses import Stressed
from sibmodel.graph.returns import PAYBACK_STATUSES
from sibmodel.report import words
from sibmodel.report.blocks import Data
from sibmodel.report.sections import principal
from sibmodel.report.sections.rungs import back_at
from sibmodel.report.tables import Row, Table, group, numbers, row, with_columns, without_empty
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

SHOWN: Final = (0.0, 0.5, 0.7, 0.8, 0.9, 1.0, 1.2)
"""The rungs of the ladder that the page shows."""
LOSSES: Final = (1.0, 0.9, 0.8, 0.5, 0.0)
"""The shares of the outcomes expected at which it shows who loses what."""
_PAYBACK: Final = "investors.total.payback_status"
_SHORT: Final = "Costs without funding"
_NOT: Final = "does not apply"
_ALIKE: Final = 6
"""Decimals by which losses differ; what is beyond them must not decide who stands first."""


def ladder_and_stresses(view: View) -> Table:
    """What payers pay and investors get at shares of the outcomes expected, and under each standard stress."""
    heads = (
        column("Case"),
        *numbers("Outcome payments", "Multiple", "IRR a year", principal.column_of(view), _SHORT),
    )
    ladder, stresses = _rungs(view), (_stress(each) for each in view.stresses)
    rows = (group("Share of the outcomes expected that is achieved"), *ladder, group("Standard stresses"), *stresses)
    caption = f"Returns by outcome level and under stress, {view.scenario_title()} = 100% ({view.currency.code})"
    table = Table(caption, heads, rows, _note(view))
    return table if _is_short(view) else with_columns(table, range(len(heads) - 1))


def _is_short(view: View) -> bool:
    """Whether costs have no funding in any of the cases shown."""
    gaps = [rung.unfunded for rung in view.ladder.rungs if round(rung.achieved, 6) in SHOWN]
    gaps += [
        each.projection.number("vehicle.unfunded", each.stress.name)
        for each in view.stresses
        if each.projection is not None
    ]
    return max(gaps) > NOTHING


def _rungs(view: View) -> Iterator[Row]:
    shown = [rung for rung in view.ladder.rungs if round(rung.achieved, 6) in SHOWN]
    statuses = view.achieved(np.array([rung.achieved for rung in shown]), [_PAYBACK])[_PAYBACK].tolist()
    for rung, status in zip(shown, statuses, strict=True):
        yield row(
            words.percent(round(rung.achieved, 6)),
            words.amount(rung.outcome_payments),
            words.NOTHING_DRAWN if rung.multiple is None else words.grouped(rung.multiple, 2),
            _rate(rung, is_ever_out=PAYBACK_STATUSES[round(status)] != words.NEVER_OUT),
            words.amount(rung.principal_lost),
            words.amount(rung.unfunded),
        )


def _rate(rung: Rung, *, is_ever_out: bool) -> str:
    figure = Figure("investors.total.irr", "", rung.irr, rung.irr_status)
    return words.rate(figure, drawn=rung.drawn, is_ever_out=is_ever_out)


def _stress(each: Stressed) -> Row:
    if each.projection is None:
        return row(each.stress.title, _NOT, "", "", "", "")
    seen = View(each.projection, each.stress.name)
    return row(
        each.stress.title,
        words.amount(seen.number("payments.paid")),
        words.multiple(seen.figure("investors.total.multiple")),
        seen.rate("total"),
        words.amount(seen.number("investors.total.principal_lost")),
        words.amount(seen.number("vehicle.unfunded")),
    )


def _note(view: View) -> str:
    """Where capital is back, what the stresses change, and what returns take for granted."""
    said = [_back(view)]
    said += dict.fromkeys(f"Does not apply: {text}." for each in view.stresses for text in each.left_out)
    late = max(each.stress.late for each in view.stresses)
    said.append(
        f"Results {late} months late move the months of measurement and what makes up for missing results (guarantees, "
        "minimum payments); costs and all other dates stand."
    )
    if _is_short(view):
        said.append("Returns take for granted that costs without funding are met from elsewhere.")
    return " ".join(said)


def _back(view: View) -> str:
    """From where on all cash is back."""
    at = view.ladder.capital_back_at
    if at == 0:
        return "All cash is back at any share of the outcomes expected."
    since = (
        "not back even at"
        if at is None and back_at(view).startswith("not even")
        else "back"
        if at is None
        else "back from"
    )
    return f"All cash is {since} {back_at(view).removeprefix('not even ')} of the outcomes expected."


# --- who loses first -----------------------------------------------------------------------------------------------


def who_loses_first(view: View) -> Data | None:
    """The principal that each tranche loses as less is achieved, the first to lose on top, and what guarantees pay."""
    lines = {name: f"investors.{name}.principal_lost" for name in view.investors}
    lines |= {name: f"capital.{name}.paid" for name in view.guarantees}
    found = view.achieved(np.array(LOSSES), list(lines.values()))
    lost = {name: found[line].tolist() for name, line in lines.items()}
    first = sorted(view.investors, key=lambda name: _how_late(lost[name], view.investors[name].commitment))
    rows = [_loss(view.capital(name), view.investors[name].commitment, lost[name]) for name in first]
    rows += [_loss(f"{view.capital(name)} pays", None, lost[name]) for name in view.guarantees]
    shares = (f"At {words.percent(share)}" for share in LOSSES)
    heads = (column("Who loses first"), *numbers("Commitment", *shares))
    caption = f"Principal lost by share of the outcomes expected, the first to lose on top ({view.currency.code})"
    return Data(without_empty(Table(caption, heads, tuple(rows))))


def _how_late(lost: list[float], commitment: float) -> tuple[float, ...]:
    """The larger the part of its commitment that a tranche loses early, the earlier it stands."""
    return tuple(round(-amount / commitment, _ALIKE) if commitment else 0.0 for amount in lost)


def _loss(title: str, commitment: float | None, lost: list[float]) -> Row:
    return row(title, "" if commitment is None else words.amount(commitment), *map(words.amount, lost))
