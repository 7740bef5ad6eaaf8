"""Why a line is nil: the conditions that make it so, each with its two sides.

Of a product only the first factor that is nil is followed, of a minimum only the first side: what else is nil
there has a story of its own. No reason is better than one that is about something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sibmodel.graph import expressions as ex
from sibmodel.graph.expressions import Expression
from sibmodel.graph.in_numbers import addends
from sibmodel.graph.model import Input, Line
from sibmodel.graph.reading import Column
from sibmodel.graph.units import DATE, DAYS, MONTHS, PEOPLE, Unit
from sibmodel.graph.words import PRODUCT, WORD, is_flag, shown

_FOLLOWED: Final = 10
_FEW: Final = 2
_FAMILY: Final = 2  # steps of a name: payers.city
_NAMED: Final = 4
_MONTHS_NAMED: Final = 12
_CLOSE: Final = "financial close"

_OUTCOMES: Final = {
    (ex.AtLeast, False): ("is below", "is above", "is earlier than", "is later than"),
    (ex.AtLeast, True): ("is at least", "is at most", "is not earlier than", "is not later than"),
    (ex.Above, False): ("is not above", "is not below", "is not later than", "is not earlier than"),
    (ex.Above, True): ("is above", "is below", "is later than", "is earlier than"),
}
"""How a comparison came out: as written and with its sides changed, of amounts and of times."""


def reasons(line: Line, column: Column) -> tuple[str, ...]:
    """The conditions that make a line nil, each with its two sides; none where it is not nil or has none."""
    if not column.is_nil(line):
        return ()
    return tuple(dict.fromkeys(_Search(column, line).why(line.written, line, _FOLLOWED)))


class _Search:
    """The search for what makes one line nil; no line is looked into twice."""

    def __init__(self, column: Column, line: Line) -> None:
        self.column = column
        self.line = line
        self.found: dict[str, tuple[str, ...]] = {line.name: ()}
        own = [line, *(each for each in _factors(line.written) if isinstance(each, Line))]
        self.family = tuple(f"{'.'.join(each.name.split('.')[:-1][:_FAMILY])}." for each in own)

    def why(self, node: Expression, within: Line, follow: int) -> Iterator[str]:
        """Why an expression that is nil is nil.

        Args:
            node: The expression.
            within: The line in whose formula it stands.
            follow: How many lines further back a reason is looked for.
        """
        match node:
            case Input():
                yield f"{self._called(node)} is {_amount(node, self.column)}"
            case Line():
                yield from self._of_line(node, follow)
            case ex.AtLeast() | ex.Above():
                yield _compared(node, self.column)
            case ex.Subtract(ex.Number(1.0), flag) if is_flag(flag):
                yield from self._holds(flag, within)
            case ex.Add() | ex.Subtract():
                yield from self._of_sum(node, within, follow)
            case ex.Multiply():
                yield from self._of_first(_factors(node), within, follow)
            case ex.Minimum(left, right) | ex.Ratio(left, right):
                yield from self._of_first((left, right), within, follow)
            case ex.Maximum(ex.Number(0.0), of) | ex.Rounded(of) | ex.Floor(of):
                yield from self._of_first((of,), within, follow)
            case ex.Choose(flag, then, otherwise):
                yield from self._of_choice(flag, then if self.column.is_met(flag) else otherwise, within, follow)
            case ex.Spread():
                yield from _lagged(node, within, self.column)
            case _:
                pass

    def _of_first(self, nodes: Iterable[Expression], within: Line, follow: int) -> Iterator[str]:
        """Why the first of several that is nil by itself is nil."""
        first = self._first(nodes)
        if first is not None:
            yield from self.why(first, within, follow)

    def _first(self, nodes: Iterable[Expression]) -> Expression | None:
        return next((node for node in nodes if self.column.is_nil(node)), None)

    def _of_line(self, line: Line, follow: int) -> Iterator[str]:
        if line.name not in self.found:
            if follow <= 0 and not is_flag(line):
                return
            self.found[line.name] = ()  # while it is being looked into
            found = tuple(self.why(line.written, line, follow - 1))
            self.found[line.name] = found or ((f"{self._called(line)} does not hold",) if is_flag(line) else ())
        yield from self.found[line.name]

    def _of_choice(self, flag: Expression, taken: Expression, within: Line, follow: int) -> Iterator[str]:
        if not isinstance(taken, ex.Number):
            yield from self._of_first((taken,), within, follow)
        elif self.column.is_met(flag):
            yield from self._holds(flag, within)
        else:
            yield from self.why(flag, within, follow)

    def _holds(self, flag: Expression, within: Line) -> Iterator[str]:
        """That a condition holds, with its two sides where it is a comparison."""
        match flag:
            case ex.AtLeast() | ex.Above():
                yield _compared(flag, self.column)
            case ex.Multiply(left, right):
                yield from self._holds(left, within)
                yield from self._holds(right, within)
            case Line(formula=ex.AtLeast() | ex.Above() as comparison):
                yield _compared(comparison, self.column)
            case ex.Subtract(ex.Number(1.0), other):
                yield from self.why(other, within, _FOLLOWED)
            case _:
                yield f"{self.column.named(flag, WORD)} holds"

    # --- sums --------------------------------------------------------------------------------------------------

    def _of_sum(self, node: Expression, within: Line, follow: int) -> Iterator[str]:
        """Why all terms of a sum are nil: the reasons of a few close ones, else only that they are."""
        signs, terms = zip(*addends(node, "+"), strict=True)
        if not all(map(self.column.is_nil, terms)):
            return
        if len(terms) == 1:
            if terms[0] is not node:  # a difference of conditions is one term
                yield from self.why(terms[0], within, follow)
            return
        found: list[tuple[str, ...]] = []
        if len(terms) <= _FEW and "-" not in signs and all(self._is_close(term, within) for term in terms):
            found = [tuple(self.why(term, within, follow)) for term in terms]
        told = list(dict.fromkeys(reason for each in found for reason in each))
        if found and all(found) and len(told) <= _FEW:
            yield from told
        else:
            yield from self._all_nil(node, terms, within)

    def _is_close(self, term: Expression, within: Line) -> bool:
        """Whether what makes a term nil is of the family of the line explained, by its name or where it stands."""
        if isinstance(term, ex.Multiply):
            first = self._first(_factors(term))
            return first is not None and self._is_close(first, within)
        return (term if isinstance(term, Line) else within).name.startswith(self.family)

    def _all_nil(self, node: Expression, terms: Sequence[Expression], within: Line) -> Iterator[str]:
        """That all terms of a sum are nil, where each can be named in a few words, or that none falls here."""
        whole = node is _inside(within.written)
        own = within is self.line
        names, months = [self._short(term) for term in terms], [self._falls(term) for term in terms]
        if whole and all(months):
            told = _listed(list(dict.fromkeys(months)), _MONTHS_NAMED)
            what = "its parts" if own else f"the parts of {self._called(within)}"
            yield f"none of {what} falls {_here(self.column)}: they fall in month {told} after the start"
        elif all(names):
            what = "all of its parts" if own else f"all parts of {self._called(within)}"
            yield f"{what} are nil: {_listed(names)}" if whole else f"{_listed(names)} are nil"

    def _called(self, leaf: Line | Input) -> str:
        return self.column.named(leaf, WORD)

    def _short(self, term: Expression) -> str:
        """A term in a few words, a product by the factor that makes it nil; nothing where it takes more of them."""
        match term:
            case Line() | Input() | ex.Previous(Line()) | ex.Spread(of=Line()):
                return self.column.named(term, PRODUCT)
            case ex.Multiply():
                first = self._first(_factors(term))
                return "" if first is None or is_flag(first) else self._short(first)
            case _:
                return ""

    def _falls(self, term: Expression) -> str:
        """The month in which a term falls, where that it is another one makes it nil; else nothing."""
        match self._first(_factors(term)):
            case ex.AtLeast(_, month) | ex.Above(month, _) if month.unit == MONTHS and month.axis is None:
                return shown(self.column.value(month), MONTHS)
            case _:
                return ""


def _factors(node: Expression) -> list[Expression]:
    """The factors of a product of products in their order, ratios last; of anything else itself."""
    if not isinstance(node, ex.Multiply):
        return [node]
    return sorted([*_factors(node.left), *_factors(node.right)], key=lambda each: isinstance(each, ex.Ratio))


def _inside(formula: Expression) -> Expression:
    """A formula without what only limits or rounds it."""
    match formula:
        case ex.Maximum(ex.Number(0.0), of) | ex.Rounded(of):
            return _inside(of)
        case _:
            return formula


# --- words -------------------------------------------------------------------------------------------------------


def _listed(names: Sequence[str], most: int = _NAMED) -> str:
    """Several in a row, of many the first."""
    if len(names) == 1:
        return names[0]
    first, rest = names[:most], len(names) - most
    *others, last = [*first, f"{rest} more"] if rest > 0 else first
    return f"{', '.join(others)} and {last}"


def _here(column: Column) -> str:
    return "in this period" if column.number else f"at {_CLOSE}"


# --- lags --------------------------------------------------------------------------------------------------------


def _lagged(node: ex.Spread, within: Line, column: Column) -> Iterator[str]:
    """Why nothing of a lagged row falls in a column: too early, or nothing was there so long ago."""
    what = column.named(node.of, WORD)
    if not _somewhere(node.of, node, column):
        yield f"{what} is nil in every period"
    elif column.value(node.closes) < column.value(node.after):
        yield f"{_side(node.after, column)} is later than {_side(node.closes, column)}"
    else:
        later = f"{what} falls {_side(node.after, column)} later"
        if column.value(node.over):
            later += f", evenly over {_side(node.over, column)}"
        row = within if within.written is node else node  # a line need not be worked out again
        where = _somewhere(row, node, column) or "in none of the periods"
        yield f"nothing falls {_here(column)}: {later}, {where}"


def _somewhere(row: Expression, node: ex.Spread, column: Column) -> str:
    """The periods in which a row is not nil, in words; nothing where there are none.

    The row is asked as a whole: to ask for its columns one by one would work it out as often as there are columns.
    """
    axis = node.axis
    assert axis is not None
    some, number = ex.above(row, 0) + ex.above(0, row), ex.Counter(axis)
    count = round(column.value(ex.total(some)))
    last = round(column.value(ex.largest(some * number)))
    first = axis.size - round(column.value(ex.largest(some * (axis.size - number))))
    if count == 0:
        return ""
    if count == 1:
        return f"in {_period(last)}" if last else f"at {_CLOSE}"
    if count == 2:
        return f"in {_period(first)} and in {_period(last)}" if first else f"at {_CLOSE} and in {_period(last)}"
    if count == last - first + 1:
        return f"from {_period(first)} to {_period(last)}"
    return f"at {count} instants from {_period(first)} to {_period(last)}"


def _period(number: int) -> str:
    return f"period {number}" if number else _CLOSE


# --- comparisons -------------------------------------------------------------------------------------------------


def _compared(node: ex.AtLeast | ex.Above, column: Column) -> str:
    """How the two sides of a comparison came out; what moves with time and bare numbers stand on the right."""
    left, right = node.left, node.right
    turned = isinstance(left, ex.Number) or (left.axis is not None and right.axis is None)
    timed = (left.unit or right.unit) in (MONTHS, DATE)
    words = _OUTCOMES[type(node), column.is_met(node)][2 * timed + turned]
    return f"{_side(right if turned else left, column)} {words} {_side(left if turned else right, column)}"


def _side(node: Expression, column: Column) -> str:
    value = _amount(node, column)
    return value if isinstance(node, ex.Number) else f"{column.named(node, WORD)} ({value})"


def _amount(node: Expression, column: Column) -> str:
    return _with_unit(shown(column.value(node), node.unit), node.unit)


def _with_unit(text: str, unit: Unit | None) -> str:
    return f"{text} {unit}" if unit in (MONTHS, DAYS, PEOPLE) else text
