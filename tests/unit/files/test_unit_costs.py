"""Tables of unit costs: what is read of them, what is refused with its place, and what a deal gets."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
import zipfile
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sibmodel.deal.savings.saving import UnitCost
from sibmodel.errors import Problem, TableError
from sibmodel.files.table_figures import Unreadable, amount, price_year, words
from sibmodel.files.tables import MOST_ROWS
from sibmodel.files.unit_cost_entries import as_yaml, cautions, deal_entries, name_of, wholes_of
from sibmodel.files.unit_cost_units import unit_meant
from sibmodel.files.unit_costs import CostEntry, read_unit_costs
from sibmodel.files.yaml import parse_yaml
from tests.support.unit_costs import HEADS, ROWS, as_csv, saved, two_rows_of_heads, with_part, workbook

CODES = [row[2] for row in ROWS]
numbers = count()


@pytest.fixture
def read(tmp_path):
    """Reads a text or the bytes of a workbook as a file."""

    def as_file(content, *, name=None, **how):
        path = tmp_path / (name or f"table{next(numbers)}.csv")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_unit_costs(path, **how)

    return as_file


def refusals(read, content, **how):
    with pytest.raises(TableError) as raised:
        read(content, name="t", **how)
    return [re.sub(r"^\S*/t", "t", str(problem)) for problem in raised.value.problems]


def told(table):
    return [re.sub(r"^.*/table[0-9]+\.csv", "t", str(problem)) for problem in table.problems]


def values(table):
    return {
        (code, each): (figure.value, figure.price_year)
        for code, entry in ((entry.code, entry) for entry in table.entries.values())
        for each, figure in entry.figures.items()
    }


FIGURES = {
    ("IN1.0", "fiscal"): (2410, 2013),
    ("IN1.0", "economic"): (1100, 2013),
    ("IN1.0", "social"): (640.5, 2012),
    ("IN1.0.1", "fiscal"): (1171, 2013),
    ("IN1.0.2", "fiscal"): (415.5, 2013),
    ("IN2.0", "fiscal"): (30000, 2010),
    ("IN2.1", "fiscal"): (2300, 2008),
    ("HE&1.0", "fiscal"): (330, 2013),
    ("WO1.0", "economic"): (9000, 2014),
}


# --- what is read ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_text_whatever_parts_its_values(read, sign, mark):
    table = read(mark + as_csv(sign=sign))
    assert table.problems == ()
    assert values(table) == FIGURES
    assert [entry.code for entry in table.entries.values()] == CODES


def test_a_workbook_with_sheets_by_theme_and_heads_in_two_rows(read):
    table = read(saved(workbook(beside=[("Lookups", [["Year", "Index"], [2013, 1.0]])])))
    assert told(table) == []
    assert values(table) == FIGURES  # and not the updated values of 999,999
    assert table.entries["in1.0.1"].says("agency") == "Health; Trust"
    assert list(table.heads) == ["Crime & more", "Health & more", "Work & more"]


def test_what_a_row_says_beside_its_values(read):
    entry = read(as_csv()).entries["in1.0.2"]
    assert entry.as_dict() == {
        "code": "IN1.0.2",
        "description": "Incident: police",
        "unit": "Per incident",
        "theme": "Crime",
        "sub_theme": "Incidents",
        "agency": "Police",
        "fiscal": {"value": 415.5, "price_year": 2013},
        "economic": None,
        "social": None,
        "rag": "Red",
        "source": "Invented",
        "comment": "It's rough",
        "basis": "",
        "parent": "",
    }


def test_heads_in_any_case_and_spacing(read):
    heads = [f"  {head.upper().replace(' ', '   ')} " for head in HEADS]
    assert values(read(as_csv(heads=heads))) == FIGURES


def test_one_price_year_for_every_value(read):
    table = read("Code,Description,Unit,Fiscal cost,Social cost,Price year\nA1,x,Each,5,6,2011/12\n")
    assert values(table) == {("A1", "fiscal"): (5, 2011), ("A1", "social"): (6, 2011)}


def test_years_that_stand_beside_their_values(read):
    heads = ["Year" if head.endswith("price year") else head for head in HEADS]
    assert values(read(as_csv(heads=heads))) == FIGURES


def test_signs_inside_values_part_nothing(read):
    rows = [[*row[:15], "; ".join("a,b\tc" for _ in range(20))] for row in ROWS]
    for sign in ",;\t":
        assert values(read(as_csv(rows, sign=sign))) == FIGURES
        unquoted = [[*row[:15], "".join(each * 25 for each in ",;\t" if each != sign)] for row in ROWS]
        assert values(read(as_csv(unquoted, sign=sign))) == FIGURES


def test_a_theme_goes_on_until_the_next(read):
    rows = [["Crime", *ROWS[0][1:]], ["Crime", *ROWS[1][1:]], *ROWS[2:]]
    entries = read(as_csv(rows)).entries.values()
    assert [(entry.says("theme"), entry.says("sub_theme")) for entry in entries] == [
        *[("Crime", "Incidents")] * 3, *[("Crime", "Custody")] * 2, ("Health", ""), ("Work", ""),
    ]  # fmt: skip


def test_columns_that_the_user_names(read):
    text = as_csv(heads=[{"Code": "Key", "Fiscal value": "Money"}.get(head, head) for head in HEADS])
    assert "lacks columns: code; " not in refusals(read, text)[0]
    assert "lacks a column: code. Found are: 'Theme'" in refusals(read, text)[0]
    assert values(read(text, columns={"code": "key ", "fiscal": "MONEY"})) == FIGURES
    assert "No column has the head 'Cost'. Found are: 'Theme'" in refusals(read, text, columns={"fiscal": "Cost"})[0]


def test_words_are_sought_in_all_that_a_row_says(read):
    table = read(as_csv())
    assert [entry.code for entry in table.found("CUSTODY year")] == ["IN2.0"]
    assert [entry.code for entry in table.found("rough")] == ["IN1.0.2"]
    assert table.found("custody hospital") == []
    assert len(table.found("")) == len(ROWS)


def test_rows_without_code_and_value_are_no_entries(read):
    rows = [["CRIME"], [], *ROWS, ["Figures are rounded; see the introduction to this table."]]
    assert values(read(as_csv(rows))) == FIGURES


# --- what is refused ---------------------------------------------------------------------------------------------


def changed(**cells):
    """The first row with other cells, and a second one that is fine."""
    row = list(ROWS[0])
    for name, value in cells.items():
        row[[head.lower().replace(" ", "_").replace("-", "_") for head in HEADS].index(name)] = value
    return as_csv([row, ROWS[3]])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"fiscal_value": "5-7"}, "t:3:8  Fiscal value  '5-7' is not one figure. Write a plain figure"),
        ({"fiscal_value": "8.000"}, "t:3:8  Fiscal value  '8.000' could be thousands or a fraction"),
        ({"fiscal_value": "-5"}, "t:3:8  Fiscal value  is -5, below 0."),
        ({"fiscal_value": "£2.5m"}, "t:3:8  Fiscal value  '£2.5m' is not one figure."),
        ({"fiscal_value": "1,23"}, "t:3:8  Fiscal value  '1,23' is not one figure."),
        ({"fiscal_value": "#REF!"}, "t:3:8  Fiscal value  is #REF!, an error of the spreadsheet."),
        ({"fiscal_price_year": "2013/15"}, "t:3:9  Fiscal price year  '2013/15' is not one year."),
        ({"fiscal_price_year": "13/14"}, "t:3:9  Fiscal price year  '13/14' is no price year."),
        ({"fiscal_price_year": ""}, "t:3:9  Fiscal price year  The fiscal value has no price year."),
        ({"code": ""}, "t:3:3  Code  The row has no code."),
        ({"code": "x" * 26}, "is no code."),
    ],
)
def test_a_row_that_cannot_be_read_is_told_with_its_place(read, cells, said):
    table = read(changed(**cells))
    assert len(table.problems) == 1
    assert said in told(table)[0]
    assert list(table.entries) == ["in2.0"]  # the row that is fine is there


def test_of_two_rows_with_one_code_neither_is_taken(read):
    table = read(as_csv([ROWS[0], [*ROWS[3][:2], "in 1.0", *ROWS[3][3:]], ROWS[5]]))
    assert [each.partition(". ")[0] for each in told(table)] == [
        "t:3:3  Code  IN1.0 is given twice",
        "t:4:3  Code  in 1.0 is given twice",
    ]
    assert list(table.entries) == ["he&1.0"]
    assert len(table.unread["in1.0"]) == 2


def test_all_of_it_is_told_at_once(read):
    cells = {"fiscal_value": "5-7", "fiscal_price_year": "x", "social_value": "a", "social_price_year": "b"}
    assert [each.split("  ")[0] for each in told(read(changed(**cells)))] == ["t:3:8", "t:3:9", "t:3:12", "t:3:13"]


def test_places_in_a_workbook_are_cells(read):
    book = workbook()
    book["Crime & more"]["H5"] = "about 500"
    book["Crime & more"]["I4"] = dt.datetime(2013, 4, 1)  # noqa: DTZ001 - as spreadsheets have it
    book["Health & more"]["H3"] = "=1+1"  # openpyxl stores no result
    table = read(saved(book))
    assert [each.partition("  ")[2] for each in told(table)] == [
        "'Crime & more'!I4  is the date 2013-04-01, not a year. Write one year, such as 2013/14, 2013-14 or 2013.",
        "'Crime & more'!H5  'about 500' is not one figure. Write a plain figure such as 2470 or 16.05.",
        (
            "'Health & more'!H3  is a formula whose result is not stored. "
            "Open the workbook in a spreadsheet program and save it there."
        ),
    ]
    assert set(table.unread) == {"in1.0.1", "in1.0.2", "he&1.0"}
    assert len(table.entries) == len(ROWS) - 3


def test_a_file_without_such_a_table_says_what_is_wanted_and_found(read):
    (said,) = refusals(read, "a,b\n1,2\n")
    assert said == (
        "t  The file holds no table of unit costs: no row has the heads of its columns. The first row holds "
        "'a', 'b'. Wanted are: code, description, unit, and a fiscal, economic or social value with its price year."
    )
    (said,) = refusals(read, "Code,Item,Price\nA1,x,5\n")
    assert said == (
        "t:1:1  The table lacks columns: unit; a fiscal, economic or social value. Found are: 'Code', 'Item', "
        "'Price'. Rename a head so that it has the words by which it is found (unit: 'unit' or 'units'; a fiscal, "
        "economic or social value: 'fiscal' or 'economic' or 'social'), or name it here: --column unit='Its head' "
        "--column fiscal='Its head'."
    )
    assert "price year of the fiscal value" in refusals(read, "Code,Item,Unit,Fiscal\nA1,x,Each,5\n")[0]


def test_two_columns_for_one_value_are_not_guessed_at(read):
    text = "Code,Item,Unit,Fiscal low,Fiscal high,Year\nA1,x,Each,5,6,2011\n"
    (said,) = refusals(read, text)
    assert said == (
        "t:1:5  Several columns could be the fiscal value: 'Fiscal low' and 'Fiscal high'. "
        "Say which: --column fiscal='Its head'."
    )
    assert values(read(text, columns={"fiscal": "Fiscal low"})) == {("A1", "fiscal"): (5, 2011)}


def test_a_sheet_that_looks_like_a_table_and_is_none_is_told(read):
    beside = [("Fire", [["Code", "Description", "Unit", "Fiscal value"], ["FI1.0", "Fire", "Each", 5]])]
    table = read(saved(workbook(beside=beside)))
    assert values(table) == FIGURES
    assert len(table.problems) == 1
    assert "Fire!A1  The table lacks a column: price year of the fiscal value." in told(table)[0]


def test_one_sheet_alone(read):
    content = saved(workbook())
    assert set(read(content, sheet="health & MORE").entries) == {"he&1.0"}
    assert (
        "There is no sheet 'Fire'. Sheets: 'Introduction', 'Crime & more'" in refusals(read, content, sheet="Fire")[0]
    )


# --- hostile files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (as_csv().encode("utf-16"), "t  The file is saved as UTF-16. Save it as 'CSV UTF-8'."),
        (as_csv().encode("cp1252"), "t:3:66  The file is not saved as UTF-8: it has a byte A3 here."),
        (b"Code\0", "t  The file is neither a text nor a workbook."),
        (b"\xd0\xcf\x11\xe0old", "t  The file is an old or a locked workbook."),
        (b"PK\x03\x04", "t  The workbook is not opened: it is damaged."),
        (as_csv() + 'IN9.0,"never closed\n\n', "t:10:1  The row that begins here cannot be read"),
        (with_part(saved(workbook()), "xl/vbaProject.bin"), "t  The workbook is not opened: it holds macros. Save"),
        (with_part(b"PK\x05\x06" + bytes(18), "a.txt"), "t  The file is not a workbook that can be read."),
        ("", "t  The file holds no table"),
    ],
)
def test_hostile_files_are_refused_with_a_remedy(read, content, said):
    (found,) = refusals(read, content)
    assert found.startswith(said)


def test_no_file(tmp_path):
    for path, said in ((tmp_path / "none.csv", "There is no such file."), (tmp_path, "This is not a file.")):
        with pytest.raises(TableError, match=said):
            read_unit_costs(path)


def rewritten(content, part, old, new):
    """A workbook with a text in one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            assert name != part or old in data
            target.writestr(name, data.replace(old, new) if name == part else data)
    return out.getvalue()


