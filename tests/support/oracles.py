"""Worked figures that closed forms must reproduce, by id."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

CLOSE = 1e-9  # absolute, for figures near nothing


def worked(folder):
    """The worked figures of a folder of tests."""
    text = (Path(__file__).parents[1] / folder / "oracles.json").read_text(encoding="utf-8")
    return {each["id"]: each for each in json.loads(text)["oracles"]}


ORACLES = worked("risk")


def params(name, among=ORACLES):
    """What an oracle is worked out from; a copy, so that a test may take it apart."""
    return deepcopy(among[name]["params"])


def ids_of(*sections, among=ORACLES):
    """The ids of some sections: the letters that a name begins with."""
    return {name for name in among if name[0] in sections}


def flat(value, path=""):
    """Every figure of a value under its path."""
    if isinstance(value, dict):
        return {at: leaf for key, each in value.items() for at, leaf in flat(each, f"{path}/{key}").items()}
    if isinstance(value, list | tuple):
        return {at: leaf for key, each in enumerate(value) for at, leaf in flat(each, f"{path}/{key}").items()}
    return {path: value}


def reproduced(name, obtained, among=ORACLES):
    """How many figures were compared: all of the oracle's, and no other, each within its tolerance."""
    wanted, found = flat(among[name]["value"]), flat(obtained)
    assert found.keys() == wanted.keys()
    for path, figure in wanted.items():
        if isinstance(figure, bool | str) or figure is None:
            assert found[path] == figure, path
        else:
            assert float(found[path]) == pytest.approx(figure, rel=among[name]["rel_tol"], abs=CLOSE), path
    return len(wanted)
