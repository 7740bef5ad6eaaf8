"""Between what the answer of an instruction lies, given between what its operands lie.

Rounding to the nearest number keeps order, so the ends are worked out as any other number would be. Not a number on
either end says that nothing is known.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

Range = tuple[float, float]

EVERYTHING: Final[Range] = (-math.inf, math.inf)
UNKNOWN: Final[Range] = (math.nan, math.nan)
_FLAG: Final[Range] = (0.0, 1.0)


def _times(left: float, right: float) -> float:
    return 0.0 if left == 0 or right == 0 else left * right


def _product(left: Range, right: Range) -> Range:
    ends = [_times(one, other) for one in left for other in right]
    return UNKNOWN if any(map(math.isnan, ends)) else (min(ends), max(ends))


def _quotient(top: Range, bottom: Range) -> Range:
    """Where a bottom of nothing is in sight, the range is that of all other cases: a ratio replaces that one."""
    if any(map(math.isnan, (*top, *bottom))):
        return UNKNOWN
    if any(map(math.isinf, (*top, *bottom))) or bottom[0] <= 0 <= bottom[1]:
        return _by_signs(top, bottom)
    ends = [one / other for one in top for other in bottom]
    return min(ends), max(ends)


def _by_signs(top: Range, bottom: Range) -> Range:
    """Only the sign is told."""
    if (top[0] >= 0 and bottom[0] >= 0) or (top[1] <= 0 and bottom[1] <= 0):
        return 0.0, math.inf
    if (top[0] >= 0 and bottom[1] <= 0) or (top[1] <= 0 and bottom[0] >= 0):
        return -math.inf, 0.0
    return EVERYTHING


def _smaller(left: Range, right: Range) -> Range:
    return _known(left, right, (min(left[0], right[0]), min(left[1], right[1])))


def _larger(left: Range, right: Range) -> Range:
    return _known(left, right, (max(left[0], right[0]), max(left[1], right[1])))


def _either(_: Range, then: Range, otherwise: Range) -> Range:
    return _known(then, otherwise, (min(then[0], otherwise[0]), max(then[1], otherwise[1])))


def _known(left: Range, right: Range, found: Range) -> Range:
    return UNKNOWN if math.isnan(left[0]) or math.isnan(right[0]) else found


def _without_sign(of: Range) -> Range:
    if math.isnan(of[0]):
        return UNKNOWN
    ends = abs(of[0]), abs(of[1])
    return (0.0 if of[0] <= 0 <= of[1] else min(ends)), max(ends)


def _signed(size: Range, of: Range) -> Range:
    return _known(size, of, (-max(map(abs, size)), max(map(abs, size))))


def _below(of: Range) -> Range:
    low, high = (math.floor(end) if math.isfinite(end) else end for end in of)
    return float(low), float(high)


RANGES: Final[dict[str, Callable[..., Range]]] = {
    "add": lambda left, right: (left[0] + right[0], left[1] + right[1]),
    "subtract": lambda left, right: (left[0] - right[1], left[1] - right[0]),
    "multiply": _product,
    "divide": _quotient,
    "minimum": _smaller,
    "maximum": _larger,
    "absolute": _without_sign,
    "floor": _below,
    "copysign": _signed,
    "sign": lambda _: (-1.0, 1.0),
    "select": _either,
    "patch": _either,
    "number": lambda _: _FLAG,
    "power": lambda *_: UNKNOWN,
    "month_number": lambda _: EVERYTHING,
    "month_end": lambda *_: EVERYTHING,
    "greater_equal": lambda *_: _FLAG,
    "greater": lambda *_: _FLAG,
    "less": lambda *_: _FLAG,
    "and": lambda *_: _FLAG,
    "or": lambda *_: _FLAG,
    "not": lambda *_: _FLAG,
}
"""Every kind of instruction that answers with one register."""


def decided(kind: str, left: Range, right: Range) -> float | None:
    """A comparison that holds, or does not, for all that the two may be."""
    if kind == "less":
        return decided("greater", right, left)
    if kind == "greater":
        return 1.0 if left[0] > right[1] else 0.0 if left[1] <= right[0] else None
    return 1.0 if left[0] >= right[1] else 0.0 if left[1] < right[0] else None
