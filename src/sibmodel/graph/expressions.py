"""Expressions: the closed set of operators that a line may be written with.

An expression is a small tree of frozen nodes. It computes nothing: numpy, the spreadsheet and the explainer each
read the same tree. The set of node types is closed (:data:`OPERATORS`), and a test asserts that every reading
covers exactly that set, so no reading can silently differ from another.

Three rules keep the readings equal to the last digit that matters.

* No bare division: :func:`ratio` says what to answer when there is nothing to divide by.
* No comparison on a knife edge: :func:`at_least` and :func:`above` carry a guard of half a cent for money and
  1e-9 for anything else, because ``1 - 135/150 >= 0.1`` is false in binary floating point.
* No truth value: ``if expression:`` raises, so a branch can only be written as :func:`choose`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from sibmodel.errors import AxisMismatch, UnitMismatch
from sibmodel.graph import units
from sibmodel.graph.units import DATE, DAYS, FLAG, MONEY, MONTHS, NUMBER, Unit

if TYPE_CHECKING:
    from sibmodel.graph.axes import Axis

MONEY_GUARD: Final = 0.005
GUARD: Final = 1e-9
ROUNDING_GUARD: Final = 1e-6

_WORKING: Final = "working"
"""What a field says that holds an expression and is no operand."""


class Expression:
    """Anything a line can be computed from.

    ``unit`` is what it counts (``None`` for a bare zero) and ``axis`` the columns it runs over (``None`` for one
    number that holds for the whole deal).
    """

    __slots__ = ()

    @property
    def unit(self) -> Unit | None:
        """What the expression counts."""
        raise NotImplementedError

    @property
    def axis(self) -> Axis | None:
        """The columns it runs over; by default those of its operands."""
        return common_axis(*self.operands())

    def named_operands(self) -> list[tuple[str, Expression]]:
        """The expressions this one is directly made of, by the name of the operand."""
        return [(name, getattr(self, name)) for name in _operands_of(type(self))]

    def operands(self) -> list[Expression]:
        """The expressions this one is directly made of."""
        return [getattr(self, name) for name in _operands_of(type(self))]

    def __bool__(self) -> bool:
        """An expression has no truth value before it is evaluated."""
        raise TypeError("an expression is not true or false; write choose(condition, then, otherwise)")

    def __add__(self, other: Expression | float) -> Expression:
        """Sum of two amounts of the same thing."""
        return Add(self, lift(other))

    def __radd__(self, other: float) -> Expression:
        """Sum with a structural constant."""
        return Add(lift(other), self)

    def __sub__(self, other: Expression | float) -> Expression:
        """Difference of two amounts of the same thing."""
        return Subtract(self, lift(other))

    def __rsub__(self, other: float) -> Expression:
        """Difference from a structural constant."""
        return Subtract(lift(other), self)

    def __mul__(self, other: Expression | float) -> Expression:
        """Product."""
        return Multiply(self, lift(other))

    def __rmul__(self, other: float) -> Expression:
        """Product with a structural constant."""
        return Multiply(lift(other), self)


_OPERANDS: Final[dict[type[Any], tuple[str, ...]]] = {}
"""The names of the operands of each kind of node, once they have been asked for."""


def _operands_of(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a kind of node that hold an expression, but for workings."""
    if kind not in _OPERANDS:
        held = [each for each in fields(kind) if each.type == "Expression"]
        _OPERANDS[kind] = tuple(each.name for each in held if _WORKING not in each.metadata)
    return _OPERANDS[kind]


def lift(value: Expression | float) -> Expression:
    """A plain number becomes a structural constant; a bare zero is an amount of anything."""
    return value if isinstance(value, Expression) else Number(float(value))


def common_axis(*operands: Expression) -> Axis | None:
    """The one axis of several expressions; single numbers join any axis.

    Raises:
        AxisMismatch: when two of them run over different columns.
    """
    axes = {axis for operand in operands if (axis := operand.axis) is not None}
    if len(axes) > 1:
        raise AxisMismatch(sorted(axis.name for axis in axes))
    return axes.pop() if axes else None


# --- leaves -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, slots=True)
class Number(Expression):
    """A constant of the method (0, 1, 12 months a year), never of the deal."""

    value: float
    counts: Unit | None = None

    @property
    def unit(self) -> Unit | None:
        """Its unit; a bare zero has none and joins any."""
        return self.counts or (None if self.value == 0 else NUMBER)


