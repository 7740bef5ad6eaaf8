"""Every field of a deal is an input, a shape, a label or odds; the templates' counts are pinned."""

from pathlib import Path

import pytest

import sibmodel
from sibmodel.deal.deal import count_fields
from sibmodel.deal.part import Role, fields_of

TEMPLATES = Path(__file__).parent.parent.parent.parent / "deal_templates"
COUNTS = {
    "cuyahoga": (26, 49, 190, 0),
    "denver_by_lender": (48, 36, 370, 0),
    "denver_supportive_housing": (45, 30, 355, 0),
    "dwp_innovation_fund_round_1": (63, 34, 267, 0),
    "dwp_innovation_fund_round_2": (69, 35, 212, 0),
    "educate_girls": (27, 29, 256, 0),
    "essex_mst": (40, 19, 173, 0),
    "fair_chance_fund": (122, 66, 635, 0),
    "juvenile_justice_performance": (57, 40, 78, 0),
    "massachusetts_juvenile_justice": (72, 70, 427, 0),
    "new_york_state_employment": (90, 81, 319, 0),
    "newpin_sbb": (63, 30, 393, 0),
    "peterborough": (29, 43, 226, 42),
    "rikers_able": (35, 30, 380, 9),
    "san_francisco_workforce": (67, 27, 184, 0),
    "seattle_homelessness": (77, 37, 117, 0),
    "south_carolina_nfp": (60, 59, 231, 0),
    "starter": (38, 44, 53, 20),
    "starter_children_in_care": (65, 55, 57, 0),
    "starter_early_childhood": (65, 59, 63, 0),
    "starter_health": (59, 48, 54, 0),
    "starter_homelessness": (65, 62, 62, 0),
    "starter_reoffending": (50, 59, 66, 31),
    "starter_three_tranches": (68, 67, 86, 56),
    "starter_workforce": (58, 60, 57, 0),
    "transforming_rehabilitation": (95, 94, 302, 0),
    "transforming_rehabilitation_flat_zone": (80, 83, 182, 0),
    "work_programme": (209, 99, 616, 0),
}


@pytest.mark.parametrize("template", sorted(path.stem for path in TEMPLATES.glob("*.yaml")))
def test_the_numbers_of_inputs_shapes_and_odds_are_pinned(template):
    deal = sibmodel.read_deal(TEMPLATES / f"{template}.yaml")
    counts = count_fields(deal)
    print(template, {role.value: count for role, count in counts.items()})  # noqa: T201  the issue asks for it
    assert tuple(counts[role] for role in (Role.INPUT, Role.SHAPE, Role.LABEL, Role.ODDS)) == COUNTS[template]


@pytest.mark.parametrize("template", sorted(COUNTS))
def test_every_input_is_read_and_every_number_is_an_input(template):
    deal = sibmodel.read_deal(TEMPLATES / f"{template}.yaml")
    declared = {field.path for field in fields_of(deal) if field.role is Role.INPUT}
    assert declared == set(deal.written.inputs)
    shapes = {field.path.rsplit(".", 1)[-1] for field in fields_of(deal) if field.role is Role.SHAPE}
    numbers = {
        field.path
        for field in fields_of(deal.terms)
        if isinstance(field.value, int | float) and not isinstance(field.value, bool) and field.role is not Role.INPUT
    }
    assert numbers == {"timeline.periods"}, "a number of the deal must be an input, or it is baked into a formula"
    assert shapes


@pytest.mark.parametrize("template", sorted(COUNTS))
def test_every_input_says_where_it_comes_from(template):
    deal = sibmodel.read_deal(TEMPLATES / f"{template}.yaml")
    assert [path for path in deal.written.inputs if deal.sources.evidence(path) is None] == []


@pytest.mark.parametrize("template", sorted(COUNTS))
def test_all_odds_stand_under_risk_and_say_where_they_come_from(template):
    deal = sibmodel.read_deal(TEMPLATES / f"{template}.yaml")
    odds = [field.path for field in fields_of(deal) if field.role is Role.ODDS]
    assert len(odds) == COUNTS[template][3]
    assert [path for path in odds if not path.startswith("risk.")] == []
    assert [path for path in odds if deal.sources.evidence(path) is None] == []
    under_risk = [field for field in fields_of(deal.risk) if field.role is not Role.LABEL]
    assert len(under_risk) == len(odds), "a number under risk is no input and shapes no line"


def test_some_templates_have_odds():
    assert sum(counts[3] > 0 for counts in COUNTS.values()) >= 3
