"""Why a value was refused and what to write instead, in plain words.

Pydantic finds what does not fit; here its findings become a reason and a remedy. A message is meant to be read
after the path: "terms.payers.city.max must be a number; it is the text 'abc'."
"""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, get_args, get_origin

from sibmodel.deal.meant import FISCAL_YEAR, class_meant, number_meant, unit_meant
from sibmodel.deal.part import Part
from sibmodel.deal.percent import IN_PER_CENT, NoShare, Percent, no_share
from sibmodel.deal.prices import YEAR_PATTERN
from sibmodel.deal.risk.numbers import CORRELATES
from sibmodel.deal.schema import Spot, bare, choices, kinds, part_of
from sibmodel.deal.wording import MAX_SHOWN, called, number, percent, quoted, shown, wanted
from sibmodel.errors import did_you_mean

_HIGHEST_RATE: Final = 10
"""The limit of a yearly rate, 1,000%: what is above it was meant in per cent."""
_NO_LIMIT: Final = frozenset({"none", "no", "no limit", "unlimited", "nil", "n/a", "-"})
_PRICE_YEAR: Final = "price_year"
_YEARS: Final = frozenset({_PRICE_YEAR, "year", "in_fiscal_year"})
_CURLY: Final = tuple("“”„‘’")
_STRAIGHT: Final = "Remove the curly quotes; where text needs quotes, use straight ones."
_SPACE_AFTER_COLON: Final = "Put a space after the colon."


class Saying(NamedTuple):
    """A reason and a remedy."""

    message: str
    hint: str


def saying(error: Mapping[str, Any], spot: Spot) -> Saying:
    """The reason and the remedy for one of pydantic's findings.

    Args:
        error: As `ValidationError.errors()` lists it.
        spot: Its place in the schema.
    """
    if spot.is_key:
        return _name_refused(error, spot)
    if get_origin(bare(spot.taken)) is types.UnionType and not kinds(spot.taken):
        message = f"must be a number or a date; it is {shown(error['input'])}."
        return Saying(message, "Write a number such as 12.5%, or a date such as 2027-04-01.")
    speak = _SAYINGS.get(error["type"])
    if speak is not None:
        return speak(error, spot)
    return Saying(f"is refused: {error['msg']}.", "Write another value.")


def _missing(_: Mapping[str, Any], spot: Spot) -> Saying:
    owner = "" if spot.owner is None else spot.owner.__name__
    instead = _INSTEAD.get(f"{owner}.{spot.path[-1]}", "")
    return Saying("is missing.", f"Add '{spot.path[-1]}:' and {wanted(spot.taken)}{instead}.")


_INSTEAD: Final[Mapping[str, str]] = {"Discount.rate": ", or 'table:' and one that 'sib rates' lists"}
"""What does as well where a field is missing, by part and field."""


def _unknown_name(error: Mapping[str, Any], spot: Spot) -> Saying:
    assert spot.owner is not None
    name = str(spot.path[-1])
    hint = did_you_mean(name, _fields(spot.owner))
    if ":" in name:
        hint = _SPACE_AFTER_COLON
    elif error.get("input", name) is None and not hint.startswith("Did"):
        hint = "Words with a comma or a colon need quotes around them."
    return Saying(f"{quoted(name)} is not part of {called(spot.owner)}.", hint)


def _fields(part: type[Part]) -> list[str]:
    """The fields of a part, those first that it cannot do without."""
    return sorted(part.model_fields, key=lambda name: not part.model_fields[name].is_required())


def _kind_missing(_: Mapping[str, Any], spot: Spot) -> Saying:
    return Saying("is missing.", f"Add 'kind:' and one of {', '.join(kinds(spot.taken))}.")


