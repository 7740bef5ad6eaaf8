"""What could happen: every number is the simulation's, parts add up, and every probability says what it is given."""

import re

import numpy as np
import pytest

from sibmodel.report.facts import term_sheet
from sibmodel.report.odds import odds_of
from sibmodel.report.sections.risk_returns import IF_PLAN, OF_EXPECTED
from sibmodel.risk.results import as_dict, by_year, so_far
from sibmodel.risk.truth import truths_of
from tests.pages.deals import ALL, RISKY, deal, page, projection, risk
from tests.pages.reading import number, table, tables

WHOLE = 0.5000001
TENTH = 0.0005001
JUDGED = [name for name in RISKY if truths_of(deal(name))]


def section(name):
    """The section of a page."""
    return next(each for each in page(name).all("section") if each.attributes["aria-labelledby"] == "risk")


def test_deals_with_and_without_risk_are_there():
    assert {"rikers_able", "peterborough", "starter"} <= set(RISKY)
    assert {"rikers_able", "peterborough"} <= set(JUDGED)
    assert [name for name in RISKY if risk(name).terms] == JUDGED
    assert len(RISKY) < len(ALL)


@pytest.mark.parametrize("name", [name for name in ALL if name not in RISKY])
def test_a_deal_without_risk_says_so_and_how_to_add_it(name):
    said = section(name)
    assert "The deal file states no uncertainty" in said.text
    assert "A part “risk:” in the file" in said.text
    assert not list(said.all("table", "svg"))


@pytest.mark.parametrize("name", RISKY)
def test_it_has_an_entry_in_the_contents(name):
    assert "#risk" in [each.attributes["href"] for each in page(name).one("nav").all("a")]


@pytest.mark.parametrize("name", RISKY)
def test_what_is_illustrative_says_so_at_the_top(name):
    first = next(each for each in section(name).all("div", "p", "table"))
    assert first.attributes["class"] == "warning"
    assert "◆ an assumption" in first.text
    assert projection(name).deal.sources.figures["risk"].note in first.text


@pytest.mark.parametrize("name", RISKY)
def test_the_run_is_told(name):
    run = risk(name).run
    assert f"{run.scenarios:,} scenarios" in section(name).text
    assert f"with the seed {run.seed}" in section(name).text


# --- conditions ------------------------------------------------------------------------------------------------------


def sentences(name):
    """Every sentence of the section, with the row heads, heads and captions of its tables."""
    for node in section(name).all("p", "li", "figcaption", "caption", "th", "desc"):
        yield from re.split(r"(?<=[.:;])\s+(?=[A-Z“])", node.text)


@pytest.mark.parametrize("name", RISKY)
def test_every_probability_says_what_it_is_given(name):
    chance = re.compile(r"probability of|probability that|P\((un)?paid", re.IGNORECASE)
    found = [each for each in sentences(name) if chance.search(each)]
    assert len(found) >= 6
    assert [each for each in found if not re.search(r"\b(given|if)\b", each, re.IGNORECASE)] == []


@pytest.mark.parametrize("name", RISKY)
def test_there_is_no_mean_of_rates(name):
    said = section(name).text.lower()
    assert "expected irr" not in said
    assert "expected internal rate" not in said
    assert "mean irr" not in said


# --- payment and success ---------------------------------------------------------------------------------------------

SENTENCES = {
    "paid_without_effect": "If the programme had no effect at all",
    "unpaid_at_plan": "If the plan were truly achieved",
    "works_if_paid": "Given that it is paid, the programme truly works",
    "nothing_if_paid": "Given that it is paid, the programme does nothing",
    "unpaid_if_works": "Given that the programme truly works",
    "paid": "Given all that is uncertain and nothing else, it is paid",
}
CHANCE = re.compile(r"with a probability of (-?[\d.]+)%(?: \(± ([\d.]+)\))?")


@pytest.mark.parametrize("name", JUDGED)
def test_chances_of_terms_are_those_simulated(name):
    said = [each.text for each in section(name).all("li")]
    compared = 0
    for at, term in enumerate(risk(name).terms):
        for key, begins in SENTENCES.items():
            known, text = getattr(term, key), [each for each in said if each.startswith(begins)][at]
            value, error = CHANCE.search(text).groups()
            places = len(value.partition(".")[2])
            assert float(value) == pytest.approx(known.value * 100, abs=0.5000001 * 10**-places)
            assert known.error == 0 or float(error) == pytest.approx(known.error * 100, abs=10**-places)
            compared += 1
    assert compared == 6 * len(risk(name).terms)


@pytest.mark.parametrize("name", JUDGED)
def test_closed_forms_stand_beside_or_their_absence_is_explained(name):
    said = section(name).text
    for form in risk(name).closed:
        if form.because:
            assert f"There is no closed form, because {form.because}" in said
        else:
            assert f"by closed form {form.paid_without_effect * 100:.2f}%".replace(".00%", ".00%") in said
            assert f"by closed form {form.unpaid_at_plan * 100:.2f}%" in said


