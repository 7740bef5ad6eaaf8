"""Dependence: correlations as people tell them, and as the Gaussian copula needs them.

Users know rank correlations (Spearman's). The copula correlates normal numbers, from each of which a probability and
then a value is made. Correlations told pair by pair may contradict each other: if housing goes with jail and jail with
health, housing and health cannot go against each other at will. Such a matrix is refused, with the pairs at fault, or
mended when that is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sibmodel.risk import bounds

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]

_GUARD: Final = 1e-10
"""How far below nothing an eigenvalue may come by rounding."""


def pearson_of_spearman(spearman: ArrayLike) -> Array:
    """The correlation of the normal numbers behind a rank correlation: 2 sin(pi rho / 6).

    Example:
        >>> pearson_of_spearman([0.0, 0.5, 1.0]).round(6).tolist()
        [0.0, 0.517638, 1.0]
    """
    _correlations(spearman)
    return np.asarray(2 * np.sin(np.pi * np.asarray(spearman, dtype=float) / 6))


def spearman_of_pearson(pearson: ArrayLike) -> Array:
    """The rank correlation that comes of normal numbers with this correlation: (6 / pi) asin(rho / 2)."""
    _correlations(pearson)
    return np.asarray(6 / np.pi * np.arcsin(np.asarray(pearson, dtype=float) / 2))


def kendall_of_pearson(pearson: ArrayLike) -> Array:
    """Concordant less discordant pairs, as a share of all: (2 / pi) asin(rho).

    Example:
        >>> kendall_of_pearson(0.5).round(6).tolist()
        0.333333
    """
    _correlations(pearson)
    return np.asarray(2 / np.pi * np.arcsin(np.asarray(pearson, dtype=float)))


def tail_dependence(correlation: ArrayLike, degrees: ArrayLike) -> Array:
    """How likely one is at its worst when the other is, under a t copula; under a Gaussian one it is nothing.

    Args:
        correlation: Correlation of the copula.
        degrees: Degrees of freedom, above 0; endless is the Gaussian copula.

    Returns:
        2 T(-sqrt((nu + 1)(1 - rho) / (1 + rho))), T with nu + 1 degrees of freedom.

    Example:
        >>> tail_dependence(0.517638, 4.0).round(6).tolist()
        0.263069
    """
    _correlations(correlation)
    bounds.more_than(0.0, degrees=degrees)
    rho, nu = np.broadcast_arrays(np.asarray(correlation, dtype=float), np.asarray(degrees, dtype=float))
    gaussian, opposite = np.isinf(nu), rho == -1
    at = np.where(gaussian, 1.0, nu) + 1
    share = 2 * special.stdtr(at, -np.sqrt(at * (1 - rho) / np.where(opposite, 1.0, 1 + rho)))
    return np.where(opposite, 0.0, np.where(gaussian, (rho == 1).astype(float), share))


def correlation_matrix(names: Sequence[str], pairs: Mapping[tuple[str, str], float]) -> Array:
    """The matrix of the pairs that were told; pairs that were not told do not depend on each other.

    Raises:
        ValueError: If a pair names something unknown, itself, or is told twice.

    Example:
        >>> correlation_matrix(["jail", "housing"], {("jail", "housing"): 0.3}).tolist()
        [[1.0, 0.3], [0.3, 1.0]]
    """
    place = {name: number for number, name in enumerate(names)}
    matrix = np.eye(len(names))
    told: set[frozenset[str]] = set()
    for (one, other), correlation in pairs.items():
        if unknown := [name for name in (one, other) if name not in place]:
            raise ValueError(f"'{unknown[0]}' is in a pair and is none of {', '.join(names)}")
        if one == other:
            raise ValueError(f"'{one}' is correlated with itself; a pair is of two")
        if frozenset((one, other)) in told:
            raise ValueError(f"the pair {one} and {other} is told twice")
        _correlations(correlation)
        told.add(frozenset((one, other)))
        matrix[place[one], place[other]] = matrix[place[other], place[one]] = correlation
    return matrix


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether correlations go together.

    Args:
        holds: Whether some numbers have all of them at once.
        smallest: The smallest eigenvalue; below nothing where they contradict each other.
        at_fault: The pairs that contradict each other most, the worst first; none where all goes together.
    """

    holds: bool
    smallest: float
    at_fault: tuple[tuple[str, str], ...]

    def sentence(self) -> str:
        """The verdict in words."""
        if self.holds:
            return "these correlations go together"
        pairs = "; ".join(f"{one} and {other}" for one, other in self.at_fault)
        return f"no numbers have all these correlations at once; at fault are above all {pairs}"