def _kind_unknown(error: Mapping[str, Any], spot: Spot) -> Saying:
    tag = str(error["ctx"]["tag"])
    group = [str(step) for step in spot.path if isinstance(step, str)]
    owner = group[-1] if spot.owner is not None else group[-2]
    known = list(kinds(spot.taken))
    near = did_you_mean(tag, known)
    hint = near if near.startswith("Did") else f"Known: {', '.join(known)}."
    what = "uncertain number" if owner == "uncertain" else owner.removesuffix("s")
    return Saying(f"{quoted(tag)} is not a kind of {what}.", hint)


def _not_a_choice(error: Mapping[str, Any], spot: Spot) -> Saying:
    value, among = error["input"], choices(spot.taken)
    if among == ["1"]:
        return Saying(f"must be 1; it is {shown(value)}.", "This sibmodel reads deal files of format 1.")
    if isinstance(value, str):
        hint = class_meant(value) if "cashable" in among else unit_meant(value) if "point" in among else ""
        return Saying(f"{quoted(value)} is not one of its choices.", hint or did_you_mean(value, among))
    return Saying(f"must be one of its choices; it is {shown(value)}.", f"Known: {', '.join(among)}.")


def _number_wanted(error: Mapping[str, Any], spot: Spot) -> Saying:
    value = error["input"]
    whole = error["type"].startswith("int")
    what = "a whole number" if whole else "a number"
    if spot.path[-1] in _YEARS and isinstance(value, dt.date):
        return Saying(f"must be a year; it is {shown(value)}.", f"Write {value.year}.")
    if spot.path[-1] == _PRICE_YEAR and isinstance(value, str) and (years := FISCAL_YEAR.fullmatch(value.strip())):
        message = f"must be one year; it is {shown(value)}."
        return Saying(message, f"Write {years[1]}, the year in which most of its months lie.")
    if isinstance(value, Percent) and whole:
        return in_per_cent(NoShare(what), value)
    if isinstance(value, float) and whole:
        return Saying(f"must be a whole number; it is {number(value)}.", f"Write {round(value)}, or another.")
    hint = "Write the number alone, such as 2_000_000 or 12.5%."
    if isinstance(value, str) and re.fullmatch(r"[-+]?[0-9][0-9_]*(\.[0-9]+)?%?", value):
        hint = "Remove the quotes around it."
    elif isinstance(value, str) and re.fullmatch(r"[-+]?[0-9][0-9_]*(\.[0-9]+)?\s+%", value):
        hint = f"Write {''.join(value.split())}, without the space."
    elif value is None:
        hint = "Write a number after the colon, or remove the line."
    elif isinstance(value, str) and value.casefold() in _NO_LIMIT:
        hint = "Leave it out where there is none."
    elif _has_curly_quotes(value):
        hint = _STRAIGHT
    elif isinstance(value, str) and (meant := number_meant(value, of_months=_counts_months(spot))):
        hint = f"Write {meant}."
    return Saying(f"must be {what}; it is {shown(value)}.", hint)


def _counts_months(spot: Spot) -> bool:
    wanted = no_share(spot.taken)
    return wanted is not None and "months" in wanted.wanted


def in_per_cent(wanted: NoShare, value: float) -> Saying:
    """A percentage where no share is meant.

    Example:
        >>> in_per_cent(NoShare("a number of months"), 0.24)
        Saying(message='must be a number of months, not a share; it is 24%.', \
hint='Write it without the per cent sign, such as 24.')
    """
    such_as = wanted.such_as or number(round(value * 100, 9))
    message = f"must be {wanted.wanted}, not a share; it is {percent(value)}."
    return Saying(message, f"Write it without the per cent sign, such as {such_as}.")


def _in_per_cent(error: Mapping[str, Any], _: Spot) -> Saying:
    return in_per_cent(error["ctx"]["no_share"], error["input"])


def _date_wanted(error: Mapping[str, Any], _: Spot) -> Saying:
    value = error["input"]
    hint = "Write year-month-day, such as 2027-04-01."
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        hint = "Remove the quotes around it."
    elif _has_curly_quotes(value):
        hint = _STRAIGHT
    return Saying(f"must be a date; it is {_as_written(value)}.", hint)


