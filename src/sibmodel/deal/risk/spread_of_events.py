"""How unevenly events are spread over people, as told by the share of people who have any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sibmodel.deal.risk.wrong import Wrong
from sibmodel.deal.wording import number, percent

FEWEST: Final = 0.002
"""A smaller share would have all the events of everybody: no distribution of people is told by it."""


def uneven_faults(with_any: float, events: float) -> Iterator[Wrong]:
    """What cannot be in a share of people with any event, beside the events of a person on average.

    Example:
        >>> [each.message for each in uneven_faults(0.6, 0.5)]
        ['is 60%, but each of them has at least one event, and there are only 0.5 a person.']
        >>> list(uneven_faults(0.6, 1.55))
        []
    """
    if with_any < FEWEST:
        message = f"is {percent(with_any)}: so few cannot tell how events are spread over people."
        yield Wrong("with_any", message, f"Write a share of at least {percent(FEWEST)}.")
    elif with_any == 1:
        message = "is 100%: where everybody has events, this does not tell how they are spread."
        yield Wrong("with_any", message, "Write a share below 100%.")
    elif with_any > events:
        share, each = percent(with_any), number(round(events, 6))
        message = f"is {share}, but each of them has at least one event, and there are only {each} a person."
        yield Wrong("with_any", message, "Correct one of the two: with_any is a share of people, events are counted.")
