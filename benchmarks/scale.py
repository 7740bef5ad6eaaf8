"""What a simulation costs from ten thousand scenarios to ten million: time for each, and memory.

One process, one deal (three tranches over forty quarters), all internal rates and every figure that `sib simulate`
keeps. Cost should grow in proportion to the scenarios and memory hardly at all. The cost of drawing the random numbers
alone, and of reading the lines alone, is measured beside it, so that it can be seen where the time goes.

Run with ``make bench``.
"""

from __future__ import annotations

import sys
import time
from itertools import pairwise
from pathlib import Path
from statistics import median

import psutil

import sibmodel
from sibmodel.risk.blocks import Run
from sibmodel.risk.figures import chances_of, figures_of
from sibmodel.risk.sampling import Sampler
from sibmodel.risk.streams import BLOCK
from sibmodel.risk.truth import truths_of

TEMPLATE = Path(__file__).parent.parent / "deal_templates" / "starter_three_tranches.yaml"
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
THREADS = 2
ROUNDS = 5
BLOCKS = 12
MOST_GROWTH = 64
"""Megabytes by which memory may grow from the smallest run to the largest."""


def resident() -> float:
    """The memory of this process, in megabytes."""
    return float(psutil.Process().memory_info().rss) / 2**20


def parts(run: Run) -> dict[str, float]:
    """Microseconds for each scenario of drawing, of reading the lines and of tallying, on one thread."""
    found: dict[str, list[float]] = {"drawing": [], "lines": [], "tallies": []}
    for _ in range(ROUNDS):
        spent = dict.fromkeys(found, 0.0)
        for number in range(1, BLOCKS + 1):
            times = [time.perf_counter()]
            drawn = run.sampler.block(number)
            times.append(time.perf_counter())
            with run.program.borrowed(drawn.inputs) as rows:
                times.append(time.perf_counter())
                run._tallied(drawn, rows, BLOCK)  # noqa: SLF001 - a benchmark looks inside
            times.append(time.perf_counter())
            for part, (begun, ended) in zip(spent, pairwise(times), strict=True):
                spent[part] += ended - begun
        for part, seconds in spent.items():
            found[part].append(seconds / (BLOCKS * BLOCK) * 1e6)
    return {part: median(each) for part, each in found.items()}


def main() -> int:
    """Measure and print; fail where memory grows by more than it may."""
    deal = sibmodel.read_deal(TEMPLATE)
    run = Run(Sampler(deal, 1), figures_of(deal), chances_of(deal), ["time.years"], truths_of(deal))
    run.totals(BLOCK, workers=THREADS)
    print(f"{deal.name}: {len(run.figures)} figures, {len(run.chances)} chances, {THREADS} threads")
    rows, first = [], 0.0
    for size in SIZES:
        print(f"{size:,} scenarios ...", file=sys.stderr)
        start = time.perf_counter()
        run.totals(size, workers=THREADS)
        seconds, megabytes = time.perf_counter() - start, resident()
        first = first or megabytes
        rows.append((size, seconds, megabytes))
        each = seconds / size * 1e6
        print(f"  {size:>12,} scenarios {seconds:>9.2f} s {each:>8.2f} us each {megabytes:>8.0f} MB resident")
    growth = max(megabytes for _, _, megabytes in rows) - first
    slope = (rows[-1][1] / rows[-1][0]) / (rows[1][1] / rows[1][0])
    print(f"  cost of a scenario at {SIZES[-1]:,} beside that at {SIZES[1]:,}: {slope:.2f} times")
    print(f"  memory grows by {growth:.0f} MB (at most {MOST_GROWTH})")
    print("where the time goes, one thread, medians of five rounds, microseconds for each scenario")
    for part, each in parts(run).items():
        print(f"  {part:<10} {each:>8.2f}")
    return 0 if growth <= MOST_GROWTH else 1


if __name__ == "__main__":
    raise SystemExit(main())
