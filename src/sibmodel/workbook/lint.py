"""What a formula may be made of: functions that every spreadsheet has and works out alike, and nothing else.

The list is short on purpose. XLOOKUP, LET, SEQUENCE, structured references and array formulas fail in one program
or another; OFFSET, INDIRECT, NOW and RAND recalculate whenever anything moves and hide what they read; links to
other files break. YEAR and MONTH are on the list besides the usual ones: fiscal years and whole months between
dates need the month a date lies in, they take one number, never move on their own, and no other function on the
list can say it. N is there to read an empty cell as 0 inside MIN and MAX.
"""

from __future__ import annotations

import re
from typing import Final

from sibmodel.errors import ModelError

FUNCTIONS: Final = frozenset(
    {
        "SUM", "MIN", "MAX", "IF", "AND", "OR", "INDEX", "MATCH", "LOOKUP", "SUMPRODUCT", "SUMIFS", "ROUND", "INT",
        "EOMONTH", "IFERROR", "ABS", "N", "YEAR", "MONTH", "COUNT", "COUNTA",
    }
)  # fmt: skip
LONGEST: Final = 8192

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_CALL = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\s*\(")
_PLAIN = re.compile(r"=[A-Za-z0-9_.$:,;()<>=+\-*/^! ']*")


class UnfitFormula(ModelError):
    """A formula that some spreadsheet would refuse or work out differently.

    Example:
        >>> print(UnfitFormula("=XLOOKUP(1,A:A,B:B)", "calls XLOOKUP"))
        The formula =XLOOKUP(1,A:A,B:B) calls XLOOKUP, which not every spreadsheet works out alike.
    """

    def __init__(self, formula: str, reason: str) -> None:
        self.formula, self.reason = formula, reason
        super().__init__(formula, reason)

    def __str__(self) -> str:
        return f"The formula {self.formula} {self.reason}, which not every spreadsheet works out alike."


def linted(formula: str) -> str:
    """The formula, if it is fit to be written.

    Raises:
        UnfitFormula: for a function that is not on the list, an array, a link to another file, or a formula longer
            than a cell may hold.

    Example:
        >>> linted('=IF(F9>0.5,MIN(F10,F11),"none")')
        '=IF(F9>0.5,MIN(F10,F11),"none")'
    """
    bare = _TEXT.sub("0", formula) if '"' in formula else formula
    unknown = sorted({name for name in _CALL.findall(bare) if name not in FUNCTIONS})
    if unknown:
        raise UnfitFormula(formula, f"calls {', '.join(unknown)}")
    if not _PLAIN.fullmatch(bare):
        raise UnfitFormula(formula, "uses a sign beyond plain arithmetic and references")
    if is_too_long(formula):
        raise UnfitFormula(f"{formula[:60]}…", f"has {len(formula):,} characters")
    return formula


def is_too_long(formula: str) -> bool:
    """Whether a formula is longer than a cell may hold."""
    return len(formula) > LONGEST
