"""What is asked of the committee: for how much, for which years, who is served and what counts as success."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.deal.payments.reach import ENDLESS
from sibmodel.engine.exits import exit_table
from sibmodel.report import doubts, words
from sibmodel.report.committee.payer import Payer
from sibmodel.report.maximum import most_of_payer
from sibmodel.report.sections.brief import on_condition
from sibmodel.report.sections.brief_terms import terms_in_words
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_FEW = 3
"""Terms of payment that are told one by one."""
_LONGEST = 160
_DOUBTED = "assumed, or in no document that is known to confirm it"
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
    what = words.listed(["outcomes", *payer.owed_in_any_case])
    return f"{payer.title} is asked for authority to owe up to {most} for {what} over {span}{beside}."


def served(payer: Payer) -> str:
    """Who is served, and what is paid for, in one sentence."""
    view, people = payer.view, payer.view.number("programme.starts")
    terms = [name for name in payer.terms if terms_in_words(view, name)]
    told = (f"{words.shortened(view.term(name))}: {terms_in_words(view, name)}" for name in terms[:_FEW])
    paid = "; ".join(words.shortened(text, 2 * _LONGEST) for text in told)
    more = f"; and {len(terms) - _FEW} more terms" if len(terms) > _FEW else ""
    return f"{_who(payer, people)}. Paid for: {paid}{more}."


def _who(payer: Payer, people: float) -> str:
    text = words.paragraphs(payer.view.deal.description.population)
    told = words.shortened(text[0], _LONGEST).rstrip(".") if text else ""
    if people > NOTHING:
        start = f"{words.exact(round(people))} people are planned to start"
        return f"Served: {told}; {start}" if told else start
    return f"Served: {told}" if told else "The file does not say who is served"


def most(payer: Payer) -> Iterator[tuple[str, str]]:
    """The most that can be owed: in all, in the worst year, for ending early."""
    money, whole = payer.money, payer.most_in_all
    yield "In all", _in_all(payer)
    if payer.own_costs > NOTHING and whole is not None:
        yield "With own costs", money.at_most(whole + payer.own_costs)
    worst, endless = payer.worst_year, [each.year for each in payer.most if each.amount is None]
    if whole is not None and endless:
        yield "In the worst year", "no limit is stated beside that in all"
    elif not endless and worst is not None and worst.amount is not None:
        same = [each.year for each in payer.most if each.amount == worst.amount and each.year in payer.years]
        yield "In the worst year", f"{money.at_most(worst.amount)}, in {_any_of(same)}"
    cash = {year: payer.of("outcome_payments", year) for year in payer.years}
    top = max(cash.values())
    if top > NOTHING:
        under, same = payer.view.under(), [year for year, amount in cash.items() if amount > top - NOTHING]
        highest = "the highest year" if len(same) == 1 else "the highest years"
        yield f"{under[0].upper()}{under[1:]}", f"{money.full(top)} in {_any_of(same, 'each of')}, {highest}"
    yield "For ending early", _ending(payer)


def _in_all(payer: Payer) -> str:
    """The most in all and what it hangs on; and under which scenario of the file it is more."""
    view, whole = payer.view, payer.most_in_all
    if whole is None:
        return "no limit is stated"
    mark = f" {doubts.SIGN} ({_DOUBTED})" if is_in_doubt(payer) else ""
    said = f"{payer.money.at_most(whole)}{mark}{on_condition(view, most_of_payer(view, payer.name))}"
    others = [View(view.projection, name) for name in view.scenarios if name != view.scenario]
    if not others:
        return said
    found = (most_of_payer(each, payer.name) for each in others)
    top = max(found, key=lambda each: ENDLESS if each.amount is None else each.amount)
    if top.amount is None:
        return f"{said}; no limit is stated{on_condition(view, top)}"
    more = f"; {payer.money.at_most(top.amount)}{on_condition(view, top)}"
    return f"{said}{more if top.amount > whole + NOTHING else ''}"


def is_in_doubt(payer: Payer) -> bool:
    """Whether the most in all is the payer's own cap, and no document is known to state that."""
    cap = payer.view.deal.terms.payers[payer.name].max
    is_the_most = cap is not None and cap == payer.most_in_all
    return is_the_most and doubts.is_doubted(payer.view, f"terms.payers.{payer.name}.max")


def _any_of(years: list[int], several: str = "any one of") -> str:
    """Fiscal years as a sentence has them.

    Example:
        >>> _any_of([2031]), _any_of([2028, 2029, 2030]), _any_of([2028, 2030], "each of")
        ('fiscal year 2031', 'any one of 2028 to 2030', 'each of 2028 and 2030')
    """
    if len(years) == 1:
        return f"fiscal year {years[0]}"
    is_row = len(years) > 2 and years[-1] - years[0] == len(years) - 1
    return f"{several} {f'{years[0]} to {years[-1]}' if is_row else words.listed(map(str, years))}"


def _ending(payer: Payer) -> str:
    """What is owed because the deal ends early, at the date at which it is most."""
    exits = exit_table(payer.view.projection.deal, payer.view.scenario, most=None)
    if not exits:
        return "nothing: the terms state no early end"
    worst = max(exits, key=lambda each: each.on_termination)
    if worst.on_termination <= NOTHING:
        return "nothing beyond what is then due for outcomes"
    at = words.month_of_deal(payer.view.start, worst.month)
    return f"up to {payer.money.full(worst.on_termination)} from all payers, if it ends in {at} {payer.view.under()}"
