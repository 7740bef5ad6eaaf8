"""Deals made by chance from the whole language: the recalculated workbook is the engine, cell by cell."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from sibmodel.deal.payments.rate_card import RateCard
from sibmodel.deal.plan import Plan
from sibmodel.deal.schema import item_of, kinds
from sibmodel.deal.terms import Terms
from sibmodel.engine.projection import project
from sibmodel.graph.units import MONEY
from sibmodel.workbook.layout import CONSTANT, LINE_SHEETS
from sibmodel.workbook.write import layout_of, write_workbook
from tests.support.deals import deals
from tests.support.payments import MORE
from tests.support.spreadsheets import Ironcalc, agree, is_dust

DEALS = int(os.environ.get("SIBMODEL_RANDOM_DEALS", "300"))
CHUNK = 20
DRAWN = (Phase.generate,)
"""A deal that fails is shown as it was drawn: to make it smaller takes minutes."""
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


def chance(number):
    """The test of a chunk of deals, drawn from a seed of its own, so that chunks can run side by side.

    Every chunk has one of the payment terms in all its deals: what chance draws seldom is compared too.
    """

    @seed(number)
    @settings(max_examples=CHUNK, deadline=None, database=None, phases=DRAWN, suppress_health_check=list(HealthCheck))
    @given(deals(also=MORE[number % len(MORE) : number % len(MORE) + 1]))
    def is_the_engine(deal):
        compared(deal)

    return is_the_engine


COMPARED = []
"""How many numbers were compared for each deal of a process."""


def compared(deal):
    projection = project(deal)
    with TemporaryDirectory() as folder:
        sheet, layout = Ironcalc(write_workbook(projection, Path(folder) / "model.xlsx")), layout_of(projection)
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
    COMPARED.append(len(expected))


@pytest.mark.parametrize("number", range(-(-DEALS // CHUNK)))
def test_the_workbook_of_a_deal_made_by_chance_is_the_engine(number):
    before = len(COMPARED)
    chance(number)()
    assert len(COMPARED) - before >= CHUNK


def test_enough_deals_are_made_by_chance():
    assert DEALS >= 300


def test_chance_reaches_the_whole_language():
    """Every kind of payment, condition, limit, capital and outcome that a deal may have is drawn by some deal."""
    reached = set()

    @seed(1)
    @settings(max_examples=150, deadline=None, database=None, phases=DRAWN, suppress_health_check=list(HealthCheck))
    @given(deals(also=MORE))
    def look(deal):
        terms = deal.terms
        reached.update(term.kind for term in terms.payments.values())
        reached.update(each.kind for term in terms.payments.values() for each in term.only_if.values())
        reached.update(limit.kind for limit in terms.limits.values())
        reached.update(part.kind for part in terms.capital.values())
        reached.update(outcome.kind for outcome in deal.plan.outcomes.values())

    look()
    fields = (Terms.model_fields["payments"], Terms.model_fields["limits"], Terms.model_fields["capital"])
    kinds_there = {kind for field in fields for kind in kinds(item_of(field.annotation))}
    conditions_there = set(kinds(item_of(RateCard.model_fields["only_if"].annotation)))
    outcomes_there = set(kinds(item_of(Plan.model_fields["outcomes"].annotation)))
    assert kinds_there | conditions_there | outcomes_there <= reached
