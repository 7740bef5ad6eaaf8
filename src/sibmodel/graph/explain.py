"""Explaining a number: what a line is, its formula in words and in numbers, and what each part of it came to.

Nothing is written for explaining: the graph that numpy and the spreadsheet compute from is read once more, in
words. Numbers come from a function that whoever computed them brings along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sibmodel.graph import expressions as ex
from sibmodel.graph.expressions import READS_WHOLE_ROWS, Expression
from sibmodel.graph.model import Input, Line, Measure, Model
from sibmodel.graph.returns import OK
from sibmodel.graph.units import DATE, DAYS, MONEY, MONTHS, PEOPLE, Unit
from sibmodel.graph.words import PHRASE, PRODUCT, SUM, WORD, WORDS, is_flag, is_nil, month_shown, shown

ValueOf = Callable[[Expression, int], float]
"""The value of an expression in a column."""

AS_ONE_NUMBER: Final = frozenset(
    {*READS_WHOLE_ROWS, ex.Counter, ex.Previous, ex.MonthNumber, ex.MonthEnd, ex.AtLeast, ex.Above}
)
"""Operators that the numbers show by what they come to: a whole row, a date or a condition has no short working."""


_LONG_SUM: Final = 4
_FOLLOWED: Final = 10
_DATES: Final = "time.date"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a long sum: what is added (+) or taken away (-), in words and as a number."""

    sign: str
    words: str
    value: float


@dataclass(frozen=True, slots=True)
class DatedFlow:
    """One cash flow behind an internal rate: when, how much, and its worth at the start at that rate, if any."""

    date: str
    years: float
    amount: float
    worth: float | None


@dataclass(frozen=True, slots=True)
class RateFound:
    """What an internal rate rests on.

    Args:
        flow: The name of the cash flows, which are taken to the cent.
        label: The same in words.
        flows: The cash flows that are not nothing.
        present_value: What all of them are worth at the rate; ``None`` where there is no one rate.
        is_found: Whether there is one rate, certified.
        certificate: Why no other rate fits, in a sentence; empty where there is none.
    """

    flow: str
    label: str
    flows: tuple[DatedFlow, ...]
    present_value: float | None
    is_found: bool
    certificate: str


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
        because: Where it is nil: the conditions that make it so, each with its two sides.
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
    explaining = _Explaining(model, value_of, column)
    if name in model.inputs:
        return explaining.leaf(model.inputs[name], "", 0)
    return explaining.leaf(model[name], "", depth)


