"""Results and inputs as the tables of an analysis show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sibmodel.analysis.sensitivity.wording import UNFUNDED
from sibmodel.cli.summary import Table, money, multiple
from sibmodel.cli.wrapped import print_wrapped
from sibmodel.graph.units import MONEY
from sibmodel.graph.words import shown

if TYPE_CHECKING:
    from rich.console import Console

    from sibmodel.analysis.asked import Found, Result
    from sibmodel.analysis.columns import End

_SHORT: Final = {
    "payments.paid": "Outcome payments",
    "budget.most_in_a_year": "Most that one payer pays in a fiscal year",
    "government.own_costs": "Government: own costs",
    "government.net_cashable": "Government: net cashable",
    "government.net_fiscal": "Government: net fiscal",
    "investors.total.drawn": "Investors: drawn",
    "investors.total.irr": "Investors: internal rate",
    "investors.total.multiple": "Investors: money multiple",
    "investors.total.npv": "Investors: worth at the hurdle",
    "investors.total.principal_lost": "Investors: principal lost",
}
"""What the tables call the results that everybody asks for."""


def label(result: Result) -> str:
    """What a table calls a result."""
    return _SHORT.get(result.name, result.label)


def number(value: float, result: Result) -> str:
    """A number of a result, as `sib run` shows such numbers."""
    if result.is_rate:
        return f"{value:z.2%}"
    if result.unit == MONEY:
        return money(value)
    return multiple(value) if result.unit.shown_as == "multiple" else shown(value, result.unit)


def gap(value: float, result: Result, *, signed: bool = False) -> str:
    """A difference between two results: of rates in percentage points."""
    text, nothing = _gap(value, result), _gap(0.0, result)
    return f"+{text}" if signed and value > 0 and text != nothing else text


def _gap(value: float, result: Result) -> str:
    if result.is_rate:
        return f"{value * 100:z.2f} points"
    return f"{value:z.3f}x" if result.unit.shown_as == "multiple" else number(value, result)


def found(each: Found, result: Result) -> str:
    """What a result came to, or the words that stand in its place."""
    return each.words or ("-" if each.value is None else number(each.value, result))


def end(each: End, result: Result) -> str:
    """The same, marked where costs are without funding."""
    return found(each.found, result) + (UNFUNDED if each.unfunded else "")


def print_table(out: Console, table: Table) -> None:
    """Print a table under its title, and its notes below it."""
    out.print(f"\n{table.title}", style="bold", soft_wrap=True)
    for number, line in enumerate(table.lines(out.width)):
        out.print(line, style="" if number else "dim", soft_wrap=True)
    for note in table.notes:
        print_wrapped(out, "", note)
