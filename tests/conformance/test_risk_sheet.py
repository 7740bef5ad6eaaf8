"""The Risk sheet: its values are those of the simulation, and it says that they are pasted and when they are old."""

import io
import re
from functools import cache

import openpyxl
import pytest

from sibmodel.risk.payment_risk import payment_risk
from sibmodel.risk.results import as_dict
from sibmodel.workbook import seal
from sibmodel.workbook.lint import linted
from sibmodel.workbook.sheets import risk as risk_sheet
from sibmodel.workbook.sheets.inputs import PLAN
from sibmodel.workbook.sheets.scenarios import CURRENT, OUT_OF_DATE, SELECTOR
from sibmodel.workbook.write import layout_of, workbook_bytes, write_workbook
from tests.parity.workbooks import deal_of, projection_of
from tests.support.spreadsheets import Ironcalc, LibreOffice, agree, cells_in, needs_libreoffice

NAMES = ["rikers_able", "peterborough", "starter"]


@cache
def risk_of(name):
    return payment_risk(deal_of(name), 8192)


@cache
def bytes_of(name):
    return workbook_bytes(projection_of(name), risk=risk_of(name))


@cache
def sheet_of(name):
    return openpyxl.load_workbook(io.BytesIO(bytes_of(name)))[risk_sheet.NAME]


def tables_of(name):
    """The tables of the sheet: by title, the heads and each row by its label and what it is given."""
    found, rows = {}, list(sheet_of(name).iter_rows(min_row=risk_sheet.TOP + 1, values_only=True))
    at = 0
    while at < len(rows):
        title, heads = rows[at][0], [head for head in rows[at + 1][1:] if head is not None]
        at += 2
        body = []
        while at < len(rows) and rows[at][0] is not None:
            body.append(rows[at])
            at += 1
        found[title] = (heads, body)
        at += 1
    return found


def by_label(rows):
    return {row[0]: row[1:] for row in rows}


def written(name, folder):
    path = folder / f"{name}.xlsx"
    path.write_bytes(bytes_of(name))
    return path


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_was_simulated(name):
    run = as_dict(risk_of(name))["run"]
    facts = {row[0]: row[1] for row in sheet_of(name).iter_rows(min_row=3, max_row=risk_sheet.TOP, values_only=True)}
    assert facts["Scenarios drawn"] == run["scenarios"] == 8192
    assert facts["Seed"] == run["seed"]
    assert facts["Inputs, sha256"] == run["inputs_sha256"]
    assert (
        facts["Version of the random streams; engine"] == f"{run['stream_version']}; sibmodel {run['engine_version']}"
    )
    assert facts["How well founded the uncertainty is"].startswith("assumption. ")
    assert any("Pasted values" in str(words) for words in facts)


@pytest.mark.parametrize("name", NAMES)
def test_payments_are_those_simulated(name):
    found, rows = as_dict(risk_of(name))["payments"], tables_of(name)["Payments"][1]
    shown, payers = by_label(rows), deal_of(name).terms.payers
    expected = [found["total"]]
    labels = ["Outcome payments"]
    for payer, amounts in found["by_payer"].items():
        label = f"Paid by {payers[payer].title or payer}"
        labels += [label, *(f"{label}, fiscal year {year}" for year in amounts["by_fiscal_year"])]
        expected += [amounts["total"], *amounts["by_fiscal_year"].values()]
    for label, right in zip(labels, expected, strict=True):
        mean, error, *quantiles = shown[label]
        assert agree(mean, right["mean"])
        assert agree(error, right["standard_error"])
        assert all(map(agree, quantiles, (each["value"] for each in right["quantiles"].values())))
    assert len(labels) > 2


