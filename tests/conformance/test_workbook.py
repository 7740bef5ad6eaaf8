"""What every workbook keeps to: layout, formulas, names, hostile words, and the edits of others."""

import datetime as dt
import io
import re
import shutil
import zipfile
from dataclasses import replace

import openpyxl
import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.engine.published import compared
from sibmodel.engine.stresses import STANDARD
from sibmodel.errors import ScenarioError
from sibmodel.files.deals import parse_deal
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import Number
from sibmodel.graph.model import Input, Model, Place
from sibmodel.graph.units import MONEY
from sibmodel.workbook import seal
from sibmodel.workbook.layout import (
    CONSTANT,
    COUNTER_ROW,
    FIRST,
    LINE_SHEETS,
    OPENING,
    SHEETS,
    NoSuchSheet,
    in_reading_order,
    lay_out,
)
from sibmodel.workbook.lint import UnfitFormula, linted
from sibmodel.workbook.names import Names, UnfitName
from sibmodel.workbook.sheets import checks, investors, published, scenarios
from sibmodel.workbook.sheets.inputs import PLAN, group_of, label_of
from sibmodel.workbook.write import layout_of, workbook_bytes, write_workbook
from tests.parity.workbooks import DEALS, apply, bytes_of, contents, deal_of, projection_of, written
from tests.support.spreadsheets import Ironcalc, cells_in, column_of, sheets_in

NAMES = list(DEALS)
HOSTILE = [
    '=HYPERLINK("http://x","y")<script>alert(1)</script>', "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "{=1}", "0042",
    "http://evil.example/", "internal:Inputs!A1", '&L&"Arial"x', "a\x00b\x1b[31m\u202e", "x" * 200,
]  # fmt: skip


_REFERENCE = re.compile(r"(?<![A-Za-z])(\$?)([A-Z]{1,3})(\$?)(\d+)\b(?!\()")


def relative(formula, row, column):
    """A formula in R1C1 notation: what it reads by how far away it stands, unless it is fixed."""

    def reference(found):
        fixed_column, letters, fixed_row, number = found.groups()
        down = number if fixed_row else f"[{int(number) - 1 - row}]"
        across = letters if fixed_column else f"[{column_of(letters) - column}]"
        return f"R{down}C{across}"

    return _REFERENCE.sub(reference, formula)


def test_relative_formulas():
    assert relative("SUM($F12:H12)*Inputs!$D$3", 13, 7) == "SUM(R[-2]CF:R[-2]C[0])*Inputs!R3CD"
    assert relative("H9-G9", 9, 7) != relative("H9-F9", 9, 7)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("books")


def at_the_end(name):
    """The sheets that not every deal has: for investors, and of published figures."""
    deal = deal_of(name)
    at_risk = any(part.is_at_risk for part in deal.terms.tranches.values())
    return [*([investors.NAME] if at_risk else []), *([published.NAME] if deal.published else [])]


def stress_rows(name):
    """The rows of the Investors sheet that hold pasted stresses."""
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(name)), read_only=True)
    titles = {each.title for each in STANDARD}
    if investors.NAME not in book.sheetnames:
        return set()
    return {number for number, (label, *_) in enumerate(book[investors.NAME].values) if label in titles}


