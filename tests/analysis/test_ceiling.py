"""The ceiling: the worked figures, and that nothing is taken off twice or assumed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.analysis.closed.ceiling import Additionality, highest_price
from tests.analysis.figures import params, reproduced
from tests.support.numbers import share

SAVINGS = st.dictionaries(st.integers(0, 10), st.floats(0, 1e5), min_size=1, max_size=6)
SERVICE = "a housing service that both groups may use"


def e5(*, unit_savings, disc, cash, att, disp, ob, fixed, N, deadweight_gross):  # noqa: N803
    savings = {int(year): amount for year, amount in unit_savings.items()}
    shares = {"displacement": disp, "optimism_bias": ob, "attribution": att, "because": SERVICE}
    net, gross = Additionality("net", **shares), Additionality("gross", deadweight=deadweight_gross, **shares)

    def worth(additionality, perspective, **fixed_costs):
        return highest_price(savings, disc, additionality, perspective=perspective, cashable=cash, **fixed_costs)

    budget = worth(net, "payer's budget", fixed_costs=fixed, outcomes=N)
    return {
        "pv_unit": budget.saving,
        "wtp_cashable": budget.before_fixed,
        "wtp_cashable_net_fixed": budget.amount,
        "wtp_fiscal": worth(net, "all of government").amount,
        "wtp_cashable_gross_metric": worth(gross, "payer's budget").amount,
    }


OBTAINED = {"E5": e5}


def test_every_figure_is_reproduced():
    assert reproduced("E5", e5(**params("E5"))) == 5


@given(SAVINGS, share(), share(), share(), share())
def test_every_share_that_is_taken_off_lowers_the_ceiling(savings, cashable, displacement, optimism, deadweight):
    plain = Additionality("gross", displacement=0.0, optimism_bias=0.0, deadweight=0.0)
    less = Additionality("gross", displacement=displacement, optimism_bias=optimism, deadweight=deadweight)
    of = {"perspective": "payer's budget", "cashable": cashable}
    whole, left = highest_price(savings, 0.035, plain, **of), highest_price(savings, 0.035, less, **of)
    assert left.amount <= whole.amount <= whole.saving
    kept = (1 - displacement) * (1 - optimism) * (1 - deadweight)
    assert left.amount == pytest.approx(whole.amount * kept)


@given(SAVINGS, share())
def test_a_budget_gains_only_what_it_can_take_out_and_others_all_of_it(savings, cashable):
    plain = Additionality("net", displacement=0.0, optimism_bias=0.0)
    budget, all_of_it, society = (
        highest_price(savings, 0.035, plain, perspective=each, cashable=cashable).amount
        for each in ("payer's budget", "all of government", "society")
    )
    assert budget == pytest.approx(cashable * all_of_it)
    assert society == all_of_it


def test_fixed_costs_can_make_free_outcomes_too_dear():
    plain = Additionality("net", displacement=0.0, optimism_bias=0.0)
    of = {"perspective": "society", "cashable": 1.0, "fixed_costs": 50_000.0, "outcomes": 10.0}
    found = highest_price({0: 1_000.0}, 0.035, plain, **of)
    assert (found.before_fixed, found.amount) == (1_000, -4_000)


def given_shares(metric, **shares):
    return Additionality(metric, **{"displacement": 0.0, "optimism_bias": 0.0, **shares})


def with_fixed_costs(outcomes):
    return highest_price(
        {1: 1.0}, 0.0, given_shares("net"), perspective="society", cashable=1.0, fixed_costs=1.0, outcomes=outcomes
    )


TWICE = "a net metric has left out what would have come anyway: deadweight must not be taken off once more"
SPREAD = "fixed costs are spread over outcomes: how many are expected must be stated, above 0"
IMPOSSIBLE = {
    TWICE: [lambda: given_shares("net", deadweight=0.2), lambda: given_shares("net", deadweight=0.0)],
    "a gross metric counts what would have come anyway: its deadweight must be stated": [lambda: given_shares("gross")],
    "an attribution of 0.9 needs a reason: what else contributed": [
        lambda: given_shares("net", attribution=0.9),
        lambda: given_shares("net", attribution=0.9, because=" "),
    ],
    "displacement must be between 0 and 1; it is 5": [lambda: given_shares("net", displacement=5)],
    SPREAD: [lambda: with_fixed_costs(None), lambda: with_fixed_costs(0.0)],
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    for call in IMPOSSIBLE[sentence]:
        with pytest.raises(ValueError, match=r"\w") as said:
            call()
        assert str(said.value) == sentence
