"""What a pricing says in words: the question, the answer with its proof, what there is to know of ceilings and moves.

The command and the term sheet say the same in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sibmodel.analysis.asked import ALL_LOST
from sibmodel.analysis.crossings.found import Crossing
from sibmodel.analysis.price.ceiling import Ceiling
from sibmodel.analysis.price.corridor import Corridor, Moved
from sibmodel.analysis.price.levers import Lever
from sibmodel.analysis.price.pricing import Priced, Standing
from sibmodel.deal.deal import PLAN

NOTHING: Final = 0.005
"""Half a cent."""
NO_CHANGE: Final = "none"
NONE: Final = "none"
NO_RATE: Final = "no rate"
LOST: Final = "all that investors put in is lost"
_MANY_TIMES: Final = 1.5
CALLED: Final = {"irr": "internal rate", "npv": "net present value", "loss": "chance of loss"}
"""What the figure is called that a target is about."""
STANDING: Final = {
    "outcome_payments": "Outcome payments",
    "drawn": "Investors put in",
    "returned": "Investors get back",
    "unfunded": "Costs without funding",
}
"""What a deal comes to at one value of the lever."""
UNFUNDED: Final = "Costs without funding: investors' figures take it that somebody else pays them."
_TRANSFER: Final = (
    "To society payments are a transfer and no cost: its ceiling says how much value there is for what is paid.",
    "Avoided, own costs and paid are discounted to financial close; paid is less the surplus that comes back.",
)


def figure(priced: Priced, value: float | None) -> str:
    """The figure that the target is about, as people write it."""
    if value is None:
        return "no figure"
    if is_no_rate(priced, value):
        return NO_RATE
    if priced.target.kind == "npv":
        return f"{value:z,.2f}"
    return f"{value:z.6%}" if priced.target.kind == "irr" else f"{value:.3%}"


# --- the answer --------------------------------------------------------------------------------------------------


def asked(priced: Priced) -> Iterator[str]:
    """What was asked for, and what it was worked out on."""
    yield f"{priced.lever.label}, for {priced.aim}"
    based = "the plan" if priced.scenario == PLAN else f"scenario {priced.scenario}"
    if priced.is_simulated:
        yield f"{priced.scenarios:,} scenarios, seed {priced.seed}, based on {based}; amounts in {priced.deal.currency}"
        yield "Simulated: ± is the standard error of a figure. All values are compared on the same scenarios."
    else:
        yield f"Worked out on {based} alone; amounts in {priced.deal.currency}"


def answer(priced: Priced) -> Iterator[str]:
    """The answer with its proof, or that there is none; the deal as it stands; and what else there is to know."""
    yield from reached(priced)
    yield from proof(priced)
    yield as_it_stands(priced)
    yield from priced.because


def reached(priced: Priced) -> Iterator[str]:
    """The answer; each of several; or that there is none, and the best there is."""
    found, lever = priced.found, priced.lever
    solved, first = found.solved, found.solved.first
    if first is None:
        yield f"No value meets the target, from {lever.said(solved.low)} to {lever.said(solved.high)}."
        if priced.nearest is not None:
            called = "The highest rate there is" if priced.falls_below_nothing else "The best there is"
            best = f"{CALLED[priced.target.kind]} of {figure(priced, priced.nearest.figure)}"
            stands = priced.stands.figure
            is_there = stands is not None and figure(priced, stands) == figure(priced, priced.nearest.figure)
            where = "which it has as the file stands" if is_there else f"first at {lever.said(priced.nearest.at)}"
            yield f"{called}: {_article(best)} {best}, {where}."
    elif solved.kind == "several":
        yield f"{len(solved.crossings)} values meet the target, so that none of them is the answer. From the lowest up:"
        for each in solved.crossings:
            yield f"  {_crossing(priced, each)}"
    else:
        yield _crossing(priced, first)


def as_it_stands(priced: Priced) -> str:
    """The figure at the value that the file has."""
    called = f"the {CALLED[priced.target.kind]} is {figure(priced, priced.stands.figure)}"
    if said := without_rate(priced, priced.stands):
        called = said if said == LOST else f"there is {said}"
    return f"As the file stands ({priced.lever.said(priced.lever.now)}) {called}."


def is_no_rate(priced: Priced, value: float) -> bool:
    """Whether a figure ranks as an internal rate and is none: all is lost, or it is a loss at any rate."""
    return priced.target.kind == "irr" and value <= ALL_LOST


def without_rate(priced: Priced, standing: Standing) -> str:
    """Why a deal has no internal rate at a value, as far as it is a loss; empty where it has one."""
    if standing.figure is None or not is_no_rate(priced, standing.figure):
        return ""
    return LOST if standing.returned <= NOTHING else f"{NO_RATE}: a loss at any rate"


def last_head(priced: Priced) -> str:
    """At which value the deal is shown beside how it stands."""
    if priced.found.value is not None:
        return "at the answer"
    return "at the highest rate" if priced.falls_below_nothing else "at the best there is"


def _article(words: str) -> str:
    return "an" if words[0] in "aeiou" else "a"


def _crossing(priced: Priced, crossing: Crossing) -> str:
    lever, below, above = priced.lever, crossing.below, crossing.above
    if crossing.passed == "stretch":
        ends = f"from {lever.said(below.at)} to {lever.said(above.at)}"
        return f"Any value {ends} meets the target: nothing moves in between."
    if crossing.passed == "jump":
        return (
            f"{lever.said(crossing.value)}: the target is never met exactly. It is leapt over there, from "
            f"{figure(priced, below.figure)} to {figure(priced, above.figure)}."
        )
    if crossing.passed == "hole":
        return (
            f"{lever.said(crossing.value)}: the target is passed somewhere from {lever.said(below.at)} to "
            f"{lever.said(above.at)}, where there is no figure."
        )
    is_first = crossing is priced.found.solved.first
    value = priced.found.told if is_first and priced.found.told is not None else crossing.value
    error = priced.found.error if is_first else None
    return f"{lever.said(value)}{f' (±{_width(lever, error)})' if error else ''}"


def _width(lever: Lever, error: float) -> str:
    return f"{error:.4f}x" if lever.is_factor else lever.said(error)


def proof(priced: Priced) -> Iterator[str]:
    """The figure on either side of the answer."""
    found, lever = priced.found, priced.lever
    if found.proof is None or found.solved.kind in ("stretch", "jump", "hole"):
        return
    low, high = found.proof
    ends = (lever.said(low.at), lever.said(high.at))
    if ends[0] == ends[1]:
        ends = (f"{low.at:.12g}", f"{high.at:.12g}")
    aim = {"irr": f"{priced.target.rate:z.6%}", "npv": "0", "loss": f"{priced.target.chance:.3%}"}[priced.target.kind]
    sides = f"{figure(priced, low.figure)} at {ends[0]}, {figure(priced, high.figure)} at {ends[1]}"
    yield f"Proof: {sides}; the target is {aim}."
    if found.solved.kind == "one":
        yield f"The only one among {found.solved.tried:,} values that were tried."


# --- ceilings and moves ------------------------------------------------------------------------------------------


def ceiling_in_words(ceiling: Ceiling) -> str:
    """What stands for a ceiling that is none: whether no value is too high, or there is nothing to pay for."""
    return "any" if ceiling.is_endless else NONE


def room_in_words(priced: Priced, ceiling: Ceiling) -> str:
    """What stands for the room of a side without a ceiling; empty where it has one, or where no price is enough."""
    if priced.found.value is None or ceiling.value is not None:
        return ""
    return "no limit" if ceiling.is_endless else NONE


def about_ceilings(priced: Priced) -> Iterator[str]:
    """Why there is no ceiling from a side, and what is to know of all."""
    said = {each.because for each in priced.ceilings}
    if len(said) == 1:
        yield from (f"From every side: {because}." for because in said if because)
    else:
        yield from _by_side(priced)
    yield from _TRANSFER


def _by_side(priced: Priced) -> Iterator[str]:
    """Why each side has no ceiling: what holds payments for several sides is said once."""
    known: set[tuple[str, str, str]] = set()
    for each in priced.ceilings:
        missing = each.missing
        shared = (missing.since, missing.holds, missing.spent)
        if missing.holds and shared in known:
            yield f"{each.perspective.title}: as above, {missing.rest}."
        elif missing.text:
            yield f"{each.perspective.title}: {missing.text}."
        known.add(shared)


def _sides_without(moved: Moved, known: set[str]) -> Iterator[str]:
    """Which sides a move leaves without a ceiling, and why: what holds payments is named once for all moves."""
    said: dict[str, list[str]] = {}
    for title, missing in moved.without.items():
        is_known = missing.holds in known
        because = f"as above, {missing.since}" if missing.holds and is_known else missing.text
        said.setdefault(because, []).append(title.lower())
        known.add(missing.holds)
    for because, titles in said.items():
        yield f"{moved.move.title}, no ceiling for {' and '.join(titles)}: {because}."


def about_moves(priced: Priced, corridor: Corridor) -> Iterator[str]:
    """Why nothing is known of a move, what of it is not made, what it leaves without a ceiling or without funding."""
    known = {each.missing.holds for each in priced.ceilings}
    for each in corridor.moved:
        yield from (f"{each.move.title}: {said}." for said in (each.because, each.move.noted) if said)
        yield from _sides_without(each, known)
    for each in corridor.moved:
        if priced.answered is not None and each.unfunded > _MANY_TIMES * priced.answered.unfunded + 1:
            much = f"{round(each.unfunded):,} of costs are then without funding"
            yield f"{each.move.title}: {much}; somebody else would have to pay."
    if corridor.scenarios:
        yield f"Moves are compared on {corridor.scenarios:,} scenarios, the same with each and without."


def give_or_take(lever: Lever, error: float | None) -> str:
    """The standard error of a value; nothing where there is none."""
    return f" ±{_width(lever, error)}" if error else ""


def changed(lever: Lever, change: float) -> str:
    """By how much a value changes."""
    said = lever.said(change, signed=True)
    return said if re.search(r"[1-9]", said) else NO_CHANGE
