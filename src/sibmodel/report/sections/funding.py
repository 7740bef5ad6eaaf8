"""Funding plan: where the money comes from and what it is spent on, tranche by tranche, and who stands behind it."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.deal.capital import AtClose, Guarantee, Loan, RecoverableGrant, Scheduled, Tranche
from sibmodel.deal.part import titled
from sibmodel.deal.programme import VEHICLE
from sibmodel.graph.model import Line
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Heading, Pairs, Section, prose, section
from sibmodel.report.sections import caveats
from sibmodel.report.sections.timeline import month_in_words
from sibmodel.report.tables import Row, Table, group, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_DRAWS_SHOWN = 6
_SOURCES_AND_USES = "sources_and_uses"
_GAP = {"Source": "Funding gap: not covered when costs fall due", "Use": "Costs of the programme, without funding"}


def funding(view: View) -> Section | None:
    """Sources and uses, the tranches, the guarantees, who bears which cost."""
    tranches = [block for name, part in view.tranches.items() for block in _tranche(view, name, part)]
    guarantees = [block for name, part in view.guarantees.items() for block in _guarantee(view, name, part)]
    around = (_account(view), _drawdown(view), _costs(view))
    return section(
        "funding", "Funding plan", Data(_sources_and_uses(view)), _gap(view), *tranches, *guarantees, *around
    )


def _sources_and_uses(view: View) -> Table:
    rows = (*_side(view, "Source", "sources"), *_side(view, "Use", "uses"))
    caption = f"Sources and uses of the vehicle’s money, {view.scenario_title()} ({view.currency.code})"
    return Table(caption, (column("Item"), *numbers("Amount")), rows)


def _side(view: View, kind: str, line: str) -> Iterator[Row]:
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
    return row(f"{title[:1].upper()}{title[1:]}", words.amount(view.number(line.name)))


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


def _tranche(view: View, name: str, part: Tranche) -> tuple[Block, ...]:
    return Heading(view.capital(name)), Pairs(tuple(_tranche_terms(view, part)))


def _tranche_terms(view: View, part: Tranche) -> Iterator[tuple[str, str]]:
    if part.provider:
        yield "Provided by", part.provider
    yield "Kind", _kind(part)
    yield "Commitment", view.currency.full(part.commitment)
    yield "Drawn", _draws(view, part)
    if isinstance(part, Loan):
        yield "Interest", _interest(part)
        yield "Repayment", _repayment(view, part)


def _kind(part: Tranche) -> str:
    if isinstance(part, Loan):
        return "loan"
    if isinstance(part, RecoverableGrant):
        return "recoverable grant: repaid in its turn, without interest, as far as there is cash"
    return "equity: owed nothing, takes its share of the surplus"


def _draws(view: View, part: Tranche) -> str:
    draws, money = part.draws, view.currency
    if isinstance(draws, AtClose):
        return f"{money.full(draws.amount)} at financial close"
    if not isinstance(draws, Scheduled):
        return "as costs need it, up to the commitment"
    if len(draws.schedule) > _DRAWS_SHOWN:
        months = [draw.month for draw in draws.schedule.values()]
        first, last = (words.month_of_deal(view.start, month) for month in (min(months), max(months)))
        return f"in {len(months)} stated draws from {first} to {last}"
    return words.listed(
        f"{money.full(draw.amount)} in {words.month_of_deal(view.start, draw.month)}"
        for draw in draws.schedule.values()
    )


def _interest(part: Loan) -> str:
    if part.interest_rate == 0:
        return "none; what investors earn is their share of the surplus"
    paid = "paid at the end of each period" if part.interest == "paid" else "rolled up and paid with the principal"
    return f"{words.percent(part.interest_rate)} a year, {part.compounding}, {part.day_count}, {paid}"


def _repayment(view: View, part: Loan) -> str:
    if part.repayment == "sweep" or part.matures is None:
        return "from whatever cash reaches its turn in the order of payments"
    return f"in one sum at maturity, {month_in_words(view, part.matures)}"


def _guarantee(view: View, name: str, part: Guarantee) -> tuple[Block, ...]:
    money = view.currency
    form = {
        "tops_up": f"tops the principal repaid up to {money.full(part.amount)}",
        "first_loss": f"covers the first {money.full(part.amount)} of principal still owed",
    }[part.form]
    pairs = [("Provided by", part.provider)] if part.provider else []
    pairs += [
        ("Stands behind", view.capital(part.of)),
        ("What it covers", f"{form}; never more than the principal still owed, and not itself repaid"),
        ("Called", f"once, in {month_in_words(view, part.called_at)}"),
        (f"Paid, {view.scenario_title()}", money.full(view.number(f"capital.{name}.paid"))),
    ]
    return Heading(view.capital(name)), Pairs(tuple(pairs))


def _account(view: View) -> Block | None:
    account, money = view.deal.terms.account, view.currency
    kept = f"The vehicle keeps {money.full(account.keep_cash)} in cash while costs go on." if account.keep_cash else ""
    reused = (
        "Outcome payments received are used for costs before more capital is drawn, and cash that costs will still "
        "need is held back from the order of payments."
        if account.reuse_outcome_payments
        else ""
    )
    return prose(" ".join(text for text in (kept, reused) if text))


def _drawdown(view: View) -> Data | None:
    """Who draws when; left out for a single tranche, whose draws the cash flow of investors shows."""
    if len(view.tranches) < 2:
        return None
    lines = [*(f"capital.{name}.drawn" for name in view.tranches), "investors.total.all_drawn"]
    columns = [view.row(line) for line in lines]
    rows = [
        row(words.date(day), *(words.amount(values[at]) for values in columns))
        for at, day in enumerate(view.dates)
        if columns[-1][at] > NOTHING
    ]
    if not rows:
        return None
    rows.append(total("In all", *(words.amount(view.number(line)) for line in lines)))
    heads = (column("Date"), *numbers(*(view.capital(name) for name in view.tranches), "All"))
    return Data(Table(f"Drawdown, {view.scenario_title()} ({view.currency.code})", heads, tuple(rows)))


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
    if not rows:
        return None
    rows.append(total("In all", "", "", words.amount(sum(view.number(f"costs.{name}.amount") for name in costs))))
    heads = (column("Cost"), column("Purpose"), column("Borne by"), *numbers("Amount"))
    return Data(Table(f"Costs and who bears them, {view.scenario_title()} ({view.currency.code})", heads, tuple(rows)))
