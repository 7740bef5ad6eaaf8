"""Units: what a number counts, so that money is never added to people.

A unit is a product of dimensions (money, people, days, months) with a way to be shown. Shares, flags, years and
multiples are all pure numbers and mix freely; they differ only in how a reader wants to see them. A date is a
point and not an amount: two dates may be subtracted, which gives days, but never added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sibmodel.errors import UnitMismatch


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts.

    Args:
        dimensions: Powers of the base dimensions, sorted by name; empty for a pure number.
        shown_as: How readers see it: ``money``, ``share``, ``flag``, ``multiple``, ``date``, ...

    Example:
        >>> (MONEY / PEOPLE) * PEOPLE == MONEY
        True
        >>> str(MONEY / DAYS)
        'money per day'
    """

    dimensions: tuple[tuple[str, int], ...]
    shown_as: str = field(default="number", compare=False)

    def __mul__(self, other: Unit) -> Unit:
        """The unit of a product."""
        return _combined(self, other, 1)

    def __truediv__(self, other: Unit) -> Unit:
        """The unit of a quotient."""
        return _combined(self, other, -1)

    def __str__(self) -> str:
        """The unit in words, as the *unit* column of a sheet shows it."""
        if not self.dimensions:
            return self.shown_as
        above = [_powered(name, power) for name, power in self.dimensions if power > 0]
        below = [_powered(_SINGULAR.get(name, name), -power) for name, power in self.dimensions if power < 0]
        return " x ".join(above or ["1"]) + "".join(f" per {name}" for name in below)

    @property
    def is_number(self) -> bool:
        """Whether the unit has no dimension at all."""
        return not self.dimensions


def _powered(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


def _combined(left: Unit, right: Unit, sign: int) -> Unit:
    if DATE in (left, right):
        raise UnitMismatch("multiply", str(left), str(right))
    powers: dict[str, int] = dict(left.dimensions)
    for name, power in right.dimensions:
        powers[name] = powers.get(name, 0) + sign * power
    dimensions = tuple(sorted((name, power) for name, power in powers.items() if power))
    return _SHOWN.get(dimensions) or Unit(dimensions, "number")


NUMBER = Unit((), "number")
SHARE = Unit((), "share")
FLAG = Unit((), "flag")
YEARS = Unit((), "years")
MULTIPLE = Unit((), "multiple")
MONEY = Unit((("money", 1),), "money")
PEOPLE = Unit((("people", 1),), "people")
DAYS = Unit((("days", 1),), "days")
OUTCOMES = Unit((("outcomes", 1),), "outcomes")
MONTHS = Unit((("months", 1),), "months")
DATE = Unit((("date", 1),), "date")

_SINGULAR: Mapping[str, str] = {"people": "person", "days": "day", "months": "month", "outcomes": "outcome"}
_SHOWN: Mapping[tuple[tuple[str, int], ...], Unit] = {
    unit.dimensions: unit for unit in (NUMBER, MONEY, PEOPLE, DAYS, OUTCOMES, MONTHS)
} | {
    tuple(sorted((("money", 1), (name, -1)))): Unit(tuple(sorted((("money", 1), (name, -1)))), "money")
    for name in ("people", "days", "outcomes", "months")
}


def same(left: Unit | None, right: Unit | None, doing: str) -> Unit | None:
    """The one unit of two numbers that are added or compared.

    ``None`` stands for a bare zero, which is an amount of anything.

    Raises:
        UnitMismatch: when the two count different things.
    """
    if left is None or right is None:
        return left or right
    if left != right:
        raise UnitMismatch(doing, str(left), str(right))
    return left


def difference(left: Unit | None, right: Unit | None) -> Unit | None:
    """The unit of a subtraction: two dates are days apart."""
    unit = same(left, right, "subtract")
    return DAYS if unit == DATE else unit