@dataclass(frozen=True, eq=False, slots=True)
class Counter(Expression):
    """The number of the column: 0 at financial close, 1 at the end of period 1, ..."""

    over: Axis

    @property
    def unit(self) -> Unit:
        """A pure number."""
        return NUMBER

    @property
    def axis(self) -> Axis:
        """The axis it counts."""
        return self.over


# --- column by column --------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, slots=True)
class _Pair(Expression):
    left: Expression
    right: Expression


class Add(_Pair):
    """left + right."""

    __slots__ = ()

    @property
    def unit(self) -> Unit | None:
        """The unit both share; days may be added to a date."""
        left, right = self.left.unit, self.right.unit  # each asked once: a long sum is a deep tree
        if left == DATE and right == DAYS:
            return DATE
        if left == right == DATE:
            raise UnitMismatch("add", "date", "date")
        return units.same(left, right, "add")


class Subtract(_Pair):
    """left - right."""

    __slots__ = ()

    @property
    def unit(self) -> Unit | None:
        """The unit both share; two dates are days apart."""
        left, right = self.left.unit, self.right.unit
        if left == DATE and right == DAYS:
            return DATE
        return units.difference(left, right)


class Multiply(_Pair):
    """left x right."""

    __slots__ = ()

    @property
    def unit(self) -> Unit | None:
        """The product of the units."""
        return (self.left.unit or NUMBER) * (self.right.unit or NUMBER)


class Minimum(_Pair):
    """The smaller of two."""

    __slots__ = ()

    @property
    def unit(self) -> Unit | None:
        """The unit both share."""
        return units.same(self.left.unit, self.right.unit, "compare")


class Maximum(_Pair):
    """The larger of two."""

    __slots__ = ()

    @property
    def unit(self) -> Unit | None:
        """The unit both share."""
        return units.same(self.left.unit, self.right.unit, "compare")


class _Comparison(_Pair):
    __slots__ = ("_guard",)
    _guard: float

    @property
    def guard(self) -> float:
        """How close two numbers may be and still count as equal: found once, for it takes a look at all units below."""
        try:
            return self._guard
        except AttributeError:
            unit = units.same(self.left.unit, self.right.unit, "compare")
            object.__setattr__(self, "_guard", MONEY_GUARD if unit == MONEY else GUARD)
            return self._guard

    @property
    def unit(self) -> Unit:
        """Yes or no, as 1 or 0."""
        units.same(self.left.unit, self.right.unit, "compare")
        return FLAG


class AtLeast(_Comparison):
    """1 where left is at least right, within the guard; else 0."""

    __slots__ = ()


class Above(_Comparison):
    """1 where left exceeds right by more than the guard; else 0."""

    __slots__ = ()


@dataclass(frozen=True, eq=False, slots=True)
class Ratio(Expression):
    """top / bottom, or ``otherwise`` where the bottom is zero within 1e-12."""

    top: Expression
    bottom: Expression
    otherwise: Expression

    @property
    def unit(self) -> Unit:
        """The quotient of the units."""
        unit = (self.top.unit or NUMBER) / (self.bottom.unit or NUMBER)
        units.same(unit, self.otherwise.unit, "fall back to")
        return unit


@dataclass(frozen=True, eq=False, slots=True)
class Power(Expression):
    """base ^ exponent, for a base above zero."""

    base: Expression
    exponent: Expression

    @property
    def unit(self) -> Unit:
        """A pure number."""
        for operand in (self.base, self.exponent):
            units.same(operand.unit, NUMBER, "raise to a power")
        return NUMBER


@dataclass(frozen=True, eq=False, slots=True)
class Floor(Expression):
    """The whole number below, with a guard of 1e-9 for what is meant to be whole already."""

    of: Expression

    @property
    def unit(self) -> Unit | None:
        """Unchanged."""
        return self.of.unit


@dataclass(frozen=True, eq=False, slots=True)
class Rounded(Expression):
    """Rounded half away from zero to steps of 1/per: ``per=100`` is cents."""

    of: Expression
    per: Expression

    @property
    def unit(self) -> Unit | None:
        """Unchanged."""
        return self.of.unit


@dataclass(frozen=True, eq=False, slots=True)
class Sign(Expression):
    """-1, 0 or 1, exactly: only for searches, where no decision hangs on the knife edge."""

    of: Expression

    @property
    def unit(self) -> Unit:
        """A pure number."""
        return NUMBER


