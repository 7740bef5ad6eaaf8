"""One fault: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sibmodel.deal.schema import Steps
from sibmodel.errors import did_you_mean

CLOSE: Final = 1e-9
"""How close two numbers may be and still count as equal."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a deal that does not fit the rest of it.

    Args:
        path: The steps to it from the top of the deal.
        message: What is wrong.
        hint: What to do about it.
        at_key: Whether the name is what is wrong, and not the value.
    """

    path: Steps
    message: str
    hint: str
    at_key: bool = False

    @property
    def dotted(self) -> str:
        """The path as people write it."""
        return ".".join(str(step) for step in self.path)


def unknown(path: Steps, what: str, name: str, known: Iterable[str], *, at_key: bool = False) -> Fault:
    """A name that stands for nothing.

    Example:
        >>> unknown(("terms", "surplus"), "tranche", "junoir", ["junior"]).message
        "there is no tranche 'junoir'."
    """
    names = list(known)
    hint = did_you_mean(name, names) or "There is none yet: add one."
    return Fault(path, f"there is no {what} '{name}'.", hint, at_key)


def named_once(
    path: Steps, what: str, names: Iterable[str], known: Collection[str], again: str = ""
) -> Iterator[Fault]:
    """A list names things that there are, each once; ``again`` is what a second time would do.

    Example:
        >>> [fault.message for fault in named_once(("of",), "tranche", ["a", "a", "b"], ["a"], "it is paid twice")]
        ["names 'a' again: it is paid twice.", "there is no tranche 'b'."]
    """
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name not in known:
            yield unknown((*path, place), what, name, known)
        elif name in seen:
            yield Fault((*path, place), f"names '{name}' again{again and ': '}{again}.", "Remove it.")
        seen.add(name)
