"""Simulations beside closed forms: the same draws each time, and as close as their own error allows."""

import zlib

import numpy as np

MANY = 400_000
ERRORS = 4.5  # standard errors that a mean of draws may be off: one case in 150,000 by chance


def draws(name):
    """Random numbers of its own for each test, the same each time."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def agrees(drawn, expected):
    """Whether the mean of what was drawn is the expected one, within its own standard error."""
    drawn = np.asarray(drawn, dtype=float)
    assert drawn.shape[0] >= 200_000
    error = drawn.std(ddof=1) / np.sqrt(drawn.shape[0])
    return error > 0 and abs(drawn.mean() - float(expected)) <= ERRORS * error