def test_a_cell_in_the_far_corner_and_a_lie_about_the_size_cost_no_time(read):
    book = workbook()
    book["Health & more"]["XFD1048576"] = "far"
    size, lie = b'<dimension ref="A1:S7" />', b'<dimension ref="A1:XFD1048576" />'
    lie = rewritten(saved(book), "xl/worksheets/sheet2.xml", size, lie)
    begun = time.perf_counter()
    table = read(lie)
    assert time.perf_counter() - begun < 5
    assert values(table) == FIGURES
    (said,) = told(table)
    assert f"'Health & more'!A{MOST_ROWS}  The sheet goes on below row {MOST_ROWS}, and no further is read." in said


def test_an_entity_in_a_workbook_is_refused(read):
    bomb = rewritten(
        saved(workbook()),
        "xl/worksheets/sheet2.xml",
        b"<worksheet",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet',
    )
    assert refusals(read, bomb)[0].startswith("t  The file is not a workbook that can be read.")


def test_what_steers_a_terminal_is_taken_out_of_words(read):
    table = read(changed(description="=cmd|' /C calc'!A0\x1b[31m\u202e\u200b red\nline"))
    (first, _) = table.entries.values()
    assert first.says("description") == "=cmd|' /C calc'!A0 [31m red line"


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "odd.csv"
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    with pytest.raises(TableError):
        read_unit_costs(path)


