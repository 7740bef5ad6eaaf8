"""Instruments, legs, reserve and fees, in deals that are worked out in the head."""

import numpy as np
import numpy_financial as npf
import pytest

import sibmodel
from sibmodel.files.deals import parse_deal
from tests.capital.deals import FOLDER, changed, projected, row

CENT = 0.005


# --- repayment and interest ---------------------------------------------------------------------------------------


def test_an_annuity_is_that_of_a_spreadsheet():
    """16 payments from month 15 to month 60, after four quarters of interest alone."""
    now = projected("loans")
    quarters = np.arange(1, 17)
    principal = -npf.ppmt(0.06 / 4, quarters, 16, 100_000)
    interest = -npf.ipmt(0.06 / 4, quarters, 16, 100_000)
    np.testing.assert_allclose(now.row("capital.level.principal_repaid")[5:], principal, atol=CENT)
    np.testing.assert_allclose(now.row("capital.level.interest_paid")[5:], interest, atol=CENT)
    assert row(now, "capital.level.interest_paid")[:5] == [0.0, 1500.0, 1500.0, 1500.0, 1500.0]
    level = now.row("capital.level.returned")[5:]
    np.testing.assert_allclose(level, -npf.pmt(0.06 / 4, 16, 100_000), atol=CENT)
    assert now.figure("investors.level.irr").value == pytest.approx(1.015**4 - 1, abs=1e-7)


def test_an_annuity_without_interest_is_instalments():
    now = changed("loans", ("interest_rate: 6%, repayment: annuity", "interest_rate: 0%, repayment: annuity"))
    assert row(now, "capital.level.principal_repaid") == [0.0] * 5 + [6250.0] * 16


def test_instalments_are_equal_parts_of_principal():
    now = projected("loans")
    assert row(now, "capital.equal.principal_repaid") == [0.0] * 4 + [10_000.0] * 9 + [0.0] * 8
    assert row(now, "capital.equal.interest_paid")[3:7] == [900.0, 900.0, 800.0, 700.0]


def test_an_instalment_that_cannot_be_paid_stays_due():
    """Income begins a year late: what fell due until then is paid together."""
    now = changed("loans", ("over_months: 60", "over_months: 42, from_month: 18"))
    repaid = row(now, "capital.equal.principal_repaid")
    assert repaid[:7] == [0.0] * 7
    assert sum(repaid) == 90_000.0
    assert row(now, "capital.equal.falls_due") == [0.0] * 4 + [10_000.0] * 9 + [0.0] * 8
    assert now.number("investors.equal.principal_lost") == 0


def test_rates_in_steps_count_for_their_months():
    """2 %, from month 19 on 5 % (so two thirds of that quarter), nothing after month 36."""
    now = projected("loans")
    rates = row(now, "capital.stepped.rate")
    assert now.row("capital.stepped.rate")[7] == pytest.approx(0.02 / 3 + 0.05 * 2 / 3)
    assert rates[1:7] == [0.02] * 6
    assert rates[8:13] == [0.05] * 5
    assert rates[13:] == [0.0] * 8
    assert row(now, "capital.stepped.interest_paid")[4:9] == [400.0, 600.0, 600.0, 1200.0, 1500.0]


def test_a_commitment_fee_is_on_what_can_still_be_drawn():
    """1 % a year on 120,000 for the four quarters before the last draw, and on nothing afterwards."""
    now = projected("loans")
    assert row(now, "capital.stepped.fee_accrued") == [0.0] + [300.0] * 4 + [0.0] * 16
    assert row(now, "capital.stepped.fee_paid") == [0.0] + [300.0] * 4 + [0.0] * 16
    assert now.number("capital.stepped.returned") == pytest.approx(
        120_000 + now.number("capital.stepped.interest_paid") + 1200
    )


def test_a_fee_that_is_never_paid_is_unpaid_interest():
    now = changed("loans", ("units: 25}", "units: 0}"))
    assert now.number("investors.stepped.interest_unpaid") == pytest.approx(
        now.number("capital.stepped.interest_accrued") + 1200
    )


