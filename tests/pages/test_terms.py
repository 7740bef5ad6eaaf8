"""Terms are told as the contract has them: complete, in the right unit, and with the sign of doubt where it belongs.

Each case is a defect that a reader of the page once met.
"""

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.report.facts import term_sheet
from sibmodel.report.html import render
from tests.pages.deals import page, projection
from tests.pages.reading import table, tables
from tests.pages.test_true import banded, brief, captions, count, made, reduction, section, threshold, tiers


def absolute(**more):
    return {"kind": "reduction", "stated": "absolute", "effect": 0.02, "measured_at": 24, **more}


def levels(*read, of="share"):
    return {
        "kind": "level",
        "of": of,
        "readings": {f"r{at}": {"month": 12 * at, "level": level} for at, level in enumerate(read, start=1)},
    }


def pairs(run, name="payments"):
    found = next(each for each in term_sheet(run).sections if each.name == name)
    return {label: text for block in found.blocks if block.kind == "pairs" for label, text in block.pairs}


# --- tables and curves of the contract ------------------------------------------------------------------------------


def test_tiers_on_a_blend_are_drawn():
    said = " ".join(captions(projection("massachusetts_juvenile_justice")).values())
    assert "Payment begins at 10% and rises to $23,705,700 at 55%; the plan is 40%" in said
    shown = table(page("massachusetts_juvenile_justice"), "Fewer days incarcerated: amounts at the levels")
    assert shown.rows[0][:2] == ["10%", "$2,000,000\N{NO-BREAK SPACE}◆"]


def test_a_schedule_that_cannot_be_drawn_has_a_table():
    zero = {"z": {"changes": {"plan.achievement": 0.0}}}
    for payment in (tiers(), threshold(0.1, 2_000.0)):
        run = made(payment, reduction(), scenarios=zero)
        shown = [each for each in tables(section(run, "payments", "z")) if each.caption.startswith("P: ")]
        assert shown[0].rows[-1] == ["From 10%", "£2,000"]


def test_indexed_tiers_are_shown_as_the_contract_states_them():
    run = made(tiers(indexed="cpi"), reduction(), plan={"inflation": {"cpi": {"rate": 0.1}}})
    said = section(run, "payments")
    assert table(said, "P: tiers").rows == [["From 5%", "£1,000"], ["From 10%", "£2,000"]]
    assert table(said, "P: amounts at").rows == [["5%", "£1,210"], ["10%", "£2,420"]]


def coupons(**more):
    return {"kind": "coupon_table", "outcome": "o", "paid_on": "gross", "notional": 1_000.0, **more}


def test_a_redemption_without_a_coupon_is_drawn():
    steps = {"at_55": {"at_least": 0.55, "rate": 0.0}}
    run = made(coupons(steps=steps, redemption={"all_from": 0.55, "share": 0.5}), levels(0.6, 0.6))
    assert captions(run)["payment-p"] == (
        "Redemption at the last reading, before caps: £500 is paid at the lowest level shown and rises to £1,000 at "
        "55%; the plan is 60%, which pays £1,000."
    )
    said = section(run, "payments")
    assert table(said, "P: redemption").rows == [["From 55%", "£1,000"], ["Below 55%", "£500"]]
    assert "0%" not in [cell for each in tables(said) for row in each.rows for cell in row]


def test_the_floor_of_a_coupon_is_said_beside_the_curve():
    steps = {"at_55": {"at_least": 0.55, "rate": 0.03}}
    run = made(coupons(steps=steps, floor={"rate": 0.05, "until_month": 12}), levels(0.6, 0.6))
    assert captions(run)["payment-p"].startswith(
        "Coupon of the last reading, before caps (up to December 2027 (month 12), at least £50 is paid at any level): "
        "£30 is paid from 55% on"
    )


def bonus(**more):
    edges = {"bonus_from": 0.1, "penalty_from": -0.05, "bonus_per_point": 100.0, "penalty_per_point": 30.0}
    return {"kind": "bonus_penalty", "outcome": "o", "paid_on": "net", **edges, **more}


def test_what_goes_on_rising_beyond_the_chart_is_no_maximum():
    run = made(bonus(), levels(0.12))
    said = captions(run)["payment-p"]
    assert "where the chart ends, and goes on rising by £100 a point" in said
    capped = made(bonus(max=100.0), levels(0.12))
    assert "goes on rising" not in captions(capped)["payment-p"]


