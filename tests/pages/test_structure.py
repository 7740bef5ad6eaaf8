"""The page is sound: one self-contained file, safe whatever the deal says, in order for those who cannot see it."""

import base64
import datetime as dt
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

import sibmodel
from sibmodel.errors import ScenarioError
from sibmodel.report import html
from sibmodel.report.html import render, write_term_sheet
from tests.pages.deals import ALL, HOSTILE, TEMPLATES, projection
from tests.pages.deals import page as page_of
from tests.pages.reading import read, tables
from tests.support.deals import deals

TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "main", "nav", "section", "footer", "h1", "h2",
    "h3", "p", "div", "dl", "dt", "dd", "ol", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "figure",
    "figcaption", "strong", "b", "span", "wbr", "svg", "desc", "line", "rect", "path", "text",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "tabindex", "role", "aria-labelledby",
    "aria-label", "scope", "colspan", "rel", "viewbox", "width", "height", "font-size", "x", "y", "x1", "x2", "y1",
    "y2", "d", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "text-anchor",
}  # fmt: skip


@pytest.fixture(params=ALL)
def page(request):
    return page_of(request.param)


def test_only_known_tags_and_attributes(page):
    for node in page.all():
        assert node.tag in TAGS
        assert set(node.attributes) <= ATTRIBUTES, node.tag


def test_nothing_is_loaded_and_nothing_runs(page):
    for node in page.all():
        assert "src" not in node.attributes
        if "href" in node.attributes:
            assert node.tag == "a"
            address = node.attributes["href"]
            assert address.startswith(("#", "https://", "http://"))
            assert address.startswith("#") or node.attributes["rel"] == "noreferrer"
    assert "url(" not in page.one("style").text
    assert "@import" not in page.one("style").text


