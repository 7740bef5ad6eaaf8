"""The compiled reading: the steps of a program as machine code, for those who have installed ``sibmodel[fast]``.

LLVM compiles the steps in pieces of a few hundred; each goes through a tile of scenarios, eight side by side. What is
needed in a later piece waits in a row of the tile's memory. Numpy remains the reading that this one is tested against.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sibmodel.engine.ir import DECLARED
from sibmodel.engine.pieces import SIZE, Memory, Piece, is_compiled, last_read, pieces
from sibmodel.engine.rates import internal_rates
from sibmodel.engine.registers import Instruction, Register, Table
from sibmodel.engine.schedule import Schedule
from sibmodel.engine.steps import CALLS, Call, over_tables
from sibmodel.engine.tape import Tape
from sibmodel.errors import ReadingNotInstalled

Array = NDArray[np.float64]


class Compiled:
    """The machine code of a program; any number of tiles may run it at the same time.

    Args:
        tape: The instructions.
        schedule: Their order and buffers.

    Raises:
        ReadingNotInstalled: where LLVM is missing.
    """

    def __init__(self, tape: Tape, schedule: Schedule) -> None:
        self.tape, self.memory = tape, Memory(tape, schedule)
        self.parts: list[int | Instruction] = []
        self.only_kept = _only_kept(schedule.steps)
        functions: list[str] = []
        for start, steps in pieces(schedule.steps):
            if is_compiled(steps[0]):
                functions.append(self._function(len(functions), start, steps, last_read(schedule.steps)))
                self.parts.append(len(functions) - 1)
                if steps[0].kind == "internal_rates":
                    self.parts.append(steps[0])
            else:
                self.parts.append(steps[0])
        self._engine = _built("\n".join([DECLARED, *functions]))
        self.addresses = [self._engine.get_function_address(f"piece_{number}") for number in range(len(functions))]

    def _function(self, number: int, start: int, steps: Sequence[Instruction], last: Mapping[Register, int]) -> str:
        piece = Piece(self.memory, last, start + len(steps))
        for step in steps:
            piece.write(step)
        return piece.text.function(f"piece_{number}", SIZE)

    def tile(self) -> CompiledTile:
        """Memory for one thread."""
        return CompiledTile(self)


class CompiledTile:
    """The memory of one thread, and the calls that go through it."""

    def __init__(self, compiled: Compiled) -> None:
        memory = compiled.memory
        self.whole = _aligned(memory.rows * SIZE).reshape(memory.rows, SIZE)
        self.size = SIZE
        self.inputs = {path: self.whole[memory.row(register)] for path, register in compiled.tape.inputs.items()}
        self.tables: dict[Table, Array] = {}
        for table, row in memory.tables.items():
            self.tables[table] = self.whole[row : row + len(table.rows)]
            for line, value in zip(self.tables[table], table.rows, strict=True):
                line[:] = 0.0 if isinstance(value, Register) else value
        self.closings: dict[Instruction, Closing] = {}
        self.calls = [self._call(compiled, part) for part in compiled.parts]

    def begin(self, start: int) -> None:
        """Note where in the run the scenarios of the tile lie."""
        for closing in self.closings.values():
            closing.start = start

    def close(self, found: Mapping[str, Array], kept: Mapping[str, Table]) -> None:
        """Fill in what has waited for its answer."""
        for step, closing in self.closings.items():
            if closing.waiting:
                where, answers = closing.answers()
                for name, table in kept.items():
                    inside = where < found[name].shape[1]
                    for row, value in enumerate(table.rows):
                        if value in step.results:
                            found[name][row, where[inside]] = answers[step.results.index(value)][inside]

    def _call(self, compiled: Compiled, part: int | Instruction) -> Call:
        if isinstance(part, int):
            function = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(compiled.addresses[part])
            where = ctypes.c_void_p(self.whole.ctypes.data)
            return lambda: function(where)
        results = [self.whole[compiled.memory.row(register)] for register in part.results]
        tables = [self.tables[table] for table in part.tables]
        if part in compiled.memory.open and is_compiled(part):
            closing = Closing(self.whole[compiled.memory.open[part]], results, tables, waits=part in compiled.only_kept)
            self.closings[part] = closing
            return closing
        if part.tables:
            return over_tables(part.kind, results, tables)
        operands = (
            self.whole[compiled.memory.row(value)] if isinstance(value, Register) else np.array(value)
            for value in part.operands
        )
        return CALLS[part.kind](*results, *operands)


class Closing:
    """Answers what the machine code has left open: at once, or later for many tiles together."""

    def __init__(self, is_open: Array, results: Sequence[Array], tables: Sequence[Array], *, waits: bool) -> None:
        self.is_open, self.results, self.waits = is_open, results, waits
        self.flow, self.years, self.came_back = tables
        self.start = 0
        self.waiting: list[tuple[NDArray[np.intp], Array, Array]] = []

    def __call__(self) -> None:
        """Look at one tile."""
        if not self.is_open.any():
            return
        where = np.flatnonzero(self.is_open)
        flow, came_back = np.take(self.flow, where, axis=1), self.came_back[0, where]
        if self.waits:
            self.waiting.append((where + self.start, flow, came_back))
            return
        for out, answer in zip(self.results, internal_rates(flow, self.years[:, 0], came_back), strict=True):
            out[where] = answer

    def answers(self) -> tuple[NDArray[np.intp], tuple[Array, Array]]:
        """Which scenarios have waited, and the rates and statuses of theirs."""
        where, flows, came_back = (np.concatenate(parts, axis=-1) for parts in zip(*self.waiting, strict=True))
        self.waiting.clear()
        return where, internal_rates(flows, self.years[:, 0], came_back)


def _only_kept(steps: Sequence[Instruction]) -> set[Instruction]:
    """Internal rates that no other step reads."""
    read = {value for step in steps if step.kind != "place" for value in step.operands}
    return {step for step in steps if step.kind == "internal_rates" and not read.intersection(step.results)}


def _aligned(count: int) -> Array:
    """Room that begins where a line of the cache does."""
    room = np.zeros(count + 8)
    start = (-room.ctypes.data // 8) % 8
    return room[start : start + count]


def _built(text: str) -> Any:
    """The machine code of a text."""
    try:
        from llvmlite import binding
    except ImportError:
        raise ReadingNotInstalled("compiled", "fast") from None
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    module = binding.parse_assembly(text)
    module.verify()
    machine = binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(), features=binding.get_host_cpu_features().flatten(), opt=2
    )
    engine = binding.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    return engine
