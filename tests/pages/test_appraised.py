"""What an appraisal adds to the page: what moves the deal and what it should cost, as drawn, as told, as numbers."""

from functools import cache
from itertools import pairwise

import pytest

from sibmodel.analysis.appraisal import appraise
from sibmodel.analysis.price import wording as price_in_words
from sibmodel.analysis.sensitivity.wording import UNFUNDED, turn
from sibmodel.report import words
from sibmodel.report.charts import LETTER, WIDTH
from sibmodel.report.facts import term_sheet
from sibmodel.report.html import render
from sibmodel.report.spans import Spans, draw_spans
from tests.pages import test_structure
from tests.pages.deals import APPRAISED, appraisal, appraised, page, projection, risk
from tests.pages.reading import number, read, table, tables
from tests.pages.test_browser import ASKED_OF_AXE, PAPERS, browser  # noqa: F401 - a fixture

WITH_CORRIDOR = ("starter_health", "starter_homelessness", "starter_workforce", "nasty")
PRICED = (*WITH_CORRIDOR, "juvenile_justice_performance")
"""Named, not found out: collecting tests should not take as long as running them. One of them holds this list."""
FILLS = {"chosen": "dark", "uncertain": "dark", "scenarios": "light", "convention": "open"}
BASIS_POINT = 0.5001e-4
WHOLE = 0.5001
SHOWN = 10


@cache
def sections(name):
    sheet = term_sheet(projection(name), risk=risk(name), appraisal=appraisal(name))
    return {each.name: each for each in sheet.sections}


def drawings(name, section):
    return [each.chart for each in sections(name)[section].blocks if each.kind == "drawing"]


def told(name):
    wanted = {"investors.total.irr", "government.net_fiscal" if projection(name).deal.plan.savings else "payments.paid"}
    return [each for each in appraisal(name).sensitivity.tornados if each.result.name in wanted]


def tornado_tables(name):
    return [each for each in tables(appraised(name)) if "At its low end" in each.heads]


@pytest.mark.parametrize("name", APPRAISED)
def test_which_deals_have_a_price_and_a_corridor(name):
    priced = appraisal(name).priced
    assert (priced is not None) == (name in PRICED)
    assert (priced is not None and priced.corridor is not None) == (name in WITH_CORRIDOR)


@pytest.mark.parametrize("name", APPRAISED)
def test_without_an_appraisal_nothing_of_it_is_said(name):
    titles = [each.text for each in page(name).all("h2")]
    assert not [title for title in titles if "What moves it" in title or "What it should cost" in title]


@pytest.mark.parametrize("name", APPRAISED)
@pytest.mark.parametrize("check", [
    test_structure.test_only_known_tags_and_attributes,
    test_structure.test_nothing_is_loaded_and_nothing_runs,
    test_structure.test_headings_go_down_one_level_at_a_time,
    test_structure.test_every_name_is_unique_and_every_link_arrives,
    test_structure.test_tables_can_be_read_out,
    test_structure.test_charts_can_be_read_out,
    test_structure.test_charts_stay_on_their_canvas,
])  # fmt: skip
def test_the_page_is_as_sound_as_without(name, check):
    check(appraised(name))


# --- what moves it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", APPRAISED)
def test_numbers_of_tornados_are_those_of_the_bars(name):
    compared, shown = 0, tornado_tables(name)
    moved = [each for each in told(name) if each.bars or each.unranked]
    assert len(shown) == len(moved)
    for tornado, each in zip(moved, shown, strict=True):
        bars = (*tornado.unranked, *tornado.bars)[:SHOWN]
        assert len(each.rows) == len(bars)
        for bar, row in zip(bars, each.rows, strict=True):
            assert row[0] == words.typeset(bar.range.lever.label).strip()
            assert [row[1], row[2]] == [
                words.typeset(bar.range.lever.said(end)) for end in (bar.range.low, bar.range.high)
            ]
            for end, text in ((bar.low, row[3]), (bar.high, row[4])):
                assert text.endswith(UNFUNDED) == bool(end.unfunded)
                compared += same(text.removesuffix(UNFUNDED), end.found, tornado.result)
            assert ("a convention" in row[6]) == (bar.range.basis == "convention")
    assert compared > 0 or not moved


def same(text, found, result):
    if found.words:
        assert text == found.words
        return 0
    assert number(text) == pytest.approx(found.value, abs=BASIS_POINT if result.is_rate else WHOLE)
    return 1


