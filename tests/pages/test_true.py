"""No statement of the page is wrong or misleading: deals made so that a careless sentence would be.

Every case is one small deal, a payment and an outcome put into it, with what the page must say of it.
"""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.deal.outcomes.count import Count
from sibmodel.deal.outcomes.reduction import Reduction
from sibmodel.deal.payments.by_level import PaymentByLevel
from sibmodel.deal.payments.payment import Claims, Payment, Told
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.say import Table as Words
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.ladder import ACHIEVEMENT
from sibmodel.graph.expressions import Number
from sibmodel.graph.units import MONEY
from sibmodel.report.currency import Currency
from sibmodel.report.facts import term_sheet
from sibmodel.report.html import render
from sibmodel.report.maximum import most_payable
from sibmodel.report.say import Said
from sibmodel.report.sections.rungs import at_least
from sibmodel.report.view import View
from sibmodel.report.words import exact
from tests.pages.deals import ALL, GRANTED, TEMPLATES, has_investors, projection
from tests.pages.reading import read, table
from tests.support.deals import deals

COUNCIL = "The council"
CPI = {"inflation": {"cpi": {"rate": 0.1, "title": "Consumer prices"}}}


def tiers(**more):
    levels = {"a": {"at_least": 0.05, "pays": 1_000.0}, "b": {"at_least": 0.1, "pays": 2_000.0}}
    return {"kind": "tiered_schedule", "outcome": "o", "paid_on": "net", "tiers": levels, **more}


def threshold(at, pays=1_000.0, **more):
    return {"kind": "threshold", "outcome": "o", "paid_on": "net", "at_least": at, "pays": pays, **more}


def banded(**more):
    bands = {"one": {"up_to": 0.2, "per_point": 100.0}, "two": {"up_to": 0.4, "per_point": 50.0}}
    return {"kind": "banded_schedule", "outcome": "o", "paid_on": "net", "starts_at": 0.1, "bands": bands, **more}


def reduction(effect=0.12, month=24, **more):
    return {"kind": "reduction", "stated": "relative", "effect": effect, "measured_at": month, **more}


def count(count=320.0, without=200.0, of="days"):
    reading = {"month": 24, "count": count, "without_programme": without}
    return {"kind": "count", "of": of, "readings": {"r": reading}}


def made(payment, outcome, **changes):
    """The small deal, evaluated."""
    return sibmodel.project(deal_of(payment, outcome, **changes))


def deal_of(payment, outcome, *, plan=None, scenarios=None, payer=None, cost=1_000.0, **terms):
    """The small deal."""
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "X",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": dt.date(2027, 1, 1), "period": "year", "periods": 4},
                "payers": {"council": {"title": COUNCIL, **(payer or {})}},
                "payments": {"p": payment},
                "capital": {"loan": loan()},
                "order_of_payments": ["loan interest", "loan principal"],
                "surplus": {"loan": 1.0},
                **terms,
            },
            "plan": {
                "outcomes": {"o": outcome},
                "costs": {"c": {"kind": "one_off", "amount": cost}},
                **(plan or {}),
            },
            "scenarios": scenarios or {},
        }
    )


def loan(commitment=1_000.0, rate=0.05, draws=None, **more):
    draws = draws or {"kind": "as_needed"}
    return {"kind": "loan", "commitment": commitment, "draws": draws, "interest_rate": rate, **more}


def at_close(amount):
    return {"kind": "at_close", "amount": amount}


def brief(run, scenario="plan"):
    return " ".join(term_sheet(run, scenario).brief)


def figures(run, scenario="plan"):
    return {figure.label: figure for figure in term_sheet(run, scenario).figures}


def most(run, scenario="plan"):
    return figures(run, scenario)["Maximum outcome payments"].figure


def captions(run, scenario="plan"):
    sections = term_sheet(run, scenario).sections
    return {each.chart.name: each.caption for part in sections for each in part.blocks if each.kind == "drawing"}


def section(run, name, scenario="plan"):
    page = read(render(run, scenario=scenario))
    return next(each for each in page.all("section") if each.attributes["aria-labelledby"] == name)


# --- the most that can be paid --------------------------------------------------------------------------------------


