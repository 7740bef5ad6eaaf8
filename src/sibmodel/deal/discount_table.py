"""A discount table: the rates that one public body laid down in one edition, with their date, source and confidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

Status = Literal["in force", "in flux", "not binding", "not adopted"]

FARTHEST: Final = 100.0
"""Years from financial close beyond which no deal takes bands from a table; whoever reckons further must refuse to."""
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountTable:
    """One edition of the rates of one public body.

    Args:
        title: What readers call it.
        jurisdiction: Where it holds.
        purpose: What it is for.
        basis: Whether its rates are real or nominal.
        bands: After which year each rate holds, from year 0 on and in order of time.
        vintage: The edition, in words.
        as_of: The date of the source, as exactly as it is known; the day on which an undated page was looked up.
        source: The document.
        address: Where that document is, or should be where nobody has read it.
        confidence: ``stated`` where it was read there, else ``unconfirmed``.
        status: Whether it is in force.
        note: What whoever uses it must know.
        currency: The currency of deals that it is for; empty for any.
        is_for_money: Whether it is meant for money, which the flows of a deal are.
    """

    title: str
    jurisdiction: str
    purpose: str
    bands: tuple[tuple[float, float], ...]
    vintage: str
    as_of: str
    source: str
    address: str
    confidence: Literal["stated", "unconfirmed"]
    basis: Literal["real", "nominal"] = "real"
    status: Status = "in force"
    note: str = ""
    currency: str = ""
    is_for_money: bool = True

    @property
    def rate(self) -> float:
        """The rate that holds first."""
        return self.bands[0][1]

    def later(self) -> Iterator[tuple[str, float, float]]:
        """The name, the year after which it begins and the rate of each later band that a deal can reach.

        Example:
            >>> from sibmodel.deal.discount_tables import TABLES
            >>> list(TABLES["uk_green_book"].later())
            [('second', 30.0, 0.03), ('third', 75.0, 0.025)]
        """
        for name, (after, rate) in zip(_ORDINALS[1:], self.bands[1:], strict=False):
            if after < FARTHEST:
                yield name, float(after), rate

    @property
    def dated(self) -> str:
        """The vintage, its date, and whatever makes it less than certain: what stands wherever its rates are used.

        Example:
            >>> from sibmodel.deal.discount_tables import TABLES
            >>> TABLES["us_a4_2023"].dated
            'vintage November 2023, as of 2023-11-09, in flux, unconfirmed'
        """
        words = [f"vintage {self.vintage}", f"as of {self.as_of}"]
        words += [self.status] if self.status != "in force" else []
        words += [self.confidence] if self.confidence != "stated" else []
        return ", ".join(words)

    @property
    def cited(self) -> str:
        """Title, jurisdiction and vintage.

        Example:
            >>> from sibmodel.deal.discount_tables import TABLES
            >>> TABLES["uk_green_book"].cited
            'HM Treasury Green Book, standard rates (United Kingdom; vintage February 2026, as of 2026-04-16)'
        """
        return f"{self.title} ({self.jurisdiction}; {self.dated})"

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {
            "title": self.title,
            "jurisdiction": self.jurisdiction,
            "purpose": self.purpose,
            "basis": self.basis,
            "vintage": self.vintage,
            "as_of": self.as_of,
            "status": self.status,
            "confidence": self.confidence,
            "source": self.source,
            "address": self.address,
            "note": self.note,
            "bands": [{"after_year": float(after), "rate": rate} for after, rate in self.bands],
        }
