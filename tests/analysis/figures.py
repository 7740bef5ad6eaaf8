"""The worked figures of price and value."""

from functools import partial

from tests.support import oracles

FIGURES = oracles.worked("analysis")
params = partial(oracles.params, among=FIGURES)
ids_of = partial(oracles.ids_of, among=FIGURES)
reproduced = partial(oracles.reproduced, among=FIGURES)
