"""A simulation is the same for any number of threads, begins as a longer one does, and says how well it knows."""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter
from scipy import stats

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.deal.risk import designs as stated_designs
from sibmodel.deal.risk.designs import DesignTerm
from sibmodel.deal.risk.uncertain import UncertainTerm
from sibmodel.deal.schema import kinds
from sibmodel.engine.evaluate import evaluate
from sibmodel.errors import ScenarioError
from sibmodel.risk import normal
from sibmodel.risk.blocks import Run
from sibmodel.risk.closed import closed_forms, error_at
from sibmodel.risk.error_of import _ERRORS
from sibmodel.risk.figures import chances_of, figures_of
from sibmodel.risk.measuring import _FOUND
from sibmodel.risk.payment_risk import payment_risk, scenarios_in_all
from sibmodel.risk.priors import _READ, distribution_of, drawn
from sibmodel.risk.results import as_dict, inputs_sha256
from sibmodel.risk.sampling import Sampler
from sibmodel.risk.scenarios import Given
from sibmodel.risk.simulation import Method, simulate
from sibmodel.risk.spread import error_of_lowest, mean_of_lowest, quantile
from sibmodel.risk.streams import BLOCK, stream
from sibmodel.risk.tally import Scale, Tally
from sibmodel.risk.truth import truths_of
from tests.payments.deals import signed

TEMPLATES = Path(__file__).parents[2] / "deal_templates"
RISKY = sorted(path.stem for path in TEMPLATES.glob("*.yaml") if "\nrisk:" in path.read_text(encoding="utf-8"))
SHORT, LONG = 11_000, 20_000


def deal(name):
    return sibmodel.read_deal(TEMPLATES / f"{name}.yaml")


def told(run):
    """Everything that a simulation tells, but for how it was asked for."""
    return {
        "spreads": {
            key: (each.mean, each.error, each.sd, each.quantiles, each.worst) for key, each in run.spreads.items()
        },
        "chances": {key: share.value for key, share in run.chances.items()},
        "expected": {line: row.tolist() for line, row in run.expected.items()},
    }


# --- the same, whoever works on it ---------------------------------------------------------------------------------


def test_templates_with_risk_are_counted():
    assert RISKY == ["peterborough", "rikers_able", "starter", "starter_reoffending", "starter_three_tranches"]


@pytest.mark.parametrize("template", RISKY)
def test_threads_have_no_effect(template):
    one, *others = (simulate(deal(template), LONG, 5, method=Method(workers=workers)) for workers in (1, 2, 5))
    for other in others:
        assert repr(told(other)) == repr(told(one))  # to the last bit, what is not a number included
    assert len(one.spreads) > 20


@pytest.mark.parametrize("template", RISKY)
def test_a_shorter_run_is_the_beginning_of_a_longer_one(template):
    model = deal(template)
    sampler = Sampler(model, 5)
    lines = ["payments.paid", "investors.total.multiple"]
    values = [evaluate(model.written, sampler.block(number).inputs, keep=lines) for number in range(3)]
    paid = np.concatenate([np.broadcast_to(rows["payments.paid"].sum(axis=0), BLOCK) for rows in values])
    for scenarios in (100, SHORT, LONG):
        run = simulate(model, scenarios, 5)
        expected = [float(paid[:scenarios].mean()), float(paid[:scenarios].std(ddof=1)), float(paid[:scenarios].max())]
        spread = run.spreads["payments.paid"]
        assert [spread.mean, spread.sd, spread.highest] == pytest.approx(expected, rel=1e-12)


def test_seeds_draw_different_scenarios():
    means = [simulate(deal("rikers_able"), 4096, seed).spreads["payments.paid"].mean for seed in (1, 2, 1)]
    assert means[0] == means[2] != means[1]


def test_another_uncertain_number_changes_no_draw_of_the_others():
    data = deal("starter").model_dump()
    before = Sampler(deal("starter"), 1).block(2)
    data["risk"]["uncertain"]["another"] = {
        "moves": ["plan.costs.set_up.amount"], "kind": "lognormal", "sd": 0.2, "stands_for": "factor",
    }  # fmt: skip
    after = Sampler(Deal.model_validate(data), 1).block(2)
    assert set(after.inputs) == {*before.inputs, "plan.costs.set_up.amount"}
    for path, values in before.inputs.items():
        assert np.array_equal(values, after.inputs[path]), path