def test_penalties_are_in_the_caption():
    run = made(bonus(bonus_per_point=0.0), absolute())
    assert captions(run)["payment-p"] == (
        "£30 a point is taken back from −5 points down; nothing is paid or taken back at the plan of 2 points."
    )
    assert "Bonus" not in pairs(run)
    assert "£0" not in pairs(run)["Formula"]


def test_a_ratchet_is_drawn_as_its_schedule():
    """Settlements of readings add up to more than the schedule comes to; the schedule is what the contract says."""
    line = {"kind": "proportional", "outcome": "o", "paid_on": "net", "threshold": 0, "target": 1_000}
    counts = ((1, 900), (2, 100))
    read = {f"r{at}": {"month": 12 * at, "count": each, "without_programme": 300.0} for at, each in counts}
    days = {"kind": "count", "of": "days", "readings": read}
    for settles in ("ratchet", "clawback"):
        run = made({**line, "pays_at_target": 1_000.0, "settles": settles}, days, deductions_owed_by="the provider")
        said = captions(run)["payment-p"]
        assert said.startswith("Of all readings together, before caps: Payment begins at 0 days and rises to £1,000 at")
        assert table(section(run, "payments"), "P: amounts").rows == [["0 days", "–"], ["1,000 days", "£1,000"]]


def test_each_reading_of_a_count_is_drawn_by_its_own_level():
    read = {f"r{at}": {"month": 12 * at, "count": 50.0} for at in (1, 2)}
    run = made(
        threshold(40.0, settles="each_reading", paid_on="gross"), {"kind": "count", "of": "people", "readings": read}
    )
    assert captions(run)["payment-p"] == (
        "Of a single reading, before caps: £1,000 is paid from 40 people on; the plan is 50 people, which pays £1,000."
    )


def test_a_deal_that_ends_early_draws_the_contract_all_the_same():
    ended = {"early": {"changes": {"terms.termination.in_month": 12}}}
    run = made(tiers(), reduction(), scenarios=ended, termination={})
    assert run.number("payments.paid", "early") == 0
    assert captions(run, "early")["payment-p"].startswith("Payment begins at 5% and rises to £2,000 at 10%")
    assert table(section(run, "payments", "early"), "P: amounts").rows == [["5%", "£1,000"], ["10%", "£2,000"]]


# --- units and words ------------------------------------------------------------------------------------------------


def test_an_absolute_reduction_is_told_in_percentage_points():
    run = made(threshold(0.01), absolute(standard_error=0.007))
    assert "£1,000 if 1 point is reached" in brief(run)
    facts = pairs(run, "outcomes")
    assert (facts["Expected"], facts["Standard error of the estimate"]) == ("2 points", "0.7 points")


def test_equal_bands_are_one_and_a_start_at_nothing_is_not_told():
    same = {"one": {"up_to": 0.2, "per_point": 100.0}, "two": {"up_to": 0.4, "per_point": 100.0}}
    assert "P: for each percentage point, counted from zero, £100 up to 40%." in brief(
        made(banded(starts_at=0.0, bands=same), reduction())
    )


def test_later_prices_and_first_tiers_are_in_brief():
    later = {"new": {"after_month": 12, "prices": {"o": 0.0}}}
    card = {"kind": "rate_card", "paid_on": "net", "prices": {"o": 10.0}, "later": later}
    assert "£10 for each day (O), £0 after December 2027 (month 12)." in brief(made(card, count()))
    volume = {"kind": "volume_tiers", "outcome": "o", "paid_on": "net", "tiers": {"a": {"above": 50, "price": 10.0}}}
    assert "£10 for each day beyond 50, nothing before." in brief(made(volume, count()))


def test_terms_that_settle_at_each_reading_say_so_in_brief():
    run = made(threshold(0.1, settles="each_reading", paid_on="gross"), levels(0.2, 0.2, 0.2))
    assert "otherwise nothing, at each of 3 readings." in brief(run)
    assert "Decides" not in pairs(run, "outcomes")
    once = made(threshold(0.1, paid_on="gross"), levels(0.2, 0.2, 0.2))
    assert pairs(once, "outcomes")["Decides"] == "the last reading"


