"""What can be made of a file with mistakes: a deal in which the parts that were refused are unknown.

The checks between parts run on it, so that one reading tells a misspelt key *and* shares that do not add up. An
unknown part has no value and no default: asking for it raises ``AttributeError``, and the check that asked is left
out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar, cast, get_origin

from sibmodel.deal.part import Part
from sibmodel.deal.schema import Steps, bare, field_of, item_of, part_of

P = TypeVar("P", bound=Part)


class Unknown(Part):
    """A part of which nothing is known."""


class UnknownPart(AttributeError):
    """Something was asked of a part of which nothing is known."""


def salvage(root: type[P], data: Mapping[str, Any], refused: Collection[Steps]) -> P:
    """A deal without what was refused.

    Args:
        root: The deal's class.
        data: The file as plain data.
        refused: The paths that pydantic refused; every other value is as it should be.
    """
    return cast("P", _part(root, data, (), frozenset(refused)))


def _part(cls: type[Part], data: Mapping[str, Any], path: Steps, refused: frozenset[Steps]) -> Part:
    data = cls.filled_in(data)
    known: dict[str, Any] = {}
    lost = {name for name in cls.model_fields if (*path, name) in refused}
    for name in cls.model_fields.keys() & data.keys() - lost:
        try:
            known[name] = _value(field_of(cls, name), data[name], (*path, name), refused)
        except _Lost:
            lost.add(name)
    part = cls.model_construct(**known)
    for name in lost:
        part.__dict__.pop(name, None)
    return part


class _Lost(Exception):
    """A value that cannot be told, though its name can."""


def _value(annotation: Any, data: Any, path: Steps, refused: frozenset[Steps]) -> Any:
    if path in refused:
        raise _Lost
    cls = part_of(annotation, data)
    if cls is not None:
        return _part(cls, data, path, refused)
    item = item_of(annotation)
    if item is None or data is None:
        return data
    if get_origin(bare(annotation)) is list:
        return [_value(item, each, (*path, number), refused) for number, each in enumerate(data)]
    return {key: _entry(item, each, (*path, key), refused) for key, each in data.items()}


def _entry(annotation: Any, data: Any, path: Steps, refused: frozenset[Steps]) -> Any:
    """An entry of a group: a part that is lost stands there unknown, so that its name is known."""
    try:
        return _value(annotation, data, path, refused)
    except _Lost:
        if _takes_numbers(annotation):
            raise
        return Unknown.model_construct()


def _takes_numbers(annotation: Any) -> bool:
    return bare(annotation) in (float, int)
