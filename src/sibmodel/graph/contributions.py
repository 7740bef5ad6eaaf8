"""What an amount comes from, period by period: a lagged row, the instants of a fiscal year, a row added up.

The share of each period is what the operator itself makes of that period alone: no rule is written a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sibmodel.graph import expressions as ex
from sibmodel.graph.expressions import GUARD, MONEY_GUARD, READS_WHOLE_ROWS, Expression
from sibmodel.graph.model import Input, Line
from sibmodel.graph.reading import Column
from sibmodel.graph.units import MONEY, SHARE
from sibmodel.graph.words import PHRASE, is_nil, shown

_MOST: Final = 6
_DIGITS: Final = 6

PeriodWords = Callable[[int], str]
"""A column in words: "the period ending 30 June 2028", "financial close"."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one period has of an amount, or the last of them several.

    Args:
        column: The number of its column; ``None`` of several.
        when: The period in words.
        value: What it has.
        told: The same in a sentence.
    """

    column: int | None
    when: str
    value: float
    told: str


def fallen(node: Expression, column: Column, when: PeriodWords) -> tuple[Share, ...]:
    """From which periods an amount falls that is read from a whole row: the largest, in order of time, and a rest."""
    if not isinstance(node, ex.Spread | ex.TotalWhere) or column.is_nil(node) or not _is_local(node.of):
        return ()
    values = dict(_alone(node, column))
    if abs(sum(values.values()) - column.value(node)) > _guard(node):
        return ()
    words = column.named(node.of, PHRASE)

    def told(number: int, value: float) -> str:
        whole = column.value_of(node.of, number)
        part = "" if is_nil(whole - value, node.unit) else f", of which {shown(round(value / whole, 6), SHARE)}"
        amounts = f"{words} = {shown(whole, node.of.unit)}{part}"
        return f"{shown(value, node.unit)} falls here from {when(number)}: {amounts}"

    return _largest(values, node, when, told, "falls here from")


def by_period(line: Line, column: Column, when: PeriodWords) -> tuple[Share, ...]:
    """In which periods a row has what it adds up to: the largest, in order of time, and a rest."""
    assert line.axis is not None
    values = {number: column.value_of(line, number) for number in range(line.axis.size)}

    def told(number: int, value: float) -> str:
        return f"{shown(value, line.unit)} {inside(when(number))}"

    return _largest(values, line, when, told, "in")


def inside(period: str) -> str:
    """A period in words, as the time at which something is.

    Example:
        >>> inside("the period ending 30 June 2028"), inside("financial close")
        ('in the period ending 30 June 2028', 'at financial close')
    """
    return f"in {period}" if period.startswith("the ") else f"at {period}"


def _largest(
    values: dict[int, float], node: Expression, when: PeriodWords, told: Callable[[int, float], str], rest: str
) -> tuple[Share, ...]:
    values = {number: value for number, value in values.items() if not is_nil(value, node.unit)}
    by_size = sorted(values, key=lambda number: -round(abs(values[number]), _DIGITS))  # of equals the earlier ones
    first = sorted(by_size[:_MOST])
    shares = [Share(number, when(number), values[number], told(number, values[number])) for number in first]
    others = [value for number, value in values.items() if number not in first]
    if others:
        text = f"{len(others)} other period{'s' * (len(others) > 1)}"
        shares.append(Share(None, text, sum(others), f"{shown(sum(others), node.unit)} {rest} {text}"))
    return tuple(shares)


def _alone(node: ex.Spread | ex.TotalWhere, column: Column) -> Iterator[tuple[int, float]]:
    """What the operator makes of each column of its row, were it the only one."""
    axis = node.of.axis
    if axis is None:
        return
    for number in range(axis.size):
        if column.value_of(node.of, number):
            counter, here = ex.Counter(axis), ex.Number(float(number))
            only = ex.choose(ex.at_least(counter, here) * ex.at_least(here, counter), node.of, 0)
            value = column.value(replace(node, of=only))
            if value:
                yield number, value


def _is_local(node: Expression) -> bool:
    """Whether an expression reads nothing but its own column."""
    if isinstance(node, Line | Input):
        return True
    if type(node) in READS_WHOLE_ROWS or isinstance(node, ex.Previous):
        return False
    return all(map(_is_local, node.operands()))


def _guard(node: Expression) -> float:
    return MONEY_GUARD if node.unit == MONEY else GUARD


# --- totals ------------------------------------------------------------------------------------------------------


def totalled(row: Expression) -> Expression | None:
    """The total of a row as a formula of the totals of what it reads; none where it is no sum.

    What limits, rounds or moves a row is left out: whoever asks must see whether the total is the same without.
    """
    match row:
        case Line() | Input():
            return ex.Total(row) if row.axis is not None else None
        case ex.Number(0.0):
            return row
        case ex.Add(left, right) | ex.Subtract(left, right):
            return _both(type(row), totalled(left), totalled(right))
        case ex.Multiply(left, right) if left.axis is None:
            return _both(ex.Multiply, left, totalled(right))
        case ex.Multiply(left, right) if right.axis is None:
            return _both(ex.Multiply, totalled(left), right)
        case ex.Maximum(ex.Number(0.0), of) | ex.Rounded(of) | ex.Spread(of) | ex.TotalWhere(of):
            return totalled(of)
        case _:
            return None


def _both(kind: type[ex.Add | ex.Subtract | ex.Multiply], *sides: Expression | None) -> Expression | None:
    left, right = sides
    return None if left is None or right is None else kind(left, right)


def whole_sum(line: Line, column: Column) -> Expression | None:
    """The total of a line as a formula of totals, where that is what it comes to."""
    formula = totalled(line.written)
    if formula is None:
        return None
    difference = column.value_of(formula, 0) - column.value_of(ex.Total(line), 0)
    return formula if abs(difference) <= _guard(line) else None


def opened_by(shares: Sequence[Share]) -> tuple[tuple[int, str], ...]:
    """The columns that shares are of, and when they are."""
    return tuple((share.column, inside(share.when)) for share in shares if share.column is not None)
