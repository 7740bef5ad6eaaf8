"""What every part of a deal shares: frozen fields with a declared role, and a writer that knows its path.

Every field is declared one of three. An **input** is a cell: a number, date or lag that scenarios and users may
change. A **shape** decides which lines there are (kinds, names, period length); changing it makes another deal.
A **label** is words. A test counts the fields of each role in every template.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Final, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from sibmodel.deal.percent import NoShare
from sibmodel.graph.model import Input, Model, Section
from sibmodel.graph.units import Unit


class Role(Enum):
    """What a field of a deal is."""

    INPUT = "input"
    SHAPE = "shape"
    LABEL = "label"
    ODDS = "odds"


INPUT: Final = Role.INPUT
SHAPE: Final = Role.SHAPE
LABEL: Final = Role.LABEL
ODDS: Final = Role.ODDS

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, LABEL, StringConstraints(max_length=2000)]
Money = Annotated[float, INPUT, Field(ge=0, le=1e12, allow_inf_nan=False), NoShare("an amount")]
Share = Annotated[float, INPUT, Field(ge=0, le=1, allow_inf_nan=False)]
Effect = Annotated[float, INPUT, Field(ge=-1, le=1, allow_inf_nan=False)]
Rate = Annotated[float, INPUT, Field(gt=-1, le=10, allow_inf_nan=False)]
Multiplier = Annotated[float, INPUT, Field(ge=0, le=100, allow_inf_nan=False)]
Quantity = Annotated[float, INPUT, Field(ge=0, le=1e9, allow_inf_nan=False), NoShare("a count")]
Months = Annotated[int, INPUT, Field(ge=0, le=1200), NoShare("a number of months")]
SomeMonths = Annotated[int, INPUT, Field(ge=1, le=1200), NoShare("a number of months")]
Years = Annotated[
    float,
    INPUT,
    Field(gt=0, le=1000, allow_inf_nan=False, description="Years, such as 30."),
    NoShare("a number of years"),
]
Date = Annotated[dt.date, INPUT]

_SERIAL_ZERO: Final = dt.date(1899, 12, 30)


class Part(BaseModel):
    """A part of a deal: frozen, and with no room for a key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @classmethod
    def filled_in(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """What a file states of the part, and what follows from that; a part that names a table adds its numbers."""
        return dict(data)


def serial(value: float | dt.date) -> float:
    """A number as it stands; a date as the day number that spreadsheets use.

    Example:
        >>> serial(dt.date(2012, 8, 1))
        41122.0
    """
    return float((value - _SERIAL_ZERO).days) if isinstance(value, dt.date) else float(value)


def date_of(number: float) -> dt.date:
    """The date of a spreadsheet's day number.

    Example:
        >>> date_of(41122.0)
        datetime.date(2012, 8, 1)
    """
    return _SERIAL_ZERO + dt.timedelta(days=int(number))


@dataclass(frozen=True, slots=True)
class FieldOfDeal:
    """One field that a deal fills in: where, what role, which value."""

    path: str
    role: Role
    value: Any
    annotation: Any


def fields_of(part: Part, path: str = "") -> Iterator[FieldOfDeal]:
    """Every field of a part and of the parts in it, with its path; fields left empty are passed over."""
    for name, info in type(part).model_fields.items():
        value = getattr(part, name, None)  # unknown in a deal that was salvaged
        below = f"{path}.{name}" if path else name
        yield from _walk(value, below, role_of((info.annotation, *info.metadata)), (info.annotation, info.metadata))


def _walk(value: Any, path: str, role: Role | None, annotation: Any) -> Iterator[FieldOfDeal]:
    if value is None:
        return
    if isinstance(value, Part):
        yield from fields_of(value, path)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _walk(item, f"{path}.{key}", role, annotation)
    else:
        yield FieldOfDeal(path, role or Role.SHAPE, value, annotation)


def role_of(annotation: Any) -> Role | None:
    """The role declared anywhere inside an annotation."""
    if isinstance(annotation, Role):
        return annotation
    inner = annotation if isinstance(annotation, tuple) else get_args(annotation)
    inner = (*inner, *getattr(annotation, "__metadata__", ()))
    return next((role for each in inner if (role := role_of(each)) is not None), None)


def value_of(part: Part, field: str) -> Any:
    """What stands in a part at a field, or further inside it at ``field.key``."""
    value: Any = part
    for step in field.split("."):
        value = value[step] if isinstance(value, Mapping) else getattr(value, step)
    return value


@dataclass(frozen=True, slots=True)
class Writer:
    """Reads the inputs of one part and writes its lines.

    Args:
        part: The part.
        path: Where it stands in the deal file.
        title: What readers call it.
        pen: Where its lines go.
    """

    part: Part
    path: str
    title: str
    pen: Section

    @property
    def model(self) -> Model:
        """The model being written."""
        return self.pen.model

    def read(self, field: str, unit: Unit, words: str = "") -> Input:
        """One of the part's inputs as an expression.

        Args:
            field: The field's name, or ``field.key`` for an entry of a mapping.
            unit: What it counts.
            words: What readers call it, where the field's name does not say enough.
        """
        value = value_of(self.part, field)
        said = words or ": ".join(in_words(step) for step in field.split("."))
        return self.model.input(f"{self.path}.{field}", f"{self.title}: {said}", serial(value), unit)

    def into(self, part: Part, step: str, title: str) -> Writer:
        """A writer for a part inside this one, whose lines stand under its own name."""
        return Writer(part, f"{self.path}.{step}", title, self.pen.at(step.rsplit(".", maxsplit=1)[-1], title))

    def under(self, step: str, title: str = "") -> Writer:
        """A writer for the same part, whose further lines stand under a name of their own."""
        return Writer(self.part, self.path, title or self.title, self.pen.at(step))


def titled(name: str, title: str = "") -> str:
    """What readers call an item: its title, or else its name in words.

    Example:
        >>> titled("jail_bed_days")
        'Jail bed days'
    """
    return title or in_words(name).capitalize()


def in_words(name: str) -> str:
    """A name as words; digits that an underscore parts are a decimal number.

    Example:
        >>> in_words("at_12_5")
        'at 12.5'
    """
    return re.sub(r"(?<=\d)_(?=\d)", ".", name).replace("_", " ")