# --- legs ---------------------------------------------------------------------------------------------------------


def test_each_leg_repays_its_own_lenders():
    now = projected("lenders")
    assert row(now, "capital.housing_lenders.principal_repaid") == [0, 0, 150_000, 225_000, 125_000, 0]
    assert row(now, "capital.jail_lenders.principal_repaid") == [0, 0, 0, 0, 0, 300_000]
    assert row(now, "vehicle.spilled_housing") == [0, 0, 0, 0, 100_000, 0]
    assert row(now, "vehicle.spilled_jail") == [0, 0, 0, 0, 0, 200_000]


def test_a_leg_that_fails_is_the_loss_of_its_own_lenders():
    now = projected("lenders")
    assert now.number("investors.jail_lenders.principal_lost", "no_jail") == 300_000
    assert now.number("investors.housing_lenders.principal_lost", "no_jail") == 0
    assert now.number("investors.housing_lenders.principal_lost", "no_housing") == 350_000
    assert now.number("investors.jail_lenders.principal_lost", "no_housing") == 0
    assert row(now, "capital.jail_lenders.surplus", "no_jail") == [0, 0, 0, 0, 50_000, 0]


def test_a_common_step_lets_one_leg_stand_in_for_the_other():
    now = changed("lenders", (", arranger fee]", ", arranger fee, housing_lenders principal]"))
    assert row(now, "capital.housing_lenders.principal_repaid_in_turn", "no_housing") == [0, 0, 0, 0, 0, 200_000]
    assert now.number("investors.housing_lenders.principal_lost", "no_housing") == 150_000
    assert now.number("vehicle.surplus", "no_housing") == 0


def test_steps_side_by_side_share_by_what_is_due():
    steps = "[housing_lenders and jail_lenders principal, arranger fee]"
    old = "[housing_lenders principal from housing, jail_lenders principal from jail, arranger fee]"
    now = changed("lenders", (old, steps))
    assert row(now, "capital.housing_lenders.principal_repaid")[2] == 150_000 * 5 / 8
    assert row(now, "capital.jail_lenders.principal_repaid")[2] == 150_000 * 3 / 8
    turned = changed(
        "lenders", (old, steps.replace("housing_lenders and jail_lenders", "jail_lenders and housing_lenders"))
    )
    for name in ("housing_lenders", "jail_lenders"):
        assert row(now, f"capital.{name}.returned") == row(turned, f"capital.{name}.returned")


# --- equity -------------------------------------------------------------------------------------------------------


def test_a_hurdle_is_paid_before_the_surplus():
    """1.0m at 5 %: 1,157,625 after three years, 557,625 left after 600,000, 614,781.56 two years later."""
    now = projected("capped")
    assert row(now, "capital.shares.return_paid") == [0, 0, 0, 600_000, 0, 614_781.56]
    assert now.number("capital.shares.surplus", "below") == 0
    assert now.number("surplus.state.surplus", "between") == pytest.approx((800_000 - 614_781.5625) * 0.4)


def test_a_cap_stops_the_surplus_at_its_rate():
    now = projected("capped")
    assert now.figure("investors.shares.irr").value == pytest.approx(0.125, abs=1e-8)
    whole = (1_000_000 * 1.125**3 - 600_000) * 1.125**2
    assert now.number("capital.shares.surplus") == pytest.approx(whole - 614_781.5625)
    assert now.number("surplus.state.surplus") == pytest.approx(2_000_000 - whole)
    assert now.figure("investors.shares.irr", "between").value < 0.125


def test_what_a_cap_leaves_goes_to_the_party_named():
    surplus = ("surplus: {shares: 60%, state: 40%}", "surplus: {shares: 60%, founders: 40%}")
    parties = (
        "  payers: {state: {}}",
        "  parties: {founders: {name: The founders, role: sponsor}}\n  payers: {state: {}}",
    )
    now = changed("capped", surplus, parties, ("capped_at: 12.5%", "capped_at: 12.5%, beyond_cap: state"))
    left = 2_000_000 - 614_781.5625
    assert now.number("surplus.founders.surplus") == pytest.approx(0.4 * left)
    assert now.number("surplus.state.surplus") == pytest.approx(0.6 * left - now.number("capital.shares.surplus"))
    assert now.number("government.surplus_received") == pytest.approx(now.number("surplus.state.surplus"))


