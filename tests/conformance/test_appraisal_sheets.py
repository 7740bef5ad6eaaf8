"""The sheets Sensitivity and Price: what is pasted is what was found, what is live comes to the same, and turns."""

import io
import itertools
from functools import cache

import openpyxl
import pytest

import sibmodel
from sibmodel.analysis.appraisal import Appraisal, appraise
from sibmodel.analysis.price.frontier import Caps
from sibmodel.analysis.price.pricing import price
from sibmodel.analysis.price.targets import Target
from sibmodel.analysis.price.wording import ceiling_in_words, room_in_words
from sibmodel.analysis.sensitivity.wording import safely
from sibmodel.deal.deal import Deal
from sibmodel.workbook.layout import SHEETS
from sibmodel.workbook.lint import linted
from sibmodel.workbook.sheets import pasted, risk_years, sensitivity
from sibmodel.workbook.sheets import price as price_sheet
from sibmodel.workbook.sheets import risk as risk_sheet
from sibmodel.workbook.sheets.inputs import PLAN
from sibmodel.workbook.sheets.scenarios import CURRENT, OUT_OF_DATE, SELECTOR
from sibmodel.workbook.sheets.sensitivity_tables import NO_DEAL
from sibmodel.workbook.write import layout_of, workbook_bytes
from tests.conformance.test_risk_sheet import risk_of
from tests.conformance.test_workbook import HOSTILE, SMALLEST, _width
from tests.parity.workbooks import deal_of, projection_of
from tests.support.spreadsheets import Ironcalc, LibreOffice, agree, cells_in, needs_libreoffice, sheets_in

NAMES = ["starter", "starter_homelessness", "rikers_able"]
"""Priced on draws, by one factor on the plan, and not at all for want of a hurdle rate."""
MOVED = [*NAMES, "essex_mst", "peterborough"]
"""In the last two some ends have no single rate, or lose everything."""
OURS = (sensitivity.NAME, price_sheet.NAME)


@cache
def appraisal_of(name):
    return appraise(deal_of(name), scenarios=1024)


@cache
def bytes_of(name):
    return workbook_bytes(projection_of(name), appraisal=appraisal_of(name))


@cache
def book_of(name):
    return openpyxl.load_workbook(io.BytesIO(bytes_of(name)), data_only=True)


def written(name, folder):
    path = folder / f"{name}.xlsx"
    path.write_bytes(bytes_of(name))
    return path


def rows_of(sheet):
    """The rows of a sheet: number counted from 0, and what stands in them."""
    return list(enumerate(sheet.iter_rows(values_only=True)))


def block(sheet, heads, skip=0):
    """The rows below a row of heads, told by the first of them, up to an empty one or one of words alone."""
    rows = rows_of(sheet)
    at = [number for number, row in rows if row[0] == heads][skip]
    found = []
    for _, row in rows[at + 1 :]:
        if all(cell is None for cell in row[1:]):
            break
        found.append(row)
    return found


def ends(bar):
    return [NO_DEAL if end.fails else end.found.words or end.found.value for end in (bar.low, bar.high)]


def same(left, right):
    return left == right if isinstance(right, str) or right is None else agree(left, right)


@pytest.mark.parametrize("name", NAMES)
def test_they_stand_behind_the_budget_and_only_where_it_was_asked(name, tmp_path):
    order = list(sheets_in(written(name, tmp_path)))
    at = order.index("Budget")
    assert order[at + 1 : at + 3] == list(OURS)
    assert [each for each in order if each not in OURS][: len(SHEETS)] == list(SHEETS)
    contents = [row[0].value for row in book_of(name)["Cover"].iter_rows()]
    assert set(OURS) <= set(contents)
    assert not set(OURS) & set(sheets_in(io.BytesIO(workbook_bytes(projection_of(name)))))


def test_the_risk_sheet_comes_next():
    both = io.BytesIO(
        workbook_bytes(projection_of("starter"), risk=risk_of("starter"), appraisal=appraisal_of("starter"))
    )
    assert list(sheets_in(both))[SHEETS.index("Budget") + 1 :][:3] == [*OURS, risk_sheet.NAME]


