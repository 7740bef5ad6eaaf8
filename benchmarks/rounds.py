"""Timing by turns: everything that is compared runs in one process, round after round, and medians are read."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from statistics import median

ROUNDS = 5

Work = Callable[[], int]
"""Does something a number of times and says how often."""


def by_turns(works: Mapping[str, Work], what: str, rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds for each one, as medians of so many rounds in which all of them take their turn."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds):
        print(f"{what}: round {number + 1} of {rounds} ...", file=sys.stderr)
        for name, work in works.items():
            start = time.perf_counter()
            count = work()
            times[name].append((time.perf_counter() - start) / count)
    return {name: median(each) for name, each in times.items()}


def line(name: str, seconds: float, unit: str, beside: str = "") -> str:
    """One line of a report: how many a second."""
    return f"  {name:<38}{1 / seconds:>14,.0f} {unit} a second{beside}"
