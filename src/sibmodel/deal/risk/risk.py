"""Risk: what could turn out otherwise than planned, how likely that is, and what goes together."""

from __future__ import annotations

from sibmodel.deal.part import Name, Part
from sibmodel.deal.risk.designs import Measurement
from sibmodel.deal.risk.luck import Luck, StartsLuck
from sibmodel.deal.risk.together import Together
from sibmodel.deal.risk.uncertain import UncertainTerm


class Risk(Part):
    """What is not known when a deal is signed, from the largest to the smallest.

    ``uncertain`` numbers hold for all; ``luck`` is that of cohorts and of single people; ``measured`` is what the
    evaluator adds. A deal file states them so that a simulation can say how likely each payment is; no formula of the
    workbook reads them.
    """

    uncertain: dict[Name, UncertainTerm] = {}
    together: dict[Name, Together] = {}
    starts: dict[Name, StartsLuck] = {}
    luck: dict[Name, Luck] = {}
    measured: dict[Name, Measurement] = {}

    @property
    def is_there(self) -> bool:
        """Whether anything is uncertain at all."""
        return bool(self.uncertain or self.starts or self.luck or self.measured)
