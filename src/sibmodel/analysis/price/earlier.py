"""One period earlier: months off the lags between measurement and payment, never more than one period in all.

A payment falls due so long after its outcome is verified, and the outcome is verified so long after it is measured.
Several payments may share an outcome, so that a month off its verification is a month off each of them. Verification
therefore gives only what the shortest lag of its payments lacks, and every payment takes no more off its own lag than
is then left of the period.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sibmodel.deal.deal import Deal
from sibmodel.deal.part import titled
from sibmodel.deal.payments.fee import Fee
from sibmodel.deal.payments.payment import Payment
from sibmodel.deal.timeline import MONTHS_IN

_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Sooner:
    """Lags that are shorter, so that what is paid for outcomes falls due earlier.

    Args:
        lags: The lags that change, in months, by path.
        short: What cannot be moved by the whole period: what it is, by how many months it moves at least and at most.
        months: How many months the whole period has.
    """

    lags: Mapping[str, float]
    short: tuple[tuple[str, float, float], ...]
    months: float

    @property
    def told(self) -> str:
        """What cannot be moved by the whole period, in words; empty where everything can."""
        parts = [f"{title} {_by(least, most)}" for title, least, most in self.short[:_NAMED]]
        if len(self.short) > _NAMED:
            parts.append(f"{len(self.short) - _NAMED} more")
        if not parts:
            return ""
        return f"not by all of the {self.months:.0f} months, because some lags are shorter: {'; '.join(parts)}"


def _by(least: float, most: float) -> str:
    if not most:
        return "not at all"
    return f"by {least:.0f}" if least == most else f"by {least:.0f} to {most:.0f}"


@dataclass(frozen=True, slots=True)
class _Wait:
    """Something that waits until outcomes are verified: a payment, the withheld share of a fee, or a condition.

    Args:
        title: What readers call it.
        path: The path of its own lag after that; empty for a condition, which has none.
        lag: That lag in months.
        verified: The paths of the lags of verification that it waits for.
    """

    title: str
    path: str
    lag: float
    verified: tuple[str, ...]


def one_period_earlier(deal: Deal, inputs: Mapping[str, float]) -> Sooner:
    """The lags with which everything that is paid for outcomes falls due one period earlier, or as much as there is.

    Nothing is measured earlier. A fee for service is not paid for outcomes and stays.

    Args:
        deal: The deal.
        inputs: The inputs in which it differs from the deal file.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> dict(one_period_earlier(deal, {}).lags)
        {'plan.outcomes.in_work.verified_after': 0.0, 'terms.payments.jobs.paid_after': 0.0}
    """
    months = float(MONTHS_IN[deal.terms.timeline.period])

    def lag(path: str) -> float:
        return inputs.get(path, deal.written.inputs[path].value)

    waits = [_Wait(title, path, lag(path) if path else 0.0, lags) for title, path, lags in _waits(deal)]
    off = _off_verification({path: lag(path) for each in waits for path in each.verified}, waits, months)
    own = {each.path: _own(each, off, months) for each in waits if each.path}
    changed = {path: lag(path) - less for path, less in (off | own).items() if less}
    moved = [(each.title, *_moved(each, off, own)) for each in waits]
    return Sooner(changed, tuple(each for each in moved if each[1] < months), months)


def _moved(wait: _Wait, off: Mapping[str, float], own: Mapping[str, float]) -> tuple[float, float]:
    """By how many months a wait ends earlier, at least and at most over its outcomes."""
    after = own.get(wait.path, 0.0)
    moved = [after + off[path] for path in wait.verified] or [after]
    return min(moved), max(moved)


def _own(wait: _Wait, off: Mapping[str, float], months: float) -> float:
    """The months off a wait's own lag: what verification leaves of the period, as far as the lag goes."""
    return min(wait.lag, months - max((off[path] for path in wait.verified), default=0.0))


def _off_verification(lags: Mapping[str, float], waits: list[_Wait], months: float) -> dict[str, float]:
    """The fewest months off each verification with which every wait comes to the whole period, as far as the lags go.

    What one payment needs of one outcome shortens what it may take off its own lag, so that it then needs more of its
    other outcomes: gone through until nothing changes. Months only ever grow, up to one period.
    """
    off = dict.fromkeys(lags, 0.0)
    while True:
        wanted = dict.fromkeys(lags, 0.0)
        for each in waits:
            for path in each.verified:
                wanted[path] = max(wanted[path], months - _own(each, off, months))
        new = {path: min(lags[path], most) for path, most in wanted.items()}
        if new == off:
            return off
        off = new


def _waits(deal: Deal) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Title, path of its own lag and paths of verification, of all that waits for outcomes."""
    for name, term in deal.terms.payments.items():
        title, path = titled(name, term.title), f"terms.payments.{name}"
        if names := term.outcome_names():
            own = f"{path}.at_risk.paid_after" if isinstance(term, Fee) else f"{path}.paid_after"
            yield title, own if own in deal.written.inputs else "", _verified(deal, names)
        if asked := _asked(term):
            yield f"the condition of {title}", "", _verified(deal, asked)


def _asked(term: Payment) -> list[str]:
    """The outcomes that the conditions of a payment ask for, each once."""
    return list(dict.fromkeys(name for each in term.only_if.values() for _, name, _ in each.outcomes_read()))


def _verified(deal: Deal, names: list[str]) -> tuple[str, ...]:
    """The paths of the lags with which outcomes are verified; what is worked out from others is verified with them."""
    found: list[str] = []
    for name in names:
        own = [
            path
            for path in deal.written.inputs
            if path.startswith(f"plan.outcomes.{name}.") and path.endswith(".verified_after")
        ]
        found += own or _verified(deal, deal.plan.outcomes[name].reads())
    return tuple(dict.fromkeys(found))
