"""The Investors sheet follows the scenario in use and the inputs, in a spreadsheet and in the engine alike."""

import io

import numpy as np
import openpyxl
import pytest

import sibmodel
from sibmodel.deal.part import serial as day_number
from sibmodel.engine.investors import average_life, cash_dates, peak, running
from sibmodel.engine.stresses import STANDARD
from sibmodel.workbook.sheets.investors import NAME
from sibmodel.workbook.sheets.scenarios import OUT_OF_DATE
from sibmodel.workbook.write import layout_of
from tests.parity.workbooks import apply, bytes_of, deal_of, projection_of, written
from tests.support.spreadsheets import Ironcalc

DEALS = ["starter", "denver_by_lender"]
ACHIEVEMENT = "plan.achievement"


def places(name):
    """The row of each label; the last of several, which none of those asked for has."""
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(name)), read_only=True)
    return {label: number for number, (label, *_) in enumerate(book[NAME].values) if label}


def day_of(day):
    return "never" if day is None else day_number(day)


def expected(run, scenario):
    found, dates = peak(run, scenario), cash_dates(run, scenario)
    life = average_life(run, scenario)
    return {
        "Headroom: commitment less the most at risk": found.headroom,
        "Date at which most is at risk": day_of(found.day),
        "Average life: years to what comes back, weighted by amount": "never" if life is None else life,
        "First draw": day_of(dates.first_draw),
        "Last draw": day_of(dates.last_draw),
        "First repayment": day_of(dates.first_back),
        "Last repayment": day_of(dates.last_back),
    }


@pytest.mark.parametrize("name", DEALS)
@pytest.mark.parametrize("achievement", [1.0, 0.6, 0.0])
def test_live_cells_follow(name, achievement, tmp_path):
    """Every scenario of a deal, as planned, at less, and with nothing achieved at all."""
    sheet, rows, compared = Ironcalc(written(name, tmp_path)), places(name), 0
    run = sibmodel.project(deal_of(name).with_(ACHIEVEMENT, achievement))
    for scenario in run.scenarios:
        apply(sheet, layout_of(projection_of(name)), {ACHIEVEMENT: achievement}, scenario)
        for label, value in expected(run, scenario).items():
            shown = sheet.read(NAME, rows[label], 1)
            assert shown == (value if isinstance(value, str) else pytest.approx(value, abs=1e-6)), (scenario, label)
            compared += 1
        first = rows["Date"] + 1
        sums = [sheet.read(NAME, first + at, 3) for at in range(len(run.dates))]
        assert np.allclose(sums, running(run, scenario), atol=1e-6)
    assert compared == 7 * len(run.scenarios)


@pytest.mark.parametrize("name", DEALS)
def test_stresses_are_pasted_and_say_when_they_no_longer_hold(name, tmp_path):
    sheet, rows, layout = Ironcalc(written(name, tmp_path)), places(name), layout_of(projection_of(name))
    sheet.recalculate()
    status = rows["Standard stresses on the plan"] + 1
    assert sheet.read(NAME, status, 1) == "Current"
    for each in projection_of(name).stresses:
        shown = [sheet.read(NAME, rows[each.stress.title], column) for column in (1, 2, 3, 4)]
        found = each.as_dict()
        figures = [found[key] for key in ("outcome_payments", "multiple", "irr", "principal_lost")]
        assert shown == pytest.approx(figures)
    assert len(projection_of(name).stresses) == len(STANDARD)
    apply(sheet, layout, {ACHIEVEMENT: 0.9}, "plan")
    assert sheet.read(NAME, status, 1) == OUT_OF_DATE


def test_a_deal_of_grants_alone_has_no_such_sheet():
    book = openpyxl.load_workbook(io.BytesIO(bytes_of("south_carolina_nfp")), read_only=True)
    assert NAME not in book.sheetnames
