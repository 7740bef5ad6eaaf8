"""What moves it: each input moved alone, what that does to investors and to government, and where it turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from sibmodel.graph.units import MONEY
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Drawing, Heading, Section, prose, section
from sibmodel.report.charts import Mark, Scale, round_steps
from sibmodel.report.spans import BESIDE, LONGEST, Fill, Span, Spans, fitting
from sibmodel.report.tables import Row, Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

if TYPE_CHECKING:
    from sibmodel.analysis.asked import Found, Result
    from sibmodel.analysis.columns import End
    from sibmodel.analysis.sensitivity.ranges import Basis, Range
    from sibmodel.analysis.sensitivity.switching import Switches
    from sibmodel.analysis.sensitivity.tornado import Bar, Tornado

_TITLES: Final = {
    "investors.total.irr": "Internal rate of all investors",
    "payments.paid": "Outcome payments",
    "government.net_fiscal": "Net position in cash and capacity",
}
_FILLS: Final[dict[Basis, Fill]] = {"chosen": "dark", "uncertain": "dark", "scenarios": "light", "convention": "open"}
_BASES: Final[dict[Fill, str]] = {
    "dark": "stated as uncertain: P10 to P90",
    "light": "lowest and highest of the file’s scenarios",
    "open": "a convention, which is no evidence",
}
_LEAST_HEAD: Final = 8
"""So many letters of the first part of a label are shown at least."""


def what_moves_it(view: View) -> Section | None:
    """A tornado of a result of the investors and one of government, and how far inputs may go; None if not asked."""
    if view.appraisal is None:
        return None
    blocks = [block for tornado in _told(view) for block in _result(view, tornado)]
    return section("moves", "What moves it", prose(*_intro(view)), *blocks)


def _told(view: View) -> list[Tornado]:
    """The investors' rate where there is an investor, and what government nets, or pays where no saving is stated."""
    assert view.appraisal is not None
    of_government = "government.net_fiscal" if view.deal.plan.savings else "payments.paid"
    wanted = ("investors.total.irr", of_government)
    return [each for each in view.appraisal.sensitivity.tornados if each.result.name in wanted]


def _intro(view: View) -> Iterator[str]:
    from sibmodel.analysis.sensitivity.wording import CONVENTION, apart

    assert view.appraisal is not None
    yield (
        f"Each input is moved alone, {view.under()}, from one end of its range to the other; all else stays. A range "
        "is the P10 to P90 of what the deal file states as uncertain, or else the lowest and highest that its "
        f"scenarios state; where neither states one, {CONVENTION}."
    )
    yield from apart(view.appraisal.sensitivity.tornados[0])


def _result(view: View, tornado: Tornado) -> Iterator[Block | None]:
    assert view.appraisal is not None
    title, bars = _title(tornado.result), _shown(view, tornado)
    yield Heading(title)
    ranked = [bar for bar in bars if bar.swing is not None]
    table = _table(view, tornado, bars)
    if ranked:
        caption = _caption(view, tornado, ranked[0])
        yield Drawing(_tornado(view, tornado, ranked, caption), caption, table)
    elif bars:
        yield Data(table)
    else:
        yield prose("No input moves it.")
    found = view.appraisal.sensitivity.switches[tornado.result.name]
    yield Data(_switching(tornado, found)) if found and found[0].found else None


def _title(result: Result) -> str:
    return _TITLES.get(result.name, result.label)


def _small(title: str) -> str:
    """A title within a sentence."""
    return f"{title[0].lower()}{title[1:]}"


def _shown(view: View, tornado: Tornado) -> Sequence[Bar]:
    """The largest, after those that cannot be compared."""
    assert view.appraisal is not None
    return (*tornado.unranked, *tornado.bars)[: view.appraisal.sensitivity.asked.top]


# --- the drawing --------------------------------------------------------------------------------------------------


def _tornado(view: View, tornado: Tornado, bars: Sequence[Bar], caption: str) -> Spans:
    rows = tuple(_span(tornado, bar) for bar in bars)
    steps = round_steps(min(each.low for each in rows), max(each.high for each in rows))
    ticks = tuple((step, words.percent(step)) for step in steps)
    if tornado.result.unit == MONEY:
        ticks = view.currency.scale(steps)
    planned = tornado.planned.rank
    name = f"{view.scenario_title()}: {_quoted(view, tornado.planned, tornado.result)}"
    used = dict.fromkeys(each.fill for each in rows)
    title = _title(tornado.result)
    return Spans(
        f"tornado-{tornado.result.name.replace('.', '-')}",
        f"What moves it most: {_small(title)}",
        f"A bar for each of {len(rows)} inputs, the longest first. {caption}",
        title if tornado.result.is_rate else f"{title}, {view.currency.code}",
        Scale(steps[0], steps[-1], fitting(ticks)),
        rows,
        () if planned is None else (Mark(planned, words.shortened(name)),),
        tuple((_BASES[fill], fill) for fill in ("dark", "light", "open") if fill in used),
    )


