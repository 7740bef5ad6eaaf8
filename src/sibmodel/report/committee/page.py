"""The two pages, block by block, in the order in which a committee asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sibmodel.deal.deal import PLAN
from sibmodel.engine.projection import Projection
from sibmodel.report.blocks import Block, Data, Heading, Pairs, Points, points, prose
from sibmodel.report.committee import asked, assumed, chances, direct, failing, released, small_print, years
from sibmodel.report.committee.payer import Payer
from sibmodel.report.view import View
from sibmodel.report.words import shortened

if TYPE_CHECKING:
    from sibmodel.risk.payment_risk import PaymentRisk


_LONGEST: Final = 120
"""Letters of the name of a deal."""


@dataclass(frozen=True, slots=True)
class Print:
    """What the print for one payer's committee says.

    Args:
        deal: The name of the deal.
        payer: What readers call the payer.
        name: The payer's name in the deal file.
        warnings: What does not hold; nothing where everything does.
        first: The first page: what is asked, the most, the years, the chances, who saves.
        second: The second page: is it worth it, what it rests on, what to look up.
    """

    deal: str
    payer: str
    name: str
    warnings: tuple[str, ...]
    first: tuple[Block, ...]
    second: tuple[Block, ...]


def committee_print(
    projection: Projection, payer: str, *, scenario: str = PLAN, risk: PaymentRisk | None = None
) -> Print:
    """What the two pages for a payer's committee say.

    Args:
        projection: The evaluated deal.
        payer: The payer, by its name in the deal file.
        scenario: The scenario whose figures are shown.
        risk: What a simulation says of the deal, based on that scenario; none by default.

    Raises:
        ScenarioError: for a scenario that was not evaluated.
        KeyError: for a payer that the deal does not have.
    """
    own = Payer(View(projection, scenario, risk), payer)
    failed = own.view.projection.problems()
    return Print(
        shortened(projection.deal.name, _LONGEST),
        own.title,
        own.name,
        tuple(f"{each.message} {each.hint}".strip() for each in failed),
        tuple(block for block in _first(own) if block is not None),
        tuple(block for block in _second(own) if block is not None),
    )


def _first(payer: Payer) -> Iterator[Block | None]:
    yield Heading("What is asked")
    yield prose(asked.decision(payer), asked.served(payer))
    yield Heading("The most that can be owed")
    yield Pairs(tuple(asked.most(payer)))
    yield Data(years.by_year(payer))
    yield Heading("How likely it is")
    yield prose(*chances.of_paying(payer))
    yield Heading("If it fails")
    yield _listed(failing.if_it_fails(payer))
    yield Heading("What is saved, and by whom")
    yield from released.released(payer)
    gains = released.pays_and_gains(payer)
    yield Data(gains) if gains else None


def _second(payer: Payer) -> Iterator[Block | None]:
    yield Heading("Against direct funding")
    yield _listed(direct.against_direct(payer))
    table = direct.per_outcome(payer)
    yield Data(table) if table else None
    yield Heading("Payment and success")
    errors = list(chances.of_error(payer))
    yield _listed(errors) if errors else prose("No probability is told; the first page says why.")
    yield Heading("What the answer rests on")
    moving = assumed.assumptions(payer)
    yield Data(moving) if moving else prose("No assumption of the plan moves it.")
    yield Heading("To look up")
    yield Pairs(tuple(small_print.small_print(payer)))


def _listed(texts: Iterator[str] | list[str]) -> Points:
    return points(*texts)
