"""Reading YAML strictly: what values become, where they stand, and what is refused in which words.

Every test runs twice, with the parser in C and with the one in Python: a PyYAML built without libyaml must
read the same deals and refuse the same mistakes.
"""

from __future__ import annotations

import hashlib
import math
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.deal.percent import Percent
from sibmodel.errors import DealFileError, Problem
from sibmodel.files import yaml as reader
from sibmodel.files.yaml import MAX_BYTES, MAX_PROBLEMS, Place, dotted, parse_yaml, plain_value, read_yaml

SECONDS_TO_REFUSE = 2.0


@pytest.fixture(autouse=True, scope="module", params=["CSafeLoader", "SafeLoader"])
def parser(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_LOADER", getattr(pyyaml, request.param))
        yield request.param


def refusals(text: str) -> list[str]:
    """Every problem of a text, one line each."""
    with pytest.raises(DealFileError) as raised:
        parse_yaml(text)
    return str(raised.value).splitlines()


def value_of(written: str):
    return parse_yaml(f"a: {written}").data["a"]


def refusal_of(written: str) -> str:
    (said,) = refusals(f"a: {written}")
    assert said.startswith("1:4  a  ")
    return said.removeprefix("1:4  a  ")


# --- values ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("5", 5),
        ("+5", 5),
        ("-12", -12),
        ("2_000_000", 2_000_000),
        ("20_00_000", 2_000_000),
        ("999999999999999", 999_999_999_999_999),
        ("999_999_999_999_999", 999_999_999_999_999),
        ("0.5", 0.5),
        (".5", 0.5),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("1_000.25", 1000.25),
        ("1_000.", 1000.0),
        ("0.000_1", 0.0001),
        ("0.30000000000000004", 0.1 + 0.2),
        ("1e3", 1000.0),
        ("1E3", 1000.0),
        ("1.5e-3", 0.0015),
        ("-1e+3", -1000.0),
        ("1_0e1", 100.0),
        ("12.5%", Percent(0.125)),
        ("-3%", Percent(-0.03)),
        ("+3%", Percent(0.03)),
        ("7%", Percent(0.07)),
        (".5%", Percent(0.005)),
        ("100%", Percent(1.0)),
        ("0%", Percent(0.0)),
        ("1_000%", Percent(10.0)),
    ],
)
def test_numbers(written, value):
    found = value_of(written)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("~", None),
        ("", None),
        ("# only a comment", None),
    ],
)
def test_true_false_and_nothing(written, value):
    assert value_of(written) is value


@pytest.mark.parametrize(
    "written",
    [
        "NO", "no", "yes", "Yes", "on", "off", "y", "n", "tRuE",
        "12:30", "190:20:30", "0777", "007", "00", "0_1", "0x1F", "0o17", "0b101", "007.5",
        "£5", "$5m", "5 GBP", "12.5 %", "1e3%", "1e", "e3", ".", "+", "-.", ".%", "_1", "1_", "1__0", "1._5",
        "1.2.3", "31/03/2027", "2027-28", "2027-04", "2027-04-01T00:00:00", "2027-04-01 10:00", "20270-04-01",
        "a,b", "5, 6", "Inf.", "nano", "infinite", "x 70%", "St Mungo's", "a#b", "C:\\deals",
        "½", "٣", "１２", "²",
    ],
)  # fmt: skip
def test_everything_else_is_text(written):
    assert value_of(written) == written


