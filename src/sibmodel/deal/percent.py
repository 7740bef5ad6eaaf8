"""Numbers that were written in per cent, and the fields that take none: amounts, counts and months are no shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

IN_PER_CENT: Final = "in_per_cent"
"""The name of the error where a percentage stands and no share is meant."""
WITHOUT_PERCENT: Final = "withoutPercent"
"""Marks in the schema for editors what takes no percentage."""


class Percent(float):
    """A number that was written with the sign of per cent: 12.5% is 0.125, and is known to have been a share.

    Example:
        >>> Percent(0.125) * 2
        0.25
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class NoShare:
    """Says of a field that it takes no percentage: of an amount nobody knows what 60% would be a share of.

    Args:
        wanted: What it takes, in words that follow "must be".
        such_as: An example; left out, the number that stands before the sign.
    """

    wanted: str
    such_as: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The field as it was, behind a look at how its number was written."""
        return core_schema.no_info_before_validator_function(self._not_in_per_cent, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The field as it was, marked for editors."""
        return {**handler(core), WITHOUT_PERCENT: True}

    def _not_in_per_cent(self, value: Any) -> Any:
        if isinstance(value, Percent):
            raise PydanticCustomError(IN_PER_CENT, "must be {wanted}", {"no_share": self, "wanted": self.wanted})
        return value


def no_share(taken: Any) -> NoShare | None:
    """What a field says of percentages, wherever in its annotation; None where it takes them.

    Example:
        >>> from sibmodel.deal.part import Months, Share
        >>> no_share(Months), no_share(Share)
        (NoShare(wanted='a number of months', such_as=''), None)
    """
    return next((each for each in _said_of(taken) if isinstance(each, NoShare)), None)


def may_be_share(taken: Any) -> bool:
    """Whether a field is a share in one deal and a count in another.

    Example:
        >>> from sibmodel.deal.outcomes.term import Level
        >>> from sibmodel.deal.part import Share
        >>> may_be_share(Level), may_be_share(Share)
        (True, False)
    """
    return KEPT_IN_PER_CENT in _said_of(taken)


def _said_of(taken: Any) -> Iterator[Any]:
    """All that an annotation says, however deep."""
    yield taken
    for each in taken if isinstance(taken, tuple | list) else get_args(taken):
        yield from _said_of(each)


@dataclass(frozen=True, slots=True)
class KeptInPerCent:
    """Says of a field that is a share here and a count there that it keeps how it was written, for who knows which."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The field as it was, whose number stays a percentage where it was written as one."""
        as_it_is = core_schema.simple_ser_schema("any")
        return core_schema.no_info_wrap_validator_function(_kept, handler(source), serialization=as_it_is)


def _kept(value: Any, read: Callable[[Any], Any]) -> Any:
    found = read(value)
    return Percent(found) if isinstance(value, Percent) else found


KEPT_IN_PER_CENT: Final = KeptInPerCent()