def test_a_share_of_surplus_may_stop_at_an_amount():
    """100,000 and then 200,000 of surplus, half of it for housing lenders, who get 90,000 in all."""
    edit = (
        "draws: {kind: at_close, amount: 500_000}}",
        "draws: {kind: at_close, amount: 500_000}, surplus_up_to: 90_000}",
    )
    now = changed("lenders", edit)
    assert row(now, "capital.housing_lenders.surplus") == [0, 0, 0, 0, 50_000, 40_000]
    assert row(now, "capital.jail_lenders.surplus") == [0, 0, 0, 0, 50_000, 120_000]
    named = (edit[0], f"{edit[1][:-1]}, beyond_cap: city}}")
    assert row(changed("lenders", named), "surplus.city.surplus") == [0, 0, 0, 0, 0, 40_000]


# --- a share of the assets ----------------------------------------------------------------------------------------


def test_a_note_redeemed_by_a_share_of_what_the_trust_holds():
    """1.0m less 0.9m of costs, 2.3m received, 60,000 of coupons: 2.34m, of which the notes get 60 %."""
    now = projected("trust")
    assert row(now, "capital.notes.interest_paid") == [0, 20_000, 20_000, 20_000, 0, 0, 0]
    assert row(now, "capital.notes.interest_paid_from_reserve") == [0, 20_000, 0, 0, 0, 0, 0]
    assert row(now, "capital.notes.surplus") == [0, 0, 0, 0, 0, 0, 1_404_000]
    assert row(now, "surplus.state.surplus") == [0, 0, 0, 0, 0, 0, 936_000]
    assert now.number("investors.notes.principal_lost") == 0
    assert now.number("investors.notes.principal_lost", "poor") == pytest.approx(1_000_000 - 0.6 * 840_000)


# --- given, deferred and lent -------------------------------------------------------------------------------------


def test_a_grant_is_a_source_and_no_investment():
    now = projected("blended")
    assert row(now, "capital.gift.drawn") == [250_000, 0, 0, 0, 0, 0, 0]
    assert now.number("investors.total.drawn") == 250_000
    figures = now.results()["scenarios"]["plan"]
    assert figures["grants"] == {"gift": 250_000}
    assert set(figures["investors"]["tranches"]) == {"waiting", "loan"}
    assert "investors.gift.irr" not in now.model.lines


def test_deferred_fees_bear_costs_in_kind_up_to_their_commitment():
    now = projected("blended")
    assert row(now, "capital.waiting.drawn") == [20_000, 30_000, 0, 0, 0, 0, 0]
    assert row(now, "vehicle.costs_paid_in_cash") == [180_000, 270_000, 0, 0, 0, 0, 0]
    assert row(now, "vehicle.costs_paid") == [200_000, 300_000, 0, 0, 0, 0, 0]
    assert row(now, "capital.waiting.principal_repaid") == [0, 0, 0, 0, 0, 0, 50_000]
    more = changed("blended", ("share_of_costs: 10%", "share_of_costs: 20%"))
    assert row(more, "capital.waiting.drawn") == [40_000, 10_000, 0, 0, 0, 0, 0]


def test_a_guarantee_is_reimbursed_before_the_surplus():
    """Half of 200,000 is paid in month 48; 48,200 and 51,800 come back, and only then others."""
    now = projected("blended")
    assert row(now, "capital.cover.paid") == [0, 0, 0, 0, 100_000, 0, 0]
    assert row(now, "capital.cover.reimbursed") == [0, 0, 0, 0, 0, 48_200, 51_800]
    assert row(now, "capital.cover.reimbursement_closing") == [0, 0, 0, 0, 100_000, 51_800, 0]
    figures = now.results()["scenarios"]["plan"]
    assert figures["guarantees_reimbursed"] == pytest.approx({"cover": 100_000})


