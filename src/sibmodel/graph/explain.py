"""Explaining a number: what a line is, its formula in words and in numbers, and what each part of it came to.

Nothing is written for explaining: the graph that numpy and the spreadsheet compute from is read once more, in
words. Numbers come from a function that whoever computed them brings along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sibmodel.graph import expressions as ex
from sibmodel.graph.expressions import READS_WHOLE_ROWS, Expression
from sibmodel.graph.model import Input, Line, Model
from sibmodel.graph.words import PHRASE, SUM, WORDS, is_flag, shown

ValueOf = Callable[[Expression, int], float]
"""The value of an expression in a column."""

AS_ONE_NUMBER: Final = frozenset(
    {*READS_WHOLE_ROWS, ex.Counter, ex.Previous, ex.MonthNumber, ex.MonthEnd, ex.AtLeast, ex.Above}
)
"""Operators that the numbers show by what they come to: a whole row, a date or a condition has no short working."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A line or an input, and what its value came from.

    Args:
        name: The line's name, or the input's path.
        label: The same in words.
        is_input: Whether it is an input of the deal.
        value: What it came to in the column.
        shown: The value as a reader wants to see it.
        unit: What it counts, in words.
        when: At which column it was read, where not at the same: "one period before", "over all periods".
        words: The formula with the names of what it reads.
        numbers: The formula with the numbers; terms that are nothing are left out.
        note: Why it is computed so.
        parts: What it reads, explained in turn.
    """

    name: str
    label: str
    is_input: bool
    value: float
    shown: str
    unit: str
    when: str = ""
    words: str = ""
    numbers: str = ""
    note: str = ""
    parts: tuple[Explanation, ...] = field(default=())

    @property
    def sentence(self) -> str:
        """The line in one sentence: its label, its formula in words, in numbers, and what it came to.

        Example:
            >>> price = Explanation(
            ...     "fee.due", "Fee due", False, 30.0, "30", "money", "", "[Price] x [People]", "10 x 3"
            ... )
            >>> price.sentence
            'Fee due = [Price] x [People] = 10 x 3 = 30'
        """
        steps = [self.label, self.words, self.numbers, self.shown]
        return " = ".join(dict.fromkeys(step for step in steps if step))

    def as_dict(self) -> dict[str, Any]:
        """The explanation as plain data."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "parts"}
        return {**plain, "parts": [part.as_dict() for part in self.parts]}


def explain(model: Model, name: str, value_of: ValueOf, column: int = 0, *, depth: int = 1) -> Explanation:
    """Explain a line in one column, or an input.

    Args:
        model: The deal, written as lines.
        name: The line's name or the input's path.
        value_of: Gives the value of any expression of the model in a column.
        column: The column: 0 at financial close, or the number of the fiscal year.
        depth: How many steps back the parts are explained, 1 or more.

    Raises:
        UnknownLine: with the nearest names there are.
    """
    if name in model.inputs:
        return _Explaining(value_of, column).leaf(model.inputs[name], "", 0)
    return _Explaining(value_of, column).leaf(model[name], "", depth)


class _Explaining:
    """The explaining of one column."""

    def __init__(self, value_of: ValueOf, column: int) -> None:
        self.value_of = value_of
        self.column = column

    def leaf(self, leaf: Line | Input, when: str, depth: int) -> Explanation:
        """A line with its formula where there is depth left for it, or an input."""
        value = self._value(leaf, when)
        text, unit = shown(value, leaf.unit), str(leaf.unit)
        if isinstance(leaf, Input):
            return Explanation(leaf.path, leaf.label, True, value, text, unit, when)
        if depth == 0 or when == _ALL:
            return Explanation(leaf.name, leaf.label, False, value, text, unit, when, note=leaf.note)
        earlier = when == _BEFORE
        inside = _Explaining(self.value_of, self.column - earlier) if leaf.axis is not None else self
        return Explanation(
            leaf.name,
            leaf.label,
            False,
            value,
            text,
            unit,
            when,
            in_words(leaf.written),
            inside.in_numbers(leaf.written),
            leaf.note,
            tuple(inside.leaf(part, at, depth - 1) for part, at in _parts(leaf.written) if not _runs_out(inside, at)),
        )

    def _value(self, leaf: Line | Input, when: str) -> float:
        if when == _ALL and leaf.axis is not None:
            return self.value_of(ex.Total(leaf) if _adds_up(leaf) else ex.Largest(leaf), 0)
        return self.value_of(ex.Previous(leaf) if when == _BEFORE else leaf, self.column)

    # --- the formula with numbers ------------------------------------------------------------------------------

    def in_numbers(self, formula: Expression) -> str:
        """A formula with numbers in the place of names; nothing is added and nothing multiplied by one."""
        return self._number(formula, PHRASE)

    def _number(self, node: Expression, tightness: int) -> str:
        match node:
            case ex.Add(left, right) if self._is(left, 0.0) or self._is(right, 0.0):
                return self._number(right if self._is(left, 0.0) else left, tightness)
            case ex.Subtract(left, right) if self._is(right, 0.0):
                return self._number(left, tightness)
            case ex.Multiply(left, right) if self._is(node, 0.0):
                return "0"
            case ex.Multiply(left, right) if self._is_yes(left) or self._is_yes(right):
                return self._number(right if self._is_yes(left) else left, tightness)
            case ex.Choose(flag, then, otherwise):
                return self._number(then if self._is(flag, 1.0) else otherwise, tightness)
            case _:
                pass
        if isinstance(node, Line | Input) or type(node) in AS_ONE_NUMBER:
            return self._bracketed(shown(self.value_of(node, self.column), node.unit), tightness)
        return _said(node, tightness, self._number)

    def _bracketed(self, text: str, tightness: int) -> str:
        return f"({text})" if text.startswith("-") and tightness >= SUM else text

    def _is(self, node: Expression, number: float) -> bool:
        return self.value_of(node, self.column) == number

    def _is_yes(self, node: Expression) -> bool:
        return is_flag(node) and self._is(node, 1.0)


_BEFORE: Final = "one period before"
_ALL: Final = "over all periods"


def in_words(formula: Expression) -> str:
    """A formula with the labels of what it reads, in brackets."""
    return _named(formula, PHRASE)


def _named(node: Expression, tightness: int) -> str:
    if isinstance(node, Line | Input):
        return f"[{node.label}]"
    return _said(node, tightness, _named)


def _said(node: Expression, tightness: int, say: Callable[[Expression, int], str]) -> str:
    own, words = WORDS[type(node)]
    text = words(node, say)
    return f"({text})" if own < tightness else text


def _parts(formula: Expression) -> Iterator[tuple[Line | Input, str]]:
    """What a formula reads and when, each once, in the order of the formula."""
    return iter(dict.fromkeys(_walk(formula, "")))


def _walk(node: Expression, when: str) -> Iterator[tuple[Line | Input, str]]:
    if isinstance(node, Line | Input):
        yield node, when if node.axis is not None else ""
        return
    rows = READS_WHOLE_ROWS.get(type(node), frozenset())
    before = _BEFORE if isinstance(node, ex.Previous) and not when else when
    for name, operand in node.named_operands():
        yield from _walk(operand, _ALL if name in rows else before)


def _runs_out(inside: _Explaining, when: str) -> bool:
    """Whether a part lies before the first column."""
    return when == _BEFORE and inside.column == 0


def _adds_up(leaf: Line | Input) -> bool:
    return isinstance(leaf, Line) and leaf.is_flow