def checked(matrix: Array, names: Sequence[str], most: int = 3) -> Verdict:
    """Whether a correlation matrix is positive semidefinite and, if not, the pairs at fault.

    The combination of numbers with the smallest eigenvalue would have a variance below nothing. Each pair adds
    2 v_i v_j rho_ij to that variance; at fault are the pairs that take most from it.

    Args:
        matrix: (name, name), symmetric with a unit diagonal.
        names: What is correlated.
        most: Pairs that are named at most.

    Example:
        >>> told = {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9}
        >>> verdict = checked(correlation_matrix("abc", told), "abc")
        >>> verdict.holds, round(verdict.smallest, 6)
        (False, -0.8)
        >>> verdict.sentence()
        'no numbers have all these correlations at once; at fault are above all a and b; a and c; b and c'
    """
    matrix = _square(matrix)
    values, vectors = np.linalg.eigh(matrix)
    smallest, direction = float(values[0]), vectors[:, 0]
    if smallest >= -_GUARD:
        return Verdict(True, smallest, ())
    taken = np.round(np.outer(direction, direction) * matrix, 12)
    pairs = sorted((taken[i, j], i, j) for i in range(len(names)) for j in range(i + 1, len(names)) if taken[i, j] < 0)
    return Verdict(False, smallest, tuple((names[i], names[j]) for _, i, j in pairs[:most]))


@dataclass(frozen=True, slots=True)
class Mended:
    """Correlations that go together, and how far they are from what was told.

    Args:
        matrix: (name, name), positive semidefinite with a unit diagonal.
        largest_change: The largest change of a correlation.
    """

    matrix: Array
    largest_change: float


def mended(matrix: Array) -> Mended:
    """The matrix with eigenvalues below nothing cut off and its diagonal brought back to one.

    Example:
        >>> near = mended(np.array([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]]))
        >>> near.matrix.round(6).tolist(), round(near.largest_change, 6)
        ([[1.0, 0.5, -0.5], [0.5, 1.0, 0.5], [-0.5, 0.5, 1.0]], 0.4)
    """
    matrix = _square(matrix)
    values, vectors = np.linalg.eigh(matrix)
    if values[0] >= -_GUARD:
        return Mended(matrix, 0.0)
    clipped = (vectors * np.maximum(values, 0.0)) @ vectors.T
    scale = np.sqrt(np.diag(clipped))
    near = clipped / np.outer(scale, scale)
    near = (near + near.T) / 2
    np.fill_diagonal(near, 1.0)
    return Mended(near, float(np.abs(near - matrix).max()))


def factor(matrix: Array) -> Array:
    """A lower triangle L with L L' = matrix, by Cholesky; a direction without variance gives a column of nothing.

    Raises:
        ValueError: If the matrix is not positive semidefinite.

    Example:
        >>> factor(np.array([[1.0, 1.0], [1.0, 1.0]])).tolist()
        [[1.0, 0.0], [1.0, 0.0]]
    """
    matrix = _square(matrix)
    smallest = float(np.linalg.eigvalsh(matrix)[0]) if matrix.size else 0.0
    if smallest < -_GUARD:
        raise ValueError(f"no numbers have these correlations: the smallest eigenvalue is {smallest:.3g}")
    lower = np.zeros_like(matrix)
    for j in range(len(matrix)):
        column = matrix[j:, j] - lower[j:, :j] @ lower[j, :j]
        if column[0] > _GUARD:
            lower[j:, j] = column / np.sqrt(column[0])
    return lower


def _square(matrix: Array) -> Array:
    matrix = np.asarray(matrix, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"a correlation matrix is square; this one is {' x '.join(map(str, matrix.shape))}")
    if not np.allclose(matrix, matrix.T, atol=1e-12) or not np.allclose(np.diag(matrix), 1.0, atol=1e-9):
        raise ValueError("a correlation matrix is symmetric, with 1 on its diagonal")
    return matrix


def _correlations(values: ArrayLike) -> None:
    given = np.asarray(values, dtype=float)
    if not np.all(np.abs(given) <= 1):
        raise ValueError("a correlation is between -1 and 1")
