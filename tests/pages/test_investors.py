"""The investor one-pager says what the engine says, and says what it does not know."""

import re

import pytest

import sibmodel
from sibmodel.engine.investors import average_life, cash_dates, peak
from sibmodel.engine.stresses import STANDARD, stressed
from sibmodel.report import words
from sibmodel.report.facts import term_sheet
from sibmodel.report.html import render
from sibmodel.report.odds import odds_of
from sibmodel.report.sections.investors_returns import LOSSES, SHOWN
from sibmodel.report.view import View
from sibmodel.risk.payment_risk import payment_risk
from tests.pages.deals import GRANTED, INVESTED, deal, page, projection
from tests.pages.reading import number, read, tables

WHOLE, CENT, BASIS_POINT = 0.5000001, 0.0050001, 0.000050001
"""Half a unit of the last digit shown."""
FEW = [
    "starter",
    "rikers_able",
    "denver_by_lender",
    "massachusetts_juvenile_justice",
    "peterborough",
    "stack",
    "losing",
]


def one_pager(shown):
    return next((each for each in shown.all("section") if each.attributes["aria-labelledby"] == "investors"), None)


def pairs(shown):
    found = one_pager(shown)
    labels, said = ([each.text for each in found.all(tag)] for tag in ("dt", "dd"))
    return dict(zip(labels, said, strict=True))


def its_table(name, caption):
    return next(each for each in tables(one_pager(page(name))) if caption in each.caption)


@pytest.mark.parametrize("name", INVESTED)
def test_stands_last_and_in_the_contents(name):
    sections = term_sheet(projection(name)).sections
    assert sections[-1].name == "investors"
    entry = list(page(name).one("nav").all("a"))[-1]
    assert (entry.text, entry.attributes["href"]) == ("Investor one-pager", "#investors")


@pytest.mark.parametrize("name", GRANTED)
def test_a_deal_of_grants_alone_has_none(name):
    assert one_pager(page(name)) is None


@pytest.mark.parametrize("name", FEW)
def test_ladder_and_stresses_are_those_of_the_engine(name):
    run, shown = projection(name), its_table(name, "under stress")
    cases = [row for row in shown.rows if len(row) > 1]
    rungs = [rung for rung in run.ladder.rungs if round(rung.achieved, 6) in SHOWN]
    assert len(cases) == len(SHOWN) + len(STANDARD)
    found = [(rung.outcome_payments, rung.multiple, rung.irr, rung.principal_lost) for rung in rungs]
    stresses = [each.as_dict() for each in run.stresses]
    found += [
        tuple(each[key] for key in ("outcome_payments", "multiple", "irr", "principal_lost")) for each in stresses
    ]
    compared = 0
    for row, figures in zip(cases, found, strict=True):
        if row[1] == "does not apply":
            assert figures == (None, None, None, None)
            continue
        for text, value, within in zip(row[1:], figures, (WHOLE, CENT, BASIS_POINT, WHOLE), strict=False):
            if value is not None:
                assert (0.0 if text == words.NIL else number(text)) == pytest.approx(value, abs=within)
                compared += 1
    assert compared > 3 * len(SHOWN) - 3


@pytest.mark.parametrize("name", FEW)
def test_losses_are_those_of_the_engine_the_first_to_lose_on_top(name):
    run, shown = projection(name), its_table(name, "Principal lost by share")
    view = View(run, "plan")
    rows = {row[0]: row[-len(LOSSES) :] for row in shown.rows}
    lost = {each: run.deal.with_("plan.achievement", run.deal.plan.achievement * LOSSES[-2]) for each in view.investors}
    at_half = sibmodel.project(next(iter(lost.values())), ["plan"])
    for each in view.investors:
        text = rows[view.capital(each)][-2]
        value = at_half.number(f"investors.{each}.principal_lost")
        assert (0.0 if text == words.NIL else number(text)) == pytest.approx(value, abs=WHOLE)


def test_junior_capital_loses_before_senior():
    names = [row[0] for row in its_table("massachusetts_juvenile_justice", "Principal lost by share").rows]
    assert names.index("Deferred service fees") < names.index("Kresge junior loan") < names.index("Senior loan")


