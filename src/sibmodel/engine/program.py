"""A model made ready for many scenarios: its certain inputs filled in, the rest a straight line of array steps.

:func:`sibmodel.engine.evaluate.evaluate` computes every line for every column. Most of what it computes is the same in
each scenario. A program has worked that out once, column by column, and goes through the remaining steps in tiles of
scenarios that stay in the cache. The numbers are those of ``evaluate``, bit for bit up to the sign of a zero; an
internal rate, which is found in a shorter way, agrees to 1e-9 and in its status exactly.

Example:
    >>> from pathlib import Path
    >>> import numpy as np, sibmodel
    >>> deal = sibmodel.read_deal(Path("deal_templates/denver_supportive_housing.yaml"))
    >>> reduction = "plan.outcomes.jail_days.effect"
    >>> program = compile_lines(deal.written, [reduction], ["payments.paid"])
    >>> program.run({reduction: np.array([0.1, 0.38])})["payments.paid"].sum(axis=0).round(2).tolist()
    [4534911.36, 9638911.36]
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from sibmodel.engine.evaluate import checked
from sibmodel.engine.filling import Filling
from sibmodel.engine.kernels import Array
from sibmodel.engine.registers import Instruction, Register, Table, Value
from sibmodel.engine.schedule import Schedule, scheduled
from sibmodel.engine.steps import CALLS, Buffer, Call, over_tables
from sibmodel.engine.tape import Tape
from sibmodel.errors import Problem, ScenarioError, did_you_mean
from sibmodel.graph.expressions import Expression, total
from sibmodel.graph.model import Model

if TYPE_CHECKING:
    from sibmodel.engine.compiled import Compiled, CompiledTile

Reading = Literal["numpy", "compiled"]

TILE: Final = 8192
"""Scenarios that go through the steps together: enough for a step to take longer than to be called."""
ROOM: Final = 1 << 24
"""Numbers that the buffers of a thread may hold: a program with many buffers goes through fewer scenarios at once."""
LEAST: Final = 256


def compile_lines(
    model: Model,
    varying: Sequence[str],
    keep: Sequence[str],
    block: int = TILE,
    *,
    fixed: Mapping[str, float] | None = None,
) -> Program:
    """Make a model ready for scenarios that differ in some of its inputs.

    Args:
        model: The deal, written as lines.
        varying: Paths of the inputs that will differ between scenarios.
        keep: Names of the lines wanted; :func:`in_all` of a name for the sum over its columns.
        block: Scenarios that go through the steps together; has no effect on the result.
        fixed: Inputs that differ from the deal file in all scenarios, by path.

    Returns:
        A program, which any number of threads may run at the same time.

    Raises:
        ScenarioError: for an unknown path.
        UnknownLine: for an unknown line.
    """
    unknown = [path for path in (*varying, *(fixed or {})) if path not in model.inputs]
    if unknown:
        raise ScenarioError(
            [Problem(path, "is not an input of this deal.", did_you_mean(path, model.inputs)) for path in unknown]
        )
    filling = Filling(model, varying, fixed)
    rows = filling.fill([_wanted(model, name) for name in keep])
    kept = {name: filling.tape.table(row) for name, row in zip(keep, rows, strict=True)}
    return Program(model, tuple(varying), filling.tape, kept, block)


def in_all(line: str) -> str:
    """The name under which a program keeps the sum of a line over its columns.

    Example:
        >>> in_all("payments.paid")
        'payments.paid in all'
    """
    return f"{line}{_IN_ALL}"


_IN_ALL: Final = " in all"


def _wanted(model: Model, name: str) -> Expression:
    return total(model[name.removesuffix(_IN_ALL)]) if name.endswith(_IN_ALL) else model[name]


class Program:
    """What is left of a model when only some of its inputs are open.

    Args:
        model: The deal, written as lines.
        varying: Paths of the inputs that differ between scenarios.
        tape: The instructions.
        kept: The lines wanted, as tables of the tape.
        block: Scenarios that go through the steps together.
    """

    def __init__(
        self, model: Model, varying: tuple[str, ...], tape: Tape, kept: Mapping[str, Table], block: int = TILE
    ) -> None:
        self.model = model
        self.varying = varying
        self._tape = tape
        self._kept = dict(kept)
        self._schedule = scheduled(tape, list(kept.values()))
        room = ROOM // max(self._schedule.numbers, 1)
        self.block = max(min(block, 1 << (room.bit_length() - 1)), min(block, LEAST))
        self._tiles: dict[tuple[Reading, int], list[Tile | CompiledTile]] = {}
        self._lock = threading.Lock()
        self._compiled: Compiled | None = None
        self._idle: list[dict[str, Array]] = []

    def __repr__(self) -> str:
        """How long it is."""
        return f"<Program of {len(self._schedule.steps)} steps in {self._schedule.numbers} buffers>"

    @property
    def kinds(self) -> list[str]:
        """The kind of each step, in order."""
        return [step.kind for step in self._schedule.steps]

    def run(self, inputs: Mapping[str, ArrayLike], reading: Reading = "numpy") -> dict[str, Array]:
        """The lines that are kept, under each scenario.

        Args:
            inputs: For each input that differs, by path: one number, or one for each scenario.
            reading: Who computes: ``numpy``, or ``compiled`` machine code, which needs ``sibmodel[fast]``. It gives the
                same bits but for powers and internal rates, which agree to 1e-9.

        Returns:
            Line name to array (columns, scenarios), as :func:`sibmodel.engine.evaluate.evaluate` gives them: one row
            for a line that runs over no columns, one column for a line that is the same in every scenario.

        Raises:
            ScenarioError: for a path that was not left open, a wrong length or a number that is not finite.
            ReadingNotInstalled: where the compiled reading is asked for and is not there.
        """
        given, count = checked(self.model, inputs)
        closed = [Problem(path, "was not left open in this program.") for path in given if path not in self.varying]
        if closed:
            raise ScenarioError(closed)
        found = {name: _table(table, count) for name, table in self._kept.items()}
        self._fill(found, given, count, reading)
        return found

    def _fill(self, found: Mapping[str, Array], given: Mapping[str, Array], count: int, reading: Reading) -> None:
        """Work out so many scenarios, tile by tile."""
        with self._tile(count, reading) as tile, np.errstate(all="ignore"):
            for start in range(0, count, tile.size):
                _open(tile, {path: _part(values[0], start, tile.size) for path, values in given.items()}, self.model)
                tile.begin(start)
                for call in tile.calls:
                    call()
                self._keep(found, tile, start, min(count - start, tile.size))
            tile.close(found, self._kept)

    @contextmanager
    def borrowed(self, inputs: Mapping[str, Array], reading: Reading = "numpy") -> Iterator[dict[str, Array]]:
        """The same in arrays that are used again, for a simulation that looks at one block after the other.

        Whoever reads them does so before giving them back. There are as many sets as there were threads at a time.

        Args:
            inputs: For each input that was left open, one number for each scenario; as many each time.
            reading: Who computes.
        """
        given = {path: values[None] for path, values in inputs.items()}
        count = max((values.size for values in inputs.values()), default=1)
        try:
            found = self._idle.pop()
        except IndexError:
            found = {name: _table(table, count) for name, table in self._kept.items()}
        self._fill(found, given, count, reading)
        yield found
        self._idle.append(found)

    def timed(self, inputs: Mapping[str, ArrayLike]) -> list[tuple[str, float]]:
        """The kind of each step and the seconds that it takes for one block of scenarios: for measuring."""
        given, _ = checked(self.model, inputs)
        with self._tile(self.block, "numpy") as tile, np.errstate(all="ignore"):
            times = [time.perf_counter()]
            _open(tile, {path: _part(values[0], 0, self.block) for path, values in given.items()}, self.model)
            for call in tile.calls:
                call()
                times.append(time.perf_counter())
        return list(zip(self.kinds, np.diff(times).tolist(), strict=True))

    @contextmanager
    def _tile(self, count: int, reading: Reading) -> Iterator[Tile | CompiledTile]:
        """Buffers for no more scenarios than there are; there are as many as threads have needed at a time."""
        size = min(self.block, 1 << max(count - 1, 1).bit_length())
        idle = self._tiles.setdefault((reading, size), [])
        try:
            tile = idle.pop()
        except IndexError:
            tile = self._machine_code().tile() if reading == "compiled" else Tile(self._tape, self._schedule, size)
        yield tile
        idle.append(tile)

    def _machine_code(self) -> Compiled:
        """The machine code, the same for all threads and made when it is first needed."""
        from sibmodel.engine.compiled import Compiled

        with self._lock:
            if self._compiled is None:
                self._compiled = Compiled(self._tape, self._schedule)
        return self._compiled

    def _keep(self, found: Mapping[str, Array], tile: Tile | CompiledTile, start: int, width: int) -> None:
        for name, table in self._kept.items():
            if table in tile.tables:
                found[name][:, start : start + width] = tile.tables[table][:, :width]


def _part(values: Array, start: int, size: int) -> Array:
    return values if values.size == 1 else values[start : start + size]


def _open(tile: Tile | CompiledTile, given: Mapping[str, Array], model: Model) -> None:
    """Fill in the inputs of these scenarios; the last one stands for those that the tile has too many."""
    for path, buffer in tile.inputs.items():
        values = given.get(path)
        if values is None:
            buffer[:] = model.inputs[path].value
        else:
            buffer[: values.size] = values
            buffer[values.size :] = values[-1]


class Tile:
    """The buffers of one thread for so many scenarios, and the calls that go through them."""

    def __init__(self, tape: Tape, schedule: Schedule, size: int) -> None:
        self.size = size
        self.numbers = list(np.zeros((schedule.numbers, size)))
        self.flags = list(np.zeros((schedule.flags, size), dtype=np.bool_))
        self.buffers = schedule.buffers
        self.inputs = {path: self._buffer(register) for path, register in tape.inputs.items()}
        read = dict.fromkeys(table for step in schedule.steps for table in step.tables)
        self.tables = {table: _table(table, size) for table in read}
        self.calls = [self._call(step) for step in schedule.steps]

    def begin(self, start: int) -> None:
        """Nothing has to be noted."""

    def close(self, found: Mapping[str, Array], kept: Mapping[str, Table]) -> None:
        """Nothing has waited."""

    def _call(self, step: Instruction) -> Call:
        results = [self._buffer(register) for register in step.results]
        if step.kind == "place":
            results = [self.tables[step.tables[0]][step.column]]
        elif step.tables:
            return over_tables(step.kind, results, [self.tables[table] for table in step.tables])
        return CALLS[step.kind](*results, *(self._buffer(value) for value in step.operands))

    def _buffer(self, value: Value) -> Buffer:
        if not isinstance(value, Register):
            return np.array(value)
        return (self.flags if value.is_flag else self.numbers)[self.buffers[value]]


def _table(table: Table, size: int) -> Buffer:
    """Rows whose certain values stand there from the start; one number for all scenarios where nothing differs."""
    differs = any(isinstance(value, Register) for value in table.rows)
    found = np.empty((len(table.rows), size if differs else 1))
    for row, value in zip(found, table.rows, strict=True):
        row[:] = 0.0 if isinstance(value, Register) else value
    return found
