"""What can go wrong, and how it is said.

A mistake in a deal is data: a `Problem` with its place in the file, what is wrong and what to do about it.
All the problems that can be found are collected and raised together, so that a deal is mended in one go. A
mistake in the program raises at once. Whatever is raised on purpose is a `SibError`:

* SibError
    * ProblemsError        one or more problems, sorted by their place
        * DealFileError    the file cannot be read as a deal
        * ScenarioError    an unknown input path, a wrong length, an impossible value
        * TableError       a table, such as one of unit costs, cannot be read
    * ModelError           the deal cannot be written as a model
        * AxisMismatch     months + years in one formula
        * CircularLines    lines read each other within one period
        * LineWrittenTwice two formulas for one line
        * UnclosedBalance  a balance was opened and never closed
        * UnitMismatch     money + people
        * UnknownLine      a line is asked for that nobody wrote
    * ParityError          the recalculated workbook disagrees with the model
    * ReadingNotInstalled  a way of computing needs something more to be installed

Every error is made from typed facts (the name, the cycle, the units) and builds its own sentence: first what,
then where, then what to do.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from difflib import get_close_matches
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHOWN = 8


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The name that was probably meant, or else the names there are.

    Args:
        word: The name as it was written.
        known: The names that exist, in the order in which they are best read.

    Returns:
        A sentence, or an empty text when there is nothing to suggest.

    Example:
        >>> did_you_mean("prize", ["price", "paid_on"])
        "Did you mean 'price'?"
        >>> did_you_mean("grant", ["guarantee", "recoverable_grant"])
        "Did you mean 'recoverable_grant'?"
        >>> did_you_mean("colour", ["price", "paid_on"])
        'Known: price, paid_on.'
    """
    names = {name.lower(): name for name in known}
    within = [name for name in names if word and word.lower() in name.split("_")]
    near = within if len(within) == 1 else get_close_matches(word.lower(), names, n=1)
    if near:
        return f"Did you mean '{names[near[0]]}'?"
    return f"Known: {_listed(list(names.values()))}" if names else ""


def _listed(names: Sequence[str]) -> str:
    """The first names, and a sign when there are more."""
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else ".")


def _one_line(text: str) -> str:
    """A text safe to print on one line: what would break it or steer a terminal is written as a code."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a deal: where it is, what is wrong and what to do.

    Args:
        path: The place in the deal, such as "terms.payments.tenancy.price"; empty when there is none.
        message: What is wrong.
        hint: What to do about it.
        file: The file as the user named it.
        line: The line in the file, from 1; 0 when it is not known.
        column: The column in the line, from 1; 0 when it is not known.

    Example:
        >>> print(Problem("terms.price", "must be over 0; it is -5.", file="deal.yaml", line=6, column=5))
        deal.yaml:6:5  terms.price  must be over 0; it is -5.
    """

    path: str
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def place(self) -> str:
        """File, line and column as an editor understands them, such as "deal.yaml:6:5"."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    def __str__(self) -> str:
        sentence = " ".join(part for part in (self.message, self.hint) if part)
        return _one_line("  ".join(part for part in (self.place, self.path, sentence) if part))

    def as_dict(self) -> dict[str, Any]:
        """The problem as plain data, with the same keys every time, for `--json`.

        Example:
            >>> Problem("country", "is given twice (first at line 1).", line=3).as_dict()["line"]
            3
        """
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A cell of the workbook that, recalculated, is not what the model says.

    Example:
        >>> print(Disagreement("Cash!D14", "senior.interest", 12.5, 12.0))
        Cash!D14 (senior.interest): 12.0 in the workbook, 12.5 in the model
    """

    cell: str
    line: str
    expected: float
    found: object

    def __str__(self) -> str:
        return f"{self.cell} ({self.line}): {self.found} in the workbook, {self.expected} in the model"


class SibError(Exception):
    """Anything sibmodel raises on purpose. Its text is meant for the person at the keyboard."""


class ReadingNotInstalled(SibError):
    """A way of computing is asked for that needs something more to be installed.

    Example:
        >>> print(ReadingNotInstalled("compiled", "fast"))
        The compiled reading is not installed. Install it with: pip install 'sibmodel[fast]'.
    """

    def __init__(self, reading: str, extra: str) -> None:
        self.reading, self.extra = reading, extra
        super().__init__(reading, extra)

    def __str__(self) -> str:
        return f"The {self.reading} reading is not installed. Install it with: pip install 'sibmodel[{self.extra}]'."


