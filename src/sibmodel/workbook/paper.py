"""How a sheet lies on paper: A4, no smaller than can be read, and no page with only a few rows on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

A4: Final = 9
"""The number that a workbook knows the paper by."""
_WIDE: Final = 798.0
_HIGH: Final = 510.0
"""What the margins leave of a sheet of A4 on its side, in points."""
_POINTS: Final = 5.25
"""The width of one unit of column width."""
_PADDING: Final = 0.71
"""What a column takes besides its width, in the same units."""
_READABLE: Final = 0.64
"""The scale at which our words are not quite six points high, and columns had better go on to another page."""
_SMALLEST: Final = 0.58
"""How much smaller they may get where that saves a page of a few rows."""
_FEW: Final = 0.3
"""Less of a page than this is a few rows."""


def pages(widths: Sequence[float], heights: Sequence[float], beside: float, above: float) -> tuple[int, int]:
    """How many pages wide and high a sheet is to be printed on.

    Args:
        widths: The widths of the columns, in units of column width.
        heights: The heights of the rows, in points.
        beside: The width of the columns that stand on every page again.
        above: The height of the rows that stand on every page again.

    Returns:
        Pages in width, and in height; 0 in height where rows run on as they fall.

    Example:
        >>> pages([40.0] * 3, [12.0] * 30, beside=0.0, above=0.0)
        (1, 0)
        >>> pages([40.0] * 3, [12.0] * 50, beside=0.0, above=0.0)
        (1, 1)
        >>> pages([46.0, 10.0] + [11.0] * 24, [12.0] * 30, beside=56.0, above=12.0)
        (2, 0)
    """
    wide = next(count for count in range(1, len(widths) + 2) if _scale(widths, beside, count) >= _READABLE)
    scale = _scale(widths, beside, wide)
    rows = sum(heights) - above
    high = rows * scale / (_HIGH - above * scale)
    fewer = math.floor(high)
    if not (fewer and 0 < high - fewer < _FEW):
        return wide, 0
    squeezed = fewer * _HIGH / (rows + fewer * above)
    return wide, fewer if squeezed >= _SMALLEST else 0


def _scale(widths: Sequence[float], beside: float, count: int) -> float:
    """The scale at which columns fit on so many pages; a page holds whole columns, so some of it stays empty."""
    whole = sum(width + _PADDING for width in widths) + (count - 1) * (beside + widths[-1] + _PADDING)
    return min(1.0, count * _WIDE / (whole * _POINTS))
