"""What `sib compare` says: deals side by side, on the same draws, and what each change between two versions moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sibmodel.analysis.compare.as_data import SHARES
from sibmodel.analysis.compare.bridge import STRUCTURE, Bridge, Bridges, bridges
from sibmodel.analysis.compare.changes import Change, are_versions
from sibmodel.analysis.compare.side_by_side import Comparison, Paired, Row, compare
from sibmodel.analysis.sensitivity.wording import UNFUNDED
from sibmodel.cli import shown_results as as_text
from sibmodel.cli.summary import Table, console
from sibmodel.cli.terminal import Refused, long_progress
from sibmodel.cli.wrapped import print_wrapped
from sibmodel.deal.deal import Deal
from sibmodel.graph.words import shown
from sibmodel.risk.streams import BLOCK, VERSION
from sibmodel.version import __version__

if TYPE_CHECKING:
    from rich.console import Console

    from sibmodel.analysis.asked import Result

_TOLD: Final = (
    "payments.paid",
    "investors.total.irr",
    "investors.total.multiple",
    "investors.total.principal_lost",
    "government.net_cashable",
    "government.net_fiscal",
)
"""The results of which a bridge is printed; --json has all."""
_SHAPES: Final = 4


def names_of(files: Sequence[str]) -> list[str]:
    """What deals are called in a table: the names of their files, with the folder where two are the same.

    Example:
        >>> names_of(["a/deal.yaml", "b/deal.yaml"]), names_of(["one.yaml", "two.yaml"])
        (['a/deal', 'b/deal'], ['one', 'two'])
    """
    if len(set(files)) < len(files):
        raise Refused("The same deal is named twice. Name two that differ.")
    stems = [Path(file).stem for file in files]
    if len(set(stems)) == len(stems):
        return stems
    whole = [Path(file).with_suffix("").as_posix() for file in files]
    return whole if len(set(whole)) == len(whole) else list(files)


def compared(deals: dict[str, Deal], scenarios: int, seed: int) -> Comparison:
    """Deals side by side, with a bar that shows how far the drawing is."""
    blocks = -(-scenarios // BLOCK) * len(deals)
    with long_progress("Comparing", max(blocks, 1)) as show:
        return compare(deals, scenarios, seed, lambda done, _: show("drawing", done))


def bridge_between(comparison: Comparison, *, each_alone: bool) -> Bridges | None:
    """The bridge between two versions of one deal; None where there are more than two, or two different deals."""
    if len(comparison.deals) != 2 or not are_versions(*comparison.deals):
        return None
    one, other = comparison.deals
    results = [row.result for row in comparison.rows if set(row.result.lines) <= set(other.written.lines)]
    return bridges(one, other, results, each_alone=each_alone)


# --- printing ----------------------------------------------------------------------------------------------------


def print_comparison(comparison: Comparison, between: Bridges | None) -> None:
    """Print deals side by side, and the bridge where there is one."""
    out = console()
    out.print(" and ".join(comparison.names), style="bold", soft_wrap=True)
    currencies = ", ".join(dict.fromkeys(deal.currency for deal in comparison.deals))
    if comparison.in_one_currency:
        out.print(f"Differences are from {comparison.names[0]}; amounts in {currencies}")
    else:
        out.print(f"Amounts are in several currencies ({currencies}) and are not compared.")
    as_text.print_table(out, _plans(comparison))
    if comparison.rows[0].spreads:
        as_text.print_table(out, _drawn(comparison))
        for note in _draws(comparison):
            print_wrapped(out, "", note)
    elif comparison.because:
        print_wrapped(out, "", f"Nothing is drawn: {comparison.because}.")
    if between is not None:
        _print_bridge(out, between, comparison)
    elif len(comparison.deals) == 2 and comparison.in_one_currency:
        print_wrapped(
            out, "", "No bridge: less than half of all inputs are in both, so they are no versions of one deal."
        )


def _plans(comparison: Comparison) -> Table:
    names = comparison.names
    gaps = tuple(f"{name}: difference" for name in names[1:]) if comparison.in_one_currency else ()
    heads = (*names, *gaps)
    rows = []
    for row in comparison.rows:
        texts = [as_text.found(each, row.result) for each in row.planned]
        if comparison.in_one_currency:
            texts += [_difference(row, at) for at in range(1, len(names))]
        rows.append((as_text.label(row.result), texts))
    return Table("As planned", heads, rows, gaps)


def _difference(row: Row, at: int) -> str:
    gap = row.difference(at)
    return "no number" if gap is None else as_text.gap(gap, row.result, signed=True)


def _drawn(comparison: Comparison) -> Table:
    """Each deal over all scenarios; and the others less the first, pair by pair."""
    heads = ("mean", *(f"P{share * 100:.0f}" for share in SHARES), "mean difference", "higher in", "lower in")
    rows: list[tuple[str, list[str]]] = []
    for row in comparison.rows:
        for at, (name, spread) in enumerate(zip(comparison.names, row.spreads, strict=True)):
            mean = "" if row.result.is_rate else f"{as_text.number(spread.mean, row.result)}"
            quantiles = [_quantile(spread.at(share).value, row.result) for share in SHARES]
            pair = row.paired[at - 1] if at and comparison.in_one_currency else None
            called = f"  {name}" if at else f"{as_text.label(row.result)}, {name}"
            rows.append((called, [mean, *quantiles, *_pair(pair, row.result)]))
    return Table(f"On the same {comparison.scenarios:,} draw{'s' if comparison.scenarios > 1 else ''}", heads, rows)


def _quantile(value: float, result: Result) -> str:
    return "-" if value != value else as_text.number(value, result)  # noqa: PLR0124 - not a number


def _pair(pair: Paired | None, result: Result) -> list[str]:
    if pair is None:
        return ["", "", ""]
    mean = ""
    if pair.mean is not None:
        error = "" if pair.error is None else f" (±{as_text.gap(pair.error, result)})"
        mean = f"{as_text.gap(pair.mean, result, signed=True)}{error}"
    return [mean, f"{pair.higher:.0%}", f"{pair.lower:.0%}"]


def _draws(comparison: Comparison) -> Iterator[str]:
    yield (
        "Mean difference: scenario by scenario, ± its standard error. Rates are not averaged: all lost ranks as -100%, "
        "and higher in and lower in say in how many scenarios a deal does better or worse than the first."
    )
    if any(comparison.alone):
        parts = [
            f"{name}: {', '.join(own)}" for name, own in zip(comparison.names, comparison.alone, strict=True) if own
        ]
        shared = ", ".join(comparison.shared) or "nothing"
        yield f"Drawn alike in all of them: {shared}. Drawn in some alone, so that luck differs: {'; '.join(parts)}."
    else:
        yield "Everything uncertain has the same name in all of them, and is drawn alike."
    if drawn := _drawn_by_value(comparison):
        yield f"Draws stand for the value of {', '.join(drawn)}: what the plans say there has no say in them."
    yield f"To draw the same again: seed {comparison.seed}, streams {VERSION}, engine {__version__}."


# --- the bridge --------------------------------------------------------------------------------------------------


def _drawn_by_value(comparison: Comparison) -> list[str]:
    """Inputs in which the plans differ and which are drawn by their value, so that the plans have no say in them."""
    values = [
        {path for term in deal.risk.uncertain.values() if term.stands_for == "value" for path in term.moves}
        for deal in comparison.deals
    ]
    planned = [deal.written.inputs for deal in comparison.deals]
    shared = sorted(path for path in set.intersection(*values) if all(path in inputs for inputs in planned))
    return [path for path in shared if len({inputs[path].value for inputs in planned}) > 1]


def _print_bridge(out: Console, between: Bridges, comparison: Comparison) -> None:
    if not between.steps:
        print_wrapped(out, "", "The two do not differ in any input or in shape: there is nothing to bridge.")
        return
    shown_here = [each for each in between.of if each.result.name in _TOLD and _says_something(each)]
    heads = tuple(as_text.label(each.result).removeprefix("Investors: ") for each in shown_here)
    if not shown_here:
        print_wrapped(out, "", "What differs moves none of these results.")
    else:
        as_text.print_table(out, Table(_title(between, comparison), heads, _rows(between, shown_here, comparison)))
    for note in _about(between, shown_here):
        print_wrapped(out, "", note)


def _says_something(each: Bridge) -> bool:
    return not each.adds_up or any(
        as_text.gap(one or 0.0, each.result) != as_text.gap(0.0, each.result) for one in each.moved
    )


def _title(between: Bridges, comparison: Comparison) -> str:
    how = "each alone" if between.each_alone else "one after the other"
    return f"From {comparison.names[0]} to {comparison.names[1]}, {how}"


def _rows(between: Bridges, told: Sequence[Bridge], comparison: Comparison) -> list[tuple[str, list[str]]]:
    rows = [(comparison.names[0], [as_text.found(each.start, each.result) for each in told])]
    for at, step in enumerate(between.steps):
        rows.append((_named(step.label, step.changes), [_moved(each, at) for each in told]))
    if between.each_alone:
        rows.append(("acting together", [_or_none(each.together, each.result) for each in told]))
    rows.append(("not explained", [_or_none(each.rest, each.result) for each in told]))
    rows.append((comparison.names[1], [as_text.found(each.end, each.result) for each in told]))
    return rows


def _named(label: str, changes: Sequence[Change]) -> str:
    if len(changes) != 1:
        return label
    only = changes[0]
    return f"{label}, {shown(only.before, only.unit)} to {shown(only.after, only.unit)}"


def _moved(each: Bridge, at: int) -> str:
    gap, after = each.moved[at], each.after[at]
    if gap is None:
        return f"({as_text.found(after.found, each.result)})"
    return as_text.gap(gap, each.result, signed=True) + (UNFUNDED if after.unfunded else "")


def _or_none(gap: float | None, result: Result) -> str:
    return "no number" if gap is None else as_text.gap(gap, result, signed=True)


def _about(between: Bridges, told: Sequence[Bridge]) -> Iterator[str]:
    if between.each_alone:
        yield "Each change is made alone in the first version; what comes of several acting together has its own line."
    else:
        yield (
            "Changes are made in the order of the deal file, each on top of those above it, so what one moves depends "
            "on the order; --each makes each of them alone."
        )
    if between.one.risk != between.other.risk:
        yield "What is uncertain differs too: that is in the draws, and in no plan."
    if any(step.together for step in between.steps):
        yield "Changes that alone would leave no deal, such as shares that no longer add up, are one step."
    if between.shape:
        more = len(between.shape) - _SHAPES
        paths = ", ".join(between.shape[:_SHAPES]) + (f" and {more} more" if more > 0 else "")
        yield f"{STRUCTURE.capitalize()}: what differs beside values, at {paths}. It has no halfway and comes last."
    if any(not each.adds_up for each in told):
        yield "Where a step leaves no number, its words are shown and there is no bridge of that result."
    if any(end.unfunded for each in told for end in each.after):
        yield f"{UNFUNDED} costs are without funding after this step; returns take it that somebody pays them."
