"""Where government has no ceiling, a reader without a command line learns why, with the amounts of both sides."""

from __future__ import annotations

import re

import pytest

import sibmodel
from sibmodel.analysis.price.grounds import OnPlan
from sibmodel.analysis.price.held import Held, held
from sibmodel.analysis.price.levers import read_lever
from sibmodel.analysis.price.pricing import price
from sibmodel.analysis.price.targets import Target, usual_target
from sibmodel.analysis.price.wording import about_ceilings, about_moves, ceiling_in_words, room_in_words
from sibmodel.errors import ScenarioError
from tests.analysis.deals import TEMPLATES, deal_of
from tests.analysis.price.deals import worked
from tests.payments.deals import card, count, signed

OPTION = re.compile(r"--[a-z]")
EIGHT = Target("irr", 0.08)
PAID_AT = 1.035**3


def saves(value):
    return {"cash": {"agency": "council", "value_class": "cashable", "outcome": "jobs", "value": float(value)}}


def said(found):
    return {each.perspective.key: each.because for each in found.ceilings}


def sentence(found, words):
    """What every side says, with the amount that is avoided."""
    return {words.format(avoided=f"{found.ceilings[0].worth:,.0f}")}


def test_a_cap_below_what_is_avoided_is_named_with_the_price_from_which_it_binds():
    found = price(worked(20_000.0, cap=1_600_000.0, savings=saves(25_000.0)), target=EIGHT)
    words = (
        "from 21,333.33 on the cap over the contract of Council binds, and no more is paid in all: government spends "
        "1,443,108 at most, less than the {avoided} avoided, so no value is too high"
    )
    assert round(1_600_000 / PAID_AT) == 1_443_108
    assert set(said(found).values()) == sentence(found, words)
    assert [each.value for each in found.ceilings] == [None] * 3


def test_a_lever_that_comes_to_its_end_says_which():
    found = price(worked(20_000.0, savings=saves(25_000.0), discount=0.1), "terms.payments.jobs.discount", EIGHT)
    words = (
        "even at 0.0000%, the lowest value there may be, government spends 1,352,914, less than the {avoided} avoided"
    )
    assert round(1_500_000 / PAID_AT) == 1_352_914
    assert set(said(found).values()) == sentence(found, words)


def test_what_payments_do_not_depend_on_has_no_ceiling():
    found = price(worked(20_000.0, savings=saves(25_000.0)), "plan.costs.first.amount", Target("irr", 0.01))
    words = "what government spends does not depend on it: 1,352,914, less than the {avoided} avoided"
    assert set(said(found).values()) == sentence(found, words)


def test_where_government_loses_whatever_it_pays():
    found = price(deal_of("starter_early_childhood"), target=Target("irr", 0.05))
    top = found.ceilings[1]
    assert top.because == (
        f"even at 0x, where it loses least, government spends 1,039,873, more than the {top.worth:,.0f} avoided"
    )


def test_on_draws_a_cap_binds_by_and_by():
    found = price(deal_of("starter_reoffending"), scenarios=4_096)
    because = said(found)["society"]
    assert re.match(r"from about \d\.\d+x on the cap over the contract of The ministry binds, and hardly any", because)


@pytest.mark.parametrize("name", ["starter_children_in_care", "starter_homelessness"])
def test_a_limit_holds_from_where_the_sum_that_is_paid_grows_no_more(name):
    """Brute force: half a thousandth below that value less is paid in all, and far above it no more."""
    deal = deal_of(name)
    lever = read_lever(deal)
    found = held(OnPlan(deal, lever, {}, ()), lever.highest)
    assert found.by

    def paid(value):
        inputs = {path: float(values[0]) for path, values in lever.inputs(value).items()}
        return sibmodel.evaluate(deal.written, inputs, keep=["payments.paid"])["payments.paid"].sum()

    assert paid(found.since * 0.9995) < paid(found.since * 1.0005) == pytest.approx(paid(1_000.0), abs=0.01)