def net_days(**changes):
    levels = {"a": {"at_least": 100.0, "pays": 1_200.0}, "b": {"at_least": 150.0, "pays": 2_000.0}}
    return made(tiers(tiers=levels), count(**changes))


def test_the_most_of_a_count_paid_on_net():
    run = net_days()
    assert run.number("payments.paid") == 1_200
    assert most(run) == "£2,000"
    assert "over the whole contract is £2,000." in brief(run)
    said = "Payment begins at 100 days and rises to £2,000 at 150 days; the plan is 120 days, which pays £1,200."
    assert captions(run)["payment-p"] == said
    shown = table(section(run, "payments"), "P: amounts at the levels that the terms name")
    assert shown.rows == [["100 days", "£1,200"], ["150 days", "£2,000"]]


def test_the_most_of_a_count_that_counts_nothing():
    run = net_days(count=0.0, without=0.0)
    assert most(run) == "£2,000"
    assert "the plan is 0 days, which pays £0." in captions(run)["payment-p"]


def test_the_most_holds_the_indexation_of_the_latest_measurement():
    late = {"late": {"changes": {"plan.outcomes.o.measured_at": 48}}}
    run = made(tiers(indexed="cpi"), reduction(), plan=CPI, scenarios=late)
    assert run.number("payments.paid", "late") == pytest.approx(2_928.2)
    assert most(run) == most(run, "late") == "£2,929"
    assert (
        "is £2,929, at the prices of December 2030, in the scenario “Late”; under the plan it is £2,420. Prices are "
        "indexed, so another month of measurement would change it."
    ) in brief(run)
    about = figures(run)["Maximum outcome payments"].about
    assert about == "all payers, whole contract, at the prices of December 2030, in the scenario “Late”"
    alone = made(tiers(indexed="cpi"), reduction(), plan=CPI)
    assert "is £2,420, at the prices of December 2028. Prices are indexed" in brief(alone)


def test_a_cap_that_binds_before_any_index_needs_no_condition():
    run = made(tiers(indexed="cpi", max=1_500.0), reduction(), plan=CPI)
    assert "over the whole contract is £1,500. Not all" in brief(run)
    paid = made(tiers(indexed="cpi"), reduction(), plan=CPI, payer={"max": 2_420.0})
    assert "over the whole contract is £2,420. Investors" in brief(paid)


def test_the_most_where_nothing_is_achieved():
    zero = {"z": {"changes": {"plan.achievement": 0.0}}}
    steps = made(tiers(indexed="cpi"), reduction(), plan=CPI, scenarios=zero)
    assert most(steps, "z") == "£2,420"
    points = made(banded(indexed="cpi"), reduction(), plan=CPI, scenarios=zero)
    assert most(points, "z") == most(points) == "£3,630"
    said = section(points, "payments", "z").text
    assert "Level reached" not in said
    assert "£100" in said


@pytest.mark.parametrize("at", [0.105, 0.124, 0.5, 0.974])
def test_the_most_of_a_level_that_is_rounded(at):
    run = made(threshold(at), reduction(rounded_to=0.05))
    assert most(run) == "£1,000"
    reached = np.ceil(at * 20 - 1e-9) / 20 - 0.025
    assert captions(run)["payment-p"].startswith(f"£1,000 is paid from about {reached:.1%}")
    assert table(section(run, "payments"), "P: amounts at").rows == [[f"{at:.1%}".replace(".0", ""), "£1,000"]]


def test_the_most_is_never_below_what_a_scenario_of_the_page_pays():
    more = {"more": {"changes": {"terms.payments.p.tiers.b.pays": 9_000.0}}}
    run = made(tiers(), reduction(), scenarios=more)
    assert "is £9,000, in the scenario “More”; under the plan it is £2,000." in brief(run)
    assert "over the whole contract is £9,000. Investors" in brief(run, "more")


def test_the_most_of_a_fiscal_year_bounds_the_whole():
    """Of one reading, whose money falls due in one of four fiscal years."""
    run = made(tiers(), reduction(), payer={"max_per_fiscal_year": 300.0})
    assert most(run) == "£300"