def test_streams_of_blocks_and_purposes_have_nothing_to_do_with_each_other():
    draws = [
        stream(seed, block, purpose).standard_normal(20_000)
        for seed in (1, 2)
        for block in (0, 1)
        for purpose in ("uncertain.effect", "measured.effect")
    ]
    correlations = np.corrcoef(draws)[np.triu_indices(len(draws), 1)]
    assert np.abs(correlations).max() < 4.5 / sqrt(20_000)


def test_every_block_is_drawn_whole():
    block = Sampler(deal("starter"), 1).block(0)
    assert {values.shape for values in block.inputs.values()} == {(BLOCK,)}


# --- what is drawn -------------------------------------------------------------------------------------------------


def test_every_kind_of_prior_and_design_is_read():
    assert set(_READ) == set(kinds(UncertainTerm).values())
    singles = set(kinds(DesignTerm).values()) - {stated_designs.Composite}
    assert set(_FOUND) == singles
    assert set(_ERRORS) == singles - {stated_designs.Stated}


def test_what_is_fixed_is_true_and_still_measured_with_noise():
    block = Sampler(deal("rikers_able"), 1, Given(fixed={"plan.outcomes.days_in_jail.effect": 0.1})).block(0)
    assert "plan.outcomes.days_in_jail.effect" not in block.inputs
    assert set(block.true["days_in_jail"]) == {0.1}
    surprise = block.inputs["plan.outcomes.days_in_jail.surprise"]
    assert surprise.std() == pytest.approx(0.05, rel=0.05)


def test_without_noise_what_is_found_is_what_is_true():
    block = Sampler(deal("peterborough"), 1, Given(without_noise=True)).block(0)
    assert not block.found
    assert not any(path.endswith(".surprise") for path in block.inputs)
    assert set(Sampler(deal("starter"), 1, Given(without_noise=True)).block(0).inputs) == {
        "plan.outcomes.in_work.rate", "plan.starts.everyone.people", "plan.starts.everyone.from_month",
    }  # fmt: skip


def test_inputs_stay_what_they_may_be():
    data = deal("starter").model_dump()
    data["risk"]["uncertain"]["success"] = {
        "moves": ["plan.outcomes.in_work.rate"],
        "kind": "normal",
        "mean": 0.5,
        "sd": 0.4,
    }
    data["risk"]["luck"] = {}
    run = Sampler(Deal.model_validate(data), 1).block(0)
    rate = run.inputs["plan.outcomes.in_work.rate"]
    assert (rate.min(), rate.max()) == (0.0, 1.0)
    assert run.held["success"] == np.count_nonzero((rate == 0) | (rate == 1)) > 1000
    months = run.inputs["plan.starts.everyone.from_month"]
    assert set(months) == {0.0, 3.0, 6.0}


def test_payments_act_on_what_is_found_and_savings_on_what_is_true():
    data = deal("starter_reoffending").model_dump()
    path = "plan.outcomes.reconvictions.surprise"
    lines = ["payments.paid", "savings.prison.avoided"]
    rows = evaluate(Deal.model_validate(data).written, {path: [-0.05, 0.0, 0.05]}, keep=lines)
    paid, saved = (np.broadcast_to(rows[line].sum(axis=0), 3) for line in lines)
    assert paid[0] < paid[1] < paid[2]
    assert saved[0] == saved[1] == saved[2] > 0


# --- tallies -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def values():
    draw = np.random.default_rng(3)
    return np.minimum(np.maximum(draw.normal(1.0, 1.0, 100_000), 0.0), 2.5)


@pytest.fixture(scope="module")
def tally(values):
    scale = Scale.of(values[:BLOCK])
    whole = Tally.of(scale, values[:BLOCK])
    for at in range(BLOCK, values.size, BLOCK):
        whole.add(Tally.of(scale, values[at : at + BLOCK], is_whole=values.size - at >= BLOCK))
    return whole