class _Explaining:
    """The explaining of one column."""

    def __init__(self, model: Model, value_of: ValueOf, column: int) -> None:
        self.model = model
        self.value_of = value_of
        self.column = column
        self.followed: set[str] = set()

    def leaf(self, leaf: Line | Input, when: str, depth: int) -> Explanation:
        """A line with its formula where there is depth left for it, or an input."""
        value = self._value(leaf, when)
        text, unit = self._shown(leaf, value), str(leaf.unit)
        if isinstance(leaf, Input):
            return Explanation(leaf.path, leaf.label, True, value, text, unit, when)
        if depth == 0 or when in (_ALL, _MOST):
            return Explanation(leaf.name, leaf.label, False, value, text, unit, when, note=leaf.note)
        inside = self._at(self.column - (when == _BEFORE)) if leaf.axis is not None else self
        formula = leaf.written
        return Explanation(
            leaf.name,
            leaf.label,
            False,
            value,
            text,
            unit,
            when,
            in_words(formula),
            inside.in_numbers(formula),
            leaf.note,
            inside.because(leaf),
            inside.terms(formula),
            inside.rate(formula),
            tuple(inside.leaf(part, at, depth - 1) for part, at in _parts(formula) if not _runs_out(inside, at)),
        )

    def _at(self, column: int) -> _Explaining:
        return _Explaining(self.model, self.value_of, column)

    def _shown(self, leaf: Line | Input, value: float) -> str:
        """The value; of a headline figure, and of its status, the words that go with it."""
        text = shown(value, leaf.unit)
        for measure in self.model.measures.values():
            if measure.status is leaf:
                return f"{text} ({_status_words(measure, round(value))})"
            if measure.value is leaf and measure.status is not None:
                code = round(self.value_of(measure.status, 0))
                words = _status_words(measure, code)
                return text if code == OK else words if value == 0 else f"{text} ({words})"
        return text

    def _value(self, leaf: Line | Input, when: str) -> float:
        if when in (_ALL, _MOST) and leaf.axis is not None:
            return self.value_of(ex.Total(leaf) if when == _ALL else ex.Largest(leaf), 0)
        return self.value_of(ex.Previous(leaf) if when == _BEFORE else leaf, self.column)

    # --- the formula with numbers ------------------------------------------------------------------------------

    def in_numbers(self, formula: Expression) -> str:
        """A formula with numbers in the place of names; nothing is added and nothing multiplied by one."""
        return self._number(formula, PHRASE)

    def _number(self, node: Expression, tightness: int) -> str:
        match node:
            case ex.Add(left, right) if self._is_nil(left) or self._is_nil(right):
                return self._number(right if self._is_nil(left) else left, tightness)
            case ex.Subtract(left, right) if self._is_nil(right):
                return self._number(left, tightness)
            case ex.Multiply() if self._is_nil(node):
                return "0"
            case ex.Multiply(left, right) if self._is_yes(left) or self._is_yes(right):
                return self._number(right if self._is_yes(left) else left, tightness)
            case ex.Choose(flag, then, otherwise):
                return self._number(then if self._is_met(flag) else otherwise, tightness)
            case ex.MonthNumber():
                return month_shown(self.value_of(node, self.column))
            case _:
                pass
        if isinstance(node, Line | Input) or type(node) in AS_ONE_NUMBER:
            return self._bracketed(shown(self.value_of(node, self.column), node.unit), tightness)
        return _said(node, tightness, self._number)

    def _bracketed(self, text: str, tightness: int) -> str:
        return f"({text})" if text.startswith("-") and tightness >= SUM else text

    def _is_nil(self, node: Expression) -> bool:
        return is_nil(self.value_of(node, self.column), node.unit)

    def _is_yes(self, node: Expression) -> bool:
        return is_flag(node) and self._is_met(node)

    def _is_met(self, condition: Expression) -> bool:
        return self.value_of(condition, self.column) == 1

    # --- a long sum ----------------------------------------------------------------------------------------------

    def terms(self, formula: Expression) -> tuple[Term, ...]:
        """The terms of a sum that is too long to be read in a row, also of one that may not go below nothing."""
        match formula:
            case ex.Maximum(ex.Number(0.0), of):
                return self.terms(of)
            case _:
                pass
        found = list(_addends(formula, "+"))
        if len(found) < _LONG_SUM or formula.unit == DATE:
            return ()
        return tuple(Term(sign, _named(term, PRODUCT), self.value_of(term, self.column)) for sign, term in found)

    # --- why it is nil -------------------------------------------------------------------------------------------

    def because(self, line: Line) -> tuple[str, ...]:
        """The conditions that make a line nil, each with its two sides; none where it is not nil or has none."""
        if not self._is_nil(line):
            return ()
        self.followed = {line.name}
        return tuple(dict.fromkeys(self._reasons(line.written, _FOLLOWED)))

    def _reasons(self, node: Expression, follow: int) -> Iterator[str]:
        """Why an expression that is nil is nil; ``follow`` is how many lines further back a reason is looked for."""
        match node:
            case Line():
                yield from self._reasons_of_line(node, follow)
            case ex.AtLeast() | ex.Above():
                yield self._compared(node)
            case ex.Subtract(ex.Number(1.0), flag) if is_flag(flag):
                yield from self._holds(flag)
            case ex.Subtract(left, right):
                yield from self._reasons_of_any((left, right), 0)  # an account: each movement has its own story
            case ex.Add(left, right) | ex.Multiply(left, right) | ex.Minimum(left, right):
                yield from self._reasons_of_any((left, right), follow)
            case ex.Maximum(ex.Number(0.0), of) | ex.Rounded(of) | ex.Floor(of) | ex.Ratio(of):
                yield from self._reasons_of_any((of,), follow)
            case ex.Choose(flag, then, otherwise):
                yield from self._reasons_of_choice(flag, then if self._is_met(flag) else otherwise, follow)
            case ex.Spread(after=after, closes=closes) if self._value_of(closes) < self._value_of(after):
                yield f"{self._side(after)} is later than {self._side(closes)}"
            case _:
                pass

    def _reasons_of_any(self, nodes: tuple[Expression, ...], follow: int) -> Iterator[str]:
        for node in nodes:
            if self._is_nil(node):
                yield from self._reasons(node, follow)

    def _reasons_of_line(self, line: Line, follow: int) -> Iterator[str]:
        if line.name in self.followed or (follow <= 0 and not is_flag(line)):
            return
        self.followed.add(line.name)
        found = tuple(self._reasons(line.written, follow - 1))
        yield from found or ((f"[{line.label}] does not hold",) if is_flag(line) else ())

    def _reasons_of_choice(self, flag: Expression, taken: Expression, follow: int) -> Iterator[str]:
        if not isinstance(taken, ex.Number):
            yield from self._reasons_of_any((taken,), follow)
        elif self._is_met(flag):
            yield from self._holds(flag)
        else:
            yield from self._reasons(flag, follow)

    def _holds(self, flag: Expression) -> Iterator[str]:
        """That a condition holds, with its two sides where it is a comparison."""
        match flag:
            case ex.AtLeast() | ex.Above():
                yield self._compared(flag)
            case ex.Multiply(left, right):
                yield from self._holds(left)
                yield from self._holds(right)
            case Line(formula=ex.AtLeast() | ex.Above() as comparison):
                yield self._compared(comparison)
            case ex.Subtract(ex.Number(1.0), other):
                yield from self._reasons(other, _FOLLOWED)
            case _:
                yield f"{_named(flag, WORD)} holds"

    def _compared(self, node: ex.AtLeast | ex.Above) -> str:
        """How the two sides of a comparison came out; what moves with time and bare numbers stand on the right."""
        left, right = node.left, node.right
        turned = isinstance(left, ex.Number) or (left.axis is not None and right.axis is None)
        timed = (left.unit or right.unit) in (MONTHS, DATE)
        words = _OUTCOMES[type(node), self.value_of(node, self.column) == 1][2 * timed + turned]
        return f"{self._side(right if turned else left)} {words} {self._side(left if turned else right)}"

    def _side(self, node: Expression) -> str:
        value = _with_unit(shown(self._value_of(node), node.unit), node.unit)
        return value if isinstance(node, ex.Number) else f"{_named(node, WORD)} ({value})"

    def _value_of(self, node: Expression) -> float:
        return self.value_of(node, self.column)

    # --- an internal rate ----------------------------------------------------------------------------------------

    def rate(self, formula: Expression) -> RateFound | None:
        """What an internal rate rests on; none where the formula is something else."""
        match formula:
            case ex.Choose(single, ex.Subtract(Line(formula=ex.GrowthRoot() as root) as growth, ex.Number(1.0)), _):
                return self._rate(root, growth if self._is_certain(single) else None)
            case _:
                return None

    def _rate(self, root: ex.GrowthRoot, growth: Line | None) -> RateFound:
        flow = next(leaf for leaf, _ in _parts(root.of.written)) if isinstance(root.of, Line) else None
        assert flow is not None
        worth = self.value_of(ex.PresentValue(root.of, root.years, growth), 0) if growth is not None else None
        certificate = "" if growth is None else _BEFORE_SEARCH if self._is_certain(root.is_single) else _AFTER_SEARCH
        flows = tuple(self._flows(root, growth))
        return RateFound(_name(flow), flow.label, flows, worth, growth is not None, certificate)

    def _flows(self, root: ex.GrowthRoot, growth: Line | None) -> Iterator[DatedFlow]:
        assert root.of.axis is not None
        factor = self.value_of(growth, 0) if growth is not None else None
        dates = self.model.lines.get(_DATES)
        for column in range(root.of.axis.size):
            amount, years = self.value_of(root.of, column), self.value_of(root.years, column)
            date = shown(self.value_of(dates, column), DATE) if dates is not None else ""
            if not is_nil(amount, MONEY):
                yield DatedFlow(date, years, amount, amount / factor**years if factor else None)

    def _is_certain(self, flag: Expression) -> bool:
        return self.value_of(flag, 0) > 0.5


