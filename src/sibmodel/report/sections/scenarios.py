"""Scenarios: what each of them changes."""

from __future__ import annotations

import datetime as dt

from sibmodel.deal.part import date_of
from sibmodel.deal.termination import NONE_IN_WORDS, is_no_end
from sibmodel.graph.model import Input
from sibmodel.graph.units import DATE, MONEY
from sibmodel.report import words
from sibmodel.report.blocks import Data, Section, section
from sibmodel.report.sections.inputs import in_one
from sibmodel.report.tables import Row, Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View


def scenarios(view: View) -> Section | None:
    """Every scenario with the inputs in which it differs from the plan."""
    rows: list[Row] = []
    for name in view.scenarios:
        changes = view.projection.deal.changes(name)
        rows += [_change(view, name, path, value) for path, value in changes.items()]
    heads = (column("Scenario"), column("Input"), *numbers("Plan", "Scenario"))
    table = Data(Table("Scenarios and what they change", heads, tuple(rows))) if rows else None
    return section("scenarios", "Scenarios", table)


def _change(view: View, scenario: str, path: str, value: float | dt.date) -> Row:
    entry = view.projection.model.inputs[path]
    values = (stated(view, entry, entry.value), stated(view, entry, value))
    return row(view.scenario_title(scenario), in_one(view, entry), *values)


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