def _span(tornado: Tornado, bar: Bar) -> Span:
    """One bar, which reaches to the planned value where both ends lie on one side of it."""
    tried, planned = bar.range, tornado.planned.rank
    ends = sorted(((_rank(end), number) for end, number in ((bar.low, tried.low), (bar.high, tried.high))))
    reach = [rank for rank, _ in ends] + ([] if planned is None else [planned])
    texts = [words.typeset(tried.lever.said(number)) for _, number in ends]
    if max(map(len, texts)) > BESIDE or ends[0][0] == ends[1][0]:
        texts = ["", ""]
    return Span(_named(tried.lever.label), min(reach), max(reach), _FILLS[tried.basis], *texts)


def _named(label: str) -> str:
    """A label in the room beside the bars: what tells inputs of one part apart stands at its end, and stays."""
    head, colon, tail = words.typeset(label).rpartition(": ")
    room = LONGEST - len(colon) - len(tail)
    if not colon or room < _LEAST_HEAD:
        return words.shortened(words.typeset(label), LONGEST)
    return f"{words.shortened(head, room)}{colon}{tail}"


def _rank(end: End) -> float:
    assert end.found.rank is not None
    return end.found.rank


def _caption(view: View, tornado: Tornado, bar: Bar) -> str:
    tried, result = bar.range, tornado.result
    low, high = (words.typeset(tried.lever.said(number)) for number in (tried.low, tried.high))
    ends = [_quoted(view, end.found, result) for end in (bar.low, bar.high)]
    return (
        f"“{words.shortened(tried.lever.label)}” moves it most: {ends[0]} at {low}, {ends[1]} at {high} "
        f"({_basis(tried)}); {view.under()} it is {_quoted(view, tornado.planned, result)}."
    )


def _quoted(view: View, found: Found, result: Result) -> str:
    """A result in a sentence."""
    is_money = result.unit == MONEY and found.value is not None
    return view.currency.full(found.value or 0.0) if is_money else _said(found, result)


def _basis(tried: Range) -> str:
    return {"convention": f"{tried.rule}, a convention", "scenarios": "as scenarios have it"}.get(
        tried.basis, tried.rule
    )


# --- its numbers --------------------------------------------------------------------------------------------------


def _table(view: View, tornado: Tornado, bars: Sequence[Bar]) -> Table:
    result, count = tornado.result, len(tornado.bars) + len(tornado.unranked)
    heads = (column("Input"), *numbers("From", "To", "At its low end", "At its high end", "Apart by"), column("Range"))
    of_all = f"the {len(bars)} inputs that move it most" if count > len(bars) else "every input that moves it"
    unit = "" if result.is_rate else f" ({view.currency.code})"
    caption = f"{_title(result)}, {view.scenario_title()}: {of_all}{unit}"
    return Table(caption, heads, tuple(_row(tornado, bar) for bar in bars), " ".join(_notes(tornado, bars, count)))


def _row(tornado: Tornado, bar: Bar) -> Row:
    result, tried = tornado.result, bar.range
    span = (words.typeset(tried.lever.said(number)) for number in (tried.low, tried.high))
    ends = (_end(end, result) for end in (bar.low, bar.high))
    return row(words.typeset(tried.lever.label), *span, *ends, _apart(bar, result), _basis(tried))


def _end(end: End, result: Result) -> str:
    from sibmodel.analysis.sensitivity.wording import UNFUNDED

    return f"{_said(end.found, result)}{UNFUNDED if end.unfunded else ''}"


def _said(found: Found, result: Result) -> str:
    """A result, or the words that stand in its place."""
    if found.value is None or found.words:
        return found.words or words.NIL
    return words.amount(found.value) if result.unit == MONEY else words.percent(found.value, 2)


def _apart(bar: Bar, result: Result) -> str:
    """How far the ends are apart; of rates in percentage points."""
    if bar.swing is None:
        return "no number"
    return words.amount(bar.swing) if result.unit == MONEY else f"{words.grouped(bar.swing * 100, 2)} points"


def _notes(tornado: Tornado, bars: Sequence[Bar], count: int) -> Iterator[str]:
    from sibmodel.analysis.sensitivity.wording import ABOUT_UNFUNDED, UNFUNDED

    yield f"{tornado.tried} inputs were moved, {count} of them move it."
    ends = [end for bar in bars for end in (bar.low, bar.high)]
    if any(end.unfunded for end in ends):
        yield f"{UNFUNDED} {ABOUT_UNFUNDED}"
    if tornado.result.is_rate and any(end.found.rank == -1 for end in ends):
        yield f"All lost, and a loss at any rate, rank as {words.percent(-1.0)}."
    if any(bar.periods_added for bar in bars):
        yield "Where dates or months move, the deal is given more periods, so that what comes late falls within it."


# --- where it turns -----------------------------------------------------------------------------------------------


def _switching(tornado: Tornado, found: Sequence[Switches]) -> Table:
    from sibmodel.analysis.sensitivity.wording import ABOUT_UNFUNDED, UNFUNDED, turn, where

    heads = (column("Input"), column("Where it is"), *(column(f"At or above {each.line.label}") for each in found))
    rows = tuple(
        row(*map(words.typeset, (each.lever.label, where(each.lever), *(turn(every.found[at]) for every in found))))
        for at, each in enumerate(found[0].found)
    )
    note = "Each alone, all else as it is. Values are rounded so that the line is still met."
    if any(UNFUNDED in cell.text for each in rows for cell in each.cells[2:]):
        note = f"{note} {UNFUNDED} {ABOUT_UNFUNDED}"
    return Table(f"How far each may go: {_small(_title(tornado.result))}", heads, rows, note)