@pytest.mark.parametrize("written", ["5", "12.5%", "2027-02-30", "true", "null", "~", "nan", "1,000", "", "1e999"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_text_in_quotes_stays_text(written, quote):
    assert value_of(f"{quote}{written}{quote}") == written


@pytest.mark.parametrize("sign", ["|", ">", "|-", ">-", "|+"])
def test_a_block_of_text_stays_text(sign):
    assert parse_yaml(f"a: {sign}\n  12.5\n").data["a"].rstrip() == "12.5"


def test_lines_of_a_block_are_kept():
    assert parse_yaml("a: |\n  one\n  two\tthree\n").data == {"a": "one\ntwo\tthree\n"}


@pytest.mark.parametrize("day", [date(2027, 4, 1), date(2028, 2, 29), date(1, 1, 1), date(9999, 12, 31)])
def test_dates(day):
    assert value_of(day.isoformat()) == day
    assert type(value_of(day.isoformat())) is date


def test_groups_and_lists():
    text = "a: {b: [1, two, {c: 3%}], d: {}, e: []}\nf:\n- x\n-\n- - y\n  - z: 1\n    w: 2\ng: {h, i: 1}\n? j\n: k\n"
    assert parse_yaml(text).data == {
        "a": {"b": [1, "two", {"c": 0.03}], "d": {}, "e": []},
        "f": ["x", None, ["y", {"z": 1, "w": 2}]],
        "g": {"h": None, "i": 1},
        "j": "k",
    }


def test_names_keep_the_text_they_were_written_with():
    text = "2_000: a\n12.5%: b\n2027-04-01: c\n007: d\ntrue: e\n~: f\n1e3: g\n'5': h\n2027-02-30: i\nNO: j\n"
    names = ["2_000", "12.5%", "2027-04-01", "007", "true", "~", "1e3", "5", "2027-02-30", "NO"]
    assert list(parse_yaml(text).data) == names


def test_order_of_names_is_kept():
    assert list(parse_yaml("b: 1\na: 2\nc: 3").data) == ["b", "a", "c"]


def test_one_leading_mark_of_a_document_is_allowed():
    assert parse_yaml("# deal\n---\na: 1\n...\n").data == {"a": 1}


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_come_back(number):
    for written in (f"{number}", f"{number:_}"):
        assert value_of(written) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_decimals_come_back(number):
    written = repr(number)
    if len(written.split(".")[0].lstrip("-")) <= 15:
        assert value_of(written) == number
    assert value_of(f"{number:.17e}") == number


@given(st.decimals(-(10**6), 10**6, places=6, allow_nan=False))
def test_percentages_are_rounded_once(percent):
    assert value_of(f"{percent:f}%") == float(percent / 100) == float(Decimal(f"{percent:f}") / 100)


@given(st.dates())
def test_dates_come_back(day):
    assert value_of(day.isoformat()) == day


printable = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cc", "Cs", "Zl", "Zp"],
        exclude_characters="\u200b\u2060\ufeff\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    )
)


@given(printable)
def test_quoted_texts_come_back(text):
    assert value_of("'" + text.replace("'", "''") + "'") == text


@given(st.dictionaries(st.text("abc_ -5%.é", min_size=1, max_size=9).map(str.strip).filter(bool), printable))
def test_groups_come_back(group):
    written = pyyaml.safe_dump({"group": {key: [value] for key, value in group.items()}}, default_style='"')
    assert parse_yaml(written).data == {"group": {key: [value] for key, value in group.items()}}


@given(st.text(st.sampled_from("ab1,.%_-eE+:#'\"[]{}&*!|>?@`\\\n\t \u00a0\ufeff\x00é😀\r\ud800~<=")))
def test_any_text_is_read_or_refused_with_a_place(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    problems: tuple[Problem, ...] = ()
    try:
        assert parse_yaml(text).data
    except DealFileError as refused:
        problems = refused.problems
    for problem in problems:
        assert problem.message
        assert problem.line <= len(lines)
        assert problem.column <= len(lines[problem.line - 1]) + 1


# --- values that cannot be meant ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["nan", "NaN", "NAN", ".nan", ".NaN", "inf", "-inf", "Infinity", ".inf", "-.inf", "+.Inf", "-.INF"]
)
def test_not_a_finite_number(written):
    assert refusal_of(written) == f"'{written}' is not a finite number. Put quotes around it if it is text."


@pytest.mark.parametrize("written", ["1e999", "-1e999", "1e9999999999999999999", "9.9e308"])
def test_too_large_a_number(written):
    assert refusal_of(written) == f"'{written}' is not a finite number. It is too large to calculate with."


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("1234567890123456", 16),
        ("-1_000_000_000_000_000", 16),
        ("1234567890123456.5", 16),
        ("12345678901234567%", 17),
    ],
)
def test_a_number_longer_than_can_be_kept(written, digits):
    said = f"'{written}' has {digits} digits; a number can keep 15. Put quotes around it if it is a reference."
    assert refusal_of(written) == said


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("1,000", "Write 1_000 or 1000."),
        ("-2,400,000.50", "Write -2_400_000.50 or -2400000.50."),
        ("1,000%", "Write 1_000% or 1000%."),
        ("1,5", "Write 1_000 for a thousand, 1.5 for one and a half, [1, 5] for a list."),
        ("12,5%", "Write 1_000 for a thousand, 1.5 for one and a half, [1, 5] for a list."),
        ("1.000,50", "Write 1_000 for a thousand, 1.5 for one and a half, [1, 5] for a list."),
    ],
)
def test_a_comma_inside_a_number(written, hint):
    assert refusal_of(written) == f"'{written}' has a comma inside a number. {hint}"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2027-02-30", "February 2027 has 28 days."),
        ("2028-02-30", "February 2028 has 29 days."),
        ("2027-04-00", "April 2027 has 30 days."),
        ("2027-13-01", "Write year-month-day, such as 2027-04-01."),
        ("2027-00-01", "Write year-month-day, such as 2027-04-01."),
        ("0000-01-01", "Write year-month-day, such as 2027-04-01."),
    ],
)
def test_impossible_dates(written, hint):
    assert refusal_of(written) == f"'{written}' is not a day of the calendar. {hint}"


