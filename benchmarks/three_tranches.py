"""A deal with three tranches over forty quarters, under random outcomes: lines, program, and plain Python objects.

All of them give the payments and, of each tranche and of all investors together, what was drawn, what came back and the
internal rate. They must agree before they are timed.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import sibmodel
from benchmarks.plain_three_tranches import Deal, Result, evaluate
from benchmarks.rounds import Work, by_turns, line
from sibmodel.engine.program import Program, Reading, compile_lines
from sibmodel.errors import ReadingNotInstalled
from sibmodel.graph.model import Model

Array = NDArray[np.float64]

ROOT = Path(__file__).parent.parent
MANY, SOME, FEW, COMPARED = 262_144, 32_768, 100, 600
BLOCK = 8192
AGREE = 1e-9
PARTIES = ("senior", "mezzanine", "first_loss", "total")
KEPT = [
    "payments.paid",
    *(f"investors.{each}.{what}" for each in PARTIES for what in ("drawn", "returned", "irr", "irr_status")),
]

UNCERTAIN = {
    "first": ("plan.starts.first.people", 200.0, 30.0),
    "second": ("plan.starts.second.people", 240.0, 40.0),
    "third": ("plan.starts.third.people", 250.0, 50.0),
    "settled": ("plan.outcomes.settled.rate", 0.62, 0.10),
    "in_work": ("plan.outcomes.in_work.rate", 0.38, 0.08),
    "effect": ("plan.outcomes.nights.effect", 0.14, 0.06),
    "price_settled": ("terms.payments.people.prices.settled", 5_600.0, 200.0),
    "price_in_work": ("terms.payments.people.prices.in_work", 8_200.0, 300.0),
    "set_up": ("plan.costs.set_up.amount", 240_000.0, 30_000.0),
    "team_per_month": ("plan.costs.team.per_month", 42_000.0, 3_000.0),
    "per_person": ("plan.costs.flats.per_person", 1_200.0, 150.0),
}
"""What is drawn from a normal: the name in the plain model, the path, mean and standard deviation."""
LOWEST = 0.01
"""No draw is taken below this share of its mean: nobody is fewer than none."""


def scenarios(count: int, seed: int = 20270401) -> dict[str, Array]:
    """Random inputs by path."""
    draw = np.random.Generator(np.random.SFC64(seed))
    return {
        path: np.maximum(mean + spread * draw.standard_normal(count), LOWEST * mean)
        for path, mean, spread in UNCERTAIN.values()
    }


def plainly(inputs: Mapping[str, Array], count: int) -> list[Result]:
    """The plain model, one scenario after the other."""
    columns = {name: inputs[path][:count].tolist() for name, (path, *_) in UNCERTAIN.items()}
    return [evaluate(Deal(**dict(zip(columns, values, strict=True)))) for values in zip(*columns.values(), strict=True)]


def largest_gap(ours: Mapping[str, Array], theirs: list[Result]) -> float:
    """The largest difference over all figures, relative to those above one; rates where there is one."""
    worst = 0.0
    for at, result in enumerate(theirs):
        pairs = [(ours["payments.paid"].sum(axis=0)[at], result.paid)]
        for name, each in zip(PARTIES, (*result.parties, result.total), strict=True):
            figures = {what: ours[f"investors.{name}.{what}"] for what in ("drawn", "returned", "irr", "irr_status")}
            here = {what: float(values[0, min(at, values.shape[1] - 1)]) for what, values in figures.items()}
            pairs += [(here["drawn"], each.drawn), (here["returned"], each.returned)]
            if here["irr_status"] == 1:
                pairs.append((here["irr"], each.irr))
        worst = max(worst, *(abs(a - b) / max(1.0, abs(b)) for a, b in pairs))
    return worst


def on_threads(program: Program, inputs: Mapping[str, Array], threads: int, reading: Reading = "numpy") -> int:
    """The program over all scenarios, in blocks that threads share out among themselves."""
    count = len(next(iter(inputs.values())))
    parts = [{path: values[at : at + BLOCK] for path, values in inputs.items()} for at in range(0, count, BLOCK)]
    if threads == 1:
        for part in parts:
            program.run(part, reading)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda part: program.run(part, reading), parts))
    return count


def lines(model: Model, inputs: Mapping[str, Array], count: int) -> int:
    """Every line that is needed, evaluated."""
    sibmodel.evaluate(model, {path: values[:count] for path, values in inputs.items()}, keep=KEPT)
    return count


def objects(inputs: Mapping[str, Array], count: int) -> int:
    """The plain model, and how many times."""
    return len(plainly(inputs, count))


def shares(program: Program, inputs: Mapping[str, Array]) -> dict[str, float]:
    """Where the time of a program goes, by the kind of step: one block on one thread, the best of some passes."""
    spent: Counter[str] = Counter()
    part = {path: values[: program.block] for path, values in inputs.items()}
    for _ in range(20):
        for kind, seconds in program.timed(part):
            spent[kind] += seconds
    return {kind: seconds / spent.total() for kind, seconds in spent.most_common()}


def report() -> bool:
    """Compare, time, and print; whether all models agree."""
    model = sibmodel.read_deal(ROOT / "deal_templates" / "starter_three_tranches.yaml").written
    inputs = scenarios(MANY)
    start = time.perf_counter()
    program = compile_lines(model, list(inputs), KEPT)
    folding = time.perf_counter() - start
    few, plain = {path: values[:COMPARED] for path, values in inputs.items()}, plainly(inputs, COMPARED)
    works: dict[str, Work] = {
        "evaluate()": lambda: lines(model, inputs, SOME),
        "program, one thread": lambda: on_threads(program, inputs, 1),
        "program, two threads": lambda: on_threads(program, inputs, 2),
        "plain objects, numpy-financial": lambda: objects(inputs, FEW),
        "drawing the random numbers": lambda: len(scenarios(MANY)) and MANY,
    }
    gaps = [largest_gap(program.run(few), plain)]
    start = time.perf_counter()
    with suppress(ReadingNotInstalled):
        gaps.append(largest_gap(program.run(few, "compiled"), plain))
        works["program, compiled, one thread"] = lambda: on_threads(program, inputs, 1, "compiled")
        works["program, compiled, two threads"] = lambda: on_threads(program, inputs, 2, "compiled")
    compiling = time.perf_counter() - start
    took = by_turns(works, "three tranches")
    _print(took)
    print(f"  filling in what is certain: {folding:.2f} s, once; then {program!r}")
    if len(gaps) > 1:
        print(f"  compiling: {compiling:.2f} s, once")
    split = ", ".join(f"{kind} {share:.0%}" for kind, share in shares(program, inputs).items() if share >= 0.02)
    print(f"  where the time goes with numpy, by kind of step: {split}")
    print(f"  largest difference to the plain objects in {COMPARED} scenarios: {max(gaps):.1e} (below {AGREE:.0e})")
    return max(gaps) <= AGREE


def _print(took: Mapping[str, float]) -> None:
    slow, drawing = took["plain objects, numpy-financial"], took["drawing the random numbers"]
    print(f"Three tranches, 40 quarters, {len(UNCERTAIN)} uncertain inputs, {len(KEPT)} figures, four internal rates")
    for name, seconds in took.items():
        beside = f", {slow / seconds:,.1f} times the plain objects" if name.startswith(("program", "evaluate")) else ""
        print(line(name, seconds, "scenarios", beside))
    for name in ("program, two threads", "program, compiled, two threads"):
        if name in took:
            print(f"  {name}: {took[name] / drawing:.1f} times as long as drawing the random numbers alone")
