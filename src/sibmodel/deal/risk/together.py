"""What moves together: the correlation between two uncertain numbers, or among several."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from math import pi, sin
from typing import Annotated

from pydantic import Field

from sibmodel.deal.part import ODDS, Name, Part
from sibmodel.deal.risk.numbers import Correlation

_NOTHING = 1e-12


class Together(Part):
    """Some uncertain numbers and how strongly their ranks go together, from -1 to 1.

    The correlation is Spearman's: it says how the order of one follows the order of the other, and does not depend on
    the shapes of the two. It holds between any two of the numbers named.
    """

    of: Annotated[list[Name], ODDS, Field(min_length=2)]
    rank_correlation: Correlation


def pairs(together: Iterable[Together]) -> dict[tuple[str, str], float]:
    """Each pair of names, in their order, and its rank correlation; a pair named twice has the last."""
    found: dict[tuple[str, str], float] = {}
    for each in together:
        for one, other in combinations(each.of, 2):
            found[min(one, other), max(one, other)] = each.rank_correlation
    return found


def cannot_be(correlations: dict[tuple[str, str], float]) -> list[str]:
    """The names whose correlations contradict each other; none where such numbers can exist.

    The matrix of a Gaussian copula must have no direction with a negative variance. It is taken apart row by row (as
    Cholesky does); the first row that fails is at fault together with those it is correlated with.

    Example:
        >>> cannot_be({("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9})
        ['a', 'b', 'c']
    """
    names = sorted({name for pair in correlations for name in pair})
    normal = {pair: 2 * sin(pi * rank / 6) for pair, rank in correlations.items()}
    rows: list[list[float]] = []
    for at, name in enumerate(names):
        row: list[float] = []
        for before in range(at):
            asked = normal.get((names[before], name), 0.0)
            done = sum(mine * theirs for mine, theirs in zip(row, rows[before], strict=False))
            pivot = rows[before][before]
            if pivot <= _NOTHING and abs(asked - done) > 1e-9:
                return _involved(names[: at + 1], correlations)
            row.append((asked - done) / pivot if pivot > _NOTHING else 0.0)
        left = 1 - sum(each * each for each in row)
        if left < -1e-9:
            return _involved(names[: at + 1], correlations)
        rows.append([*row, max(left, 0.0) ** 0.5])
    return []


def _involved(names: list[str], correlations: dict[tuple[str, str], float]) -> list[str]:
    """The last of some names and whatever it is correlated with, directly or by way of others."""
    found, waiting = set(), [names[-1]]
    while waiting:
        each = waiting.pop()
        found.add(each)
        near = {other for pair in correlations if each in pair for other in pair if other in names}
        waiting += [other for other in near if other not in found]
    return sorted(found)
