"""Reading a formula once more: what it says in words, what it reads and when, what it comes to in a column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sibmodel.graph import expressions as ex
from sibmodel.graph.expressions import READS_WHOLE_ROWS, Expression
from sibmodel.graph.labels import plain_label
from sibmodel.graph.model import Input, Line
from sibmodel.graph.words import PHRASE, WORDS, is_nil

ValueOf = Callable[[Expression, int], float]
"""The value of an expression in a column."""

Called = Callable[[Line | Input], str]
"""What a line or an input is called."""

Part = tuple[Line | Input, str, int | None]
"""What a formula reads: when, in words, and in which column where that is neither its own nor the one before."""

Opened = Callable[[Expression], Sequence[tuple[int, str]]]
"""The columns from which a row that is read whole reaches the column explained, each in words."""

_NAME_ALONE: Final = re.compile(r"\[[^][]*\]")
"""A name in brackets, which needs no more of them."""

BEFORE: Final = "one period before"
ALL: Final = "over all periods"
HERE: Final = "in this period"
MOST: Final = "at most, over all periods"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a model that has been computed.

    Args:
        value_of: Gives the value of any expression in any column.
        number: Which column it is.
        called: What lines and inputs are called in it.
    """

    value_of: ValueOf
    number: int
    called: Called = plain_label

    def value(self, node: Expression) -> float:
        """What an expression comes to."""
        return self.value_of(node, self.number)

    def is_nil(self, node: Expression) -> bool:
        """Whether a reader would see nothing."""
        return is_nil(self.value(node), node.unit)

    def is_met(self, condition: Expression) -> bool:
        """Whether a condition holds."""
        return self.value(condition) == 1

    def named(self, node: Expression, tightness: int) -> str:
        """An operand with the labels of what it reads."""
        return named(node, tightness, self.called)


# --- what it says ------------------------------------------------------------------------------------------------


def in_words(formula: Expression, called: Called = plain_label) -> str:
    """A formula with the labels of what it reads, in brackets."""
    return named(formula, PHRASE, called)


def named(node: Expression, tightness: int, called: Called) -> str:
    """The same as an operand, in brackets where its words hold together less tightly than those around it."""
    if isinstance(node, Line | Input):
        return f"[{called(node)}]"
    return said(node, tightness, lambda operand, around: named(operand, around, called))


def said(node: Expression, tightness: int, say: Callable[[Expression, int], str]) -> str:
    """An operator in words, its operands as ``say`` says them."""
    own, words = WORDS[type(node)]
    text = words(node, say)
    return f"({text})" if own < tightness and not _NAME_ALONE.fullmatch(text) else text


# --- what it reads -----------------------------------------------------------------------------------------------


def parts(formula: Expression, opened: Opened = lambda _: ()) -> Iterator[Part]:
    """What a formula reads and when, each once, in the order of the formula."""
    return iter(dict.fromkeys(_walk(formula, "", None, opened)))


def _walk(node: Expression, when: str, at: int | None, opened: Opened) -> Iterator[Part]:
    if isinstance(node, Line | Input):
        whole = when == ALL and not _adds_up(node)
        yield (node, "", None) if node.axis is None else (node, MOST if whole else when, at)
        return
    if isinstance(node, ex.Total) and isinstance(node.of, Line) and node.of.axis is not None:
        yield node.of, ALL, None
        return
    columns = () if when else opened(node)
    for number, words in columns:
        yield from _walk(dict(node.named_operands())["of"], words, number, opened)
    rows = READS_WHOLE_ROWS.get(type(node), frozenset())
    before = BEFORE if isinstance(node, ex.Previous) and not when else when
    for name, operand in node.named_operands():
        if not columns:
            yield from _walk(operand, ALL if name in rows else before, None if name in rows else at, opened)
        elif name not in ("of", "key"):  # the key is what chose those columns
            yield from _walk(operand, HERE if name in ("opens", "closes") else "", None, opened)


def _adds_up(leaf: Line | Input) -> bool:
    return isinstance(leaf, Line) and leaf.is_flow
