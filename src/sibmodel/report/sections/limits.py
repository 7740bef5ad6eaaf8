"""Caps, in the order in which they apply, and which of them cut what under which scenario."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sibmodel.deal.payments.limits import Cut as Where
from sibmodel.deal.payments.terms_limits import unused_in_words
from sibmodel.report import doubts, words
from sibmodel.report.blocks import Block, Data, Heading, Section, points, prose, section
from sibmodel.report.say import Said
from sibmodel.report.tables import Row, Table, numbers, row, with_columns
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING


def limits(view: View) -> Section | None:
    """The limits and what they cut."""
    return section("limits", "Payment caps", *_order(view), Data(_earned_and_paid(view)), *_cuts(view))


def _order(view: View) -> tuple[Block | None, ...]:
    found = list(steps(view))
    if not found:
        return (prose("The contract states no cap: what is earned is paid."),)
    return (Heading("Caps in the order in which they apply"), points(*found, is_numbered=True))


def steps(view: View) -> Iterator[str]:
    """Every step between what falls due and what is paid, in the order in which they apply."""
    yield from of_terms(view, view.deal.terms.payments)
    for name in view.deal.terms.payers:
        yield from of_payer(view, name)


def of_terms(view: View, names: Collection[str]) -> Iterator[str]:
    """The limits of some payment terms, and those that hold for several of which one is among them; then set-off."""
    money, terms, said = view.currency, view.deal.terms, Said(view)
    for name in names:
        payment = terms.payments[name]
        for rule in payment.limits_told(said):
            yield f"{view.term(name)}: {rule}."
        if payment.max is not None:
            most = doubts.signed(view, money.full(payment.max), f"terms.payments.{name}.max")
            yield f"{view.term(name)}: no more than {most} in all; what is above is lost."
    for name, limit in terms.limits.items():
        if not any(each in names for each in limit.payments):
            continue
        title = f"“{limit.title}”: " if limit.title else ""
        yield f"{title}{limit.told(Said(view, f'terms.limits.{name}'))}.{_all_in_doubt(view, f'terms.limits.{name}')}"
    yield from _set_off(view)


def _set_off(view: View) -> Iterator[str]:
    """What is set off against what, and what becomes of the rest."""
    payments, who = view.deal.terms.payments.items(), _payers_set_off(view)
    owed = [f"“{view.term(name)}”" for name, each in payments if each.may_leave_owed]
    lapses = [f"“{view.term(name)}”" for name, each in payments if each.may_deduct and not each.may_leave_owed]
    if owed:
        yield (
            f"Anything taken back under {words.listed(owed, 'or')} is set off {who} due at that instant and later; "
            f"what is left in the end is owed by {view.deal.terms.deductions_owed_by}."
        )
    if lapses:
        yield f"{words.listed(lapses)} is set off {who} due at that instant; what is left of it lapses."


def _payers_set_off(view: View) -> str:
    one = len(view.deal.terms.payers) == 1
    return "against payments" if one else "by each payer, against payments that it owes itself"


def _all_in_doubt(view: View, path: str) -> str:
    """The sign for a cap of which no figure is confirmed."""
    return f" {doubts.SIGN} assumed or unconfirmed." if doubts.all_doubted(view, path) else ""


def of_payer(view: View, name: str) -> Iterator[str]:
    """The share of a payer, whose caps it covers, and its own caps."""
    payer = view.deal.terms.payers[name]
    money, who, path = view.currency, view.payer(name), f"terms.payers.{name}"
    if payer.pays:
        shares = [f"{words.percent(payer.share * share)} of {view.term(term)}" for term, share in payer.pays.items()]
        yield f"{who} pays {words.listed(shares)}."
    elif payer.share != 1:
        yield f"{who} pays {words.percent(payer.share)} of what is due."
    if payer.covers:
        yield f"{who} also pays what the caps of {words.listed(map(view.payer, payer.covers))} cut."
    covering = [view.payer(other) for other, each in view.deal.terms.payers.items() if name in each.covers]
    above = f"what is above is paid by {words.listed(covering)}" if covering else "what is above is lost"
    if payer.max_per_fiscal_year is not None:
        ends, rule = payer.fiscal_year_ends.capitalize(), unused_in_words(payer.unused, payer.excess)
        rule = rule.replace("what is above is lost", above)
        most = doubts.signed(view, money.full(payer.max_per_fiscal_year), f"{path}.max_per_fiscal_year")
        yield f"{who}: no more than {most} in a fiscal year (ending in {ends}); {rule}."
    if payer.max is not None:
        yield f"{who}: no more than {doubts.signed(view, money.full(payer.max), f'{path}.max')} in all; {above}."


def _earned_and_paid(view: View) -> Table:
    """What each scenario earns, and what becomes of it."""
    rows = [
        row(view.scenario_title(scenario), *map(words.amount, _ways(view, scenario))) for scenario in view.scenarios
    ]
    heads = (
        column("Scenario"),
        *numbers("Earned, before anything is taken back", "Cut by caps", "Set off", "In no payer’s share", "Paid"),
        *numbers("Taken back in all", f"Of that, still owed by {view.deal.terms.deductions_owed_by}"),
    )
    table = Table(f"Earned, cut and paid, all terms ({view.currency.code})", heads, tuple(rows))
    empty = {at for at in (3, 4, 7) if all(line.cells[at].text == words.NIL for line in rows)}
    if 7 in empty:
        empty.add(6)  # all that is taken back is set off, which has a column
    return with_columns(table, [at for at in range(len(heads)) if at not in empty])


def _ways(view: View, scenario: str) -> tuple[float, ...]:
    """Earned, cut, set off, in no payer's share, paid; then what is taken back and what is left of that in the end."""
    terms = view.deal.terms.payments

    def whole(lines: Iterable[str]) -> float:
        return sum(view.number(line, scenario) for line in lines if view.has(line))

    earned = whole(
        f"{line.format(term)}" for term in terms for line in ("payments.{}.earned", "deductions.{}.taken_back")
    )
    set_off = whole(f"deductions.{term}.set_off" for term in terms)
    paid, cut = view.number("payments.paid", scenario), sum(cut.amount for cut in each_cut(view, scenario))
    cut -= whole(f"{group}.{term}.undone" for term in terms for group in ("payments", "deductions"))
    back, owed = whole(["deductions.arises"]), whole(["deductions.still_owed"])
    return earned, cut, set_off, earned - cut - set_off - paid, paid, back, owed


