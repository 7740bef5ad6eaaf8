"""The stack: every instrument there is, in one union. A new one is a file of its own and a word here."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sibmodel.deal.capital.deferred_fee import DeferredFee
from sibmodel.deal.capital.equity import Equity
from sibmodel.deal.capital.grant import Grant
from sibmodel.deal.capital.guarantee import Guarantee
from sibmodel.deal.capital.loan import Loan
from sibmodel.deal.capital.recoverable_grant import RecoverableGrant

Tranche = Loan | Equity | RecoverableGrant | DeferredFee | Grant
CapitalTerm = Annotated[Loan | Equity | RecoverableGrant | DeferredFee | Grant | Guarantee, Field(discriminator="kind")]
