"""The words in which mistakes are told, and the places they carry."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.errors import (
    AxisMismatch,
    CircularLines,
    DealFileError,
    Disagreement,
    LineWrittenTwice,
    ModelError,
    ParityError,
    Problem,
    ProblemsError,
    ScenarioError,
    SibError,
    UnclosedBalance,
    UnitMismatch,
    UnknownLine,
    did_you_mean,
)

PRIZE = Problem(
    path="terms.payments.tenancy.prize",
    message="'prize' is not part of a rate card.",
    hint="Did you mean 'price'?",
    file="deal.yaml",
    line=11,
    column=20,
)

CIRCLE = "These lines read each other within one period:"

EVERY_ERROR = [
    DealFileError([PRIZE]),
    ScenarioError([Problem("plan.rate", "must be finite.")]),
    AxisMismatch(["month", "year"]),
    CircularLines(["a", "b"]),
    LineWrittenTwice("a"),
    UnclosedBalance("a"),
    UnitMismatch("add", "GBP", "people"),
    UnknownLine("a", ["b"]),
    ParityError([Disagreement("A1", "a", 1.0, 2.0)], 10),
]


def test_problem_says_where_what_and_what_to_do():
    assert str(PRIZE) == (
        "deal.yaml:11:20  terms.payments.tenancy.prize  'prize' is not part of a rate card. Did you mean 'price'?"
    )


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("", "The file is empty."), "The file is empty."),
        (Problem("", "The file is empty.", file="deal.yaml"), "deal.yaml  The file is empty."),
        (Problem("a.b", "is missing.", file="d.yaml", line=3), "d.yaml:3  a.b  is missing."),
        (Problem("a.b", "is missing.", "Add it."), "a.b  is missing. Add it."),
        (Problem("a.b", "", "Add it."), "a.b  Add it."),
    ],
)
def test_missing_parts_of_a_problem_are_left_out(problem, text):
    assert str(problem) == text


@given(st.text(), st.text(), st.text())
def test_problem_is_one_printable_line_whatever_it_quotes(path, message, hint):
    assert str(Problem(path, message, hint)).isprintable()


def test_problem_as_plain_data_always_has_the_same_keys():
    assert json.loads(json.dumps(PRIZE.as_dict())) == {
        "path": "terms.payments.tenancy.prize",
        "message": "'prize' is not part of a rate card.",
        "hint": "Did you mean 'price'?",
        "file": "deal.yaml",
        "line": 11,
        "column": 20,
    }
    assert Problem("", "x").as_dict().keys() == PRIZE.as_dict().keys()


@pytest.mark.parametrize("kind", [DealFileError, ScenarioError])
def test_problems_are_told_in_the_order_of_the_file(kind):
    late, early, middle = (
        Problem("", f"{line}:{column}", file="d", line=line, column=column)
        for line, column in [(10, 1), (2, 1), (2, 30)]
    )
    error = kind(iter([late, middle, early]))
    assert error.problems == (early, middle, late)
    assert str(error) == "d:2:1  2:1\nd:2:30  2:30\nd:10:1  10:1"


def test_problems_without_a_place_keep_their_order():
    assert str(DealFileError([Problem("b", "x"), Problem("a", "y")])) == "b  x\na  y"


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("prize", ["price", "paid_on"], "Did you mean 'price'?"),
        ("ratecard", ["rate_card", "threshold"], "Did you mean 'rate_card'?"),
        ("PRICE", ["price"], "Did you mean 'price'?"),
        ("currency", ["Currency"], "Did you mean 'Currency'?"),
        ("colour", ["price", "paid_on"], "Known: price, paid_on."),
        ("colour", list("abcdefgh"), "Known: a, b, c, d, e, f, g, h."),
        ("colour", list("abcdefghi"), "Known: a, b, c, d, e, f, g, h, …"),
        ("", ["price"], "Known: price."),
        ("colour", [], ""),
    ],
)
def test_did_you_mean(word, known, said):
    assert did_you_mean(word, iter(known)) == said


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            AxisMismatch(["fiscal_year", "month"]),
            "One formula cannot run over both fiscal_year and month. Take a total of one of them first.",
        ),
        (
            CircularLines(["fee.paid", "cash.available"]),
            f"{CIRCLE} fee.paid -> cash.available -> fee.paid. Read an opening balance instead.",
        ),
        (
            CircularLines(["fee.paid", "cash.available", "fee.paid"]),
            f"{CIRCLE} fee.paid -> cash.available -> fee.paid. Read an opening balance instead.",
        ),
        (
            CircularLines(["fee"]),
            f"{CIRCLE} fee -> fee. Read an opening balance instead.",
        ),
        (
            LineWrittenTwice("fee.paid"),
            "The line 'fee.paid' is written twice. Give one of the two another name.",
        ),
        (
            UnclosedBalance("senior.owed"),
            "The balance 'senior.owed' is opened but never closed. Write what is added to it and taken from it.",
        ),
        (UnitMismatch("add", "GBP", "people"), "Cannot add GBP and people. Bring both to one unit first."),
        (
            UnitMismatch("add", "GBP", "people", "fee.due"),
            "Cannot add GBP and people in the line 'fee.due'. Bring both to one unit first.",
        ),
        (UnknownLine("fee.pad", ["fee.paid"]), "There is no line 'fee.pad'. Did you mean 'fee.paid'?"),
        (UnknownLine("fee.pad", []), "There is no line 'fee.pad'."),
    ],
)
def test_errors_of_a_model(error, text):
    assert isinstance(error, ModelError)
    assert str(error) == text


def test_parity_error_names_the_worst_cells_and_counts_the_rest():
    cells = [Disagreement(f"Cash!D{row}", "cash", 1.0, float("nan")) for row in range(1, 13)]
    lines = str(ParityError(cells, compared=12_000)).splitlines()
    assert lines[0] == "12 of 12,000 cells of the recalculated workbook disagree with the model. The worst:"
    assert lines[1] == "  Cash!D1 (cash): nan in the workbook, 1.0 in the model"
    assert len(lines) == 9


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: type(error).__name__)
def test_every_error_is_ours_and_survives_the_way_between_processes(error):
    assert isinstance(error, SibError)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is type(error)
    assert str(again) == str(error) != ""
    assert vars(again) == vars(error)


def test_problems_errors_can_be_caught_together():
    assert issubclass(DealFileError, ProblemsError)
    assert issubclass(ScenarioError, ProblemsError)
