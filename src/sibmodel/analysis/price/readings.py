"""What is read off a deal at a value of the lever: the worth of investors' cash, whether they lose, what is paid.

A reading names the lines that it needs, so that nothing else is kept. Net present values are worked out from cash flows
at whatever rate is asked for; no internal rate is searched for unless it is the target.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.deal import Deal
from sibmodel.engine.program import in_all
from sibmodel.risk.figures import CENT, ranked, summed

Array = NDArray[np.float64]
Rows = Mapping[str, Array]

YEARS: Final = "time.years"
HARDLY: Final = 1e-3
"""The share by which a mean over draws may still grow where what holds it binds in all but a few of them."""
_LEAST_OUTLAY: Final = 1e-4
ROUNDED: Final = 1e-5
"""The share by which amounts differ that are the same but for cents."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of a deal.

    Args:
        key: Its name.
        lines: The lines of the model that it reads.
        read: Takes it from these lines, (columns, 1 or scenarios), as (1 or scenarios,).
    """

    key: str
    lines: tuple[str, ...]
    read: Callable[[Rows], Array]


def present_value(flow: Array, years: Array, rate: float | Array) -> Array:
    """What a row of flows is worth at financial close.

    Args:
        flow: Money by instant, (columns, 1 or scenarios).
        years: Years since financial close, (columns, 1 or scenarios).
        rate: The yearly rate.

    Example:
        >>> present_value(np.array([[-100.0], [242.0]]), np.array([[0.0], [2.0]]), 0.10).round(6)
        array([100.])
    """
    return np.asarray((flow * (1 + rate) ** -years).sum(axis=0))


def net_present_value(investor: str, rate: float) -> Reading:
    """The worth of an investor's cash flow at a rate, at financial close."""
    flow = f"investors.{investor}.flow"
    return Reading("npv", (flow, YEARS), lambda rows: present_value(rows[flow], rows[YEARS], rate))


def falls_short(investor: str, rate: float) -> Reading:
    """1 where an investor's cash flow is worth less than nothing at a rate: by more than half a cent."""
    worth = net_present_value(investor, rate)
    return Reading("loss", worth.lines, lambda rows: (worth.read(rows) < -CENT).astype(np.float64))


def internal_rate(investor: str) -> Reading:
    """The internal rate; all lost, or a loss at any rate, is -100 %.

    Not a number where there is no single rate, and where hardly anything of what is drawn is ever out of pocket,
    because it comes back at the same instant: flows are rounded to cents, and a rate on a few of them says nothing.
    """
    at = f"investors.{investor}"
    lines = (f"{at}.irr", f"{at}.irr_status", f"{at}.rate.outlay", f"{at}.drawn")

    def read(rows: Rows) -> Array:
        least = np.maximum(_LEAST_OUTLAY * rows[lines[3]][0], 1.0)
        return np.where(-rows[lines[2]][0] >= least, ranked(rows, investor), np.nan)

    return Reading("irr", lines, read)


def amount(key: str, *lines: str) -> Reading:
    """The sum of some lines over time."""
    parts = [summed(line) for line in lines]
    return Reading(key, tuple(map(in_all, lines)), lambda rows: np.asarray(sum(part(rows) for part in parts)))


def happens(key: str, of: Reading) -> Reading:
    """1 where an amount is more than half a cent."""
    return Reading(key, of.lines, lambda rows: (of.read(rows) > CENT).astype(np.float64))


def figures_at(investor: str) -> tuple[Reading, ...]:
    """What is told of a deal beside the target, at the value that was found and as the file stands."""
    at = f"investors.{investor}"
    paid = amount("outcome_payments", "payments.paid")
    return (
        paid,
        amount("drawn", f"{at}.drawn"),
        amount("returned", f"{at}.returned"),
        amount("unfunded", "vehicle.unfunded"),
        happens("anything_paid", paid),
    )


def differ(one: float, other: float, share: float = ROUNDED) -> bool:
    """Whether two amounts differ by more than what rounds them, or by more than a share of them."""
    return abs(one - other) > max(CENT, share * max(abs(one), abs(other)))


def cuts_of(deal: Deal) -> dict[str, Reading]:
    """What each limit cuts of what was earned, by the name of the limit as a sentence has it."""
    lines: dict[str, list[str]] = {}
    for cut in deal.cuts:
        lines.setdefault(cut.named, []).append(cut.line)
    return {named: amount(named, *each) for named, each in lines.items()}


def cut_by(deal: Deal, path: str) -> Reading | None:
    """What the limit at a path cuts; None where it is no limit of payments."""
    key = path.removeprefix("terms.")
    lines = [cut.line for cut in deal.cuts if key == cut.key or key.startswith(f"{cut.key}.")]
    return amount("cut", *lines) if lines else None
