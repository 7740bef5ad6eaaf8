"""Steps of the order of payments, as a term sheet writes them.

<tranche> <what>                      senior interest
<tranche> and <tranche> <what>        senior and county principal: side by side, by what is owed to each
<step> from <payment term>            housing_lenders principal from housing: only from what is paid for housing
<tranche> distribution from <term>    notes distribution from coupons: all of what is paid for it, straight on
<fee> fee     <guarantee> reimbursement     reserve
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

RESERVE: Final = "reserve"


class Payee(Protocol):
    """Whom a step may pay: a tranche, a guarantee or a fee."""

    def payable(self) -> tuple[str, ...]:
        """What a step may pay it."""

    def must_be_paid(self) -> tuple[str, ...]:
        """What needs a step, because it will be owed."""

    def not_paid(self, what: str) -> tuple[str, str]:
        """Why a step may not pay it something, and what to do; ``{name}`` stands for its name."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Args:
        number: Its place in the order of payments, from 1.
        names: Who is paid: tranches, a fee or a guarantee; nobody where the reserve is filled.
        what: What is paid.
        leg: The payment term from whose money it is paid; empty for the common pool.
    """

    number: int
    names: tuple[str, ...]
    what: str
    leg: str = ""

    @property
    def claims(self) -> tuple[tuple[str, str], ...]:
        """Who is paid what, one by one."""
        return tuple((name, self.what) for name in self.names)


def read_step(number: int, text: str) -> Step | None:
    """A step as it is written; None where it does not say who is paid what.

    Example:
        >>> read_step(1, "a and b principal from jail")
        Step(number=1, names=('a', 'b'), what='principal', leg='jail')
        >>> read_step(2, "senior")
    """
    words = text.split()
    leg = ""
    if len(words) > 2 and words[-2] == "from":
        *words, _, leg = words
    if words == [RESERVE]:
        return Step(number, (), RESERVE, leg)
    names, joints = words[:-1:2], words[1:-1:2]
    if len(words) < 2 or len(words) % 2 or any(word != "and" for word in joints):
        return None
    return Step(number, tuple(names), words[-1], leg)


def read_steps(texts: Sequence[str]) -> list[Step]:
    """Every step that says who is paid what."""
    steps = (read_step(number, text) for number, text in enumerate(texts, start=1))
    return [step for step in steps if step is not None]


def as_paid(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps in the order in which they are paid: those of the legs first, for each has its own money."""
    yield from (step for step in steps if step.leg)
    yield from (step for step in steps if not step.leg)
