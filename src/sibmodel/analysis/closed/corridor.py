"""Corridor: the prices that investors can take and a government can pay, if there are any."""

from __future__ import annotations

from dataclasses import dataclass

from sibmodel.risk import bounds


@dataclass(frozen=True, slots=True)
class Corridor:
    """From the lowest price that investors take to the highest that is worth paying.

    Args:
        lowest: What investors ask for at least.
        highest: What an outcome is worth to the payer.
        price: Where the two meet by their weights; None where there is no room.
    """

    lowest: float
    highest: float
    price: float | None

    @property
    def gap(self) -> float:
        """How much room there is; below nought, by how much the two miss each other."""
        return self.highest - self.lowest

    @property
    def exists(self) -> bool:
        """Whether there is a price that both accept."""
        return self.gap >= 0


def corridor(lowest: float, highest: float, *, investor_weight: float) -> Corridor:
    """The room between two prices of one outcome, both in money of one date.

    The price within it is that of Nash's bargain: what both gain is shared by their weights. Investors' prices are in
    money of the day of payment; :func:`~sibmodel.analysis.closed.present.moved` brings a ceiling in money of today
    there.

    Args:
        lowest: What investors ask for at least.
        highest: What it is worth to the payer at most.
        investor_weight: The share of the gain that investors get, 0 to 1.

    Raises:
        ValueError: If the weight is no share or a price no number.

    Example:
        >>> found = corridor(24_447.744, 27_381.663, investor_weight=0.4)
        >>> round(found.gap, 2), round(found.price, 2)
        (2933.92, 25621.31)
        >>> corridor(39_305.27, 27_381.66, investor_weight=0.4).price is None
        True
    """
    bounds.finite(lowest=lowest, highest=highest)
    bounds.shares(investor_weight=investor_weight)
    gap = highest - lowest
    return Corridor(lowest, highest, lowest + investor_weight * gap if gap >= 0 else None)
