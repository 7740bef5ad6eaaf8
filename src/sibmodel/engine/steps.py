"""What each kind of instruction does to buffers: one call of numpy, with the place for its answer given beforehand.

Such calls let other threads run meanwhile, and no memory is asked for in between.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.engine.kernels import month_end, month_number
from sibmodel.engine.rates import OVER_TABLES

Call = Callable[[], Any]
Buffer = NDArray[Any]


def _ufunc(function: np.ufunc) -> Callable[..., Call]:
    return lambda out, *operands: partial(function, *operands, out=out)


def _in_place(function: np.ufunc) -> Callable[..., Call]:
    """Given by place, the buffer of the answer is found a little faster than by name."""
    return lambda out, *operands: partial(function, *operands, out)


def _copied(function: Callable[..., Buffer]) -> Callable[..., Call]:
    """Rare ones make an array of their own, which is copied."""
    return lambda out, *operands: lambda: np.copyto(out, function(*operands))


def _one_or_other(fill: Callable[[Buffer, Buffer, Buffer], object]) -> Callable[..., Call]:
    def bound(out: Buffer, flag: Buffer, then: Buffer, otherwise: Buffer) -> Call:
        if out is otherwise:
            return partial(fill, out, flag, then)

        def both() -> None:
            np.copyto(out, otherwise)
            fill(out, flag, then)

        return both

    return bound


def _where_rare(out: Buffer, flag: Buffer, then: Buffer) -> None:
    np.copyto(out, then, where=flag)


CALLS: Final[dict[str, Callable[..., Call]]] = {
    "add": _in_place(np.add),
    "subtract": _in_place(np.subtract),
    "multiply": _in_place(np.multiply),
    "divide": _in_place(np.divide),
    "minimum": _ufunc(np.minimum),
    "maximum": _ufunc(np.maximum),
    "power": _in_place(np.power),
    "floor": _in_place(np.floor),
    "absolute": _in_place(np.absolute),
    "copysign": _in_place(np.copysign),
    "sign": _in_place(np.sign),
    "greater_equal": _in_place(np.greater_equal),
    "greater": _in_place(np.greater),
    "less": _in_place(np.less),
    "and": _in_place(np.logical_and),
    "or": _in_place(np.logical_or),
    "not": _in_place(np.logical_not),
    "number": lambda out, flag: partial(np.copyto, out, flag),
    "place": lambda out, of: partial(np.copyto, out, of),
    "select": _one_or_other(np.putmask),
    "patch": _one_or_other(_where_rare),
    "month_number": _copied(month_number),
    "month_end": _copied(month_end),
}
"""For every kind of one answer: from the buffers to the call that fills the first of them."""


def over_tables(kind: str, results: list[Buffer], tables: list[Buffer]) -> Call:
    """The call of something that looks at rows as a whole."""
    function = OVER_TABLES[kind]

    def call() -> None:
        for out, answer in zip(results, function(*tables), strict=True):
            np.copyto(out, answer)

    return call