@pytest.mark.parametrize("name", NAMES)
def test_what_was_paid_by_each_instant_is_as_simulated(name):
    found, rows = as_dict(risk_of(name))["payments"]["so_far"], tables_of(name)["Paid so far, by instant"][1]
    assert len(rows) == deal_of(name).written.time.size
    assert all(agree(row[1], right["mean"]) for row, right in zip(rows, found, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_chance_says_what_it_is_given(name):
    _, rows = tables_of(name)["Chances"]
    assert len(rows) > 4
    assert all(isinstance(row[1], str) and row[1] for row in rows)
    found = as_dict(risk_of(name))["payment_risk"]["terms"]
    for term in risk_of(name).terms:
        right, own = found[term.term], {row[0:2]: row for row in rows}
        paid = own[f"{term.title}: paid", "no effect"]
        assert agree(paid[2], right["paid_without_effect"]["value"])
        assert agree(paid[3], right["paid_without_effect"]["standard_error"])
        assert agree(own[f"{term.title}: not paid", "the plan achieved"][2], right["unpaid_at_plan"]["value"])
        assert agree(own[f"{term.title}: programme truly works", "paid"][2], right["works_if_paid"]["value"])


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_add_up(name):
    rows = by_label(tables_of(name)["What the expected payment is for"][1])
    amounts = [row[0] for row in rows.values()]
    assert sum(amounts[:3]) == pytest.approx(amounts[3], rel=1e-9)
    assert agree(amounts[3], risk_of(name).split.expected.value)
    assert agree(rows["Expected payment given no effect"][0], risk_of(name).without_effect.mean)


@pytest.mark.parametrize("name", NAMES)
def test_returns_are_those_simulated_with_the_plan_last(name):
    found = as_dict(risk_of(name))["investors"]
    shown = {title: rows for title, (_, rows) in tables_of(name).items() if title.startswith("Returns: ")}
    assert len(shown) == (1 if len(found) == 2 else len(found))
    right = found[list(found)[-1]]
    rows = list(shown.values())[-1]
    figures = by_label(rows)
    assert rows[0][0] == "Internal rate of the expected flows, a year"
    assert rows[-1][0] == "If everything goes to plan: internal rate a year"
    assert agree(rows[0][1], right["irr_of_expected_flows"])
    assert agree(figures["Expected money multiple"][0], right["multiple"]["mean"])
    middle = figures["P50 of the internal rate a year, everything lost (or a loss at any rate) taken as -100%"]
    assert agree(middle[0], right["irr"]["quantiles"]["p50"]["value"])
    assert all(map(agree, middle[2:4], right["irr"]["quantiles"]["p50"]["interval"]))


@pytest.mark.parametrize("name", NAMES)
def test_designs_and_curve_are_those_simulated(name):
    shown, risk = tables_of(name), risk_of(name)
    rows = shown.get("Payment by design of evaluation", ([], []))[1]
    assert [row[0] for row in rows] == [each.title for each in risk.designs]
    assert all(agree(row[2], each.expected.value) for row, each in zip(rows, risk.designs, strict=True))
    assert all(agree(row[6], each.paid_without_effect.value) for row, each in zip(rows, risk.designs, strict=True))
    curve = shown["Payments given true outcomes, as a share of the plan"][1]
    assert len(curve) == len(risk.curve)
    for row, each in zip(curve, risk.curve, strict=True):
        assert agree(row[1], each.expected.value)
        assert all(map(agree, row[3 : 3 + len(each.chances)], each.chances))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_on_it_is_worked_out_but_whether_it_holds_and_what_years_add_up_to(name):
    formulas = [cell[1:4] for cell in cells_in(io.BytesIO(bytes_of(name))) if cell[0] == risk_sheet.NAME and cell[3]]
    first, *others = formulas
    assert first[:2] == risk_sheet.CURRENT_CELL
    assert linted(f"={first[2]}")
    assert len(others) == 2 * len(deal_of(name).terms.payers)
    assert all(re.fullmatch(r"SUM\(B\d+:B\d+\)|B\d+-C\d+", formula) for _, _, formula in others)


@pytest.mark.parametrize("name", NAMES)
def test_an_input_that_changes_puts_it_out_of_date(name, tmp_path):
    layout, sheet = layout_of(projection_of(name)), Ironcalc(written(name, tmp_path))
    cell = (risk_sheet.NAME, *risk_sheet.CURRENT_CELL)
    sheet.recalculate()
    assert sheet.read(*cell) == CURRENT
    sheet.write("Scenarios", *SELECTOR, deal_of(name).scenario_names()[1])
    sheet.recalculate()
    assert sheet.read(*cell) == CURRENT
    path, entry = next((path, each) for path, each in deal_of(name).written.inputs.items() if path.startswith("plan."))
    sheet.write("Inputs", layout.input_rows[path], PLAN, entry.value * 0.5 + 0.1)
    sheet.recalculate()
    assert sheet.read(*cell) == OUT_OF_DATE


@pytest.mark.referee
def test_libreoffice_reads_the_same(tmp_path):
    needs_libreoffice()
    office = LibreOffice([written("rikers_able", tmp_path)])
    mean = risk_of("rikers_able").split.expected.value
    assert agree(office.read(0, risk_sheet.NAME, risk_sheet.TOP + 2, 1), mean)
    assert isinstance(office.read(0, risk_sheet.NAME, *risk_sheet.CURRENT_CELL), str)


def test_the_rest_of_the_workbook_stays_as_it_is():
    def cells(content):
        found = cells_in(io.BytesIO(content))
        return [cell for cell in found if cell[0] not in (risk_sheet.NAME, "Cover") and (cell[3] or cell[4])]

    with_it, without = cells(bytes_of("starter")), cells(workbook_bytes(projection_of("starter")))
    assert [cell[:4] for cell in with_it] == [cell[:4] for cell in without]


def test_the_same_simulation_gives_the_same_sealed_file(tmp_path):
    again = workbook_bytes(projection_of("starter"), risk=payment_risk(deal_of("starter"), 8192))
    assert again == bytes_of("starter")
    path = write_workbook(projection_of("starter"), tmp_path / "model.xlsx", risk=risk_of("starter"))
    assert seal.is_untouched(path)
    assert write_workbook(projection_of("starter"), path) == path


def test_without_a_simulation_the_cover_says_why(tmp_path):
    silent = next(
        name for name in ("denver_supportive_housing", "massachusetts_jjpps") if not deal_of(name).risk.is_there
    )
    for name, words in ((silent, "states no uncertainty"), ("starter", "not simulated")):
        book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(projection_of(name))))
        assert risk_sheet.NAME not in book.sheetnames
        said = {row[0].value: row[1].value for row in book["Cover"].iter_rows()}
        assert words in said["Simulation"]
    book = openpyxl.load_workbook(written("starter", tmp_path))
    assert "8,192 scenarios, seed 1" in {row[0].value: row[1].value for row in book["Cover"].iter_rows()}["Simulation"]