@pytest.mark.parametrize("name", NAMES)
class TestLayout:
    def test_sheets_in_order(self, name, folder):
        last = at_the_end(name)
        assert list(sheets_in(written(name, folder))) == [*SHEETS, *last]

    def test_every_formula_is_linted(self, name):
        formulas = [cell for cell in contents(name) if cell[3]]
        assert len(formulas) > 1000
        for _, _, _, formula, _ in formulas:
            assert linted(f"={formula}")

    def test_one_formula_a_row(self, name):
        """Written relative to where it stands, every formula of a row is the same."""
        rows = {}
        for sheet, row, column, formula, _ in contents(name):
            if sheet in LINE_SHEETS and column >= FIRST and formula:
                rows.setdefault((sheet, row), set()).add(relative(formula, row, column))
        assert len(rows) > 50
        assert [place for place, formulas in rows.items() if len(formulas) > 1] == []

    def test_the_opening_column_is_empty(self, name):
        filled = [
            (sheet, row) for sheet, row, column, _, _ in contents(name) if sheet in LINE_SHEETS and column == OPENING
        ]
        assert filled == []

    def test_the_same_columns_on_every_sheet(self, name):
        """Column F is the first instant everywhere, and the header of each sheet shows the dates of the Timeline."""
        cells = {cell[:3]: cell[3:] for cell in contents(name)}
        dates = layout_of(projection_of(name)).row(deal_of(name).written["time.date"])
        for sheet in LINE_SHEETS:
            for index in range(deal_of(name).written.time.size):
                assert cells[sheet, COUNTER_ROW, FIRST + index][1] == index + 1
                if sheet != "Budget":
                    assert cells[sheet, COUNTER_ROW + 1, FIRST + index][1] == cells["Timeline", dates, FIRST + index][1]

    def test_every_line_has_one_place(self, name):
        layout, lines = layout_of(projection_of(name)), deal_of(name).written.lines.values()
        places = [(line.place.sheet, layout.row(line)) for line in lines]
        assert len(set(places)) == len(places) == len(layout.rows)

    def test_nothing_but_inputs_is_typed(self, name):
        """Numbers that are not worked out stand only where they are entered, or say that they are pasted."""
        layout, last = layout_of(projection_of(name)), max(layout_of(projection_of(name)).input_rows.values())
        stresses = stress_rows(name)
        for sheet, row, column, formula, value in contents(name):
            if formula or isinstance(value, str):
                continue
            entered = sheet == "Inputs" and column == PLAN and row <= last
            overridden = sheet == "Scenarios" and column > scenarios.PLAN_COLUMN and row <= last
            pasted = sheet == "Returns" and row < min(
                layout.rows[line] for line in layout.rows if line.place.sheet == sheet
            )
            pasted = pasted or sheet == published.NAME or (sheet == investors.NAME and row in stresses)
            assert entered or overridden or pasted, (sheet, row, column, value)

    def test_no_macro_link_or_hidden_sheet(self, name, folder):
        path = written(name, folder)
        with zipfile.ZipFile(path) as file:
            names = file.namelist()
            book = file.read("xl/workbook.xml").decode()
            everything = b"".join(file.read(each) for each in names)
        assert not [each for each in names if "vba" in each.lower() or "external" in each.lower()]
        assert "hidden" not in book
        assert b"TargetMode" not in everything
        assert b'<f t="array"' not in everything

    def test_the_same_bytes_again(self, name):
        assert workbook_bytes(projection_of(name)) == bytes_of(name)

    def test_names_on_inputs_and_headlines_only(self, name, folder):
        book = openpyxl.load_workbook(written(name, folder))
        model = deal_of(name).written
        assert set(book.defined_names) == set(model.inputs) | set(model.measures)
        path = next(iter(model.inputs))
        assert book.defined_names[path].attr_text == f"Inputs!$D${layout_of(projection_of(name)).input_rows[path] + 1}"


class TestScenarios:
    def test_opens_with_the_scenario_asked_for(self, folder):
        name = "starter"
        path = written(name, folder, scenario="low_success")
        values = {cell[:3]: cell[4] for cell in cells_in(path)}
        line = deal_of(name).written["payments.paid"]
        place = ("Payments", layout_of(projection_of(name)).row(line), CONSTANT)
        assert values[place] == projection_of(name).number("payments.paid", "low_success")
        sheet = Ironcalc(path)
        sheet.recalculate()
        assert sheet.read(*place) == pytest.approx(values[place], rel=1e-12)

    def test_an_unknown_scenario_is_named(self, folder):
        with pytest.raises(ScenarioError, match="low_success"):
            written("starter", folder, scenario="low_succes")

    def test_pasted_tables_say_when_they_are_out_of_date(self, folder):
        name = "starter"
        layout, path = layout_of(projection_of(name)), "plan.outcomes.in_work.rate"
        row = layout.input_rows[path]
        says = lambda sheet: sheet.read("Scenarios", *scenarios.CURRENCY)  # noqa: E731
        for column, sheet_name, value in [(PLAN, "Inputs", 0.51), (5, "Scenarios", 0.0), (6, "Scenarios", 0.41)]:
            sheet = Ironcalc(written(name, folder))
            apply(sheet, layout, {}, "slow_start")
            assert says(sheet) == scenarios.CURRENT
            sheet.write(sheet_name, row, column, value)
            sheet.recalculate()
            assert says(sheet) == scenarios.OUT_OF_DATE

    def test_an_override_of_nothing_is_an_override(self, folder):
        name = "starter"
        layout = layout_of(projection_of(name))
        sheet = Ironcalc(written(name, folder))
        sheet.write("Scenarios", layout.input_rows["plan.outcomes.in_work.rate"], 5, 0.0)
        apply(sheet, layout, {}, "slow_start")
        paid = deal_of(name).written["payments.paid"]
        assert sheet.read("Payments", layout.row(paid), CONSTANT) == 0


