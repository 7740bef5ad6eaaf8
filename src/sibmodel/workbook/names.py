"""Defined names: on inputs and headline figures only, each one legal and none twice.

XlsxWriter writes the same name twice without a word, and then formulas read the wrong cell while every check
passes. It also lets through ``IRR1`` and ``TAX2024``, which are addresses of cells.
"""

from __future__ import annotations

import re
from typing import Final

from sibmodel.errors import ModelError

LONGEST: Final = 255

_LEGAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*([Cc][0-9]*)?|[Cc][0-9]*")


class UnfitName(ModelError):
    """A name that a spreadsheet would refuse or take for something else.

    Example:
        >>> print(UnfitName("IRR1", "is the address of a cell"))
        The workbook cannot name a cell 'IRR1': it is the address of a cell.
    """

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(name, reason)

    def __str__(self) -> str:
        return f"The workbook cannot name a cell '{self.name}': it {self.reason}."


class Names:
    """The names given so far.

    Example:
        >>> Names().fit("terms.payments.card.price")
        'terms.payments.card.price'
    """

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def fit(self, name: str) -> str:
        """The name, if it can be given.

        Raises:
            UnfitName: when it is taken (capitals do not count), too long, not legal or the address of a cell.
        """
        if name.lower() in self.taken:
            raise UnfitName(name, "is taken")
        if len(name) > LONGEST:
            raise UnfitName(name, f"is longer than {LONGEST} characters")
        if not _LEGAL.fullmatch(name):
            raise UnfitName(name, "has characters that names may not have")
        if _CELL.fullmatch(name):
            raise UnfitName(name, "is the address of a cell")
        self.taken.add(name.lower())
        return name
