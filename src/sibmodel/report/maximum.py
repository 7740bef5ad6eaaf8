"""The most that can be paid: a sum that payments cannot pass whatever the outcomes, or that there is none.

It is proved, not tried out. Each term says the most that it can come to; its own cap and every limit over several
terms can only lower that; payers pay no more than their shares of it and no more than their caps. What is taken back
only lowers it further, so nothing of that counts. Where nothing ends an amount it is infinite, and said to have no cap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sibmodel.deal.payments.payers import Payer
from sibmodel.deal.payments.payment import Payment
from sibmodel.deal.payments.reach import ENDLESS, times
from sibmodel.deal.payments.terms_limits import ForEachPerson, InAll, PerFiscalYear, ShareOfTotal, TermsLimit
from sibmodel.graph.units import DATE, MONTHS
from sibmodel.report.bounds import Bounds
from sibmodel.report.reach import in_the_end, reach_of, readings
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_BEFORE: Final = -1.0
"""The month after which a deal begins: financial close is month 0."""


@dataclass(frozen=True, slots=True)
class Most:
    """The most that payers can be asked to pay in all.

    Args:
        amount: The most under any scenario of the page; None where nothing bounds it.
        scenario: The scenario under which it is so much; that of the page where it is the same.
        own: The most under the scenario of the page; None where nothing bounds that.
        priced: The months whose prices it is stated at; none where no index can change it.
        people: How many people have to start for it to be so much; nothing where it does not hang on that.
        uncapped: The terms that nothing bounds, under the first scenario in which there are such.
    """

    amount: float | None
    scenario: str
    own: float | None
    priced: tuple[float, ...] = ()
    people: float = 0.0
    uncapped: tuple[str, ...] = ()


def most_payable(view: View) -> Most:
    """The most under each scenario, and the most of them."""
    views = {name: View(view.projection, name) for name in (view.scenario, *view.scenarios)}
    found = {name: _bounds(each, _asked(each)) for name, each in views.items()}
    plain = {name: each.most() for name, each in found.items()}
    payers = view.deal.terms.payers
    bounds = {
        name: min(plain[name], sum(_of_all_years(each, payer) for payer in payers)) for name, each in views.items()
    }
    top = max(bounds, key=lambda name: bounds[name])
    if bounds[top] == ENDLESS:
        return Most(None, view.scenario, None, uncapped=tuple(found[top].uncapped()))
    own = bounds[view.scenario]
    if bounds[top] <= own + NOTHING:
        top = view.scenario
    return Most(bounds[top], top, own, tuple(_priced(views[top], plain[top])), _people(views[top], plain[top]))


def most_of_payer(view: View, payer: str) -> Most:
    """The most that one payer can be asked to pay in all under the scenario of the page, and what that hangs on."""

    def paid(bounds: Bounds) -> float:
        return bounds.paid_by(payer)

    amount = paid(_bounds(view, _asked(view)))
    if amount == ENDLESS:
        return Most(None, view.scenario, None)
    priced, people = tuple(_priced(view, amount, paid)), _people(view, amount, paid)
    by_years = min(amount, _of_all_years(view, payer))
    return Most(by_years, view.scenario, by_years, priced, people)


def _of_all_years(view: View, payer: str) -> float:
    """What the bounds of a payer's years come to; endless where nothing bounds one."""
    to_date = most_by_year(view, payer)[-1].to_date
    return ENDLESS if to_date is None else to_date


def _asked(view: View) -> Callable[[Payment], float]:
    """Every term asked for the most that it comes to under a scenario."""
    reach = reach_of(view)
    return lambda term: term.most(reach)


@dataclass(frozen=True, slots=True)
class MostInYear:
    """The most that one payer can be asked to pay in a fiscal year, and up to its end; None where nothing bounds it."""

    year: int
    amount: float | None
    to_date: float | None


def most_by_year(view: View, payer: str) -> tuple[MostInYear, ...]:
    """The most of each fiscal year of a payer, under the scenario of the page.

    A year is bounded by what may fall due in it, which for a term that does not say when is all of it, and for every
    term where the risk of the deal draws dates. What waits for a condition, or for room under a limit, may be paid in
    any later year too. Up to the end of a year no more is paid than up to the end of the one before and in it.
    """
    ends = view.deal.terms.payers[payer].fiscal_year_ends
    closes = list(zip(view.row(f"time.fiscal_year_{ends}"), view.row("time.closes"), strict=True))
    found: list[MostInYear] = []
    before, so_far = _BEFORE, 0.0
    for year in sorted({round(year) for year, _ in closes}):
        until = max(month for at, month in closes if round(at) == year)
        amount, to_date = (_of_window(view, payer, Window(after, until)) for after in (before, _BEFORE))
        so_far = min(to_date, so_far + amount)
        found.append(MostInYear(year, *(None if each == ENDLESS else each for each in (amount, so_far))))
        before = until
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Window:
    """The months after one and until another."""

    after: float
    until: float


def _of_window(view: View, payer: str, window: Window) -> float:
    """The most that a payer pays in a window of months; endless where nothing bounds it."""
    due = _due(view)
    so_far = sum(due(term, Window(_BEFORE, window.until)) for term in view.deal.terms.payments.values())
    return _bounds(view, lambda term: due(term, window), window=window, so_far=so_far).paid_by(payer)