# --- figures, years, units ---------------------------------------------------------------------------------------


@given(st.floats(0, 1e11, allow_nan=False) | st.integers(0, 10**11))
def test_an_amount_is_read_as_it_is_written(number):
    assert amount(number) == number
    assert amount(f"£{number:,.2f}") == pytest.approx(number, abs=0.006)
    if isinstance(number, int):
        assert amount(f"{number:_}") == amount(f"{number:,}".replace(",", " ")) == number


@pytest.mark.parametrize("cell", ["1e3", "1.234,5", "12,34", "1,2345", "٣", "ten", "1 2", True, 1e13, float("nan"), -1])
def test_what_could_be_another_amount_is_refused(cell):
    with pytest.raises(Unreadable):
        amount(cell)


@given(st.integers(1950, 2098))
def test_a_financial_year_is_its_first_year(year):
    forms = [year, float(year), f"{year}", f"{year}/{(year + 1) % 100:02}", f"{year}-{(year + 1) % 100:02}"]
    forms += [f"{year}/{year + 1}", f"{year}–{year + 1}", f"FY {year}/{(year + 1) % 100:02}", f" {year} prices "]
    assert {price_year(form) for form in forms} == {year}
    for wrong in (f"{year}/{year % 100:02}", f"{year}/{(year + 2) % 100:02}", f"{year % 100:02}", f"{year}.5"):
        with pytest.raises(Unreadable):
            price_year(wrong)


