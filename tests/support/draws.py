"""Closed forms against draws: within so many standard errors of the simulation, and no more."""

import numpy as np

ERRORS = 4.5


def near(estimates, wanted):
    """That the mean of draws is what a closed form says."""
    error = estimates.std() / np.sqrt(estimates.size)
    assert abs(estimates.mean() - float(wanted)) <= ERRORS * error + 1e-9


def often(happened, wanted):
    """That something happened about as often as a probability says."""
    chance = float(wanted)
    error = np.sqrt(chance * (1 - chance) / happened.size)
    assert abs(happened.mean() - chance) <= ERRORS * error + 1 / happened.size


def spread(estimates, wanted):
    """That the standard deviation of draws is what a closed form says."""
    near((estimates - estimates.mean()) ** 2, float(wanted) ** 2)
