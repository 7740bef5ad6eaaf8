"""Funding plan: where the money comes from and what it is spent on, tranche by tranche, and who stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from sibmodel.deal.capital.fees import FeeTerm
from sibmodel.deal.capital.guarantee import Guarantee
from sibmodel.deal.capital.loan import Loan
from sibmodel.deal.capital.said import Amount, Pair
from sibmodel.deal.part import titled
from sibmodel.deal.programme import VEHICLE
from sibmodel.engine.projection import Array
from sibmodel.graph.model import Line
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Heading, Pairs, Section, prose, section
from sibmodel.report.sections import caveats
from sibmodel.report.tables import Row, Table, group, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_ABREAST = 6
"""Tranches that stand side by side in a table."""
_SOURCES_AND_USES = "sources_and_uses"
_GAP = {"Source": "Funding gap: not covered when costs fall due", "Use": "Costs of the programme, without funding"}


def funding(view: View) -> Section | None:
    """Sources and uses, the tranches, the guarantees, who bears which cost."""
    tranches = [block for name, part in view.tranches.items() for block in _described(view, name, part.describe())]
    fees = [block for name, part in view.deal.terms.fees.items() for block in _fee(view, name, part)]
    guarantees = [block for name, part in view.guarantees.items() for block in _guarantee(view, name, part)]
    around = (_account(view), *_drawdown(view), _costs(view))
    return section(
        "funding", "Funding plan", Data(_sources_and_uses(view)), _gap(view), *tranches, *guarantees, *fees, *around
    )


def _sources_and_uses(view: View) -> Table:
    rows = (*side(view, "Source", "sources"), *side(view, "Use", "uses"))
    caption = f"Sources and uses of the vehicle’s money, {view.scenario_title()} ({view.currency.code})"
    return Table(caption, (column("Item"), *numbers("Amount")), rows)


def side(view: View, kind: str, line: str) -> Iterator[Row]:
    """Sources, or uses; costs without funding stand on both sides, so that uses hold every cost and still tie."""
    lines = view.projection.model.lines.items()
    found = [each for name, each in lines if name.startswith(f"{_SOURCES_AND_USES}.")]
    rows = [_item(view, kind, each) for each in found if each.label.startswith(f"{kind}: ")]
    gap = view.number(caveats.UNFUNDED)
    if gap > NOTHING:
        rows.insert(1 if kind == "Use" else len(rows), row(_GAP[kind], words.amount(gap)))
    yield group(f"{kind}s")
    yield from rows
    yield total("In all", words.amount(view.number(f"{_SOURCES_AND_USES}.{line}") + gap))


def _item(view: View, kind: str, line: Line) -> Row:
    title = line.label.removeprefix(f"{kind}: ")
    to = title.removeprefix("Surplus to ")
    if to != title:
        title = f"Surplus to {words.within(to)}{_redeems(view, to)}"
    return row(f"{title[:1].upper()}{title[1:]}", words.amount(view.number(line.name)))


def _redeems(view: View, title: str) -> str:
    """That surplus is what a lender is repaid from, where no step pays its principal."""
    repaid = {name for step in view.deal.terms.steps if step.what == "principal" for name in step.names}
    lent = [name for name, part in view.tranches.items() if isinstance(part, Loan) and name not in repaid]
    return ", which repays its capital" if title in map(view.capital, lent) else ""


def _gap(view: View) -> Data | None:
    """The vehicle's costs by scenario, with and without funding; only where some have none."""
    lines = ("vehicle.costs_paid", caveats.UNFUNDED)
    found = {scenario: [view.number(line, scenario) for line in lines] for scenario in view.scenarios}
    if all(without <= NOTHING for _, without in found.values()):
        return None
    rows = tuple(
        row(view.scenario_title(scenario), *map(words.amount, (paid + without, paid, without)))
        for scenario, (paid, without) in found.items()
    )
    heads = (column("Scenario"), *numbers("Costs of the vehicle", "Funded", "Without funding"))
    return Data(
        Table(
            f"Costs with and without funding, by scenario ({view.currency.code})",
            heads,
            rows,
            caveats.MET_FROM_ELSEWHERE,
        )
    )


