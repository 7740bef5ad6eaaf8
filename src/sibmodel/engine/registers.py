"""What a tape is made of: registers, tables of them, and instructions."""

from __future__ import annotations

from dataclasses import dataclass

from sibmodel.engine.ranges import EVERYTHING, Range


@dataclass(frozen=True, eq=False, slots=True)
class Register:
    """One number for each scenario; or, where it is a flag, one yes or no."""

    number: int
    range: Range = EVERYTHING
    is_flag: bool = False


Value = float | Register
Row = tuple[Value, ...]
"""The values of a line, column by column; a number that holds for the whole deal has one."""


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """Rows set beside each other, (columns, scenarios): a kept line, or flows that are looked at as a whole."""

    number: int
    rows: Row


@dataclass(frozen=True, eq=False, slots=True)
class Instruction:
    """One step: what is done, to what, and which registers hold the answer."""

    kind: str
    operands: tuple[Value, ...]
    results: tuple[Register, ...]
    tables: tuple[Table, ...] = ()
    column: int = 0


def range_of(value: Value) -> Range:
    """Between what a value lies."""
    return value.range if isinstance(value, Register) else (value, value)
