"""The figures that a simulation keeps: what is paid, by year and in all; returns of each tranche; government's net.

Each figure says which lines of the model it reads and what it takes from them. A chance is a share of scenarios.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.deal import Deal
from sibmodel.deal.part import titled
from sibmodel.engine.program import in_all
from sibmodel.graph.returns import LOSS_AT_ANY_RATE, OK, TOTAL_LOSS

Array = NDArray[np.float64]
Rows = Mapping[str, Array]
Kind = Literal["money", "rate", "multiple"]

CENT: Final = 0.005
_GUARD: Final = 1e-9
_ONE: Final = 1 - _GUARD


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of which the spread over scenarios is kept.

    Args:
        key: Its name in results.
        label: What readers call it.
        kind: How it is shown.
        lines: The lines of the model that it reads.
        read: Takes it from these lines, (columns, scenarios), as (scenarios,); not a number where there is none.
    """

    key: str
    label: str
    kind: Kind
    lines: tuple[str, ...]
    read: Callable[[Rows], Array]


@dataclass(frozen=True, slots=True)
class Chance:
    """Something that happens or does not, in each scenario."""

    key: str
    label: str
    lines: tuple[str, ...]
    holds: Callable[[Rows], NDArray[np.bool_]]


def summed(line: str) -> Callable[[Rows], Array]:
    """The sum of a line over its columns."""
    name = in_all(line)
    return lambda rows: rows[name][0]


def figures_of(deal: Deal) -> list[Figure]:
    """Every figure that is kept of a deal."""
    return [*_of_payments(deal), *_of_years(deal), *_so_far(deal), *_of_investors(deal), *_of_others(deal)]


def payment_alone(deal: Deal) -> tuple[list[Figure], list[Chance]]:
    """What is paid in all, and whether anything is paid under each term: nothing for which money need flow on."""
    figure = next(_of_payments(deal))
    return [figure], [*_of_terms(deal)]


def investors_of(deal: Deal) -> dict[str, str]:
    """Those whose money is at risk, by the name in the lines: all together, then each; with what they are called."""
    each = {name: titled(name, part.title) for name, part in deal.terms.investors.items()}
    return {"total": "All investors"} | each if each else {}


def investors_shown(deal: Deal) -> dict[str, str]:
    """Whose returns are told: all together and each; where there is one alone, that one."""
    each = investors_of(deal)
    return {name: title for name, title in each.items() if name != "total" or len(each) > 2}


def _money(key: str, label: str, line: str) -> Figure:
    return Figure(key, label, "money", (in_all(line),), summed(line))


def _of_payments(deal: Deal) -> Iterator[Figure]:
    yield _money("payments.paid", "Outcome payments", "payments.paid")
    for name, term in deal.terms.payments.items():
        label = f"Paid for {titled(name, term.title)}"
        yield _money(f"payments.{name}.paid", label, f"payments.{name}.paid")
    for name, payer in deal.terms.payers.items():
        yield _money(f"payers.{name}.paid", f"Paid by {titled(name, payer.title)}", f"payers.{name}.paid")


def _of_years(deal: Deal) -> Iterator[Figure]:
    """What each payer pays in each of its fiscal years."""
    years = deal.written["budget." + next(iter(deal.terms.payers)) + ".outcome_payments"].axis
    assert years is not None
    for name, payer in deal.terms.payers.items():
        for at in range(years.size):
            line = f"budget.{name}.outcome_payments"
            label = f"Paid by {titled(name, payer.title)}, fiscal year {at + 1}"
            yield Figure(f"budget.{name}.{at}", label, "money", (line,), _column(line, at))


def _column(line: str, at: int) -> Callable[[Rows], Array]:
    return lambda rows: rows[line][at] if rows[line].shape[0] > 1 else rows[line][0]


def _so_far(deal: Deal) -> Iterator[Figure]:
    """What has been paid by each instant."""
    for at in range(deal.written.time.size):
        yield Figure(f"paid_so_far.{at}", f"Paid by instant {at}", "money", ("payments.paid",), _until(at))


def _until(at: int) -> Callable[[Rows], Array]:
    return lambda rows: np.asarray(rows["payments.paid"][: at + 1].sum(axis=0))


def ranked(rows: Rows, investor: str) -> Array:
    """Internal rates as they rank: all lost, or a loss at any rate, is -100 %; no single rate is not a number."""
    rate, status = rows[f"investors.{investor}.irr"][0], rows[f"investors.{investor}.irr_status"][0]
    is_lowest = (status == TOTAL_LOSS) | (status == LOSS_AT_ANY_RATE)
    return np.where(status == OK, rate, np.where(is_lowest, -1.0, np.nan))


