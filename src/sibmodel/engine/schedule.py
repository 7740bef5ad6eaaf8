"""From a tape to the steps that are run: in the order of time, without what nobody reads, in few buffers.

Columns are gone through one after the other, so that a number is used soon after it is known and its buffer is free
for the next one. The fewer buffers, the more of a block of scenarios stays in the cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sibmodel.engine.registers import Instruction, Register, Table
from sibmodel.engine.tape import Tape

_OWN_BUFFER: Final = {"select", "patch"}
"""Kinds that write their answer before they have read all their operands."""


@dataclass(slots=True)
class Schedule:
    """Steps in order, and the buffer of each register.

    Args:
        steps: The instructions that are needed.
        buffers: A number for each register; flags have buffers of their own, counted separately.
        numbers: How many buffers of numbers there are.
        flags: How many buffers of flags there are.
    """

    steps: list[Instruction]
    buffers: dict[Register, int] = field(default_factory=dict)
    numbers: int = 0
    flags: int = 0


def scheduled(tape: Tape, kept: Sequence[Table]) -> Schedule:
    """What has to be done for the tables that are kept."""
    schedule = Schedule(_in_time(_needed(tape.instructions, kept)))
    _Buffers(schedule).share(tape.inputs.values())
    return schedule


def _needed(instructions: Sequence[Instruction], kept: Sequence[Table]) -> list[Instruction]:
    """The instructions whose answers reach what is kept, found from the last to the first."""
    registers: set[Register] = set()
    tables = set(kept)
    found = []
    for step in reversed(instructions):
        if (step.kind == "place" and step.tables[0] in tables) or registers.intersection(step.results):
            found.append(step)
            registers.update(_read(step))
            tables.update(step.tables)
    return found[::-1]


def _read(step: Instruction) -> Iterable[Register]:
    """The registers that a step reads; what stands in a table is read when it is put there."""
    if step.tables and step.kind != "place":
        return ()
    return (value for value in step.operands if isinstance(value, Register))


Time = tuple[int, int]
"""A pass through the columns, and a column in it."""


def _in_time(steps: list[Instruction]) -> list[Instruction]:
    """The steps sorted by the column that they are of.

    One that is of an earlier column than something it reads, such as the total of a row, belongs to another pass
    through the columns. A step is written down after all it reads, and a sort that keeps the order of equals never
    puts it before them. What goes into a table goes there as soon as it is known.
    """
    known: dict[Register, tuple[Time, int]] = {}
    whole: dict[Table, Time] = {}
    when: list[tuple[Time, int]] = []
    for number, step in enumerate(steps):
        if step.kind == "place":
            time, place = known.get(next(iter(_read(step))), ((0, 0), -1))
            whole[step.tables[0]] = max(whole.get(step.tables[0], time), time)
        elif step.tables:
            time, place = max(whole.get(table, (0, 0)) for table in step.tables), number
        else:
            latest = max((known[register][0] for register in _read(step) if register in known), default=(0, 0))
            time = (latest[0], step.column) if step.column >= latest[1] else (latest[0] + 1, step.column)
            place = number
        known.update(dict.fromkeys(step.results, (time, place)))
        when.append((time, place))
    return [steps[at] for at in sorted(range(len(steps)), key=when.__getitem__)]


class _Buffers:
    """Hands out buffers and takes them back after the last step that reads them."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.free: dict[bool, list[int]] = {False: [], True: []}
        self.count = {False: 0, True: 0}
        self.last: dict[Register, int] = {}
        for number, step in enumerate(schedule.steps):
            self.last.update(dict.fromkeys([*step.results, *_read(step)], number))

    def share(self, inputs: Iterable[Register]) -> None:
        """Give every register its buffer."""
        for register in inputs:
            self._take(register)
        for number, step in enumerate(self.schedule.steps):
            done = [register for register in dict.fromkeys(_read(step)) if self.last[register] == number]
            if step.kind in _OWN_BUFFER:
                done = self._handed_on(step, done)
            else:
                self._give_back(done)
                done = []
            for register in step.results:
                if register not in self.schedule.buffers:
                    self._take(register)
            self._give_back([*done, *(register for register in step.results if self.last[register] == number)])
        self.schedule.numbers, self.schedule.flags = self.count[False], self.count[True]

    def _handed_on(self, step: Instruction, done: list[Register]) -> list[Register]:
        """Of one or the other: the answer takes the buffer of the other, if no one else reads it."""
        other = step.operands[-1]
        if isinstance(other, Register) and other in done and other is not step.operands[1]:
            self.schedule.buffers[step.results[0]] = self.schedule.buffers[other]
            done.remove(other)
        return done

    def _take(self, register: Register) -> None:
        free = self.free[register.is_flag]
        if free:
            self.schedule.buffers[register] = free.pop()
        else:
            self.schedule.buffers[register] = self.count[register.is_flag]
            self.count[register.is_flag] += 1

    def _give_back(self, registers: Iterable[Register]) -> None:
        for register in registers:
            self.free[register.is_flag].append(self.schedule.buffers[register])
