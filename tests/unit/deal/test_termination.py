"""An early end: when it may be, what stops with it, what is counted, and how it is told."""

from pathlib import Path

import pytest

import sibmodel
from sibmodel.deal.termination import IN_MONTH
from sibmodel.errors import DealFileError
from sibmodel.files.deals import parse_deal
from sibmodel.report.html import render

ENDED = Path(__file__).parents[2] / "parity" / "deals" / "ended.yaml"
TEXT = ENDED.read_text(encoding="utf-8")
EARLY = "ended_in_month_30"


@pytest.fixture(scope="module")
def now():
    return sibmodel.project(sibmodel.read_deal(ENDED))


def refused(text):
    with pytest.raises(DealFileError) as caught:
        parse_deal(text, "deal.yaml")
    return [str(problem).split("  ", 1)[1] for problem in caught.value.problems]


# --- when it may be ----------------------------------------------------------------------------------------------


NONE = "1200 means that it runs to its own end."
OF_ITSELF = f"but the deal ends of itself with month 72. The last period before that ends with month 66; {NONE}"


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (0, f"is 0; a deal cannot end before its first period does. Write 6 or 12; {NONE}"),
        (13, f"is 13; no period ends with that month. Write 12 or 18; {NONE}"),
        (72, f"is 72, {OF_ITSELF}"),
        (73, f"is 73, {OF_ITSELF}"),
    ],
)
def test_a_deal_ends_early_with_a_period_before_its_last(month, said):
    plan = TEXT.replace("termination: {wind_down", f"termination: {{in_month: {month}, wind_down")
    assert refused(plan)[0] == f"{IN_MONTH}  {said}"
    scenario = TEXT.replace("in_month: 30}", f"in_month: {month}}}")
    assert refused(scenario) == [f"scenarios.{EARLY}.changes.{IN_MONTH}  brings about a fault at {IN_MONTH}: {said}"]


def test_a_short_first_period_moves_the_ends():
    text = TEXT.replace("periods: 12}", "periods: 12, first_period_ends: 2025-02-28}").replace(
        "in_month: 6}", "in_month: 2}"
    )
    assert [each.rsplit("  ", 1)[1].split("Write ")[1][:8] for each in refused(text)] == ["26 or 32"]


def test_a_deal_of_one_period_cannot_end_early():
    text = TEXT.replace("periods: 12}", "periods: 1}").replace("{wind_down", "{in_month: 3, wind_down")
    assert f"{IN_MONTH}  is 3, but a deal of one period cannot end early. Leave it out." in refused(text)


def test_a_scenario_switches_an_early_end_off_again():
    text = TEXT.replace("{wind_down", "{in_month: 24, wind_down").replace("in_month: 30}", "in_month: 1200}")
    found = sibmodel.project(parse_deal(text).deal)
    own = sibmodel.project(sibmodel.read_deal(ENDED))
    assert found.number("payments.paid", EARLY) == own.number("payments.paid")
    assert found.number("termination.wind_down") == 40_000
    assert found.number("termination.wind_down", EARLY) == 0


def test_the_workbook_checks_it_too(now):
    line = "checks.termination.at_period_end"
    inputs = dict.fromkeys((0.0, 5.0, 6.0, 66.0, 72.0, 80.0, 1200.0))
    for month in inputs:
        inputs[month] = sibmodel.project(now.deal.with_(IN_MONTH, int(month)), ["plan"]).number(line)
    assert inputs == {0.0: 0, 5.0: 0, 6.0: 1, 66.0: 1, 72.0: 0, 80.0: 0, 1200.0: 1}


# --- what stops --------------------------------------------------------------------------------------------------

FEE = "fees: {care: {kind: management_fee, paid_to: broker, per_year: 240_000, months: 72}}"


@pytest.fixture(scope="module")
def with_fee():
    text = TEXT.replace(
        "  account: {", f"  parties: {{broker: {{name: Broker, role: intermediary}}}}\n  {FEE}\n  account: {{"
    )
    return sibmodel.project(parse_deal(text.replace("senior principal]", "senior principal, care fee]")).deal)


def test_a_management_fee_ends_with_the_deal(with_fee):
    charged = with_fee.row("fees.care.charged", EARLY)
    assert charged[5] == 120_000
    assert charged[6:].sum() == 0
    assert charged.sum() == 240_000 * 30 / 12


def test_what_is_owed_at_the_end_is_shown(with_fee):
    data = with_fee.results()["scenarios"][EARLY]
    owed = data["fees"]["care"] + data["fees_unpaid"]["care"]
    assert data["fees_unpaid"]["care"] > 0
    assert owed == pytest.approx(600_000)
    page = render(with_fee, scenario=EARLY)
    assert "Still owed at the end, Ended after two and a half years" in page
    assert "Interest and commitment fees still owed at the end and never paid: " in page


# --- what is counted ---------------------------------------------------------------------------------------------


def test_readings_after_the_end_count_nothing(now):
    assert now.number("outcomes.nights.three.gross") == 8_000
    assert now.number("outcomes.nights.three.gross", EARLY) == 0
    assert now.number("outcomes.nights.total_gross", EARLY) == 6_000
    assert now.number("outcomes.nights.total_net", EARLY) == 5_000


def test_people_are_counted_who_are_measured_by_the_end(now):
    started = now.row("programme.starts", EARLY)
    assert started.sum() == pytest.approx(200 * 30 / 36)
    by_month_24 = started[:5].sum()
    assert now.number("outcomes.job.people_gross", EARLY) == pytest.approx(0.45 * by_month_24)
    assert now.number("checks.outcomes.job.measured_carried", EARLY) == 1


def test_savings_follow_those_who_are_measured():
    text = TEXT.replace(
        "scenarios:", "  savings: {b: {agency: council, value_class: cashable, outcome: job, value: 1_000}}\nscenarios:"
    )
    found = sibmodel.project(parse_deal(text).deal)
    people = found.number("outcomes.job.people_net", EARLY)
    assert 0 < people < found.number("outcomes.job.people_net")
    assert found.number("government.cashable", EARLY) == pytest.approx(1_000 * people)


# --- how it is told ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(now):
    return render(now, scenario=EARLY)


def test_the_brief_says_that_the_deal_ends_early(now, page):
    said = "In the scenario “Ended after two and a half years” the deal ends early, at the end of June 2027 (month 30)."
    assert said in page.split("<h2")[1]
    assert "of it because the deal ends early; investors" in page
    assert "the deal ends early, at" not in render(now)


def test_the_cost_table_has_winding_down(now, page):
    table = page[page.index("Costs and who bears them") :]
    table = table[: table.index("</table>")]
    assert "Winding down" in table
    assert f"{now.number('programme.cost', EARLY):,.0f}" in table


def test_outcomes_are_told_of_planned_and_started(page):
    assert "166.7 of the 200 people planned have started by then." in page


def test_milestones_end_with_the_deal(page):
    table = page[page.index("Milestones by month") :]
    table = table[: table.index("</table>")]
    assert "The deal ends early; what is lent falls due" in table
    assert "matures" not in table
    assert "(month 48)" not in table


def test_no_early_end_is_no_assumption(now):
    inputs = len(now.model.inputs)
    assert f"All {inputs - 1} inputs have no source given." in render(now)
    assert "none: runs to its own end" in render(now)
    assert "1,200" not in render(now).split("Assumptions and sources")[-1]
