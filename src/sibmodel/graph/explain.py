"""Explaining a number: what a line is, its formula in words and in numbers, and what each part of it came to.

Nothing is written for explaining: the graph that numpy and the spreadsheet compute from is read once more, with
numbers from a function that whoever computed them brings along.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from sibmodel.graph import expressions as ex
from sibmodel.graph.in_numbers import Term, in_numbers, long_sum
from sibmodel.graph.model import Input, Line, Measure, Model
from sibmodel.graph.rates_explained import RateFound, rate_found
from sibmodel.graph.reading import ALL, BEFORE, MOST, Column, ValueOf, in_words, parts
from sibmodel.graph.reasons import reasons
from sibmodel.graph.returns import OK
from sibmodel.graph.words import shown


@dataclass(frozen=True, slots=True)
class Explanation:
    """A line or an input, and what its value came from.

    Args:
        name: The line's name, or the input's path.
        label: The same in words.
        is_input: Whether it is an input of the deal.
        value: What it came to in the column.
        shown: The value as a reader wants to see it; of a headline figure without a meaning the words instead.
        unit: What it counts, in words.
        when: At which column it was read, where not at the same: "one period before", "over all periods".
        words: The formula with the names of what it reads.
        numbers: The formula with the numbers; terms that are nothing are left out.
        note: Why it is computed so.
        because: Where it is nil: what makes it so, such as a condition with its two sides; nothing foreign to it.
        terms: A long sum, term by term.
        rate: What an internal rate rests on.
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
    because: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    rate: RateFound | None = None
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
        return asdict(self)


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
    explaining = _Explaining(model, Column(value_of, column))
    if name in model.inputs:
        return explaining.leaf(model.inputs[name], "", 0)
    return explaining.leaf(model[name], "", depth)


@dataclass(frozen=True, slots=True)
class _Explaining:
    """The explaining of one column."""

    model: Model
    column: Column

    def leaf(self, leaf: Line | Input, when: str, depth: int) -> Explanation:
        """A line with its formula where there is depth left for it, or an input."""
        value = self._value(leaf, when)
        text, unit = self._shown(leaf, value), str(leaf.unit)
        if isinstance(leaf, Input):
            return Explanation(leaf.path, leaf.label, True, value, text, unit, when)
        if depth == 0 or when in (ALL, MOST):
            return Explanation(leaf.name, leaf.label, False, value, text, unit, when, note=leaf.note)
        inside = self._at(self.column.number - (when == BEFORE)) if leaf.axis is not None else self
        formula, column = leaf.written, inside.column
        return Explanation(
            leaf.name,
            leaf.label,
            False,
            value,
            text,
            unit,
            when,
            in_words(formula),
            in_numbers(formula, column),
            leaf.note,
            reasons(leaf, column),
            long_sum(formula, column),
            rate_found(formula, self.model, column.value_of),
            tuple(inside.leaf(part, at, depth - 1) for part, at in parts(formula) if not _runs_out(column, at)),
        )

    def _at(self, number: int) -> _Explaining:
        return _Explaining(self.model, Column(self.column.value_of, number))

    def _shown(self, leaf: Line | Input, value: float) -> str:
        """The value; of a headline figure, and of its status, the words that go with it."""
        text = shown(value, leaf.unit)
        for measure in self.model.measures.values():
            if measure.status is leaf:
                return f"{text} ({_status_words(measure, round(value))})"
            if measure.value is leaf and measure.status is not None:
                code = round(self.column.value_of(measure.status, 0))
                words = _status_words(measure, code)
                return text if code == OK else words if value == 0 else f"{text} ({words})"
        return text

    def _value(self, leaf: Line | Input, when: str) -> float:
        if when in (ALL, MOST) and leaf.axis is not None:
            return self.column.value_of(ex.Total(leaf) if when == ALL else ex.Largest(leaf), 0)
        return self.column.value(ex.Previous(leaf) if when == BEFORE else leaf)


def _status_words(measure: Measure, code: int) -> str:
    return measure.texts.get(code) or measure.statuses[code].replace("_", " ")


def _runs_out(inside: Column, when: str) -> bool:
    """Whether a part lies before the first column."""
    return when == BEFORE and inside.number == 0
