"""The tape: a calculation written down as instructions, for numbers that differ between scenarios.

A value is either *certain*, a float, or *uncertain*, a :class:`Register` that stands for one number in each scenario.
What only reads certain values is worked out at once and leaves no instruction behind; what has been written down once
is not written down again; and what an exact rule of arithmetic decides (x + 0, x x 1, x x 0, the larger of two whose
ranges do not overlap) is decided here. Nothing is put in another order, so the numbers are those of
:func:`sibmodel.engine.evaluate.evaluate` to the last bit, up to the sign of a zero.

Each register carries the range that its numbers lie in. Rounding never turns two numbers round, so the ends of a range
are reckoned like any other number. A range of not-a-numbers says that nothing is known, not even that it is a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sibmodel.engine.kernels import Array, month_end, month_number
from sibmodel.engine.ranges import EVERYTHING, RANGES, UNKNOWN, Range, decided
from sibmodel.engine.rates import OVER_TABLES
from sibmodel.engine.registers import Instruction, Register, Row, Table, Value, range_of
from sibmodel.graph.expressions import GUARD, ROUNDING_GUARD, Expression

NOTHING: Final = 1e-12
"""What a ratio takes for an empty bottom."""


_FOLDED: Final[dict[str, Callable[..., Array]]] = {
    "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide, "minimum": np.minimum,
    "maximum": np.maximum, "power": np.power, "floor": np.floor, "absolute": np.absolute, "copysign": np.copysign,
    "sign": np.sign, "greater_equal": np.greater_equal, "greater": np.greater, "less": np.less,
    "month_number": month_number, "month_end": month_end,
}  # fmt: skip
"""How an instruction is worked out at once: with what it is worked out with for many scenarios."""

_EITHER_WAY: Final = {"add", "multiply", "minimum", "maximum", "and", "or"}
_FLAGS: Final = {"greater_equal", "greater", "less", "and", "or", "not"}


@dataclass(slots=True)
class Tape:
    """Instructions in the order in which they were written down; ``column`` is the instant that they are of."""

    instructions: list[Instruction] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    inputs: dict[str, Register] = field(default_factory=dict)
    column: int = 0
    guards: dict[Expression, float] = field(default_factory=dict)
    _known: dict[tuple[object, ...], Value] = field(default_factory=dict)
    _rows: dict[tuple[object, ...], Row] = field(default_factory=dict)
    _flag_of: dict[Register, Register] = field(default_factory=dict)
    _opposite: dict[Register, Register] = field(default_factory=dict)
    _count: int = 0

    def input(self, path: str) -> Register:
        """The register of an input that varies."""
        if path not in self.inputs:
            self.inputs[path] = self._register(EVERYTHING, is_flag=False)
        return self.inputs[path]

    # --- arithmetic -------------------------------------------------------------------------------------------

    def add(self, left: Value, right: Value) -> Value:
        """left + right."""
        if left == 0.0:
            return right
        return left if right == 0.0 else self._write("add", left, right)

    def subtract(self, left: Value, right: Value) -> Value:
        """left - right."""
        if right == 0.0:
            return left
        if left is right:
            return 0.0
        if left == 1.0 and (flag := self._as_flag(right)):
            return self.number(self.opposite(flag))
        return self._write("subtract", left, right)

    def multiply(self, left: Value, right: Value) -> Value:
        """left x right."""
        if left == 0.0 or right == 0.0:
            return 0.0
        if left == 1.0:
            return right
        if right == 1.0:
            return left
        first, second = self._as_flag(left), self._as_flag(right)
        if first and second:
            return self.number(self._flags("and", first, second))
        return self._write("multiply", left, right)

    def divide(self, top: Value, bottom: Value) -> Value:
        """top / bottom, for a bottom that is not zero."""
        return top if bottom == 1.0 else self._write("divide", top, bottom)

    def ratio(self, top: Value, bottom: Value, otherwise: Value) -> Value:
        """top / bottom, or ``otherwise`` where the bottom is zero."""
        low, high = range_of(bottom)
        if low >= NOTHING or high <= -NOTHING:
            return 0.0 if top == 0.0 else self.divide(top, bottom)
        empty = self._compare("less", self.absolute(bottom), NOTHING)
        if not isinstance(empty, Register):
            return otherwise if empty else self.divide(top, bottom)
        if top == 0.0 and otherwise == 0.0:
            return 0.0
        quotient = self._write("divide", top, bottom)
        return self._write("patch", empty, otherwise, quotient)

    def minimum(self, left: Value, right: Value) -> Value:
        """The smaller of two."""
        return self._extreme("minimum", "and", left, right)

    def maximum(self, left: Value, right: Value) -> Value:
        """The larger of two."""
        return self._extreme("maximum", "or", left, right)

    def power(self, base: Value, exponent: Value) -> Value:
        """base ^ exponent."""
        return self._write("power", base, exponent)

    def absolute(self, of: Value) -> Value:
        """A number without its sign."""
        return of if range_of(of)[0] >= 0 else self._write("absolute", of)

    def floor(self, of: Value) -> Value:
        """The whole number below, with the guard for what is meant to be whole already."""
        return self._write("floor", self.add(of, GUARD))

    def rounded(self, of: Value, per: Value) -> Value:
        """Rounded half away from zero to steps of 1/per."""
        scaled = self.multiply(self.absolute(of), per)
        steps = self._write("floor", self.add(scaled, 0.5 + ROUNDING_GUARD))
        return self.divide(steps if range_of(of)[0] >= 0 else self._write("copysign", steps, of), per)

    def sign(self, of: Value) -> Value:
        """-1, 0 or 1."""
        return self._write("sign", of)

    def month_number(self, of: Value) -> Value:
        """The month that a date lies in."""
        return self._write("month_number", of)

    def month_end(self, of: Value, months: Value) -> Value:
        """The last day of the month so many months later."""
        return self._write("month_end", of, months)

    def fallen(self, age: Value, over: Value) -> Value:
        """The share of an amount that has fallen by an age: from 0 to 1 evenly over so many months."""
        by_then = self._answer("greater_equal", age, self.subtract(over, GUARD))
        if over == 0.0:
            return by_then
        inside = self.multiply(self.less(0.0, age), self.less(age, self.subtract(over, GUARD)))
        length = self.choose(self._equals_nothing(over), 1.0, over)
        return self.choose(inside, self.divide(age, length), by_then)

    # --- yes and no -------------------------------------------------------------------------------------------

    def at_least(self, left: Value, right: Value, guard: float) -> Value:
        """1 where left is at least right, within the guard."""
        return 1.0 if left is right else self._answer("greater_equal", left, self.subtract(right, guard))

    def above(self, left: Value, right: Value, guard: float) -> Value:
        """1 where left exceeds right by more than the guard."""
        return 0.0 if left is right else self._answer("greater", left, self.add(right, guard))

    def less(self, left: Value, right: Value) -> Value:
        """1 where left is below right, to the last bit."""
        return self._answer("less", left, right)

    def _equals_nothing(self, of: Value) -> Value:
        """1 where a number is zero, to the last bit."""
        return self.multiply(self._answer("greater_equal", of, 0.0), self._answer("greater_equal", 0.0, of))

    def choose(self, condition: Value, then: Value, otherwise: Value) -> Value:
        """One of two, by a condition."""
        if then is otherwise or then == otherwise:
            return then
        flag = self._as_flag(condition) or self._compare("greater", condition, 0.5)
        if not isinstance(flag, Register):
            return then if flag else otherwise
        if otherwise == 0.0 and _is_number(then):
            return self.multiply(then, self.number(flag))
        if then == 0.0 and _is_number(otherwise):
            return self.multiply(otherwise, self.number(self.opposite(flag)))
        return self._write("select", flag, then, otherwise)

    def number(self, flag: Register) -> Register:
        """A flag as 1 or 0."""
        value = self._write("number", flag)
        assert isinstance(value, Register)
        self._flag_of[value] = flag
        return value

    def opposite(self, flag: Register) -> Register:
        """Yes where a flag says no."""
        if flag not in self._opposite:
            turned = self._write("not", flag)
            assert isinstance(turned, Register)
            self._opposite |= {flag: turned, turned: flag}
        return self._opposite[flag]

    # --- whole rows -------------------------------------------------------------------------------------------

    def table(self, rows: Row) -> Table:
        """Rows set beside each other; each is put in its place as soon as it is known."""
        table = Table(len(self.tables), rows)
        self.tables.append(table)
        for at, value in enumerate(rows):
            if isinstance(value, Register):
                self.instructions.append(Instruction("place", (value,), (), (table,), at))
        return table

    def over_tables(self, kind: str, rows: Sequence[Row], results: int) -> Row:
        """Something that looks at rows as a whole, such as an internal rate."""
        key = (kind, *rows)
        if key not in self._rows:
            self._rows[key] = self._looked_at(kind, rows, results)
        return self._rows[key]

    def _looked_at(self, kind: str, rows: Sequence[Row], results: int) -> Row:
        operands = tuple(value for row in rows for value in row)
        if not any(isinstance(value, Register) for value in operands):
            answers = OVER_TABLES[kind](*(np.array(row)[:, None] for row in rows))
            return tuple(float(answer[0]) for answer in answers)
        tables = tuple(self.table(row) for row in rows)
        answer = tuple(self._register(UNKNOWN, is_flag=False) for _ in range(results))
        self.instructions.append(Instruction(kind, operands, answer, tables))
        return answer

    # --- writing down -----------------------------------------------------------------------------------------

    def _extreme(self, kind: str, of_flags: str, left: Value, right: Value) -> Value:
        if left is right:
            return left
        lower, upper = (left, right) if kind == "minimum" else (right, left)
        if range_of(lower)[1] <= range_of(upper)[0]:
            return left
        if range_of(upper)[1] <= range_of(lower)[0]:
            return right
        first, second = self._as_flag(left), self._as_flag(right)
        if first and second:
            return self.number(self._flags(of_flags, first, second))
        return self._write(kind, left, right)

    def _answer(self, kind: str, left: Value, right: Value) -> Value:
        found = self._compare(kind, left, right)
        return self.number(found) if isinstance(found, Register) else found

    def _compare(self, kind: str, left: Value, right: Value) -> Value:
        found = decided(kind, range_of(left), range_of(right))
        return self._write(kind, left, right) if found is None else found

    def _flags(self, kind: str, left: Register, right: Register) -> Register:
        if left is right:
            return left
        value = self._write(kind, left, right)
        assert isinstance(value, Register)
        return value

    def _as_flag(self, value: Value) -> Register | None:
        return self._flag_of.get(value) if isinstance(value, Register) else None

    def _write(self, kind: str, *operands: Value) -> Value:
        if kind in _EITHER_WAY:
            operands = tuple(sorted(operands, key=_place))
        key = (kind, *operands)
        if key not in self._known:
            self._known[key] = self._written(kind, operands)
        return self._known[key]

    def _written(self, kind: str, operands: tuple[Value, ...]) -> Value:
        if not any(isinstance(value, Register) for value in operands):
            arrays: list[Array] = [np.array([value]) for value in operands]
            return float(_FOLDED[kind](*arrays)[0])
        known = RANGES[kind](*(range_of(value) for value in operands)) if kind in RANGES else EVERYTHING
        result = self._register(known, is_flag=kind in _FLAGS)
        self.instructions.append(Instruction(kind, operands, (result,), column=self.column))
        return result

    def _register(self, known: Range, *, is_flag: bool) -> Register:
        self._count += 1
        return Register(self._count, known, is_flag)


def _is_number(value: Value) -> bool:
    """Whether nothing can make a value not a number, so that nought times it is nought."""
    low, high = range_of(value)
    return low <= high


def _place(value: Value) -> float:
    return value.number if isinstance(value, Register) else 0.0
