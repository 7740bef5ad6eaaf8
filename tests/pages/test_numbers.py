"""Every number on the page is the projection's, and none is missing."""

import re

import pytest

import sibmodel
from sibmodel.deal.discount_tables import TABLES
from sibmodel.deal.termination import NEVER
from sibmodel.engine.ladder import return_ladder
from sibmodel.report.facts import term_sheet
from sibmodel.report.html import render
from sibmodel.report.view import View
from tests.pages.deals import ALL, GRANTED, INVESTED, TEMPLATES, has_investors, page, projection
from tests.pages.reading import number, read, table, tables

ENDS_EARLY = "terms.termination.in_month"
WHOLE = 0.5000001
"""Money is shown to the whole unit."""
CENT = 0.0050001
BASIS_POINT = 0.000050001


@pytest.mark.parametrize("name", GRANTED)
def test_a_deal_of_grants_alone_says_so_and_shows_no_return(name):
    """It names what is granted and what the programme costs, and no table speaks of investors."""
    run, shown = projection(name), page(name)
    captions = [each.caption for each in tables(shown)]
    assert not [each for each in captions if "investor" in each.lower() or "returns by scenario" in each]
    assert not [each for each in captions if each.startswith("Return ladder")]
    charts = {b.chart.name for s in term_sheet(run).sections for b in s.blocks if b.kind == "drawing"}
    assert not charts & {"cash", "ladder"}
    granted = sum(run.number(f"capital.{each}.drawn") for each in run.deal.terms.tranches)
    money = View(run, "plan").currency
    said = f"all capital is granted and never repaid ({money.full(granted)} under the plan)"
    assert said in " ".join(term_sheet(run).brief)
    returns = next(each for each in shown.all("section") if each.attributes["aria-labelledby"] == "returns")
    assert said in returns.text
    assert "There is no investor and no return." in returns.text
    figures = {each.label: each.figure for each in term_sheet(run).figures}
    assert figures["Grants drawn"] == money.full(granted)
    assert figures["Costs of the programme"] == money.full(run.number("vehicle.costs_paid"))
    assert not figures.keys() & {"Money multiple", "Internal rate of return", "Break-even for investors"}


def test_some_deal_is_paid_for_by_grants_alone():
    assert GRANTED == ["south_carolina_nfp"]


def titles(name):
    view = View(projection(name), "plan")
    return [view.scenario_title(scenario) for scenario in view.scenarios]


@pytest.mark.parametrize("name", INVESTED)
def test_returns_of_every_scenario(name):
    results = projection(name).results()["scenarios"]
    shown = [each for each in tables(page(name)) if "returns by scenario" in each.caption]
    names = list(next(iter(results.values()))["investors"]["tranches"])
    assert len(shown) == (1 if len(names) == 1 else 1 + len(names))
    for which, each in zip(["total", *names], shown, strict=False):
        found = [
            r["investors"]["total"] if which == "total" else r["investors"]["tranches"][which] for r in results.values()
        ]
        assert each.column("Scenario") == titles(name)
        assert each.numbers("Drawn") == pytest.approx([r["drawn"] for r in found], abs=WHOLE)
        assert each.numbers("Came back") == pytest.approx([r["returned"] for r in found], abs=WHOLE)
        assert each.numbers("NPV") == pytest.approx([r["npv"] for r in found], abs=WHOLE)
        assert each.numbers("Net gain or loss") == pytest.approx([r["returned"] - r["drawn"] for r in found], abs=WHOLE)
        assert each.numbers(each.heads[-1]) == pytest.approx([r["principal_lost"] for r in found], abs=WHOLE)
        agree(each.column("Multiple"), [r["multiple"] for r in found], CENT, "nothing drawn")
        agree(
            each.column("IRR a year"),
            [r["irr"] for r in found],
            BASIS_POINT,
            "no rate",
            "no single rate",
            "nothing drawn",
            "never out of pocket",
        )
        agree(
            each.column("Payback, years"),
            [r["payback_years"] for r in found],
            CENT,
            "not repaid",
            "never out of pocket",
        )


def agree(shown, values, tolerance, *words):
    """Numbers are shown as they are, and words stand where there is none."""
    for text, value in zip(shown, values, strict=True):
        if value is None:
            assert text in words
        else:
            assert number(text) == pytest.approx(value, abs=tolerance)


