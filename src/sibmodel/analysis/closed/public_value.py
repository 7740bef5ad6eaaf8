"""Public value: what a deal is worth to everybody, in which outcome payments are no cost.

What government pays, investors get: a payment moves money and uses nothing up. What is used up is the service, its
evaluation and its arrangement; and whatever is raised in taxes costs more than it brings. Counting payments as the cost
is off by what investors gain.
"""

from __future__ import annotations

from dataclasses import dataclass

from sibmodel.risk import bounds


@dataclass(frozen=True, slots=True)
class PublicValue:
    """A deal to all who have a part in it, in real money of one date, all by one social discount rate.

    Args:
        external: What it is worth to others, such as victims that are spared.
        participant: What it is worth to those served.
        fiscal: What government saves.
        delivery: What the service uses up.
        evaluation: What finding out uses up; government pays it.
        intermediary: What arranging it uses up; investors pay it.
        payments: What government pays for outcomes.
        cost_of_funds: What each unit of public money costs beyond itself: the marginal cost of public funds.

    Raises:
        ValueError: If a cost is below 0 or a worth no number.

    Example:
        >>> found = PublicValue(1_500_000, 400_000, 1_300_000, 1_600_000, 150_000, 200_000, 2_000_000, 0.25)
        >>> found.social, found.government, found.investors, found.if_payments_were_costs
        (1037500.0, -850000, 200000, 837500.0)
    """

    external: float
    participant: float
    fiscal: float
    delivery: float
    evaluation: float
    intermediary: float
    payments: float
    cost_of_funds: float

    def __post_init__(self) -> None:
        bounds.finite(external=self.external, participant=self.participant, fiscal=self.fiscal)
        bounds.at_least(
            0.0, delivery=self.delivery, evaluation=self.evaluation, intermediary=self.intermediary,
            payments=self.payments, cost_of_funds=self.cost_of_funds,
        )  # fmt: skip

    @property
    def benefits(self) -> float:
        """What it is worth to everybody before costs."""
        return self.external + self.participant + self.fiscal

    @property
    def used_up(self) -> float:
        """The real resources that it takes."""
        return self.delivery + self.evaluation + self.intermediary

    @property
    def of_raising_funds(self) -> float:
        """What raising the public money costs that it takes on balance; below nought where it spares some."""
        return -self.cost_of_funds * self.government

    @property
    def social(self) -> float:
        """What it is worth to everybody."""
        return self.benefits - self.used_up - self.of_raising_funds

    @property
    def government(self) -> float:
        """What government gains in money."""
        return self.fiscal - self.payments - self.evaluation

    @property
    def investors(self) -> float:
        """What investors gain."""
        return self.payments - self.delivery - self.intermediary

    @property
    def of_all_parties(self) -> float:
        """What each party gains, added up: the same as what it is worth to everybody."""
        return self.government + self.investors + self.external + self.participant - self.of_raising_funds

    @property
    def if_payments_were_costs(self) -> float:
        """What would come out if payments were taken for what is used up: off by what investors gain."""
        return self.benefits - self.payments - self.evaluation - self.of_raising_funds
