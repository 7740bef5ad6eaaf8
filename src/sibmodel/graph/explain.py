"""Explaining a number: what a line is, its formula in words and in numbers, and what each part of it came to.

Nothing is written for explaining: the graph that numpy and the spreadsheet compute from is read once more, with
numbers from a function that whoever computed them brings along.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sibmodel.graph import expressions as ex
from sibmodel.graph.contributions import Share, by_period, fallen, opened_by, whole_sum
from sibmodel.graph.expressions import Expression
from sibmodel.graph.in_numbers import Term, in_numbers, long_sum, whole_terms
from sibmodel.graph.labels import Labels
from sibmodel.graph.model import Input, Line, Measure, Model
from sibmodel.graph.rates_explained import RateFound, rate_found
from sibmodel.graph.reading import ALL, BEFORE, HERE, MOST, Column, ValueOf, in_words, parts
from sibmodel.graph.reasons import reasons
from sibmodel.graph.returns import OK
from sibmodel.graph.words import day_shown, is_nil, shown


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
        terms: A long sum, or the total of a sum, term by term.
        shares: The periods it comes from, where it is read from a whole row: a lagged row, a fiscal year, a total.
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
    shares: tuple[Share, ...] = ()
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
    explaining = _Explaining(model, Column(value_of, column, Labels(model)))
    if name in model.inputs:
        return explaining.leaf(model.inputs[name], "", 0)
    return explaining.leaf(model[name], "", depth)


@dataclass(frozen=True, slots=True)
class _Explaining:
    """The explaining of one column; what has been explained is kept for all of them."""

    model: Model
    column: Column
    known: dict[tuple[int, str, int, int], Explanation] = field(default_factory=dict)

    def leaf(self, leaf: Line | Input, when: str, depth: int) -> Explanation:
        """A line with its formula where there is depth left for it, or an input."""
        key = (id(leaf), when, depth, self.column.number)
        if key not in self.known:
            self.known[key] = self._leaf(leaf, when, depth)
        return self.known[key]

    def _leaf(self, leaf: Line | Input, when: str, depth: int) -> Explanation:
        value = self._value(leaf, when)
        label, text, unit = self.column.called(leaf), self._shown(leaf, value), str(leaf.unit)
        if isinstance(leaf, Input):
            return Explanation(leaf.path, label, True, value, text, unit, when)
        bare = Explanation(leaf.name, label, False, value, text, unit, when, note=leaf.note)
        if depth == 0 or when in (MOST, HERE):
            return bare
        if when == ALL:
            return bare if is_nil(value, leaf.unit) else self._whole(bare, leaf, depth)
        number = self.column.number - (when == BEFORE) if leaf.axis is not None else None
        return self._at(number).here(bare, leaf, depth)

    def here(self, bare: Explanation, line: Line, depth: int) -> Explanation:
        """A line in this column, and what it reads; a row that is read whole in the columns that reach this one."""
        formula, column, shares = line.written, self.column, list[Share]()

        def opened(node: Expression) -> tuple[tuple[int, str], ...]:
            found = fallen(node, column, lambda number: self._period(node, number))
            shares.extend(share for share in found if share not in shares)
            return opened_by(found)

        read = list(parts(formula, opened))
        return replace(
            bare,
            words=in_words(formula, column.called),
            numbers=in_numbers(formula, column),
            because=reasons(line, column),
            terms=long_sum(formula, column),
            shares=tuple(shares),
            rate=rate_found(formula, self.model, column.value_of),
            parts=tuple(
                self._at(at).leaf(part, when, depth - 1) for part, when, at in read if not _runs_out(column, when)
            ),
        )

    def _whole(self, bare: Explanation, line: Line, depth: int) -> Explanation:
        """What a row adds up to: the totals of a sum, or else in which periods it has how much."""
        words = in_words(line.written, self.column.called)
        formula = whole_sum(line, self.column)
        if formula is None:
            shares = by_period(line, self.column, lambda number: self._period(line, number))
            return replace(bare, words=words, shares=shares)
        return replace(
            bare,
            words=words,
            numbers=in_numbers(formula, self._at(0).column),
            terms=whole_terms(line.written, self.column),
            parts=tuple(self.leaf(part, when, depth - 1) for part, when, _ in parts(formula)),
        )

    def _at(self, number: int | None) -> _Explaining:
        return self if number is None else replace(self, column=replace(self.column, number=number))

    def _period(self, row: Expression, number: int) -> str:
        """A column of a row in words."""
        of = row.of if isinstance(row, ex.TotalWhere) else row
        assert of.axis is not None
        dates = self.model.dates_of(of.axis)
        if dates is None:
            return f"{of.axis.name} {number}"
        date = day_shown(self.column.value_of(dates, number))
        return f"the period ending {date}" if number else "financial close"

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
