"""The order of evaluation: which lines are read whole and which are stepped through time together.

Lines that do not depend on their own past are evaluated as whole rows. Lines that do (a balance and all that
feeds it) form a *loop* and are stepped column by column. The order is plain data that every reading follows.

A loop may look back one column and no further. A whole-row operator inside a loop is refused here, because some
spreadsheets would compute it silently and some would call it circular.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter

from sibmodel.errors import CircularLines
from sibmodel.graph.expressions import READS_WHOLE_ROWS, Expression, Previous
from sibmodel.graph.model import Line, Model


@dataclass(frozen=True, slots=True)
class Whole:
    """A line evaluated as a whole row, or as one number."""

    line: Line


@dataclass(frozen=True, slots=True)
class Loop:
    """Lines that read each other's past: stepped through the columns together, in this order within a column."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reads:
    """The lines that an expression reads, by the column it reads them at."""

    now: frozenset[Line]
    before: frozenset[Line]
    whole: frozenset[Line]

    def all(self) -> frozenset[Line]:
        """Every line read."""
        return self.now | self.before | self.whole


def reads(expression: Expression) -> Reads:
    """Which lines an expression reads in its own column, one column earlier, and as whole rows."""
    found: dict[str, set[Line]] = {"now": set(), "before": set(), "whole": set()}
    _look(expression, "now", found)
    return Reads(*(frozenset(found[how]) for how in ("now", "before", "whole")))


def _look(expression: Expression, how: str, found: dict[str, set[Line]]) -> None:
    if isinstance(expression, Line):
        found[how].add(expression)
        return
    rows = READS_WHOLE_ROWS.get(type(expression), frozenset())
    shifts = isinstance(expression, Previous) and how == "now"
    for name, operand in expression.named_operands():
        _look(operand, "whole" if name in rows else "before" if shifts else how, found)


def line_reads(line: Line) -> Reads:
    """Which lines the formula of a line reads: looked for once, as the same lines are put in order again and again."""
    if line.known is None or line.known[0] is not line.written:
        line.known = line.written, reads(line.written)
    return line.known[1]


def touching(lines: frozenset[Line]) -> Callable[[Expression], bool]:
    """Tells whether an expression reads any of some lines; each part of a formula is looked at once."""

    @cache
    def touches(expression: Expression) -> bool:
        if isinstance(expression, Line):
            return expression in lines
        return any(touches(operand) for operand in expression.operands())

    return touches


def needed(targets: Sequence[Line], of: Callable[[Line], Reads] = line_reads) -> list[Line]:
    """The targets and every line they depend on."""
    seen: dict[Line, None] = {}
    waiting = list(targets)
    while waiting:
        line = waiting.pop()
        if line not in seen:
            seen[line] = None
            waiting.extend(of(line).all())
    return list(seen)


def evaluation_order(
    model: Model, targets: Sequence[Line] | None = None, of: Callable[[Line], Reads] = line_reads
) -> list[Whole | Loop]:
    """The steps by which the targets (all lines by default) can be evaluated.

    Args:
        model: The deal, written as lines.
        targets: The lines wanted.
        of: What a line reads; a reading that knows a shorter way to a line says so here.

    Raises:
        CircularLines: when lines read each other within one instant, or a loop reads a whole row of itself.
    """
    wanted = needed(list(model.lines.values()) if targets is None else targets, of)
    position = {line: index for index, line in enumerate(model.lines.values())}
    wanted.sort(key=position.__getitem__)
    links = {line: of(line) for line in wanted}
    return [_step(group, links) for group in _strongly_connected(wanted, links)]


def _step(group: list[Line], links: dict[Line, Reads]) -> Whole | Loop:
    inside = set(group)
    first = group[0]
    if len(group) == 1 and first not in links[first].all():
        return Whole(first)
    for line in group:
        if whole := links[line].whole & inside:
            raise CircularLines([line.name, *sorted(read.name for read in whole), line.name])
    sorter = TopologicalSorter({line: links[line].now & inside for line in group})
    try:
        return Loop(tuple(sorter.static_order()))
    except CycleError as cycle:
        raise CircularLines([line.name for line in reversed(cycle.args[1])]) from None


def _strongly_connected(lines: list[Line], links: dict[Line, Reads]) -> list[list[Line]]:
    """Tarjan's components, dependencies first, without recursion (a long deal is deeper than Python's stack)."""
    index: dict[Line, int] = {}
    low: dict[Line, int] = {}
    stack: list[Line] = []
    on_stack: set[Line] = set()
    groups: list[list[Line]] = []
    for root in lines:
        if root in index:
            continue
        work: list[tuple[Line, Iterator[Line]]] = [(root, iter(_ordered(links[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            line, ahead = work[-1]
            for read in ahead:
                if read not in index:
                    index[read] = low[read] = len(index)
                    stack.append(read)
                    on_stack.add(read)
                    work.append((read, iter(_ordered(links[read]))))
                    break
                if read in on_stack:
                    low[line] = min(low[line], index[read])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[line])
                if low[line] == index[line]:
                    groups.append(_taken(stack, on_stack, line))
    return groups


def _taken(stack: list[Line], on_stack: set[Line], line: Line) -> list[Line]:
    group: list[Line] = []
    while True:
        member = stack.pop()
        on_stack.discard(member)
        group.append(member)
        if member is line:
            return sorted(group, key=lambda each: each.name)


def _ordered(read: Reads) -> list[Line]:
    return sorted(read.all(), key=lambda line: line.name)