@pytest.mark.parametrize("name", INVESTED)
def test_return_ladder(name):
    ladder, shown = return_ladder(projection(name).deal), table(page(name), "Return ladder")
    assert shown.numbers("Outcomes achieved") == pytest.approx([rung.achieved for rung in ladder.rungs])
    assert shown.numbers("Outcome payments") == pytest.approx(
        [rung.outcome_payments for rung in ladder.rungs], abs=WHOLE
    )
    assert shown.numbers("Came back") == pytest.approx([rung.returned for rung in ladder.rungs], abs=WHOLE)
    assert shown.numbers(shown.heads[-1]) == pytest.approx([rung.principal_lost for rung in ladder.rungs], abs=WHOLE)
    gains = [back - drawn for back, drawn in zip(shown.numbers("Came back"), shown.numbers("Drawn"), strict=True)]
    assert shown.numbers("Net gain or loss") == pytest.approx(gains, abs=3 * WHOLE)
    agree(
        shown.column("IRR a year"),
        [rung.irr for rung in ladder.rungs],
        BASIS_POINT,
        "no rate",
        "no single rate",
        "nothing drawn",
        "never out of pocket",
    )


@pytest.mark.parametrize("name", ALL)
def test_earned_cut_and_paid(name):
    results = projection(name).results()["scenarios"].values()
    shown = table(page(name), "Earned, cut and paid")
    terms = [list(each["outcome_payments"]["by_term"].values()) for each in results]
    assert shown.numbers("Earned, before anything is taken back") == pytest.approx(
        [sum(t["earned"] + t.get("taken_back", 0) for t in each) for each in terms], abs=WHOLE
    )
    assert shown.numbers("Paid") == pytest.approx([each["outcome_payments"]["total"] for each in results], abs=WHOLE)
    cuts = [sum(sum(t["limits"].values()) for t in each) for each in terms]
    assert shown.numbers("Cut by caps") == pytest.approx(cuts, abs=WHOLE)
    named = [each for each in tables(page(name)) if each.caption.startswith("Which cap cut what")]
    lost = [row for each in named for row in each.rows]
    assert sum(number(row[4]) for row in lost) == pytest.approx(sum(cuts), abs=WHOLE * (1 + 100 * len(cuts)))


@pytest.mark.parametrize("name", ALL)
def test_every_fiscal_year_of_every_payer(name):
    found = projection(name).results()["scenarios"]["plan"]["outcome_payments"]["by_payer"]
    shown = [each for each in tables(page(name)) if "by fiscal year" in each.caption]
    for payer, each in zip(found.values(), shown, strict=True):
        later = len(each.column("Fiscal year")) - len(payer["by_fiscal_year"]) - 1  # years of savings alone
        assert later == 0 or projection(name).deal.plan.savings_years
        assert each.column("Fiscal year")[: -1 - later] == [*payer["by_fiscal_year"]]
        amounts = [*payer["by_fiscal_year"].values(), *[0.0] * later, payer["total"]]
        assert each.numbers("Outcome payments") == pytest.approx(amounts, abs=WHOLE)


@pytest.mark.parametrize("name", ALL)
def test_government_as_a_whole(name):
    found = projection(name).results()["scenarios"]["plan"]["government"]
    (shown,) = [each for each in tables(page(name)) if "Net cashable" in [row[0] for row in each.rows]]
    rows = {row[0]: row[1:] for row in shown.rows}
    net = rows["Net cashable"]
    assert number(net[0]) == pytest.approx(found["net_cashable"], abs=WHOLE)
    if len(net) > 1:
        assert number(net[1]) == pytest.approx(found["pv_net_cashable"], abs=WHOLE)
    if any("fiscal" in kinds for kinds in found["value"].values()):
        assert number(rows["Net fiscal: cash and capacity freed"][0]) == pytest.approx(found["net_fiscal"], abs=WHOLE)
    agencies = [each for each in tables(page(name)) if each.caption.startswith("Cost avoided by agency")]
    shown = sum(sum(each.numbers("Amount")) for each in agencies)
    assert shown == pytest.approx(sum(sum(kinds.values()) for kinds in found["value"].values()), abs=WHOLE * 10)


@pytest.mark.parametrize("name", INVESTED)
def test_cash_flow_is_every_flow_of_investors(name):
    run, shown = projection(name), table(page(name), "Cash flow of all investors")
    assert sum(shown.numbers("Drawn")[:-1]) == pytest.approx(-run.number("investors.total.drawn"), abs=WHOLE * 50)
    assert shown.numbers("Came back")[-1] == pytest.approx(run.number("investors.total.returned"), abs=WHOLE)
    assert shown.numbers("Running sum")[-1] == pytest.approx(run.row("investors.total.flow").sum(), abs=WHOLE)


