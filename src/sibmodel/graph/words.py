"""The reading in words: what each operator is called, and how a number is shown.

One table covers every operator. An entry is how tightly its words hold together, which decides on brackets, and
the words themselves, made with a function that says an operand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from sibmodel.graph import expressions as ex
from sibmodel.graph.expressions import Expression
from sibmodel.graph.units import NUMBER, Unit

Say = Callable[[Expression, int], str]

PHRASE: Final = 0
SUM: Final = 1
PRODUCT: Final = 2
WORD: Final = 3

_SERIAL_ZERO: Final = dt.date(1899, 12, 30)


def shown(value: float, unit: Unit | None) -> str:
    """A number as a reader of its unit wants to see it.

    Example:
        >>> from sibmodel.graph.units import DATE, MONEY, MULTIPLE, SHARE
        >>> shown(188364.96, MONEY), shown(5e6, MONEY), shown(0.085, SHARE), shown(1.22, MULTIPLE)
        ('188,364.96', '5,000,000', '8.5%', '1.22x')
        >>> shown(41122.0, DATE)
        '2012-08-01'
    """
    kind = (unit or NUMBER).shown_as if unit is None or unit.shown_as != "number" else str(unit)
    value += 0.0  # no minus zero
    if kind == "date":
        return (_SERIAL_ZERO + dt.timedelta(days=int(value))).isoformat()
    if kind == "share":
        return f"{value * 100:,.6g}%"
    if kind == "multiple":
        return f"{value:,.6g}x"
    if kind == "money":
        return f"{value:,.2f}".removesuffix(".00")
    return f"{value:,.10g}" if kind != "number" or abs(value) >= 10_000 else f"{value:.10g}"


def _spread(node: ex.Spread, say: Say) -> str:
    later = f"{say(node.of, PRODUCT)} {say(node.after, WORD)} months later"
    if isinstance(node.over, ex.Number) and node.over.value == 0:
        return later
    return f"{later}, evenly over {say(node.over, WORD)} months"


def _ratio(node: ex.Ratio, say: Say) -> str:
    quotient = f"{say(node.top, PRODUCT)} / {say(node.bottom, WORD)}"
    if isinstance(node.otherwise, ex.Number) and node.otherwise.value == 0:
        return quotient
    return f"{quotient} (or {say(node.otherwise, PHRASE)} where there is nothing to divide by)"


def _maximum(node: ex.Maximum, say: Say) -> str:
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, ex.Number) and one.value == 0:
            return f"{say(other, PRODUCT)}, but not below 0"
    return f"the larger of {say(node.left, SUM)} and {say(node.right, SUM)}"


def _rounded(node: ex.Rounded, say: Say) -> str:
    if isinstance(node.per, ex.Number) and node.per.value == 100:
        return f"{say(node.of, PRODUCT)} to the cent"
    return f"{say(node.of, PRODUCT)} rounded to steps of 1 / {say(node.per, WORD)}"


def condition(flag: Expression, say: Say) -> str:
    """A flag as the words after "if"."""
    match flag:
        case ex.AtLeast(left, right):
            return f"{say(left, SUM)} is at least {say(right, SUM)}"
        case ex.Above(left, right):
            return f"{say(left, SUM)} is above {say(right, SUM)}"
        case ex.Multiply(ex.AtLeast(end, month), ex.Above(same, begin)) if month is same:
            return f"{say(month, SUM)} is above {say(begin, SUM)} and at most {say(end, SUM)}"
        case ex.Multiply(left, right):
            return f"{condition(left, say)} and {condition(right, say)}"
        case ex.Subtract(ex.Number(1.0), right):
            return f"not ({condition(right, say)})"
        case _:
            pass
    return f"{say(flag, PRODUCT)} holds"


def _flag(node: Expression, say: Say) -> str:
    return f"1 if {condition(node, say)}, else 0"


def is_flag(node: Expression) -> bool:
    """Whether an expression is a condition or several of them, and so 1 or 0."""
    match node:
        case ex.AtLeast() | ex.Above():
            return True
        case ex.Multiply(left, right):
            return is_flag(left) and is_flag(right)
        case ex.Subtract(ex.Number(1.0), right):
            return is_flag(right)
        case _:
            pass
    return node.unit is not None and node.unit.shown_as == "flag"


def _add(node: ex.Add, say: Say) -> str:
    if isinstance(node.left, ex.Number) and node.left.value == 0:
        return say(node.right, SUM)
    return f"{say(node.left, SUM)} + {say(node.right, SUM)}"


def _multiply(node: ex.Multiply, say: Say) -> str:
    if is_flag(node):
        return f"({_flag(node, say)})"
    return f"{say(node.left, PRODUCT)} x {say(node.right, PRODUCT)}"


WORDS: Final[Mapping[type[Expression], tuple[int, Callable[[Any, Say], str]]]] = {
    ex.Number: (WORD, lambda node, _: shown(node.value, node.counts)),
    ex.Counter: (WORD, lambda node, _: f"number in {node.over.name}"),
    ex.Add: (SUM, _add),
    ex.Subtract: (SUM, lambda node, say: f"{say(node.left, SUM)} - {say(node.right, PRODUCT)}"),
    ex.Multiply: (PRODUCT, _multiply),
    ex.Minimum: (PHRASE, lambda node, say: f"the smaller of {say(node.left, SUM)} and {say(node.right, SUM)}"),
    ex.Maximum: (PHRASE, _maximum),
    ex.AtLeast: (PHRASE, _flag),
    ex.Above: (PHRASE, _flag),
    ex.Ratio: (PRODUCT, _ratio),
    ex.Power: (PRODUCT, lambda node, say: f"{say(node.base, WORD)} ^ {say(node.exponent, WORD)}"),
    ex.Floor: (PHRASE, lambda node, say: f"{say(node.of, PRODUCT)} rounded down"),
    ex.Rounded: (PHRASE, _rounded),
    ex.Sign: (PHRASE, lambda node, say: f"the sign of {say(node.of, PRODUCT)}"),
    ex.Choose: (
        PHRASE,
        lambda node, say: (
            f"{say(node.then, SUM)} if {condition(node.condition, say)}, otherwise {say(node.otherwise, SUM)}"
        ),
    ),
    ex.Previous: (PHRASE, lambda node, say: f"{say(node.of, PRODUCT)} one period before"),
    ex.MonthNumber: (PHRASE, lambda node, say: f"the month of {say(node.of, PRODUCT)}"),
    ex.MonthEnd: (
        PHRASE,
        lambda node, say: f"the last day of the month {say(node.months, PRODUCT)} months after {say(node.of, PRODUCT)}",
    ),
    ex.Cumulative: (PHRASE, lambda node, say: f"{say(node.of, PRODUCT)} so far"),
    ex.Total: (PHRASE, lambda node, say: f"the total of {say(node.of, PRODUCT)}"),
    ex.Largest: (PHRASE, lambda node, say: f"the largest of {say(node.of, PRODUCT)}"),
    ex.TotalWhere: (
        PHRASE,
        lambda node, say: f"the total of {say(node.of, PRODUCT)} where {say(node.key, WORD)} is {say(node.at, WORD)}",
    ),
    ex.Spread: (PHRASE, _spread),
    ex.PresentValue: (
        PHRASE,
        lambda node, say: (
            f"the present value of {say(node.of, PRODUCT)} "
            f"at a growth of {say(node.growth, WORD)} a year over {say(node.years, WORD)}"
        ),
    ),
    ex.GrowthRoot: (
        PHRASE,
        lambda node, say: (
            f"a growth a year at which {say(node.of, PRODUCT)} is worth nothing over {say(node.years, WORD)}, "
            f"where {condition(node.is_there, say)} (the only one where {condition(node.is_single, say)})"
        ),
    ),
}
"""Every operator in words."""