@pytest.mark.parametrize("written", ["2027-4-1", "2027-04-1", "2027-4-01"])
def test_dates_that_are_not_quite_iso(written):
    assert refusal_of(written) == (
        f"'{written}' is not written as a date. Write 2027-04-01, or put quotes around it if it is text."
    )


@pytest.mark.parametrize("written", [">5", ">-5", "|5", "|+1"])
def test_what_a_block_of_text_would_swallow(written):
    said = "'>' or '|' swallows the rest of this line. Remove it, or put quotes around text."
    assert refusal_of(written) == said


@pytest.mark.parametrize("code", [r"\e", r"\0", r"\a", r"\r", r"\N", r"\x7f", r"\u202e", r"\u200b", r"\uFEFF"])
def test_control_characters_written_as_codes(code):
    assert "has a control character (U+" in refusal_of(f'"{code}"')
    assert refusals(f'"{code}": 1')[0].startswith("1:1  has a control character (U+")


def test_tabs_and_new_lines_written_as_codes_are_text():
    assert value_of(r'"a\tb\nc"') == "a\tb\nc"


@pytest.mark.parametrize(
    "character", ["\x01", "\x1b", "\x7f", "\x85", "\u200b", "\u2028", "\u202e", "\ufeff", "\uffff"]
)
@pytest.mark.parametrize(
    ("text", "place"),
    [("a: 'x{}y'", "1:6"), ("a: x{}y", "1:5"), ("# a: {}", "1:6"), ("a: 1\r\nb{}: 2", "2:2"), ("a: |\r  x{}", "2:4")],
)
def test_hidden_characters_anywhere(text, place, character):
    said = f"There is a hidden character (U+{ord(character):04X}) here. Delete it or type it again."
    assert refusals(text.format(character)) == [f"{place}  {said}"]


def test_joined_emoji_and_accents_are_welcome():
    text = "name: Café 👩‍👩‍👧 Ελλάδα 日本 עברית e\u0301"
    assert parse_yaml(text).data["name"] == text.removeprefix("name: ")


def test_plain_value_is_refused_without_a_place():
    with pytest.raises(DealFileError, match=r"^'nan' is not a finite number\. Put quotes around it if it is text\.$"):
        plain_value("nan")
    assert plain_value("x 70%") == "x 70%"


# --- names and structure --------------------------------------------------------------------------------


def test_a_name_given_twice():
    assert refusals("country: NO\nx: 1\ncountry: SE\nt:\n  a: 1\n  'a': 2\n  a: 3\n") == [
        "3:1  country  is given twice (first at line 1). Keep one of them.",
        "6:3  t.a  is given twice (first at line 5). Keep one of them.",
        "7:3  t.a  is given twice (first at line 5). Keep one of them.",
    ]


