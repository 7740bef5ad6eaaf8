"""What `sib check` warns of in the savings of the homelessness starter, one slip after another."""

import pytest

import sibmodel
from sibmodel.engine.cautions_of_savings import CAUTIONS
from sibmodel.files.deals import parse_deal
from sibmodel.files.templates import template_folder

STARTER = (template_folder() / "starter_homelessness.yaml").read_text(encoding="utf-8")
HEALTH = "value: 3_500, yearly: true, lasts: 18, drop_off: 40%, grade: local, indexed: prices}"
AGAIN = f"    again: {{agency: health, value_class: fiscal, outcome: twelve_months, {HEALTH}\n"


def warned(old="", new=""):
    """What is warned of the deal with one piece replaced."""
    assert not old or STARTER.count(old) == 1
    projection = sibmodel.project(parse_deal(STARTER.replace(old, new) if old else STARTER).deal)
    return [str(problem) for caution in CAUTIONS for problem in caution(projection)]


def test_of_the_starter_nothing():
    assert warned() == []


@pytest.mark.parametrize("months", [1, 4, 12])
def test_what_lasts_a_year_at_most_does_not_fade(months):
    assert warned(HEALTH, HEALTH.replace("18", str(months))) == [
        (
            f"plan.savings.health.drop_off  has no effect: it lasts {months} months, and only further years fade. "
            "'lasts' counts months. Write more of them, or remove drop_off."
        )
    ]
    assert warned(HEALTH, HEALTH.replace("18", "13")) == []


def test_what_begins_after_the_last_year_comes_to_nothing():
    assert warned(HEALTH, f"after: 72, {HEALTH}") == [
        (
            "plan.savings.health  comes to nothing in every scenario, though the outcome is reached and has a value. "
            "It begins 72 months after that is measured. 'after' counts months, and what falls after the last year "
            "that is counted is left out."
        )
    ]
    assert warned(HEALTH, f"after: 40, {HEALTH}") == []


def test_what_is_all_taken_off_comes_to_nothing():
    (said,) = warned(HEALTH, f"attribution: 0%, because: None., {HEALTH}")
    assert said.endswith("Look at what is taken off: sib explain FILE savings.health.avoided names each step.")
    assert warned(HEALTH, HEALTH.replace("3_500", "0")) == []  # worth nothing: that is stated


def test_places_that_never_close_are_no_cash():
    assert warned("released_by: 10", "released_by: 81") == [
        (
            "plan.savings.shelter.released_by  is 81 units a year, and no scenario has more than 80.29: no cash. Write "
            "a smaller one, or class it fiscal: capacity that is freed is no cash."
        )
    ]
    assert warned("released_by: 10", "released_by: 80") == []


def test_a_copy_is_counted_again():
    assert warned("  savings_years", f"{AGAIN}  savings_years") == [
        (
            "plan.savings.again  is the same as 'health' in everything but its name, so that both are counted. Remove "
            "one, unless each is a saving of its own."
        )
    ]
    assert warned("  savings_years", f"{AGAIN.replace('3_500', '3_501')}  savings_years") == []
