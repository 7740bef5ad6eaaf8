"""The page of the deal language: what the small deals give now; its arithmetic and its charts are the engine's."""

import re
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import numpy as np
import pytest

import sibmodel
from sibmodel.deal import terms
from sibmodel.deal.outcomes.outcomes import OutcomeTerm
from sibmodel.deal.payments.conditions import Condition
from sibmodel.deal.payments.terms_limits import TermsLimit
from sibmodel.deal.schema import kinds
from sibmodel.report.language import PICTURES, Mechanism, language, mechanisms, worked
from sibmodel.report.language_charts import chart_of

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = DOCS / "mechanisms"
NAMES = mechanisms(FOLDER)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def page():
    return language(FOLDER)


@pytest.fixture(scope="module")
def of():
    return {name: Mechanism.read(FOLDER, name) for name in NAMES}


def test_the_committed_page_is_current(page):
    told = "run `make docs` and commit what it writes"
    assert (DOCS / "deal-language.md").read_text(encoding="utf-8") == page.text, told
    there = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / PICTURES).glob("*.svg")}
    assert there == dict(page.pictures), told


def test_every_mechanism_stands_on_the_page_once_with_all_that_belongs_to_it(of):
    assert len(NAMES) == len(set(NAMES)) > 30
    files = {path.stem for path in FOLDER.iterdir()} - {"page"}
    assert files == set(NAMES)
    for mechanism in of.values():
        found = [kind for kind, _ in mechanism.blocks]
        assert found[:1] == ["piece"]
        assert found.count("") == found.count("chart") == found.count("worked") == 1


def test_every_kind_of_payment_limit_condition_and_outcome_is_shown(of):
    shown = {
        "payments": {each.kind for one in of.values() for each in one.deal.terms.payments.values()},
        "limits": {each.kind for one in of.values() for each in one.deal.terms.limits.values()},
        "outcomes": {each.kind for one in of.values() for each in one.deal.plan.outcomes.values()},
        "conditions": {
            each.kind
            for one in of.values()
            for payment in one.deal.terms.payments.values()
            for each in payment.only_if.values()
        },
    }
    assert shown["payments"] == set(kinds(terms.PaymentTerm))
    assert shown["limits"] == set(kinds(TermsLimit))
    assert shown["outcomes"] == set(kinds(OutcomeTerm))
    assert shown["conditions"] == set(kinds(Condition)) - {"any_of"}
    assert len(get_args(get_args(terms.PaymentTerm)[0])) >= 14


@pytest.mark.parametrize("name", NAMES)
def test_each_deal_runs_without_a_warning(name, of):
    projection = of[name].projection
    assert projection.problems() == []
    assert projection.problems(warnings=True) == []


# --- arithmetic ------------------------------------------------------------------------------------------------------


def number(text):
    """A number as it is written: thousands set apart, a typeset minus, a share in per cent."""
    plain = text.replace(",", "").replace("\N{MINUS SIGN}", "-")
    return float(plain.rstrip("%")) / (100 if plain.endswith("%") else 1)


def comes_to(text):
    """What arithmetic comes to: numbers, the four signs, brackets, powers, min and max."""
    parts = re.findall(r"min|max|\N{MINUS SIGN}?\d[\d,]*(?:\.\d+)?%?|[-+x/^();]|\s+|.", text)
    code = {"x": "*", "^": "**", ";": ",", "min": "min", "max": "max"}
    signs = {"-", "+", "/", "(", ")"}
    written = []
    for part in parts:
        if re.fullmatch(r"\N{MINUS SIGN}?\d.*", part):
            written.append(f"({number(part)!r})")
        elif part.strip():
            assert part in code or part in signs, f"{part!r} in {text!r}"
            written.append(code.get(part, part))
    return eval("".join(written), {"__builtins__": {}, "min": min, "max": max})  # noqa: S307  numbers and signs only


