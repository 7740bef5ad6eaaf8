"""Investor returns by scenario: what goes in, what comes back, and what that comes to a year."""

from __future__ import annotations

from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Section, prose, section
from sibmodel.report.sections import caveats, principal
from sibmodel.report.sections.discounting import rate_used
from sibmodel.report.tables import Row, Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View


def returns(view: View) -> Section | None:
    """One table for all investors together, and one for each where there are several."""
    names = list(view.investors)
    if not names:
        return section("returns", "Investor returns by scenario", prose(caveats.nobody_at_risk(view)))
    tables: list[Block] = [
        Data(_table(view, "total", "All investors together" if len(names) > 1 else view.capital(names[0])))
    ]
    if len(names) > 1:
        tables += [Data(_table(view, name, view.capital(name))) for name in names]
    said = prose(caveats.unfunded(view), caveats.what_counts(view))
    return section("returns", "Investor returns by scenario", said, *tables)


def hurdle(view: View) -> str:
    """The rate at which investors' flows are discounted, in words."""
    return rate_used(view, "investors", "the hurdle rate of ")


def _table(view: View, name: str, title: str) -> Table:
    owed = principal.column_of(view, name)
    heads = (
        column("Scenario"),
        *numbers("Drawn", "Came back", "Multiple", "IRR a year", "NPV", "Payback, years", principal.NET, owed),
    )
    rows = tuple(_row(view, name, scenario) for scenario in view.scenarios)
    caption = f"{title}: returns by scenario ({view.currency.code})"
    notes = (
        f"NPV: net present value, {hurdle(view)}.",
        _several(view, name),
        _unpaid(view, name),
        principal.explained(owed, (_net_and_owed(view, name, scenario) for scenario in view.scenarios)),
    )
    return Table(caption, heads, rows, " ".join(note for note in notes if note))


def _several(view: View, name: str) -> str:
    """The rates that fit, where more than one does."""
    measure = f"investors.{name}.irr"
    found = [
        f"{view.scenario_title(scenario)}: {words.listed(words.percent(rate, 2) for rate in rates)}"
        for scenario in view.scenarios
        if view.figure(measure, scenario).status == "multiple" and (rates := view.projection.rates(measure, scenario))
    ]
    return f"No single rate; all that fit are {'; '.join(found)}." if found else ""


def _net_and_owed(view: View, name: str, scenario: str) -> tuple[float, float]:
    drawn, back, owed = (
        view.number(f"investors.{name}.{what}", scenario) for what in ("drawn", "returned", "principal_lost")
    )
    return back - drawn, owed


def _unpaid(view: View, name: str) -> str:
    """Interest and commitment fees that are owed at the end and never paid, which no other column holds."""
    owed = {each: view.number(f"investors.{name}.interest_unpaid", each) for each in view.scenarios}
    where = caveats.by_scenario(view, owed)
    return f"Interest and commitment fees still owed at the end and never paid: {where}." if where else ""


def _row(view: View, name: str, scenario: str) -> Row:
    line = f"investors.{name}"
    net, owed = _net_and_owed(view, name, scenario)
    return row(
        view.scenario_title(scenario),
        words.amount(view.number(f"{line}.drawn", scenario)),
        words.amount(view.number(f"{line}.returned", scenario)),
        words.multiple(view.figure(f"{line}.multiple", scenario)),
        view.rate(name, scenario),
        words.amount(view.number(f"{line}.npv", scenario)),
        words.years(view.figure(f"{line}.payback_years", scenario)),
        words.amount(net),
        words.amount(owed),
    )
