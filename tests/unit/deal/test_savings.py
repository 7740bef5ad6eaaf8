"""The savings ledger, worked out by hand and by what must always hold."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.deal.savings.horizon import SAVINGS_PERIODS
from sibmodel.engine.evaluate import evaluate

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((ROOT / "deal_templates").glob("*.yaml"))
LEDGER = ROOT / "tests" / "parity" / "deals" / "savings.yaml"
STEPS = ("fading", "deadweight", "others", "displacement", "optimism")


def deal_of(saving, *, period="year", periods=2, years=8, outcome=None, **plan):
    """A deal in which 100 people reach an outcome with the first month."""
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "One saving",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": "2026-01-01", "period": period, "periods": periods},
                "payers": {"council": {}},
                "payments": {"paid": {"kind": "rate_card", "paid_on": "gross", "prices": {"reached": 0.0}}},
                "capital": {"grant": {"kind": "grant", "commitment": 1.0, "draws": {"kind": "as_needed"}}},
                "surplus": {"council": 1.0},
            },
            "plan": {
                "outcomes": {
                    "reached": outcome
                    or {"kind": "count", "of": "people", "readings": {"one": {"month": 0, "count": 100.0}}}
                },
                "savings": {
                    "one": {
                        "agency": "council",
                        "value_class": "cashable",
                        "outcome": "reached",
                        "counted": "gross",
                        **saving,
                    }
                },
                "savings_years": years,
                **plan,
            },
        },
        strict=False,
    )


def row(deal, line):
    return sibmodel.project(deal).row(f"savings.one.{line}")


def test_the_first_year_is_full_and_each_further_one_keeps_what_is_left_of_the_one_before():
    deal = deal_of({"value": 50.0, "yearly": True, "lasts": 60, "drop_off": 0.3})
    assert row(deal, "avoided") == pytest.approx([0, 5000, 3500, 2450, 1715, 1200.5, 0, 0, 0])
    assert row(deal, "less_fading") == pytest.approx([0, 0, 1500, 2550, 3285, 3799.5, 0, 0, 0])


def test_fading_does_not_hang_on_the_length_of_periods():
    saving = {"value": 50.0, "yearly": True, "lasts": 31, "drop_off": 0.3}
    whole = [sum(row(deal_of(saving, period=period, periods=2), "avoided")) for period in ("month", "quarter", "year")]
    assert whole == pytest.approx([5000 + 3500 + 2450 * 7 / 12] * 3)


def test_a_whole_value_is_not_repeated_and_a_yearly_one_is():
    assert sum(row(deal_of({"value": 50.0, "lasts": 36}), "avoided")) == pytest.approx(5_000)
    assert sum(row(deal_of({"value": 50.0, "lasts": 36, "yearly": True}), "avoided")) == pytest.approx(15_000)


def test_what_falls_after_the_years_counted_is_left_out_and_told():
    found = sibmodel.project(deal_of({"value": 60.0, "lasts": 60}, years=3))
    assert found.number("savings.one.avoided") == pytest.approx(3_600)
    assert found.number("savings.one.beyond") == pytest.approx(2_400)


@pytest.mark.parametrize("first", [None, 1, 4, 11])
@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_a_short_first_period_counts_no_month_more(period, first):
    deal = deal_of({"value": 1_200.0, "yearly": True, "lasts": 240}, period=period, years=3)
    if first is not None:
        terms = deal.terms.timeline.model_copy(update={"first_period_ends": dt.date(2026, first, 28)})
        deal = Deal.model_validate(
            {**deal.model_dump(), "terms": {**deal.terms.model_dump(), "timeline": terms.model_dump()}}
        )
    assert sum(row(deal, "avoided")) == pytest.approx(100 * 100 * 36)


def test_a_share_of_a_unit_cost_in_older_prices():
    deal = deal_of(
        {"unit_cost": "place", "share": 0.6, "indexed": "prices", "yearly": True, "lasts": 12},
        unit_costs={"place": {"value": 1_000.0, "price_year": 2023}},
        inflation={"prices": {"rate": 0.02, "past": {"2022": 0.5, "2024": 0.1, "2025": 0.2, "2026": 0.05}}},
    )
    at_start = 100 * 600 * 1.1 * 1.2 * 1.05
    assert sum(row(deal, "avoided")) == pytest.approx(at_start * 1.02)  # it falls in the first year, at its end
    later = sibmodel.project(deal.with_("terms.timeline.starts", dt.date(2027, 1, 1)))
    failed = [check.message for check in later.failures("plan")]
    assert failed == ["prices of 2023 are brought to those of 2026, and the deal starts later."]


def test_the_chain_takes_each_share_of_what_the_step_before_has_left():
    shares = {"deadweight": 0.2, "attribution": 0.9, "displacement": 0.05, "grade": "weak"}
    found = sibmodel.project(deal_of({"value": 100.0, **shares}, evidence={"weak": {"correction": 0.15}}))
    taken = [found.number(f"savings.one.less_{step}") for step in STEPS[1:]]
    assert taken == pytest.approx([2_000, 800, 360, 1_026])
    assert found.number("savings.one.avoided") == pytest.approx(10_000 * 0.8 * 0.9 * 0.95 * 0.85)


@pytest.mark.parametrize(("count", "cash"), [(100, 90), (90, 90), (89.9, 60), (29, 0), (0, 0)])
def test_only_whole_steps_of_capacity_become_cash(count, cash):
    outcome = {"kind": "count", "of": "people", "readings": {"one": {"month": 0, "count": float(count)}}}
    saving = {"value": 1_000.0, "yearly": True, "lasts": 24, "released_by": 30.0}
    found = sibmodel.project(deal_of(saving, outcome=outcome))
    assert found.row("savings.one.closed")[1:3] == pytest.approx([cash // 30] * 2)
    assert found.number("savings.one.avoided") == pytest.approx(cash * 2_000)
    assert found.number("savings.one.capacity") == pytest.approx((count - cash) * 2_000)
    assert found.number("government.value.council.cashable") == pytest.approx(cash * 2_000)
    assert found.number("government.value.council.fiscal") == pytest.approx((count - cash) * 2_000)


def test_worse_outcomes_open_nothing_and_are_told_as_capacity():
    outcome = {
        "kind": "count",
        "of": "people",
        "readings": {"one": {"month": 0, "count": 10.0, "without_programme": 60.0}},
    }
    found = sibmodel.project(deal_of({"value": 10.0, "counted": "net", "released_by": 30.0}, outcome=outcome))
    assert found.number("savings.one.avoided") == 0
    assert found.number("savings.one.capacity") == pytest.approx(-500)


# --- identities --------------------------------------------------------------------------------------------------


def same_figures(one, other):
    compared = 0
    for name, line in one.model.lines.items():
        is_of_value = name.startswith(("savings.", "government.", "budget.")) and name in other.model.lines
        if is_of_value and (line.axis is None or line.is_flow):
            assert one.number(name) == pytest.approx(other.number(name), rel=1e-12, abs=1e-6), name
            compared += 1
    return compared


WITHOUT_YEARS = [path for path in TEMPLATES if sibmodel.read_deal(path).plan.savings_years is None]


@pytest.mark.parametrize("path", WITHOUT_YEARS, ids=lambda path: path.stem)
def test_years_as_many_as_the_deal_runs_change_no_figure(path):
    deal = sibmodel.read_deal(path)
    years = -(-deal.terms.timeline.months // 12) + 1
    longer = deal.model_copy(update={"plan": deal.plan.model_copy(update={"savings_years": years})})
    longer = Deal.model_validate(longer.model_dump())
    assert same_figures(sibmodel.project(deal), sibmodel.project(longer)) >= 12


shares = st.floats(0, 1)
INPUTS = {
    "plan.savings.hostel.drop_off": shares,
    "plan.savings.hostel.deadweight": shares,
    "plan.savings.hostel.attribution": shares,
    "plan.savings.hostel.displacement": shares,
    "plan.evidence.weak.correction": shares,
    "plan.savings.hostel.released_by": st.floats(0.5, 60),
    "plan.savings.hostel.lasts": st.integers(0, 90).map(float),
    "plan.savings.hostel.after": st.integers(0, 30).map(float),
    "plan.outcomes.housed.rate": shares,
    "plan.outcomes.fall.effect": st.floats(-0.2, 0.3),
}


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries(INPUTS))
def test_gross_less_each_step_is_cash_and_capacity_and_agencies_add_up(changes):
    values = {name: rows[:, 0] for name, rows in evaluate(sibmodel.read_deal(LEDGER).written, changes).items()}
    left = values["savings.hostel.gross"] - sum(values[f"savings.hostel.less_{step}"] for step in STEPS)
    assert left == pytest.approx(values["savings.hostel.net"], abs=1e-6)
    cash, capacity = values["savings.hostel.avoided"], values["savings.hostel.capacity"]
    assert cash + capacity == pytest.approx(values["savings.hostel.net"], abs=1e-6)
    step = changes["plan.savings.hostel.released_by"]
    units = values["savings.hostel.units_a_year"] * np.where(np.abs(values["savings.hostel.net"]) > 1e-9, 1, 0)
    share = np.divide(
        cash, values["savings.hostel.net"], out=np.zeros_like(cash), where=values["savings.hostel.net"] > 1e-6
    )
    steps = share * units / step
    assert steps == pytest.approx(np.round(steps), abs=1e-5)
    for kind in ("cashable", "fiscal", "economic", "social"):
        whole = sum(
            rows.sum() for name, rows in values.items() if name.startswith("government.value.") and name.endswith(kind)
        )
        assert whole == pytest.approx(values[f"government.{kind}"].sum(), abs=1e-5)
        for payer in ("council", "ministry"):
            years = sum(
                rows.sum()
                for name, rows in values.items()
                if name.startswith(f"budget.{payer}.avoided.") and name.endswith(kind)
            )
            assert years == pytest.approx(values[f"government.{kind}"].sum(), abs=1e-5)


def test_savings_have_columns_of_their_own_only_where_years_are_stated():
    ledger = sibmodel.read_deal(LEDGER).written
    assert ledger["savings.hostel.avoided"].axis.name == SAVINGS_PERIODS
    starter = sibmodel.read_deal(ROOT / "deal_templates" / "starter.yaml").written
    assert "horizon.date" not in starter.lines