@pytest.mark.parametrize("name", APPRAISED)
def test_tornados_are_drawn_as_they_are(name):
    drawn = drawings(name, "moves")
    ranked = [each for each in told(name) if [bar for bar in each.bars if bar.swing is not None]]
    assert len(drawn) == len(ranked)
    for tornado, chart in zip(ranked, drawn, strict=True):
        bars = [bar for bar in (*tornado.unranked, *tornado.bars)[:SHOWN] if bar.swing is not None]
        assert [span.high - span.low for span in chart.rows] == pytest.approx([bar.swing for bar in bars])
        assert [span.fill for span in chart.rows] == [FILLS[bar.range.basis] for bar in bars]
        assert [mark.at for mark in chart.marks] == [tornado.planned.rank]
        for span in chart.rows:
            assert chart.across.low <= span.low <= tornado.planned.rank <= span.high <= chart.across.high


@pytest.mark.parametrize("name", APPRAISED)
def test_a_convention_is_called_no_evidence(name):
    text = appraised(name).text
    for chart in drawings(name, "moves"):
        conventional = any(span.fill == "open" for span in chart.rows)
        assert conventional == any("no evidence" in label for label, _ in chart.legend)
    assert "which is no evidence" in text


@pytest.mark.parametrize("name", APPRAISED)
def test_switching_values_are_told(name):
    compared, found = 0, appraisal(name).sensitivity.switches
    for tornado in told(name):
        switches = found[tornado.result.name]
        if not switches or not switches[0].found:
            continue
        title = "How far each may go: internal" if tornado.result.is_rate else "How far each may go: net position"
        shown = table(appraised(name), title)
        for at, each in enumerate(switches):
            column = [row[2 + at] for row in shown.rows]
            assert column == [words.typeset(turn(one)) for one in each.found]
            compared += len(column)
    assert compared > 0 or not any(found[each.result.name] for each in told(name))


def test_the_caption_names_what_moves_it_most():
    captions = [each.text for each in appraised("starter").all("figcaption")]
    assert (
        "“Share in work” moves it most: −3.95% at 40.97%, 24.93% at 59.03% (P10 to P90); under the plan it is 11.96%."
    ) in captions


# --- what it should cost ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PRICED)
def test_the_answer_its_proof_and_what_is_held_fixed_are_told(name):
    priced, text = appraisal(name).priced, appraised(name).text
    for line in (*price_in_words.reached(priced), price_in_words.as_it_stands(priced), *priced.because):
        assert words.typeset(line.strip()) in text
    for line in price_in_words.proof(priced):
        assert words.typeset(line.removeprefix("Proof: ")) in text
    assert priced.held
    for line in priced.held:
        assert words.typeset(line[1:]) in text


@pytest.mark.parametrize("name", [name for name in APPRAISED if name not in PRICED])
def test_why_there_is_no_price_is_told(name):
    said = next(block for block in sections(name)["price"].blocks)
    assert appraisal(name).because
    assert appraisal(name).because in said.paragraphs[0]


@pytest.mark.parametrize("name", PRICED)
def test_prices_ceilings_and_standing_are_those_of_the_pricing(name):
    priced, shown = appraisal(name).priced, appraised(name)
    side = table(shown, "What government can pay, from three sides")
    assert side.column("Side") == [each.perspective.title for each in priced.ceilings]
    assert side.numbers("Avoided") == pytest.approx([each.worth for each in priced.ceilings], abs=WHOLE)
    assert side.numbers("Paid as it stands") == pytest.approx([each.paid for each in priced.ceilings], abs=WHOLE)
    for text, each in zip(side.column("Can pay up to"), priced.ceilings, strict=True):
        missing = "any" if each.is_endless else "none"
        assert text == (missing if each.value is None else words.typeset(priced.lever.said(each.value)))
    for text, each in zip(side.column("Room"), priced.ceilings, strict=True):
        if each.value is None and priced.found.value is not None:
            assert text == ("no limit" if each.is_endless else "none")
    comes_to = table(shown, "What the deal comes to")
    both = zip(comes_to.heads[1:], (priced.stands, priced.answered), strict=True)
    for head, standing in both:
        values = [standing.outcome_payments, standing.drawn, standing.returned, standing.unfunded]
        assert comes_to.numbers(head) == pytest.approx(values, abs=WHOLE)
    if priced.lever.is_factor:
        prices = table(shown, "The prices at the answer")
        assert prices.numbers("In the file") == pytest.approx([now for now, _ in priced.prices.values()], abs=0.006)
        assert prices.numbers("At the answer") == pytest.approx([then for _, then in priced.prices.values()], abs=0.006)


