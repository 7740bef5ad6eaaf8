"""Random amounts and shares."""

from hypothesis import strategies as st


def money(low, high):
    return st.integers(low, high).map(float)


def share(low=0.0, high=1.0):
    return st.floats(low, high).map(lambda value: round(value, 4))
