"""A limit is one step: what comes in, the room there is, what goes out, what is cut.

Room is what the limit leaves after all that went out before, in the whole life of the deal or in the same fiscal
year. Unused room of a year lapses or is carried into the next. What does not fit is lost, or waits until there is
room again. Where one limit holds for several payments, it cuts them in proportion or in the order in which they
stand. Where other limits follow, room is used up by what they let through too: otherwise money that is never paid
would use it up, and more success could mean less payment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sibmodel.graph.expressions import (
    Expression,
    above,
    add_up,
    at_least,
    minimum,
    opposite,
    positive,
    previous,
    ratio,
)
from sibmodel.graph.model import Line, Section
from sibmodel.graph.units import MONEY, Unit


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the money that a limit cuts from a payment stands.

    Args:
        term: The payment term.
        key: The limit, as results name it.
        limit: The limit, as a table names it.
        named: The limit, as a sentence names it; the same for every term that it cuts.
        line: The line of what is cut.
        taken_over_by: The payer that pays it in the place of the one whose limit cuts it; empty where it is lost.
    """

    term: str
    key: str
    limit: str
    named: str
    line: str
    taken_over_by: str = ""

    @property
    def is_payers(self) -> bool:
        """Whether it is a payer's own limit."""
        return self.key.startswith("payers.")


@dataclass(frozen=True, slots=True)
class Years:
    """A room that starts afresh with each fiscal year, or grows with each where unused room is carried."""

    fiscal_year: Line
    first: Expression
    carries: bool = False


@dataclass(frozen=True, slots=True)
class Limited:
    """What a limit lets through, and what it cuts for good, by instant and by what came in."""

    whole: Line
    out: Mapping[str, Line]
    cut: Mapping[str, Line]


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit.

    Args:
        title: What readers call it.
        most: The most that may go out, one number or one for each instant.
        unit: What goes out.
        years: Where given, the room is that of a fiscal year.
        waits_until: Where given, what does not fit waits for room; the line that is 1 at the last instant.
        in_order: Whether what comes first is served first; else all are cut in proportion.
        kept: Where given, what uses up the room: what limits further on let through.
    """

    title: str
    most: Expression
    unit: Unit = MONEY
    years: Years | None = None
    waits_until: Line | None = None
    in_order: bool = False
    kept: Line | None = None

    def write(self, pen: Section, rows: Mapping[str, Line], waiting: Mapping[str, Line] | None = None) -> Limited:
        """Write the limit on rows that come in, by name.

        With one row the lines stand in the pen's own section; with several each row has lines of its own there.
        Something may be set off against what waits: the lines of it are then given, and a row may be below nothing.
        """
        waiting = self.waiting(pen, rows) if waiting is None else waiting
        come = {
            name: self._pen(pen, rows, name).line(
                "with_waiting", f"{self.title}: comes in or waits", row + previous(waiting[name]), unit=self.unit
            )
            if waiting
            else row
            for name, row in rows.items()
        }
        whole = next(iter(come.values()))
        if len(come) > 1:
            whole = pen.flow("coming_in", f"{self.title}: comes in", add_up(list(come.values()), self.unit))
        room, used, opening = self._room(pen, whole)
        let = pen.flow("out", f"{self.title}: within the limit", minimum(whole, room), unit=self.unit)
        used.formula = opening + (let if self.kept is None else self.kept)
        out = self._shared_out(pen, come, whole, let, room)
        return Limited(let, out, self._cut(pen, rows, come, out, waiting))

    def _room(self, pen: Section, whole: Line) -> tuple[Line, Line, Line]:
        axis = whole.axis
        assert axis is not None
        used = pen.model.add(
            Line(f"{pen.prefix}.used_closing", f"{self.title}: used, closing", pen.place, self.unit, axis, None)
        )
        before: Expression = previous(used)
        most = self.most
        if self.years is not None and self.years.carries:
            begun = self.years.fiscal_year - self.years.first + 1
            most = pen.line("allowed", f"{self.title}: allowed up to this fiscal year", most * begun, unit=self.unit)
        elif self.years is not None:
            before = before * _same(self.years.fiscal_year)
        opening = pen.line("used_opening", f"{self.title}: used before", before, unit=self.unit)
        room = pen.line("room", f"{self.title}: room", positive(most - opening), unit=self.unit)
        return room, used, opening

    def _shared_out(
        self, pen: Section, come: Mapping[str, Line], whole: Line, let: Line, room: Line
    ) -> dict[str, Line]:
        if len(come) == 1:
            return dict.fromkeys(come, let)
        out: dict[str, Line] = {}
        for name, row in come.items():
            amount: Expression = row * ratio(let, whole, 0)
            if self.in_order:
                amount = minimum(row, positive(room - add_up(list(out.values()), self.unit)))
            own = pen.at(name)
            out[name] = own.flow("out", f"{self.title}: within the limit, {_called(name)}", amount, unit=self.unit)
        return out

    def _cut(
        self,
        pen: Section,
        rows: Mapping[str, Line],
        come: Mapping[str, Line],
        out: Mapping[str, Line],
        waiting: Mapping[str, Line],
    ) -> dict[str, Line]:
        cut = {}
        for name, row in come.items():
            own, of = self._pen(pen, rows, name), f", {_called(name)}" if len(rows) > 1 else ""
            left: Expression = row - out[name]
            if self.waits_until is not None:
                waiting[name].formula = left * opposite(self.waits_until)
                left = left * self.waits_until
            cut[name] = own.flow("cut", f"{self.title}: cut by the limit{of}", left, unit=self.unit)
        if len(cut) > 1:
            whole = add_up(list(cut.values()), self.unit)
            pen.flow("cut", f"{self.title}: cut by the limit in all", whole, unit=self.unit)
        return cut

    def waiting(self, pen: Section, rows: Mapping[str, Line]) -> dict[str, Line]:
        """What of each row waits for room after an instant, to be closed when the limit is written."""
        if self.waits_until is None:
            return {}
        lines = {}
        for name, row in rows.items():
            own = self._pen(pen, rows, name)
            lines[name] = pen.model.add(
                Line(f"{own.prefix}.waiting", f"{self.title}: waits for room", own.place, self.unit, row.axis, None)
            )
        return lines

    def _pen(self, pen: Section, rows: Mapping[str, Line], name: str) -> Section:
        return pen.at(name) if len(rows) > 1 else pen


def _called(name: str) -> str:
    return name.replace("_", " ")


def _same(fiscal_year: Line) -> Expression:
    """1 where the fiscal year is the one of the instant before."""
    return opposite(above(fiscal_year, previous(fiscal_year))) * at_least(fiscal_year, previous(fiscal_year))