def test_all_other_sheets_stay_as_they_are():
    def cells(content):
        found = cells_in(io.BytesIO(content))
        return [cell[:4] for cell in found if cell[0] not in (*OURS, "Cover")]

    assert cells(bytes_of("starter")) == cells(workbook_bytes(projection_of("starter")))


@pytest.mark.parametrize("name", MOVED)
def test_every_bar_is_the_one_found(name):
    sheet, whole, compared = book_of(name)[sensitivity.NAME], appraisal_of(name).sensitivity, 0
    for at, tornado in enumerate(whole.tornados):
        rows = block(sheet, "Input that is moved", at)
        bars = [*tornado.bars, *tornado.unranked, *tornado.apart]
        assert len(rows) == len(bars) > 5
        for row, bar in zip(rows, bars, strict=True):
            swing = NO_DEAL if bar.fails else "no number" if bar.swing is None else bar.swing
            right = [bar.range.low, bar.range.high, *ends(bar), swing]
            assert row[0] == bar.range.lever.label
            assert all(map(same, row[3:8], right)), row
            short = [None if end.fails else end.unfunded or None for end in (bar.low, bar.high)]
            assert all(map(same, row[8:10], short)), row
            assert row[10].startswith(bar.range.rule)
            compared += 7
    assert compared > 200


@pytest.mark.parametrize("name", MOVED)
def test_stresses_and_turns_are_those_found(name):
    sheet, whole, turns = book_of(name)[sensitivity.NAME], appraisal_of(name).sensitivity, 0
    for at, tornado in enumerate(whole.tornados):
        found = [each for each in whole.stresses[tornado.result.name] if each.end is not None]
        rows = block(sheet, "Standard stress, on the plan", at)
        for row, each in zip(rows, found, strict=True):
            assert row[0] == each.stress.title
            right = NO_DEAL if each.end.fails else each.end.found.words or each.end.found.value
            assert same(row[5], right)
            if not each.end.fails and each.end.found.rank is not None:
                assert agree(row[7], abs(each.end.found.rank - tornado.planned.rank))
        switches = whole.switches[tornado.result.name]
        if not switches:
            continue
        right = [(line.line, each, one) for line in switches for each in line.found for one in each.crossings or [None]]
        rows = block(sheet, f"Where each makes it turn: {tornado.result.label}")
        for row, (line, each, one) in zip(rows, right, strict=True):
            assert (row[0], row[5]) == (each.lever.label, line.label)
            assert agree(row[3], each.low)
            assert agree(row[4], each.high)
            met = safely(one.met, each.lever.unit, up=one.rises) if one else "nowhere"
            assert same(row[6], met)
            if one:
                assert agree(row[7], met - row[2])
                assert met >= one.met if one.rises else met <= one.met
                assert row[10] == ("from here up" if one.rises else "up to here")
            turns += one is not None
    assert turns > 5


def test_the_assumptions_are_told_with_their_sources():
    name = "rikers_able"
    whole = appraisal_of(name).sensitivity
    found = whole.assumptions[whole.tornados[0].result.name]
    rows = block(book_of(name)[sensitivity.NAME], "Assumption")
    assert [row[0] for row in rows] == [each.bar.range.lever.label for each in found]
    assert [row[1] for row in rows] == [each.value.words for each in found]
    assert [row[3] or "" for row in rows] == [each.value.source for each in found]