def _has_curly_quotes(value: object) -> bool:
    """Whether a text stands in quotes as word processors write them, which are letters like any other here."""
    return isinstance(value, str) and value[:1] in _CURLY


def _as_written(value: object) -> str:
    """A value that may be a year or a reference: 2016, not 2,016."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else shown(value)


def _text_wanted(error: Mapping[str, Any], _: Spot) -> Saying:
    value = error["input"]
    hint = "Put quotes around it." if isinstance(value, int | float | dt.date) else "Write some words."
    return Saying(f"must be a text; it is {_as_written(value)}.", hint)


def _yes_or_no(error: Mapping[str, Any], _: Spot) -> Saying:
    return Saying(f"must be true or false; it is {shown(error['input'])}.", "Write true or false, without quotes.")


def _group_wanted(error: Mapping[str, Any], spot: Spot) -> Saying:
    among = list(kinds(spot.taken))
    hint = "Write each entry as 'name: value', indented below, or {} for none."
    if error["input"] in among:
        needs = [each for each in kinds(spot.taken)[error["input"]].model_fields.values() if each.is_required()]
        hint = f"Write {{kind: {error['input']}{', …' if len(needs) > 1 else ''}}}."
    elif among:
        hint = f"Write {{kind: {among[0]}, …}}; the kinds are {', '.join(among)}."
    elif part_of(spot.taken) is not None:
        hint = "Write each of its fields as 'name: value', indented below."
    return Saying(f"must be a group of names and values; it is {shown(error['input'])}.", hint)


def _list_wanted(error: Mapping[str, Any], _: Spot) -> Saying:
    value = error["input"]
    hint = "Write it in brackets, such as [a, b]."
    if isinstance(value, str):
        hint = (
            "Put a space after the dash." if value.startswith("-") else f"Write it in brackets: [{value[:MAX_SHOWN]}]."
        )
    return Saying(f"must be a list; it is {shown(value)}.", hint)


def _no_correlation(value: float) -> Saying:
    """A correlation beyond -1 and 1."""
    hint = f"Did you mean {number(value / 100)}?" if isinstance(value, int) and 10 <= abs(value) <= 100 else ""
    message = f"must be between -1 and 1; it is {number(value)}."
    return Saying(message, hint or "Write a correlation: 0 for none, 1 where one follows the other exactly.")


def _no_year(value: int) -> Saying:
    return Saying(f"must be a year; it is {value}.", "Write its four digits, such as 2024.")


def _too_low(error: Mapping[str, Any], spot: Spot) -> Saying:
    value, limit = error["input"], error["ctx"].get("ge", error["ctx"].get("gt"))
    if CORRELATES in get_args(spot.taken):
        return _no_correlation(value)
    if spot.path[-1] in _YEARS:
        return _no_year(value)
    if limit == -1:
        words = f"must be {'at least' if 'ge' in error['ctx'] else 'above'} -100%; it is {percent(value)}."
        meant = value >= -100 and float(value).is_integer() and not isinstance(value, Percent)
        return Saying(words, f"Did you mean {number(value)}%?" if meant else "Write a share, such as 12.5% or 0.125.")
    word, hint = "at least", f"Write {number(limit)} or more."
    if "gt" in error["ctx"]:
        word, hint = "above", f"Write more than {number(limit)}."
    elif limit == 0:
        hint = "Remove the minus."
    return Saying(f"must be {word} {number(limit)}; it is {number(value)}.", hint)


def _too_high(error: Mapping[str, Any], spot: Spot) -> Saying:
    value, limit = error["input"], error["ctx"].get("le", error["ctx"].get("lt"))
    if CORRELATES in get_args(spot.taken):
        return _no_correlation(value)
    if spot.path[-1] in _YEARS:
        return _no_year(value)
    if limit == 1 and "lt" in error["ctx"] and value == 1:
        return Saying("must be below 100%; it is 100%.", "Write a smaller share, such as 12.5% or 0.125.")
    if limit == 1:
        hint = "Write a share, such as 12.5% or 0.125."
        if value <= 100 and float(value).is_integer() and not isinstance(value, Percent):
            hint = f"Did you mean {number(value)}%?"
        return Saying(f"must be at most 100%; it is {number(value)}, that is {percent(value)}.", hint)
    if limit == _HIGHEST_RATE and value <= 100:
        return Saying(f"is {percent(value)} a year.", f"Did you mean {number(value)}%?")
    if limit == _HIGHEST_RATE:
        return Saying(f"is {percent(value)} a year.", "Write a rate such as 3%, and not the level of an index.")
    hint = f"Write {number(limit)} or less; did a zero slip in?"
    if spot.path[-1] == "savings_years":
        hint = f"It counts years from financial close: write {number(limit)} or less."
    return Saying(f"must be at most {number(limit)}; it is {number(value)}.", hint)


def _too_short(error: Mapping[str, Any], _: Spot) -> Saying:
    least, there = error.get("ctx", {}).get("min_length", 1), len(error["input"])
    if there:
        return Saying(
            f"has {there} {'entry' if there == 1 else 'entries'}; at least {least} are needed.", "Add another."
        )
    return Saying("is empty.", "Write some words." if isinstance(error["input"], str) else "Give it an entry.")


def _too_long(error: Mapping[str, Any], _: Spot) -> Saying:
    limit = error["ctx"]["max_length"]
    return Saying(f"has {len(error['input']):,} characters; {limit:,} are allowed.", "Shorten it.")


def _wrong_pattern(error: Mapping[str, Any], _: Spot) -> Saying:
    value = error["input"]
    if "A-Z" in error["ctx"]["pattern"]:
        return Saying(f"must be a currency's three capital letters; it is {shown(value)}.", "Such as USD, GBP or EUR.")
    return Saying(f"{quoted(value)} cannot be a name here.", _plain_name(value))


def _name_refused(error: Mapping[str, Any], spot: Spot) -> Saying:
    name = str(spot.path[-1])
    if error["type"] == "literal_error":
        among = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        return Saying(f"{quoted(name)} is not one of the names here.", did_you_mean(name, among))
    if error.get("ctx", {}).get("pattern") == YEAR_PATTERN:
        years = FISCAL_YEAR.fullmatch(name)
        hint = "Write a year such as 2015, with its four digits."
        if years:
            hint = f"Write {years[1]} for {name}, and likewise the others."
        return Saying(f"{quoted(name)} is not a year.", hint)
    return Saying(f"{quoted(name)} cannot be a name here.", _plain_name(name))


def _plain_name(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_").lstrip("0123456789_")[:MAX_SHOWN]
    rule = "Names are small letters, digits and underscores, 40 at most"
    return f"{rule}: write {words}." if words else f"{rule}, and begin with a letter."


_SAYINGS: Final[Mapping[str, Callable[[Mapping[str, Any], Spot], Saying]]] = {
    IN_PER_CENT: _in_per_cent,
    "missing": _missing,
    "extra_forbidden": _unknown_name,
    "union_tag_not_found": _kind_missing,
    "union_tag_invalid": _kind_unknown,
    "literal_error": _not_a_choice,
    "float_type": _number_wanted,
    "int_type": _number_wanted,
    "int_from_float": _number_wanted,
    "date_type": _date_wanted,
    "string_type": _text_wanted,
    "bool_type": _yes_or_no,
    "dict_type": _group_wanted,
    "model_type": _group_wanted,
    "model_attributes_type": _group_wanted,
    "list_type": _list_wanted,
    "greater_than_equal": _too_low,
    "greater_than": _too_low,
    "less_than_equal": _too_high,
    "less_than": _too_high,
    "too_short": _too_short,
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "string_pattern_mismatch": _wrong_pattern,
}