def test_moments_are_those_of_all_values(values, tally):
    found = (tally.mean, tally.sd, tally.lowest, tally.highest, tally.count)
    assert found == pytest.approx((values.mean(), values.std(ddof=1), 0.0, 2.5, values.size), rel=1e-12)
    assert tally.blocks == values.size // BLOCK


def test_atoms_are_counted_exactly(values, tally):
    assert dict(zip(tally.scale.atoms, tally.at_atoms, strict=True)) == {
        0.0: np.count_nonzero(values == 0.0), 2.5: np.count_nonzero(values == 2.5),
    }  # fmt: skip


@pytest.mark.parametrize("share", [0.01, 0.1, 0.158, 0.16, 0.2, 0.5, 0.8, 0.9, 0.93, 0.94, 0.99])
def test_quantiles_are_within_the_bin_that_they_state(values, tally, share):
    found = quantile(tally, share)
    exact = np.quantile(values, share, method="inverted_cdf")
    assert abs(found.value - exact) <= found.within + 1e-12
    assert found.low <= found.value <= found.high
    assert found.within <= tally.scale.width * (1 + 1e-9)
    if exact in (0.0, 2.5):
        assert (found.value, found.within) == (exact, 0.0)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.3, 0.5, 1.0])
def test_the_mean_of_the_worst(values, tally, share):
    count = round(share * values.size)
    assert mean_of_lowest(tally, share) == pytest.approx(np.sort(values)[:count].mean(), abs=tally.scale.width)


def test_values_that_do_not_exist_are_counted_apart():
    scale = Scale.of(np.array([1.0, np.nan, 2.0, 2.0]))
    found = Tally.of(scale, np.array([1.0, np.nan, 3.0]))
    assert (found.count, found.missing, found.mean) == (2, 1, 2.0)
    none = Tally.of(Scale.of(np.full(4, np.nan)), np.full(4, np.nan))
    assert (none.count, none.missing) == (0, 4)
    assert np.isnan(quantile(none, 0.5).value)


# --- evenly spread points ------------------------------------------------------------------------------------------


def test_evenly_spread_points_know_their_error_and_it_is_smaller():
    data = deal("rikers_able").model_dump()
    data["risk"]["measured"] = {}
    sure = Deal.model_validate(data)
    random, evenly = (
        simulate(sure, 16 * BLOCK, 2, method=Method(evenly=even)).spreads["payments.paid"] for even in (False, True)
    )
    assert evenly.error < random.error / 5
    assert abs(evenly.mean - random.mean) <= 4.5 * np.hypot(evenly.error, random.error)


def test_one_net_does_not_know_its_error():
    with pytest.raises(ScenarioError, match=r"Ask for 65,536\."):
        simulate(deal("rikers_able"), BLOCK, 2, method=Method(evenly=True))
    known = simulate(deal("rikers_able"), 8 * BLOCK, 2, method=Method(evenly=True))
    assert known.spreads["payments.paid"].error > 0


# --- nonsense ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"scenarios": 0}, "the number of scenarios is 0"),
        ({"scenarios": 100, "seed": -1}, "the seed is -1"),
        ({"scenarios": 10_000, "method": Method(evenly=True)}, "Ask for 65,536."),
    ],
)
def test_what_cannot_be_run_is_refused(asked, said):
    with pytest.raises(ScenarioError, match=said):
        simulate(deal("starter"), **asked)


def test_a_deal_without_risk_has_nothing_to_simulate():
    with pytest.raises(ScenarioError, match="nothing in this deal is uncertain"):
        simulate(deal("newpin_sbb"), 100)


# --- payment risk --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["rikers_able", "peterborough", "starter"])
def risk(request):
    return payment_risk(deal(request.param), 2 * BLOCK)


def test_the_parts_of_the_expected_payment_add_up(risk):
    split = risk.split
    whole = split.for_effect.value + split.for_noise.value + split.anyway.value
    assert whole == pytest.approx(split.expected.value, rel=1e-12)
    assert split.expected.value == risk.run.spreads["payments.paid"].mean


