"""Programs: what is refused, what is shared, and that threads and blocks do not matter."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import sibmodel
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.lowering import LOWERED
from sibmodel.engine.program import compile_lines
from sibmodel.engine.ranges import RANGES
from sibmodel.engine.steps import CALLS
from sibmodel.errors import ScenarioError, UnknownLine
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import (
    OPERATORS,
    Number,
    at_least,
    choose,
    minimum,
    opposite,
    positive,
    ratio,
)
from sibmodel.graph.model import Model
from sibmodel.graph.units import NUMBER
from tests.conformance.test_operators import bench

DENVER = Path(__file__).parent.parent.parent.parent / "deal_templates" / "denver_supportive_housing.yaml"
EFFECT = "plan.outcomes.jail_days.effect"
KEPT = ["payments.paid", "investors.total.irr", "investors.total.irr_status"]


@pytest.fixture(scope="module")
def model():
    return sibmodel.read_deal(DENVER).written


def small(*formulas):
    """A model of two open numbers and some lines over them, as a program."""
    model = Model(Axis("instants", 3))
    pen = model.section("made", "Lines", "Lines")
    first, second = (model.input(name, name, 1.0, NUMBER) for name in ("first", "second"))
    for number, formula in enumerate(formulas):
        pen.line(f"up_{number}", f"Made up {number}", formula(first, second), unit=NUMBER)
    return compile_lines(model, ["first", "second"], list(model.lines))


def test_every_operator_can_be_written_on_a_tape():
    assert LOWERED == OPERATORS
    assert set(CALLS) - {"place"} == set(RANGES)


def test_every_operator_gives_the_same_bits_with_all_inputs_open():
    of = bench()
    names = [name for names in of.tried.values() for name in names]
    draw = np.random.default_rng(5)
    inputs = {
        path: np.concatenate([[entry.value], entry.value + draw.integers(-2, 3, 6) * 0.5])
        for path, entry in of.model.inputs.items()
        if not path.startswith("growth")
    }
    expected = evaluate(of.model, inputs, keep=names)
    found = compile_lines(of.model, list(inputs), names).run(inputs)
    for name in names:
        mine = np.broadcast_to(found[name], expected[name].shape)
        assert np.allclose(mine, expected[name], rtol=1e-15, atol=0, equal_nan=True), name
    assert len(names) >= 100


def test_what_is_certain_leaves_no_step(model):
    program = compile_lines(model, [EFFECT], ["payments.housing.earned", "time.date"])
    assert program.kinds == []
    expected = evaluate(model, keep=["payments.housing.earned", "time.date"])
    found = program.run({EFFECT: np.linspace(0, 1, 5)})
    assert all(np.array_equal(found[name], expected[name]) for name in expected)


@pytest.mark.parametrize(
    ("formula", "kinds"),
    [
        (lambda a, _: (a + 0) * 1, []),
        (lambda a, _: a * 0 + a, []),
        (lambda a, b: choose(at_least(2, 1), a, b), []),
        (lambda a, b: (a + b) * (b + a), ["add", "multiply"]),
        (lambda a, _: positive(positive(a) + 1), ["maximum", "add"]),
        (lambda a, _: at_least(positive(a), -1) * a, []),
        (lambda a, _: minimum(positive(a), -2), []),
        (lambda a, _: ratio(a, positive(a) + 1, 7), ["maximum", "add", "divide"]),
        (lambda a, b: opposite(at_least(a, b)), ["subtract", "greater_equal", "not", "number"]),
        (lambda a, b: choose(at_least(a, b), a, Number(0.0)), ["subtract", "greater_equal", "number", "multiply"]),
    ],
)
def test_exact_rules_of_arithmetic_save_steps(formula, kinds):
    program = small(formula)
    assert [kind for kind in program.kinds if kind != "place"] == kinds
    inputs = {"first": np.array([-2.0, 0.0, 0.5, 3.0]), "second": np.array([1.0, -1.0, 0.5, 0.0])}
    (expected,) = evaluate(program.model, inputs).values()
    (found,) = program.run(inputs).values()
    assert np.array_equal(np.broadcast_to(found, expected.shape), expected)


def test_a_step_is_written_down_once_and_buffers_are_used_again():
    sums = [lambda a, b, n=n: positive(a + b) * n + a for n in range(2, 40)]
    program = small(*sums)
    assert program.kinds.count("maximum") == 1
    assert "in 3 buffers" in repr(program)


@pytest.mark.parametrize("count", [1, 2, 7, 64, 65, 1000])
def test_blocks_and_company_do_not_matter(model, count):
    inputs = {EFFECT: np.random.default_rng(3).normal(0.3, 0.2, 1000)}
    whole = compile_lines(model, [EFFECT], KEPT).run(inputs)
    part = compile_lines(model, [EFFECT], KEPT, block=64).run({EFFECT: inputs[EFFECT][:count]})
    assert all(np.array_equal(part[name], whole[name][:, :count]) for name in KEPT)


def test_threads_share_a_program(model):
    program = compile_lines(model, [EFFECT], KEPT)
    parts = np.random.default_rng(4).normal(0.3, 0.2, (8, 5000))
    alone = [program.run({EFFECT: part}) for part in parts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda part: program.run({EFFECT: part}), parts))
    for one, other in zip(alone, together, strict=True):
        assert all(np.array_equal(one[name], other[name]) for name in KEPT)


def test_an_input_that_is_left_open_may_be_left_out(model):
    program = compile_lines(model, [EFFECT, "plan.achievement"], KEPT)
    found = program.run({EFFECT: [0.1, 0.2, 0.3]})
    expected = evaluate(model, {EFFECT: [0.1, 0.2, 0.3]}, keep=KEPT)
    assert np.array_equal(found["payments.paid"], expected["payments.paid"])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"plan.outcomes.jail_days.efect": 0.1}, "Did you mean 'plan.outcomes.jail_days.effect'"),
        ({EFFECT: [0.1, np.nan]}, "finite"),
        ({"plan.achievement": 0.5}, "left open"),
    ],
)
def test_impossible_inputs_are_refused_with_the_reason(model, given, words):
    with pytest.raises(ScenarioError, match=words):
        compile_lines(model, [EFFECT], KEPT).run(given)


def test_unknown_names_are_refused_when_a_program_is_made(model):
    with pytest.raises(ScenarioError, match="Did you mean"):
        compile_lines(model, ["plan.achievment"], KEPT)
    with pytest.raises(UnknownLine):
        compile_lines(model, [EFFECT], ["payments.payed"])
