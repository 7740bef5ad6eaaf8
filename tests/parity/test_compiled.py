"""The compiled reading of a program gives what numpy gives: the same bits, and rates to 1e-9 with the same status."""

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings

import sibmodel
from sibmodel.engine.program import compile_lines
from sibmodel.errors import ReadingNotInstalled
from sibmodel.files.deals import read_deal
from tests.conformance.test_operators import bench
from tests.parity.test_programs import DRAWN, SAME_RATE, TEMPLATES, by_chance, outcomes, rates
from tests.support.deals import deals
from tests.support.payments import MORE

MANY = 600
"""More than a tile, and no multiple of one."""
COMPARED = []
"""How many lines were compared for each program of a process."""

compiled_only = pytest.mark.usefixtures("llvm")


@pytest.fixture(scope="module")
def llvm():
    pytest.importorskip("llvmlite")


def headlines(model):
    """Every headline with its status, what is paid, what funds it, and the checks."""
    names = [
        line.name for measure in model.measures.values() for line in (measure.value, measure.status) if line is not None
    ]
    ends = ("payments.paid", ".drawn", ".returned", ".principal_closing")
    return list(dict.fromkeys([*names, *(name for name in model.lines if name.endswith(ends))]))


def compared(model, inputs, keep):
    """Both readings of a program, line by line; how many there were."""
    program = compile_lines(model, list(inputs), keep)
    expected, found = program.run(inputs), program.run(inputs, reading="compiled")
    close = rates(model)
    for name in keep:
        assert found[name].shape == expected[name].shape
        if name in close:
            assert np.abs(found[name] - expected[name]).max() <= SAME_RATE * max(1.0, np.abs(expected[name]).max()), (
                name
            )
        else:
            assert np.array_equal(found[name], expected[name], equal_nan=True), name
    COMPARED.append(len(keep))


@compiled_only
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_headlines_of_a_template(path):
    model = read_deal(path).written
    keep = headlines(model)
    assert len(keep) >= 10
    compared(model, by_chance(model, outcomes(model), MANY, 3), keep)


@compiled_only
def test_deals_made_by_chance():
    before = len(COMPARED)

    @seed(7)
    @settings(max_examples=12, deadline=None, database=None, phases=DRAWN, suppress_health_check=list(HealthCheck))
    @given(deals(also=MORE[:1]))
    def are_the_same(deal):
        model = deal.written
        compared(model, by_chance(model, outcomes(model), MANY, 4), headlines(model))

    are_the_same()
    assert len(COMPARED) - before >= 12


@compiled_only
def test_every_operator_with_all_inputs_open():
    of = bench()
    names = [name for names in of.tried.values() for name in names]
    draw = np.random.default_rng(6)
    inputs = {
        path: entry.value + draw.integers(-2, 3, 50) * 0.5
        for path, entry in of.model.inputs.items()
        if not path.startswith("growth")
    }
    program = compile_lines(of.model, list(inputs), names)
    expected, found = program.run(inputs), program.run(inputs, reading="compiled")
    for name in names:
        assert np.allclose(found[name], expected[name], rtol=1e-12, atol=0, equal_nan=True), name
    assert len(names) >= 100


@compiled_only
def test_threads_share_the_machine_code():
    model = read_deal(next(path for path in TEMPLATES if path.stem == "starter_three_tranches")).written
    keep = headlines(model)
    inputs = by_chance(model, outcomes(model), 4000, 5)
    program = compile_lines(model, list(inputs), keep)
    parts = [{path: values[at : at + 1000] for path, values in inputs.items()} for at in range(0, 4000, 1000)]
    whole = program.run(inputs, reading="compiled")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda part: program.run(part, reading="compiled"), parts))
    for name in keep:
        joined = np.concatenate([np.broadcast_to(part[name], (len(part[name]), 1000)) for part in found], axis=1)
        assert np.array_equal(joined, np.broadcast_to(whole[name], joined.shape)), name


def test_without_llvm_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    model = sibmodel.read_deal(TEMPLATES[0]).written
    path = outcomes(model)[0]
    program = compile_lines(model, [path], ["payments.paid"])
    with pytest.raises(ReadingNotInstalled, match=r"pip install 'sibmodel\[fast\]'"):
        program.run({path: [1.0, 2.0]}, reading="compiled")
