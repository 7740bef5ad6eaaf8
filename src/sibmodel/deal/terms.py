"""Terms: what is signed. A reforecast never touches them, and they have a fingerprint of their own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sibmodel.deal.capital.account import Account
from sibmodel.deal.capital.fees import FeeTerm
from sibmodel.deal.capital.guarantee import Guarantee
from sibmodel.deal.capital.stack import CapitalTerm, Tranche
from sibmodel.deal.capital.steps import Step, read_steps
from sibmodel.deal.part import SHAPE, Name, Part, Share, Text, titled
from sibmodel.deal.payments.banded_schedule import BandedSchedule
from sibmodel.deal.payments.bonus_penalty import BonusPenalty
from sibmodel.deal.payments.cohort_else_pooled import CohortElsePooled
from sibmodel.deal.payments.coupon_table import CouponTable
from sibmodel.deal.payments.deduction import Deduction
from sibmodel.deal.payments.fee import Fee
from sibmodel.deal.payments.minimum_payment import MinimumPayment
from sibmodel.deal.payments.payers import Payer
from sibmodel.deal.payments.proportional import Proportional
from sibmodel.deal.payments.rate_card import RateCard
from sibmodel.deal.payments.savings_share import SavingsShare
from sibmodel.deal.payments.termination_payment import TerminationPayment
from sibmodel.deal.payments.terms_limits import TermsLimit
from sibmodel.deal.payments.threshold import Threshold
from sibmodel.deal.payments.tiered_schedule import TieredSchedule
from sibmodel.deal.payments.volume_tiers import VolumeTiers
from sibmodel.deal.termination import Termination
from sibmodel.deal.timeline import Timeline

PaymentTerm = Annotated[
    RateCard
    | TieredSchedule
    | BandedSchedule
    | Threshold
    | Proportional
    | VolumeTiers
    | BonusPenalty
    | CohortElsePooled
    | CouponTable
    | SavingsShare
    | Fee
    | MinimumPayment
    | Deduction
    | TerminationPayment,
    Field(discriminator="kind"),
]


class Party(Part):
    """A party to the deal, in words."""

    name: Text
    role: Text


class Terms(Part):
    """What is signed: who pays for what, who puts money in, and who is paid in which order."""

    timeline: Timeline
    parties: dict[Name, Party] = {}
    payers: Annotated[dict[Name, Payer], Field(min_length=1)]
    payments: Annotated[dict[Name, PaymentTerm], Field(min_length=1)]
    limits: dict[Name, TermsLimit] = {}
    deductions_owed_by: Text = ""
    termination: Termination | None = None
    capital: Annotated[dict[Name, CapitalTerm], Field(min_length=1)]
    account: Account = Account()
    fees: dict[Name, FeeTerm] = {}
    order_of_payments: Annotated[list[str], SHAPE] = []
    surplus: dict[Name, Share]

    @property
    def waits(self) -> bool:
        """Whether what some limit cuts waits for the room of a later year."""
        return any(payer.excess == "waits" for payer in self.payers.values()) or any(
            limit.waits for limit in self.limits.values()
        )

    @property
    def tranches(self) -> dict[str, Tranche]:
        """All capital but guarantees."""
        return {name: part for name, part in self.capital.items() if not isinstance(part, Guarantee)}

    @property
    def investors(self) -> dict[str, Tranche]:
        """The capital that is at risk: all tranches but grants."""
        return {name: part for name, part in self.tranches.items() if part.is_at_risk}

    @property
    def guarantees(self) -> dict[str, Guarantee]:
        """All guarantees."""
        return {name: part for name, part in self.capital.items() if isinstance(part, Guarantee)}

    @property
    def steps(self) -> list[Step]:
        """The order of payments, read."""
        return read_steps(self.order_of_payments)

    def called(self, name: str) -> str:
        """What readers call a payer, a tranche, a fee or another party; any other name in words."""
        for group in (self.payers, self.capital, self.fees):
            if name in group:
                return titled(name, group[name].title)
        return self.parties[name].name if name in self.parties else titled(name)
