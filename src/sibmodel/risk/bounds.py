"""What a parameter of risk can be: sentences for what cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_GUARD = 1e-9


def at_least(lowest: float, **named: ArrayLike) -> None:
    """Each of the named numbers is finite or endless, and not below the lowest.

    Raises:
        ValueError: naming the first that is.

    Example:
        >>> at_least(0.0, sd=-1.0)
        Traceback (most recent call last):
        ValueError: sd must not be below 0; it is -1
    """
    for name, values in named.items():
        _refuse(values, np.asarray(values) >= lowest, f"{name} must not be below {lowest:g}")


def more_than(floor: float, **named: ArrayLike) -> None:
    """Each of the named numbers is above the floor.

    Raises:
        ValueError: naming the first that is not.
    """
    for name, values in named.items():
        _refuse(values, np.asarray(values) > floor, f"{name} must be above {floor:g}")


def finite(**named: ArrayLike) -> None:
    """Each of the named numbers is one.

    Raises:
        ValueError: naming the first that is not.
    """
    for name, values in named.items():
        _refuse(values, np.isfinite(np.asarray(values, dtype=float)), f"{name} must be a finite number")


def shares(**named: ArrayLike) -> None:
    """Each of the named numbers is between 0 and 1.

    Raises:
        ValueError: naming the first that is not.

    Example:
        >>> shares(prevalence=1.2)
        Traceback (most recent call last):
        ValueError: prevalence must be between 0 and 1; it is 1.2
    """
    for name, values in named.items():
        given = np.asarray(values)
        _refuse(values, (given >= 0) & (given <= 1), f"{name} must be between 0 and 1")


def below_one(**named: ArrayLike) -> None:
    """Each of the named numbers is at least 0 and below 1, as a correlation within a cohort is.

    Raises:
        ValueError: naming the first that is not.
    """
    for name, values in named.items():
        given = np.asarray(values)
        _refuse(values, (given >= 0) & (given < 1), f"{name} must be at least 0 and below 1")


def whole(**named: ArrayLike) -> None:
    """Each of the named numbers counts something: 0, 1, 2, ...

    Raises:
        ValueError: naming the first that does not.
    """
    for name, values in named.items():
        given = np.asarray(values, dtype=float)
        counts = np.isfinite(given) & (given >= 0) & (np.floor(given) == given)
        _refuse(values, counts, f"{name} must be a whole number, 0 or more")


def levels(**named: ArrayLike) -> None:
    """Each of the named numbers is above 0 and below 1, as a level of confidence is.

    Raises:
        ValueError: naming the first that is not.
    """
    for name, values in named.items():
        given = np.asarray(values)
        _refuse(values, (given > 0) & (given < 1), f"{name} must be above 0 and below 1")


def weights_of_one(weights: ArrayLike) -> None:
    """The weights are not negative and sum to 1 within a millionth.

    Raises:
        ValueError: If they do not.
    """
    at_least(0.0, weight=weights)
    total = float(np.sum(np.asarray(weights, dtype=float)))
    if not abs(total - 1.0) <= 1e-6 + _GUARD:
        raise ValueError(f"weights must sum to 1; they sum to {total:.6g}")


def _refuse(values: ArrayLike, holds: np.ndarray, sentence: str) -> None:
    if not np.all(holds):
        first = np.asarray(values, dtype=float)[~np.asarray(holds)].ravel()[0]
        raise ValueError(f"{sentence}; it is {first:g}")