def test_the_same_name_in_different_groups():
    assert parse_yaml("a: {x: 1}\nb: {x: 2}\nx: 3").data == {"a": {"x": 1}, "b": {"x": 2}, "x": 3}


FULL = "a deal is written out in full."
MARKS = f"marks a part of the file for use elsewhere; {FULL} Remove it, or put quotes around text."
REFERS = f"refers to another part of the file; {FULL} Write it out, or put quotes around text."
MERGES = f"merges in another part of the file; {FULL} Write the entries out."
TAG = f"tells YAML how to read a value; {FULL} Remove it, or put quotes around text."
GROUP = "A group or a list stands where a name should be. Put quotes around text that begins with '{' or '['."
NO_NAME = "There is no name before ':'. Write 'name: value', with a space after the colon."
LONG_NAME = "The name here has more than 100 characters. Put text after a name and a colon."
SECOND = "A second document starts here; a deal file holds one."
APART = "Remove the line '---', or put the second deal in its own file."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &base 5", f"1:4  a  '&base' {MARKS}"),
        ("a: *base", f"1:4  a  '*base' {REFERS}"),
        ("a: 1\n<<: {b: 2}", f"2:1  '<<' {MERGES}"),
        ("a: !!python/object/apply:os.system [ls]", f"1:4  a  '!!python/object/apply:os.system' {TAG}"),
        ("a: [1, !foo {b: 2}]", f"1:8  a.1  '!foo' {TAG}"),
        ("a: !!str 5", f"1:4  a  '!!str' {TAG}"),
        ("a: ! 5", f"1:4  a  '!' {TAG}"),
        ("&x a: 5", f"1:1  '&x' {MARKS}"),
        ("*x : 5", f"1:1  ?  '*x' {REFERS}"),
        ("a: {{ price }}", f"1:5  a  {GROUP}"),
        ("? [a, b]\n: 3", f"1:3  {GROUP}"),
        ("'': 5", f"1:1  {NO_NAME}"),
        (f"a: 1\n? {'x' * 101}\n: 5", f"2:3  {LONG_NAME}"),
        ("a:\n\xa0 b: 1", r"2:1  '\xa0 b' holds a special space. Type an ordinary space instead."),
        ("a: {max: 2,400}", "1:12  a  ',400' follows a number. Write 1_000 or 1000, without a comma."),
        ("a: 1\n---\nb: 2", f"2:1  {SECOND} {APART}"),
    ],
)
def test_what_a_deal_does_not_need(text, said):
    assert refusals(text) == [said]


def test_names_after_a_comma_that_do_not_end_a_number():
    assert value_of("{x: 2, 400: 1}") == {"x": 2, "400": 1}
    assert value_of("{x: b,400: 1}") == {"x": "b", "400": 1}
    assert value_of("{x: 2,'400': 1}") == {"x": 2, "400": 1}
    assert value_of("{x: 2,y: 1}") == {"x": 2, "y": 1}


def test_special_spaces_inside_values_are_text():
    assert value_of("1\xa0000") == "1\xa0000"
    assert value_of("'a\u202fb'") == "a\u202fb"


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n# comments\n", "---\n", "--- # x\n...\n", "\ufeff", "  "])
def test_an_empty_file(text):
    assert refusals(text) == ["1:1  The file holds no deal; it is empty or has only comments."]


@pytest.mark.parametrize("text", ["hello", "5", "~", "''", "- a\n- b", "[a, b]", "currency:GBP", "*a", "!x y", "|\n x"])
def test_a_file_that_is_not_names_and_values(text):
    assert refusals(text) == [
        "1:1  The file does not start with a name and a value. Write 'name: value', with a space after the colon."
    ]


