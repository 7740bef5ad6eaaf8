"""What is asked of the committee: for how much, for which years, who is served and what counts as success."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.engine.exits import exit_table
from sibmodel.report import words
from sibmodel.report.committee.payer import Payer
from sibmodel.report.maximum import most_payable
from sibmodel.report.sections.brief import on_condition
from sibmodel.report.sections.brief_terms import terms_in_words
from sibmodel.report.words import NOTHING

_FEW = 3
"""Terms of payment that are told one by one."""
_LONGEST = 160
"""Letters of the words of the file about who is served."""


def decision(payer: Payer) -> str:
    """The authority asked for: of how much, over which years."""
    years = payer.years
    span = f"fiscal year {years[0]}" if len(years) == 1 else f"fiscal years {years[0]} to {years[-1]}"
    own = payer.own_costs
    beside = f", and to spend {payer.money.full(own)} on its own costs" if own > NOTHING else ""
    whole = payer.most_in_all
    if whole is None:
        return (
            f"{payer.title} is asked to enter a contract that states no limit on what it may owe, over {span}{beside}."
        )
    most = payer.money.at_most(whole)
    return f"{payer.title} is asked for authority to owe up to {most} for outcomes over {span}{beside}."


def served(payer: Payer) -> str:
    """Who is served, and what is paid for, in one sentence."""
    view, people = payer.view, payer.view.number("programme.starts")
    many = "The plan states no number of people"
    if people > NOTHING:
        many = f"{words.exact(round(people))} people are planned to start"
    terms = [name for name in payer.terms if terms_in_words(view, name)]
    told = (f"{words.shortened(view.term(name))}: {terms_in_words(view, name)}" for name in terms[:_FEW])
    paid = "; ".join(words.shortened(text, 2 * _LONGEST) for text in told)
    more = f"; and {len(terms) - _FEW} more terms" if len(terms) > _FEW else ""
    return f"{many}{_who(payer)}. Paid for: {paid}{more}."


def _who(payer: Payer) -> str:
    text = words.paragraphs(payer.view.deal.description.population)
    return f" ({words.shortened(text[0], _LONGEST).rstrip('.')})" if text else ""


def most(payer: Payer) -> Iterator[tuple[str, str]]:
    """The most that can be owed: in all, in the worst year, for ending early."""
    money, whole = payer.money, payer.most_in_all
    condition = on_condition(payer.view, most_payable(payer.view))
    yield "In all", "no limit is stated" if whole is None else f"{money.at_most(whole)}{condition}"
    worst, endless = payer.worst_year, [each.year for each in payer.most if each.amount is None]
    if whole is not None and endless:
        yield "In the worst year", "no limit is stated beside that in all"
    elif not endless and worst is not None and worst.amount is not None:
        same = [each.year for each in payer.most if each.amount == worst.amount]
        when = f"fiscal year {same[0]}" if len(same) == 1 else f"any one of {same[0]} to {same[-1]}"
        yield "In the worst year", f"{money.at_most(worst.amount)}, in {when}"
    cash = {year: payer.of("outcome_payments", year) for year in payer.years}
    top = max(cash, key=lambda year: cash[year])
    if cash[top] > NOTHING:
        under = payer.view.under()
        yield f"{under[0].upper()}{under[1:]}", f"{money.full(cash[top])} in the highest year, fiscal year {top}"
    yield "For ending early", _ending(payer)


def _ending(payer: Payer) -> str:
    """What is owed because the deal ends early, at the date at which it is most."""
    exits = exit_table(payer.view.projection.deal, payer.view.scenario, most=None)
    if not exits:
        return "the terms know no early end"
    worst = max(exits, key=lambda each: each.on_termination)
    if worst.on_termination <= NOTHING:
        return "nothing beyond what is then due for outcomes"
    at = words.month_of_deal(payer.view.start, worst.month)
    return f"up to {payer.money.full(worst.on_termination)} from all payers, if it ends in {at} {payer.view.under()}"