def test_a_reserve_pays_what_fell_due_and_is_released_at_the_end():
    now = projected("blended")
    assert row(now, "vehicle.reserve_closing") == [0, 0, 18_000, 8_000, 22_000, 30_000, 0]
    assert row(now, "capital.loan.interest_paid_from_reserve") == [0, 0, 0, 10_000, 0, 0, 0]
    assert row(now, "capital.loan.principal_repaid_from_reserve") == [0, 0, 0, 0, 8_000, 0, 0]
    assert row(now, "vehicle.reserve_released") == [0, 0, 0, 0, 0, 0, 30_000]


def test_fees_are_costs_of_the_structure_and_no_return():
    """6,000 a year for five years; a tenth of what reaches the step, once 150,000 have been paid for outcomes."""
    now = projected("blended")
    assert row(now, "fees.running.charged") == [0, 6_000, 6_000, 6_000, 6_000, 6_000, 0]
    assert row(now, "fees.running.fee_paid") == [0, 0, 12_000, 0, 12_000, 6_000, 0]
    assert row(now, "fees.success.fee_paid") == [0, 0, 0, 0, 0, 0, 37_820]
    figures = now.results()["scenarios"]["plan"]
    assert figures["fees"] == pytest.approx({"running": 30_000, "success": 37_820})
    assert now.number("sources_and_uses.fee_running") == pytest.approx(30_000)
    assert now.number("investors.total.returned") == pytest.approx(50_000 + 231_800)


def test_a_success_fee_of_an_amount_is_owed_once():
    now = projected("lenders")
    assert row(now, "fees.arranger.fee_paid") == [0, 0, 0, 0, 0, 40_000]
    assert now.number("fees.arranger.fee_paid", "no_jail") == 0


# --- what the description of the deal file says beside ------------------------------------------------------------


def test_what_legs_hold_pays_no_costs():
    """Of 150,000 received in month 24 for housing, nothing pays the cost of month 36; from the common pool it would."""
    cost = ("costs: {programme: {kind: one_off, amount: 800_000}}", COSTS)
    reuse = ("  fees:", "  account: {reuse_outcome_payments: true}\n  fees:")
    order = ("[housing_lenders principal from housing, jail_lenders", "[housing_lenders principal, jail_lenders")
    assert changed("lenders", cost, reuse).number("vehicle.reused") == 0
    assert changed("lenders", cost, reuse, order).number("vehicle.reused") == 100_000


COSTS = "costs: {one: {kind: one_off, amount: 800_000}, two: {kind: one_off, amount: 100_000, month: 36}}"


def test_a_distribution_is_not_cut_by_a_cap():
    now = changed(
        "capped",
        ("order_of_payments: [shares return]", "order_of_payments: [shares distribution from card, shares return]"),
    )
    assert now.number("capital.shares.distributed") == 2_600_000
    assert now.figure("investors.shares.irr").value > 0.2


def test_a_reserve_does_not_pay_a_sweep():
    now = changed("blended", ("repayment: bullet, matures: 48}", "repayment: sweep}"))
    assert "capital.loan.principal_repaid_from_reserve" not in now.model.lines
    assert now.number("capital.loan.interest_paid_from_reserve") == pytest.approx(10_000)


def test_a_reserve_does_not_pay_what_legs_alone_pay():
    reserve = ("  fees:", "  account: {reserve: {amount: 50_000, filled: at_close}}\n  fees:")
    interest = ("commitment: 300_000,", "commitment: 300_000, interest_rate: 5%,")
    step = ("[housing_lenders", "[jail_lenders interest from jail, housing_lenders")
    cost = ("amount: 800_000}", "amount: 750_000}")
    now = changed("lenders", reserve, interest, step, cost)
    assert "capital.jail_lenders.interest_paid_from_reserve" not in now.model.lines
    both = changed(
        "lenders", reserve, interest, step, cost, (", arranger fee]", ", jail_lenders interest, arranger fee]")
    )
    assert row(both, "capital.jail_lenders.interest_paid_from_reserve")[1:4] == [15_000, 15_000, 15_000]