@pytest.mark.parametrize("name", ALL)
def test_payment_dates_add_up(name):
    run = projection(name)
    found = [each for each in tables(page(name)) if each.caption.startswith("Outcome payments by date")]
    if not found:
        assert run.number("payments.paid") == 0
        assert "no outcome payment is made" in page(name).text.lower()
        return
    shown = found[0].numbers("Outcome payments")
    assert shown[-1] == pytest.approx(run.number("payments.paid"), abs=WHOLE)
    assert len(shown) - 1 == (run.row("payments.paid") > 0).sum()


@pytest.mark.parametrize("name", ALL)
def test_order_of_payments(name):
    run, shown = projection(name), table(page(name), "Order of payments")
    terms = run.deal.terms
    steps = 1 + len(terms.order_of_payments) + len(terms.surplus)
    numbered = [row[0] for row in shown.rows if re.match(r"\d+\. ", row[0])]
    assert [int(text.split(".")[0]) for text in numbered] == list(range(1, steps + 1))
    assert shown.numbers("Paid")[0] == pytest.approx(run.number("vehicle.costs_paid"), abs=WHOLE)


@pytest.mark.parametrize("name", ALL)
def test_sources_and_uses(name):
    run = projection(name)
    shown = [row for row in table(page(name), "Sources and uses").rows if len(row) == 2]
    totals = [number(row[1]) for row in shown if row[0] == "In all"]
    found = [run.number("sources_and_uses.sources"), run.number("sources_and_uses.uses")]
    gap = run.number("vehicle.unfunded")
    assert totals == pytest.approx([each + gap for each in found], abs=WHOLE)
    assert [number(row[1]) for row in shown if "without funding" in row[0] or "gap" in row[0]] == (
        pytest.approx([gap, gap], abs=WHOLE) if gap > CENT else []
    )
    assert sum(number(row[1]) for row in shown) == pytest.approx(2 * sum(totals), abs=WHOLE * 40)


@pytest.mark.parametrize("name", ALL)
def test_every_input_is_listed(name):
    run, shown = projection(name), table(page(name), "Every input of the model")
    entries = list(run.model.inputs.values())
    values = shown.column("Value")
    assert len(values) == len(entries)
    for entry, text in zip(entries, values, strict=True):
        if entry.path == ENDS_EARLY and entry.value == NEVER:
            assert text == "none: runs to its own end"
        elif entry.unit.shown_as != "date":
            assert number(text) == pytest.approx(entry.value, abs=1e-6)
    marked = [text.startswith("◆") for text in shown.column("Confidence")]
    known = [how_sure(run.deal, entry.path) for entry in entries]
    doubted = [each in (None, "assumption", "unconfirmed") for each in known]
    doubted = [each and entry.path != ENDS_EARLY for each, entry in zip(doubted, entries, strict=True)]
    assert marked == doubted


def how_sure(deal, path):
    """As the file says; a number of a dated table is as sure as the table, where the file says nothing nearer."""
    who, _, field = path.removeprefix("plan.discount.").partition(".")
    discount = deal.plan.discount.get(who) if path.startswith("plan.discount.") else None
    is_nearer = deal.sources.nearest(path).startswith("plan.discount.")
    if discount is not None and discount.table is not None and not is_nearer and field not in discount.departures():
        return TABLES[discount.table].confidence
    evidence = deal.sources.evidence(path)
    return evidence and evidence.confidence


def test_rates_of_a_table_have_no_mark_though_the_whole_plan_is_assumed():
    """In the starters: two rates after the first, the years in which they begin, and the first itself."""
    shown, run = table(page("starter_three_tranches"), "Every input of the model"), projection("starter_three_tranches")
    confidence = dict(zip(run.model.inputs, shown.column("Confidence"), strict=True))
    own = {path: text for path, text in confidence.items() if path.startswith("plan.discount.government.")}
    assert len(own) == 5
    assert set(own.values()) == {"stated in the source"}
    assert run.deal.sources.evidence(next(iter(own))).confidence == "assumption"
    assert confidence["plan.discount.investors.rate"] == "◆ assumption"


@pytest.mark.parametrize("name", ALL)
def test_charts_draw_the_numbers(name):
    """The points of each chart are rows of the projection, and its scale holds them all."""
    run = projection(name)
    charts = {b.chart.name: b.chart for s in term_sheet(run).sections for b in s.blocks if b.kind == "drawing"}
    if has_investors(name):
        assert_drawn_for_investors(run, charts)
    for chart in charts.values():
        for x, y in (point for series in chart.series for point in series.points):
            assert chart.across.low <= x <= chart.across.high
            assert chart.up.low * (1 + 1e-12) <= y <= chart.up.high * (1 + 1e-12)