def test_payments_of_terms_payers_and_years_add_up(risk):
    run = risk.run
    total = run.spreads["payments.paid"].mean
    for group in ("payments", "payers"):
        parts = [each.mean for key, each in run.spreads.items() if key.startswith(f"{group}.") and key.count(".") == 2]
        assert sum(parts) == pytest.approx(total, rel=1e-9)
    years = [each.mean for key, each in run.spreads.items() if key.startswith("budget.")]
    assert sum(years) == pytest.approx(total, rel=1e-9)
    last = [each for key, each in run.spreads.items() if key.startswith("paid_so_far.")][-1]
    assert last.mean == pytest.approx(total, rel=1e-12)


def test_closed_forms_and_the_simulation_agree(risk):
    compared = 0
    for form, term in zip(risk.closed, risk.terms, strict=True):
        if form.because or form.groups:
            continue
        for closed, simulated in (
            (form.paid_without_effect, term.paid_without_effect),
            (form.unpaid_at_plan, term.unpaid_at_plan),
            (form.given.probability, term.paid),
            (1 - form.given.below_bar, term.works_if_paid),
            (form.given.unpaid_though_reached, term.unpaid_if_works),
        ):
            assert abs(closed - simulated.value) <= 4.5 * simulated.error
            compared += 1
        assert abs(form.expected_at_plan - risk.at_plan.mean) <= 4.5 * risk.at_plan.error
    assert compared == (5 if risk.run.deal.name.startswith("Rikers") else 0)


def test_rikers_expects_five_and_a_half_million_at_the_level_that_repays():
    found = payment_risk(deal("rikers_able"), 2**16)
    assert round(found.closed[0].expected_at_plan, -4) == 5_740_000
    assert abs(found.at_plan.mean - 5_740_709.81319) <= 4.5 * found.at_plan.error
    assert found.planned == 9_600_000
    assert found.closed[0].found.has_plan_on_cliff


def test_peterborough_tells_its_false_positives_and_negatives():
    form = payment_risk(deal("peterborough"), BLOCK).closed[0]
    assert (form.paid_without_effect, 1 - form.unpaid_at_plan) == pytest.approx(
        (0.0236362930993, 0.848087692207), rel=1e-5
    )
    exact = [(each.title, each.paid_without_effect, 1 - each.unpaid_at_plan) for each in form.groups]
    single, pooled = (0.00881136501601, 0.503899261229), (0.00620660905975, 0.813011494864)
    expected = [("Cohort 1", *single), ("Cohort 2", *single), ("All pooled", *pooled)]
    for mine, theirs in zip(exact, expected, strict=True):
        assert mine[0] == theirs[0]
        assert mine[1:] == pytest.approx(theirs[1:], rel=1e-7)


def test_the_bar_shows_all_scenarios_of_all_runs():
    seen = []
    model = deal("peterborough")
    payment_risk(model, 3000, told=lambda about, done, of: seen.append((about, done, of)))
    last = {about: of for about, done, of in seen if done == of}
    assert sum(last.values()) == scenarios_in_all(model, 3000)


# --- results -------------------------------------------------------------------------------------------------------


def test_results_are_plain_and_say_what_they_hang_on(risk):
    data = json.loads(json.dumps(as_dict(risk), allow_nan=False))
    run = data["run"]
    assert (run["scenarios"], run["seed"], run["stream_version"]) == (2 * BLOCK, 1, "1")
    assert run["engine_version"] == sibmodel.__version__
    assert run["inputs_sha256"] == inputs_sha256(risk.run.deal)
    total = data["payments"]["total"]
    assert total["mean"] == risk.run.spreads["payments.paid"].mean
    assert total["quantiles"]["p50"]["value"] == risk.run.spreads["payments.paid"].at(0.5).value


def test_the_fingerprint_of_the_inputs_moves_with_each_of_them():
    model, data = deal("starter"), deal("starter").model_dump()
    data["risk"]["uncertain"]["volume"]["sd"] = 0.16
    other = Deal.model_validate(data)
    found = {
        inputs_sha256(model),
        inputs_sha256(other),
        inputs_sha256(model, "slow_start"),
        inputs_sha256(model.with_("plan.achievement", 0.9)),
    }
    assert len(found) == 4


