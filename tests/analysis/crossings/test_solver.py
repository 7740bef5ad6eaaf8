"""The solver on figures whose roots are known: one, several, none, leaps, stretches and holes."""

from __future__ import annotations

import numpy as np
import pytest

from sibmodel.analysis.crossings.search import Search
from sibmodel.analysis.crossings.solver import solve

GRID = np.linspace(0.0, 10.0, 101)


def test_one_root_to_the_last_digit_and_proved_on_both_sides():
    found = solve(lambda x: x**3, GRID, 2.0)
    assert found.kind == "one"
    root = found.first
    assert root.value == pytest.approx(2 ** (1 / 3), rel=1e-9)
    assert root.below.at <= root.value <= root.above.at
    assert root.below.figure <= 2.0 <= root.above.figure
    assert root.above.at - root.below.at <= 1e-8


@pytest.mark.parametrize("slope", [1e-7, 1.0, 1e7])
def test_a_root_does_not_depend_on_how_steep_the_figure_is(slope):
    found = solve(lambda x: slope * (x - np.pi), GRID, 0.0, Search(same=1e-12 * slope))
    assert found.kind == "one"
    assert found.first.value == pytest.approx(np.pi, rel=1e-9)


def test_a_falling_figure():
    found = solve(lambda x: 1 / (1 + x), GRID, 0.3)
    assert (found.kind, found.first.passed) == ("one", "root")
    assert found.first.value == pytest.approx(1 / 0.3 - 1, rel=1e-9)


def test_several_roots_are_all_told_from_the_lowest_up():
    found = solve(np.sin, GRID, 0.5)
    assert found.kind == "several"
    expected = [np.pi / 6, 5 * np.pi / 6, 13 * np.pi / 6, 17 * np.pi / 6]
    assert [each.value for each in found.crossings] == pytest.approx(expected, rel=1e-8)
    assert {each.passed for each in found.crossings} == {"root"}


def test_a_root_that_is_met_at_a_point_of_the_grid():
    found = solve(lambda x: x - 4.0, np.linspace(0.0, 10.0, 11), 0.0)
    assert (found.kind, len(found.crossings)) == ("one", 1)
    assert found.first.value == pytest.approx(4.0, abs=1e-7)


def test_a_root_at_either_end():
    for target in (0.0, 10.0):
        found = solve(lambda x: x, GRID, target)
        assert found.kind == "one"
        assert found.first.value == pytest.approx(target, abs=1e-7)


def test_none_and_the_nearest_from_where_on_it_is_reached():
    found = solve(lambda x: np.minimum(x, 3.3), GRID, 5.0)
    assert found.kind == "none"
    assert found.nearest.figure == pytest.approx(3.3)
    assert found.nearest.at == pytest.approx(3.3, rel=1e-7)
    below = solve(lambda x: 7.0 + x, GRID, 5.0)
    assert (below.kind, below.nearest.at, below.nearest.figure) == ("none", 0.0, 7.0)


def test_the_nearest_of_a_hump_is_its_top():
    found = solve(lambda x: 4 - (x - 3.14159) ** 2, GRID, 5.0)
    assert found.kind == "none"
    assert found.nearest.at == pytest.approx(3.14159, abs=1e-3)
    assert found.nearest.figure == pytest.approx(4.0, abs=1e-6)


def test_a_leap_over_the_target_is_no_root_and_gives_the_side_that_meets_it():
    found = solve(lambda x: np.where(x >= 2.345, 9.0, 1.0), GRID, 5.0)
    assert (found.kind, found.first.passed) == ("jump", "jump")
    assert found.first.value == pytest.approx(2.345, rel=1e-8)
    assert (found.first.below.figure, found.first.above.figure) == (1.0, 9.0)
    assert found.first.value == found.first.above.at
    falls = solve(lambda x: np.where(x > 2.345, 1.0, 9.0), GRID, 5.0)
    assert falls.first.value == falls.first.below.at
    least = solve(lambda x: np.where(x >= 2.345, 9.0, 1.0), GRID, 5.0, Search(wanted="at_most"))
    assert least.first.value == least.first.below.at


def test_a_leap_on_top_of_a_rise():
    found = solve(lambda x: x + np.where(x >= 7.7, 3.0, 0.0), GRID, 9.0)
    assert found.kind == "jump"
    assert found.first.value == pytest.approx(7.7, rel=1e-8)


def test_a_steep_rise_is_a_root():
    found = solve(lambda x: np.tanh(1e5 * (x - 2.0)), GRID, 0.3)
    assert found.kind == "one"


def test_a_stretch_that_meets_the_target_is_told_from_end_to_end():
    found = solve(lambda x: np.clip(x, 2.5, 6.25), GRID, 6.25)
    assert found.kind == "stretch"
    assert (found.first.below.at, found.first.above.at) == pytest.approx((6.25, 10.0))
    middle = solve(lambda x: np.minimum(x, 3.0) + np.maximum(x - 5.5, 0.0), GRID, 3.0)
    assert middle.kind == "stretch"
    assert (middle.first.below.at, middle.first.above.at) == pytest.approx((3.0, 5.5))


