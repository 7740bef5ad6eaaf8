"""The standard stresses: what each changes in a deal, what that comes to by hand, and what does not apply."""

import numpy as np
import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.engine.stresses import STANDARD, Stress, changes, stressed, with_room
from tests.pages.deals import TEMPLATES

STARTS, ACHIEVEMENT, LATE, TOGETHER = STANDARD
SUMS = ("payments.paid", "investors.total.drawn", "investors.total.returned", "investors.total.principal_lost")


def small(**outcome):
    """Shares of 1,000 spent at once; 100 start in the first year, half get work, 30 for each, known at once."""
    jobs = {"kind": "success_rate", "rate": 0.5} | outcome
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "Small",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": "2027-01-01", "period": "year", "periods": 1},
                "payers": {"council": {}},
                "payments": {"card": {"kind": "rate_card", "paid_on": "gross", "prices": {"jobs": 30.0}}},
                "capital": {
                    "shares": {
                        "kind": "equity",
                        "commitment": 1000.0,
                        "draws": {"kind": "at_close", "amount": 1000.0},
                    }
                },
                "order_of_payments": [],
                "surplus": {"shares": 1.0},
            },
            "plan": {
                "starts": {"all": {"people": 100.0, "over_months": 12}},
                "outcomes": {"jobs": jobs},
                "costs": {"delivery": {"kind": "one_off", "amount": 1000.0}},
            },
        },
        strict=False,
    )


def template(name):
    return sibmodel.read_deal(TEMPLATES[name])


def test_a_deal_worked_out_by_hand():
    """50 jobs pay 1,500 after a year. 35 pay 1,050; 40 pay 1,200; six months late is the end of the second year."""
    found = {each.stress.name: each.as_dict() for each in stressed(small())}
    expected = {
        "starts": (1050.0, 1.05, 0.05),
        "achievement": (1200.0, 1.2, 0.2),
        "late": (1500.0, 1.5, 1.5**0.5 - 1),
        "together": (840.0, 0.84, 0.84**0.5 - 1),
    }
    assert found.keys() == expected.keys()
    for name, (paid, multiple, rate) in expected.items():
        assert found[name]["outcome_payments"] == pytest.approx(paid)
        assert found[name]["multiple"] == pytest.approx(multiple)
        assert found[name]["irr"] == pytest.approx(rate, abs=1e-7)
        assert found[name]["principal_lost"] == pytest.approx(max(0.0, 1000 - paid))
        assert found[name]["unfunded"] == 0.0
        assert found[name]["irr_status"] == "ok"
    assert [found[name]["periods_added"] for name in expected] == [0, 0, 1, 1]


def test_rikers_is_saved_by_its_guarantee_a_year_later():
    """At 8 % nothing is paid and 7.2m of 9.6m is guaranteed: after four years, or after five where results are late."""
    found = {each.stress.name: each for each in stressed(template("rikers_able"))}
    assert not found["starts"].applies
    assert found["starts"].left_out == (
        "fewer starts: the deal file states no people who start and no counts, only levels of a group",
    )
    assert found["starts"].as_dict()["outcome_payments"] is None
    assert found["achievement"].as_dict()["irr"] == pytest.approx(0.75 ** (1 / 4) - 1, abs=1e-7)
    assert found["late"].as_dict()["outcome_payments"] == pytest.approx(9_600_000)
    assert found["late"].as_dict()["multiple"] == pytest.approx(1.0)
    assert found["together"].as_dict()["irr"] == pytest.approx(0.75 ** (1 / 5) - 1, abs=1e-7)
    assert found["together"].as_dict()["principal_lost"] == pytest.approx(2_400_000)
    assert set(found["late"].changed) == {
        "plan.outcomes.days_in_jail.measured_at",
        "terms.capital.guarantee.called_at",
    }


