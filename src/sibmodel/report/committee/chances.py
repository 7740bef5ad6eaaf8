"""How likely it is: paying nothing, more than half, the maximum; and that payment and success part company."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sibmodel.deal.payments.reach import ENDLESS
from sibmodel.report import simulated, words
from sibmodel.report.committee.payer import Payer

if TYPE_CHECKING:
    from sibmodel.risk.payment_risk import TermRisk
    from sibmodel.risk.simulation import Spread

_CENT = 0.005
_NOT_DRAWN = "No probability is told: nothing was simulated for these pages (-n 0). {0}"
_NOT_STATED = (
    "No probability can be told: the deal file does not say what is uncertain (its part “risk”), which does not mean "
    "that anything is certain. {0}"
)
_ONE_CASE = "The maximum holds whatever the outcomes; every other figure is that of one case."


def nothing_told(payer: Payer) -> str:
    """Why no probability is told."""
    return (_NOT_DRAWN if payer.view.deal.risk.is_there else _NOT_STATED).format(_ONE_CASE)


def of_paying(payer: Payer) -> Iterator[str]:
    """The chance of paying nothing, at least half of the maximum, and the maximum."""
    spread = payer.in_all
    if spread is None or payer.run is None:
        yield nothing_told(payer)
        return
    most = payer.most_in_all
    parts = [f"nothing {_chance(payer, 1 - _reaches(spread, _CENT))}"]
    if most:
        parts.append(f"at least half of the maximum {_chance(payer, _reaches(spread, most / 2))}")
        parts.append(f"the maximum itself {_chance(payer, _reaches(spread, most - _CENT))}")
    if most is not None and (more := _reaches(spread, most + 1)) > 0:
        yield (
            f"In {words.percent(more, 1)} of all scenarios more is paid than the maximum of the plan: it holds for the "
            "people, the prices and the dates that are planned."
        )
    half, rarely = payer.money.full(spread.at(0.5).value), spread.at(0.95).value
    most_of_all = payer.money.full(rarely)
    yield (
        f"{payer.title} pays {words.listed(parts)}, on the assumptions overleaf (±: standard error of the "
        f"simulation). In half of all scenarios it pays no more than {half}"
        f"{f', in 19 of 20 no more than {most_of_all}' if rarely < (most or ENDLESS) - _CENT else ''}."
    )


def _reaches(spread: Spread, amount: float) -> float:
    from sibmodel.risk.spread import share_at_least

    if spread.tally is None:
        return float(spread.certain >= amount)
    return share_at_least(spread.tally, amount)


def _chance(payer: Payer, value: float) -> str:
    from sibmodel.risk.simulation import error_of_share

    assert payer.run is not None
    scenarios = payer.run.scenarios
    shown = simulated.chance(value, error_of_share(value * scenarios, scenarios))
    return f"with a probability of {shown}"


def of_false_success(payer: Payer) -> Iterator[str]:
    """For each term that hangs on one effect: how likely chance alone makes it pay."""
    for term in _judged(payer):
        paid = simulated.chance(term.paid_without_effect.value, term.paid_without_effect.error)
        yield (
            f"Measurement can err: though nothing worked, “{words.shortened(term.title)}” is paid all the same with a "
            f"probability of {paid}."
        )


def _judged(payer: Payer) -> list[TermRisk]:
    """The terms of the payer that hang on one effect, as a simulation judged them."""
    return [] if payer.view.risk is None else [term for term in payer.view.risk.terms if term.term in payer.terms]


def of_error(payer: Payer) -> Iterator[str]:
    """For each term that hangs on one effect: paid although nothing worked, unpaid although it worked."""
    own = _judged(payer)
    for term in own:
        nothing = simulated.chance(term.paid_without_effect.value, term.paid_without_effect.error)
        unpaid = simulated.chance(term.unpaid_at_plan.value, term.unpaid_at_plan.error)
        yield (
            f"“{words.shortened(term.title)}”: if the programme has no effect, it is paid all the same with a "
            f"probability of {nothing}; if the plan is truly achieved, it is not paid with a probability of {unpaid}."
        )
    if not own and payer.view.risk is not None:
        yield "None of these payments hangs on one measured effect, so none is judged by what is true of one."
