"""Bounds: what limits over several terms and the shares and caps of payers leave of the most that each term comes to.

Every step is an inequality that holds for all payments that the contract allows, so that the smallest of several is
one too. Where a contract is as most are, with limits that do not overlap, it can be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from sibmodel.deal.payments.payers import Payer
from sibmodel.deal.payments.reach import ENDLESS, times

Weights = Mapping[str, float]
"""Which share of each term something is."""


@dataclass(frozen=True)
class Bounds:
    """What bounds the payments of a contract.

    Args:
        terms: The most that each term comes to within its own cap.
        limits: Limits over several terms: which ones, and the most that they come to together.
        deducting: The terms that may take money back.
        payers: Who pays.
        caps: The most that each payer pays in all; those without a cap are left out.
    """

    terms: Mapping[str, float]
    limits: tuple[tuple[frozenset[str], float], ...]
    deducting: frozenset[str]
    payers: Mapping[str, Payer]
    caps: Mapping[str, float]
    _found: dict[frozenset[str], float] = field(default_factory=dict)

    def most(self) -> float:
        """The most that all payers pay together.

        Payers whose own caps bind are bounded by those, the others together by what is due; or each by itself.
        """
        first = [name for name in self.payers if not any(name in payer.covers for payer in self.payers.values())]
        alone = {name: self._paid_by(name) for name in first}
        capped = [name for name in first if alone[name] < self._due_from([name])]
        others = [name for name in first if name not in capped]
        mixed = sum(alone[name] for name in capped) + self._due_from(others)
        return min(sum(alone.values()), mixed, self._due_from(first))

    def paid_by(self, name: str) -> float:
        """The most that one payer pays itself."""
        return min(self._due_from([name]), self.caps.get(name, ENDLESS))

    def uncapped(self) -> Iterator[str]:
        """The terms that nothing in the contract bounds."""
        return (name for name in self.terms if self.due(frozenset([name])) == ENDLESS)

    # --- terms -----------------------------------------------------------------------------------------------------

    def due(self, terms: frozenset[str]) -> float:
        """The most that some terms come to together: each is bounded by itself, or with others by a limit.

        What a term takes back makes room under its limits, once: a limit whose deducting terms another limit has
        taken already bounds nothing more. So those terms come last.
        """
        if terms not in self._found:
            self._found[terms] = min(self._ways(terms)) if terms else 0.0
        return self._found[terms]

    def _ways(self, terms: frozenset[str]) -> Iterator[float]:
        first = min(terms, key=self._place)
        yield self.terms[first] + self.due(terms - {first})
        for over, amount in self.limits:
            if first in over and over & self.deducting <= terms:
                yield amount + self.due(terms - over)

    def _place(self, term: str) -> tuple[bool, list[int], str]:
        """Deducting terms last, those under the same limits side by side."""
        return term in self.deducting, [number for number, (over, _) in enumerate(self.limits) if term in over], term

    def _weighted(self, weights: Weights) -> float:
        """The most that stated shares of the terms come to: a sum over terms by falling share, step by step."""
        falling = sorted(weights, key=lambda name: -weights[name])
        steps = pairwise([*(weights[name] for name in falling), 0.0])
        return sum(
            times(share - following, self.due(frozenset(falling[: number + 1])))
            for number, (share, following) in enumerate(steps)
        )

    # --- payers ----------------------------------------------------------------------------------------------------

    def _due_from(self, payers: Iterable[str]) -> float:
        """The most that falls due from some payers together, with those that they cover.

        Each payer sets off what is taken back against its own share, and may owe most at another time than others:
        then they are not bounded together.
        """
        shares = [self._shares(name) for name in self._with_covered(payers)]
        if self.deducting:
            return sum(self._weighted(each) for each in shares)
        together: dict[str, float] = {}
        for each in shares:
            for term, share in each.items():
                together[term] = together.get(term, 0.0) + share
        return self._weighted(together)

    def _with_covered(self, payers: Iterable[str]) -> Iterator[str]:
        for name in payers:
            yield name
            yield from self._with_covered(self.payers[name].covers)

    def _shares(self, name: str) -> Weights:
        payer = self.payers[name]
        return {term: payer.share * payer.pays.get(term, 1.0) for term in payer.terms(self.terms)}

    def _paid_by(self, name: str) -> float:
        """The most that a payer and those whom it covers pay: what they owe, or its own cap and what the others pay."""
        covered = sum(self._paid_by(other) for other in self.payers[name].covers)
        return min(self._due_from([name]), self.caps.get(name, ENDLESS) + covered)