class TestChecks:
    def test_a_failure_shows_on_the_cover_and_on_every_sheet(self, folder):
        name = "starter"
        layout, sheet = layout_of(projection_of(name)), Ironcalc(written(name, folder))
        master = ("Checks", 6, CONSTANT)
        sheet.recalculate()
        assert sheet.read(*master) == checks.ALL_HOLD
        apply(sheet, layout, {"plan.outcomes.in_work.verified_after": 60.0}, "plan")
        assert sheet.read(*master) == sheet.read("Cover", 4, 1) == checks.FAILS
        assert all(sheet.read(each, 2, FIRST) == checks.FAILS for each in LINE_SHEETS)

    def test_a_warning_is_not_a_failure(self, folder):
        name = "starter"
        layout, sheet = layout_of(projection_of(name)), Ironcalc(written(name, folder))
        apply(sheet, layout, {"terms.capital.loan.commitment": 1_000.0}, "plan")
        assert sheet.read("Checks", 6, CONSTANT) == checks.WARNS

    def test_an_input_that_was_deleted_is_a_failure(self, folder):
        name = "starter"
        layout, sheet = layout_of(projection_of(name)), Ironcalc(written(name, folder))
        row = layout.input_rows["terms.payers.council.share"]
        sheet.model.clear_cell_contents(sheet.sheets["Inputs"], row + 1, PLAN + 1)
        sheet.recalculate()
        assert sheet.read("Checks", 6, CONSTANT) == checks.FAILS

    def test_words_in_an_input_are_a_failure(self, folder):
        name = "starter"
        layout, sheet = layout_of(projection_of(name)), Ironcalc(written(name, folder))
        apply(sheet, layout, {"plan.outcomes.in_work.rate": "a half"}, "plan")
        assert sheet.read("Checks", 6, CONSTANT) == sheet.read("Cover", 4, 1) == checks.FAILS


class TestFigureThatHasNoMeaning:
    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"plan.achievement": 0.0}, "all lost"),
            ({"terms.capital.loan.commitment": 0.0, "plan.costs.delivery.per_month": 0.0}, None),
        ],
    )
    def test_words_stand_in_its_place(self, changes, says, folder):
        name = "starter"
        layout, sheet = layout_of(projection_of(name)), Ironcalc(written(name, folder))
        apply(sheet, layout, changes, "plan")
        rows = range(7, 11)
        shown = [sheet.read("Returns", row, CONSTANT) for row in rows]
        assert any(isinstance(each, str) for each in shown)
        assert says is None or says in shown