@pytest.mark.parametrize("name", RISKY)
def test_a_plan_on_a_cliff_has_a_warning(name):
    on_cliff = [form for form in risk(name).closed if form.found is not None and form.found.has_plan_on_cliff]
    boxes = [each.text for each in section(name).all("div") if each.attributes.get("class") == "warning"][1:]
    assert len(boxes) == len(on_cliff)
    for form, text in zip(on_cliff, boxes, strict=True):
        assert f"The plan sits on a cliff: {form.title}" in text
        if form.before:
            assert "for all payments together" in text
        else:
            assert f"{form.expected_at_plan:,.0f} by closed form" in text
        assert f"with a probability of {(1 - form.unpaid_at_plan) * 100:.1f}%" in text


def test_rikers_sits_on_its_cliff():
    box = [each for each in section("rikers_able").all("div") if each.attributes.get("class") == "warning"][1].text
    for words in ("by $4,800,000 at 10%", "a payment of $9,600,000", "true 10% is $5,740,710", "error of 5 points"):
        assert words in box


# --- the expected payment --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RISKY)
def test_the_parts_of_the_expected_payment_add_up(name):
    shown, parts = table(page(name), "Expected payment by what it is for"), risk(name).split
    figures = shown.numbers("Expected payment")
    assert sum(figures[:3]) == pytest.approx(figures[3], abs=4 * WHOLE)
    right = [parts.anyway.value, parts.for_effect.value, parts.for_noise.value, parts.expected.value]
    assert figures == pytest.approx(right, abs=WHOLE)
    bar = drawings(name)["risk-split"]
    assert sum(value for _, value in bar.parts) == pytest.approx(parts.expected.value)


def drawings(name):
    sheet = term_sheet(projection(name), risk=risk(name))
    found = next(each for each in sheet.sections if each.name == "risk")
    return {block.chart.name: block.chart for block in found.blocks if block.kind == "drawing"}


@pytest.mark.parametrize("name", RISKY)
def test_payment_for_nothing_is_told(name):
    nothing = risk(name).without_effect.mean
    text = next(each.text for each in section(name).all("p") if "payers would still be expected to pay" in each.text)
    amount = number(re.search(r"to pay (\S+)", text)[1].rstrip(",:"))
    assert amount == pytest.approx(nothing, rel=0.02)
    assert f"{nothing / risk(name).planned * 100:.1f}% of what the plan pays" in text


@pytest.mark.parametrize("name", RISKY)
def test_the_payout_curve_is_the_one_simulated(name):
    shown, points = table(page(name), "Payments given true outcomes"), risk(name).curve
    at = {round(each.achieved, 6): each for each in points}
    found = [at[round(share, 6)] for share in shown.numbers(shown.heads[0])]
    assert {0.0, 1.0, 2.0} <= {each.achieved for each in found}
    assert shown.numbers("Expected payment") == pytest.approx([each.expected.value for each in found], abs=WHOLE)
    last = [head for head in shown.heads if head.startswith("P(")][-1]
    assert shown.numbers(last) == pytest.approx([each.chances[-1] for each in found], abs=TENTH)
    chart = drawings(name)["risk-curve"]
    for series in chart.series:
        assert all(0 <= chance <= 1 for _, chance in series.points)


@pytest.mark.parametrize("name", RISKY)
def test_years_are_those_simulated_and_expected_amounts_add_up(name):
    shown, run = table(page(name), "Payments by payer and fiscal year"), risk(name).run
    payers, compared = list(run.deal.terms.payers), 0
    rows = iter([row for row in shown.rows if len(row) > 1])
    for payer in payers:
        years = [(year, spread) for year, spread in by_year(run, payer) if spread.highest > 0.005]
        expected = 0.0
        for year, spread in [*years, ("All years", run.spreads[f"payers.{payer}.paid"])]:
            label, mean, _, *quantiles = next(rows)
            assert label == str(year)
            right = [spread.at(share).value for share in (0.5, 0.8, 0.95)]
            assert number(mean) == pytest.approx(spread.mean, abs=WHOLE)
            assert [number(each) for each in quantiles] == pytest.approx(right, abs=WHOLE)
            assert label != "All years" or number(mean) == pytest.approx(expected, abs=len(years))
            expected += number(mean)
            compared += 1
    assert compared > len(payers)
    assert "P50, P80 and P95 do not" in section(name).text


@pytest.mark.parametrize("name", RISKY)
def test_the_fan_opens_with_time(name):
    chart, spreads = drawings(name)["risk-fan"], so_far(risk(name).run)
    wide, narrow, middle, mean = chart.series
    assert [each.label for each in chart.series] == ["P5 to P95", "P20 to P80", "P50", "mean"]
    assert max(amount for _, amount in wide.points) == pytest.approx(spreads[-1].at(0.95).value)
    assert max(amount for _, amount in narrow.points) == pytest.approx(spreads[-1].at(0.80).value)
    assert middle.points[-1][1] == pytest.approx(spreads[-1].at(0.50).value)
    assert mean.points[-1][1] == pytest.approx(risk(name).split.expected.value)


