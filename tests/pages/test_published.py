"""The page shows every published figure beside what the model gives, and never more certain than it is."""

import sibmodel
from sibmodel.engine.published import compared
from sibmodel.files.deals import parse_deal
from sibmodel.report.html import render
from tests.pages.deals import TEMPLATES, projection
from tests.pages.reading import read, tables

CAPTION = "Published figures, by scenario"
RIKERS = TEMPLATES["rikers_able"].read_text(encoding="utf-8")


def section(run, scenario="plan"):
    page = read(render(run, scenario=scenario))
    return next((e for e in page.all("section") if e.attributes["aria-labelledby"] == "published"), None)


def shown(run, scenario="plan"):
    found = section(run, scenario)
    (only,) = [each for each in tables(found) if each.caption == CAPTION]
    return only.rows


def changed(*edits):
    text = RIKERS
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return sibmodel.project(parse_deal(text).deal)


def test_every_figure_is_there_whichever_scenario_is_shown():
    for name, count in (("rikers_able", 21), ("denver_supportive_housing", 20)):
        run = projection(name)
        assert len(compared(run)) == count
        assert len(shown(run)) == count
        assert shown(run) == shown(run, "as_realised")


def test_figures_are_written_to_one_digit_more_than_was_printed():
    rows = [row[:6] for row in shown(projection("rikers_able"))]
    assert ["The lender's return a year", "At 13 %", "1.9%", "0.05 points", "1.94%", "by construction"] in rows
    assert [
        "The lender's greatest profit",
        "At 20 %",
        "$2,200,000",
        "$50,000",
        "$2,112,000",
        "◆ not reproduced",
    ] in rows
    rows = [row[:6] for row in shown(projection("denver_supportive_housing"))]
    first_two = [
        "First two payments for housing",
        "As realised",
        "$1,025,968",
        "$0.50",
        "$1,025,967.60",
        "by construction",
    ]
    assert first_two in rows
    assert ["All payments over principal", "As realised", "1.1208", "0.00005", "1.12080", "by construction"] in rows


def test_a_deal_without_published_figures_has_no_such_section():
    assert section(projection("starter")) is None


def test_it_is_counted_in_words():
    said = section(projection("denver_supportive_housing")).text
    assert "Of 20 published figures, 2 are derived: worked out from other terms, to the last digit printed; 14" in said
    assert "14 agree by construction, which proves nothing about the model; 4 are not reproduced" in said
    said = section(projection("rikers_able")).text
    assert "Of 21 published figures, 9 are derived: worked out from other terms, to the last digit printed; 9" in said


def test_a_wrong_claim_fails_in_the_table_and_at_the_head_of_the_page():
    run = changed(("value: 1.5%,", "value: 1.6%,"))
    assert any(row[5].startswith("◆ FAILED") for row in shown(run))
    assert "1 is NOT reproduced though claimed to be" in section(run).text
    assert "published.irr_at_12: is not reproduced" in read(render(run)).text


def test_what_is_unconfirmed_is_never_counted_as_reproduced():
    stated = "value: 1.5%, within: 0.05%, source: SVA, confidence: stated"
    run = changed((stated, "value: 1.5%, within: 0.05%, confidence: unconfirmed"))
    assert [row[5] for row in shown(run)].count("◆ unconfirmed, not a published figure") == 1
    assert "Of 20 published figures, 9 are derived" in section(run).text
    assert "1 figure is unconfirmed: no source is known to print it." in section(run).text


def test_what_agrees_by_construction_is_not_called_derived():
    run = projection("rikers_able")
    results = [row[5] for row in shown(run)]
    assert (results.count("derived"), results.count("by construction")) == (9, 9)
    assert "9 agree by construction, which proves nothing about the model" in section(run).text


def test_what_the_model_has_nothing_of_is_not_shown_as_a_figure():
    (row,) = [row for row in shown(projection("rikers_able")) if row[0].startswith("Projected long-term")]
    assert row[2:6] == ["$20,500,000", "$50,000", "not in this model", "◆ not reproduced"]
