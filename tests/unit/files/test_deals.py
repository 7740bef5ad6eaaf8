"""Reading deals: every field of one of everything, spoilt in turn, is told with place, reason and remedy."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sibmodel.deal.deal import Deal
from sibmodel.deal.percent import Percent
from sibmodel.errors import DealFileError, Problem
from sibmodel.files.deals import parse_deal, read_deal, read_deal_file
from sibmodel.files.templates import templates
from sibmodel.files.yaml import read_yaml

DEAL = Path(__file__).parents[2] / "messages" / "deal.yaml"
DATA = read_yaml(DEAL).data
GONE = object()
SPOILT = [GONE, None, "abc", "", -1, 1e11, 0.5, True, dt.date(2030, 1, 1), [], {}, ["a"], {"kind": "loan"}, "plan"]

TURNS = 4  # values tried at each place; all of them, all at once, take three minutes


def places(data, path=()):
    """The path of every value."""
    if path:
        yield path
    for step, inner in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(inner, (*path, step))


def spoil(data, path, value):
    data = copy.deepcopy(data)
    *steps, last = path
    place = data
    for step in steps:
        place = place[step]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return data


class _AsWritten(yaml.SafeDumper):
    """Writes percentages as the file has them."""


_AsWritten.add_representer(Percent, lambda dumper, value: dumper.represent_str(f"{value * 100:.10g}%"))


def read(data):
    """The problems of some data, as a file would tell them."""
    try:
        parse_deal(yaml.dump(data, Dumper=_AsWritten, sort_keys=False, allow_unicode=True), "deal.yaml")
    except DealFileError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("turn", range(TURNS))
def test_any_one_thing_may_be_spoilt(turn):
    for number, path in enumerate(places(DATA)):
        value = SPOILT[(number + turn) % len(SPOILT)]
        for problem in read(spoil(DATA, path, value)):
            assert problem.file == "deal.yaml"
            assert problem.line >= 1
            assert problem.column >= 1
            assert problem.message.endswith(".")
            assert problem.hint


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_few_things_may_be_spoilt(draw):
    data = DATA
    for _ in range(draw.draw(st.integers(2, 4))):
        path = draw.draw(st.sampled_from(list(places(data))))
        data = spoil(data, path, draw.draw(st.sampled_from(SPOILT)))
        if not isinstance(data, dict) or not data:
            return
    assert all(problem.hint and problem.line for problem in read(data))


def test_a_misspelt_key_is_told_by_its_name():
    for path in places(DATA["terms"], ("terms",)):
        *steps, last = path
        if not isinstance(last, str) or len(path) == 1:
            continue
        data = spoil(DATA, path, GONE)
        place = data
        for step in steps:
            place = place[step]
        place[f"{last}_x"] = 5
        assert all(problem.hint and problem.line for problem in read(data))


@pytest.mark.parametrize("name", templates())
def test_templates_have_no_problems(name):
    deal = read_deal(templates()[name].path)
    assert isinstance(deal, Deal)
    assert len(deal.file_sha256) == 64


def test_what_is_found_out_later_still_has_its_place():
    deal_file = read_deal_file(DEAL)
    problems = [Problem("plan.costs.delivery", "is late."), Problem("", "is odd."), Problem("plan.nothing", "is gone.")]
    lines = DEAL.read_text(encoding="utf-8").splitlines()
    assert [lines[each.line - 1].strip()[:9] for each in deal_file.placed(problems)] == [
        "delivery:",
        "sibmodel:",
        "plan:",
    ]
    assert all(each.file == str(DEAL) for each in deal_file.placed(problems))


def test_no_more_problems_than_anyone_mends_in_one_go():
    data = {**DATA, **{f"wrong_{number}": 1 for number in range(5_000)}}
    assert len(read(data)) <= 200
