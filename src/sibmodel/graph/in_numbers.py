"""A formula with numbers in the place of names; a sum too long for that, term by term."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sibmodel.graph import expressions as ex
from sibmodel.graph.expressions import READS_WHOLE_ROWS, Expression
from sibmodel.graph.model import Input, Line
from sibmodel.graph.reading import Column, said
from sibmodel.graph.units import DATE
from sibmodel.graph.words import PHRASE, PRODUCT, SUM, is_flag, month_shown, shown

AS_ONE_NUMBER: Final = frozenset(
    {*READS_WHOLE_ROWS, ex.Counter, ex.Previous, ex.MonthNumber, ex.MonthEnd, ex.AtLeast, ex.Above}
)
"""Operators that the numbers show by what they come to: a whole row, a date or a condition has no short working."""

_LONG_SUM: Final = 4


def in_numbers(formula: Expression, column: Column) -> str:
    """A formula with numbers in the place of names; nothing is added and nothing multiplied by one."""
    return _number(formula, PHRASE, column)


def _number(node: Expression, tightness: int, column: Column) -> str:
    match node:
        case ex.Add(left, right) if column.is_nil(left) or column.is_nil(right):
            return _number(right if column.is_nil(left) else left, tightness, column)
        case ex.Subtract(left, right) if column.is_nil(right):
            return _number(left, tightness, column)
        case ex.Multiply() if column.is_nil(node):
            return "0"
        case ex.Multiply(left, right) if _is_yes(left, column) or _is_yes(right, column):
            return _number(right if _is_yes(left, column) else left, tightness, column)
        case ex.Choose(flag, then, otherwise):
            return _number(then if column.is_met(flag) else otherwise, tightness, column)
        case ex.MonthNumber():
            return month_shown(column.value(node))
        case _:
            pass
    if isinstance(node, Line | Input) or type(node) in AS_ONE_NUMBER:
        return _bracketed(shown(column.value(node), node.unit), tightness)
    return said(node, tightness, lambda operand, around: _number(operand, around, column))


def _bracketed(text: str, tightness: int) -> str:
    return f"({text})" if text.startswith("-") and tightness >= SUM else text


def _is_yes(node: Expression, column: Column) -> bool:
    return is_flag(node) and column.is_met(node)


# --- a long sum --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a long sum: what is added (+) or taken away (-), in words and as a number."""

    sign: str
    words: str
    value: float


def whole_terms(formula: Expression, column: Column) -> tuple[Term, ...]:
    """The terms of a sum of rows, each with its total over all periods; none where there is but one."""
    found = list(addends(_unlimited(formula), "+"))
    if len(found) < 2:
        return ()
    return tuple(Term(sign, column.named(term, PRODUCT), column.value_of(ex.Total(term), 0)) for sign, term in found)


def _unlimited(formula: Expression) -> Expression:
    """A sum without what only keeps it from going below nothing."""
    match formula:
        case ex.Maximum(ex.Number(0.0), of):
            return _unlimited(of)
        case _:
            return formula


def long_sum(formula: Expression, column: Column) -> tuple[Term, ...]:
    """The terms of a sum that is too long to be read in a row, also of one that may not go below nothing."""
    formula = _unlimited(formula)
    found = list(addends(formula, "+"))
    if len(found) < _LONG_SUM or formula.unit == DATE:
        return ()
    return tuple(Term(sign, column.named(term, PRODUCT), column.value(term)) for sign, term in found)


def addends(node: Expression, sign: str) -> Iterator[tuple[str, Expression]]:
    """The terms of a sum of sums, each with its sign."""
    match node:
        case ex.Number(0.0):
            return
        case ex.Subtract() if is_flag(node):
            yield sign, node
        case ex.Add(left, right):
            yield from addends(left, sign)
            yield from addends(right, sign)
        case ex.Subtract(left, right):
            yield from addends(left, sign)
            yield from addends(right, "-" if sign == "+" else "+")
        case _:
            yield sign, node