def test_arithmetic_is_read_as_it_is_written():
    assert comes_to("1,000 x 200 x (90% + 90%^2) - 15.12 / 2") == pytest.approx(1000 * 200 * (0.9 + 0.81) - 7.56)
    assert comes_to("min(1,500; 900) + max(\N{MINUS SIGN}3; 0)") == 900
    with pytest.raises(AssertionError):
        comes_to("__import__")


def sums(mechanism):
    """The lines of worked numbers, as they are written and as they are told."""
    lines = next(text for kind, text in mechanism.blocks if kind == "worked").splitlines()
    return [(line, worked(mechanism, line)) for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_the_arithmetic_shown_gives_the_number_of_the_engine(name, of):
    for written, told in sums(of[name]):
        left, right = re.fullmatch(r"(?:.*:\s+)?(.+) = (\S+)", told).groups()
        assert "{" not in told
        digits = len(right.rstrip("%").partition(".")[2]) + (2 if right.endswith("%") else 0)
        assert comes_to(left) == pytest.approx(number(right), abs=0.51 * 10.0**-digits, rel=1e-9)
        sides = re.fullmatch(r"(?:\(\w+\) )?(?:.*: +)?(.+) = \{([\w.@]+)\}", written)
        assert sides is not None, "what it comes to is asked of the engine"
        line = sides[2].split("@")[0]
        assert line in of[name].deal.written.lines
        assert f"{{{sides[2]}}}" not in sides[1], "and is not an addend of itself"
        typed = set(re.findall(r"(?<![\w.{@])\d+(?![\w.}])", re.sub(r"\{[^}]*\}", "", sides[1])))
        assert typed <= {"0", "1", "2", "3", "4", "5", "12", "100"}, "numbers of the deal are not typed"


def test_there_are_many_of_them(page, of):
    told = [each for mechanism in of.values() for _, each in sums(mechanism)]
    assert len(told) > 60
    assert all(each in page.text for each in told)


# --- charts ----------------------------------------------------------------------------------------------------------


def chart(mechanism):
    wishes = dict(
        line.split(": ", 1) for kind, text in mechanism.blocks if kind == "chart" for line in text.splitlines()
    )
    return wishes, chart_of(mechanism.projection, mechanism.name, mechanism.title, wishes)


@pytest.mark.parametrize("name", NAMES)
def test_charts_show_what_a_deal_with_that_input_pays(name, of):
    """A deal is written anew for each level: nothing of the chart's own way to ask is used."""
    wishes, drawn = chart(of[name])
    lines = [each.split(" = ")[1] for each in wishes["lines"].split("; ")]
    if wishes["across"] == "time":
        for series, line in zip(drawn.series, lines, strict=True):
            assert [amount for _, amount in series.points] == of[name].projection.row(line)[1:].tolist()
        return
    path = wishes["across"].split()[0]
    whole = isinstance(of[name].deal.written.inputs[path].value, int) or path.endswith("month")
    levels = np.linspace(drawn.across.low, drawn.across.high, 7)[:-1] + (drawn.across.high - drawn.across.low) / 97
    for level in levels:
        at = int(level) if whole else float(level)
        now = sibmodel.project(of[name].deal.with_(path, at))
        for series, line in zip(drawn.series, lines, strict=True):
            shown = np.interp(at, *zip(*series.points, strict=True))
            assert shown == pytest.approx(now.number(line), rel=1e-4, abs=0.5), (line, at)


def test_pictures_are_read_by_screen_readers_and_stand_on_white(page):
    for name, picture in page.pictures.items():
        root = ET.fromstring(picture)  # noqa: S314  written by this program
        assert root.tag == f"{SVG}svg"
        title, description, ground = root[0], root[1], root[2]
        assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert f"![{title.text}. {description.text}]({PICTURES}/{name})" in page.text
        assert (ground.tag, ground.get("fill")) == (f"{SVG}rect", "#ffffff")
        assert len(picture) < 20_000


def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.text):
        assert (DOCS / target).is_file(), target
