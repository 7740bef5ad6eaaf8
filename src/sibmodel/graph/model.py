"""The model: every named line of a deal, the inputs it reads and the checks it must pass.

A :class:`Line` is one row of the workbook and one array in numpy: a single formula that serves every column. A
:class:`Balance` is a corkscrew of four lines (opening, additions, reductions, closing) whose opening is the
previous closing. An :class:`Input` is one cell with a path, the same path in the deal file, in a scenario, in a
message and on the Inputs sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sibmodel.errors import LineWrittenTwice, UnclosedBalance, UnitMismatch, UnknownLine
from sibmodel.graph import units
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import Expression, add_up, lift, previous
from sibmodel.graph.units import Unit

if TYPE_CHECKING:
    from sibmodel.graph.order import Reads

DATES: Final = ("time.date", "horizon.date")
"""The lines that date columns: the instants of a deal, and the periods of savings where these are longer."""


@dataclass(frozen=True, eq=False, slots=True)
class Input(Expression):
    """One number of the deal that people may change: a price, a date, a lag, a rate."""

    path: str
    label: str
    value: float
    counts: Unit

    @property
    def unit(self) -> Unit:
        """What it counts."""
        return self.counts

    @property
    def axis(self) -> None:
        """One number."""
        return


@dataclass(eq=False, repr=False, slots=True)
class Line(Expression):
    """One row: a name, a formula for every column, and where a reader finds it.

    Args:
        name: Dotted name, such as ``capital.loan.drawn``.
        label: The same in words, as the row of the sheet shows it.
        place: Sheet and heading.
        formula: What it is computed from; set later only for the closing line of a balance.
        is_flow: Whether its sum over the columns means something and is shown.
        note: Why it is computed so, in a sentence.
        known: A formula and the lines that it reads, once they have been looked for.
    """

    name: str
    label: str
    place: Place
    counts: Unit
    columns: Axis | None
    formula: Expression | None
    is_flow: bool = False
    note: str = ""
    known: tuple[Expression, Reads] | None = field(default=None, init=False)

    @property
    def unit(self) -> Unit:
        """What it counts."""
        return self.counts

    @property
    def axis(self) -> Axis | None:
        """The columns it runs over."""
        return self.columns

    def __repr__(self) -> str:
        """Its name alone: its formula reads other lines, and those read others, down to the inputs."""
        return f"<Line {self.name}>"

    @property
    def written(self) -> Expression:
        """Its formula.

        Raises:
            UnclosedBalance: when the balance that it closes was never closed.
        """
        if self.formula is None:
            raise UnclosedBalance(self.name)
        return self.formula


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader finds a line: the sheet and the heading under which it stands."""

    sheet: str
    heading: str


@dataclass(frozen=True, slots=True)
class Check:
    """Something that should hold: a line that is 1 where it does, what to say and what to do where it does not.

    Money that would be lost is a failure and stops a run; the rest is a warning, printed and shown.
    """

    line: Line
    message: str
    hint: str
    path: str = ""
    is_warning: bool = False
    amount: Line | None = None


@dataclass(frozen=True, slots=True)
class RateOf:
    """What an internal rate is the rate of: the flows, when they fall, and all that came back to the party."""

    flow: Expression
    years: Expression
    came_back: Expression


@dataclass(frozen=True, slots=True)
class Measure:
    """A headline figure: a number, and where it has no meaning the words that stand in its place.

    Args:
        name: Such as ``investors.loan.irr``.
        value: One number.
        status: One number, a key of ``statuses``; ``None`` where the figure always has a meaning.
        statuses: Code to word; only :data:`OK` shows the number.
        texts: What the sheet says for a status other than OK.
        rate_of: For an internal rate, the flows that it is the rate of.
    """

    name: str
    label: str
    value: Line
    status: Line | None = None
    statuses: Mapping[int, str] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)
    rate_of: RateOf | None = None


@dataclass(slots=True)
class Balance:
    """A corkscrew: opening, what is added and taken away, closing; the opening is the previous closing."""

    section: Section
    name: str
    label: str
    opening: Line
    closing: Line

    def close(self, added: Sequence[Expression], taken: Sequence[Expression]) -> Line:
        """State what moves the balance and so close it."""
        self.closing.formula = self.opening + add_up(added, self.opening.unit) - add_up(taken, self.opening.unit)
        return self.closing


