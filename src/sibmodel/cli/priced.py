"""What `sib price` says: the answer with its proof, what is held fixed, government's ceilings, what closes a gap."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.analysis.price.ceiling import Ceiling
from sibmodel.analysis.price.corridor import Corridor, Moved
from sibmodel.analysis.price.frontier import AtCap, Frontier
from sibmodel.analysis.price.levers import ALL_PRICES, Lever
from sibmodel.analysis.price.pricing import Priced, Standing
from sibmodel.analysis.price.wording import (
    NOTHING,
    STANDING,
    UNFUNDED,
    about_ceilings,
    about_moves,
    answer,
    asked,
    ceiling_in_words,
    changed,
    give_or_take,
    last_head,
    room_in_words,
)
from sibmodel.cli.summary import Table, console, money


def print_priced(priced: Priced, file: str) -> None:
    """Print what a deal should cost.

    Args:
        priced: What was found.
        file: The deal file as the user named it, for commands.
    """
    out = console()
    out.print(priced.deal.name, style="bold")
    for line in asked(priced):
        out.print(line)
    out.print()
    for line in answer(priced):
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
    both = (priced.stands, answered)
    rows = [(label, [money(getattr(each, key)) for each in both]) for key, label in STANDING.items()]
    mean = ", expected" if priced.is_simulated else ""
    notes = (UNFUNDED,) if answered.unfunded > NOTHING else ()
    return Table(f"What it comes to{mean}", ("as it stands", last_head(priced)), rows, notes=notes)


def _ceilings(priced: Priced) -> Table:
    rows = [(each.perspective.title, _ceiling(priced, each)) for each in priced.ceilings]
    heads = ("avoided", "own costs", "paid as it stands", "can pay up to", "room")
    if priced.corridor is not None and not priced.corridor.rises:
        heads = (*heads[:3], "needs at least", "room")
    return Table("What government can pay", heads, rows, ("own costs",), tuple(about_ceilings(priced)))


def _ceiling(priced: Priced, ceiling: Ceiling) -> list[str]:
    gaps = {} if priced.corridor is None else {each.perspective: each for each in priced.corridor.gaps}
    gap = gaps.get(ceiling.perspective.key)
    top, room = ceiling_in_words(ceiling), room_in_words(priced, ceiling) or "-"
    if ceiling.value is not None:
        top = priced.lever.said(ceiling.value) + give_or_take(priced.lever, ceiling.error)
    if gap is not None:
        room = priced.lever.said(gap.told, signed=True) + give_or_take(priced.lever, gap.error)
    return [
        money(ceiling.worth),
        money(ceiling.own_costs),
        money(ceiling.paid),
        top,
        room,
    ]


def _moves(priced: Priced, corridor: Corridor) -> Table:
    titles = {each.perspective.key: each.perspective.title for each in priced.ceilings}
    keys = [each.perspective for each in corridor.gaps]
    heads = ("investors need", *(f"room: {titles[key].lower()}" for key in keys))
    rows = [(each.move.title, _move(priced.lever, each, keys)) for each in corridor.moved]
    return Table(
        "What would close a gap: changes by one move at a time", heads, rows, notes=tuple(about_moves(priced, corridor))
    )


def _move(lever: Lever, moved: Moved, keys: list[str]) -> list[str]:
    changes = [moved.floor, *(moved.gaps.get(key) for key in keys)]
    return ["-" if each is None else changed(lever, each) for each in changes]


def _frontier(priced: Priced, frontier: Frontier) -> Table:
    rows = [(f"{point.cap:,.0f}", _point(priced, point)) for point in frontier.points]
    heads = ("investors need", "cap binds", "paid, expected", "sd", "P95")
    note = "The plan alone shows no such cost of a cap: it takes away the good scenarios that pay for the bad ones."
    return Table(f"The frontier: {frontier.label}", heads, rows, ("sd",), (note,))


def _point(priced: Priced, point: AtCap) -> list[str]:
    if point.found.told is None or point.binds is None:
        return ["out of reach", *[""] * 4]
    return [
        priced.lever.said(point.found.told) + give_or_take(priced.lever, point.found.error),
        f"{point.binds[0]:.1%} ±{point.binds[1] * 100:.1f}",
        *(money(each or 0.0) for each in (point.paid, point.sd, point.tail)),
    ]