def test_all_problems_are_told_together_with_the_one_that_ends_the_reading():
    text = "a: nan\nb: 1,000\na: *x\nc: [2027-02-30, &y 1]\nd: 'open"
    assert [said.split("  ")[:2] for said in refusals(text)] == [
        ["1:4", "a"],
        ["2:4", "b"],
        ["3:1", "a"],
        ["3:4", "a"],
        ["4:5", "c.0"],
        ["4:17", "c.1"],
        ["5:4", "The quote opened here is never closed. Close it; inside single quotes, write an apostrophe twice."],
    ]


def test_no_more_problems_than_anyone_mends_in_one_go():
    assert len(refusals("a: nan\n" * 1000)) == MAX_PROBLEMS


# --- mistakes that end the reading ----------------------------------------------------------------------

SEMICOLON = (
    "A semicolon parts nothing here. Entries within { } are parted by commas; others stand on lines of their own."
)
DOES_NOT_FIT = (
    "This line does not fit the lines above it. "
    "Entries of one group start in the same column, with a space after each colon."
)
NOT_AN_ENTRY = "This is not a name and a value. Write 'name: value', with a space after the colon."
TAB = "There is a tab where YAML wants spaces. Type spaces instead."
UNCLOSED = "The quote opened here is never closed. Close it; inside single quotes, write an apostrophe twice."
SECOND_COLON = (
    "There is a second colon in this value. Put quotes around the whole value: words with a colon or a comma need them."
)
MORE = "There is more after the end of the value. Put quotes around the whole value."
SPACE = "There is a special space here. Type an ordinary space instead."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a:\n\tb: 1\n", f"2:1  {TAB}"),
        ("a: 1\n\tb: 1\n", f"2:1  {TAB}"),
        ("a:\n  b: 1\n\tc: 1\n", f"3:1  {TAB}"),
        ("a: |\n\tx\n", f"2:1  {TAB}"),
        ("a:\n  b: 1\n c: 2\n", f"3:2  {DOES_NOT_FIT}"),
        ("a:\n  b: 1\n    c: 2\n", f"3:6  {DOES_NOT_FIT}"),
        ("a: 1\nb:c\nd: 1\n", f"2:1  {NOT_AN_ENTRY}"),
        ("a: 1\n- b\n", f"2:1  {DOES_NOT_FIT}"),
        ("a:\n  - b\n  c: 1\n", f"3:3  {DOES_NOT_FIT}"),
        ("a: x # c\n  y\n", f"2:3  {DOES_NOT_FIT}"),
        ("a: 1\nhello\nb: 2\n", f"2:1  {NOT_AN_ENTRY}"),
        ("a: b: c\n", "1:5  There is a second colon in this line. Put quotes around the whole value."),
        ("a: {b: 7%; c: 2}\n", f"1:13  {SEMICOLON}"),
        ("a: {b: 1, c: {d: 7%; e: 2, f: 3}}\n", f"1:23  {SEMICOLON}"),
        ("a: 7%; c: 2\n", f"1:9  {SEMICOLON}"),
        ("a: - b\n", "1:4  A list cannot start here. Start it on its own line, or write [a, b]."),
        ("a: 1\nb: 'x\nc: 2\n", f"2:4  {UNCLOSED}"),
        ('a: "x\n---\n', f"1:4  {UNCLOSED}"),
        ("a: 'it's'\n", f"1:8  {MORE}"),
        ('a: "x" y\n', f"1:8  {MORE}"),
        ("a: [1]x\n", f"1:7  {MORE}"),
        ("a: {b: x; y, c: d: 2}\n", f"1:18  {SECOND_COLON}"),
        ("a: {b: 1}}\n", f"1:10  {MORE}"),
        ("a: {b: 1\nc: 2\n", "2:2  A comma or a bracket is missing here. One was opened in line 1."),
        ("a: [1, 2\nc: 2\n", "2:2  A comma or a bracket is missing here. One was opened in line 1."),
        ("a: [1 {2}]\n", "1:7  A comma or a bracket is missing here. One was opened in line 1."),
        ("a: {b: 1", "1:8  A bracket is opened and never closed. Close it."),
        ("a: [1, 2\n\n# end\n", "3:5  A bracket is opened and never closed. Close it."),
        ("a: [[", "1:5  A bracket is opened and never closed. Close it."),
        ("a: ]\n", "1:4  ']' cannot stand here. Put quotes around the whole value."),
        ("a: [1,,2]\n", "1:7  ',' cannot stand here. Put quotes around the whole value."),
        ("a: @x\n", "1:4  '@' cannot stand here. Put quotes around the whole value."),
        ("a: `x`\n", "1:4  '`' cannot stand here. Put quotes around the whole value."),
        ("a: %5\n", "1:4  '%' cannot stand here. Put quotes around the whole value."),
        ("a: **x**\n", "1:4  Text that begins with '*' needs quotes. Put quotes around the whole value."),
        ("a: & Co\n", "1:4  Text that begins with '&' needs quotes. Put quotes around the whole value."),
        ("a: !h!x y\n", "1:4  Text that begins with '!' needs quotes. Put quotes around the whole value."),
        ("a: !<x y\n", "1:4  Text that begins with '!' needs quotes. Put quotes around the whole value."),
        ("a: > 5%\n", "1:4  Text that begins with '>' needs quotes. Put quotes around the whole value."),
        ("a: >=5\n", "1:4  Text that begins with '>' needs quotes. Put quotes around the whole value."),
        ("a: |x|\n", "1:4  Text that begins with '|' needs quotes. Put quotes around the whole value."),
        ("a: 1\n: 5\n", f"2:1  {NO_NAME}"),
        ('a: "C:\\Users"\n', "1:4  A backslash in double quotes starts a code. Use single quotes."),
        ('a: "\\q"\n', "1:4  A backslash in double quotes starts a code. Use single quotes."),
        ("%YAML 2.0\n---\na: 1\n", "1:1  A line cannot begin with '%'. Remove the line."),
        ("%YAML 1.1\n%YAML 1.1\n---\na: 1\n", "2:1  A line cannot begin with '%'. Remove the line."),
        ("a: 1\n...\nx\n", "3:1  There is more after the end of the deal. Remove it, or the '...' above."),
        ("a:\xa05\nb: 2\n", f"1:3  {SPACE}"),
        ("b: 1\na:\u202f5\nc: 2\n", f"2:3  {SPACE}"),
        ("a:\n  b: 1\n \xa0 c: 2\n", f"3:2  {SPACE}"),
    ],
)  # fmt: skip
def test_mistakes_in_plain_words(text, said):
    assert refusals(text) == [said]