def test_security_policy_allows_the_style_alone(page):
    policy = next(n.attributes["content"] for n in page.all("meta") if "http-equiv" in n.attributes)
    digest = base64.b64encode(hashlib.sha256(page.one("style").text.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_headings_go_down_one_level_at_a_time(page):
    levels = [int(node.tag[1]) for node in page.all("h1", "h2", "h3")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_landmarks_and_language(page):
    assert page.one("html").attributes["lang"] == "en"
    for tag in ("header", "main", "nav", "footer"):
        page.one(tag)
    assert next(page.one("body").all()).attributes["href"] == "#content"


def test_every_name_is_unique_and_every_link_arrives(page):
    names = [node.attributes["id"] for node in page.all() if "id" in node.attributes]
    assert len(names) == len(set(names))
    for node in page.all():
        for key in ("aria-labelledby", "href"):
            for target in node.attributes.get(key, "").split():
                if key == "aria-labelledby" or target.startswith("#"):
                    assert target.removeprefix("#") in names


def test_tables_can_be_read_out(page):
    assert list(page.all("table"))
    for table in page.all("table"):
        assert table.one("caption").text.strip()
        heads = list(table.one("thead").all("th"))
        assert all(head.attributes["scope"] == "col" and head.text.strip() for head in heads)
        for body in table.all("tbody"):
            for row in body.all("tr"):
                cells = list(row.all("th", "td"))
                assert cells[0].tag == "th"
                assert cells[0].attributes["scope"] in ("row", "rowgroup")
                assert cells[0].text.strip()
                assert sum(int(cell.attributes.get("colspan", 1)) for cell in cells) == len(heads)


def test_charts_can_be_read_out(page):
    for figure in page.all("figure"):
        drawing = figure.one("svg")
        assert drawing.attributes["role"] == "img"
        assert len(figure.one("figcaption").text) > 20
        assert len(drawing.one("desc").text) > 20
        assert drawing.one("title").text


def test_charts_stay_on_their_canvas(page):
    for drawing in page.all("svg"):
        _, _, width, height = map(float, drawing.attributes["viewbox"].split())
        for node in drawing.all():
            for key, most in (
                ("x", width),
                ("x1", width),
                ("x2", width),
                ("y", height),
                ("y1", height),
                ("y2", height),
            ):
                if key in node.attributes:
                    assert 0 <= float(node.attributes[key]) <= most
            if node.tag == "rect":
                assert float(node.attributes["height"]) > 0
                assert float(node.attributes["x"]) + float(node.attributes["width"]) <= width
            if node.tag == "path":
                places = [float(number) for number in re.findall(r"-?[\d.]+", node.attributes["d"])]
                assert all(0 <= place <= max(width, height) for place in places)
            if node.tag == "text":
                assert len(node.text) < 100


def test_hostile_text_stays_text():
    page = page_of("nasty")
    assert not list(page.all("script", "img"))
    assert page.one("h1").text == HOSTILE
    assert "{{7*7}}" in page.text
    assert "{{49" not in page.text
    links = [node.attributes["href"] for node in page.all("a")]
    assert "https://example.org/a?b=1&c=<d>" in links
    assert not [link for link in links if "script" in link.lower() or link.startswith("data")]
    assert "javascript:alert(1)" in page.text


def test_characters_without_a_shape_are_left_out():
    deal = projection("bare").deal.model_copy(update={"name": "a\x00b\x1bc\u202ed\ud800e\u2066f"})
    text = render(sibmodel.project(deal))
    assert read(text).one("h1").text == "abcdef"
    text.encode("utf-8")


def test_the_same_deal_gives_the_same_page():
    deal = sibmodel.read_deal(TEMPLATES["rikers_able"])
    assert render(sibmodel.project(deal)) == render(projection("rikers_able"))


def test_identity_is_printed():
    run = projection("rikers_able")
    text = render(run, date=dt.date(2026, 11, 3))
    assert "3 November 2026" in text
    assert run.deal.file_sha256 in text
    assert run.results()["deal"]["terms_sha256"] in text
    assert f"sibmodel {sibmodel.__version__}" in text
    assert "3 November 2026" not in render(run)
    assert "made in Python" in render(projection("bare"))


def test_sections_without_facts_are_left_out():
    bare = [node.text for node in page_of("bare").all("h2")]
    nasty = [node.text for node in page_of("nasty").all("h2")]
    for title in (
        "Dispute resolution",
        "Appropriation",
        "Scenarios",
        "Source documents",
        "Evaluation and success determination",
    ):
        assert not [text for text in bare if text.endswith(title)]
        assert [text for text in nasty if text.endswith(title)]


def test_identity_stands_at_the_end():
    page = page_of("rikers_able")
    assert "SHA-256" not in page.one("header").text
    last = list(page.one("main").all("section"))[-1]
    assert projection("rikers_able").deal.file_sha256 in last.text


def test_evaluation_and_success_determination_stand_together():
    found = [each for each in page_of("nasty").all("section") if each.attributes["aria-labelledby"] == "evaluation"]
    assert [each.text for each in found[0].all("h3")] == ["Evaluation design", "Success determination"]


def test_nothing_is_a_dash_and_never_a_nought_beside_one():
    """Amounts of nothing are dashes in every table of money; a nought stands only where it was stated as an input."""
    for name in ALL:
        for each in tables(page_of(name)):
            if not re.search(r"\([A-Z]{3}\)$", each.caption):
                continue
            for row in each.rows:
                assert not {"0", "−0", "-0", "−0.00%", "-0.00%"} & set(row[1:]), (each.caption, row)


def test_written_whole(tmp_path):
    path = write_term_sheet(projection("starter"), tmp_path / "new" / "sheet.html")
    assert path.read_text("utf-8") == render(projection("starter"))


def test_unknown_scenario():
    with pytest.raises(ScenarioError, match="there is no scenario 'at_99'"):
        render(projection("rikers_able"), scenario="at_99")


def test_templates_hold_no_number():
    for template in Path(html.__file__).parent.glob("templates/*.html"):
        words = re.sub(r"<[^<>]*>|\{[%{].*?[%}]\}", "", template.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r"\d", words), template.name


@given(deals())
@settings(max_examples=12)
def test_any_deal_has_a_page(deal):
    page = read(render(sibmodel.project(deal)))
    names = [node.attributes["id"] for node in page.all() if "id" in node.attributes]
    assert len(names) == len(set(names))
    for word in ("nan", "inf", "None", "-0"):
        assert not re.search(rf"(?<![\w-]){word}(?![\w-])", page.one("main").text)
    for node in page.all("rect", "line", "path"):
        assert "nan" not in " ".join(node.attributes.values())