def test_checks_that_fail_in_some_scenarios_are_told():
    data = deal("starter").model_dump()
    data["risk"]["uncertain"]["delay"]["possible"]["half_a_year"]["value"] = 40.0
    late = simulate(Deal.model_validate(data), BLOCK)
    failing = {key: share.value for key, share in late.chances.items() if key.startswith("fails.") and share.value > 0}
    assert failing
    assert max(failing.values()) == pytest.approx(0.1, abs=0.02)


def test_the_whole_run_keeps_only_what_it_needs():
    model = deal("starter")
    run = Run(Sampler(model, 1), figures_of(model), chances_of(model), [], truths_of(model))
    totals = run.totals(100)
    assert totals.scenarios == 100
    assert sum(each.count + each.missing for each in totals.tallies.values()) == 100 * len(totals.tallies)


@pytest.mark.parametrize(
    "prior",
    [
        {"kind": "beta", "mean": 0.5, "sd": 0.08},
        {"kind": "beta", "mean": 0.02, "sd": 0.05},
        {"kind": "pert", "lowest": -0.1, "likeliest": 0.1, "highest": 0.25},
    ],
    ids=str,
)
def test_quantiles_off_a_table_are_those_of_the_distribution(prior):
    term = TypeAdapter(UncertainTerm).validate_python({"moves": ["x"]} | prior)
    z = np.random.default_rng(1).standard_normal(20_000)
    exact = distribution_of(term).quantile(normal.cdf(z))
    assert np.abs(drawn(term, z) - exact).max() < 1e-8


@pytest.mark.parametrize("share", [0.05, 0.3])
def test_the_error_of_the_worst_is_that_between_runs(share):
    draw = np.random.default_rng(5)
    scale = Scale.of(draw.normal(0.0, 1.0, BLOCK))
    tallies = [Tally.of(scale, draw.normal(0.0, 1.0, 4000)) for _ in range(300)]
    means = [mean_of_lowest(each, share) for each in tallies]
    told_as = np.mean([error_of_lowest(each, share) for each in tallies])
    assert told_as == pytest.approx(np.std(means, ddof=1), rel=0.15)


def test_a_loss_at_any_rate_is_in_every_quantile_of_the_rate():
    """10 come back at once while 100 is put in each year, and then nothing, or 330 with a chance of seven in ten."""
    readings = {"early": {"month": 12, "count": 1.0}, "late": {"month": 36, "count": 33.0}}
    possible = {"fails": {"value": 0.0, "chance": 0.3}, "works": {"value": 33.0, "chance": 0.7}}
    uncertain = Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "A little early, the rest late or never",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": "2027-01-01", "period": "year", "periods": 3},
                "payers": {"council": {}},
                "payments": {"card": {"kind": "rate_card", "paid_on": "gross", "prices": {"events": 10.0}}},
                "capital": {"shares": {"kind": "equity", "commitment": 300.0, "draws": {"kind": "as_needed"}}},
                "order_of_payments": [],
                "surplus": {"shares": 1.0},
            },
            "plan": {
                "outcomes": {"events": {"kind": "count", "of": "outcomes", "readings": readings}},
                "costs": {f"in_{at}": {"kind": "one_off", "amount": 100.0, "month": 12 * at} for at in range(3)},
            },
            "risk": {
                "uncertain": {
                    "late": {
                        "kind": "discrete",
                        "moves": ["plan.outcomes.events.readings.late.count"],
                        "possible": possible,
                    }
                }
            },
        },
        strict=False,
    )
    run = simulate(uncertain, BLOCK)
    rate = run.spreads["investors.total.irr"]
    assert rate.missing == 0
    assert rate.at(0.1).value == -1.0
    assert rate.at(0.9).value > 0
    assert dict(rate.atoms)[-1.0] == run.chances["investors.total.below_one"].value == pytest.approx(0.3, abs=0.02)
    assert run.chances["investors.total.all_lost"].value == 0.0


