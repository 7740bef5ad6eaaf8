"""What `sib sensitivity` says: what moves a result, where it turns, a grid, and where its spread comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from sibmodel.analysis.sensitivity.assumptions import Assumption, grade_of
from sibmodel.analysis.sensitivity.grid import Grid
from sibmodel.analysis.sensitivity.sobol import Estimate
from sibmodel.analysis.sensitivity.stressed import StressedResult
from sibmodel.analysis.sensitivity.switching import Switches
from sibmodel.analysis.sensitivity.tornado import Bar, Tornado
from sibmodel.analysis.sensitivity.variance import Shares, Variance
from sibmodel.analysis.sensitivity.whole import Sensitivity
from sibmodel.analysis.sensitivity.wording import ABOUT_UNFUNDED, CONVENTION, UNFUNDED, apart, named, turn, where
from sibmodel.cli import shown_results as as_text
from sibmodel.cli.summary import Table, console
from sibmodel.cli.wrapped import print_wrapped
from sibmodel.deal.deal import PLAN
from sibmodel.risk.streams import VERSION
from sibmodel.version import __version__

if TYPE_CHECKING:
    from rich.console import Console

_CLIPPED: Final = "*"
_LATER: Final = "+"
_BARS: Final = ("low", "high", "at low", "at high", "swing", "range", "confidence")


# --- printing ----------------------------------------------------------------------------------------------------


def print_sensitivity(whole: Sensitivity) -> None:
    """Print what moves the results of a deal."""
    out, asked = console(), whole.asked
    out.print(whole.deal.name, style="bold")
    based = "the plan" if asked.scenario == PLAN else f"scenario {asked.scenario}"
    out.print(f"Moved from {based}, one input at a time; amounts in {whole.deal.currency}")
    for at, tornado in enumerate(whole.tornados):
        name = tornado.result.name
        as_text.print_table(out, _bars(tornado, whole.stresses[name], asked.top))
        if at == 0:
            _print_assumptions(out, whole, whole.assumptions[name])
        if whole.switches[name]:
            as_text.print_table(out, _switches(whole.switches[name]))
    if whole.grid:
        as_text.print_table(out, _grid(whole.grid))
    if whole.variance:
        for shares in whole.variance.shares:
            _print_shares(out, whole.variance, shares)
    _print_notes(out, whole)


def _bars(tornado: Tornado, stresses: Sequence[StressedResult], top: int) -> Table:
    result, count = tornado.result, len(tornado.bars) + len(tornado.unranked)
    rows = [(_label(bar), _bar(tornado, bar)) for bar in (*tornado.unranked, *tornado.bars)[:top]]
    rows += [(each.stress.title, _stress(tornado, each)) for each in stresses if each.end is not None]
    title = f"What moves {as_text.label(result)}: {as_text.found(tornado.planned, result)} where nothing is moved"
    shown = f", the {top} that move it most are shown" if count > top else ""
    notes = (f"{tornado.tried} inputs tried, {count} move it{shown}.",)
    if not rows:
        rows = [("nothing moves it", [""] * len(_BARS))]
    return Table(title, _BARS, rows, ("confidence",), notes)


def _label(bar: Bar) -> str:
    return f"{bar.range.lever.label}{_CLIPPED if bar.range.is_clipped else ''}{_LATER if bar.periods_added else ''}"


def _bar(tornado: Tornado, bar: Bar) -> list[str]:
    result, tried = tornado.result, bar.range
    return [
        tried.lever.said(tried.low),
        tried.lever.said(tried.high),
        as_text.end(bar.low, result),
        as_text.end(bar.high, result),
        "no number" if bar.swing is None else as_text.gap(bar.swing, result),
        tried.rule,
        grade_of(tornado.deal, tried.lever.paths[0]).words,
    ]


def _stress(tornado: Tornado, each: StressedResult) -> list[str]:
    assert each.end is not None
    before, now = tornado.planned.rank, each.end.found.rank
    swing = "no number" if before is None or now is None else as_text.gap(abs(now - before), tornado.result)
    return ["", "", as_text.end(each.end, tornado.result), "", swing, "standard stress", ""]


def _print_assumptions(out: Console, whole: Sensitivity, found: Sequence[Assumption]) -> None:
    if not found:
        return
    out.print(
        f"\nThe assumptions that move {as_text.label(whole.tornados[0].result)} most", style="bold", soft_wrap=True
    )
    for number, each in enumerate(found, start=1):
        source = f", {each.value.source}" if each.value.source else ""
        note = f": {each.value.note}" if each.value.note else ""
        print_wrapped(out, f"{number}. ", f"{each.bar.range.lever.label} ({each.value.words}{source}){note}")


# --- where it turns ----------------------------------------------------------------------------------------------


def _switches(found: Sequence[Switches]) -> Table:
    result = found[0].result
    heads = ("where it is", *(each.line.label for each in found))
    levers = [each.lever for each in found[0].found]
    rows = [(lever.label, [where(lever), *(turn(each.found[at]) for each in found)]) for at, lever in enumerate(levers)]
    note = "Each alone, all else as planned. Values are rounded so that the line is still met."
    title = f"How far each may go, with {as_text.label(result)} at or above"
    return Table(title, heads, rows, notes=(note,))


def _grid(grid: Grid) -> Table:
    heads = tuple(grid.across.lever.said(number) for number in grid.across.numbers)
    rows = [
        (grid.down.lever.said(number), [as_text.end(cell, grid.result) + ("?" if cell.fails else "") for cell in cells])
        for number, cells in zip(grid.down.numbers, grid.cells, strict=True)
    ]
    fails = list(dict.fromkeys(label for cells in grid.cells for cell in cells for label in cell.fails))
    notes = (f"? no deal, because a check fails there: {named(fails)}.",) if fails else ()
    title = f"{as_text.label(grid.result)}: {grid.down.lever.label} (down) by {grid.across.lever.label} (across)"
    return Table(title, heads, rows, notes=notes)


# --- where spread comes from -------------------------------------------------------------------------------------


def _print_shares(out: Console, run: Variance, shares: Shares) -> None:
    if shares.indices is None:
        out.print()
        print_wrapped(
            out, "", f"Where the spread of {as_text.label(shares.result)} comes from: not told, for {shares.because}."
        )
        return
    indices = shares.indices
    rows = [
        (factor.label, [_share(first), _share(total)])
        for factor, first, total in zip(shares.factors, indices.first, indices.total, strict=True)
    ]
    if run.has_chance:
        rows.append(("Luck of people, noise of measurement", [_share(indices.chance), ""]))
    rows.append(("Only together", [_share(indices.together), ""]))
    sd = as_text.number(indices.sd.value, shares.result)
    what = as_text.label(shares.result)
    title = f"Where the spread of {what} comes from: shares of its variance, standard deviation {sd}"
    as_text.print_table(out, Table(title, ("alone", "with others"), rows))


def _share(each: Estimate) -> str:
    """A share with its standard error; what is estimated below nothing is nothing within it."""
    return f"{max(each.value, 0.0):.1%} (±{each.error * 100:.1f})"


def _print_notes(out: Console, whole: Sensitivity) -> None:
    out.print()
    for note in _notes(whole):
        print_wrapped(out, "", note, "dim")


def _notes(whole: Sensitivity) -> Iterator[str]:
    bars = [bar for each in whole.tornados for bar in (*each.unranked, *each.bars)[: whole.asked.top]]
    yield from apart(whole.tornados[0])
    if whole.tornados[0].without_width:
        yield "--range PATH=LOW:HIGH gives a range to an input without one."
    yield (
        "Ranges: chosen by you; P10 to P90 of the deal's own uncertain numbers; the lowest and highest of its "
        f"scenarios; else {CONVENTION}."
    )
    if any(bar.range.is_clipped for bar in bars):
        yield f"{_CLIPPED} held at the end of what the input may be."
    if any(bar.periods_added for bar in bars):
        yield f"{_LATER} with further periods, so that what comes late falls within the deal."
    ends = [end for bar in bars for end in (bar.low, bar.high)]
    ends += [each.end for found in whole.stresses.values() for each in found if each.end is not None]
    if any(each.unfunded for each in ends) or any(
        any((*one.unfunded, *one.at_ends)) for found in whole.switches.values() for each in found for one in each.found
    ):
        yield f"{UNFUNDED} {ABOUT_UNFUNDED}"
    if any(end.found.rank == -1 for end in ends):
        yield "All lost, and a loss at any rate, rank as -100%."
    run = whole.variance
    if run is not None:
        yield (
            f"Shares of variance (Sobol indices): {run.runs} runs of {run.scenarios:,} scenarios, seed {run.seed}, "
            f"streams {VERSION}, engine {__version__}; ± is the standard error. Alone: what knowing this one would "
            "take away. With others: all that it has a hand in. Numbers that go together are one."
        )
