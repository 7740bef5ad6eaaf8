"""Value for money: the deal beside direct funding, what an outcome costs in full and is worth, and public value."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.deal.part import titled
from sibmodel.report import words
from sibmodel.report.blocks import Data, Section, points, prose, section
from sibmodel.report.committee.direct import against_direct, per_outcome
from sibmodel.report.committee.payer import payers_of
from sibmodel.report.sections import worths
from sibmodel.report.tables import Row, Table, group, row, total
from sibmodel.report.view import View


def value_for_money(view: View) -> Section | None:
    """What the deal costs more or less than direct funding, for all payers together, and what it is worth to all."""
    payer = next(payers_of(view))
    outcomes = per_outcome(payer)
    return section(
        "value",
        "Value for money",
        points(*against_direct(payer)),
        prose(_public_value(view)),
        Data(_table(view)),
        Data(outcomes) if outcomes else None,
    )


def _table(view: View) -> Table:
    rows = [*_against_direct(view)]
    if view.deal.plan.savings:
        rows = [group("Against direct funding"), *rows, group("Public value"), *_of_public_value(view)]
    caption = f"Value for money, all payers together, {view.scenario_title()} ({view.currency.code})"
    note = (
        "Direct funding pays for delivery, set-up and management; evaluation, intermediary and legal costs are taken "
        "for those of the deal."
    )
    return Table(caption, worths.heads(view), tuple(rows), f"{note} {worths.note(view)}")


def _against_direct(view: View) -> Iterator[Row]:
    yield row("Cost of the deal: payments and own costs, less surplus received", *worths.flow(view, "deal_cost"))
    yield row("Cost of the service if payers fund it directly", *worths.flow(view, "direct_cost"))
    yield total("Deal less direct funding", *worths.headline(view, "premium"))


def _of_public_value(view: View) -> Iterator[Row]:
    yield row("Value to those whose benefits count", *worths.flow(view, "gained"))
    yield row("Less the work paid for: programme, evaluation, fees", *worths.flow(view, "resources", -1.0))
    yield total("Public value", *worths.headline(view, "public_value"))


def _public_value(view: View) -> str:
    """Whose benefits count in public value, and what does not; nothing where no saving is stated."""
    plan = view.deal.plan
    if not plan.savings:
        return ""
    whose = "all agencies in the deal file"
    if plan.standing:
        whose = f"{words.listed(view.payer(name) for name in plan.standing)}, whose benefits the deal file says count"
    moved = [titled(name, saving.title) for name, saving in plan.savings.items() if saving.transfer]
    handed = f", and so do savings that only change hands ({words.listed(moved)})" if moved else ""
    return (
        f"Public value counts what is gained by {whose}, less the work that it takes, whoever pays for it. Payments "
        f"for outcomes count for nothing in it, for they only move money{handed}."
    )