def test_a_year_that_a_spreadsheet_made_a_date_of():
    assert price_year(dt.datetime(2010, 11, 1)) == 2010  # noqa: DTZ001 - as spreadsheets have it
    with pytest.raises(Unreadable, match="is the date 2010-12-01"):
        price_year(dt.datetime(2010, 12, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("said", "per", "is_yearly", "is_sure"),
    [
        ("Per incident", "outcome", False, True),
        ("Each", "outcome", False, True),
        ("per eviction", "outcome", False, True),
        ("Per person", "person", False, True),
        ("PER PERSON PER YEAR", "person", True, True),
        ("£ per young person / annum", "person", True, True),
        ("Per participants per year", "person", True, True),
        ("Per bed day", "day", False, True),
        ("per day", "day", False, True),
        ("Per year", "person", True, False),
        ("Per half day", "outcome", False, False),
        ("Per month", "outcome", False, False),
        ("Per person per week", "outcome", False, False),
        ("Per hour", "outcome", False, False),
        ("Per FTE", "outcome", False, False),
        ("Per 1,000 people", "outcome", False, False),
        ("Per group of patients", "outcome", False, False),
        ("Annual cost per person", "outcome", False, False),
        ("", "outcome", False, False),
    ],
)
def test_units(said, per, is_yearly, is_sure):
    meant = unit_meant(said)
    assert (meant.per, meant.is_yearly, not meant.doubt) == (per, is_yearly, is_sure)
    assert bool(meant.doubt) == bool(meant.remedy)


# --- what a deal gets --------------------------------------------------------------------------------------------


def pasted(entries):
    text = "plan:\n  unit_costs:\n" + "\n".join(as_yaml(entries))
    return parse_yaml(text).data["plan"]["unit_costs"]


def test_every_class_with_a_value_is_an_entry(read):
    table = read(as_csv(), name="costs.csv")
    entries = pasted(deal_entries(table, list(table.entries.values())))
    assert {(cost["code"], name.rpartition("_")[2]): (cost["value"], cost["price_year"])
            for name, cost in entries.items()} == FIGURES  # fmt: skip
    assert {name: cost["parent"] for name, cost in entries.items() if "parent" in cost} == {
        "in1_0_1_fiscal": "in1_0_fiscal",
        "in1_0_2_fiscal": "in1_0_fiscal",
        "in2_1_fiscal": "in2_0_fiscal",
    }
    assert entries["he_1_0_fiscal"]["per"] == "day"
    assert entries["in1_0_2_fiscal"]["source"] == "costs.csv, IN1.0.2. Invented. RAG Red. It's rough."
    assert {UnitCost(**cost).basis for cost in entries.values()} == {"average"}


def test_a_parent_that_is_not_chosen_is_named_in_a_remark(read):
    table = read(as_csv())
    (entry,) = deal_entries(table, [table.entries["in1.0.1"]])
    assert "parent" not in entry.fields
    assert "If the deal has in1_0_fiscal too, name it as parent." in entry.remark


def test_the_nearest_whole_with_a_value_of_the_same_class_is_the_parent(read):
    rows = [[""] * 16 for _ in range(4)]
    for row, code, fiscal, social in zip(rows, ("A1.0", "A1.2", "A1.2.1", "A1.2.1.3"), "5501", "5055", strict=True):
        row[2:5] = code, "x", "Each"
        row[7:9] = (fiscal, "2013") if fiscal != "0" else ("", "")
        row[11:13] = (social, "2013") if social != "0" else ("", "")
    table = read(as_csv(rows))
    assert [each.code for each in wholes_of(table, table.entries["a1.2.1.3"])] == ["A1.2.1", "A1.2", "A1.0"]
    entries = {each.name: each.fields.get("parent") for each in deal_entries(table, list(table.entries.values()))}
    assert entries["a1_2_1_3_fiscal"] == "a1_2_fiscal"
    assert entries["a1_2_1_3_social"] == "a1_2_1_social"
    assert entries["a1_2_1_social"] == "a1_0_social"


def test_a_column_for_the_whole_goes_first_and_a_circle_ends(read):
    text = "Code,Item,Unit,Fiscal,Year,Parent\nA,x,Each,5,2011,B\nB,x,Each,5,2011,A\nC1.1,x,Each,5,2011,A\n"
    table = read(text)
    assert [each.code for each in wholes_of(table, table.entries["c1.1"])] == ["A", "B"]
    assert [each.code for each in wholes_of(table, table.entries["a"])][:1] == ["B"]


def test_what_to_look_out_for(read):
    table = read(as_csv())
    said = [str(each).partition("  Code  ")[2] for each in cautions(table, list(table.entries.values()))]
    assert [each.partition(" ")[0] for each in said] == [
        "IN1.0.1", "IN1.0.1", "IN1.0.2", "IN1.0.2", "IN2.0", "IN2.1", "IN2.1", "WO1.0", "WO1.0",
    ]  # fmt: skip
    for part in (
        "IN1.0.1 is rated amber.",
        "IN1.0.2 is rated red.",
        "IN1.0.1 is a part of IN1.0 by its code, and both are chosen.",
        "IN2.0 is the value of a year. Write yearly: true in the saving",
        "IN2.1 is per: outcome, but its unit is 'Per month'",
        "WO1.0 speaks of 'tax': a transfer",
    ):
        assert sum(each.startswith(part) for each in said) == 1, part


@pytest.mark.parametrize(
    ("rag", "colour"), [("A", "amber"), ("green; r", "red"), ("AMBER", "amber"), ("G", None), ("", None)]
)
def test_ratings(read, rag, colour):
    said = " ".join(map(str, cautions(table := read(changed(rag=rag)), [table.entries["in1.0"]])))
    assert (f"is rated {colour}" in said) == (colour is not None)
    assert ("is rated" in said) == (colour is not None)


def test_a_year_in_the_description_only(read):
    table = read(changed(description="Annual cost of a place", unit="Per person"))
    (said,) = cautions(table, [table.entries["in1.0"]])
    assert "its description says 'Annual'. If it is the value of a year, write yearly: true" in str(said)


@given(st.text(max_size=60), st.text(max_size=25), st.floats(0, 1e12))
def test_whatever_a_row_says_the_entry_is_a_unit_cost(said, code, value):
    from sibmodel.files.unit_costs import CostTable, Figure

    code = words(f"A{code}")[:25]
    row = {
        name: words(said) if not said.startswith("#") else "" for name in ("description", "unit", "source", "comment")
    }
    entry = CostEntry(code, {"social": Figure(value, 2013)}, row, Problem("", ""))
    table = CostTable("t.csv", {"a": entry}, (), {}, {})
    (read_back,) = pasted(deal_entries(table, [entry])).items()
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", read_back[0])
    cost = UnitCost(**read_back[1])
    assert cost.value == value
    assert cost.code == code


def test_names_begin_with_a_letter():
    assert name_of(CostEntry("101", {}, {}, Problem("", "")), "social") == "cost_101_social"
    assert name_of(CostEntry("E&S 1.0", {}, {}, Problem("", "")), "fiscal") == "e_s_1_0_fiscal"


def test_the_workbook_of_these_tests_is_what_it_is_meant_to_be():
    assert len(two_rows_of_heads()[0]) == len(two_rows_of_heads()[1]) == 19
    sheets = load_workbook(filename=io.BytesIO(saved(workbook()))).sheetnames
    assert sheets == ["Introduction", "Crime & more", "Health & more", "Work & more"]


def test_a_column_that_is_not_found_is_told_by_which_heads_it_would_be(read):
    text = "Code,Description,Unit,Cost per incident,Year\nHE1,A stay,per incident,1200,2019/20\n"
    assert refusals(read, text)[0].endswith(
        "Rename a head so that it has the words by which it is found (a fiscal, economic or social value: 'fiscal' or "
        "'economic' or 'social'), or name it here: --column fiscal='Cost per incident'."
    )
    found = refusals(read, text.replace("Cost per incident,Year", "Fiscal value,Base"))[0]
    assert "(price year of the fiscal value: 'year' or 'price base' or 'prices'), or name it here: " in found
    assert found.endswith("--column fiscal_year='Base'.")


@pytest.mark.parametrize("unit", ["Per household", "Per family", "Per landlord"])
def test_a_unit_that_may_be_what_starts_in_the_deal_says_how_it_counts_as_a_person(unit):
    meant = unit_meant(unit)
    assert meant.per == "outcome"
    assert meant.remedy.endswith("If it is what starts in the deal, such as a household, write 'per: person'.")
