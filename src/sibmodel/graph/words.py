"""The reading in words: what each operator is called, and how a number is shown.

One table covers every operator. An entry is how tightly its words hold together, which decides on brackets, and
the words themselves, made with a function that says an operand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sibmodel.graph import expressions as ex
from sibmodel.graph.expressions import GUARD, MONEY_GUARD, Expression
from sibmodel.graph.units import MONEY, NUMBER, Unit

Say = Callable[[Expression, int], str]

PHRASE: Final = 0
SUM: Final = 1
PRODUCT: Final = 2
WORD: Final = 3

NOT_BELOW: Final = ", but not below 0"

_SERIAL_ZERO: Final = dt.date(1899, 12, 30)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def shown(value: float, unit: Unit | None) -> str:
    """A number as a reader of its unit wants to see it; what a subtraction of equals left over is nothing.

    Example:
        >>> from sibmodel.graph.units import DATE, MONEY, MULTIPLE, SHARE
        >>> shown(188364.96, MONEY), shown(5e6, MONEY), shown(0.085, SHARE), shown(1.22, MULTIPLE)
        ('188,364.96', '5,000,000', '8.5%', '1.22x')
        >>> shown(41122.0, DATE), shown(-0.004, MONEY), shown(-1e-12, SHARE)
        ('2012-08-01', '0', '0%')
    """
    kind = (unit or NUMBER).shown_as if unit is None or unit.shown_as != "number" else str(unit)
    value = 0.0 if is_nil(value, unit) else value
    if kind == "date":
        return (_SERIAL_ZERO + dt.timedelta(days=int(value))).isoformat()
    if kind == "share":
        return f"{round(value * 100, 6) + 0.0:,.6g}%"
    if kind == "multiple":
        return f"{value:,.6g}x"
    if kind == "money":
        return f"{value:,.2f}".removesuffix(".00") if unit == MONEY else _price(value)
    return f"{value:,.10g}" if kind != "number" or abs(value) >= 10_000 else f"{value:.10g}"


def is_nil(value: float, unit: Unit | None) -> bool:
    """Whether a reader would see nothing: below half a cent of money, a remainder of the arithmetic of anything else.

    A price for each day may well be a tenth of a cent: half a cent is nothing only of money itself.
    """
    return abs(value) < (MONEY_GUARD if unit == MONEY else GUARD)


def aligned(values: Sequence[float], unit: Unit | None) -> list[str]:
    """Numbers to stand below each other: all with cents where one has them, a dash for nothing, equally wide.

    Example:
        >>> aligned([4_800_000.0, -0.001, 1.5], MONEY)
        ['4,800,000.00', '           -', '        1.50']
    """
    texts = [shown(value, unit) for value in values]
    if unit == MONEY and any("." in text for text in texts):
        texts = [f"{value:,.2f}" for value in values]
    texts = ["-" if is_nil(value, unit) else text for value, text in zip(values, texts, strict=True)]
    width = max(map(len, texts), default=0)
    return [text.rjust(width) for text in texts]


def month_shown(number: float) -> str:
    """A month, counted from year 0, as readers write it.

    Example:
        >>> month_shown(2019 * 12 + 5)
        'June 2019'
    """
    year, month = divmod(round(number), 12)
    return f"{_MONTHS[month]} {year}"


def day_shown(serial: float) -> str:
    """A date as readers write it.

    Example:
        >>> day_shown(41122.0)
        '1 August 2012'
    """
    date = _SERIAL_ZERO + dt.timedelta(days=int(serial))
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _price(value: float) -> str:
    """Money for each of something: cents, and what finer parts of them there are."""
    whole, _, cents = f"{value:,.8f}".rstrip("0").partition(".")
    return f"{whole}.{cents:0<2}" if cents else whole


def _spread(node: ex.Spread, say: Say) -> str:
    later = f"{say(node.of, WORD)}, {say(node.after, WORD)} months later"
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
            return f"{say(other, PRODUCT)}{NOT_BELOW}"
    return f"the larger of {say(node.left, WORD)} and {say(node.right, WORD)}"


def _rounded(node: ex.Rounded, say: Say) -> str:
    if isinstance(node.per, ex.Number) and node.per.value == 100:
        return f"{say(node.of, WORD)} to the cent"
    return f"{say(node.of, WORD)} rounded to steps of 1 / {say(node.per, WORD)}"


def condition(flag: Expression, say: Say) -> str:
    """A flag as the words after "if"."""
    match flag:
        case ex.AtLeast(ex.Number(), right) | ex.Above(ex.Number(), right) if not isinstance(right, ex.Number):
            return f"{say(right, WORD)} {_turned(flag)} {say(flag.left, WORD)}"
        case ex.AtLeast(left, right):
            return f"{say(left, WORD)} is at least {say(right, WORD)}"
        case ex.Above(left, right):
            return f"{say(left, WORD)} is above {say(right, WORD)}"
        case ex.Multiply(ex.AtLeast(end, month), ex.Above(same, begin)) if month is same and not isinstance(
            month, ex.Number
        ):
            return f"{say(month, WORD)} is above {say(begin, WORD)} and at most {say(end, WORD)}"
        case ex.Multiply(left, right):
            return f"{condition(left, say)} and {condition(right, say)}"
        case ex.Subtract(ex.Number(1.0), right):
            return f"not ({condition(right, say)})"
        case _:
            pass
    return f"{say(flag, WORD)} holds"


def _turned(comparison: ex.AtLeast | ex.Above) -> str:
    """The words between the sides of a comparison with its number last; a counter is not below its first, 0."""
    if isinstance(comparison, ex.Above):
        return "is below"
    assert isinstance(comparison.left, ex.Number)
    counted = getattr(comparison.right, "formula", comparison.right)  # of a line what it is written as
    return "is" if comparison.left.value == 0 and isinstance(counted, ex.Counter) else "is at most"


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


def _subtract(node: ex.Subtract, say: Say) -> str:
    if isinstance(node.right, ex.Number) and node.right.value == 0:
        return say(node.left, SUM)
    return f"{say(node.left, SUM)} - {say(node.right, PRODUCT)}"


def _multiply(node: ex.Multiply, say: Say) -> str:
    if is_flag(node):
        return f"({_flag(node, say)})"
    if isinstance(node.left, ex.Number) and node.left.value == 0 and isinstance(node.right, ex.Counter):
        return "nothing in any column"  # how a row of noughts is written
    return f"{say(node.left, PRODUCT)} x {say(node.right, PRODUCT)}"


WORDS: Final[Mapping[type[Expression], tuple[int, Callable[[Any, Say], str]]]] = {
    ex.Number: (WORD, lambda node, _: shown(node.value, node.counts)),
    ex.Counter: (WORD, lambda node, _: f"number in {node.over.name}"),
    ex.Add: (SUM, _add),
    ex.Subtract: (SUM, _subtract),
    ex.Multiply: (PRODUCT, _multiply),
    ex.Minimum: (PHRASE, lambda node, say: f"the smaller of {say(node.left, WORD)} and {say(node.right, WORD)}"),
    ex.Maximum: (PHRASE, _maximum),
    ex.AtLeast: (PHRASE, _flag),
    ex.Above: (PHRASE, _flag),
    ex.Ratio: (PRODUCT, _ratio),
    ex.Power: (PRODUCT, lambda node, say: f"{say(node.base, WORD)} ^ {say(node.exponent, WORD)}"),
    ex.Floor: (PHRASE, lambda node, say: f"{say(node.of, WORD)} rounded down"),
    ex.Rounded: (PHRASE, _rounded),
    ex.Sign: (PHRASE, lambda node, say: f"the sign of {say(node.of, WORD)}"),
    ex.Choose: (
        PHRASE,
        lambda node, say: (
            f"{say(node.then, WORD)} if {condition(node.condition, say)}, otherwise {say(node.otherwise, WORD)}"
        ),
    ),
    ex.Previous: (PHRASE, lambda node, say: f"{say(node.of, WORD)} one period before"),
    ex.MonthNumber: (PHRASE, lambda node, say: f"the month of {say(node.of, WORD)}"),
    ex.MonthEnd: (
        PHRASE,
        lambda node, say: f"the last day of the month {say(node.months, WORD)} months after {say(node.of, WORD)}",
    ),
    ex.Cumulative: (PHRASE, lambda node, say: f"{say(node.of, WORD)} so far"),
    ex.Total: (PHRASE, lambda node, say: f"the total of {say(node.of, WORD)}"),
    ex.Largest: (PHRASE, lambda node, say: f"the largest of {say(node.of, WORD)}"),
    ex.TotalWhere: (
        PHRASE,
        lambda node, say: f"the total of {say(node.of, WORD)} where {say(node.key, WORD)} is {say(node.at, WORD)}",
    ),
    ex.TotalUpTo: (
        PHRASE,
        lambda node, say: (
            f"the total of {say(node.of, WORD)}, each as far as {say(node.level, WORD)} fills "
            f"{say(node.depth, WORD)} above {say(node.bottom, WORD)}"
        ),
    ),
    ex.Spread: (PHRASE, _spread),
    ex.PresentValue: (
        PHRASE,
        lambda node, say: (
            f"the present value of {say(node.of, WORD)} "
            f"at a growth of {say(node.growth, WORD)} a year over {say(node.years, WORD)}"
        ),
    ),
    ex.GrowthRoot: (
        PHRASE,
        lambda node, say: (
            f"a growth a year at which {say(node.of, WORD)} is worth nothing over {say(node.years, WORD)}, "
            f"where {condition(node.is_there, say)} (the only one where {condition(node.is_single, say)})"
        ),
    ),
}
"""Every operator in words."""