@dataclass(frozen=True, eq=False, slots=True)
class Choose(Expression):
    """``then`` where the condition holds (1), ``otherwise`` where it does not (0)."""

    condition: Expression
    then: Expression
    otherwise: Expression

    @property
    def unit(self) -> Unit | None:
        """The unit both answers share."""
        units.same(self.condition.unit, FLAG, "decide by")
        return units.same(self.then.unit, self.otherwise.unit, "choose between")


@dataclass(frozen=True, eq=False, slots=True)
class Previous(Expression):
    """The value one column earlier; nothing (0) before the first."""

    of: Expression

    @property
    def unit(self) -> Unit | None:
        """Unchanged."""
        return self.of.unit


@dataclass(frozen=True, eq=False, slots=True)
class MonthNumber(Expression):
    """The month a date lies in, counted from year 0: whole months between dates are differences of these."""

    of: Expression

    @property
    def unit(self) -> Unit:
        """Months."""
        units.same(self.of.unit, DATE, "take the month of")
        return MONTHS


@dataclass(frozen=True, eq=False, slots=True)
class MonthEnd(Expression):
    """The last day of the month that lies ``months`` after a date."""

    of: Expression
    months: Expression

    @property
    def unit(self) -> Unit:
        """A date."""
        units.same(self.of.unit, DATE, "take the month end of")
        units.same(self.months.unit, MONTHS, "move a date by")
        return DATE


# --- over whole rows ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, slots=True)
class Cumulative(Expression):
    """The running sum up to and including each column."""

    of: Expression

    @property
    def unit(self) -> Unit | None:
        """Unchanged."""
        return self.of.unit


@dataclass(frozen=True, eq=False, slots=True)
class _OverTheRow(Expression):
    of: Expression

    @property
    def unit(self) -> Unit | None:
        """Unchanged."""
        return self.of.unit

    @property
    def axis(self) -> None:
        """One number for the whole row."""
        return


class Total(_OverTheRow):
    """The sum of the row, one number."""

    __slots__ = ()


class Largest(_OverTheRow):
    """The largest value of the row, one number."""

    __slots__ = ()


@dataclass(frozen=True, eq=False, slots=True)
class TotalWhere(Expression):
    """The sum of the columns of ``of`` whose ``key`` equals ``at``: flows of one fiscal year."""

    of: Expression
    key: Expression
    at: Expression

    @property
    def unit(self) -> Unit | None:
        """Unchanged."""
        common_axis(self.of, self.key)
        return self.of.unit

    @property
    def axis(self) -> Axis | None:
        """The axis of the keys asked for, such as fiscal years."""
        return self.at.axis


@dataclass(frozen=True, eq=False, slots=True)
class TotalUpTo(Expression):
    """The sum of the columns of ``of``, each in the share by which a ``level`` has filled its layer.

    The layer of a column begins at ``bottom`` and is as thick as ``depth``: amounts that a sum reaches one after
    another, such as payments in the order in which what they pay for is earned.
    """

    of: Expression
    bottom: Expression
    depth: Expression
    level: Expression

    @property
    def unit(self) -> Unit | None:
        """Unchanged."""
        common_axis(self.of, self.bottom, self.depth)
        units.same(units.same(self.bottom.unit, self.depth.unit, "lay"), self.level.unit, "fill up to")
        return self.of.unit

    @property
    def axis(self) -> Axis | None:
        """The axis of the levels asked for, such as what is earned by the end of each fiscal year."""
        return self.level.axis


@dataclass(frozen=True, eq=False, slots=True)
class Spread(Expression):
    """What happens ``after`` so many months, evenly ``over`` so many more.

    An amount of the column that ends in month *s* falls evenly in the months from *s + after* to
    *s + after + over*; with ``over`` zero all of it falls in month *s + after*. Each column takes what falls
    after its ``opens`` month and not after its ``closes`` month.
    """

    of: Expression
    after: Expression
    over: Expression
    opens: Expression
    closes: Expression

    @property
    def unit(self) -> Unit | None:
        """Unchanged."""
        for months in (self.after, self.over, self.opens, self.closes):
            units.same(months.unit, MONTHS, "time by")
        return self.of.unit


@dataclass(frozen=True, eq=False, slots=True)
class PresentValue(Expression):
    """The row ``of`` divided by growth ^ years and summed: its worth at ``growth`` = 1 + a yearly rate."""

    of: Expression
    years: Expression
    growth: Expression

    @property
    def unit(self) -> Unit | None:
        """Unchanged."""
        common_axis(self.of, self.years)
        units.same(self.growth.unit, NUMBER, "discount at")
        return self.of.unit

    @property
    def axis(self) -> Axis | None:
        """The axis of the growth factors tried."""
        return self.growth.axis