_BEFORE_SEARCH: Final = (
    "Known before the search: added up in order of time, what has been paid and what is still to come change sign "
    "too seldom for a second rate."
)
_AFTER_SEARCH: Final = (
    "Known after the search: at this rate the investor is never ahead before the last cash flow, "
    "and then no other rate fits."
)

_OUTCOMES: Final = {
    (ex.AtLeast, False): ("is below", "is above", "is earlier than", "is later than"),
    (ex.AtLeast, True): ("is at least", "is at most", "is not earlier than", "is not later than"),
    (ex.Above, False): ("is not above", "is not below", "is not later than", "is not earlier than"),
    (ex.Above, True): ("is above", "is below", "is later than", "is earlier than"),
}
"""How a comparison came out: as written and with its sides changed, of amounts and of times."""


def _name(leaf: Line | Input) -> str:
    return leaf.path if isinstance(leaf, Input) else leaf.name


def _status_words(measure: Measure, code: int) -> str:
    return measure.texts.get(code) or measure.statuses[code].replace("_", " ")


def _with_unit(text: str, unit: Unit | None) -> str:
    return f"{text} {unit}" if unit in (MONTHS, DAYS, PEOPLE) else text


def _addends(node: Expression, sign: str) -> Iterator[tuple[str, Expression]]:
    """The terms of a sum of sums, each with its sign."""
    match node:
        case ex.Number(0.0):
            return
        case ex.Subtract() if is_flag(node):
            yield sign, node
        case ex.Add(left, right):
            yield from _addends(left, sign)
            yield from _addends(right, sign)
        case ex.Subtract(left, right):
            yield from _addends(left, sign)
            yield from _addends(right, "-" if sign == "+" else "+")
        case _:
            yield sign, node


_BEFORE: Final = "one period before"
_ALL: Final = "over all periods"
_MOST: Final = "at most, over all periods"


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
        whole = when == _ALL and not _adds_up(node)
        yield node, "" if node.axis is None else _MOST if whole else when
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