# --- returns ---------------------------------------------------------------------------------------------------------


def returns_of(name):
    """Each investor of a deal with the table of its returns."""
    each = list(as_dict(risk(name))["investors"])
    shown = [found for found in tables(page(name)) if found.caption.partition(": ")[2].startswith("returns, simulated")]
    names = each if len(each) != 2 else each[1:]
    return list(zip(names, shown, strict=True))


@pytest.mark.parametrize("name", RISKY)
def test_returns_stand_in_their_order_and_are_those_simulated(name):
    found = as_dict(risk(name))["investors"]
    for investor, shown in returns_of(name):
        right = found[investor]
        cells = {row[0]: row[1] for row in shown.rows}
        labels = [row[0] for row in shown.rows]
        assert labels[0] == OF_EXPECTED
        assert labels[-1] == IF_PLAN
        assert labels[1:3] == ["Expected money multiple", "Expected gain: came back less drawn"]
        assert number(cells[OF_EXPECTED]) == pytest.approx(right["irr_of_expected_flows"], abs=0.00005001)
        assert number(cells["Expected money multiple"]) == pytest.approx(right["multiple"]["mean"], abs=0.0050001)
        assert number(cells[labels[2]]) == pytest.approx(right["gain"]["mean"], abs=WHOLE)
        for share in (10, 50, 90):
            rate = number(cells[f"P{share} of the internal rate a year"])
            assert rate == pytest.approx(right["irr"]["quantiles"][f"p{share}"]["value"], abs=0.00005001)
        for key, begins in (("below_one", "Probability that less"), ("all_lost", "Probability that everything")):
            shown_chance = next(cell for label, cell in cells.items() if label.startswith(begins))
            assert number(shown_chance) == pytest.approx(right["chances"][key]["value"], abs=0.0050001)
        worst = next(cell for label, cell in cells.items() if label.startswith("Expected shortfall"))
        assert number(worst) == pytest.approx(right["gain"]["mean_of_worst_5_percent"]["value"], abs=WHOLE)
        assert number(cells[IF_PLAN]) == pytest.approx(
            projection(name).figure(f"investors.{investor}.irr").value, abs=1e-4
        )


@pytest.mark.parametrize("name", RISKY)
def test_the_drawing_of_returns_holds_every_scenario(name):
    charts = drawings(name)
    for investor, _ in returns_of(name):
        multiple = risk(name).run.spreads[f"investors.{investor}.multiple"]
        chart = charts[f"risk-returns-{investor}"]
        shares = [share for series in chart.series for _, share in series.points]
        assert sum(shares) == pytest.approx(1 - multiple.missing)
        lumps = [series.points for series in chart.series if series.look == "dark bars"]
        assert (lumps[0] if lumps else ()) == multiple.atoms
        around = [at for series in chart.series for at, _ in series.points]
        assert multiple.lowest - 1e-9 <= min(around) <= max(around) <= multiple.highest + 1e-9


@pytest.mark.parametrize("name", RISKY)
def test_odds_of_all_investors(name):
    odds, run = odds_of(risk(name)), risk(name).run
    assert odds.trials == run.scenarios
    assert odds.principal_loss.value == run.chances["investors.total.loses_principal"].value
    assert odds.expected_loss.value == run.spreads["investors.total.principal_lost"].mean
    rates = [odds.irr_p10.value, odds.irr_p50.value, odds.irr_p90.value]
    assert rates == [run.spreads["investors.total.irr"].at(share).value for share in (0.1, 0.5, 0.9)]
    assert np.all(np.diff(rates) >= 0)


# --- designs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RISKY)
def test_every_design_has_its_row(name):
    found = risk(name).designs
    if not found:
        assert not [each for each in tables(page(name)) if each.caption.startswith("Payment by design")]
        return
    shown = table(page(name), "Payment by design of evaluation")
    assert [row[0].removesuffix(", as in the contract") for row in shown.rows] == [each.title for each in found]
    assert [row[0].endswith("as in the contract") for row in shown.rows] == [each.is_used for each in found]
    assert shown.numbers("Expected payment") == pytest.approx([each.expected.value for each in found], abs=WHOLE)
    for cell, each in zip(shown.column("P(paid), given no effect"), found, strict=True):
        assert float(cell.partition("%")[0]) == pytest.approx(each.paid_without_effect.value * 100, abs=0.5)


@pytest.mark.parametrize("name", RISKY)
def test_what_is_not_known_is_said(name):
    text = section(name).text
    assert "What may fail, and what the simulation does not know" in text
    assert "Whether the distributions are the right ones is not simulated" in text