def test_what_nobody_foresaw_is_told_in_the_words_of_the_parser():
    error = pyyaml.MarkedYAMLError(problem="found a dragon")
    saying = reader._saying(error, "", "")
    assert saying.message == "YAML cannot be read from here on."
    assert saying.hint.format(said=error.problem) == "The reader says: found a dragon."


# --- places ---------------------------------------------------------------------------------------------

DEAL = """\
# a deal
currency: GBP
terms:
  payments:
    'tenancy': {price: 5_000, tiers: [10, 20]}
  empty:
  order_of_payments:
    - senior interest
    - surplus: 50%
      to:
        provider
é😀: 1
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "\ufeff"])
def test_every_place_is_known(ends, before):
    assert parse_yaml(before + DEAL.replace("\n", ends)).places == {
        (): Place(2, 1, 2, 1),
        ("currency",): Place(2, 11, 2, 1),
        ("terms",): Place(4, 3, 3, 1),
        ("terms", "payments"): Place(5, 5, 4, 3),
        ("terms", "payments", "tenancy"): Place(5, 16, 5, 5),
        ("terms", "payments", "tenancy", "price"): Place(5, 24, 5, 17),
        ("terms", "payments", "tenancy", "tiers"): Place(5, 38, 5, 31),
        ("terms", "payments", "tenancy", "tiers", 0): Place(5, 39, 5, 39),
        ("terms", "payments", "tenancy", "tiers", 1): Place(5, 43, 5, 43),
        ("terms", "empty"): Place(6, 3, 6, 3),
        ("terms", "order_of_payments"): Place(8, 5, 7, 3),
        ("terms", "order_of_payments", 0): Place(8, 7, 8, 7),
        ("terms", "order_of_payments", 1): Place(9, 7, 9, 7),
        ("terms", "order_of_payments", 1, "surplus"): Place(9, 16, 9, 7),
        ("terms", "order_of_payments", 1, "to"): Place(11, 9, 10, 7),
        ("é😀",): Place(12, 5, 12, 1),
    }


def test_the_place_of_what_is_missing_is_that_of_its_group():
    document = parse_yaml(DEAL)
    assert document.place_of(("terms", "payments", "tenancy", "prize")) == Place(5, 16, 5, 5)
    assert document.place_of(("terms", "payments", "tenancy", "tiers", 7, "price")) == Place(5, 38, 5, 31)
    assert document.place_of(("plan", "starts")) == document.place_of(()) == Place(2, 1, 2, 1)


def test_a_problem_stands_at_the_value_or_at_the_name():
    document = parse_yaml(DEAL, "deal.yaml")
    path = ("terms", "payments", "tenancy", "price")
    assert str(document.problem(path, "is too low.", "Raise it.")) == (
        "deal.yaml:5:24  terms.payments.tenancy.price  is too low. Raise it."
    )
    assert document.problem(path, "is unknown.", at_key=True).column == 17


def test_paths_are_written_with_points():
    assert dotted(("terms", "tiers", 0, "price")) == "terms.tiers.0.price"
    assert dotted(()) == ""


@given(st.lists(st.sampled_from(["é", "😀", "x", "日"]), max_size=5).map("".join), st.integers(0, 5))
def test_columns_count_characters(name, blanks):
    document = parse_yaml(f"{{n{name}:{' ' * (blanks + 1)}5, b: nan_}}")
    assert document.places["n" + name,].column == 2 + len(name) + 2 + blanks + 1
    assert document.places["b",].key_column == document.places["n" + name,].column + 3


# --- files ----------------------------------------------------------------------------------------------


NOT_TEXT = "The file is not a text file. A deal file is plain text saved as UTF-8, unlike a workbook or a document."


def refused_file(path) -> str:
    with pytest.raises(DealFileError) as raised:
        read_yaml(path)
    (problem,) = raised.value.problems
    assert problem.file == str(path)
    return str(problem).removeprefix(str(path))


def test_a_file(tmp_path):
    path = tmp_path / "deal.yaml"
    path.write_bytes(DEAL.encode())
    document = read_yaml(path)
    assert document.data["terms"]["payments"] == {"tenancy": {"price": 5000, "tiers": [10, 20]}}
    assert document.file == str(path)
    assert document.text == DEAL
    assert document.sha256 == hashlib.sha256(DEAL.encode()).hexdigest()


def test_a_mark_of_byte_order_is_no_part_of_the_text_but_of_the_fingerprint(tmp_path):
    path = tmp_path / "deal.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    document = read_yaml(path)
    assert document.data == {"a": 1}
    assert document.text == "a: 1\r\n"
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("a: 1".encode("utf-16"), "  The file is saved as UTF-16. Save it as UTF-8."),
        (b"\xfe\xff\x00a", "  The file is saved as UTF-16. Save it as UTF-8."),
        ("a: 1".encode("utf-16-le"), f"  {NOT_TEXT}"),
        (b"PK\x03\x04 workbook", f"  {NOT_TEXT}"),
        (b"a: \0", f"  {NOT_TEXT}"),
        (b"a: 1\nb: \xa35\n", ":2:4  The file is not saved as UTF-8: it has a byte A3 here. Save it as UTF-8."),
        (b"\xff: 1", ":1:1  The file is not saved as UTF-8: it has a byte FF here. Save it as UTF-8."),
        (b"\xc3\xa9: \xed\xa0\x80", ":1:4  The file is not saved as UTF-8: it has a byte ED here. Save it as UTF-8."),
        (b"a: 1\n" * 1_000_000, "  The file is larger than 1 MB. A deal takes a few KB: is this the right file?"),
        (b"", ":1:1  The file holds no deal; it is empty or has only comments."),
    ],
    ids=lambda value: str(value[:12]) if isinstance(value, bytes) else "",
)  # fmt: skip
def test_files_that_are_no_deal(tmp_path, raw, said):
    path = tmp_path / "deal.yaml"
    path.write_bytes(raw)
    began = time.perf_counter()
    assert refused_file(path) == said
    assert time.perf_counter() - began < SECONDS_TO_REFUSE


def test_a_file_that_is_not_there(tmp_path):
    assert refused_file(tmp_path / "none.yaml") == "  There is no such file. Check its name and folder."


def test_a_folder(tmp_path):
    assert refused_file(tmp_path) == "  This is not a file. Name the deal file itself."


def test_a_file_that_cannot_be_opened(tmp_path, monkeypatch):
    path = tmp_path / "deal.yaml"
    path.touch()

    def refuse(*_: object):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    assert refused_file(path) == "  The file cannot be opened: Permission denied."


def test_a_name_that_no_file_can_have(tmp_path):
    assert refused_file(tmp_path / "a\0b").endswith("  The file cannot be opened: embedded null byte.")


# --- limits ---------------------------------------------------------------------------------------------


def test_a_file_of_exactly_the_largest_size():
    head = "a: 1\n#"
    assert parse_yaml(head + "x" * (MAX_BYTES - len(head))).data == {"a": 1}
    assert refusals(head + "x" * (MAX_BYTES - len(head) + 1)) == [
        "The file is larger than 1 MB. A deal takes a few KB: is this the right file?"
    ]


def test_twenty_levels_and_no_more():
    # the file itself is the first level
    assert parse_yaml("a: " + "[" * 19 + "]" * 19)
    assert refusals("a: " + "[" * 20 + "]" * 20) == [
        "1:23  a  is more than 20 levels deep. Look for brackets that are opened and never closed."
    ]
    assert refusals("".join(f"{' ' * level}a:\n" for level in range(25)))[0].startswith("21:21  a  is more than")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "a: " + "[" * 100_000,
        "a: " + "{" * 100_000,
        "a: " + "[\n" * 100_000,
        "a: " + "{a: " * 100_000,
        "a:\n" + "- " * 100_000,
        "? " * 100_000,
        "".join(" " * level + "a:\n" for level in range(1300)),
        "a: &a " + "[*a," * 100_000,
        "a: [" + "1," * 400_000 + "]",
        "a: " + "1" * 900_000,
        "a: " + "1," * 400_000 + "1",
        "a: 1" + "_1" * 400_000,
        "a: &" + "x" * 900_000,
        "? " + "x" * 400_000 + "\n: 1\n? " + "x" * 400_000 + "\n: 1\n",
        "a: 1\n" * 150_000,
        "a: '" + "\x01" * 900_000,
        "%" + "x" * 900_000,
        "---\n" * 200_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_files_are_refused_briefly(text, parser):
    began = time.perf_counter()
    said = refusals(text)
    if parser == "CSafeLoader":
        assert time.perf_counter() - began < SECONDS_TO_REFUSE
    assert len(said) <= MAX_PROBLEMS
    assert max(map(len, said)) < 300


def test_too_many_values(monkeypatch):
    monkeypatch.setattr(reader, "MAX_VALUES", 1000)  # the file and the list are two of them
    assert len(value_of("[" + "1," * 998 + "]")) == 998
    said = "is one of more than 1,000 values, too many for a deal."
    assert refusals("a: [" + "1," * 999 + "]") == [f"1:{5 + 2 * 998}  a.998  {said}"]


def test_nothing_in_a_file_can_run(tmp_path):
    target = tmp_path / "made"
    assert refusals(f"a: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{target}']]")
    assert not target.exists()


def test_pyyaml_without_its_parser_in_c():
    code = (
        "import yaml; del yaml.CSafeLoader; from sibmodel.files import yaml as reader; "
        "assert reader._LOADER is yaml.SafeLoader; print(reader.parse_yaml('a: 12.5%').data)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "{'a': 0.125}\n"


def test_no_number_is_ever_infinite():
    assert all(math.isfinite(value_of(written)) for written in ("1e308", "-1e308", "1e-400", "999999999999999e200"))