def _ranked(investor: str) -> Callable[[Rows], Array]:
    return lambda rows: ranked(rows, investor)


def _of_investors(deal: Deal) -> Iterator[Figure]:
    for name, title in investors_of(deal).items():
        at = f"investors.{name}"
        lines = (f"{at}.irr", f"{at}.irr_status")
        yield Figure(f"{at}.irr", f"{title}: internal rate", "rate", lines, _ranked(name))
        yield Figure(f"{at}.multiple", f"{title}: money multiple", "multiple", *_multiple(at))
        yield Figure(f"{at}.gain", f"{title}: came back less drawn", "money", *_gain(at))
        yield _money(f"{at}.returned", f"{title}: came back", f"{at}.returned")
        yield _money(f"{at}.principal_lost", f"{title}: principal lost", f"{at}.principal_lost")
        yield _money(f"{at}.peak_drawn", f"{title}: most at risk at any time", f"{at}.peak_drawn")
        if "investors" in deal.plan.discount:
            yield _money(f"{at}.npv", f"{title}: net present value at the hurdle", f"{at}.npv")


def _multiple(at: str) -> tuple[tuple[str, ...], Callable[[Rows], Array]]:
    lines = (f"{at}.multiple", f"{at}.has_drawn")
    return lines, lambda rows: np.where(rows[lines[1]][0] > 0, rows[lines[0]][0], np.nan)


def _gain(at: str) -> tuple[tuple[str, ...], Callable[[Rows], Array]]:
    lines = (f"{at}.returned", f"{at}.drawn")
    return lines, lambda rows: rows[lines[0]][0] - rows[lines[1]][0]


def _of_others(deal: Deal) -> Iterator[Figure]:
    yield _money("vehicle.unfunded", "Costs without funding", "vehicle.unfunded")
    yield _money("government.net_cashable", "Government: net cashable, nominal", "government.net_cashable")
    yield _money("government.net_fiscal", "Government: net fiscal, nominal", "government.net_fiscal")
    for name, part in deal.terms.guarantees.items():
        yield _money(f"capital.{name}.paid", f"Paid by {titled(name, part.title)}", f"capital.{name}.paid")


def chances_of(deal: Deal) -> list[Chance]:
    """Everything whose chance is told of a deal."""
    found = [
        _any("paid", "Anything is paid for outcomes", "payments.paid"),
        _any("unfunded", "Costs are left without funding", "vehicle.unfunded"),
    ]
    found += _of_terms(deal)
    for name, title in investors_of(deal).items():
        found += _of_losses(f"investors.{name}", title, is_discounted="investors" in deal.plan.discount)
    found += [
        Chance(f"fails.{check.line.name}", f"{check.line.label}: fails", (check.line.name,), _fails(check.line.name))
        for check in deal.written.checks
        if not check.is_warning
    ]
    return found


def _of_terms(deal: Deal) -> Iterator[Chance]:
    for name, term in deal.terms.payments.items():
        label = f"Anything is paid for {titled(name, term.title)}"
        yield _any(f"paid.{name}", label, f"payments.{name}.paid")


def _any(key: str, label: str, line: str) -> Chance:
    """Whether a line comes to anything in all."""
    amount = summed(line)
    return Chance(key, label, (in_all(line),), lambda rows: amount(rows) > CENT)


def at_least(amount: float, number: int) -> Chance:
    """Whether outcome payments come to an amount in all; half a cent less will do."""
    paid = summed("payments.paid")
    label = f"At least {amount:,.2f} is paid for outcomes"
    return Chance(f"at_least.{number}", label, (in_all("payments.paid"),), lambda rows: paid(rows) >= amount - CENT)


def _fails(line: str) -> Callable[[Rows], NDArray[np.bool_]]:
    return lambda rows: np.asarray((rows[line] < 0.5).any(axis=0))


def _of_losses(at: str, title: str, *, is_discounted: bool) -> list[Chance]:
    lines, multiple = _multiple(at)
    found = [
        Chance(
            f"{at}.below_one",
            f"{title}: less comes back than was drawn",
            lines,
            lambda rows: multiple(rows) < _ONE,
        ),
        _any(f"{at}.loses_principal", f"{title}: principal is lost", f"{at}.principal_lost"),
        Chance(f"{at}.all_lost", f"{title}: everything is lost", lines, lambda rows: multiple(rows) <= _GUARD),
    ]
    if is_discounted:
        npv = f"{at}.npv"
        found.append(
            Chance(
                f"{at}.below_hurdle", f"{title}: less than the hurdle rate", (npv,), lambda rows: rows[npv][0] < -CENT
            )
        )
    return found
