"""Every published figure of every template is reproduced to the last digit printed, or says why it is not.

How many there are is pinned for each template, so that none vanishes without a word.
"""

import math
from functools import cache

import pytest

import sibmodel
from sibmodel.engine.published import compared, counted
from sibmodel.files.templates import templates

# Published figures of each template: reproduced, not reproduced, unconfirmed.
COUNTS = {
    "cuyahoga": (5, 1, 0),
    "denver_by_lender": (16, 1, 0),
    "denver_supportive_housing": (16, 0, 0),
    "dwp_innovation_fund_round_1": (11, 1, 0),
    "dwp_innovation_fund_round_2": (8, 0, 0),
    "educate_girls": (8, 6, 0),
    "essex_mst": (2, 2, 0),
    "fair_chance_fund": (14, 7, 0),
    "massachusetts_juvenile_justice": (13, 4, 0),
    "new_york_state_employment": (7, 1, 0),
    "newpin_sbb": (10, 3, 2),
    "peterborough": (5, 2, 0),
    "rikers_able": (18, 2, 0),
    "san_francisco_workforce": (4, 0, 0),
    "seattle_homelessness": (2, 0, 0),
    "south_carolina_nfp": (4, 2, 0),
    "transforming_rehabilitation": (2, 0, 0),
    "transforming_rehabilitation_flat_zone": (2, 0, 0),
    "work_programme": (5, 9, 1),
}
GENERIC = {
    "juvenile_justice_performance",
    "starter",
    "starter_children_in_care",
    "starter_early_childhood",
    "starter_health",
    "starter_homelessness",
    "starter_reoffending",
    "starter_workforce",
}
"""Templates that are invented, and so have no published figure."""


@cache
def comparisons(template):
    deal = sibmodel.read_deal(templates()[template].path)
    return {each.name: each for each in compared(sibmodel.project(deal))}


FIGURES = [(template, name) for template in sorted(COUNTS) for name in comparisons(template)]


@pytest.mark.parametrize(("template", "name"), FIGURES)
def test_the_published_figure_comes_out_as_the_template_says(template, name):
    each = comparisons(template)[name]
    figure = each.published
    if not figure.is_published:
        assert each.status == "unconfirmed"
    elif figure.not_reproduced:
        assert not each.agrees, "it is reproduced, and the template says that it is not"
    else:
        assert each.obtained is not None, each.why_none
        assert abs(each.obtained - figure.value) <= figure.within + max(1e-9, 1e-12 * abs(figure.value))


@pytest.mark.parametrize(("template", "name"), FIGURES)
def test_within_is_half_a_unit_of_a_printed_digit_or_a_note_says_why_not(template, name):
    figure = comparisons(template)[name].published
    digit = math.log10(figure.within / 5)
    assert digit == pytest.approx(round(digit), abs=1e-6) or figure.note


@pytest.mark.parametrize(("template", "name"), FIGURES)
def test_a_reason_is_a_sentence(template, name):
    reason = comparisons(template)[name].published.not_reproduced
    assert not reason or (len(reason.split()) >= 5 and reason.endswith("."))


@pytest.mark.parametrize("template", sorted(COUNTS))
def test_the_figures_are_counted(template):
    counts = counted(list(comparisons(template).values()))
    assert counts["failed"] == 0
    assert (counts["reproduced"], counts["not_reproduced"], counts["unconfirmed"]) == COUNTS[template]


def test_no_template_is_without_published_figures_unless_it_is_generic():
    assert {*COUNTS} | GENERIC == {*templates()}
    assert not {*COUNTS} & GENERIC
    for name in templates():
        deal = sibmodel.read_deal(templates()[name].path)
        assert (deal.about.kind == "generic") == (name in GENERIC), name
        assert bool(deal.published) == (name in COUNTS), name


def test_nothing_agrees_by_a_wide_margin_alone():
    """A figure off by two units of its last digit is noticed, for every figure."""
    noticed = 0
    for template, name in FIGURES:
        each = comparisons(template)[name]
        if each.status == "reproduced":
            for off in (4, -4):
                wrong = each.published.model_copy(update={"value": each.published.value + off * each.published.within})
                assert not type(each)(
                    each.name, each.title, each.scenario, each.scenario_title, wrong, each.unit, each.obtained
                ).agrees
                noticed += 1
    assert noticed == 2 * sum(count for count, _, _ in COUNTS.values()) > 60