@pytest.mark.parametrize("name", NAMES[:2])
def test_the_price_is_the_one_found(name):
    sheet, priced = book_of(name)[price_sheet.NAME], appraisal_of(name).priced
    rows = {row[0]: row[1:] for _, row in rows_of(sheet) if row[0]}
    low, high = priced.found.proof
    answer = [priced.found.rounded, priced.found.error or None, low.at, low.figure, high.at, high.figure]
    assert all(map(same, rows["Value"], answer))
    assert agree(rows["As solved, before it is rounded"][0], priced.found.value)
    assert rows["Value"][7] == "met exactly"
    for path, (now, then) in priced.prices.items():
        shown = rows[priced.lever.labels[path]]
        assert all(map(agree, shown, (now, now, then, then - now)))
    for label, field in (("Outcome payments", "outcome_payments"), ("Investors get back", "returned")):
        stood, then = getattr(priced.stands, field), getattr(priced.answered, field)
        assert all(map(agree, rows[label][1:], (stood, then, then - stood)))
    gaps = {each.perspective: each for each in priced.corridor.gaps}
    for each in priced.ceilings:
        shown, gap = rows[each.perspective.title], gaps.get(each.perspective.key)
        gained = each.worth - each.own_costs - each.paid
        right = [
            each.worth,
            each.own_costs,
            each.paid,
            gained,
            ceiling_in_words(each) if each.value is None else each.value,
        ]
        assert all(
            map(
                same,
                shown,
                [*right, each.error or None, room_in_words(priced, each) or None if gap is None else gap.told],
            )
        )
    for move in priced.corridor.moved:
        shown = rows[move.move.title]
        right = [move.floor, *(move.gaps[key] for key in gaps)]
        assert all(map(same, shown, ["none known" if value is None else value for value in right]))
        if move.floor is not None:
            after = shown[1 + len(gaps) : 1 + 2 * len(gaps)]
            known = [
                (cell, gaps[key].told + move.gaps[key])
                for cell, key in zip(after, gaps, strict=True)
                if move.gaps[key] is not None
            ]
            assert all(agree(*pair) for pair in known)
            assert known
    assert len(gaps) == (1 if name == "starter" else 3)


def test_what_cannot_be_priced_says_why():
    words = " ".join(str(cell) for _, row in rows_of(book_of("rikers_able")[price_sheet.NAME]) for cell in row if cell)
    assert price_sheet.NO_PRICE in words
    assert "states no hurdle rate" in words
    assert not any(cell[3] for cell in prices_of("rikers_able") if cell[1] > pasted.TOP)


def prices_of(name):
    return [cell for cell in cells_in(io.BytesIO(bytes_of(name))) if cell[0] == price_sheet.NAME]


def other(priced, name="starter"):
    """The sheet Price of another pricing of a deal."""
    whole = Appraisal(appraisal_of(name).sensitivity, priced)
    return workbook_bytes(projection_of(name), appraisal=whole)


@pytest.mark.parametrize(
    ("target", "words"),
    [(Target("irr", 5.0), "No value meets the target."), (Target("loss", 0.0, 0.10), "One value"), (None, "frontier")],
)
def test_other_answers_are_told(target, words, tmp_path):
    deal = deal_of("starter")
    caps = next((path for path in deal.written.inputs if path.endswith(".max")), None)
    priced = price(deal, target=target, scenarios=1024, caps=None if target else Caps(caps, (800_000.0, 950_000.0)))
    path = tmp_path / "other.xlsx"
    path.write_bytes(other(priced))
    sheet = openpyxl.load_workbook(path, data_only=True)[price_sheet.NAME]
    said = " ".join(str(cell) for _, row in rows_of(sheet) for cell in row if cell)
    assert words in said or (target is not None and target.kind == "loss" and "leapt over" in said)
    assert recalculated(path)[0] == []


def recalculated(path):
    """The formulas of our sheets that come to something else than the file holds, and how many there are."""
    sheet, count, wrong = Ironcalc(path), 0, []
    sheet.recalculate()
    for name, row, column, formula, value in cells_in(path):
        if name in (*OURS, risk_sheet.NAME) and formula:
            assert linted(f"={formula}")
            count += 1
            found = sheet.read(name, row, column)
            wrong += [] if agree(found, value) else [(name, row, column, formula, value, found)]
    return wrong, count


@pytest.mark.parametrize(("name", "least"), list(zip(MOVED, (150, 250, 80, 100, 60), strict=True)))
def test_formulas_come_to_what_the_file_holds(name, least, tmp_path):
    wrong, count = recalculated(written(name, tmp_path))
    assert wrong == []
    assert count > least


