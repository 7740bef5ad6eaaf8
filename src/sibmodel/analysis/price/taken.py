"""What a deal file takes: the range of a lever within which the deal is still one, and what is said beyond it.

A threshold may not pass its neighbours, a share not the rest of a whole. The model would give figures for such values
too, and they would be those of no deal.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sibmodel.analysis.price.levers import Lever
from sibmodel.deal.deal import Deal
from sibmodel.deal.faults.find import find_faults

_HALVINGS: Final = 60
_CLOSE: Final = 1e-9


def refusal(deal: Deal, lever: Lever, value: float) -> str:
    """What the deal file would say to a value; empty where it would take it.

    Example:
        >>> import sibmodel
        >>> from sibmodel.analysis.price.levers import read_lever
        >>> deal = sibmodel.read_deal("deal_templates/rikers_able.yaml")
        >>> tier = read_lever(deal, "terms.payments.recidivism.tiers.at_10.at_least")
        >>> refusal(deal, tier, 0.105), refusal(deal, tier, 0.12)[:63]
        ('', 'terms.payments.recidivism.tiers.at_11.at_least is 11%, which is')
    """
    return _refusal(deal, lever, value, _known(deal))


def _known(deal: Deal) -> frozenset[str]:
    """What the file is said to lack as it stands."""
    return frozenset(fault.message for fault in find_faults(deal))


def _refusal(deal: Deal, lever: Lever, value: float, known: frozenset[str]) -> str:
    try:
        changed = deal
        for path, values in lever.inputs(value).items():
            changed = changed.with_(path, float(values[0]))
    except (KeyError, ValueError):
        return f"{lever.key} cannot be {value:,.9g}."
    new = [fault for fault in find_faults(changed) if fault.message not in known]
    return f"{new[0].dotted} {new[0].message}" if new else ""


def within_file(deal: Deal, lever: Lever) -> Lever:
    """The lever with no more room than the deal file gives it, about its value as it stands.

    Prices that are scaled together keep their order, and a file that does not take the value as it stands says nothing.
    """
    known = _known(deal)
    if lever.is_factor or _refusal(deal, lever, lever.now, known):
        return lever
    low, high = (_end(deal, lever, end, known) for end in (lever.lowest, lever.highest))
    return replace(lever, lowest=low, highest=high)


def _end(deal: Deal, lever: Lever, end: float, known: frozenset[str]) -> float:
    """The last value towards an end that the file takes."""
    if not _refusal(deal, lever, end, known):
        return end
    good, bad = lever.now, end
    for _ in range(_HALVINGS):
        if abs(bad - good) <= _CLOSE * max(abs(good), 1.0):
            break
        middle = (good + bad) / 2
        good, bad = (good, middle) if _refusal(deal, lever, middle, known) else (middle, bad)
    return good
