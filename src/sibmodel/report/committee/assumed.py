"""The five assumptions that move the answer most: what each does to it, where it comes from and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.report import words
from sibmodel.report.committee.payer import Payer
from sibmodel.report.tables import Row, Table, numbers, row
from sibmodel.report.tables import words as column

if TYPE_CHECKING:
    from sibmodel.analysis.asked import Found
    from sibmodel.analysis.columns import End
    from sibmodel.analysis.sensitivity.assumptions import Assumption, Grade
    from sibmodel.analysis.sensitivity.tornado import Tornado

_NET: Final = "government.net_fiscal"
_LONGEST: Final = 70


def assumptions(payer: Payer) -> Table | None:
    """What the most telling assumptions of the plan do to what is paid, and to the net position where savings are."""
    from sibmodel.analysis.asked import result_of
    from sibmodel.analysis.sensitivity.assumptions import assumptions_that_move_most
    from sibmodel.analysis.sensitivity.ranges import ranges_of
    from sibmodel.analysis.sensitivity.tornado import tornados

    deal, scenario = payer.view.projection.deal, payer.view.scenario
    asked = [_NET, f"payers.{payer.name}.paid"] if deal.plan.savings else [f"payers.{payer.name}.paid"]
    results = [result_of(deal.written, name) for name in asked]
    found = tornados(deal, results, ranges_of(deal, scenario), scenario)
    moving = assumptions_that_move_most(found[0])
    if not moving:
        return None
    heads = ["Net of all, with other fiscal", f"Paid by {words.within(payer.title)}"][-len(asked) :]
    planned = row(f"As in the {payer.view.scenario_title().lower()}", "", *map(_planned, found), "")
    rows = (planned, *(_row(each, found) for each in moving))
    caption = f"The assumptions that move the answer most, {payer.view.scenario_title()} ({payer.money.code})"
    columns = (column("Assumption"), column("From … to"), *numbers(*heads), column("Source and how sure"))
    notes = [*_notes(moving)]
    if any(cell.text == words.NIL for each in rows for cell in each.cells):
        notes.append("A dash: it does not move that.")
    if any(not _between(tornado, each) for tornado in found for each in moving):
        notes.append("Where payment goes in steps, the answer may be higher or lower within a range than at its ends.")
    return Table(caption, columns, rows, " ".join(notes))


def _row(each: Assumption, found: tuple[Tornado, ...]) -> Row:
    tried = each.bar.range
    span = f"{tried.lever.said(tried.low)} … {tried.lever.said(tried.high)}"
    label = words.shortened(tried.lever.label, _LONGEST)
    return row(label, span, *(_ends(tornado, each) for tornado in found), _sure(each.value))


def _ends(tornado: Tornado, each: Assumption) -> str:
    """The answer at both ends; a dash where the assumption does not move it."""
    bars = (*tornado.bars, *tornado.unranked, *tornado.apart)
    bar = next((bar for bar in bars if bar.range == each.bar.range), None)
    return words.NIL if bar is None else f"{_end(bar.low)} … {_end(bar.high)}"


def _between(tornado: Tornado, each: Assumption) -> bool:
    """Whether the plan's answer lies between those of both ends, as far as all are numbers."""
    bar = next((bar for bar in tornado.bars if bar.range == each.bar.range), None)
    planned = tornado.planned.value
    if bar is None or planned is None or bar.low.found.value is None or bar.high.found.value is None:
        return True
    low, high = sorted((bar.low.found.value, bar.high.found.value))
    return low - words.NOTHING <= planned <= high + words.NOTHING


def _end(end: End) -> str:
    return "no deal" if end.fails else _shown(end.found)


def _planned(tornado: Tornado) -> str:
    """The answer where nothing is moved."""
    return _shown(tornado.planned)


def _shown(found: Found) -> str:
    if found.value is None:
        return found.words
    return words.amount(found.value) if abs(found.value) > words.NOTHING else "0"


def _sure(grade: Grade) -> str:
    source = words.shortened(grade.source or grade.note, _LONGEST)
    return f"{grade.words}: {source}" if source else grade.words


def _notes(moving: tuple[Assumption, ...]) -> Iterator[str]:
    bases = {each.bar.range.basis for each in moving}
    if "uncertain" in bases:
        yield "What the file states as uncertain is tried from its P10 to its P90."
    if "scenarios" in bases:
        yield "Where scenarios of the file differ, their lowest and highest are tried."
    if "convention" in bases:
        yield "Where nobody states a range, a tenth below and above is tried: that is a convention and no evidence."
