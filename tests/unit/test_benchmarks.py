"""What the benchmarks compare computes the same deal: never timed here."""

from pathlib import Path

import sibmodel
from benchmarks import three_tranches
from sibmodel.engine.program import compile_lines

TEMPLATE = Path(__file__).parent.parent.parent / "deal_templates" / "starter_three_tranches.yaml"
COUNT = 500


def test_the_plain_objects_agree_with_the_program_on_three_tranches():
    inputs = three_tranches.scenarios(COUNT)
    program = compile_lines(sibmodel.read_deal(TEMPLATE).written, list(inputs), three_tranches.KEPT)
    found, plain = program.run(inputs), three_tranches.plainly(inputs, COUNT)
    assert len(plain) == COUNT
    assert three_tranches.largest_gap(found, plain) <= three_tranches.AGREE
    certified = sum((found[f"investors.{each}.irr_status"] == 1).sum() for each in three_tranches.PARTIES)
    assert certified >= 3 * COUNT


def test_a_difference_would_be_seen():
    inputs = three_tranches.scenarios(50)
    program = compile_lines(sibmodel.read_deal(TEMPLATE).written, list(inputs), three_tranches.KEPT)
    found, plain = program.run(inputs), three_tranches.plainly(inputs, 50)
    found["investors.senior.irr"] = found["investors.senior.irr"] + 1e-7
    assert three_tranches.largest_gap(found, plain) > three_tranches.AGREE
