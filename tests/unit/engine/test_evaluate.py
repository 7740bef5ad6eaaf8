"""Evaluation: what is refused, what stays small, and what it costs in memory."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import sibmodel
from sibmodel.errors import ScenarioError

ROOT = Path(__file__).parent.parent.parent.parent
DENVER = ROOT / "deal_templates" / "denver_supportive_housing.yaml"


@pytest.fixture(scope="module")
def model():
    return sibmodel.read_deal(DENVER).written


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"plan.outcomes.jail_days.efect": 0.1}, "Did you mean 'plan.outcomes.jail_days.effect'"),
        ({"plan.outcomes.jail_days.effect": [0.1, np.nan]}, "finite"),
        ({"plan.outcomes.jail_days.effect": [0.1, 0.2], "plan.achievement": [1, 1, 1]}, "different numbers"),
    ],
)
def test_impossible_inputs_are_refused_together_with_the_reason(model, changed, words):
    with pytest.raises(ScenarioError, match=words):
        sibmodel.evaluate(model, changed)


def test_what_no_scenario_touches_is_computed_once(model):
    values = sibmodel.evaluate(model, {"plan.outcomes.jail_days.effect": np.linspace(0, 1, 7)})
    assert values["payments.jail.earned"].shape == (25, 7)
    assert values["payments.housing.paid"].shape[1] == 7  # limits of the payer are shared with the other term
    assert values["payments.housing.earned"].shape == (25, 1)
    assert values["time.date"].shape == (25, 1)


def test_a_hundred_thousand_scenarios_stay_under_a_gigabyte():
    if not Path("/proc/self/status").exists():
        pytest.skip(
            "needs Linux, which tells the peak of this program alone: elsewhere that of who started it counts too"
        )
    code = f"""
import re, numpy as np, sibmodel
deal = sibmodel.read_deal({str(DENVER)!r})
effect = np.linspace(-0.5, 1.0, 100_000)
kept = sibmodel.evaluate(deal.written, {{"plan.outcomes.jail_days.effect": effect}}, keep=["investors.total.irr"])
assert kept["investors.total.irr"].shape == (1, 100_000)
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]) / 1024)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 100 < float(done.stdout) < 1000