def test_a_rate_card_without_a_cap_has_no_most():
    run = made({"kind": "rate_card", "paid_on": "net", "prices": {"o": 10.0}}, count())
    assert most(run) == "no cap"
    assert "The contract states no cap on what can be paid in all." in brief(run)


@pytest.mark.parametrize("name", ALL)
def test_no_scenario_and_no_rung_pays_more_than_the_most(name):
    assert_bounded(projection(name))


@given(deals())
@settings(max_examples=25)
def test_no_deal_pays_more_than_the_most(deal):
    assert_bounded(sibmodel.project(deal))


def assert_bounded(run):
    for scenario in run.scenarios:
        found = most_payable(View(run, scenario))
        if found.amount is not None:
            paid = [run.number("payments.paid", each) for each in run.scenarios]
            rungs = [rung.outcome_payments for rung in View(run, scenario).ladder.rungs]
            assert found.amount >= max(paid) * (1 - 1e-12) - 1e-9
            assert found.own >= max(rungs) * (1 - 1e-12) - 1e-9


@given(deals())
@settings(max_examples=10)
def test_no_level_of_an_outcome_pays_more_than_the_most(deal):
    """All outcomes of a kind that has levels are put at many of them at once."""
    run = sibmodel.project(deal)
    found = most_payable(View(run, "plan")).amount
    levels = np.linspace(-1.0, 1.0, 81)
    changed = {ACHIEVEMENT: np.ones(81)}
    for name, outcome in deal.plan.outcomes.items():
        if isinstance(outcome, Reduction):
            changed[f"plan.outcomes.{name}.effect"] = levels
        elif isinstance(outcome, Count):
            for key in outcome.readings:
                changed[f"plan.outcomes.{name}.readings.{key}.count"] = (levels + 1) * 1e4
    paid = evaluate(deal.written, changed, keep=["payments.paid"])["payments.paid"].sum(axis=0)
    assert found is None or paid.max() <= found + 0.005


# --- capital back and principal lost --------------------------------------------------------------------------------


def test_principal_that_is_lost_though_all_cash_is_back():
    run = made(threshold(0.0), reduction(0.05))
    assert captions(run)["ladder"] == (
        "Counting all cash of all investors, interest included, what they put in is back at any share of the "
        "outcomes expected, from none to 130%; all the same, up to £102 of principal is lost."
    )
    said = "get back £1,000, interest and surplus included, against £1,000 drawn and lose £102 of principal."
    assert said in brief(run)


def test_principal_that_is_lost_above_the_point_at_which_cash_is_back():
    run = made(tiers(), reduction(0.05))
    assert (
        "is back in cash from 100% of the outcomes expected; because interest and other cash count too, up to £102 of "
        "principal may still be unpaid there; below that, at worst £1,000 of principal is lost."
    ) in captions(run)["ladder"]


def test_no_principal_is_lost_above_the_point():
    run = made(threshold(0.12, 2_000.0), reduction())
    assert captions(run)["ladder"].endswith("at worst £1,000 of principal is lost; from there on, none.")


def hump():
    people = {f"r{month}": {"month": month, "count": 40.0} for month in (12, 24, 36, 48, 60)}
    return made(
        {"kind": "rate_card", "paid_on": "gross", "prices": {"o": 10.0}},
        {"kind": "count", "of": "people", "readings": people},
        cost=1_180.0,
        payer={"max_per_fiscal_year": 600.0},
        timeline={"starts": dt.date(2027, 1, 1), "period": "year", "periods": 8},
        capital={
            "loan": loan(rate=0.1, draws=at_close(1_000.0)),
            "eq": {"kind": "equity", "commitment": 180.0, "draws": at_close(180.0)},
        },
        surplus={"council": 1.0},
    )


def test_capital_that_is_back_between_two_shares_only():
    run = hump()
    only = "between about 60% and 120% only"
    assert figures(run)["Break-even for investors"].figure == only
    assert figures(run)["Money multiple"].figure == "1.02"
    assert f"is back {only}, and no longer at 130% of the outcomes expected; at worst" in captions(run)["ladder"]
    shown = section(run, "ladder").text
    assert f"What was drawn is back {only}." in shown
    assert f"Capital back {only}" in shown
    assert "not even" not in read(render(run)).text


