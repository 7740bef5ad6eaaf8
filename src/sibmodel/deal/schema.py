"""The shape that a deal file may have, read off the parts themselves: which field stands where.

Pydantic says where a value was refused with steps of its own between ours (the kind of a payment, the member of a
union). Here such a trail is followed through the annotations, which gives back the path as the file has it, the
part that was being read and what it would take.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from sibmodel.deal.part import Part

Steps = tuple[str | int, ...]

KEY: Final = "[key]"


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the schema.

    Args:
        path: The path as the deal file has it.
        taken: What may stand there, as an annotation.
        owner: The part whose field it is, or None for an entry of a group.
        is_key: Whether it is the name that matters and not the value.
    """

    path: Steps
    taken: Any
    owner: type[Part] | None = None
    is_key: bool = False


def bare(annotation: Any) -> Any:
    """An annotation without what is said about it, and without "or nothing"."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        some = [each for each in get_args(annotation) if each is not types.NoneType]
        return bare(some[0]) if len(some) == 1 else annotation
    return annotation


def kinds(annotation: Any) -> dict[str, type[Part]]:
    """The parts that a field may hold, by their kind; empty where it does not take one of several kinds."""
    annotation = bare(annotation)
    members = [bare(each) for each in get_args(annotation)] if get_origin(annotation) is not dict else []
    parts = [each for each in members if isinstance(each, type) and issubclass(each, Part)]
    return {get_args(part.model_fields["kind"].annotation)[0]: part for part in parts}


def part_of(annotation: Any, data: Any = None) -> type[Part] | None:
    """The part that a field holds; where it may hold one of several, the one of the kind that the data say."""
    annotation = bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    kind = data.get("kind") if isinstance(data, Mapping) else None
    return kinds(annotation).get(kind) if isinstance(kind, str) else None


def field_of(part: type[Part], name: str) -> Any:
    """What a field of a part takes, with everything that is said about it."""
    info = part.model_fields[name]
    return Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation


def item_of(annotation: Any) -> Any:
    """What the entries of a group or a list take; None for anything else."""
    annotation = bare(annotation)
    return get_args(annotation)[-1] if get_origin(annotation) in (dict, list) else None


def choices(annotation: Any) -> list[str]:
    """The words among which a field chooses; empty where it takes anything else."""
    annotation = bare(annotation)
    return [str(each) for each in get_args(annotation)] if get_origin(annotation) is Literal else []


def follow(root: type[Part], trail: Steps) -> Spot:
    """Follow a trail of pydantic's to its place in the deal file."""
    return _next(_follow(root, trail[:-1]), trail[-1]) if trail else Spot((), root)


@lru_cache(maxsize=1024)  # the thousand mistakes of one group share the way to it
def _follow(root: type[Part], trail: Steps) -> Spot:
    return follow(root, trail)


def _next(spot: Spot, step: str | int) -> Spot:
    if step == KEY:
        return Spot(spot.path, spot.taken, spot.owner, is_key=True)
    if step in (of_kind := kinds(spot.taken)):
        return Spot(spot.path, of_kind[str(step)])
    part = part_of(spot.taken)
    if part is not None:
        known = step in part.model_fields
        return Spot((*spot.path, step), field_of(part, str(step)) if known else None, part)
    item = item_of(spot.taken)
    return spot if item is None else Spot((*spot.path, step), item)