@dataclass(frozen=True, eq=False, slots=True)
class GrowthRoot(Expression):
    """A growth factor at which ``of`` is worth nothing, where there is one (``is_there``); else zero.

    The spreadsheet shows it worked out (``shown``, a bisection). Where it is known to be the only one
    (``is_single``) numpy may find it in a faster way; a conformance test holds the two together. The working that is
    shown is another way to the same answer and no operand.
    """

    of: Expression
    years: Expression
    is_single: Expression
    is_there: Expression
    shown: Expression = field(metadata={_WORKING: True})

    @property
    def unit(self) -> Unit:
        """A pure number."""
        return NUMBER

    @property
    def axis(self) -> None:
        """One number."""
        return


# --- how lines are written ------------------------------------------------------------------------------------------


def ratio(top: Expression, bottom: Expression | float, otherwise: Expression | float) -> Expression:
    """top / bottom, and what to answer when the bottom is zero."""
    return Ratio(top, lift(bottom), lift(otherwise))


def power(base: Expression, exponent: Expression | float) -> Expression:
    """base ^ exponent, for a base above zero."""
    return Power(base, lift(exponent))


def floor(of: Expression) -> Expression:
    """The whole number below."""
    return Floor(of)


def rounded(of: Expression, per: Expression | float) -> Expression:
    """Rounded half away from zero to steps of 1/per."""
    return Rounded(of, lift(per))


def cents(of: Expression) -> Expression:
    """Money to the cent."""
    return Rounded(of, Number(100.0))


def minimum(left: Expression | float, right: Expression | float) -> Expression:
    """The smaller of two."""
    return Minimum(lift(left), lift(right))


def maximum(left: Expression | float, right: Expression | float) -> Expression:
    """The larger of two."""
    return Maximum(lift(left), lift(right))


def positive(of: Expression) -> Expression:
    """What is above zero, else nothing."""
    return Maximum(lift(0), of)


def at_least(left: Expression | float, right: Expression | float) -> Expression:
    """1 where left >= right, else 0."""
    return AtLeast(lift(left), lift(right))


def above(left: Expression | float, right: Expression | float) -> Expression:
    """1 where left > right, else 0."""
    return Above(lift(left), lift(right))


def opposite(flag: Expression) -> Expression:
    """1 where a flag is 0 and the other way round."""
    return Subtract(Number(1.0, FLAG), flag)


def sign(of: Expression) -> Expression:
    """-1, 0 or 1."""
    return Sign(of)


def choose(condition: Expression, then: Expression | float, otherwise: Expression | float) -> Expression:
    """One answer where the condition holds, another where it does not."""
    return Choose(condition, lift(then), lift(otherwise))


def previous(of: Expression) -> Expression:
    """The value one column earlier."""
    return Previous(of)


def cumulative(of: Expression) -> Expression:
    """The running sum."""
    return Cumulative(of)


def total(of: Expression) -> Expression:
    """The sum of the row."""
    return Total(of)


def largest(of: Expression) -> Expression:
    """The largest value of the row."""
    return Largest(of)


def add_up(parts: Sequence[Expression], unit: Unit) -> Expression:
    """The sum of any number of expressions; an amount of nothing when there are none."""
    if not parts:
        return Number(0.0, unit)
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return whole


OPERATORS: Final[frozenset[type[Expression]]] = frozenset(
    {
        Number, Counter, Add, Subtract, Multiply, Minimum, Maximum, AtLeast, Above, Ratio, Power, Floor, Rounded,
        Sign, Choose, Previous, MonthNumber, MonthEnd, Cumulative, Total, Largest, TotalWhere, TotalUpTo, Spread,
        PresentValue, GrowthRoot,
    }
)  # fmt: skip
"""Every operator there is. Each reading covers exactly these, and a line and an input besides."""

READS_WHOLE_ROWS: Final[dict[type[Expression], frozenset[str]]] = {
    Cumulative: frozenset({"of"}),
    Total: frozenset({"of"}),
    Largest: frozenset({"of"}),
    TotalWhere: frozenset({"of", "key"}),
    TotalUpTo: frozenset({"of", "bottom", "depth"}),
    Spread: frozenset({"of", "after", "over", "opens", "closes"}),
    PresentValue: frozenset({"of", "years"}),
    GrowthRoot: frozenset({"of", "years", "is_single", "is_there"}),
}
"""The operands that an operator reads in other columns than its own and the one before; refused inside a loop."""