def test_a_figure_that_never_moves():
    on = solve(lambda x: np.full(x.shape, 2.0), GRID, 2.0)
    assert (on.kind, on.first.below.at, on.first.above.at) == ("stretch", 0.0, 10.0)
    off = solve(lambda x: np.full(x.shape, 2.0), GRID, 3.0)
    assert (off.kind, off.nearest.at, off.nearest.figure) == ("none", 0.0, 2.0)


def test_no_root_is_drawn_across_a_hole():
    found = solve(lambda x: np.where((x > 3.1) & (x < 4.7), np.nan, x), GRID, 4.0)
    assert (found.kind, found.first.passed) == ("hole", "hole")
    assert (found.first.below.at, found.first.above.at) == pytest.approx((3.1, 4.7), rel=1e-7)
    assert len(found.holes) == 1
    beside = solve(lambda x: np.where((x > 3.1) & (x < 4.7), np.nan, x), GRID, 6.0)
    assert (beside.kind, len(beside.crossings)) == ("one", 1)


def test_a_hole_on_one_side_is_no_crossing():
    found = solve(lambda x: np.where(x > 5.0, np.nan, x), GRID, 7.0)
    assert found.kind == "none"
    assert found.nearest.figure == pytest.approx(5.0)
    nothing = solve(lambda x: np.full(x.shape, np.nan), GRID, 7.0)
    assert (nothing.kind, nothing.nearest) == ("none", None)


def test_leaps_within_the_noise_are_a_root():
    steps = np.sort(np.random.default_rng(1).normal(5.0, 1.0, 5000))

    def share(x):
        return np.searchsorted(steps, x) / steps.size

    noise = np.sqrt(0.09 / steps.size)
    found = solve(share, GRID, 0.1, Search(same=1e-4, noise=noise, finest=lambda at: 1e-3, at_once=5))
    assert found.kind == "one"
    assert found.first.value == pytest.approx(np.quantile(steps, 0.1), abs=0.01)


def test_few_points_are_asked_for_where_each_is_dear():
    asked = []

    def figure(x):
        asked.extend(x.tolist())
        return 1e6 * (x / (1 + x)) - 3e5

    found = solve(figure, np.linspace(0.0, 10.0, 5), 0.0, Search(finest=lambda at: 1e-4, at_once=3, same=1e-3))
    assert found.first.value == pytest.approx(3 / 7, abs=1e-4)
    assert len(asked) < 60
    assert len(asked) == len(set(asked)) == found.tried


def rounded(x):
    """A figure that a rounding on the way to it has turned into steps which go up and down."""
    return np.minimum(x, 5.0) + 1e-8 * np.sin(1e6 * x)


def test_roundings_are_one_root_or_one_stretch_and_not_hundreds():
    search = Search(same=1e-12, flat=1e-6, noise=1e-6)
    rising = solve(rounded, GRID, 3.21, search)
    assert rising.kind == "one"
    assert rising.first.value == pytest.approx(3.21, abs=1e-7)
    level = solve(rounded, GRID, 5.0, search)
    assert (level.kind, level.first.passed) == ("stretch", "stretch")
    assert (level.first.below.at, level.first.above.at) == pytest.approx((5.0, 10.0), abs=1e-5)


def test_a_root_is_as_exact_with_rounding_allowed_for():
    found = solve(lambda x: x**3, GRID, 2.0, Search(flat=1e-6, noise=1e-6))
    assert found.kind == "one"
    assert found.first.value == pytest.approx(2 ** (1 / 3), rel=1e-9)
    assert found.first.above.at - found.first.below.at <= 1e-7


def test_a_peak_that_passes_the_target_between_two_points_of_the_grid_is_seen():
    found = solve(lambda x: 1.0 - (x - 3.05) ** 2, np.linspace(0.0, 10.0, 101), 0.9995)
    assert found.kind == "several"
    assert [each.value for each in found.crossings] == pytest.approx([3.05 - 5e-4**0.5, 3.05 + 5e-4**0.5], rel=1e-8)


def test_what_only_comes_near_beside_a_root_is_no_root():
    def figure(x):
        return np.where(x < 4.0, x - 4.0 - 5e-7, x - 4.0 + 1e-9 * np.sin(1e5 * x))

    found = solve(figure, GRID, 0.0, Search(same=1e-12, flat=1e-6, noise=1e-6))
    assert found.kind == "one"
    assert found.first.value == pytest.approx(4.0, abs=1e-6)


def test_a_level_that_stays_just_below_the_target_does_not_meet_it():
    found = solve(lambda x: np.minimum(x, 5.0 - 3e-7), GRID, 5.0, Search(same=1e-12, flat=1e-6, noise=1e-6))
    assert found.kind == "none"
    assert found.nearest.figure == pytest.approx(5.0 - 3e-7, abs=1e-7)


def test_a_peak_is_seen_with_few_points_at_a_time_too():
    found = solve(lambda x: 1.0 - (x - 3.3) ** 2, np.linspace(0.0, 10.0, 11), 0.95, Search(at_once=5))
    assert found.kind == "several"
    assert [each.value for each in found.crossings] == pytest.approx([3.3 - 0.05**0.5, 3.3 + 0.05**0.5], rel=1e-8)