def test_a_fee_is_no_outcome_payment():
    fee = {"kind": "fee", "per_month": 100.0, "months": 12}
    run = made(threshold(0.1), reduction(), payments={"p": threshold(0.1), "fee": fee})
    said = brief(run)
    assert "The council pays a fee, and for outcomes." in said
    assert "payments come to £2,200, of which £1,200 is paid whatever the outcomes and £1,000 for outcomes" in said


def test_both_parts_of_a_fee_at_risk_have_their_date():
    risk = {"share": 0.2, "outcome": "o", "paid_on": "net", "none_below": 0.0, "all_from": 0.1, "paid_after": 3}
    run = made({"kind": "fee", "per_month": 100.0, "months": 12, "paid_after": 1, "at_risk": risk}, reduction())
    rules = pairs(run)
    assert rules["Paid, the 80% that is not withheld"] == "1 month after the end of each period"
    assert rules["Paid, the 20% withheld"] == "3 months after the outcome is verified"
    assert "Paid" not in rules


def test_a_deduction_has_its_amount_and_its_month():
    off = {"kind": "deduction", "amount": 100.0, "month": 12}
    terms = {"payments": {"p": threshold(0.1), "off": off}, "deductions_owed_by": "the provider"}
    rules = pairs(made(threshold(0.1), reduction(), **terms))
    assert (rules["Amount"], rules["Set off"]) == ("£100", "from December 2027 (month 12) on")
    del terms["deductions_owed_by"]
    terms["payments"]["off"] |= {"rest": "lapses"}
    rules = pairs(made(threshold(0.1), reduction(), **terms))
    assert rules["Set off"] == "of December 2027 (month 12), and what is left of it lapses"
    terms["payments"]["off"] = off | {"amount": 0.0}
    assert "Off:" not in brief(made(threshold(0.1), reduction(), **terms))


def test_many_terms_are_counted_in_brief():
    many = {f"p{at}": threshold(0.1, 100.0 * at) for at in range(1, 7)}
    said = brief(made(threshold(0.1), reduction(), payments=many))
    assert "There are 6 payment terms, set out under “Outcome payment terms”: threshold (6)." in said
    assert "The amounts that they state run from £100 to £600." in said


def test_a_step_on_a_path_has_both_of_its_bases():
    said = pairs(projection("starter_homelessness"), "outcomes")  # of the last outcome, home after twelve months
    assert said["Expected, gross"].startswith("85% of those before; 51.6375% of those who start, which is")
    assert said["Would have reached it anyway"].startswith("70% of those before; ")


def test_lags_of_nothing_are_said_in_words():
    said = page("work_programme").text
    assert "0 months after" not in said
    assert "then monthly" in said


def test_many_outcomes_of_one_kind_stand_in_one_table():
    shown = table(page("fair_chance_fund"), "Outcomes: count of people, read off in stated months")
    assert len(shown.rows) == len(projection("fair_chance_fund").deal.plan.outcomes)


def test_readings_that_change_alike_are_one_line():
    changes = {f"plan.outcomes.o.readings.r{at}.level": 0.3 for at in range(1, 5)} | {"plan.achievement": 1.0}
    run = made(threshold(0.1, paid_on="gross"), levels(0.2, 0.2, 0.2, 0.2), scenarios={"more": {"changes": changes}})
    shown = table(section(run, "scenarios"), "Scenarios and what they change")
    assert shown.rows == [["More", "O, r1 … r4 (4 readings): level", "20%", "30%"]]


def test_why_less_comes_back_though_more_is_achieved():
    said = [section(projection(name), "ladder").text for name in ("starter_children_in_care", "rikers_able")]
    assert "earlier payments cover costs, so that less is drawn" in said[0]
    assert "earlier payments cover costs" not in said[1]


def test_a_count_beyond_those_who_start_is_noted():
    starts = {"starts": {"all": {"people": 100.0, "over_months": 12}}}
    card = {"kind": "rate_card", "paid_on": "gross", "prices": {"o": 10.0}}
    ladder = section(made(card, count(90.0, 0.0, of="people"), plan=starts), "ladder").text
    assert "At 130% more people are counted than the 100 who start: “O” counts 117." in ladder
    fewer = made(card, count(70.0, 0.0, of="people"), plan=starts)
    assert "more people are counted" not in section(fewer, "ladder").text


# --- doubt ----------------------------------------------------------------------------------------------------------