@pytest.mark.parametrize("name", FEW)
def test_peak_dates_and_average_life_are_those_of_the_engine(name):
    run, said, money = projection(name), pairs(page(name)), View(projection(name), "plan").currency
    found, days, life = peak(run), cash_dates(run), average_life(run)
    caption = next(one_pager(page(name)).all("figcaption")).text
    if found.amount > CENT:
        assert f"Peak draw {money.full(found.amount)} on {words.date(found.day)}" in caption
        assert words.date(days.first_draw) in said["Cash dates"]
    if days.last_back is not None:
        assert said["Cash dates"].endswith(words.date(days.last_back))
        assert said["Average life; payback"].startswith(f"{words.exact(round(life, 2))} years from financial close")


def test_sources_and_uses_are_those_of_the_funding_plan():
    shown, run = its_table("starter", "sources and uses"), projection("starter")
    total = run.number("sources_and_uses.sources")
    ends = [row for row in shown.rows if row[0] == "In all"]
    assert ends == [["In all", words.amount(total)]] * 2
    assert len(shown.rows) == 11


def test_without_a_simulation_it_says_how_to_have_one():
    assert "states no uncertainty" in pairs(page("denver_by_lender"))["Probabilities"]
    assert "sib simulate" in pairs(page("denver_by_lender"))["Probabilities"]
    alone = pairs(read(render(projection("starter"))))
    assert "nothing was simulated" in alone["Probabilities"]


def test_odds_are_shown_with_their_errors():
    risk = payment_risk(deal("starter"), 8192)
    said, odds = pairs(read(render(projection("starter"), risk=risk))), odds_of(risk)
    assert "Probabilities" not in said

    def share(found):
        return f"{words.percent(found.value, 1)} (± {found.error * 100:.1f})"

    loss = odds.expected_loss
    lost = f"£{loss.value:,.0f} (± £{loss.error:,.0f}) is lost"
    odds_said = f"principal is lost: {share(odds.principal_loss)}; on average {lost}"
    assert said["Odds"] == f"given all that the file says is uncertain, {odds_said}"
    rates = f"P10 {share(odds.irr_p10)}; P50 {share(odds.irr_p50)}; P90 {share(odds.irr_p90)}"
    assert said["Internal rates"] == f"of the expected cash flows {share(odds.rate_of_expected)}; {rates}"
    assert said["Not funded"].startswith(f"some costs, with a probability of {share(odds.unfunded)}")


def test_power_is_said_only_where_a_standard_error_is_stated():
    assert "not stated" in pairs(page("denver_by_lender"))["Power of the evaluation"]
    rikers = pairs(page("rikers_able"))["Power of the evaluation"]
    assert "is earned with a probability of 62% (planned 10%, needed 8.5%, standard error 5%)" in rikers
    assert "finds it with a probability of 64%, and finds 12.4% four times in five" in rikers
    said = pairs(page("transforming_rehabilitation"))["Power of the evaluation"]
    assert "are each earned with a probability of 82% (planned 2 points, needed 1.372 points" in said


def test_fees_part_gross_from_net():
    fees = {"manager": {"kind": "management_fee", "paid_to": "adviser", "per_year": 10_000.0, "months": 60}}
    data = deal("starter").model_dump()
    data["terms"]["parties"] = {"adviser": {"name": "An adviser", "role": "intermediary"}}
    data["terms"] |= {"fees": fees, "order_of_payments": ["manager fee", *data["terms"]["order_of_payments"]]}
    said = pairs(read(render(sibmodel.project(type(deal("starter")).model_validate(data)))))
    assert re.match(r"Manager £[\d,]+, paid by the vehicle in their turn", said["Fees"])
    assert said["Gross and net return"].startswith("gross, if no fee were charged: 11.96% a year, 1.10 times")
    assert "before tax" in said["Gross and net return"]
    assert pairs(page("starter"))["Gross and net return"].startswith("the same: 11.96%")


def test_another_scenario_is_stressed_itself():
    run = projection("starter")
    shown = read(render(run, scenario="slow_start"))
    row = next(row for each in tables(shown) for row in each.rows if row[0] == STANDARD[0].title)
    expected = stressed(View(run, "slow_start").deal)[0].as_dict()["outcome_payments"]
    assert number(row[1]) == pytest.approx(expected, abs=WHOLE) == pytest.approx(0.7 * 0.7 * 800_000)


def test_names_the_file_that_it_is_of():
    assert projection("starter").deal.file_sha256 in pairs(page("starter"))["Worked out by"]
