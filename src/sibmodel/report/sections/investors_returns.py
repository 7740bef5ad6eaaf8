"""The tables of the investor one-pager: returns by outcome level and under stress, and who loses first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from sibmodel.deal.deal import PLAN
from sibmodel.engine.ladder import Rung
from sibmodel.engine.projection import Figure
from sibmodel.engine.stresses import Stressed
from sibmodel.graph.returns import PAYBACK_STATUSES
from sibmodel.report import words
from sibmodel.report.blocks import Data
from sibmodel.report.sections import principal
from sibmodel.report.sections.rungs import back_at
from sibmodel.report.tables import Row, Table, group, numbers, row, without_empty
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


def ladder_and_stresses(view: View) -> Table:
    """What payers pay and investors get at shares of the outcomes expected, and under each standard stress."""
    heads = (
        column("Case"),
        *numbers("Outcome payments", "Multiple", "IRR a year", principal.column_of(view), _SHORT),
    )
    ladder, stresses = list(_rungs(view)), [_stress(each) for each in view.stresses]
    rows = (group("Share of the outcomes expected that is achieved"), *ladder, group("Standard stresses"), *stresses)
    caption = f"Returns by outcome level and under stress, {view.scenario_title()} = 100% ({view.currency.code})"
    return without_empty(Table(caption, heads, rows, _note(view)))


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
            _unfunded(rung.unfunded),
        )


def _rate(rung: Rung, *, is_ever_out: bool) -> str:
    figure = Figure("investors.total.irr", "", rung.irr, rung.irr_status)
    return words.rate(figure, drawn=rung.drawn, is_ever_out=is_ever_out)


def _unfunded(amount: float) -> str:
    """Nothing at all where every cost has funding, so that the column goes where no row needs it."""
    return words.amount(amount) if amount > NOTHING else ""


def _stress(each: Stressed) -> Row:
    if each.projection is None:
        return row(each.stress.title, _NOT, "", "", "", "")
    seen = View(each.projection, PLAN)
    return row(
        each.stress.title,
        words.amount(seen.number("payments.paid")),
        words.multiple(seen.figure("investors.total.multiple")),
        seen.rate("total"),
        words.amount(seen.number("investors.total.principal_lost")),
        _unfunded(seen.number("vehicle.unfunded")),
    )


def _note(view: View) -> str:
    """Where capital is back, what the stresses change, and what returns take for granted."""
    back = back_at(view)
    said = [
        f"All cash is back {'from' if view.ladder.capital_back_at is not None else ''} {back} of the outcomes expected."
    ]
    left_out = dict.fromkeys(text for each in view.stresses for text in each.left_out)
    said += [f"Does not apply: {text}." for text in left_out]
    late = max(each.stress.late for each in view.stresses)
    said.append(
        f"Results {late} months late move the months of measurement and what makes up for missing results (guarantees, "
        "minimum payments); costs and all other dates stand."
    )
    if any(rung.unfunded > NOTHING for rung in view.ladder.rungs if rung.achieved in SHOWN) or any(
        each.projection is not None and each.projection.number("vehicle.unfunded") > NOTHING for each in view.stresses
    ):
        said.append("Returns take for granted that costs without funding are met from elsewhere.")
    return " ".join(" ".join(text.split()) for text in said)


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
    return tuple(-amount / commitment if commitment else 0.0 for amount in lost)


def _loss(title: str, commitment: float | None, lost: list[float]) -> Row:
    return row(title, "" if commitment is None else words.amount(commitment), *map(words.amount, lost))
