"""The steps of a program in pieces, each the text of a function, and the rows of memory between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sibmodel.engine.compiled_rates import Rates
from sibmodel.engine.ir import WRITTEN, Text, constant
from sibmodel.engine.registers import Instruction, Register, Table, Value
from sibmodel.engine.schedule import Schedule
from sibmodel.engine.tape import Tape

SIZE: Final = 512
"""Scenarios in a tile."""
_PIECE: Final = 400
"""Steps compiled together: the time that LLVM takes grows faster than they do."""


class Memory:
    """Which row of a tile holds what: the buffers of numbers and flags, the tables, and whether a rate is open."""

    def __init__(self, tape: Tape, schedule: Schedule) -> None:
        self.buffers = schedule.buffers
        self.numbers = schedule.numbers
        rows = schedule.numbers + schedule.flags
        self.tables: dict[Table, int] = {}
        self.open: dict[Instruction, int] = {}
        for step in schedule.steps:
            for table in step.tables:
                if table not in self.tables:
                    self.tables[table] = rows
                    rows += len(table.rows)
            if step.kind == "internal_rates":
                self.open[step] = rows
                rows += 1
        self.rows = rows

    def row(self, register: Register) -> int:
        """The row of a register that is read in a later piece."""
        return self.buffers[register] + (self.numbers if register.is_flag else 0)


class Piece:
    """Some steps as the text of a function."""

    def __init__(self, memory: Memory, last: Mapping[Register, int], end: int) -> None:
        self.memory, self.last, self.end = memory, last, end
        self.text = Text()
        self.names: dict[Register, str] = {}

    def write(self, step: Instruction) -> None:
        """Add a step."""
        if step.kind == "place":
            row = self.memory.tables[step.tables[0]] + step.column
            self.text.store(self._read(step.operands[0]), row, SIZE)
        elif step.kind == "internal_rates":
            self._rates(step)
        else:
            self._know(step.results[0], WRITTEN[step.kind](self.text, *map(self._read, step.operands)))

    def _rates(self, step: Instruction) -> None:
        flow, _, came_back = (self.memory.tables[table] for table in step.tables)
        rows = [self.text.load(flow + at, SIZE) for at in range(len(step.tables[0].rows))]
        years = [float(value) for value in step.tables[1].rows if not isinstance(value, Register)]
        rate, status, is_open = Rates(self.text, rows, years).answer(self.text.load(came_back, SIZE))
        for register, value in zip(step.results, (rate, status), strict=True):
            self.text.store(value, self.memory.row(register), SIZE)
        self.text.store(self.text.number(is_open), self.memory.open[step], SIZE)

    def _read(self, value: Value) -> str:
        if not isinstance(value, Register):
            return constant(value)
        if value not in self.names:
            loaded = self.text.load(self.memory.row(value), SIZE)
            self.names[value] = self.text.compare("ogt", loaded, constant(0.5)) if value.is_flag else loaded
        return self.names[value]

    def _know(self, register: Register, name: str) -> None:
        self.names[register] = name
        if self.last.get(register, -1) >= self.end:
            number = self.text.number(name) if register.is_flag else name
            self.text.store(number, self.memory.row(register), SIZE)


def is_compiled(step: Instruction) -> bool:
    """Whether a step becomes machine code; the others go through numpy."""
    if step.kind == "internal_rates":
        return not any(isinstance(value, Register) for value in step.tables[1].rows)
    return step.kind in WRITTEN or step.kind == "place"


def pieces(steps: Sequence[Instruction]) -> list[tuple[int, list[Instruction]]]:
    """Steps in pieces, with the number of the first; what looks at whole tables or is not compiled stands alone."""
    found: list[tuple[int, list[Instruction]]] = []
    alone = True
    for number, step in enumerate(steps):
        single = not is_compiled(step) or step.kind == "internal_rates"
        if alone or single or len(found[-1][1]) >= _PIECE:
            found.append((number, []))
        found[-1][1].append(step)
        alone = single
    return found


def last_read(steps: Sequence[Instruction]) -> dict[Register, int]:
    """The number of the last step that reads each register."""
    last: dict[Register, int] = {}
    for number, step in enumerate(steps):
        if not step.tables or step.kind == "place":
            last.update({value: number for value in step.operands if isinstance(value, Register)})
    return last