class ProblemsError(SibError):
    """One or more problems, sorted by their place in the file; the text has one line for each.

    Example:
        >>> print(DealFileError([Problem("b", "is missing.", line=2), Problem("a", "is missing.", line=1)]))
        1  a  is missing.
        2  b  is missing.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=attrgetter("file", "line", "column")))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class DealFileError(ProblemsError):
    """The file cannot be read as a deal."""


class ScenarioError(ProblemsError):
    """A scenario cannot be applied: an unknown input path, a wrong length, an impossible value."""


class TableError(ProblemsError):
    """A table, such as one of unit costs, or the rows of it that are asked for, cannot be read."""


class ModelError(SibError):
    """The deal cannot be written as a model."""


class AxisMismatch(ModelError):
    """A formula puts together rows whose columns are different things, such as months and fiscal years.

    Example:
        >>> print(AxisMismatch(["fiscal_year", "month"]))
        One formula cannot run over both fiscal_year and month. Take a total of one of them first.
    """

    def __init__(self, axes: Sequence[str]) -> None:
        self.axes = tuple(axes)
        super().__init__(self.axes)

    def __str__(self) -> str:
        both = " and ".join(self.axes)
        return f"One formula cannot run over both {both}. Take a total of one of them first."


class CircularLines(ModelError):
    """Lines that read each other within one period, so that none can be worked out first.

    Args:
        names: The lines, in the order in which each reads the next; the first may be repeated at the end.

    Example:
        >>> print(CircularLines(["fee.paid", "cash.available"]))
        These lines read each other within one period: fee.paid -> cash.available -> fee.paid. \
Read an opening balance instead.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(self.names)

    def __str__(self) -> str:
        closed = len(self.names) > 1 and self.names[0] == self.names[-1]
        cycle = " -> ".join(self.names if closed else (*self.names, self.names[0]))
        return f"These lines read each other within one period: {cycle}. Read an opening balance instead."


class LineWrittenTwice(ModelError):
    """A line was given a second formula.

    Example:
        >>> print(LineWrittenTwice("fee.paid"))
        The line 'fee.paid' is written twice. Give one of the two another name.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"The line '{self.name}' is written twice. Give one of the two another name."


class UnclosedBalance(ModelError):
    """A balance was opened, and what it closes at was never written.

    Example:
        >>> print(UnclosedBalance("senior.owed"))
        The balance 'senior.owed' is opened but never closed. Write what is added to it and taken from it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"The balance '{self.name}' is opened but never closed. Write what is added to it and taken from it."


class UnitMismatch(ModelError):
    """Two amounts of different kinds were put together, such as money and people.

    Args:
        operation: What was tried, as a verb: "add", "compare".
        left: The unit of the first amount.
        right: The unit of the second.
        line: The line being written, when it is known.

    Example:
        >>> print(UnitMismatch("add", "GBP", "people", "fee.due"))
        Cannot add GBP and people in the line 'fee.due'. Bring both to one unit first.
    """

    def __init__(self, operation: str, left: str, right: str, line: str = "") -> None:
        self.operation, self.left, self.right, self.line = operation, left, right, line
        super().__init__(operation, left, right, line)

    def __str__(self) -> str:
        where = f" in the line '{self.line}'" if self.line else ""
        return f"Cannot {self.operation} {self.left} and {self.right}{where}. Bring both to one unit first."


class UnknownLine(ModelError):
    """A line is read that nobody wrote.

    Example:
        >>> print(UnknownLine("fee.pad", ["fee.paid", "fee.due"]))
        There is no line 'fee.pad'. Did you mean 'fee.paid'?
    """

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(name, self.known)

    def __str__(self) -> str:
        return f"There is no line '{self.name}'. {did_you_mean(self.name, self.known)}".rstrip()


class ParityError(SibError):
    """The recalculated workbook and the model disagree.

    Args:
        disagreements: The cells that differ, worst first.
        compared: How many cells were compared.

    Example:
        >>> print(ParityError([Disagreement("Cash!D14", "senior.interest", 12.5, 12.0)], compared=1204))
        1 of 1,204 cells of the recalculated workbook disagree with the model. The worst:
          Cash!D14 (senior.interest): 12.0 in the workbook, 12.5 in the model
    """

    def __init__(self, disagreements: Iterable[Disagreement], compared: int) -> None:
        self.disagreements, self.compared = tuple(disagreements), compared
        super().__init__(self.disagreements, compared)

    def __str__(self) -> str:
        count = f"{len(self.disagreements):,} of {self.compared:,} cells"
        worst = "".join(f"\n  {cell}" for cell in self.disagreements[:_SHOWN])
        return f"{count} of the recalculated workbook disagree with the model. The worst:{worst}"
