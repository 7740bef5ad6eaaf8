"""Set-off: what a term takes back is netted by each payer against what that payer has to pay, then and later.

A payer nets its own share of what is taken back against its own share of what is due, before its limits. Nothing is
netted against what another payer owes: money that one was paid back would otherwise be kept by another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sibmodel.graph.expressions import Expression, add_up, at_least, minimum, ratio, total
from sibmodel.graph.model import Line, Model, Section
from sibmodel.graph.units import MONEY


@dataclass(frozen=True, slots=True)
class SetOff:
    """What one payer sets off.

    Args:
        arises: Its share of what is taken back, by instant.
        at_once: What of that is set off at its own instant alone; None where nothing lapses.
        against: Its share of what is due, by instant.
        whole: What it sets off, by instant.
        by_term: What of that it sets off against each term.
        left: What it still has to pay for each term.
    """

    arises: Line
    at_once: Line | None
    against: Line
    whole: Line
    by_term: Mapping[str, Line]
    left: Mapping[str, Line]


def set_off(
    pen: Section,
    title: str,
    due: Mapping[str, Line],
    taken: Sequence[Expression],
    lapsing: Sequence[Expression],
    titles: Mapping[str, str],
) -> SetOff:
    """Net what is taken back against what is due, of the same instant and later ones, in proportion.

    Args:
        pen: Where the lines go.
        title: What readers call the payer.
        due: Its share of what is due, by term.
        taken: Its share of what each term takes back.
        lapsing: The same of what is set off at its own instant alone.
        titles: What readers call the terms.
    """
    axis = next(iter(due.values())).axis
    assert axis is not None
    owed = pen.balance("owed", f"{title}: taken back and not yet set off", MONEY, axis)
    against = pen.flow("against", f"{title}: due before set-off", add_up(list(due.values()), MONEY), unit=MONEY)
    back, at_once = list(taken), None
    if lapsing:
        label = f"{title}: of what lapses otherwise, set off"
        at_once = pen.flow("at_once", label, minimum(add_up(lapsing, MONEY), against), unit=MONEY)
        back.append(at_once)
    arises = pen.flow("arises", f"{title}: its share of what is taken back", add_up(back, MONEY), unit=MONEY)
    whole = pen.flow("whole", f"{title}: set off", minimum(owed.opening + arises, against), unit=MONEY)
    owed.close([arises], [whole])
    by_term, left = {}, {}
    for name, row in due.items():
        own = pen.at(name)
        by_term[name] = own.flow(
            "netted", f"{title}: set off, {titles[name]}", row * ratio(whole, against, 0), unit=MONEY
        )
        left[name] = own.flow("left", f"{title}: left after set-off, {titles[name]}", row - by_term[name], unit=MONEY)
    return SetOff(arises, at_once, against, whole, by_term, left)


def together(model: Model, each: Sequence[SetOff], titles: Mapping[str, str]) -> None:
    """Write what all payers set off, by term, and warn where something is left that nothing is there to pay for."""
    if not each:
        return
    pen = model.section("deductions", "Payments", "Money taken back")
    arises = pen.flow("arises", "Taken back", add_up([one.arises for one in each], MONEY), unit=MONEY)
    pen.flow("against", "Due before set-off", add_up([one.against for one in each], MONEY), unit=MONEY)
    netted = pen.flow("set_off", "Set off", add_up([one.whole for one in each], MONEY), unit=MONEY)
    for name, title in titles.items():
        parts: list[Expression] = [one.by_term[name] for one in each if name in one.by_term]
        if parts:
            label = f"Set off against {title}"
            pen.at(name).flow("set_off", label, add_up(parts, MONEY), unit=MONEY)
    still = pen.line("still_owed", "Taken back and never set off", total(arises) - total(netted), unit=MONEY)
    pen.check(
        "set_off",
        "Everything that is taken back is set off against payments",
        at_least(0, still),
        "more is taken back than there are later payments to set it off against; the rest stays owed.",
        "Say in the terms who owes it, and look at that party's means to pay.",
        "terms.deductions_owed_by",
        is_warning=True,
        amount=still,
    )