class TestEdited:
    def test_its_own_file_is_written_again(self, tmp_path):
        path = tmp_path / "model.xlsx"
        assert write_workbook(projection_of("starter"), path) == path
        assert write_workbook(projection_of("starter"), path, scenario="slow_start") == path
        assert [each.name for each in tmp_path.iterdir()] == ["model.xlsx"]

    def test_an_edited_one_is_left_alone(self, tmp_path):
        path = tmp_path / "model.xlsx"
        write_workbook(projection_of("starter"), path)
        book = openpyxl.load_workbook(path)
        book["Inputs"].cell(9, 3).value = 1
        book.save(path)
        edited = path.read_bytes()
        assert write_workbook(projection_of("starter"), path) == tmp_path / "model (2).xlsx"
        assert write_workbook(projection_of("starter"), path) == tmp_path / "model (2).xlsx"
        shutil.copy(path, tmp_path / "model (2).xlsx")
        assert write_workbook(projection_of("starter"), path) == tmp_path / "model (3).xlsx"
        assert path.read_bytes() == edited

    @pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x05\x06" + b"\0" * 18])
    def test_what_cannot_be_read_is_left_alone(self, content, tmp_path):
        path = tmp_path / "model.xlsx"
        path.write_bytes(content)
        assert write_workbook(projection_of("starter"), path) == tmp_path / "model (2).xlsx"
        assert path.read_bytes() == content

    def test_a_folder_of_that_name_is_left_alone(self, tmp_path):
        (tmp_path / "model.xlsx").mkdir()
        assert write_workbook(projection_of("starter"), tmp_path / "model.xlsx") == tmp_path / "model (2).xlsx"

    def test_one_byte_is_an_edit(self, tmp_path):
        path = written("starter", tmp_path)
        assert seal.is_untouched(path)
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(b"<v>8000</v>", b"<v>8001</v>")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name, data in parts.items():
                new.writestr(name, data)
        assert not seal.is_untouched(path)

    def test_a_bomb_is_not_unpacked(self, tmp_path, monkeypatch):
        path = tmp_path / "bomb.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
            bomb.writestr("docProps/custom.xml", b"0" * 64)
            bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 80 * 2**20)
        assert not seal.is_untouched(path)
        with zipfile.ZipFile(path, "w") as many:
            for number in range(seal.LIMITS.parts + 1):
                many.writestr(str(number), b"")
        assert not seal.is_untouched(path)
        good = written("starter", tmp_path)
        for limit, least in (("file", 1000), ("part", 1000), ("whole", 1000), ("parts", 3), ("ratio", 0)):
            with monkeypatch.context() as patch:
                patch.setattr(seal, "LIMITS", replace(seal.LIMITS, **{limit: least}))
                assert not seal.is_untouched(good)
        assert seal.is_untouched(good)

    def test_nothing_is_left_behind_when_writing_fails(self, tmp_path):
        with pytest.raises(FileNotFoundError):
            write_workbook(projection_of("starter"), tmp_path / "no such folder" / "model.xlsx")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words, tmp_path):
    data = deal_of("starter").model_dump()
    data["name"] = data["summary"] = data["terms"]["payments"]["jobs"]["title"] = words
    data["scenarios"]["slow_start"]["title"] = data["terms"]["payers"]["council"]["title"] = words
    data["sources"]["figures"]["terms"]["note"] = words
    deal = Deal.model_validate(data)
    path = write_workbook(sibmodel.project(deal), tmp_path / "hostile.xlsx")
    plain = len([cell for cell in contents("starter") if cell[3]])
    assert len([cell for cell in cells_in(path) if cell[3]]) == plain
    book = openpyxl.load_workbook(path)
    shown = book["Cover"]["A1"].value
    assert book["Cover"]["A1"].data_type == "s"
    assert shown == "".join(c for c in words if c.isprintable())
    with zipfile.ZipFile(path) as file:
        assert b"<script>" not in b"".join(file.read(each) for each in file.namelist())
        assert b"TargetMode" not in b"".join(file.read(each) for each in file.namelist())
    assert len(book["Inputs"].oddFooter.left.text or "") <= 255


def test_the_date_on_the_cover_is_the_one_given():
    with_date = workbook_bytes(projection_of("starter"), written_on=dt.date(2027, 1, 31))
    assert "2027-01-31" in [cell.value for cell in openpyxl.load_workbook(io.BytesIO(with_date))["Cover"]["B"]]


class TestLint:
    @pytest.mark.parametrize(
        "formula",
        [
            "=NOW()", "=OFFSET(A1,1,1)", '=INDIRECT("A1")', "=XLOOKUP(1,A1:A2,B1:B2)", "=LET(x,1,x)", "=rand()",
            "{=A1}", "=SUM({1,2})", "=[1]Sheet!A1", "=Table[Column]", "=A1#", "=A1&B1", "=_xlfn.XOR(1,0)", "SUM(A1)",
            f"={'1+' * 5000}1",
        ],
    )  # fmt: skip
    def test_refuses(self, formula):
        with pytest.raises(UnfitFormula, match="not every spreadsheet"):
            linted(formula)

    def test_words_may_say_anything(self):
        assert linted('=IF(A1>0,"NOW() {x} [1]",0)')


