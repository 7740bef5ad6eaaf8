"""Faults of the surplus: shares that do not add up, takers that do not exist, caps that leave money to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.capital.funding import Funding
from sibmodel.deal.capital.loan import Loan
from sibmodel.deal.capital.sharing import SharingFunding
from sibmodel.deal.faults.capital import CAPITAL
from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.faults.payments import add_up

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.part import Part

_SURPLUS: Final = ("terms", "surplus")


def surplus_shared(deal: Deal) -> Iterator[Fault]:
    """All of the surplus goes somewhere."""
    return add_up(_SURPLUS, "the shares", dict(deal.terms.surplus))


def surplus_goes_to_somebody(deal: Deal) -> Iterator[Fault]:
    """The surplus goes to tranches, payers or parties, and to no grant that is never repaid."""
    known = _takers(deal)
    for name in deal.terms.surplus:
        if _gets_nothing(deal.terms.capital.get(name)):
            message = f"'{name}' is a grant, which is never repaid: it has no share in the surplus."
            yield Fault((*_SURPLUS, name), message, "Give its share to others.", at_key=True)
        elif name not in known:
            yield unknown((*_SURPLUS, name), "tranche, payer or party", name, known, at_key=True)


def _takers(deal: Deal) -> list[str]:
    tranches = [name for name, part in deal.terms.tranches.items() if not _gets_nothing(part)]
    return [*tranches, *deal.terms.payers, *deal.terms.parties]


def _gets_nothing(part: Part | None) -> bool:
    return isinstance(part, Funding) and not part.may_share_surplus()


def note_is_redeemed(deal: Deal) -> Iterator[Fault]:
    """A loan that the surplus redeems has a share in it."""
    for name, part in deal.terms.capital.items():
        if isinstance(part, Loan) and part.repayment == "surplus" and name not in deal.terms.surplus:
            message = f"is surplus, but '{name}' has no share in the surplus."
            yield Fault((*CAPITAL, name, "repayment"), message, "Give it a share in the surplus.")


def beyond_cap_goes_to_somebody(deal: Deal) -> Iterator[Fault]:
    """What a cap leaves goes to somebody without a cap."""
    known = [name for name in _takers(deal) if not _is_capped(deal, name)]
    for name, part in deal.terms.capital.items():
        if isinstance(part, SharingFunding) and part.beyond_cap is not None and part.beyond_cap not in known:
            what = "tranche without a cap, payer or party"
            yield unknown((*CAPITAL, name, "beyond_cap"), what, part.beyond_cap, known)


def caps_leave_nothing_over(deal: Deal) -> Iterator[Fault]:
    """Where every share of the surplus is capped, nobody could take what the caps leave."""
    shares = [name for name, share in deal.terms.surplus.items() if share > 0]
    filled = [name for name in shares if _is_capped(deal, name) and not _beyond(deal, name)]
    if filled and len(filled) == len(shares):
        message = f"every share is capped ({', '.join(filled)}): nobody could take what the caps leave."
        yield Fault(_SURPLUS, message, "Say who gets it: add 'beyond_cap:' to one of them, or give somebody a share.")


def _is_capped(deal: Deal, name: str) -> bool:
    part = deal.terms.capital.get(name)
    return isinstance(part, SharingFunding) and part.is_capped


def _beyond(deal: Deal, name: str) -> str:
    part = deal.terms.capital.get(name)
    return part.surplus_beyond() if isinstance(part, Funding) else ""


CHECKS: Final = (
    surplus_shared, surplus_goes_to_somebody, note_is_redeemed, beyond_cap_goes_to_somebody, caps_leave_nothing_over,
)  # fmt: skip