def test_capital_that_is_never_back():
    run = made(threshold(0.5), reduction())
    assert figures(run)["Break-even for investors"].figure == "not even 130%"
    assert "is not back even at 130% of the outcomes expected; at worst £1,000 of principal" in captions(run)["ladder"]


@pytest.mark.parametrize("name", GRANTED)
def test_there_is_no_break_even_where_nobody_invests(name):
    assert "Break-even for investors" not in figures(projection(name))
    assert "break-even" not in brief(projection(name)).casefold()


@pytest.mark.parametrize("name", [name for name in TEMPLATES if has_investors(name)])
def test_the_share_printed_as_break_even_is_enough(name):
    run = projection(name)
    share = float(figures(run)["Break-even for investors"].figure.rstrip("%")) / 100
    lines = ["investors.total.returned", "investors.total.drawn"]
    found = View(run, "plan").achieved(np.array([share]), lines)
    assert found[lines[0]][0] >= found[lines[1]][0] - 0.005
    assert [at_least(each) for each in (0.84801, 0.848, 0.8479)] == ["84.9%", "84.8%", "84.8%"]


# --- caps -----------------------------------------------------------------------------------------------------------


def test_the_cap_of_a_fiscal_year_is_named_before_that_of_the_contract():
    run = made(tiers(), reduction(), payer={"max": 1_500.0, "max_per_fiscal_year": 900.0})
    steps = [each.text for each in section(run, "limits").one("ol").all("li")]
    assert [step.partition("no more than ")[2].partition(";")[0] for step in steps] == [
        "£900 in a fiscal year (ending in December)",
        "£1,500 in all",
    ]


# --- captions of payments -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payment", "said"),
    [
        (
            tiers(tiers={"a": {"at_least": 0.0504, "pays": 500.0}, "b": {"at_least": 0.1254, "pays": 2_000.0}}),
            "Payment begins at 5.04% and rises to £2,000 at 12.54%; the plan is 12%, which pays £500.",
        ),
        (threshold(0.10004), "£1,000 is paid from 10.004% on; the plan is 12%, which pays £1,000."),
        (threshold(0.5), "£1,000 is paid from 50% on; the plan is 12%, which pays £0."),
        (
            {
                "kind": "proportional",
                "outcome": "o",
                "paid_on": "net",
                "threshold": 0.05,
                "target": 0.15,
                "pays_at_target": 1_000.0,
            },
            "Payment begins at 5% and rises to £1,000 at 15%; the plan is 12%, which pays £700.",
        ),
    ],
)
def test_levels_are_named_as_the_terms_have_them(payment, said):
    assert captions(made(payment, reduction()))["payment-p"] == said


def test_a_level_read_off_the_curve_is_one_at_which_the_amount_is_paid():
    run = made(banded(), reduction(), payer={"max": 1_234.0})
    assert captions(run)["payment-p"].startswith("Payment begins at 10% and rises to £1,234 at about 12.4%; the plan")


def test_what_is_paid_at_every_level():
    assert captions(made(threshold(-1.0), reduction()))["payment-p"].startswith("£1,000 is paid at every level shown;")
    nothing = made(threshold(0.1, 0.0), reduction())
    assert captions(nothing)["payment-p"] == "Nothing is paid at any level shown; the plan is 12%, which pays £0."


def test_a_level_expected_is_not_rounded_onto_one_that_is_not_reached():
    run = made(threshold(100.0), count(count=299.999, without=200.0))
    assert "the plan is 99.999 days, which pays £0." in captions(run)["payment-p"]


# --- rates and paybacks that there are not --------------------------------------------------------------------------


def two_tranches():
    return made(
        threshold(0.1, 1_500.0),
        reduction(),
        capital={"loan": loan(draws=at_close(1_000.0)), "spare": loan(500.0)},
        order_of_payments=["loan interest", "loan principal", "spare interest", "spare principal"],
    )


def test_a_tranche_that_drew_nothing():
    shown = table(section(two_tranches(), "returns"), "Spare: returns by scenario")
    assert [shown.column(head)[0] for head in ("Multiple", "IRR a year", "Payback, years")] == [
        "nothing drawn",
        "nothing drawn",
        "never out of pocket",
    ]


