"""Principal that is not repaid: what its column is called, and how it can stand beside a gain.

A loan may be short of principal at the end though more came back than was drawn, for interest and surplus are paid
as well. So the column says what it holds, and the net gain or loss stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

NET: Final = "Net gain or loss"
_OWED, _LOST, _EITHER = "Principal still owed", "Principal lost", "Principal still owed or lost"


def column_of(view: View, name: str = "total") -> str:
    """What the principal of a tranche, or of all of them as ``total``, is that has not come back."""
    parts = view.investors.values() if name == "total" else [view.investors[name]]
    is_owed = {part.is_owed for part in parts}
    return _EITHER if len(is_owed) > 1 else _OWED if True in is_owed else _LOST


def explained(head: str, rows: Iterable[tuple[float, float]]) -> str:
    """Why principal is still owed though less than that is lost, or something is gained; of a loan alone.

    Args:
        head: What the column is called.
        rows: Net gain or loss and principal that is not repaid, row by row.
    """
    if head == _LOST or not any(owed > NOTHING and net + owed > NOTHING for net, owed in rows):
        return ""
    return "Principal still owed at the end is lost; interest and surplus count in the net gain or loss alone."