def test_the_error_of_the_rate_of_expected_flows_is_that_between_seeds():
    runs = [simulate(deal("starter"), BLOCK, seed) for seed in range(24)]
    rates = [run.rate_of_expected("loan") for run in runs]
    told_as = np.mean([run.error_of_rate("loan") for run in runs])
    assert told_as == pytest.approx(np.std(rates, ddof=1), rel=0.5)
    assert simulate(deal("starter"), 900).error_of_rate("loan") is None  # too few to compare


def test_a_contract_falls_back_on_another_design_where_nothing_is_found():
    data = deal("rikers_able").model_dump()
    measured = data["risk"]["measured"]["days_in_jail"]
    measured["designs"]["records"] = {"kind": "stated", "standard_error": 0.01, "off_by": 0.5}
    measured |= {"no_result": 0.2, "falls_back_on": "records"}
    block = Sampler(Deal.model_validate(data), 1).block(0)
    surprise = block.found["days_in_jail"] - block.true["days_in_jail"]
    fell_back = surprise > 0.4
    assert fell_back.mean() == pytest.approx(0.2, abs=0.02)
    data["risk"]["measured"]["days_in_jail"] |= {"falls_back_on": "", "deemed": -0.25}
    deemed = Sampler(Deal.model_validate(data), 1).block(0).found["days_in_jail"]
    assert np.array_equal(deemed == -0.25, fell_back)


def test_no_event_in_the_comparison_group_is_no_result():
    data = deal("rikers_able").model_dump()
    few = {"kind": "randomised", "treated": 10, "comparison": 2, "rate_without": 0.5}
    data["risk"]["measured"]["days_in_jail"] = {"designs": {"trial": few}, "deemed": -0.5}
    found = Sampler(Deal.model_validate(data), 1).block(0).found["days_in_jail"]
    assert (found == -0.5).mean() == pytest.approx(0.25, abs=0.025)


@pytest.mark.parametrize("template", RISKY)
def test_machine_code_gives_the_same_simulation(template):
    plain, fast = (simulate(deal(template), SHORT, 3, method=Method(reading=each)) for each in ("numpy", "compiled"))
    for key, spread in plain.spreads.items():
        mine, theirs = ((each.mean, each.sd, each.lowest, each.highest) for each in (spread, fast.spreads[key]))
        assert theirs == pytest.approx(mine, rel=1e-9, abs=1e-9, nan_ok=True), key
    assert {key: share.value for key, share in fast.chances.items()} == {
        key: share.value for key, share in plain.chances.items()
    }
    assert len(plain.spreads) > 20


@pytest.mark.parametrize(
    "alike",
    [
        {"one": "other"},
        {"other": "one"},
        {"one": "other", "other": "one"},
        {"one": "third", "third": "other"},
    ],
    ids=str,
)
def test_outcomes_that_are_measured_alike_are_off_by_the_same_however_it_is_said(alike):
    design = {"kind": "stated", "standard_error": 0.001, "differs_by": 0.05}
    names = ["one", "other", "third"] if "third" in {*alike, *alike.values()} else ["one", "other"]
    outcomes = {name: {"kind": "reduction", "stated": "relative", "effect": 0.1, "measured_at": 24} for name in names}
    measured = {name: {"designs": {"only": design}, "systematic_with": alike.get(name, "")} for name in names}
    term = {"kind": "threshold", "outcome": "one", "paid_on": "net", "at_least": 0.1, "pays": 1.0}
    block = Sampler(signed({"pay": term}, outcomes, risk={"measured": measured}), 1).block(0)
    found = np.corrcoef([block.found[name] for name in names])
    assert found.min() > 0.99


def shrunk(**uncertain):
    data = deal("starter").model_dump()
    data["risk"]["uncertain"] = uncertain
    data["risk"] |= {"together": {}, "luck": {}}
    return Deal.model_validate(data)


def test_what_would_have_been_anyway_moves_with_what_is_uncertain():
    half = {"moves": ["plan.starts.everyone.people"], "stands_for": "factor", "kind": "point", "value": 0.5}
    found = payment_risk(shrunk(volume=half), BLOCK)
    assert found.split.anyway.value == pytest.approx(160_000)
    assert found.split.for_effect.value == pytest.approx(240_000)
    assert found.without_effect.mean == pytest.approx(160_000)