def test_a_second_deferred_fee_bears_what_the_first_leaves():
    other = "    loan: {kind: loan"
    more = "    second: {kind: deferred_fee, commitment: 500_000, share_of_costs: 95%}\n" + other
    now = changed("blended", (other, more), ("success fee, waiting", "success fee, second principal, waiting"))
    assert row(now, "capital.waiting.drawn") == [20_000, 30_000, 0, 0, 0, 0, 0]
    assert row(now, "capital.second.drawn") == [180_000, 270_000, 0, 0, 0, 0, 0]
    assert now.number("capital.loan.drawn") == 0


def test_a_reserve_that_is_filled_at_close_is_filled_from_capital_and_may_be_refilled():
    """230,000 are drawn, for the reserve too; it pays 11,500 in the third year and the 18,500 left in the fourth."""
    now = changed("blended", ("reserve: {amount: 30_000}", "reserve: {amount: 30_000, filled: at_close}"))
    assert row(now, "vehicle.set_aside") == [30_000, 0, 0, 0, 0, 0, 0]
    assert row(now, "capital.loan.drawn") == [0, 230_000, 0, 0, 0, 0, 0]
    assert row(now, "capital.loan.interest_paid_from_reserve") == [0, 0, 0, 11_500, 0, 0, 0]
    assert row(now, "capital.loan.principal_repaid_from_reserve") == [0, 0, 0, 0, 18_500, 0, 0]
    assert row(now, "vehicle.reserve_filled") == [0, 0, 0, 0, 11_500, 18_500, 0]
    assert row(now, "vehicle.reserve_closing") == [30_000, 30_000, 30_000, 18_500, 11_500, 30_000, 0]
    assert row(now, "capital.cover.paid") == [0, 0, 0, 0, 115_000, 0, 0]


def test_with_equity_alone_nothing_is_owed():
    now = changed("capped", (", hurdle_rate: 5%, capped_at: 12.5%", ""), ("[shares return]", "[]"))
    assert row(now, "capital.shares.surplus") == [0, 0, 0, 360_000, 0, 1_200_000]


@pytest.mark.parametrize(
    ("scenario", "first_loss", "topped_up", "back"),
    [
        ("plan", 30, 30, 20 + 30 + 30 + 50 - 30),
        ("at_70", 30, 0, 70 + 30 + 50),
        ("at_90", 10, 0, 90 + 10 + 50),
        ("at_110", 0, 0, 110 + 50),
    ],
)
def test_a_guarantee_of_equity_covers_what_has_not_come_back(scenario, first_loss, topped_up, back):
    """In month 48 equity of 100 has got back what month 36 paid; the second guarantee counts what the first paid."""
    now = projected("shares")
    assert row(now, "capital.first_loss.paid", scenario) == [0, 0, 0, 0, first_loss, 0]
    assert row(now, "capital.topped_up.paid", scenario) == [0, 0, 0, 0, topped_up, 0]
    assert now.number("capital.topped_up.reimbursed", scenario) == topped_up
    assert now.number("investors.shares.returned", scenario) == back


def test_a_stack_of_grants_has_no_investor():
    stack = "    gift: {kind: grant, commitment: 100, draws: {kind: at_close, amount: 100}}\n"
    text = (FOLDER / "shares.yaml").read_text(encoding="utf-8")
    start, end = text.index("    shares:"), text.index("plan:")
    now = sibmodel.project(parse_deal(f"{text[:start]}{stack}  surplus: {{city: 100%}}\n{text[end:]}").deal)
    figures = now.results()["scenarios"]["plan"]
    assert figures["investors"]["tranches"] == {}
    assert figures["investors"]["total"]["drawn"] == figures["investors"]["total"]["returned"] == 0
    assert figures["investors"]["total"]["irr"] is figures["investors"]["total"]["multiple"] is None
    assert figures["grants"] == {"gift": 100}
    assert now.number("surplus.city.surplus") == 70
