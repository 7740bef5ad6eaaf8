"""What a line or an input is called where a formula reads it: its label, and whose it is where that is not clear."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Final

from sibmodel.graph.model import Input, Line, Model

_OF_AN_INVESTOR: Final = "investors."


def plain_label(leaf: Line | Input) -> str:
    """The label, without a step that only says the one before it again.

    Example:
        >>> from sibmodel.graph.units import SHARE
        >>> plain_label(Input("terms.surplus.council", "Surplus: surplus: council", 0.5, SHARE))
        'Surplus: council'
    """
    first, *others = leaf.label.split(": ")
    return ": ".join([first, *(now for before, now in pairwise([first, *others]) if now.lower() != before.lower())])


class Labels:
    """What the lines and inputs of a model are called: no two lines the same."""

    def __init__(self, model: Model) -> None:
        counts = Counter(line.label for line in model.lines.values())
        self._shared = {label for label, count in counts.items() if count > 1}

    def __call__(self, leaf: Line | Input) -> str:
        """The label; of what there is for each investor, or in several places, after the heading it stands under."""
        label = plain_label(leaf)
        if isinstance(leaf, Input) or _says_whose(leaf):
            return label
        if leaf.label in self._shared or leaf.name.startswith(_OF_AN_INVESTOR):
            return f"{leaf.place.heading}: {_inside(label)}"
        return label


def _says_whose(line: Line) -> bool:
    """Whether a label begins as the heading does: "Senior loan: cash flow", "All investors: cash flow"."""
    heading, label = line.place.heading.lower(), line.label.lower()
    begins, colon, _ = label.partition(":")
    return label.startswith(heading) or (colon == ":" and heading.startswith(begins))


def _inside(label: str) -> str:
    """A label in the middle of a line: with a small letter, unless it begins with letters that are all capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
