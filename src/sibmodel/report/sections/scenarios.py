"""Scenarios: what each of them changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from sibmodel.deal.part import date_of
from sibmodel.deal.termination import NONE_IN_WORDS, is_no_end
from sibmodel.graph.model import Input
from sibmodel.graph.units import DATE, MONEY
from sibmodel.report import words
from sibmodel.report.blocks import Data, Section, section
from sibmodel.report.sections.inputs import in_one
from sibmodel.report.tables import Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

_FEW: Final = 3
"""Readings that are named one by one."""


def scenarios(view: View) -> Section | None:
    """Every scenario with the inputs in which it differs from the plan."""
    rows = [
        row(view.scenario_title(name), what, *values)
        for name in view.scenarios
        for what, values in _changes(view, name)
    ]
    heads = (column("Scenario"), column("Input"), *numbers("Plan", "Scenario"))
    table = Data(Table("Scenarios and what they change", heads, tuple(rows))) if rows else None
    return section("scenarios", "Scenarios", table)


def _changes(view: View, scenario: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """What a scenario changes; readings of one outcome that change alike are one line, what does not change is none."""
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for path, value in view.projection.deal.changes(scenario).items():
        entry = view.projection.model.inputs[path]
        before, after = stated(view, entry, entry.value), stated(view, entry, value)
        if before == after:
            continue
        whole, _, tail = in_one(view, entry).rpartition(": ")
        item, _, part = whole.partition(", ")
        alike.setdefault((item if part else whole, tail, before, after), []).append(part)
    for (item, tail, before, after), parts in alike.items():
        shown = words.listed(parts) if len(parts) <= _FEW else f"{parts[0]} … {parts[-1]} ({len(parts)} readings)"
        named = f"{item}, {shown}" if parts[0] else item
        yield f"{named}: {tail}" if named else tail, (before, after)


def stated(view: View, entry: Input, value: float | dt.date) -> str:
    """A value of an input as it was stated."""
    if isinstance(value, dt.date):
        return words.date(value)
    if is_no_end(entry.path, value):
        return NONE_IN_WORDS
    if entry.unit == DATE:
        return words.date(date_of(value))
    if entry.unit.shown_as == "share":
        return words.percent(value)
    return view.currency.price(value) if entry.unit.shown_as == MONEY.shown_as else words.exact(value)
