"""Set-off: what a term takes back is netted by each payer against what that payer has to pay, then and later.

A payer nets its own share of what is taken back against its own share of what is due, before its limits, and against
what waits for room of its own. Nothing is netted against what another payer owes: money that one was paid back would
otherwise be kept by another. What a limit of its own had cut of a true-up it never paid, so that is undone first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sibmodel.graph.expressions import Expression, add_up, at_least, minimum, previous, ratio, total
from sibmodel.graph.model import Line, Model, Section
from sibmodel.graph.units import MONEY


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What one payer takes back of one term.

    Args:
        amount: By instant.
        lapses: Whether it is set off at its own instant alone.
        undone: What of its share its own limits had cut, and is not taken back; None where none can have.
        cut_before: What they have cut and nothing has undone; to be closed once the limits are written.
    """

    amount: Line
    lapses: bool
    undone: Line | None = None
    cut_before: Line | None = None

    def close(self, cuts: Sequence[Line]) -> None:
        """Write what the payer's limits have cut, less what was undone of it."""
        if self.cut_before is not None and self.undone is not None:
            self.cut_before.formula = previous(self.cut_before) + add_up(list(cuts), MONEY) - self.undone


@dataclass(frozen=True, slots=True)
class SetOff:
    """What one payer sets off.

    Args:
        arises: Its share of what is taken back, by instant.
        at_once: What of that is set off at its own instant alone; None where nothing lapses.
        against: Its share of what is due, by instant, with what waits for room.
        whole: What it sets off, by instant.
        by_term: What of that it sets off against each term.
        left: What it still has to pay for each term; below nothing where it sets off against what waits.
        taken: What it takes back, by term.
    """

    arises: Line
    at_once: Line | None
    against: Line
    whole: Line
    by_term: Mapping[str, Line]
    left: Mapping[str, Line]
    taken: Mapping[str, TakenBack]


def take_back(pen: Section, title: str, share: Expression, *, undoes: bool, lapses: bool) -> TakenBack:
    """Write what a payer takes back of a term.

    Args:
        pen: Where the lines go.
        title: What readers call the payer and the term.
        share: Its share of what the term takes back.
        undoes: Whether what its own limits had cut of the term is undone first.
        lapses: Whether it is set off at its own instant alone.
    """
    if not undoes:
        return TakenBack(pen.flow("taken", f"{title}: taken back", share, unit=MONEY), lapses)
    due = pen.flow("to_take", f"{title}: share of what is taken back", share, unit=MONEY)
    label = f"{title}: cut by own limits and not undone"
    cut = pen.model.add(Line(f"{pen.prefix}.cut_before", label, pen.place, MONEY, due.axis, None))
    undone = pen.flow("undone", f"{title}: own limits had cut of that", minimum(due, previous(cut)), unit=MONEY)
    taken = pen.flow("taken", f"{title}: taken back", due - undone, unit=MONEY)
    return TakenBack(taken, lapses, undone, cut)


def set_off(
    pen: Section,
    title: str,
    due: Mapping[str, Line],
    waiting: Mapping[str, Line],
    taken: Mapping[str, TakenBack],
    titles: Mapping[str, str],
) -> SetOff:
    """Net what is taken back against what is due, of the same instant and later ones, in proportion.

    Args:
        pen: Where the lines go.
        title: What readers call the payer.
        due: Its share of what is due, by term.
        waiting: What waits for room of its own after the instant, by term; empty where nothing does.
        taken: What it takes back, by term.
        titles: What readers call the terms.
    """
    axis = next(iter(due.values())).axis
    assert axis is not None
    come = {name: row + previous(waiting[name]) if name in waiting else row for name, row in due.items()}
    owed = pen.balance("owed", f"{title}: taken back and not yet set off", MONEY, axis)
    against = pen.flow("against", f"{title}: due before set-off", add_up(list(come.values()), MONEY), unit=MONEY)
    back: list[Expression] = [each.amount for each in taken.values() if not each.lapses]
    lapsing: list[Expression] = [each.amount for each in taken.values() if each.lapses]
    at_once = None
    if lapsing:
        label = f"{title}: of what lapses otherwise, set off"
        at_once = pen.flow("at_once", label, minimum(add_up(lapsing, MONEY), against), unit=MONEY)
        back.append(at_once)
    arises = pen.flow("arises", f"{title}: its share of what is taken back", add_up(back, MONEY), unit=MONEY)
    whole = pen.flow("whole", f"{title}: set off", minimum(owed.opening + arises, against), unit=MONEY)
    owed.close([arises], [whole])
    by_term, left = {}, {}
    for name, row in due.items():
        own, part = pen.at(name), come[name] * ratio(whole, against, 0)
        by_term[name] = own.flow("netted", f"{title}: set off, {titles[name]}", part, unit=MONEY)
        left[name] = own.flow("left", f"{title}: left after set-off, {titles[name]}", row - by_term[name], unit=MONEY)
    return SetOff(arises, at_once, against, whole, by_term, left, taken)


def together(
    model: Model, each: Sequence[SetOff], titles: Mapping[str, str], undone: Mapping[str, Sequence[Line]]
) -> None:
    """Write what all payers set off, by term, and warn where something is left that nothing is there to pay for.

    Args:
        model: Where the lines go.
        each: What the payers set off.
        titles: What readers call the terms.
        undone: What payers' limits had cut and nobody pays for, by term.
    """
    if not each:
        return
    pen = model.section("deductions", "Payments", "Money taken back")
    arises = pen.flow("arises", "Taken back", add_up([one.arises for one in each], MONEY), unit=MONEY)
    pen.flow("against", "Due before set-off", add_up([one.against for one in each], MONEY), unit=MONEY)
    netted = pen.flow("set_off", "Set off", add_up([one.whole for one in each], MONEY), unit=MONEY)
    for name, title in titles.items():
        own = pen.at(name)
        rows = {
            "set_off": (f"Set off against {title}", [one.by_term[name] for one in each if name in one.by_term]),
            "taken_back": (f"Taken back under {title}", [one.taken[name].amount for one in each if name in one.taken]),
            "undone": (f"Payers’ limits had cut, and is undone, {title}", list(undone.get(name, []))),
        }
        for key, (label, parts) in rows.items():
            if parts:
                own.flow(key, label, add_up(list(parts), MONEY), unit=MONEY)
    still = pen.line("still_owed", "Taken back and never set off", total(arises) - total(netted), unit=MONEY)
    pen.check(
        "set_off",
        "Everything that is taken back is set off against payments",
        at_least(0, still),
        "more is taken back than the same payer has later payments to set it off against; the rest stays owed.",
        "Say in the terms who owes it, and look at that party's means to pay.",
        "terms.deductions_owed_by",
        is_warning=True,
        amount=still,
    )
