"""What it should cost: the price at which investors get their target, and what government can pay, on one scale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Drawing, Heading, Pairs, Section, points, prose, section
from sibmodel.report.charts import Mark, Scale, round_steps
from sibmodel.report.spans import BESIDE, LONGEST, Fill, Span, Spans, fitting
from sibmodel.report.tables import Row, Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

if TYPE_CHECKING:
    from sibmodel.analysis.price.ceiling import Ceiling
    from sibmodel.analysis.price.corridor import Corridor, Moved
    from sibmodel.analysis.price.pricing import Priced, Standing

_LOOKS: Final[dict[Fill, str]] = {
    "dark": "room: government can pay what investors need",
    "open": "gap: investors need more than government can pay",
}


def what_it_should_cost(view: View) -> Section | None:
    """The answer, what was held fixed, and the corridor; why there is none; None if it was not asked for."""
    if view.appraisal is None:
        return None
    priced = view.appraisal.priced
    if priced is None:
        return section(
            "price", "What it should cost", prose(f"What the deal should cost is not told: {view.appraisal.because}")
        )
    return section("price", "What it should cost", *_told(view, priced))


def _told(view: View, priced: Priced) -> Iterator[Block | None]:
    from sibmodel.analysis.price.wording import asked

    question, *basis = asked(priced)
    yield prose(f"Solved for: {question}. {'. '.join(text.rstrip('.') for text in basis)}.")
    yield Pairs(tuple((label, words.typeset(text)) for label, text in _answer(priced)))
    if priced.lever.is_factor and priced.found.value is not None:
        yield Data(_prices(view, priced))
    if priced.answered is not None:
        yield Data(_standing(view, priced, priced.answered))
    yield Heading("What government can pay")
    if priced.corridor is not None:
        caption = _caption(priced, priced.corridor)
        yield Drawing(_drawn(view, priced, priced.corridor, caption), caption)
    yield Data(_ceilings(view, priced))
    if priced.corridor is not None and priced.corridor.moved:
        yield Data(_moves(priced, priced.corridor))
    yield Heading("Held fixed")
    yield points(*(f"{words.typeset(each[0].upper() + each[1:])}." for each in priced.held))


def _answer(priced: Priced) -> Iterator[tuple[str, str]]:
    from sibmodel.analysis.price.wording import as_it_stands, proof, reached

    yield "Answer", " ".join(text.strip() for text in reached(priced))
    if said := " ".join(proof(priced)).removeprefix("Proof: "):
        yield "How it is proved", said
    yield "As it stands", as_it_stands(priced)
    if priced.because:
        yield "To know", " ".join(priced.because)


def _at(priced: Priced, value: float, *, signed: bool = False) -> str:
    return words.typeset(priced.lever.said(value, signed=signed))


def _known(priced: Priced, value: float, error: float | None, *, signed: bool = False) -> str:
    """A value with its standard error, where it has one."""
    from sibmodel.analysis.price.wording import give_or_take

    return f"{_at(priced, value, signed=signed)}{give_or_take(priced.lever, error)}"


def _prices(view: View, priced: Priced) -> Table:
    rows = tuple(
        row(priced.lever.labels[path], words.grouped(now, 2), words.NIL if then is None else words.grouped(then, 2))
        for path, (now, then) in priced.prices.items()
    )
    heads = (column("Price"), *numbers("In the file", "At the answer"))
    return Table(f"The prices at the answer ({view.currency.code})", heads, rows)


def _standing(view: View, priced: Priced, answered: Standing) -> Table:
    from sibmodel.analysis.price.wording import STANDING, UNFUNDED, last_head

    both = (priced.stands, answered)
    rows = tuple(row(label, *(words.amount(getattr(each, key)) for each in both)) for key, label in STANDING.items())
    expected = ", expected" if priced.is_simulated else ""
    heads = (column("Item"), *numbers("As it stands", last_head(priced).capitalize()))
    note = UNFUNDED if answered.unfunded > words.NOTHING else ""
    return Table(f"What the deal comes to{expected} ({view.currency.code})", heads, rows, note)


# --- the corridor -------------------------------------------------------------------------------------------------


def _drawn(view: View, priced: Priced, corridor: Corridor, caption: str) -> Spans:
    """The room between what investors need and what government can pay: a bar for each side that has a ceiling."""
    rows = tuple(_span(priced, each, corridor) for each in _with_ceiling(priced, corridor))
    now = priced.lever.now
    ends = [corridor.floor, now, *(end for each in rows for end in (each.low, each.high))]
    steps = round_steps(min(ends), max(ends))
    used = dict.fromkeys(each.fill for each in rows)
    return Spans(
        "corridor",
        "Between what investors need and what government can pay",
        f"A bar for each side from which government has a ceiling. {caption}",
        words.shortened(priced.lever.label, 80),
        Scale(steps[0], steps[-1], fitting(_ticks(view, priced, steps))),
        rows,
        (
            Mark(corridor.floor, f"Investors need {_at(priced, corridor.told)}"),
            Mark(now, f"As it stands {_at(priced, now)}"),
        ),
        tuple((text, fill) for fill, text in _LOOKS.items() if fill in used),
    )


def _with_ceiling(priced: Priced, corridor: Corridor) -> list[Ceiling]:
    keys = {each.perspective for each in corridor.gaps}
    return [each for each in priced.ceilings if each.perspective.key in keys]


def _span(priced: Priced, ceiling: Ceiling, corridor: Corridor) -> Span:
    assert ceiling.value is not None
    low, high = sorted((corridor.floor, ceiling.value))
    gap = next(each.gap for each in corridor.gaps if each.perspective == ceiling.perspective.key)
    text = _at(priced, ceiling.value)
    texts = ("", "") if len(text) > BESIDE else (text, "") if ceiling.value < corridor.floor else ("", text)
    return Span(words.shortened(ceiling.perspective.title, LONGEST), low, high, "dark" if gap >= 0 else "open", *texts)


def _ticks(view: View, priced: Priced, steps: list[float]) -> tuple[tuple[float, str], ...]:
    lever = priced.lever
    if lever.is_factor:
        return tuple((step, f"{words.exact(round(step, 9))}x") for step in steps)
    if lever.is_money:
        return view.currency.scale(steps)
    is_share = lever.unit.shown_as == "share"
    return tuple((step, words.percent(step) if is_share else words.exact(round(step, 9))) for step in steps)


def _caption(priced: Priced, corridor: Corridor) -> str:
    """Floor, price and each ceiling in one sentence."""
    gaps = {each.perspective: each.told for each in corridor.gaps}
    bound = "up to" if corridor.rises else "at least"
    told = ((each, _at(priced, each.value or 0.0)) for each in _with_ceiling(priced, corridor))
    sides = (
        f"{each.perspective.title}: {bound} {at}, {_room(priced, gaps[each.perspective.key])}" for each, at in told
    )
    both = f"Investors need {_at(priced, corridor.told)}; as the file stands it is {_at(priced, priced.lever.now)}."
    return f"{both} {'; '.join(sides)}."


def _room(priced: Priced, gap: float) -> str:
    return f"{'room of' if gap >= 0 else 'short by'} {_at(priced, abs(gap))}"


def _ceilings(view: View, priced: Priced) -> Table:
    from sibmodel.analysis.price.wording import about_ceilings

    falls = priced.corridor is not None and not priced.corridor.rises
    heads = ("Avoided", "Own costs", "Paid as it stands", "Needs at least" if falls else "Can pay up to", "Room")
    rows = tuple(_ceiling(priced, each) for each in priced.ceilings)
    caption = f"What government can pay, from three sides, present value ({view.currency.code})"
    return Table(caption, (column("Side"), *numbers(*heads)), rows, " ".join(about_ceilings(priced)))


def _ceiling(priced: Priced, ceiling: Ceiling) -> Row:
    from sibmodel.analysis.price.wording import ceiling_in_words, room_in_words

    gaps = {} if priced.corridor is None else {each.perspective: each for each in priced.corridor.gaps}
    gap = gaps.get(ceiling.perspective.key)
    top, room = ceiling_in_words(ceiling), room_in_words(priced, ceiling) or words.NIL
    if ceiling.value is not None:
        top = _known(priced, ceiling.value, ceiling.error)
    if gap is not None:
        room = _known(priced, gap.told, gap.error, signed=True)
    return row(
        ceiling.perspective.title,
        *map(words.amount, (ceiling.worth, ceiling.own_costs, ceiling.paid)),
        top,
        room,
    )


# --- what would close a gap ---------------------------------------------------------------------------------------


def _moves(priced: Priced, corridor: Corridor) -> Table:
    from sibmodel.analysis.price.wording import about_moves

    titles = {each.perspective.key: each.perspective.title for each in priced.ceilings}
    keys = [each.perspective for each in corridor.gaps]
    heads = ("Investors need", *(f"Room: {titles[key].lower()}" for key in keys))
    rows = tuple(_move(priced, each, keys) for each in corridor.moved)
    caption = "What would close a gap: changes by one move at a time"
    return Table(caption, (column("Move"), *numbers(*heads)), rows, " ".join(about_moves(priced, corridor)))


def _move(priced: Priced, moved: Moved, keys: list[str]) -> Row:
    from sibmodel.analysis.price.wording import changed

    found = (moved.floor, *(moved.gaps.get(key) for key in keys))
    texts = (words.NIL if each is None else words.typeset(changed(priced.lever, each)) for each in found)
    return row(moved.move.title, *texts)
