"""The list of deals is what the templates give now, and says of every figure what came of it."""

import re
from pathlib import Path

import sibmodel
from sibmodel.engine.published import compared
from sibmodel.files.deals import parse_deal
from sibmodel.files.templates import templates
from sibmodel.report.library import Entry, entries, library
from tests.pages.deals import HOSTILE, TEMPLATES

PAGE = Path(__file__).parents[2] / "docs" / "deals.md"
RIKERS = TEMPLATES["rikers_able"].read_text(encoding="utf-8")


def page_of(text, name="it"):
    deal = parse_deal(text).deal
    return library([Entry(name, deal, compared(sibmodel.project(deal)))])


def rows(page):
    return [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]


def test_the_committed_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == library(entries()), "run `make docs` and commit what it writes"


def test_every_deal_and_every_published_figure_is_there():
    page = library(entries())
    for name in templates():
        assert f"[`{name}`](#{name})" in page
        assert f'<a id="{name}"></a>\n\n## ' in page
    figures = sum(len(entry.comparisons) for entry in entries())
    assert figures >= 36
    assert (
        sum(
            1
            for row in rows(page)
            if len(row) >= 7 and re.search("derived|construction|reproduced|unconfirmed", row[5])
        )
        >= figures
    )
    assert all(len(row) == len(rows(page)[0]) for row in rows(page)[: 2 + len(templates())])


def test_what_is_not_reproduced_failed_or_unconfirmed_stands_out():
    text = RIKERS.replace("value: 1.5%,", "value: 1.6%,").replace(
        "value: 1.9%, within: 0.05%, source: SVA, confidence: stated",
        "value: 1.9%, within: 0.05%, confidence: unconfirmed",
    )
    page = page_of(text)
    assert page.count("**FAILED: claimed as reproduced, and is not**") == 1
    assert page.count("**unconfirmed, not a published figure**") == 1
    assert page.count("**not reproduced**") == 3
    assert "Of 20 published figures, 9 are derived: worked out from other terms" in page
    heads = ["figures", "derived", "by construction", "not reproduced", "unconfirmed"]
    assert rows(page)[0][3:] == heads
    place, policy = "New York City, United States, 2012", "criminal justice"
    assert ["[`it`](#it)", place, policy, "20", "9", "7", "4", "1"] in rows(page)


def test_two_files_of_one_deal_count_a_figure_once():
    deal = parse_deal(RIKERS).deal
    found = compared(sibmodel.project(deal))
    page = library([Entry("one", deal, found), Entry("other", deal, found)])
    assert "Of 21 published figures, 9 are derived" in page.split("\n\n| deal")[0]
    assert "21 figures in two files of one deal are counted once here." in page
    assert "counted once" not in page_of(RIKERS)


def test_words_of_a_deal_are_words():
    text = RIKERS.replace("title: The city pays at most", "title: '" + HOSTILE.replace("'", "''") + "'")
    text = text.replace("title: The guarantee pays at most", "title: 'a | b\\c `d` [e](https://x.test) *f* _g_ # h'")
    page = page_of(text)
    assert "<script>" not in page
    assert "a \\| b\\\\c \\`d\\` \\[e\\](https://x.test) \\*f\\* \\_g\\_ \\# h" in page


def test_addresses_that_are_not_on_the_web_are_left_out():
    text = RIKERS.replace("https://www.vera.org/newsroom", "javascript:alert(1)//www.vera.org/newsroom")
    assert "javascript" not in page_of(text)
    assert "Vera Institute press release" in page_of(text)
