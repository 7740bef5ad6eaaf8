"""A deal under many changes at once: one column for each, and what fails in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sibmodel.analysis.asked import Array, Found, Result, Rows
from sibmodel.deal.deal import Deal
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.roots import summed
from sibmodel.graph.units import MONEY
from sibmodel.graph.words import is_nil

_HOLDS: Final = 0.5
UNFUNDED: Final = "vehicle.unfunded"
PAID: Final = "payments.paid"


@dataclass(frozen=True, slots=True)
class End:
    """What a result comes to under one change.

    Args:
        found: The result.
        fails: Checks that fail there and hold where nothing is changed, such as money that would be lost: what is shown
            is then no deal.
        unfunded: Costs that no funding covers there, beyond those where nothing is changed. Returns take it that
            somebody else pays them, and are overstated.
    """

    found: Found
    fails: tuple[str, ...] = ()
    unfunded: float = 0.0


@dataclass(frozen=True, slots=True)
class Columns:
    """A deal under some changes; nothing is changed in the first column.

    Args:
        deal: The deal.
        rows: Line name to array, (columns, 1 or changes).
        count: How many changes there are.
    """

    deal: Deal
    rows: Rows
    count: int

    def ends(self, result: Result) -> tuple[End, ...]:
        """What a result comes to under each change, and what is wrong there that was not in the first column."""
        found, fails, unfunded = result.found(self.rows, self.count), self.fails(), self._unfunded()
        return tuple(
            End(each, tuple(label for label in failing if label not in fails[0]), _more(short - unfunded[0]))
            for each, failing, short in zip(found, fails, unfunded, strict=True)
        )

    def _unfunded(self) -> list[float]:
        return [float(each) for each in np.broadcast_to(summed(self.rows[UNFUNDED]), (self.count,))]

    def guaranteed(self) -> Array:
        """What guarantees pay and do not get back, (changes,)."""
        paid, back = (
            [np.broadcast_to(summed(self.rows[name]), (self.count,)) for name in names]
            for names in _of_guarantees(self.deal)
        )
        return np.asarray(sum(paid, np.zeros(self.count)) - sum(back, np.zeros(self.count)))

    def paid(self) -> Array:
        """What is paid for outcomes, (changes,)."""
        return np.asarray(np.broadcast_to(summed(self.rows[PAID]), (self.count,)))

    def fails(self) -> list[tuple[str, ...]]:
        """The checks that fail under each change; warnings are none."""
        checks = [each.line for each in self.deal.written.checks if not each.is_warning]
        broken = [
            (line.label, np.broadcast_to((self.rows[line.name] < _HOLDS).any(axis=0), (self.count,))) for line in checks
        ]
        return [tuple(label for label, row in broken if row[at]) for at in range(self.count)]


def _more(amount: float) -> float:
    return 0.0 if amount < 0 or is_nil(amount, MONEY) else amount


def evaluated(deal: Deal, changes: Sequence[Mapping[str, float]], results: Sequence[Result]) -> Columns:
    """Evaluate a deal under many changes at once.

    Args:
        deal: The deal.
        changes: For each column the inputs that differ from the deal file, by path; in the first those of what is
            moved, such as a scenario.
        results: What is asked for.
    """
    paths = dict.fromkeys(path for change in changes for path in change)
    planned = deal.written.inputs
    given = {path: np.array([each.get(path, planned[path].value) for each in changes]) for path in paths}
    return Columns(deal, evaluate(deal.written, given, keep=lines_kept(deal, results)), len(changes))


def lines_kept(deal: Deal, results: Sequence[Result]) -> list[str]:
    """The lines that results, what has no funding and the checks are read from."""
    checks = [each.line.name for each in deal.written.checks if not each.is_warning]
    guarantees = [name for names in _of_guarantees(deal) for name in names]
    return list(
        dict.fromkeys([*(line for each in results for line in each.lines), *checks, UNFUNDED, PAID, *guarantees])
    )


def _of_guarantees(deal: Deal) -> tuple[list[str], list[str]]:
    """The lines of what guarantees pay, and of what they get back."""
    parts = deal.terms.guarantees
    reimbursed = [f"capital.{name}.reimbursed" for name, part in parts.items() if part.reimbursed]
    return [f"capital.{name}.paid" for name in parts], reimbursed