def _due(view: View) -> Callable[[Payment, Window], float]:
    """Every term asked for the most of it that may be paid in a window of months."""
    reach, waits, is_dated = reach_of(view), view.deal.terms.waits, not draws_dates(view)

    def most(term: Payment, window: Window) -> float:
        if not is_dated:
            return term.most(reach)
        return term.most_due(reach, _BEFORE if waits or term.only_if else window.after, window.until)

    return most


def draws_dates(view: View) -> bool:
    """Whether the risk of the deal moves any date or lag: then nobody knows in which year something falls due."""
    inputs = view.projection.deal.written.inputs
    moved = (path for number in view.deal.risk.uncertain.values() for path in number.moves)
    return any(path in inputs and inputs[path].counts in (MONTHS, DATE) for path in moved)


# --- the contract --------------------------------------------------------------------------------------------------


def _bounds(
    view: View,
    most: Callable[[Payment], float],
    *,
    holds_for_people: bool = True,
    window: Window | None = None,
    so_far: float | None = None,
) -> Bounds:
    """What bounds payments under a scenario, given the most that each term comes to.

    Args:
        view: The scenario.
        most: The most that each term comes to.
        holds_for_people: Whether limits for each person count.
        window: The months that it is about; all of the deal by default.
        so_far: The most that all terms come to up to their end, where that is more than what they come to in them.
    """
    terms = view.deal.terms
    earned = {name: most(term) for name, term in terms.payments.items()}
    deducting = frozenset(name for name, term in terms.payments.items() if term.may_deduct)
    whole = ENDLESS if deducting else sum(earned.values()) if so_far is None else so_far
    limits = [
        (frozenset(limit.payments), _allowed(view, limit, whole, window))
        for limit in terms.limits.values()
        if holds_for_people or not isinstance(limit, ForEachPerson)
    ]
    return Bounds(
        terms={name: min(earned[name], _no_less(term.max)) for name, term in terms.payments.items()},
        limits=tuple(limits),
        deducting=deducting,
        payers=terms.payers,
        caps={name: _cap(view, payer, window) for name, payer in terms.payers.items()},
    )


def _no_less(cap: float | None) -> float:
    return ENDLESS if cap is None else cap


def _cap(view: View, payer: Payer, window: Window | None) -> float:
    years = _fiscal_years(view, payer.fiscal_year_ends, window, carried=payer.unused == "carried")
    return min(_no_less(payer.max), times(_no_less(payer.max_per_fiscal_year), years))


def _allowed(view: View, limit: TermsLimit, whole: float, window: Window | None) -> float:
    """The most that a limit lets through; ``whole`` is the most that all terms come to before any limit."""
    match limit:
        case InAll():
            return limit.amount
        case PerFiscalYear():
            carried = limit.unused == "carried"
            return limit.amount * _fiscal_years(view, limit.fiscal_year_ends, window, carried=carried)
        case ForEachPerson():
            return limit.amount * sum(view.deal.plan.starts[name].people for name in _among(view, limit))
        case ShareOfTotal():
            return times(limit.share, whole)


def _among(view: View, limit: ForEachPerson) -> list[str]:
    return list(view.deal.plan.starts if limit.among is None else limit.among)


def _fiscal_years(view: View, ends: str, window: Window | None, *, carried: bool) -> int:
    """How many fiscal years have room in a window that may be used.

    Those that it touches and in which something may fall due; where room is carried, those before too.
    """
    due, terms = _due(view), view.deal.terms.payments.values()
    within = window or Window(_BEFORE, ENDLESS)
    spans: dict[int, Window] = {}
    before = _BEFORE
    for year, month in zip(view.row(f"time.fiscal_year_{ends}"), view.row("time.closes"), strict=True):
        if (_BEFORE if carried else within.after) < month <= within.until:
            spans[round(year)] = Window(spans[round(year)].after if round(year) in spans else before, month)
        before = month
    return sum(carried or any(due(term, span) > 0 for term in terms) for span in spans.values())


# --- what it hangs on ----------------------------------------------------------------------------------------------


def _people(view: View, amount: float, most: Callable[[Bounds], float] = Bounds.most) -> float:
    """The people planned to start, where the bound is that of limits for each of them."""
    if most(_bounds(view, _asked(view), holds_for_people=False)) <= amount + NOTHING:
        return 0.0
    limits = [limit for limit in view.deal.terms.limits.values() if isinstance(limit, ForEachPerson)]
    cohorts = {name for limit in limits for name in _among(view, limit)}
    return sum(view.deal.plan.starts[name].people for name in cohorts)


def _priced(view: View, amount: float, most: Callable[[Bounds], float] = Bounds.most) -> Iterator[float]:
    """The months of measurement whose prices decide the bound: those of indexed terms that no cap keeps in check."""
    asked = _asked(view)
    if most(_bounds(view, lambda term: ENDLESS if _index_of(term) else asked(term))) <= amount + NOTHING:
        return
    indexed = [term for term in view.deal.terms.payments.values() if _index_of(term)]
    yield from sorted({month for term in indexed for month in _decided_in(view, term)})


def _index_of(payment: Payment) -> str | None:
    return getattr(payment, "indexed", None)


def _decided_in(view: View, payment: Payment) -> list[float]:
    """The months in which the level of a term is known: the last reading, or each where each is settled."""
    if payment.level_outcome is None or not view.deal.plan.outcomes[payment.level_outcome].has_level:
        return []
    settled = [in_the_end(view, payment.level_outcome)]
    if getattr(payment, "settles", "once") != "once":
        settled = list(readings(view, payment.level_outcome))
    return [each.measured for each in settled if each.measured is not None]