def handed_back():
    return made(
        threshold(0.1, 1_200.0),
        reduction(month=0),
        capital={"loan": loan(draws=at_close(1_000.0))},
        cost=0.0,
    )


def test_a_deal_that_is_never_out_of_pocket():
    run = handed_back()
    assert figures(run)["Internal rate of return"].figure == "never out of pocket"
    said = brief(run)
    assert "investors draw down £1,000 and get back £2,200, never out of pocket, so no internal rate of return." in said
    assert "put in at most £1,000 at any one time under the plan, always covered by what comes back" in said
    assert "nothing put in" not in read(render(run)).text
    shown = table(section(run, "returns"), "Loan: returns by scenario")
    assert shown.column("IRR a year") == shown.column("Payback, years") == ["never out of pocket"]
    assert captions(run)["cash"].startswith("Every draw is covered by what comes back at the same instant; at the end")
    ladder = table(section(run, "ladder"), "Return ladder")
    assert set(ladder.column("IRR a year")) <= {"never out of pocket"}
    assert "“never out of pocket” that what comes back covers every draw" in section(run, "method").text


def test_a_deal_that_draws_nothing():
    run = made(threshold(0.1), reduction(), cost=0.0)
    assert figures(run)["Internal rate of return"].figure == "nothing drawn"
    assert "draw down £0 and get back £1,000, so there is no internal rate of return." in brief(run)


def test_costs_that_are_not_covered_when_they_fall_due():
    late = {"kind": "scheduled", "schedule": {"late": {"month": 24, "amount": 1_000.0}}}
    run = made(threshold(0.1), reduction(), capital={"loan": loan(draws=late)})
    said = "These costs are not covered by commitments or reused income when they fall due."
    assert said in brief(run)
    assert "Neither" not in brief(run)
    rows = [row[0] for row in table(section(run, "funding"), "Sources and uses").rows]
    assert "Funding gap: not covered when costs fall due" in rows


# --- the words in brief ---------------------------------------------------------------------------------------------


def test_surplus_that_government_receives_is_named():
    saving = {"s": {"agency": "jobs", "value_class": "cashable", "outcome": "o", "value": 10.0}}
    shared = made(threshold(0.1, 2_000.0), reduction(), plan={"savings": saving}, surplus={"loan": 0.5, "council": 0.5})
    received = shared.number("government.surplus_received")
    assert received > 0
    assert f"after payments and with the £{received:,.0f} of surplus received." in brief(shared)
    kept = made(threshold(0.1, 2_000.0), reduction(), plan={"savings": saving})
    assert "under the plan, after payments." in brief(kept)


def test_points_of_a_banded_schedule_count_from_zero():
    run = made(banded(), reduction())
    assert run.number("payments.paid") == 1_200
    assert (
        "nothing below 10%; once that is reached, for each percentage point, counted from zero, £100 up to 20% and £50 "
        "up to 40%."
    ) in brief(run)
    said = section(run, "payments").text
    assert "Nothing is paid below 10%; once that is reached, points count from zero." in said


def test_parties_are_called_by_their_names():
    saving = {"s": {"agency": "charity", "value_class": "cashable", "outcome": "o", "value": 10.0}}
    run = made(
        threshold(0.1, 2_000.0),
        reduction(),
        plan={"savings": saving, "costs": {"own": {"kind": "one_off", "amount": 10.0, "paid_by": "council"}}},
        parties={"charity": {"name": "The good charity", "role": "provider"}},
        surplus={"loan": 0.5, "charity": 0.5},
    )
    assert "Surplus: 50% to the good charity" in section(run, "order").text
    assert "The good charity" in section(run, "government").text
    assert "The good charity" in section(run, "funding").text


# --- small amounts --------------------------------------------------------------------------------------------------