def test_no_text_for_pages_names_an_option_of_a_command():
    """What is said of a price, or of why there is none, is also read by those who only have the pages."""
    texts = []
    for name in TEMPLATES:
        try:
            found = price(deal_of(name), target=Target("irr", 3.0))
            texts += [*found.because, *said(found).values(), *found.held]
            usual_target(deal_of(name))
        except ScenarioError as error:
            texts += [f"{each.message} {each.hint}" for each in error.problems]
    assert len(texts) > 100
    assert not [text for text in texts if OPTION.search(text)]


# --- in words ------------------------------------------------------------------------------------------------------


def in_words(found):
    """What stands for each missing ceiling and its room."""
    return [(ceiling_in_words(each), room_in_words(found, each)) for each in found.ceilings if each.value is None]


def test_no_limit_and_nothing_are_different_words():
    """The cash that payers save is more than a cap lets them pay; nobody else saves anything."""
    capped = price(worked(20_000.0, cap=2_100_000.0, savings=saves(35_000.0)), target=EIGHT)
    assert in_words(capped) == [("any", "no limit")] * 3
    stated = saves(25_000.0)["cash"] | {"value_class": "fiscal"}
    unstated = price(worked(20_000.0, savings={"cash": stated}), target=EIGHT)
    assert in_words(unstated) == [("none", "none")]
    loses = price(deal_of("starter_early_childhood"), target=Target("irr", 0.05))
    assert in_words(loses) == [("none", "none"), ("none", "none"), ("any", "no limit")]
    out_of_reach = price(worked(20_000.0, cap=1_600_000.0, savings=saves(25_000.0)), target=EIGHT)
    assert in_words(out_of_reach) == [("any", "")] * 3


def test_what_holds_payments_is_said_once_for_sides_and_moves():
    """With ten per cent more people two sides of one deal lose their ceiling to the same cap."""
    found = price(deal_of("starter_homelessness"))
    assert found.corridor is not None
    moved = [said for said in about_moves(found, found.corridor) if "no ceiling" in said]
    assert re.search(r"for all of government: from [\d.]+x on the cap over the contract of .* is too high\.$", moved[0])
    assert re.search(r"no ceiling for society: as above, from [\d.]+x on\.$", moved[1])
    assert len(moved) == 2


def test_sides_that_differ_in_what_is_avoided_share_the_rest():
    more = saves(25_000.0) | {"health": saves(9_000.0)["cash"] | {"agency": "health", "value_class": "fiscal"}}
    found = price(worked(20_000.0, cap=1_600_000.0, savings=more), target=EIGHT)
    first, second, third, *_ = about_ceilings(found)
    assert first.startswith("Payers' own budget: from 21,333.33 on the cap over the contract of Council binds, and no")
    worth = f"less than the {found.ceilings[1].worth:,.0f} avoided, so no value is too high."
    assert (second, third) == (f"All of government: as above, {worth}", f"Society: as above, {worth}")


@pytest.mark.parametrize(
    ("by", "payers", "said"),
    [
        (("the cap of A",), (1, 1), "the cap of A binds"),
        (("the cap of A", "the cap of B"), (2, 2), "the cap of A and the cap of B bind"),
        (("1", "2", "3"), (2, 3), "the caps of 2 payers bind"),
        (("1", "2", "3"), (1, 2), "the caps of 1 payer and 1 other limit bind"),
        (("1", "2", "3"), (0, 0), "3 limits bind"),
    ],
)
def test_no_more_than_two_limits_are_named(by, payers, said):
    assert Held(by, 1.0, payers).named == said


def test_caps_of_several_payers_are_counted_by_payer():
    capped = {"share": 0.5, "max": 150.0, "max_per_fiscal_year": 100.0, "fiscal_year_ends": "december"}
    deal = signed(
        {"jobs": card("jobs", 10)},
        {"jobs": count(10, 10, 10, of="outcomes")},
        payers={"council": capped, "county": capped},
        surplus={"council": 1.0},
    )
    lever = read_lever(deal)
    found = held(OnPlan(deal, lever, {}, ()), lever.highest)
    assert len(found.by) == 4
    assert found.named == "the caps of 2 payers bind"
