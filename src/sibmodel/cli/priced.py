"""What `sib price` says: the answer with its proof, what is held fixed, government's ceilings, what closes a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sibmodel.analysis.price.ceiling import Ceiling
from sibmodel.analysis.price.corridor import Corridor, Moved
from sibmodel.analysis.price.crossings import Crossing
from sibmodel.analysis.price.frontier import AtCap, Frontier
from sibmodel.analysis.price.levers import ALL_PRICES, Lever
from sibmodel.analysis.price.pricing import Priced, Standing
from sibmodel.cli.summary import Table, console, money
from sibmodel.deal.deal import PLAN
from sibmodel.deal.wording import number
from sibmodel.graph.units import SHARE

_NOTHING: Final = 0.005
_MANY_TIMES: Final = 1.5
_CALLED: Final = {"irr": "internal rate", "npv": "net present value", "loss": "chance of loss"}
_TRANSFER: Final = (
    "To society payments are a transfer and no cost: its ceiling says how much value there is for what is paid.",
    "Avoided, own costs and paid are discounted to financial close; paid is less the surplus that comes back.",
)


def at(lever: Lever, value: float, *, signed: bool = False) -> str:
    """A value of the lever as people write it.

    Example:
        >>> from sibmodel.graph.units import MONEY
        >>> at(Lever("a", "A", MONEY, {"a": 1.0}, False, 0.0, 1e12, {}), 24447.744)
        '24,447.74'
    """
    sign = "+" if signed else ""
    if lever.is_factor:
        digits = 0 if value.is_integer() and not signed else 4
        return f"{value:{sign}z,.{digits}f}{'' if signed else 'x'}"
    if lever.is_money:
        return f"{value:{sign}z,.2f}"
    if lever.unit.shown_as == SHARE.shown_as:
        return f"{value:{sign}z.4%}"
    return f"{value:{sign},.6g}" if signed else number(float(f"{value:.9g}"))


def figure(priced: Priced, value: float | None) -> str:
    """The figure that the target is about, as people write it."""
    if value is None:
        return "no figure"
    if priced.target.kind == "npv":
        return f"{value:z,.2f}"
    return f"{value:z.6%}" if priced.target.kind == "irr" else f"{value:.3%}"


def print_priced(priced: Priced, file: str) -> None:
    """Print what a deal should cost.

    Args:
        priced: What was found.
        file: The deal file as the user named it, for commands.
    """
    out = console()
    out.print(priced.deal.name, style="bold")
    for line in _asked(priced):
        out.print(line)
    out.print()
    for line in _answer(priced):
        out.print(line, soft_wrap=True)
    for table in _tables(priced):
        out.print(f"\n{table.title}", style="bold")
        for row, line in enumerate(table.lines(out.width)):
            out.print(line, style="" if row else "dim", soft_wrap=True)
        for note in table.notes:
            out.print(note, soft_wrap=True)
    out.print("\nHeld fixed", style="bold")
    for held in priced.held:
        out.print(f"  {held}", soft_wrap=True)
    if priced.lever.key == ALL_PRICES and len(priced.lever.values) > 1:
        out.print("\nTo solve for one price alone", style="bold")
        for path in priced.lever.values:
            out.print(f"  sib price {file} --change {path}", soft_wrap=True)


def _asked(priced: Priced) -> Iterator[str]:
    yield f"{priced.lever.label}, for {priced.aim}"
    based = "the plan" if priced.scenario == PLAN else f"scenario {priced.scenario}"
    if priced.is_simulated:
        yield f"{priced.scenarios:,} scenarios, seed {priced.seed}, based on {based}; amounts in {priced.deal.currency}"
        yield "Simulated: ± is the standard error of a figure. All values are compared on the same scenarios."
    else:
        yield f"Worked out on {based} alone; amounts in {priced.deal.currency}"


# --- the answer --------------------------------------------------------------------------------------------------


def _answer(priced: Priced) -> Iterator[str]:
    found, lever = priced.found, priced.lever
    solved, first = found.solved, found.solved.first
    if first is None:
        yield f"No value meets the target, from {at(lever, solved.low)} to {at(lever, solved.high)}."
        if priced.nearest is not None:
            best = f"{_CALLED[priced.target.kind]} of {figure(priced, priced.nearest.figure)}"
            stands = priced.stands.figure
            is_there = stands is not None and figure(priced, stands) == figure(priced, priced.nearest.figure)
            where = "which it has as the file stands" if is_there else f"first at {at(lever, priced.nearest.at)}"
            yield f"The best there is: {_article(best)} {best}, {where}."
    elif solved.kind == "several":
        yield f"{len(solved.crossings)} values meet the target, so that none of them is the answer. From the lowest up:"
        for each in solved.crossings:
            yield f"  {_crossing(priced, each)}"
    else:
        yield _crossing(priced, first)
    yield from _proof(priced)
    called = f"the {_CALLED[priced.target.kind]} is {figure(priced, priced.stands.figure)}"
    yield f"As the file stands ({at(lever, lever.now)}) {called}."
    yield from priced.because


def _article(words: str) -> str:
    return "an" if words[0] in "aeiou" else "a"


def _crossing(priced: Priced, crossing: Crossing) -> str:
    lever, below, above = priced.lever, crossing.below, crossing.above
    if crossing.passed == "stretch":
        return (
            f"Any value from {at(lever, below.at)} to {at(lever, above.at)} meets the target: nothing moves in between."
        )
    if crossing.passed == "jump":
        return (
            f"{at(lever, crossing.value)}: the target is never met exactly. It is leapt over there, from "
            f"{figure(priced, below.figure)} to {figure(priced, above.figure)}."
        )
    if crossing.passed == "hole":
        return (
            f"{at(lever, crossing.value)}: the target is passed somewhere from {at(lever, below.at)} to "
            f"{at(lever, above.at)}, where there is no figure."
        )
    is_first = crossing is priced.found.solved.first
    value = priced.found.rounded if is_first and priced.found.rounded is not None else crossing.value
    error = priced.found.error if is_first else None
    return f"{at(lever, value)}{f' (±{_width(lever, error)})' if error else ''}"


def _width(lever: Lever, error: float) -> str:
    return f"{error:.4f}x" if lever.is_factor else at(lever, error)


def _proof(priced: Priced) -> Iterator[str]:
    """The figure on either side of the answer."""
    found, lever = priced.found, priced.lever
    if found.proof is None or found.solved.kind in ("stretch", "jump", "hole"):
        return
    low, high = found.proof
    ends = (at(lever, low.at), at(lever, high.at))
    if ends[0] == ends[1]:
        ends = (f"{low.at:.12g}", f"{high.at:.12g}")
    aim = {"irr": f"{priced.target.rate:z.6%}", "npv": "0", "loss": f"{priced.target.chance:.3%}"}[priced.target.kind]
    sides = f"{figure(priced, low.figure)} at {ends[0]}, {figure(priced, high.figure)} at {ends[1]}"
    yield f"Proof: {sides}; the target is {aim}."
    if found.solved.kind == "one":
        yield f"The only one among {found.solved.tried:,} values that were tried."


# --- tables ------------------------------------------------------------------------------------------------------


def _tables(priced: Priced) -> Iterator[Table]:
    if priced.lever.is_factor and priced.found.value is not None:
        yield _prices(priced)
    if priced.answered is not None:
        yield _standing(priced, priced.answered)
    yield _ceilings(priced)
    if priced.corridor is not None:
        yield _moves(priced, priced.corridor)
    if priced.frontier is not None:
        yield _frontier(priced, priced.frontier)


def _prices(priced: Priced) -> Table:
    rows = [
        (priced.lever.labels[path], [f"{now:,.2f}", "" if then is None else f"{then:,.2f}"])
        for path, (now, then) in priced.prices.items()
    ]
    return Table("The prices", ("in the file", "at the answer"), rows)


def _standing(priced: Priced, answered: Standing) -> Table:
    labels = {
        "outcome_payments": "Outcome payments",
        "drawn": "Investors put in",
        "returned": "Investors get back",
        "unfunded": "Costs without funding",
    }
    both = (priced.stands, answered)
    rows = [(label, [money(getattr(each, key)) for each in both]) for key, label in labels.items()]
    mean = ", expected" if priced.is_simulated else ""
    said = "Costs without funding: investors' figures take it that somebody else pays them."
    notes = (said,) if answered.unfunded > _NOTHING else ()
    last = "at the answer" if priced.found.value is not None else "at the best there is"
    return Table(f"What it comes to{mean}", ("as it stands", last), rows, notes=notes)


def _ceilings(priced: Priced) -> Table:
    rows = [(each.perspective.title, _ceiling(priced, each)) for each in priced.ceilings]
    notes = [f"{each.perspective.title}: {each.because}." for each in priced.ceilings if each.because]
    if len({each.because for each in priced.ceilings}) == 1:
        notes = [f"From every side: {each.because}." for each in priced.ceilings[:1] if each.because]
    heads = ("avoided", "own costs", "paid as it stands", "can pay up to", "room")
    if priced.corridor is not None and not priced.corridor.rises:
        heads = (*heads[:3], "needs at least", "room")
    return Table("What government can pay", heads, rows, ("own costs",), (*notes, *_TRANSFER))


def _ceiling(priced: Priced, ceiling: Ceiling) -> list[str]:
    gaps = {} if priced.corridor is None else {each.perspective: each for each in priced.corridor.gaps}
    gap = gaps.get(ceiling.perspective.key)
    return [
        money(ceiling.worth),
        money(ceiling.own_costs),
        money(ceiling.paid),
        "-" if ceiling.value is None else at(priced.lever, ceiling.value) + _give_or_take(priced.lever, ceiling.error),
        "-" if gap is None else at(priced.lever, gap.gap, signed=True) + _give_or_take(priced.lever, gap.error),
    ]


def _give_or_take(lever: Lever, error: float | None) -> str:
    return f" ±{_width(lever, error)}" if error else ""


def _moves(priced: Priced, corridor: Corridor) -> Table:
    titles = {each.perspective.key: each.perspective.title for each in priced.ceilings}
    keys = [each.perspective for each in corridor.gaps]
    heads = ("investors need", *(f"room: {titles[key].lower()}" for key in keys))
    rows = [(each.move.title, _move(priced.lever, each, keys)) for each in corridor.moved]
    notes = [f"{each.move.title}: {each.because}." for each in corridor.moved if each.because]
    notes += [
        f"{each.move.title}: {money(each.unfunded)} of costs are then without funding; somebody else would have to pay."
        for each in corridor.moved
        if priced.answered is not None and each.unfunded > _MANY_TIMES * priced.answered.unfunded + 1
    ]
    if corridor.scenarios:
        notes.append(f"Moves are compared on {corridor.scenarios:,} scenarios, the same with each and without.")
    return Table("What would close a gap: changes by one move at a time", heads, rows, notes=tuple(notes))


def _move(lever: Lever, moved: Moved, keys: list[str]) -> list[str]:
    changes = [moved.floor, *(moved.gaps.get(key) for key in keys)]
    return ["-" if each is None else _change(lever, each) for each in changes]


def _change(lever: Lever, change: float) -> str:
    said = at(lever, change, signed=True)
    return said if re.search(r"[1-9]", said) else "none"


def _frontier(priced: Priced, frontier: Frontier) -> Table:
    rows = [(f"{point.cap:,.0f}", _point(priced, point)) for point in frontier.points]
    heads = ("investors need", "cap binds", "paid, expected", "sd", "P95")
    note = "The plan alone shows no such cost of a cap: it takes away the good scenarios that pay for the bad ones."
    return Table(f"The frontier: {frontier.label}", heads, rows, ("sd",), (note,))


def _point(priced: Priced, point: AtCap) -> list[str]:
    if point.found.value is None or point.binds is None:
        return ["out of reach", *[""] * 4]
    return [
        at(priced.lever, point.found.value) + _give_or_take(priced.lever, point.found.error),
        f"{point.binds[0]:.1%} ±{point.binds[1] * 100:.1f}",
        *(money(each or 0.0) for each in (point.paid, point.sd, point.tail)),
    ]