def test_no_positive_price_or_amount_is_printed_as_nothing():
    money = Currency("GBP")
    assert [money.price(each) for each in (1.2e-7, 0.000015, 0.004, 15.12)] == [
        "£0.00000012",
        "£0.000015",
        "£0.004",
        "£15.12",
    ]
    assert [money.full(each) for each in (0.3, -0.3, 0.5, 1e-9)] == ["£0.30", "−£0.30", "£0.50", "£0"]
    assert [money.short(each) for each in (0.25, 0.3, 2.5, 0.0)] == ["£0.25", "£0.30", "£2.50", "£0"]
    assert exact(-1.5e-8) == "−0.000000015"
    run = made(tiers(tiers={"a": {"at_least": 0.05, "pays": 0.25}, "b": {"at_least": 0.1, "pays": 0.4}}), reduction())
    assert "£0.25 from 5%, in steps to £0.40 at 10%." in brief(run)
    assert most(run) == "£0.40"
    assert captions(run)["payment-p"] == (
        "Payment begins at 5% and rises to £0.40 at 10%; the plan is 12%, which pays £0.40."
    )
    card = made({"kind": "rate_card", "paid_on": "net", "prices": {"o": 1.2e-7}}, count())
    assert "£0.00000012 for each day" in brief(card)


# --- kinds that the page has never heard of -------------------------------------------------------------------------


class LaneRental(Payment):
    """A kind of payment that the page has never heard of, which pays a fixed sum."""

    kind: str = "lane_rental"
    pays: float = 700.0

    def outcomes_paid(self):
        return iter(())

    def claims(self, writer, around):
        falls = around.clock.falls(Number(24.0, around.clock.closes.counts))
        return Claims(Number(self.pays, MONEY) * falls, Number(self.pays, MONEY) * falls)

    def told(self, say):
        rows = (("North lane", say.price(self.pays)),)
        lanes = Words("lanes", (("Lane", False), ("Rent", True)), rows)
        return Told("lane rental: a rent for a lane", f"{say.price(self.pays)} for the north lane", (), (lanes,))


class Staircase(PaymentByLevel):
    """A kind of schedule that the page has never heard of."""

    kind: str = "spiral_staircase"

    def canonical(self, writer, unit):
        return Schedule((Knot("step", "step", Number(0.1), Number(900.0, MONEY)),))

    def levels(self):
        yield ("first_step",), 0.1

    def top(self, highest):
        return 900.0

    def told(self, say):
        rows = (("First step", say.level(self.outcome, 0.1), say.price(900.0)),)
        steps = Words("steps", (("Step", False), ("Level", True), ("Pays", True)), rows)
        return Told("spiral staircase: a step and no more", f"{say.price(900.0)} from the first step on", (), (steps,))


UNKNOWN = {
    "lane rental": (LaneRental(), "P: lanes", ["North lane", "£700"], 700, "no cap"),
    "spiral staircase": (
        Staircase(paid_on="net", outcome="o"), "P: steps", ["First step", "10%", "£900"], 900, "£900",
    ),
}  # fmt: skip


def unknown(payment):
    deal = deal_of(threshold(0.1), reduction())
    terms = deal.terms.model_copy(update={"payments": {"p": payment}})
    return sibmodel.project(deal.model_copy(update={"terms": terms}))


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize("kind", UNKNOWN)
def test_a_kind_that_is_not_known_speaks_for_itself(kind):
    payment, caption, row, paid, bound = UNKNOWN[kind]
    run = unknown(payment)
    assert run.number("payments.paid") == paid
    said = section(run, "payments")
    assert f"Formula{kind}: " in said.text.replace("\n", "").replace(" " * 4, "")
    assert table(said, caption).rows == [row]
    assert f"P: {payment.told(Said(View(run, 'plan'))).brief}." in brief(run)
    assert most(run) == bound


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_a_kind_that_is_not_known_is_drawn_by_the_levels_that_it_names():
    payment, *_ = UNKNOWN["spiral staircase"]
    assert captions(unknown(payment))["payment-p"] == "£900 is paid from 10% on; the plan is 12%, which pays £900."


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize("kind", UNKNOWN)
def test_a_kind_that_is_not_known_is_bounded_by_its_cap(kind):
    payment, *_ = UNKNOWN[kind]
    assert most(unknown(payment.model_copy(update={"max": 500.0}))) == "£500"