def test_an_uncertain_counterfactual_is_what_it_is_in_each_scenario():
    moves = ["plan.outcomes.in_work.counterfactual"]
    share = {
        "moves": moves,
        "kind": "discrete",
        "possible": {"low": {"value": 0.1, "chance": 0.5}, "high": {"value": 0.3, "chance": 0.5}},
    }
    found = payment_risk(shrunk(share=share), BLOCK)
    assert sorted(value for value, _ in found.without_effect.atoms) == pytest.approx([160_000, 480_000])
    assert found.split.anyway.value == pytest.approx(320_000, abs=5 * found.split.anyway.error)
    assert found.split.expected.value == pytest.approx(800_000)  # paid on gross: it does not move what is paid


def test_designs_are_judged_by_what_hangs_on_measured_effects(risk):
    if not risk.run.deal.risk.measured:
        assert risk.designs == risk.terms == ()
        return
    used = next(each for each in risk.designs if each.is_used)
    assert used.paid.value == risk.run.chances["paid_on_effects"].value
    assert used.paid_without_effect.value < 0.5


def test_a_limit_that_is_shared_leaves_the_chances_of_a_closed_form():
    form = payment_risk(deal("starter_three_tranches"), BLOCK).closed[0]
    assert form.before
    assert not form.because
    assert form.expected_at_plan is None
    assert 0 < form.paid_without_effect < form.given.probability < 1 - form.unpaid_at_plan < 1
    assert form.found is not None


def test_what_is_believed_before_and_after_payment_fits_together(risk):
    for term in risk.terms:
        paid, works = term.paid.value, term.works.value
        again = paid * term.works_if_paid.value + (1 - paid) * term.works_if_unpaid.value
        assert again == pytest.approx(works, abs=1e-12)


# --- what an audit found -------------------------------------------------------------------------------------------


def one_threshold(uncertain=None, design=None, threshold=0.1, scenarios=None, **measured):
    """A deal that pays a million from a measured effect on; the plan is just there."""
    fall = {"kind": "reduction", "stated": "relative", "effect": 0.1, "measured_at": 24}
    term = {"kind": "threshold", "outcome": "fall", "paid_on": "net", "at_least": threshold, "pays": 1e6}
    stated = {"designs": {"one": design or {"kind": "stated", "standard_error": 0.02}}} | measured
    risk = {"measured": {"fall": stated}, "uncertain": uncertain or {}}
    data = signed({"pay": term}, {"fall": fall}, risk=risk).model_dump()
    return Deal.model_validate(data | {"scenarios": scenarios or {}})


@pytest.mark.parametrize(
    ("design", "measured"),
    [
        (None, {"no_result": 0.3}),
        ({"kind": "stated", "standard_error": 0.02, "off_by": 0.05}, {}),
    ],
    ids=str,
)
def test_there_is_no_closed_form_of_findings_that_are_not_about_the_truth(design, measured):
    assert closed_forms(one_threshold(design=design, **measured))[0].because


@pytest.mark.parametrize("correlation", [0.0, 0.5])
@pytest.mark.parametrize(("true", "error"), [(0.0, 0.02), (0.5, 0.03)])
def test_the_error_of_a_baseline_is_drawn_as_it_is_told(correlation, true, error):
    designs = {
        "one": {"kind": "stated", "standard_error": 0.02, "differs_by": 0.03},
        "old": {"kind": "historical_baseline", "treated": 5000, "rate_without": 0.5, "baseline_error": error},
        "both": {"kind": "composite", "of": {"one": 0.5, "old": 0.5}, "correlation": correlation},
    }
    deal = one_threshold(designs=designs, by="both")
    for name in ("old", "both"):
        told_as = error_at(deal, "fall", true, name).total
        given = Given(fixed={"plan.outcomes.fall.effect": true}, designs={"fall": name})
        found = np.concatenate([Sampler(deal, 3, given).block(at).found["fall"] for at in range(4)])
        assert found.std() == pytest.approx(told_as, rel=0.04), name