@pytest.mark.parametrize("name", PRICED)
def test_the_corridor_is_drawn_on_one_scale(name):
    priced, drawn = appraisal(name).priced, drawings(name, "price")
    if priced.corridor is None:
        assert drawn == []
        return
    (chart,), gaps = drawn, {each.perspective: each.gap for each in priced.corridor.gaps}
    assert [mark.at for mark in chart.marks] == [priced.corridor.floor, priced.lever.now]
    ceilings = [each for each in priced.ceilings if each.perspective.key in gaps]
    assert len(chart.rows) == len(ceilings) > 0
    for span, each in zip(chart.rows, ceilings, strict=True):
        assert {span.low, span.high} == {priced.corridor.floor, each.value}
        assert (span.fill == "dark") == (gaps[each.perspective.key] >= 0)
    answer = price_in_words.reached(priced)
    assert chart.marks[0].label.removeprefix("Investors need ") in words.typeset(next(answer)).split(" (")
    for at in (*(mark.at for mark in chart.marks), *(end for span in chart.rows for end in (span.low, span.high))):
        assert chart.across.low <= at <= chart.across.high


def test_a_gap_is_told_apart_from_room():
    (chart,) = drawings("starter_homelessness", "price")
    assert [span.fill for span in chart.rows] == ["open", "dark", "dark"]
    captions = [each.text for each in appraised("starter_homelessness").all("figcaption")]
    assert any("Payers' own budget: up to 0.6996x, short by 0.2842x" in each for each in captions)
    assert any("All of government: up to 1.2341x, room of 0.2503x" in each for each in captions)


@pytest.mark.parametrize("name", WITH_CORRIDOR)
def test_moves_that_would_close_a_gap_are_told(name):
    priced = appraisal(name).priced
    shown = table(appraised(name), "What would close a gap")
    assert shown.column("Move") == [each.move.title for each in priced.corridor.moved]
    for text, each in zip(shown.column("Investors need"), priced.corridor.moved, strict=True):
        expected = words.NIL if each.floor is None else price_in_words.changed(priced.lever, each.floor)
        assert text == words.typeset(expected)


def test_a_simulated_price_has_its_errors_and_its_seed():
    name = "starter_reoffending"
    found = appraise(projection(name).deal, scenarios=2048)
    priced, shown = found.priced, read(render(projection(name), risk=risk(name), appraisal=found))
    assert priced.is_simulated
    assert f"2,048 scenarios, seed {priced.seed}, based on the plan" in shown.text
    government = next(each for each in priced.ceilings if each.perspective.key == "government")
    assert government.error > 0
    cell = table(shown, "What government can pay, from three sides").column("Can pay up to")[1]
    assert cell == f"{government.value:.4f}x ±{government.error:.4f}x"
    assert "No value meets the target" in shown.text
    assert all(line in shown.text for line in priced.because)


# --- drawings are whole -------------------------------------------------------------------------------------------


def reach(node):
    """From where to where a text goes, about."""
    wide, x = len(node.text) * LETTER, float(node.get("x"))
    return {"start": (x, x + wide), "middle": (x - wide / 2, x + wide / 2), "end": (x - wide, x)}[
        node.get("text-anchor")
    ]


@pytest.mark.parametrize("name", APPRAISED)
def test_no_text_of_a_drawing_runs_out_of_it(name):
    charts = [chart for section in ("moves", "price") for chart in drawings(name, section)]
    count = 0
    for chart in charts:
        assert isinstance(chart, Spans)
        for node in draw_spans(chart).iter("text"):
            left, right = reach(node)
            assert left >= -1, node.text
            assert right <= WIDTH + 1, node.text
            count += 1
    assert count > 5 * len(charts)


@pytest.mark.parametrize("name", APPRAISED)
def test_ticks_do_not_run_into_each_other(name):
    for chart in (chart for section in ("moves", "price") for chart in drawings(name, section)):
        ticks = {text for _, text in chart.across.ticks}
        nodes = [node for node in draw_spans(chart).iter("text") if node.text in ticks]
        at = sorted(reach(node) for node in nodes if node.get("text-anchor") == "middle")
        assert all(before[1] < after[0] for before, after in pairwise(at))


@pytest.mark.referee
@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_open_to_everybody_and_whole_on_paper(width, browser, tmp_path):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    name = "starter_homelessness"
    path = tmp_path / "sheet.html"
    path.write_text(render(projection(name), risk=risk(name), appraisal=appraisal(name)), "utf-8")
    opened = browser.new_page(viewport={"width": width, "height": 900})
    opened.goto(path.as_uri())
    found = Axe().run(opened, options=ASKED_OF_AXE).response
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]] == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    for paper, millimetres in PAPERS.items():
        opened.emulate_media(media="print")
        opened.set_viewport_size({"width": round((millimetres - 32) * 96 / 25.4), "height": 900})
        wide = opened.evaluate("Math.max(...[...document.querySelectorAll('table,svg')].map(e => e.scrollWidth))")
        assert wide <= (millimetres - 32) * 96 / 25.4 + 1, paper
    opened.close()
