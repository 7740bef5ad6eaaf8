"""Names of files and folders: slugs that every operating system takes, never paths."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 60
_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))]
)


def slug(name: str, otherwise: str = "deal") -> str:
    """A name as a file name: small letters, digits and underscores.

    Accents are taken off; whatever else is not a letter or a digit becomes an underscore, so that a name can
    never climb out of its folder. A name that Windows keeps for a device gets an underscore at its end.

    Args:
        name: What people call it.
        otherwise: The answer for a name without a letter or a digit.

    Example:
        >>> slug("Rikers Island ABLE"), slug("../../etc/passwd"), slug("Städtchen"), slug("CON"), slug("…")
        ('rikers_island_able', 'etc_passwd', 'stadtchen', 'con_', 'deal')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].rstrip("_")
    return f"{words}_" if words in _RESERVED else words or otherwise