class TestNames:
    @pytest.mark.parametrize(
        "name", ["IRR1", "TAX2024", "A1", "R1C1", "r", "c", "C12", "1x", "a b", "", "é", "x" * 256]
    )
    def test_refuses(self, name):
        with pytest.raises(UnfitName, match="cannot name a cell"):
            Names().fit(name)

    def test_no_name_twice(self):
        names = Names()
        names.fit("plan.rate")
        with pytest.raises(UnfitName, match="is taken"):
            names.fit("Plan.Rate")


@pytest.mark.parametrize("sheet", ["Risk", "Checks", "Inputs"])
def test_no_line_is_left_out(sheet):
    model = Model(Axis("instants", 2))
    model.section("risk", sheet, "Losses").line("loss", "Loss", Number(1.0))
    with pytest.raises(NoSuchSheet, match=sheet):
        lay_out(model, {}, {})


class TestOrder:
    @pytest.mark.parametrize("name", NAMES)
    def test_lines_follow_what_they_read(self, name):
        """Within a heading a line stands below those it reads, but for what a closing line of another heading moves."""
        layout = layout_of(projection_of(name))
        for blocks in layout.blocks.values():
            for block in blocks:
                assert sorted(line.name for line in block.lines) == sorted({line.name for line in block.lines})

    def test_a_balance_reads_from_opening_to_closing(self):
        model = deal_of("starter").written
        lines = [line for line in model.lines.values() if line.place == Place("Capital", "Social investor")]
        names = [line.name.rsplit(".", 1)[-1] for line in in_reading_order(lines)]
        assert names.index("principal_opening") < names.index("drawn") < names.index("principal_repaid")
        assert names.index("principal_repaid") < names.index("principal_closing")


def test_a_figure_that_is_not_finite_is_not_written(tmp_path):
    projection = sibmodel.project(deal_of("starter"))
    projection.values["payments.paid"] = projection.values["payments.paid"] * float("nan")
    with pytest.raises(ValueError, match="is not finite"):
        write_workbook(projection, tmp_path / "model.xlsx")


def test_inputs_read_the_currency_of_the_deal(folder):
    book = openpyxl.load_workbook(written("starter", folder))
    units = {cell.value for cell in book["Inputs"]["B"]}
    assert {"GBP", "GBP per month", "GBP per person", "months", "%"} <= units
    assert not any(re.search(r"\bmoney\b", str(unit)) for unit in units)
    assert Input("x", "x", 0.0, MONEY).unit == MONEY


@pytest.mark.parametrize("name", NAMES)
def test_no_input_reads_like_another_of_its_group(name):
    model = deal_of(name).written
    labels = [(group_of(path), label_of(path, entry.label)) for path, entry in model.inputs.items()]
    assert len(set(labels)) == len(labels)


def test_every_entry_takes_numbers_only(folder):
    book = openpyxl.load_workbook(written("starter", folder))
    rules = {str(rule.sqref): rule for rule in book["Inputs"].data_validations.dataValidation}
    rows = layout_of(projection_of("starter")).input_rows
    assert {f"C{row + 1}" for row in rows.values()} <= {cell for each in rules for cell in each.split()}
    assert {rule.type for rule in rules.values()} == {"whole", "decimal"}


