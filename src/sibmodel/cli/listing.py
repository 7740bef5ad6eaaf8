"""The list of templates: published deals, then starters by policy field, one line each that fits the window."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

_PIPED: Final = 120
"""The width where nobody watches, and the widest line that is still read in one go."""
_NARROW: Final = 60
_CUT: Final = " ..."
_GROUPS: Final = (
    ("published", "Published deals"),
    ("generic", "Starters, by policy field"),
    (None, "Others"),
)


def listed(templates: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of the list.

    Args:
        templates: What each template says of itself.
    """
    room = max(_NARROW, min(_PIPED, shutil.get_terminal_size((_PIPED, 24)).columns))
    name = max((len(each["name"]) for each in templates), default=0)
    beside = max((len(_beside(each)) for each in templates), default=0)
    for kind, heading in _GROUPS:
        members = sorted((each for each in templates if each["kind"] == kind), key=_order)
        if members:
            yield heading
            yield from (_line(each, name, beside, room) for each in members)
            yield ""
    yield "Next: sib new NAME copies one into this folder; sib run NAME works one out as it is."


def _order(template: Mapping[str, Any]) -> tuple[str, str]:
    """Published deals by name; starters by policy field first."""
    return ("" if template["kind"] == "published" else template["policy"], template["name"])


def _beside(template: Mapping[str, Any]) -> str:
    """Where and when, of a deal that was signed; the policy field of any other."""
    if template["kind"] != "published":
        return str(template["policy"])
    place, year = template["place"].split(",")[0], template["year"]
    return ", ".join(str(part) for part in (place, year) if part)


def _line(template: Mapping[str, Any], name: int, beside: int, room: int) -> str:
    start = f"  {template['name']:{name}}  {_beside(template):{beside}}  "
    sentence = (template["summary"] or template["title"]).split(". ")[0].rstrip(".")
    what = textwrap.shorten(f"{sentence}.", max(room - len(start), len(_CUT)), placeholder=_CUT)
    return f"{start}{what}".rstrip()[:room]
