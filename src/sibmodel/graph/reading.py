"""Reading a formula once more: what it says in words, what it reads and when, what it comes to in a column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sibmodel.graph import expressions as ex
from sibmodel.graph.expressions import READS_WHOLE_ROWS, Expression
from sibmodel.graph.model import Input, Line
from sibmodel.graph.words import PHRASE, WORDS, is_nil

ValueOf = Callable[[Expression, int], float]
"""The value of an expression in a column."""

BEFORE: Final = "one period before"
ALL: Final = "over all periods"
MOST: Final = "at most, over all periods"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a model that has been computed.

    Args:
        value_of: Gives the value of any expression in any column.
        number: Which column it is.
    """

    value_of: ValueOf
    number: int

    def value(self, node: Expression) -> float:
        """What an expression comes to."""
        return self.value_of(node, self.number)

    def is_nil(self, node: Expression) -> bool:
        """Whether a reader would see nothing."""
        return is_nil(self.value(node), node.unit)

    def is_met(self, condition: Expression) -> bool:
        """Whether a condition holds."""
        return self.value(condition) == 1


# --- what it says ------------------------------------------------------------------------------------------------


def in_words(formula: Expression) -> str:
    """A formula with the labels of what it reads, in brackets."""
    return named(formula, PHRASE)


def named(node: Expression, tightness: int) -> str:
    """The same as an operand, in brackets where its words hold together less tightly than those around it."""
    if isinstance(node, Line | Input):
        return f"[{node.label}]"
    return said(node, tightness, named)


def said(node: Expression, tightness: int, say: Callable[[Expression, int], str]) -> str:
    """An operator in words, its operands as ``say`` says them."""
    own, words = WORDS[type(node)]
    text = words(node, say)
    return f"({text})" if own < tightness else text


# --- what it reads -----------------------------------------------------------------------------------------------


def parts(formula: Expression) -> Iterator[tuple[Line | Input, str]]:
    """What a formula reads and when, each once, in the order of the formula."""
    return iter(dict.fromkeys(_walk(formula, "")))


def _walk(node: Expression, when: str) -> Iterator[tuple[Line | Input, str]]:
    if isinstance(node, Line | Input):
        whole = when == ALL and not _adds_up(node)
        yield node, "" if node.axis is None else MOST if whole else when
        return
    rows = READS_WHOLE_ROWS.get(type(node), frozenset())
    before = BEFORE if isinstance(node, ex.Previous) and not when else when
    for name, operand in node.named_operands():
        yield from _walk(operand, ALL if name in rows else before)


def _adds_up(leaf: Line | Input) -> bool:
    return isinstance(leaf, Line) and leaf.is_flow
