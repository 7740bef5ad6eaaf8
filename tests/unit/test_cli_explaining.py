"""What `sib explain` prints: rates with their cash flows, inputs with their sources; labels stand for names."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from sibmodel.cli import explained_formulas, explained_rates, explaining
from sibmodel.cli.commands import sib
from sibmodel.cli.wrapped import print_wrapped
from sibmodel.engine.projection import project
from sibmodel.engine.values import Values
from sibmodel.files.deals import read_deal
from sibmodel.files.templates import templates
from sibmodel.graph.explain import explain
from sibmodel.graph.rates_explained import DatedFlow, RateFound

MINUS_NOTHING = re.compile(r"(?<![\w.,])-0(?:\.0+)?(?![\d.,])")


NOTE = "The plan is set at 35 %; 38.0 % is what the published payment implies for the outcome as realised."


def explained(*words):
    result = CliRunner().invoke(sib, ["explain", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(*words):
    result = CliRunner().invoke(sib, ["explain", *words], catch_exceptions=False)
    assert result.exit_code == 2
    return result.stderr


# --- internal rates ----------------------------------------------------------------------------------------------


def test_a_rate_comes_first_then_flows_then_their_worth_and_the_search_last():
    said = explained("rikers_able", "investors.loan.irr", "--scenario", "below_8_5")
    lines = said.splitlines()
    assert lines[0] == "Internal rate of return (Senior loan)"
    assert lines[2] == "  comes to    -6.94% a year (before rounding -6.93951%)"
    in_order = [
        "1 August 2012       0   -9,600,000                   -9,600,000.00",
        "31 July 2016        4    7,200,000                    9,600,000.00",
        "in all                  -2,400,000                            0.00",
        "the present value of these cash flows at this rate is 0.00 USD",
        "only one    Known before the search",
        "searched    Between -99.999% and 10,000% a year",
    ]
    places = [said.index(each) for each in in_order]
    assert places == sorted(places)
    assert "certified" not in said
    assert "it reads" not in said


def printed(flows, *, found=False):
    dated = tuple(DatedFlow(f"20{10 + year}-12-31", year, amount, None) for year, amount in enumerate(flows))
    return explained_rates._several(RateFound("flow", "Flow", dated, None, found, ""))


@pytest.mark.parametrize(
    ("flows", "said"),
    [
        ((-1000.0, 2300.0, -1320.0), "The present value is nothing at 10.00% and 20.00%, so none of them is the rate."),
        ((-100.0, -50.0), "Nothing comes back"),
        ((100.0, 50.0), "puts nothing in"),
        ((-100.0, 220.0, -150.0), "At no rate between -99.999% and 10,000% a year"),
        ((-100.0, 110.0), "at 10.00%, but that no other rate fits could not be shown"),
    ],
)
def test_where_there_is_no_one_rate_it_says_why(flows, said):
    assert said in printed(flows)


# --- sums, nothing, repetition -----------------------------------------------------------------------------------


def test_a_long_sum_stands_one_term_a_line_with_its_values_aligned():
    said = explained("denver_supportive_housing", "vehicle.delivery_closing", "--period", "0", "--depth", "1")
    assert said.splitlines()[2:8] == [
        "  adds up             -  [Delivery account, opening]",
        "              + 430,000  [Pooled investors: drawn]",
        "              +       -  [Outcome payments used for costs]",
        "              - 430,000  [Costs paid]",
        "              -       -  [Released once the last cost is paid]",
        "  comes to    0 USD",
    ]


def test_a_sum_that_may_not_go_below_nothing_says_so():
    said = explained("rikers_able", "vehicle.need", "--depth", "1")
    assert "              - 9,600,000  [Senior loan: drawn]\n              but not below 0\n  comes to    0 USD" in said


@pytest.mark.parametrize("template", templates())
def test_no_minus_before_nothing(template, capsys):
    deal = read_deal(templates()[template].path)
    projection = project(deal)
    for scenario in projection.scenarios[:3]:
        values = Values(projection, scenario)
        for line in deal.written.lines.values():
            column = line.axis.size - 1 if line.axis else 0
            explaining.print_explanation(explain(deal.written, line.name, values, column), deal, "")
            said = capsys.readouterr().out
            assert not MINUS_NOTHING.search(said), said


def test_minus_nothing_would_be_found():
    assert all(MINUS_NOTHING.search(text) for text in ("= -0 USD", "-0.00%", "( -0)", "-0.00"))
    assert not any(MINUS_NOTHING.search(text) for text in ("-0.01", "2012-08-01", "POJ-0083", "-0.5%"))


def test_the_first_reasons_are_told_and_the_others_counted(capsys):
    deal = read_deal(templates()["rikers_able"].path)
    values = Values(project(deal), "as_realised")
    found = explain(deal.written, "payments.recidivism.amount", values)
    several = dataclasses.replace(found, because=tuple(f"reason {number}" for number in range(8)))
    explaining.print_explanation(several, deal, "")
    said = capsys.readouterr().out
    assert "  because     reason 0\n  and         reason 1\n" in said
    assert "  and         reason 3\n  and         4 more like these\n" in said


def test_of_two_reasons_none_is_left_out_because_it_was_told_before():
    words = ("denver_supportive_housing", "payments.housing.paid", "--period", "1", "--depth", "4")
    said = " ".join(explained(*words).split())
    of_both = said[said.index("payers.city.max.out in words") :]
    first, second = (
        "none of the parts of [Days in stable housing: falls due] falls",
        "and ([Reduction in jail days: month",
    )
    assert of_both.count(first) == of_both.count(second) == 1


def test_a_reason_about_another_payment_is_not_told():
    said = explained("denver_supportive_housing", "payments.housing.paid", "--period", "1", "--depth", "1")
    said = " ".join(said.split())
    assert "because none of the parts of [Days in stable housing: falls due] falls in this period" in said
    assert "[Reduction in jail days: month verified]" not in said


def test_a_reason_is_told_once_and_one_that_was_only_counted_further_down():
    said = explained("rikers_able", "payments.recidivism.amount", "--scenario", "as_realised", "--depth", "2")
    told = re.findall(
        r"\(0%\) is below \[Reduction in days in jail: tiers: at (\S+): at least\]", " ".join(said.split())
    )
    assert sorted(told, key=float) == ["8.5", "10", "11", "12", "12.5", "13", "16", "20"]


def test_the_evidence_of_an_input_is_told_once():
    said = explained("denver_supportive_housing", "payments.housing.housing_days.earned", "--depth", "2")
    assert said.count("plan.achievement") == 5
    assert said.count("The plan as it stands.") == 1


def test_a_row_of_noughts_is_not_called_the_largest():
    assert "nothing in any period" in explained("rikers_able", "vehicle.reused")
    assert "the largest" in explained("rikers_able", "capital.loan.drawn")


def test_a_row_read_whole_is_added_up_or_told_at_its_most():
    said = explained("starter", "investors.total.npv", "--depth", "1")
    assert "[All investors: cash flow], over all periods = 71,223.34 GBP" in said
    assert "[Years since start], at most, over all periods = 5 years" in said


def test_a_lagged_line_goes_down_to_price_rate_and_people_with_their_sources():
    words = ("starter", "payments.jobs.earned", "--period", "2028-12-31")
    said, further = (" ".join(explained(*words, *more).split()) for more in ((), ("--depth", "6")))
    told = "of which 114,285.71 falls here from the period ending 30 June 2028: [In work after six months: priced,"
    assert told in said
    assert "terms.payments.jobs.prices.in_work; no source; confidence: assumption" in said
    assert "over all periods" not in said
    for path in ("plan.outcomes.in_work.rate", "plan.starts.everyone.people"):
        assert f"{path}; no source; confidence: assumption" in further
        assert path not in said


def test_a_headline_total_is_told_by_the_totals_of_its_terms():
    said = explained("starter", "government.net_cashable")
    assert "      adds up                -  [Cost avoided, cashable]\n" in said
    assert "                  - 800,000.00  [Government as a whole: outcome payments]\n" in said
    assert "                  -  60,000.00  [Government's own costs]\n      comes to    -811,223.34 GBP\n" in said
    assert "[The council: paid], over all periods = 800,000 GBP" in said


def test_the_same_amount_from_another_period_is_not_as_above():
    values = Values(project(read_deal(templates()["starter"].path)), "plan")
    one, other = (explain(values.model, "payments.jobs.in_work.earned", values, column) for column in (6, 7))
    assert (one.shown, one.numbers) == (other.shown, other.numbers)
    assert explained_formulas._working(one) != explained_formulas._working(other)


def test_labels_as_they_are_printed_lead_back_to_their_lines():
    for word, name in {
        "[Surplus: council]": "terms.surplus.council",
        "[Surplus: surplus: council]": "terms.surplus.council",
        "[All investors together: all that comes back]": "investors.total.all_returned",
        "[Government as a whole: outcome payments]": "government.outcome_payments",
    }.items():
        assert explained("starter", word).splitlines()[1].split(" | ")[0] == name


# --- inputs ------------------------------------------------------------------------------------------------------


def test_an_input_tells_source_confidence_note_and_scenarios():
    said = explained("denver_supportive_housing", "plan.outcomes.jail_days.effect", "--scenario", "no_effect")
    assert said.splitlines()[2:] == [
        "  comes to    0%",
        "  in the plan 35%",
        "  source      none is given for this input",
        "  confidence  assumption",
        f"  note        {NOTE}",
        "  scenarios   38%  as_realised         As realised",
        "              65%  maximum             Both legs at their limits",
        "               0%  no_effect           Housing continues, jail days do not fall",
        "              38%  all_drawn_at_start  As realised, all drawn in the first quarter",
    ]


def test_an_input_that_no_scenario_changes():
    said = explained("denver_supportive_housing", "terms.payments.housing.prices.housing_days")
    assert "  source      NHP Foundation report, page 38, tables 4-A and 4-B (NHPF)\n  confidence  stated\n" in said
    assert "  scenarios   none changes it\n" in said
    assert "in the plan" not in said


def test_scenarios_of_an_input_for_a_machine():
    found = json.loads(explained("starter", "plan.outcomes.in_work.rate", "--json"))
    assert found["scenarios"] == {"low_success": 0.4}


# --- which line, which period ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Most at risk at any instant", None),
        ("Investors: internal rate of return", "investors.total.irr"),
        ("Social investor: IRR a year", "investors.loan.irr"),
        ("[Sustained jobs: due]", "payments.jobs.due"),
        ("net fiscal, nominal", "government.net_fiscal"),
        ("In work after six months: rate", "plan.outcomes.in_work.rate"),
        ("Spent in all", "budget.council.spent"),
        ("IRR", None),
        ("earned", None),
    ],
)
def test_a_label_stands_for_a_name_where_it_is_the_only_one(word, name):
    if name:
        assert explained("starter", word).splitlines()[1].split(" | ")[0] == name
    else:
        assert f"'{word}' could be any of 2 lines. Name one of them:\n  " in refused("starter", word)


def test_the_candidates_say_whose_they_are():
    assert refused("starter", "Committed").splitlines()[-2:] == [
        "  investors.loan.committed  Committed (Social investor)",
        "  investors.total.committed  Committed (All investors together)",
    ]


def test_a_misspelt_label_leads_to_the_name():
    assert "Did you mean 'payments.jobs.earned'" in refused("starter", "Sustained jobs: earnd")


@pytest.mark.parametrize(
    ("line", "period", "said"),
    [
        ("payments.paid", "31 December 2028", "31 December 2028 (period 7)"),
        ("payments.paid", "1 Dec 2028", "31 December 2028 (period 7)"),
        ("payments.paid", "March 2029", "31 March 2029 (period 8)"),
        ("payments.paid", "mar 2029", "31 March 2029 (period 8)"),
        ("payments.paid", "January 2029", "31 March 2029 (period 8)"),
        ("budget.council.spent", "April 2029", "fiscal year 2030"),
        ("payments.paid", "period 8", "31 March 2029 (period 8)"),
        ("budget.council.spent", "fiscal year 2029", "fiscal year 2029"),
        ("budget.council.spent", "FY2030", "fiscal year 2030"),
        ("investors.total.irr", "2029", "one number for the whole deal, whatever the period"),
    ],
)
def test_a_period_may_be_written_as_the_outputs_write_it(line, period, said):
    assert said in explained("starter", line, "--period", period).splitlines()[1]


@pytest.mark.parametrize("period", ["32 March 2028", "1 Frimaire 2028", "Frimaire 2028", "period soon"])
def test_what_is_not_a_period(period):
    assert f"'{period}' is not a period" in refused("starter", "payments.paid", "--period", period)


def test_out_of_range_tells_the_range():
    said = refused("starter", "budget.council.spent", "--period", "2050")
    assert "0 is the first, fiscal year 2028, and 5 the last, fiscal year 2033." in said


@pytest.mark.parametrize("period", ["2040", "2033", "1990", "2032-04-01"])
def test_a_year_outside_the_deal_is_refused_with_the_range(period):
    said = refused("starter", "payments.jobs.paid", "--period", period)
    assert f"'{period}' is no period: 0 is the first, 1 April 2027 (financial close), and 20 the last" in said
    assert "31 March 2032 (period 20)." in said


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("2029", "the period ending 31 December 2029 (period 11), the last of the 4 that end in 2029"),
        ("2027", "the period ending 31 December 2027 (period 3), the last of the 3 that end in 2027"),
        ("2032", "31 March 2032 (period 20)"),
    ],
)
def test_of_a_year_it_says_which_period_was_taken(year, said):
    assert f"payments.jobs.paid | {said} | " in explained("starter", "payments.jobs.paid", "--period", year)


def test_a_year_is_no_column_of_a_search():
    assert "'2028' is no period" in refused("starter", "investors.total.rate.low", "--period", "2028")


def test_long_words_are_wrapped_under_themselves(capsys):
    print_wrapped(Console(width=60), "  note        ", "word " * 20)
    assert {line[:14] for line in capsys.readouterr().out.splitlines()[1:]} == {" " * 14}


# --- unit costs ------------------------------------------------------------------------------------------------------

LEDGER = Path(__file__).parents[1] / "parity" / "deals" / "savings.yaml"


def test_a_saving_tells_the_unit_cost_that_it_takes_its_value_from():
    said = explained(str(LEDGER), "savings.hostel.value_of_one")
    assert "  note        A hostel place for a year (HO2.1): an average cost, Invented. Prices of 2023.\n" in said
    assert "plan.unit_costs.hostel.value; source Invented.; confidence: dataset; Code HO2.1. Prices of 2023.\n" in said
    assert "note" not in explained(str(LEDGER), "savings.jobs.value_of_one")


def test_what_the_deal_says_of_a_unit_cost_goes_before_what_the_unit_cost_says(tmp_path):
    stated = "sources: {figures: {plan: {confidence: unconfirmed, note: As remembered.}}}"
    (tmp_path / "deal.yaml").write_text(f"{LEDGER.read_text(encoding='utf-8')}\n{stated}\n", encoding="utf-8")
    said = explained(str(tmp_path / "deal.yaml"), "plan.unit_costs.hostel.value")
    assert "  source      Invented.\n  confidence  unconfirmed\n" in said
    assert "  note        Code HO2.1. Prices of 2023. As remembered.\n" in said
    own = stated.replace("plan:", "plan.unit_costs.hostel:")
    (tmp_path / "deal.yaml").write_text(f"{LEDGER.read_text(encoding='utf-8')}\n{own}\n", encoding="utf-8")
    said = explained(str(tmp_path / "deal.yaml"), "plan.unit_costs.hostel.value")
    assert "  source      none is given for this input\n  confidence  unconfirmed\n" in said