def _described(view: View, name: str, pairs: Iterable[Pair]) -> tuple[Block, ...]:
    """What an instrument says of itself, under its name."""
    return Heading(view.capital(name)), Pairs(tuple((label, view.said(said)) for label, said in pairs))


def _guarantee(view: View, name: str, part: Guarantee) -> tuple[Block, ...]:
    paid: list[Pair] = [(f"Paid, {view.scenario_title()}", (Amount(view.number(f"capital.{name}.paid")),))]
    if part.reimbursed:
        back = view.number(f"capital.{name}.reimbursed")
        paid.append((f"Reimbursed, {view.scenario_title()}", (Amount(back),)))
    return _described(view, name, [*part.describe(), *paid])


def _fee(view: View, name: str, part: FeeTerm) -> tuple[Block, ...]:
    paid: list[Pair] = [(f"Paid, {view.scenario_title()}", (Amount(view.number(f"fees.{name}.fee_paid")),))]
    if (owed := view.projection.fee_unpaid(name, view.scenario)) > NOTHING:
        paid.append((f"Still owed at the end, {view.scenario_title()}", (Amount(owed),)))
    cost: Pair = ("Counts as", ("a cost of the structure, paid in its turn; nobody’s return",))
    return _described(view, name, [*part.describe(), cost, *paid])


def _account(view: View) -> Block | None:
    return prose(" ".join(view.said(sentence) for sentence in view.deal.terms.account.describe()))


def _drawdown(view: View) -> Iterator[Data]:
    """Who draws when; left out for a single tranche, whose draws the cash flow of investors shows.

    Of many tranches there are several tables, so that none is wider than the paper.
    """
    names = list(view.tranches)
    if len(names) < 2:
        return
    drawn = {name: view.row(f"capital.{name}.drawn") for name in names}
    whole = sum(drawn.values(), np.zeros_like(drawn[names[0]]))
    parts = [names[at : at + _ABREAST] for at in range(0, len(names), _ABREAST)]
    for number, part in enumerate(parts, start=1):
        columns = {view.capital(name): drawn[name] for name in part}
        last = {"All": whole} if number == len(parts) else {}
        title = f"Drawdown, {view.scenario_title()} ({view.currency.code})"
        if len(parts) > 1:
            title += f", part {number} of {len(parts)}"
        yield from _drawn(view, title, [*columns.items(), *last.items()])


def _drawn(view: View, title: str, columns: Sequence[tuple[str, Array]]) -> Iterator[Data]:
    rows = [
        row(words.date(day), *(words.amount(values[at]) for _, values in columns))
        for at, day in enumerate(view.dates)
        if any(values[at] > NOTHING for _, values in columns)
    ]
    if rows:
        rows.append(total("In all", *(words.amount(float(values.sum())) for _, values in columns)))
        heads = (column("Date"), *numbers(*(name for name, _ in columns)))
        yield Data(Table(title, heads, tuple(rows)))


def _costs(view: View) -> Data | None:
    costs = view.deal.plan.costs
    rows = [
        row(
            titled(name, cost.title),
            words.in_words(cost.purpose),
            "the vehicle" if cost.paid_by == VEHICLE else view.payer(cost.paid_by),
            words.amount(view.number(f"costs.{name}.amount")),
        )
        for name, cost in costs.items()
    ]
    if (winding_down := _winding_down(view)) > NOTHING:
        rows.append(row("Winding down", "early end", "the vehicle", words.amount(winding_down)))
    if not rows:
        return None
    whole = winding_down + sum(view.number(f"costs.{name}.amount") for name in costs)
    rows.append(total("In all", "", "", words.amount(whole)))
    heads = (column("Cost"), column("Purpose"), column("Borne by"), *numbers("Amount"))
    return Data(Table(f"Costs and who bears them, {view.scenario_title()} ({view.currency.code})", heads, tuple(rows)))


def _winding_down(view: View) -> float:
    """What winding down costs where the deal ends early under the scenario."""
    return view.number("termination.wind_down") if view.has("termination.wind_down") else 0.0