def assert_drawn_for_investors(run, charts):
    drawn, back, running = charts["cash"].series
    assert [-y for _, y in drawn.points] == pytest.approx(list(run.row("investors.total.all_drawn")))
    assert [y for _, y in back.points] == pytest.approx(list(run.row("investors.total.all_returned")))
    assert min(y for _, y in running.points) == pytest.approx(-run.number("investors.total.peak_drawn"))
    ladder = {x: y for series in charts["ladder"].series[:2] for x, y in series.points}
    assert ladder == pytest.approx({rung.achieved: rung.returned for rung in return_ladder(run.deal).rungs})


def test_tiers_are_drawn_as_the_contract_has_them():
    shown = table(page("rikers_able"), "Reduction in days in jail: amounts")
    tiers = projection("rikers_able").deal.terms.payments["recidivism"].tiers.values()
    assert shown.numbers("Level reached") == pytest.approx([tier.at_least for tier in tiers])
    assert shown.numbers("Earned by the schedule") == pytest.approx([tier.pays for tier in tiers])


def test_captions_are_worked_out():
    denver = [each.text for each in page("denver_supportive_housing").all("figcaption")]
    assert (
        "Investors are out of pocket by at most $6,284,032, in December 2019, after the draws and before the receipts "
        "of that day; capital is back in September 2021, and at the end they are $924,911 ahead."
    ) in denver
    assert "Payment begins at 20% and rises to $6,130,000 at 65%; the plan is 35%, which pays $4,990,000." in denver
    rikers = [each.text for each in page("rikers_able").all("figcaption")]
    assert (
        "Counting all cash of all investors, interest included, what they put in is back from 100% of the outcomes "
        "expected; below that, at worst $2,400,000 of principal is lost; from there on, none."
    ) in rikers


def test_brief_can_be_quoted():
    brief = " ".join(term_sheet(projection("rikers_able")).brief)
    assert "The most that can be paid over the whole contract is $11,712,000." in brief
    assert (
        "If there is no outcome at all, the payer pays $0; investors get back $7,200,000 of $9,600,000 drawn, all of "
        "it from the guarantee, and lose $2,400,000 of principal."
    ) in brief
    assert "says nothing about savings" in " ".join(term_sheet(projection("denver_supportive_housing")).brief)


def test_a_loss_is_called_one():
    brief = " ".join(term_sheet(projection("losing")).brief)
    captions = " ".join(each.text for each in page("losing").all("figcaption"))
    assert "with no rate" in brief or "−" in brief
    assert "capital is not back at the end" in captions
    assert "Points to resolve before use" in page("losing").text


@pytest.mark.parametrize("name", TEMPLATES)
def test_money_scales_and_nothing_else_does(name):
    """Ten times the money is ten times every amount, so no amount is typed in by hand; nothing else moves."""
    deal = projection(name).deal
    money = [
        entry for entry in deal.written.inputs.values() if entry.unit.shown_as == "money" or "money" in str(entry.unit)
    ]
    scaled = deal
    for entry in money:
        scaled = scaled.with_(entry.path, entry.value * 10)
    changes = {
        scenario: part.model_copy(
            update={
                "changes": {
                    path: value * 10 if "money" in str(deal.written.inputs[path].unit) else value
                    for path, value in part.changes.items()
                }
            }
        )
        for scenario, part in deal.scenarios.items()
    }
    scaled = scaled.model_copy(update={"scenarios": changes})
    before, after = (list(tables(read(render(each)))) for each in (projection(name), sibmodel.project(scaled)))
    assert [each.caption for each in before] == [each.caption for each in after]
    still = {"Multiple", "IRR a year", "Payback, years", "People"}
    for one, ten in zip(before, after, strict=True):
        if deal.currency not in one.caption:
            continue
        for head in one.heads[1:]:
            for small, large in zip(one.column(head), ten.column(head), strict=True):
                if head in still or not re.match(r"^[−$£]?[\d,]+$", small):
                    assert small == large or head == "Value"
                else:
                    assert number(large) == pytest.approx(10 * number(small), abs=10 * WHOLE)


def test_another_scenario_changes_the_page():
    run = projection("rikers_able")
    shown = read(render(run, scenario="as_realised"))
    assert "No outcome payment is made in the scenario “As realised, three years and no effect”." in shown.text
    assert "$7,200,000 at financial close" in shown.text
    inputs = table(shown, "Every input of the model")
    assert inputs.column("Confidence").count("◆ scenario differs from plan") == len(run.deal.changes("as_realised"))
    assert inputs.column("Value")[1:4] == ["$200,000", "0", "36"]
