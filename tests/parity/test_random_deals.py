"""Deals made by chance from the whole language: the recalculated workbook is the engine, cell by cell."""

import os

from hypothesis import HealthCheck, event, given, settings

from sibmodel.engine.projection import project
from sibmodel.graph.units import MONEY
from sibmodel.workbook.layout import CONSTANT, LINE_SHEETS
from sibmodel.workbook.write import layout_of, write_workbook
from tests.support.deals import deals
from tests.support.spreadsheets import Ironcalc, agree, is_dust

DEALS = int(os.environ.get("SIBMODEL_RANDOM_DEALS", "300"))
CELLS_AT_LEAST = 1_000
"""Numbers compared in each workbook, so that a test which compares nothing does not pass."""


def numbers_of(projection, layout):
    """Where each number of a line stands, and what the engine says: sheet, row, column, line, value."""
    for line in projection.deal.written.lines.values():
        row, values = layout.row(line), projection.values[line.name][:, 0]
        for index, column in layout.columns(line):
            yield line.place.sheet, row, column, line, values[0 if len(values) == 1 else index]
        if line.is_flow and line.axis is not None and line.place.sheet in LINE_SHEETS:
            yield line.place.sheet, row, CONSTANT, line, values.sum()


@settings(max_examples=DEALS, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(deals())
def test_the_workbook_of_a_deal_made_by_chance_is_the_engine(tmp_path_factory, deal):
    projection = project(deal)
    path = write_workbook(projection, tmp_path_factory.mktemp("chance") / "model.xlsx")
    sheet, layout = Ironcalc(path), layout_of(projection)
    sheet.recalculate()
    expected = list(numbers_of(projection, layout))
    largest = max(abs(value) for *_, line, value in expected if line.counts == MONEY)
    wrong = []
    for place, row, column, line, value in expected:
        found = sheet.read(place, row, column)
        if not agree(found, value) and not (line.counts == MONEY and is_dust(found, value, largest)):
            wrong.append((line.name, column, found, value))
    assert wrong == []
    assert len(expected) >= CELLS_AT_LEAST
    for term in deal.terms.payments.values():
        event(f"pays by {term.kind}")
    event(f"{len(deal.terms.limits)} limits over payments")