SMALLEST = 0.64
"""At this scale words of nine points are not quite six points high; no sheet is printed smaller to spare a column."""


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_is_printed_as_large_as_can_be_read(folder, name):
    book = openpyxl.load_workbook(written(name, folder))
    last = at_the_end(name)
    for sheet in [*LINE_SHEETS, "Inputs", "Scenarios", "Checks", *last]:
        page = book[sheet]
        assert page.print_area, sheet
        last = openpyxl.utils.range_boundaries(page.print_area.split("!")[1])[2]
        widths = [_width(page, column) for column in range(1, last + 1)]
        pages = page.page_setup.fitToWidth or 1
        points = 5.25 * (sum(widths) + (pages - 1) * sum(widths[:2]))
        assert pages * 798 / points >= SMALLEST, f"{sheet} on {pages} pages"
        assert pages == 1 or (pages - 1) * 798 / points < SMALLEST, f"{sheet} takes more pages than it needs"
        assert bool(page.print_title_cols) == (pages > 1), f"{sheet}: labels stand again beside columns that run on"


def _width(page, column):
    """The width of a column; openpyxl keeps that of several alike columns with the first of them."""
    found = [each for each in page.column_dimensions.values() if each.min <= column <= each.max]
    return found[0].width if found else 8.43


def test_the_cover_says_what_is_not_stated(folder):
    words = {cell.value for cell in openpyxl.load_workbook(written("denver_supportive_housing", folder))["Cover"]["C"]}
    assert {"USD · no cost avoided is stated", "USD · not discounted: no rate stated"} <= words


def test_published_figures_stand_there_as_pasted_values_with_their_scenario(folder):
    compared_there = 0
    for name in ("rikers_able", "denver_supportive_housing"):
        book = openpyxl.load_workbook(written(name, folder, "as_realised"))
        rows = [[cell.value for cell in row] for row in book[published.NAME].iter_rows(min_row=published.HEADS + 2)]
        found = compared(projection_of(name))
        assert len(rows) == len(found)
        for row, each in zip(rows, found, strict=True):
            assert row[:2] == [each.title, each.scenario_title]
            assert row[4:6] == [each.published.value, each.published.within]
            assert row[6] == (each.why_none if each.obtained is None else pytest.approx(each.obtained, rel=1e-15))
            assert row[7] == ("" if each.difference is None else pytest.approx(each.difference, rel=1e-15))
            assert row[8] == each.status.replace("_", " ")
            compared_there += 1
    assert compared_there == 41
    links = [cell.value for cell in book["Cover"]["A"]]
    assert links[links.index("Investors") + 1] == published.NAME


def test_published_figures_say_when_they_are_out_of_date_and_what_they_are_not(folder):
    text = DEALS["rikers_able"].read_text(encoding="utf-8")
    for old, new in (
        ("value: 1.5%,", "value: 1.6%,"),
        (
            "value: 1.9%, within: 0.05%, source: SVA, confidence: stated",
            "value: 1.9%, within: 0.05%, confidence: unconfirmed",
        ),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = folder / "wrong.xlsx"
    path.write_bytes(workbook_bytes(sibmodel.project(parse_deal(text).deal)))
    page = openpyxl.load_workbook(path)[published.NAME]
    results = [cell.value for cell in page["I"]]
    assert results.count("FAILED: claimed as reproduced, and is not") == 1
    assert results.count("unconfirmed, not a published figure") == 1
    assert results.count("by construction") == 7
    assert results.count("not reproduced") == 3
    assert str(page["B4"].value).startswith("=Scenarios!")


def test_headings_have_titles_and_the_cover_names_the_scenario(folder):
    book = openpyxl.load_workbook(written("starter_workforce", folder), data_only=True)
    headings = {cell.value for cell in book["Inputs"]["A"]}
    assert "Plan › Outcomes › Month in work" in headings
    assert "Plan › Costs › Trainers and coaches" in headings
    assert "Plan › Costs › Team" not in headings
    assert book["Cover"].cell(4, 2).value == "Plan"


def test_the_cover_says_where_other_scenarios_warn(tmp_path):
    now = projection_of("massachusetts_juvenile_justice")
    warned = [name for name in now.scenarios if name != "plan" and now.failures(name)]
    write_workbook(now, tmp_path / "model.xlsx")
    book = openpyxl.load_workbook(tmp_path / "model.xlsx", data_only=True)
    said = book["Cover"].cell(5, 3).value or ""
    assert (book["Cover"].cell(5, 2).value == checks.ALL_HOLD) == (not now.failures("plan"))
    assert all(now.where(name) in said for name in warned)
    assert bool(said) == bool(warned)
