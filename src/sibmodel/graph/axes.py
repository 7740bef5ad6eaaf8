"""Axes: the columns that a line runs over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """A set of columns: the instants of a deal, the fiscal years of a payer, the steps of a search.

    The number of columns is part of the shape of a deal: it never depends on an input.
    """

    name: str
    size: int