def test_a_scenario_is_what_the_plan_is_for_all_of_it():
    uncertain = {"effect": {"moves": ["plan.outcomes.fall.effect"], "kind": "normal", "mean": 0.1, "sd": 0.04}}
    half = {"half": {"changes": {"plan.achievement": 0.5}}}
    found = payment_risk(one_threshold(uncertain, scenarios=half), BLOCK, scenario="half")
    assert found.terms[0].truth.success == pytest.approx(0.05)
    assert found.closed[0].given is None  # the file's own prior is not about half the effect
    assert abs(found.closed[0].unpaid_at_plan - found.terms[0].unpaid_at_plan.value) < 0.01


def test_what_the_scenario_changes_and_the_file_draws_is_told():
    assert simulate(deal("starter"), 100, scenario="low_success").drawn_instead == ["plan.outcomes.in_work.rate"]
    assert simulate(deal("starter"), 100, scenario="slow_start").drawn_instead == []  # a factor on what it has


def test_the_plan_achieved_leaves_dates_open():
    late = {
        "moves": ["plan.outcomes.fall.measured_at"],
        "stands_for": "shift",
        "kind": "discrete",
        "possible": {"no": {"value": 0.0, "chance": 0.5}, "too_late": {"value": 60.0, "chance": 0.5}},
    }
    found = payment_risk(one_threshold({"late": late}, threshold=0.0), BLOCK)
    assert found.terms[0].unpaid_at_plan.value == pytest.approx(0.5, abs=0.03)


def test_amounts_are_reached_or_not_in_each_scenario():
    data = deal("starter").model_dump()
    data["risk"] |= {"uncertain": {}, "together": {}, "luck": {"in_work": {}}}
    run = simulate(Deal.model_validate(data), 4 * BLOCK, amounts=(800_000.0, 800_001.0))
    exact = [stats.binom.sf(99, 200, 0.5), stats.binom.sf(100, 200, 0.5)]
    for at, expected in enumerate(exact):
        assert run.chances[f"at_least.{at}"].value == pytest.approx(expected, abs=0.015)


def test_draws_that_are_held_are_a_share_of_all_that_were_drawn():
    data = deal("starter").model_dump()
    wide = {"moves": ["plan.outcomes.in_work.rate"], "kind": "normal", "mean": 0.5, "sd": 0.4}
    data["risk"]["uncertain"]["success"] = wide
    shares = [simulate(Deal.model_validate(data), scenarios).held["success"] for scenarios in (BLOCK, 9000, 2 * BLOCK)]
    assert max(shares) - min(shares) < 0.01
    assert shares[1] == shares[2]


def test_room_is_no_luck():
    starts = {"everyone": {"arrive": "as_planned", "room": 100.0}}
    data = deal("starter").model_dump()
    data["risk"] = {"starts": starts}
    found = payment_risk(Deal.model_validate(data), BLOCK)
    assert (found.split.for_noise.value, found.split.anyway.value) == pytest.approx((0.0, 160_000.0))


def test_one_scenario_does_not_know_its_error():
    run = simulate(deal("starter"), 1)
    assert np.isnan(run.spreads["payments.paid"].error)
    assert run.chances["paid"].error > 0.2


def test_the_fallback_itself_always_reports():
    designs = {
        "first": {"kind": "stated", "standard_error": 0.02},
        "second": {"kind": "stated", "standard_error": 0.03},
    }
    deal = one_threshold(designs=designs, no_result=0.4, falls_back_on="second")
    block = Sampler(deal, 1, Given(designs={"fall": "second"})).block(0)
    assert np.count_nonzero(block.found["fall"] == 0.0) == 0


def test_more_than_all_of_an_effect_may_last():
    prior = {"moves": ["plan.outcomes.fall.effect"], "kind": "evidence", "estimate": 0.1, "standard_error": 0.02}
    found = payment_risk(one_threshold({"e": prior | {"between_sites": 0.01, "replication": 1.2}}), BLOCK)
    assert found.closed[0].given.probability > 0.5