def test_what_is_live_follows(tmp_path):
    """A control: with another answer, prices and room are others; with another end, the swing is."""
    name = "starter_homelessness"
    sheet, priced = Ironcalc(written(name, tmp_path)), appraisal_of(name).priced
    places = {row[0]: at for at, row in rows_of(book_of(name)[price_sheet.NAME])}
    sheet.write(price_sheet.NAME, places["As solved, before it is rounded"], 1, 0.5)
    sheet.write(price_sheet.NAME, places["Value"], 1, 0.6)  # the room is counted from the answer as it is told
    first = next(at for at, row in rows_of(book_of(name)[sensitivity.NAME]) if row[0] == "Input that is moved") + 1
    sheet.write(sensitivity.NAME, first, 5, -0.25)
    sheet.recalculate()
    for path, (now, _) in priced.prices.items():
        assert agree(sheet.read(price_sheet.NAME, places[priced.lever.labels[path]], 3), now * 0.5)
    for each in priced.ceilings:
        assert agree(sheet.read(price_sheet.NAME, places[each.perspective.title], 7), each.value - 0.6)
    bar = appraisal_of(name).sensitivity.tornados[0].bars[0]
    assert agree(sheet.read(sensitivity.NAME, first, 7), bar.high.found.value + 0.25)


@pytest.mark.referee
def test_libreoffice_comes_to_the_same(tmp_path):
    needs_libreoffice()
    path, compared = written("starter_homelessness", tmp_path), 0
    office = LibreOffice([path])
    for name, row, column, formula, value in cells_in(path):
        if name in OURS and formula:
            assert agree(office.read(0, name, row, column), value), (name, row, column, formula)
            compared += 1
    assert compared > 250


@pytest.mark.parametrize("name", NAMES)
def test_an_input_that_changes_puts_them_out_of_date(name, tmp_path):
    sheet = Ironcalc(written(name, tmp_path))
    layout = layout_of(projection_of(name))
    states = [row for row, cells in rows_of(book_of(name)[sensitivity.NAME]) if cells[0] == "What holds"]
    based = (pasted.BASED_CELL[0], pasted.BASED_CELL[1] + 1)

    def read():
        sheet.recalculate()
        flags = [sheet.read(each, *pasted.CURRENT_CELL) for each in OURS]
        used = {sheet.read(each, *based) for each in OURS}
        return set(flags), used, [sheet.read(sensitivity.NAME, row, 1) for row in states]

    assert len(states) == 3
    assert read() == ({CURRENT}, {pasted.IN_USE}, [sensitivity.AS_WRITTEN] * 3)
    sheet.write("Scenarios", *SELECTOR, deal_of(name).scenario_names()[1])
    flags, used, said = read()
    assert (flags, used) == ({CURRENT}, {pasted.NOT_IN_USE})
    assert sensitivity.OTHER in said
    assert sensitivity.DIFFERS not in said
    sheet.write("Scenarios", *SELECTOR, "plan")
    path, entry = next((path, each) for path, each in deal_of(name).written.inputs.items() if path.startswith("plan."))
    sheet.write("Inputs", layout.input_rows[path], PLAN, entry.value * 0.5 + 0.1)
    assert read() == ({OUT_OF_DATE}, {pasted.IN_USE}, [OUT_OF_DATE] * 3)


def hostile(first):
    """The starter deal with hostile words wherever a text of it may reach the sheets, from one of them on."""
    words = itertools.islice(itertools.cycle(HOSTILE), first, None)
    data = deal_of("starter").model_dump()
    data["name"] = next(words)
    data["sources"]["figures"]["terms"]["note"] = next(words)
    titled = [data["terms"]["payments"]["jobs"], data["scenarios"]["slow_start"], data["terms"]["payers"]["council"]]
    for part in [*titled, *data["risk"]["uncertain"].values()]:
        part["title"] = next(words)
    return Deal.model_validate(data)


@pytest.mark.parametrize("first", range(0, len(HOSTILE), 3))
def test_hostile_words_stay_words(first, tmp_path):
    deal, path = hostile(first), tmp_path / "hostile.xlsx"
    path.write_bytes(workbook_bytes(sibmodel.project(deal), appraisal=appraise(deal, scenarios=1024)))
    formulas = [cell[3] for cell in cells_in(path) if cell[3] and cell[0] in OURS]
    assert sorted(formulas) == sorted(
        cell[3] for cell in cells_in(io.BytesIO(bytes_of("starter"))) if cell[3] and cell[0] in OURS
    )
    assert recalculated(path)[0] == []