@dataclass(frozen=True, slots=True)
class Cut:
    """What one limit cuts from one payment term.

    Args:
        term: The payment term.
        limit: The limit as a table names it.
        named: The limit as a sentence names it; the same for every term that it cuts.
        amount: How much.
        when: The first and the last date on which it cuts.
    """

    term: str
    limit: str
    named: str
    amount: float
    when: str


def each_cut(view: View, scenario: str) -> Iterator[Cut]:
    """Every limit on every term, and what it cuts under a scenario."""
    return _amounts(view, scenario, view.projection.deal.cuts)


def _amounts(view: View, scenario: str, cuts: Iterable[Where]) -> Iterator[Cut]:
    for cut in cuts:
        row_of = view.row(cut.line, scenario)
        at = [number for number, amount in enumerate(row_of) if amount > NOTHING]
        dates = [words.date(view.dates[number]) for number in (at[:1] + at[-1:] if len(at) > 1 else at)]
        yield Cut(cut.term, cut.limit, cut.named, float(row_of.sum()), " to ".join(dates))


def _cuts(view: View) -> Iterator[Block | None]:
    deal = view.projection.deal
    passed_on = {each.line: view.payer(each.taken_over_by) for each in deal.passed_on}
    cut = tuple(_cut_rows(view, deal.cuts))
    moved = tuple(_cut_rows(view, [replace(each, taken_over_by="") for each in deal.passed_on], passed_on))
    heads = (column("Scenario"), column("Payment term"), column("Cap"), column("When"))
    if not cut and not moved:
        yield prose("No cap cuts anything in any scenario.") if list(steps(view)) else None
    if cut:
        yield Data(Table(f"Which cap cut what ({view.currency.code})", (*heads, *numbers("Cut")), cut))
    if moved:
        caption = f"Moved to another payer by a cap ({view.currency.code})"
        yield Data(Table(caption, (*heads, column("Paid instead by"), *numbers("Moved")), moved))


def _cut_rows(view: View, cuts: Iterable[Where], instead: Mapping[str, str] | None = None) -> Iterator[Row]:
    """What each cap cuts in each scenario, and who pays it instead."""
    for scenario in view.scenarios:
        for where in cuts:
            for cut in _amounts(view, scenario, [where]):
                by = (instead[where.line],) if instead else ()
                if cut.amount > NOTHING:
                    shown = (view.scenario_title(scenario), view.term(cut.term), cut.limit, cut.when, *by)
                    yield row(*shown, words.amount(cut.amount))
