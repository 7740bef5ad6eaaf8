"""Faults of percentages where a field is a share in one deal and a count in another: only the deal tells which.

A field that is never a share says so itself, in :mod:`sibmodel.deal.percent`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sibmodel.deal.faults.fault import Fault
from sibmodel.deal.faults.payments import fits_in_itself, levels_named
from sibmodel.deal.faults.scenarios import look_up
from sibmodel.deal.outcomes.level import GroupLevel
from sibmodel.deal.part import fields_of
from sibmodel.deal.percent import NoShare, Percent, may_be_share, no_share
from sibmodel.deal.refusals import in_per_cent
from sibmodel.deal.risk.uncertain import Beta, RateRatio
from sibmodel.deal.schema import Steps
from sibmodel.deal.wording import called, number, percent

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.outcomes.term import Measured
    from sibmodel.deal.payments.payment import Payment
    from sibmodel.deal.risk.uncertain import UncertainTerm


def level_of_what_is_counted(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """A level of what is counted or scored is no share; where the payment needs a share, that is said already."""
    if any(True for _ in fits_in_itself(deal, name, payment)):
        return
    for path, outcome, level in levels_named(payment):
        part = deal.plan.outcomes.get(outcome)
        if part is not None and part.has_level:
            yield from _refused(("terms", "payments", name, *path), level, _level_of(part, outcome))


def reading_of_a_score(_: Deal, name: str, part: Measured) -> Iterator[Fault]:
    """A reading of a score is no share."""
    if isinstance(part, GroupLevel):
        wanted = _level_of(part, name)
        for key, reading in part.readings.items():
            for field in ("level", "without_programme"):
                where = ("plan", "outcomes", name, "readings", key, field)
                yield from _refused(where, getattr(reading, field), wanted)


def _level_of(part: Measured, name: str) -> NoShare | None:
    """What its level is, where that is no share."""
    unit = part.level_unit
    if unit.shown_as == "share":
        return None
    return NoShare(f"a score, as '{name}' is one" if unit.is_number else f"a number of {unit}, which '{name}' counts")


def drawn_as_the_input(deal: Deal, name: str, uncertain: UncertainTerm) -> Iterator[Fault]:
    """What stands for a value, or is added to one, is in the terms of the inputs that it moves."""
    if uncertain.stands_for == "factor":
        return
    where = ("risk", "uncertain", name)
    in_its_terms = [each for each in fields_of(uncertain) if may_be_share(each.annotation)]
    if not in_its_terms and not isinstance(uncertain, Beta | RateRatio):
        return
    for path in uncertain.moves:
        found = look_up(deal, path)
        wanted = None if found.value is None else no_share(found.taken)
        if wanted is not None and isinstance(uncertain, Beta | RateRatio):
            message = f"draws shares, as {called(type(uncertain))} does, and '{path}' must be {wanted.wanted}."
            yield Fault((*where, "kind"), message, "Write stands_for: factor, or another kind such as pert.")
            return
        if wanted is not None:
            meant = NoShare(f"{wanted.wanted}, as '{path}' is one", wanted.such_as)
            for each in in_its_terms:
                for fault in _refused((*where, *each.path.split(".")), each.value, meant):
                    yield replace(fault, hint=_drawn_in_its_terms(each.value, found.value) or fault.hint)
            return


def _drawn_in_its_terms(value: float, planned: Any) -> str:
    """What to write for a percentage of what the plan has; nothing where it has nothing."""
    if not isinstance(planned, int | float) or not planned:
        return ""
    meant = f"{round(value * planned, 9):_}".removesuffix(".0")
    return f"Write {meant}, which is {percent(value)} of the {number(planned)} in the deal; or stands_for: factor."


def _refused(where: Steps, value: float, wanted: NoShare | None) -> Iterator[Fault]:
    if wanted is not None and isinstance(value, Percent):
        yield Fault(where, *in_per_cent(wanted, value))


OF_EACH_PAYMENT: Final = (level_of_what_is_counted,)
OF_EACH_OUTCOME: Final = (reading_of_a_score,)
OF_EACH_UNCERTAIN: Final = (drawn_as_the_input,)