def test_without_savings_there_is_a_price_and_no_ceiling(tmp_path):
    data = deal_of("starter").model_dump()
    data["plan"]["savings"] = {}
    deal, path = Deal.model_validate(data), tmp_path / "model.xlsx"
    found = appraise(deal, scenarios=1024)
    path.write_bytes(workbook_bytes(sibmodel.project(deal), appraisal=found))
    sheet = openpyxl.load_workbook(path, data_only=True)[price_sheet.NAME]
    rows = {row[0]: row[1:] for _, row in rows_of(sheet) if row[0]}
    assert agree(rows["Value"][0], found.priced.found.rounded)
    assert found.priced.corridor is None
    assert all(rows[each.perspective.title][4] == "none" for each in found.priced.ceilings)
    assert all(rows[each.perspective.title][6] == "none" for each in found.priced.ceilings)
    assert any("states no cost avoided" in str(label) for label in rows)
    assert not any(str(label).startswith("What would close") for label in rows)
    assert recalculated(path)[0] == []


@pytest.mark.parametrize("name", NAMES)
def test_they_are_printed_as_large_as_can_be_read(name):
    for each in OURS:
        page = book_of(name)[each]
        last = openpyxl.utils.range_boundaries(page.print_area.split("!")[1])
        widths = [_width(page, column) for column in range(1, last[2] + 1)]
        pages = page.page_setup.fitToWidth or 1
        assert pages * 798 / (5.25 * (sum(widths) + (pages - 1) * sum(widths[:2]))) >= SMALLEST
        assert page.freeze_panes == "B6"
        assert last[3] >= max(cell.row for row in page.iter_rows() for cell in row if cell.value is not None)


def test_words_stand_where_a_rate_has_no_number():
    words = {each for name in MOVED for row in rows_of(book_of(name)[sensitivity.NAME]) for each in row[1][5:8]}
    assert {"all lost", "no single rate", "no number", NO_DEAL} <= words


def test_a_scenario_may_be_appraised_while_the_plan_is_in_use(tmp_path):
    deal, path = deal_of("starter"), tmp_path / "model.xlsx"
    path.write_bytes(workbook_bytes(projection_of("starter"), appraisal=appraise(deal, deal.scenario_names()[1])))
    sheet = openpyxl.load_workbook(path, data_only=True)[sensitivity.NAME]
    assert sheet.cell(pasted.BASED_CELL[0] + 1, pasted.BASED_CELL[1] + 2).value == pasted.NOT_IN_USE
    assert sensitivity.OTHER in [row[1] for _, row in rows_of(sheet) if row[0] == "What holds"]
    assert recalculated(path)[0] == []


def test_years_and_all_years_stand_side_by_side(tmp_path):
    """P95 of the sum is not the sum of the P95s, and the workbook shows both."""
    from sibmodel.risk.results import as_dict

    compared = 0
    for name in ("starter", "rikers_able", "peterborough"):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(workbook_bytes(projection_of(name), risk=risk_of(name)))
        wrong, count = recalculated(path)
        assert wrong == []
        sheet = openpyxl.load_workbook(path, data_only=True)[risk_sheet.NAME]
        at = next(number for number, row in rows_of(sheet) if row[0] == risk_years.TITLE)
        rows = {row[0]: row[1:4] for _, row in rows_of(sheet)[at + 2 :]}
        payers = deal_of(name).terms.payers
        for payer, found in as_dict(risk_of(name))["payments"]["by_payer"].items():
            label = f"Paid by {payers[payer].title or payer}"
            years = [each["quantiles"]["p95"]["value"] for each in found["by_fiscal_year"].values()]
            together = found["total"]["quantiles"]["p95"]["value"]
            shown = [rows[f"{label}, fiscal year {year}"][0] for year in found["by_fiscal_year"]]
            assert all(map(agree, shown, years))
            assert all(map(agree, rows[f"{label}, all years"], (sum(years), together, sum(years) - together)))
            compared += abs(sum(years) - together) > 1
        assert risk_years.SENTENCE in rows
        assert count == 1 + 2 * len(payers)
    assert compared >= 2