def doubted(**figures):
    """The small deal with what its sources say of its terms."""
    deal = made(tiers(max=5_000.0), reduction()).deal.model_dump(exclude_defaults=True)
    deal["sources"] = {"figures": {path: {"confidence": sure} for path, sure in figures.items()}}
    return sibmodel.project(Deal.model_validate(deal))


def test_assumed_terms_carry_the_sign_wherever_they_are_named():
    run = doubted(terms="assumption", plan="stated")
    assert "P ◆: nothing below 5%" in brief(run)
    assert "◆ marks figures of terms that are assumed or that no document is known to confirm" in brief(run)
    assert pairs(run)["Evidence"].startswith("◆ every figure of this term is assumed or unconfirmed")
    assert "no more than £5,000 ◆ in all" in section(run, "limits").text
    assert table(section(run, "payments"), "P ◆: amounts at the levels").rows


def test_one_amount_that_is_unconfirmed_carries_the_sign_alone():
    run = doubted(**{"terms": "stated", "plan": "stated", "terms.payments.p.tiers.b.pays": "unconfirmed"})
    said = brief(run).replace("\N{NO-BREAK SPACE}", " ")
    assert "£1,000 from 5%, in steps to £2,000 ◆ at 10%" in said
    assert pairs(run)["Evidence"].startswith("◆ assumed or unconfirmed: tier “b”: amount")
    assert "no more than £5,000 in all" in section(run, "limits").text


def test_a_deal_that_is_documented_has_no_sign():
    run = doubted(terms="stated", plan="stated")
    assert "◆" not in brief(run)
    assert "Evidence" not in pairs(run)


def test_a_deal_without_sources_says_so_once():
    said = brief(made(tiers(), reduction()))
    assert said.endswith("The deal file gives no source for any figure.")
    assert "◆" not in said


def test_a_percentage_of_the_authors_stays_on_one_line():
    assert "15\N{NO-BREAK SPACE}% a year" in render(projection("educate_girls"))
    assert "15 % a year" not in render(projection("educate_girls"))


# --- caps -----------------------------------------------------------------------------------------------------------


def test_what_another_payer_pays_is_not_called_lost():
    shown = page("starter_homelessness")
    assert "in all; what is above is paid by The top-up fund." in shown.text
    assert table(shown, "Moved to another payer by a cap").heads[-2:] == ["Paid instead by", "Moved"]
    assert not [each for each in tables(shown) if each.caption.startswith("Which cap cut what")]
    assert "What a cap cuts and no other payer covers is lost." in shown.text
    assert "neither paid later nor picked up" not in shown.text


def test_a_limit_is_listed_under_its_title():
    assert "“15 % a year for three years”: Learning gains" in page("educate_girls").text


def test_a_deduction_is_subtracted_once():
    shown = table(page("south_carolina_nfp"), "Earned, cut and paid")
    assert shown.heads == ["Scenario", "Earned, before anything is taken back", "Cut by caps", "Set off", "Paid"]
    rows = zip(*(shown.numbers(head) for head in shown.heads[1:]), strict=True)
    assert all(earned - cut - off == paid for earned, cut, off, paid in rows)


# --- people and parties ---------------------------------------------------------------------------------------------


def test_a_foundation_that_pays_is_not_called_government():
    shown = page("educate_girls").text
    assert "Government" not in shown
    assert "Payers’ budgets" in shown


def test_the_providers_own_capital_is_no_investor():
    assert "The only capital is “Working capital of the provider”: $660,000 is committed" in brief(
        projection("seattle_homelessness")
    )


def test_what_is_no_cash_is_said_of_what_is_committed():
    assert "(of which $3,760,000 is fees that are deferred and $6,000,000 recoverable grants)" in brief(
        projection("massachusetts_juvenile_justice")
    )


def test_the_loss_of_cash_stands_first():
    assert (
        "get back £60,000 of £1,040,165 drawn, a loss of £980,165; as some of it is interest or surplus, £1,040,090 of "
        "principal is not repaid."
    ) in brief(projection("starter_health"))


def test_a_note_stands_once_in_its_group():
    notes = table(page("newpin_sbb"), "Every input of the model").column("Note")
    assert "as for total" in notes
    run = made(tiers(), reduction())
    assert "as for" not in section(run, "assumptions").text