@dataclass(slots=True)
class Section:
    """A pen: writes lines into a model under one heading, with names under one prefix."""

    model: Model
    prefix: str
    place: Place

    def at(self, prefix: str, heading: str | None = None) -> Section:
        """A pen for a part of this one."""
        place = self.place if heading is None else Place(self.place.sheet, heading)
        return Section(self.model, f"{self.prefix}.{prefix}" if self.prefix else prefix, place)

    def line(self, name: str, label: str, formula: Expression, *, unit: Unit | None = None, note: str = "") -> Line:
        """Write a line whose columns and unit follow from its formula.

        Args:
            name: The last part of its name.
            label: The row's text.
            formula: What it is computed from.
            unit: How it is shown; must count the same as the formula.
            note: Why it is computed so.

        Raises:
            UnitMismatch: when ``unit`` counts something else than the formula does.
            LineWrittenTwice: when the name is taken.
        """
        return self._write(name, label, formula, unit, is_flow=False, note=note)

    def flow(self, name: str, label: str, formula: Expression, *, unit: Unit | None = None, note: str = "") -> Line:
        """Write a line whose columns add up to something: the sheet shows the sum beside it."""
        return self._write(name, label, formula, unit, is_flow=True, note=note)

    def balance(self, name: str, label: str, unit: Unit, axis: Axis) -> Balance:
        """Open a corkscrew; it must be closed once its movements are written."""
        closing = self.model.add(
            Line(f"{self.prefix}.{name}_closing", f"{label}, closing", self.place, unit, axis, None)
        )
        opening = self.line(f"{name}_opening", f"{label}, opening", previous(closing), unit=unit)
        return Balance(self, name, label, opening, closing)

    def recurrence(self, name: str, label: str, unit: Unit, axis: Axis, formula: Callable[[Line], Expression]) -> Line:
        """Write a line that reads its own previous column."""
        line = self.model.add(Line(f"{self.prefix}.{name}", label, self.place, unit, axis, None))
        line.formula = formula(line)
        units.same(line.formula.unit, unit, f"write {line.name} as")
        return line

    def check(
        self,
        name: str,
        label: str,
        holds: Expression,
        message: str,
        hint: str,
        path: str = "",
        *,
        is_warning: bool = False,
        amount: Line | None = None,
    ) -> None:
        """Write a check: a line that should be 1; ``amount`` is what is at stake where it is not."""
        pen = Section(self.model, f"checks.{self.prefix}", Place("Checks", "Checks"))
        self.model.checks.append(Check(pen.line(name, label, holds), message, hint, path, is_warning, amount))

    def _write(
        self, name: str, label: str, formula: Expression, unit: Unit | None, *, is_flow: bool, note: str
    ) -> Line:
        formula = lift(formula)
        full = f"{self.prefix}.{name}"
        counts = formula.unit
        if unit is not None and counts is not None and units.same(counts, unit, f"write {full} as"):
            counts = unit
        counts = counts or unit
        if counts is None:
            raise UnitMismatch(f"write {full} as", "nothing", "no unit")
        return self.model.add(Line(full, label, self.place, counts, formula.axis, formula, is_flow, note))


@dataclass(repr=False, slots=True)
class Model:
    """A deal written as lines.

    Args:
        time: The instants: column 0 is financial close, column *t* the end of period *t*.
    """

    time: Axis
    inputs: dict[str, Input] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    measures: dict[str, Measure] = field(default_factory=dict)

    def __repr__(self) -> str:
        """How large it is."""
        return f"<Model of {len(self.lines)} lines and {len(self.inputs)} inputs>"

    def section(self, prefix: str, sheet: str, heading: str) -> Section:
        """A pen for a heading of a sheet."""
        return Section(self, prefix, Place(sheet, heading))

    def input(self, path: str, label: str, value: float, unit: Unit) -> Input:
        """The input at a path, the same one however often it is asked for."""
        if path not in self.inputs:
            self.inputs[path] = Input(path, label, float(value), unit)
        return self.inputs[path]

    def add(self, line: Line) -> Line:
        """Enter a line under its name.

        Raises:
            LineWrittenTwice: when the name is taken.
        """
        if line.name in self.lines:
            raise LineWrittenTwice(line.name)
        self.lines[line.name] = line
        return line

    def measure(self, measure: Measure) -> Measure:
        """Enter a headline figure.

        Raises:
            LineWrittenTwice: when the name is taken.
        """
        if measure.name in self.measures:
            raise LineWrittenTwice(measure.name)
        self.measures[measure.name] = measure
        return measure

    def dates_of(self, axis: Axis | None) -> Line | None:
        """The line that dates the columns of an axis; none where they are no dates."""
        dates = (self.lines[name] for name in DATES if name in self.lines)
        return next((line for line in dates if line.axis is axis), None)

    def __getitem__(self, name: str) -> Line:
        """The line of a name.

        Raises:
            UnknownLine: with the nearest names there are.
        """
        try:
            return self.lines[name]
        except KeyError:
            raise UnknownLine(name, list(self.lines)) from None