def test_the_starter_is_cut_in_proportion():
    """100 of 200 are paid for at 8,000: seven tenths, eight tenths, all, and 56 of them."""
    paid = [each.as_dict()["outcome_payments"] for each in stressed(template("starter"))]
    assert paid == pytest.approx([560_000, 640_000, 800_000, 448_000])


def test_counts_are_scaled_with_what_would_be_without_the_programme():
    found = changes(template("starter_health"), STARTS)
    counts = {path for path in found if path.endswith((".count", ".without_programme"))}
    assert counts
    assert any(path.startswith("plan.starts.") for path in found)
    assert all(now == pytest.approx(0.7 * planned) for planned, now in found.values())


def test_a_step_on_a_path_is_put_off_once():
    """Outcomes that are counted from an earlier one move with it."""
    deal = template("work_programme")
    moved = [path for path in changes(deal, LATE) if path.startswith("plan.outcomes.")]
    first = [name for name, part in deal.plan.outcomes.items() if not part.reads()]
    assert sorted(moved) == sorted(f"plan.outcomes.{name}.measured_after" for name in first)
    assert len(first) < len(deal.plan.outcomes)


def test_what_makes_up_for_missing_results_waits_with_them():
    found = changes(template("starter_early_childhood"), LATE)
    month = next(path for path in found if path.startswith("terms.payments."))
    assert found[month][1] == found[month][0] + 6


@pytest.mark.parametrize("name", TEMPLATES)
def test_changes_add_up_to_all_three_together(name):
    deal = template(name)
    apart = [changes(deal, each) for each in (STARTS, ACHIEVEMENT, LATE)]
    assert sum(map(len, apart)) == len(set().union(*apart))
    assert {path: each for part in apart for path, each in part.items()} == changes(deal, TOGETHER)
    assert changes(deal, LATE)


@pytest.mark.parametrize("name", ["starter", "rikers_able", "denver_by_lender", "peterborough"])
def test_room_alone_changes_nothing(name):
    """Further periods hold what would be late; they bring and cost nothing themselves."""
    deal = template(name)
    longer = sibmodel.project(with_room(deal, 6), ["plan"])
    plan = sibmodel.project(deal, ["plan"])
    assert len(longer.dates) > len(plan.dates)
    assert [longer.number(line) for line in SUMS] == pytest.approx([plan.number(line) for line in SUMS])
    assert longer.figure("investors.total.irr").value == pytest.approx(plan.figure("investors.total.irr").value)


def test_a_stress_of_nothing_changes_nothing():
    (found,) = stressed(small(), (Stress("nothing", "Nothing"),))
    assert (found.changed, found.left_out, found.applies, found.periods_added) == ({}, (), False, 0)


def test_no_late_money_falls_after_the_last_instant():
    """Every payment that the plan brings comes late as well, in every template without a limit by year or month."""
    compared = 0
    for name in ("starter", "rikers_able", "denver_by_lender", "peterborough", "starter_workforce", "newpin_sbb"):
        deal = template(name)
        late = stressed(deal, (LATE,))[0].projection
        assert late.number("payments.paid", "late") == pytest.approx(sibmodel.project(deal).number("payments.paid"))
        compared += 1
    assert compared == 6


def test_a_timeline_without_room_stays_as_it_is():
    deal = small()
    longest = with_room(deal, 12 * 10_000)
    assert longest.terms.timeline.periods == 600
    assert with_room(longest, 6) is longest


def test_nothing_planned_cannot_be_lowered():
    found = stressed(small().with_("plan.achievement", 0.0))[1]
    assert not found.applies
    assert found.left_out == ("lower achievement: nothing is planned to be achieved",)


def test_results_hold_every_stress():
    found = sibmodel.project(template("starter")).results()["stresses"]
    assert [each["name"] for each in found] == [each.name for each in STANDARD]
    assert found[0]["changed"] == {"plan.starts.everyone.people": {"plan": 200.0, "stressed": 140.0}}
    assert np.isfinite([each["irr"] for each in found]).all()
