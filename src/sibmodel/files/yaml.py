"""A strict reader of YAML: plain data, the place of every entry, and nothing that surprises.

YAML as it is usually read is too clever for a contract: `NO` becomes false, `12:30` becomes 750, a name
written twice keeps its last value without a word, and a few lines of aliases unfold into gigabytes. Here a
deal file is only what it looks like:

* a text in quotes is text; without quotes, what looks like a number is a number (`2_000_000`, `12.5%`,
  `1e3`), an ISO date is a date, `true` and `false` are booleans, `null`, `~` and nothing are nothing, and
  everything else is text;
* what cannot be meant is refused: `1,000`, `2027-02-30`, NaN, infinity, a number longer than can be kept;
* what a deal does not need is refused: anchors, aliases, merge keys, tags, second documents;
* size, depth and number of values are limited before they can do harm.

The reader follows the parser's events and never builds YAML's own objects, so nothing in a file can run. All
the problems that can be found are reported together, each with its line and column.
"""

from __future__ import annotations

import calendar
import hashlib
import math
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import yaml

from sibmodel.deal.percent import Percent
from sibmodel.errors import DealFileError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 20
MAX_VALUES: Final = 50_000
MAX_PROBLEMS: Final = 100
MAX_NAME: Final = 100
MAX_SHOWN: Final = 40
MAX_DIGITS: Final = 15  # a double, and Excel, keep every whole number of fifteen digits

KeyPath: TypeAlias = tuple[str | int, ...]
Scalar: TypeAlias = str | int | float | bool | date | None

# The parser in C is twenty times as fast, and every PyYAML from PyPI has it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# --- what is handed back --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in the file, and its name before it; lines and columns count from 1.

    An item of a list has no name, and a name without a value has no value: the one place then serves as both.
    """

    line: int
    column: int
    key_line: int
    key_column: int


@dataclass(frozen=True, slots=True)
class Document:
    r"""A file that was read: its data, and where in the file each part of the data stands.

    Args:
        data: Names and values, as plain Python.
        places: The place of every value, by its path: ("steps", 0) is the first item of the list `steps`.
        file: The file as the user named it.
        text: The whole file.
        sha256: The fingerprint of the file's bytes, as `sha256sum` prints it.

    Example:
        >>> document = parse_yaml("terms:\n  price: 12.5%", file="deal.yaml")
        >>> document.data
        {'terms': {'price': 0.125}}
        >>> document.place_of(("terms", "price"))
        Place(line=2, column=10, key_line=2, key_column=3)
    """

    data: dict[str, Any]
    places: Mapping[KeyPath, Place]
    file: str
    text: str
    sha256: str

    def place_of(self, path: KeyPath) -> Place:
        """The place of a value, or of the nearest part of the file that should have held it."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]

    def problem(self, path: KeyPath, message: str, hint: str = "", *, at_key: bool = False) -> Problem:
        """A problem with a part of the file, at its value or, when the name is what is wrong, at its name.

        Example:
            >>> document = parse_yaml("prize: 5", file="deal.yaml")
            >>> print(document.problem(("prize",), "'prize' is not part of a deal.", at_key=True))
            deal.yaml:1:1  prize  'prize' is not part of a deal.
        """
        place = self.place_of(path)
        line, column = (place.key_line, place.key_column) if at_key else (place.line, place.column)
        return Problem(dotted(path), message, hint, self.file, line, column)


def dotted(path: KeyPath) -> str:
    """A path as people write it.

    Example:
        >>> dotted(("terms", "order_of_payments", 2))
        'terms.order_of_payments.2'
    """
    return ".".join(str(step) for step in path)


# --- reading --------------------------------------------------------------------------------------------


def read_yaml(path: Path) -> Document:
    """Read a file.

    Raises:
        DealFileError: with every problem that could be found, sorted by its place.
    """
    try:
        if path.exists() and not path.is_file():
            raise _refused("This is not a file.", "Name the deal file itself.", str(path))
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _refused("There is no such file.", "Check its name and folder.", str(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(f"The file cannot be opened: {reason}.", file=str(path)) from None
    return _document(raw, str(path))


def parse_yaml(text: str, file: str = "") -> Document:
    r"""Read a text as if it were a file.

    Args:
        text: What the file would hold.
        file: The name under which problems are reported.

    Raises:
        DealFileError: with every problem that could be found, sorted by its place.

    Example:
        >>> parse_yaml("country: NO\nstarts: 2027-04-01\nmax: 2_000_000").data
        {'country': 'NO', 'starts': datetime.date(2027, 4, 1), 'max': 2000000}
        >>> parse_yaml("price: 5\nprice: 1,000")
        Traceback (most recent call last):
        ...
        sibmodel.errors.DealFileError: 2:1  price  is given twice (first at line 1). Keep one of them.
        2:8  price  '1,000' has a comma inside a number. Write 1_000 or 1000.
    """
    return _document(text.encode("utf-8", "surrogatepass"), file)


def _document(raw: bytes, file: str) -> Document:
    text = _decoded(raw, file)
    reader = _Reader(text, file)
    data = reader.read()
    return Document(data, reader.places, file, text, hashlib.sha256(raw).hexdigest())


def _refused(message: str, hint: str = "", file: str = "", line: int = 0, column: int = 0) -> DealFileError:
    """The error for a file of which nothing can be read."""
    return DealFileError([Problem("", message, hint, file, line, column)])


def _decoded(raw: bytes, file: str) -> str:
    """The text of the file's bytes, without the mark that some editors put before it."""
    if len(raw) > MAX_BYTES:
        hint = "A deal takes a few KB: is this the right file?"
        raise _refused("The file is larger than 1 MB.", hint, file)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused("The file is saved as UTF-16.", "Save it as UTF-8.", file)
    if b"\0" in raw or raw.startswith(b"PK\x03\x04"):
        hint = "A deal file is plain text saved as UTF-8, unlike a workbook or a document."
        raise _refused("The file is not a text file.", hint, file)
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        lines = _LINE_BREAK.split(raw[: error.start].decode("utf-8").removeprefix("\ufeff"))
        message = f"The file is not saved as UTF-8: it has a byte {raw[error.start]:02X} here."
        raise _refused(message, "Save it as UTF-8.", file, len(lines), len(lines[-1]) + 1) from None


# --- from one unquoted text to a value ------------------------------------------------------------------

_WORDS: Final[Mapping[str, bool | None]] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
_NUMBER: Final = re.compile(
    r"""[-+]? (?= \.?[0-9] )
        (?P<whole> 0 | [1-9][0-9]*(?:_[0-9]+)* )?      # 007 is a code, not a number
        (?P<fraction> \.(?:[0-9]+(?:_[0-9]+)*)? )?
        (?: (?P<exponent> [eE][-+]?[0-9]+ ) | (?P<percent> % ) )?""",
    re.VERBOSE,
)
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NOT_FINITE: Final = re.compile(r"[-+]?\.?(nan|inf|infinity)", re.IGNORECASE)
_WITH_COMMA: Final = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)+%?")
_THOUSANDS: Final = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?%?")

_LIKE_THOUSANDS: Final = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{2}0")
"""One to three digits, a point, and three digits of which the last says nothing: 8.000."""


def plain_value(text: str) -> Scalar:
    """What a text without quotes stands for: a number, a date, true, false, nothing, or the text itself.

    Raises:
        DealFileError: when it looks like a number or a date and cannot be one.

    Example:
        >>> [plain_value(text) for text in ("12.5%", "2_000_000", "1e3", "true", "~", "NO", "0777")]
        [0.125, 2000000, 1000.0, True, None, 'NO', '0777']
    """
    if text in _WORDS:
        return _WORDS[text]
    if number := _NUMBER.fullmatch(text):
        return _number(number)
    if parts := _DATE.fullmatch(text):
        return _date(text, *(int(part) for part in parts.groups()))
    if _NOT_FINITE.fullmatch(text):
        raise _refused(f"{_shown(text)} is not a finite number.", "Put quotes around it if it is text.")
    if "," in text and _WITH_COMMA.fullmatch(text):
        raise _refused(f"{_shown(text)} has a comma inside a number.", _without_comma(text))
    return text


def _number(match: re.Match[str]) -> int | float:
    digits = len((match["whole"] or "").replace("_", ""))
    if digits > MAX_DIGITS:
        raise _refused(
            f"{_shown(match[0])} has {digits} digits; a number can keep {MAX_DIGITS}.",
            "Put quotes around it if it is a reference.",
        )
    if not (match["fraction"] or match["exponent"] or match["percent"]):
        return int(match[0])
    if _LIKE_THOUSANDS.fullmatch(match[0]):
        small, (whole, _, rest) = match[0].rstrip("0").rstrip("."), match[0].partition(".")
        message = f"{_shown(match[0])} is {small}, or {whole + rest} where a point parts thousands: nobody can tell."
        raise _refused(message, f"Write {small} or {whole}_{rest}.")
    value = float(match[0].replace("%", "e-2"))  # rounded once: 12.5% is 0.125 and 7% is 0.07
    if not math.isfinite(value):
        raise _refused(f"{_shown(match[0])} is not a finite number.", "It is too large to calculate with.")
    return Percent(value) if match["percent"] else value


def _date(text: str, year: int, month: int, day: int) -> date:
    try:
        if len(text) == len("2027-04-01"):
            return date(year, month, day)
    except ValueError:
        raise _refused(f"{_shown(text)} is not a day of the calendar.", _days_of(year, month)) from None
    hint = f"Write {year:04}-{month:02}-{day:02}, or put quotes around it if it is text."
    raise _refused(f"{_shown(text)} is not written as a date.", hint)


def _days_of(year: int, month: int) -> str:
    if year and 1 <= month <= 12:
        return f"{calendar.month_name[month]} {year} has {calendar.monthrange(year, month)[1]} days."
    return "Write year-month-day, such as 2027-04-01."


def _without_comma(text: str) -> str:
    if len(text) <= MAX_SHOWN and _THOUSANDS.fullmatch(text):
        return f"Write {text.replace(',', '_')} or {text.replace(',', '')}."
    return "Write 1_000 for a thousand, 1.5 for one and a half, [1, 5] for a list."


def _shown(text: str) -> str:
    """A text in quotes for a message, shortened when it is long."""
    return f"'{text}'" if len(text) <= MAX_SHOWN else f"'{text[:MAX_SHOWN]}…'"


# --- from the parser's events to data and places --------------------------------------------------------

_LINE_BREAK: Final = re.compile(r"\r\n|\r|\n")
# Control characters, and the characters that turn the direction of text, hide in it or break its lines.
_FORBIDDEN: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069"
    r"\ud800-\udfff\ufeff\ufffe\uffff]"
)
_FORBIDDEN_IN_A_VALUE: Final = re.compile(_FORBIDDEN.pattern + r"|\r")
_ODD_SPACE: Final = re.compile(r"[\xa0\u2000-\u200a\u202f\u205f\u3000]")
_ODD_SPACE_THAT_BREAKS: Final = re.compile(rf"^\s*(?={_ODD_SPACE.pattern})|(?<=:)(?={_ODD_SPACE.pattern})")

# YAML reads `target: >5` as an empty text: the sign opens a block of text, and 5 is how far it is indented.
_SWALLOWED: Final = re.compile(r"[|>][-+]?[0-9#]")
_NOT_IN_A_DEAL: Final = "a deal is written out in full."
_TYPE_SPACE: Final = "Type an ordinary space instead."
_NAME: Final = "Write 'name: value', with a space after the colon."


class _Enough(Exception):
    """Reading on would do no good; the reason is among the problems."""


class _Reader:
    """Follows the events of one file and gathers its data, its places and its problems."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.lines = _LINE_BREAK.split(text)
        self.file = file
        self.problems: list[Problem] = []
        self.places: dict[KeyPath, Place] = {}
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)

    def read(self) -> dict[str, Any]:
        data: dict[str, Any] = {}
        with suppress(_Enough):
            data = self._file()
        if self.problems:
            raise DealFileError(self.problems)
        return data

    def _report(self, path: KeyPath, line: int, column: int, message: str, hint: str = "") -> None:
        self.problems.append(Problem(dotted(path), message, hint, self.file, line, column))
        if len(self.problems) == MAX_PROBLEMS:  # nobody mends more in one go
            raise _Enough

    def _report_at(self, event: yaml.Event, path: KeyPath, message: str, hint: str = "") -> None:
        spot = _spot(event.start_mark)
        self._report(path, spot.line, spot.column, message, hint)

    # the file as a whole

    def _refuse_characters(self) -> None:
        for number, line in enumerate(self.lines, start=1):
            for found in _FORBIDDEN.finditer(line):
                message = f"There is a hidden character (U+{ord(found[0]):04X}) here."
                self._report((), number, found.start() + 1, message, "Delete it or type it again.")
        if self.problems:
            raise _Enough

    def _file(self) -> dict[str, Any]:
        self._refuse_characters()
        try:
            return self._only_document()
        except yaml.MarkedYAMLError as error:
            self._report_syntax(error)
            raise _Enough from None

    def _only_document(self) -> dict[str, Any]:
        next(self.events)  # the stream starts
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            self._refuse_empty()
        data = self._top(next(self.events))
        next(self.events)  # the document ends
        end = next(self.events)
        if isinstance(end, yaml.DocumentStartEvent):
            hint = "Remove the line '---', or put the second deal in its own file."
            self._report_at(end, (), "A second document starts here; a deal file holds one.", hint)
        return data

    def _top(self, event: yaml.Event) -> dict[str, Any]:
        if isinstance(event, yaml.ScalarEvent) and not (event.value or event.style):
            self._refuse_empty()
        if not isinstance(event, yaml.MappingStartEvent):
            self._refuse_odd_space(_spot(event.start_mark).line)
            self._report_at(event, (), "The file does not start with a name and a value.", _NAME)
            raise _Enough
        data: dict[str, Any] = self._value(event, ())
        return data

    def _refuse_empty(self) -> None:
        self._report((), 1, 1, "The file holds no deal; it is empty or has only comments.")
        raise _Enough

    # values

    def _value(self, event: yaml.Event, path: KeyPath, key: yaml.ScalarEvent | None = None) -> Any:
        self._keep_place(event, path, key)
        self._refuse_decoration(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.CollectionStartEvent):
            self._refuse_depth(event, path)
            return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._list(path)
        return None  # an alias, reported

    def _keep_place(self, event: yaml.Event, path: KeyPath, key: yaml.ScalarEvent | None) -> None:
        if len(self.places) == MAX_VALUES:
            self._report_at(event, path, f"is one of more than {MAX_VALUES:,} values, too many for a deal.")
            raise _Enough
        named = _spot((key or event).start_mark)
        starts = named if _is_nothing(event) else _spot(event.start_mark)
        self.places[path] = Place(starts.line, starts.column, named.line, named.column)

    def _refuse_decoration(self, event: yaml.Event, path: KeyPath) -> None:
        """Anchors, aliases and tags: a deal is written out, and nothing in it chooses how it is read."""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            found = f"{_shown(f'*{anchor}')} refers to another part of the file"
            self._report_at(event, path, f"{found}; {_NOT_IN_A_DEAL}", "Write it out, or put quotes around text.")
        elif anchor:
            found = f"{_shown(f'&{anchor}')} marks a part of the file for use elsewhere"
            self._report_at(event, path, f"{found}; {_NOT_IN_A_DEAL}", "Remove it, or put quotes around text.")
        if tag:
            found = f"{_shown(tag.replace('tag:yaml.org,2002:', '!!'))} tells YAML how to read a value"
            self._report_at(event, path, f"{found}; {_NOT_IN_A_DEAL}", "Remove it, or put quotes around text.")

    def _refuse_depth(self, event: yaml.Event, path: KeyPath) -> None:
        if len(path) >= MAX_DEPTH:
            message = f"is more than {MAX_DEPTH} levels deep."
            self._report_at(event, path[:1], message, "Look for brackets that are opened and never closed.")
            raise _Enough

    def _scalar(self, event: yaml.ScalarEvent, path: KeyPath) -> Scalar:
        self._refuse_hidden(event, path)
        if event.style in {"|", ">"} and _SWALLOWED.match(self.text, _spot(event.start_mark).offset):
            message = "'>' or '|' swallows the rest of this line."
            self._report_at(event, path, message, "Remove it, or put quotes around text.")
        if event.style:
            return str(event.value)
        try:
            return plain_value(event.value)
        except DealFileError as refused:
            self._report_at(event, path, refused.problems[0].message, refused.problems[0].hint)
            return None

    def _refuse_hidden(self, event: yaml.ScalarEvent, path: KeyPath) -> None:
        if found := _FORBIDDEN_IN_A_VALUE.search(event.value):
            self._report_at(event, path, f"has a control character (U+{ord(found[0]):04X}).", "Remove it.")

    # lists and groups

    def _list(self, path: KeyPath) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        first: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, path)
            if key is None:
                self._value(next(self.events), (*path, "?"))
                continue
            inner = (*path, key.value)
            if key.value in first:
                message = f"is given twice (first at line {first[key.value]})."
                self._report_at(event, inner, message, "Keep one of them.")
            first.setdefault(key.value, _spot(key.start_mark).line)
            entries[key.value] = self._value(next(self.events), inner, key)
        return entries

    def _key(self, event: yaml.Event, path: KeyPath) -> yaml.ScalarEvent | None:
        """The name of an entry, or None when it cannot be one; the reason is then reported."""
        if not isinstance(event, yaml.ScalarEvent):
            self._value(event, (*path, "?"))
            if not isinstance(event, yaml.AliasEvent):
                message = "A group or a list stands where a name should be."
                self._report_at(event, path, message, "Put quotes around text that begins with '{' or '['.")
            return None
        self._refuse_decoration(event, path)
        self._refuse_hidden(event, path)
        if fault := self._fault_of_name(event):
            self._report_at(event, path, *fault)
            return None
        return event

    def _fault_of_name(self, event: yaml.ScalarEvent) -> tuple[str, str] | None:
        if not event.value.strip():
            return "There is no name before ':'.", _NAME
        if len(event.value) > MAX_NAME:
            return f"The name here has more than {MAX_NAME} characters.", "Put text after a name and a colon."
        if event.value == "<<":
            return f"'<<' merges in another part of the file; {_NOT_IN_A_DEAL}", "Write the entries out."
        if not event.style and _ODD_SPACE.search(event.value):
            return f"{_shown(event.value)} holds a special space.", _TYPE_SPACE
        if self._is_end_of_number(event):
            return f"',{event.value}' follows a number.", "Write 1_000 or 1000, without a comma."
        return None

    def _is_end_of_number(self, event: yaml.ScalarEvent) -> bool:
        """Whether a "name" is the rest of a number: YAML reads {max: 2,400} as max: 2 and a name 400."""
        start = _spot(event.start_mark).offset
        before = self.text[max(start - 2, 0) : start]
        return bool(re.fullmatch("[0-9],", before) and re.match("[0-9]{3}", event.value) and not event.style)

    # what the parser could not follow

    def _report_syntax(self, error: yaml.MarkedYAMLError) -> None:
        noticed = _spot(error.problem_mark)
        opened = _spot(error.context_mark) if error.context_mark else noticed
        self._refuse_odd_space(noticed.line)
        saying = _saying(error, self._before(noticed), self._character_at(noticed))
        spot = opened if saying.at_opening else noticed
        facts = {"character": self._character_at(spot), "line": opened.line, "said": error.problem}
        line, column = self._within(spot)
        self._report((), line, column, saying.message.format(**facts), saying.hint.format(**facts))

    def _character_at(self, spot: _Spot) -> str:
        return self.text[spot.offset : spot.offset + 1]

    def _before(self, spot: _Spot) -> str:
        return self.text[: spot.offset][-spot.column + 1 :] if spot.column > 1 else ""

    def _within(self, spot: _Spot) -> tuple[int, int]:
        """Line and column of a spot; when it is past the last character of the file, of that character."""
        written = self.text.rstrip()
        if spot.offset < len(written):
            return spot.line, spot.column
        lines = _LINE_BREAK.split(written)
        return len(lines), len(lines[-1])

    def _refuse_odd_space(self, line: int) -> None:
        """Stop at a space that YAML does not take for one, in this line or the one above."""
        for number in range(max(line - 1, 1), min(line, len(self.lines)) + 1):
            if odd := _ODD_SPACE_THAT_BREAKS.search(self.lines[number - 1]):
                self._report((), number, odd.end() + 1, "There is a special space here.", _TYPE_SPACE)
                raise _Enough


class _Spot(NamedTuple):
    """A place as the parser marks it: line and column from 1, and the number of characters before it."""

    line: int
    column: int
    offset: int


def _spot(mark: Any) -> _Spot:
    return _Spot(mark.line + 1, mark.column + 1, mark.index)


def _is_nothing(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.value and not event.style


# --- what the parser says, in plain words ---------------------------------------------------------------


class _Saying(NamedTuple):
    """A sentence for one kind of mistake, at the place where it is noticed or where the part of it opened."""

    when: str
    message: str
    hint: str
    at_opening: bool = False


_NEEDS_QUOTES: Final = "Text that begins with '{character}' needs quotes."
_DOES_NOT_FIT: Final = "This line does not fit the lines above it."
_QUOTE: Final = "Put quotes around the whole value."
_COLON: Final = "Put quotes around the whole value: words with a colon or a comma need them."
_PARTED: Final = "Entries within {{ }} are parted by commas; others stand on lines of their own."
_CLOSE: Final = "Close it; inside single quotes, write an apostrophe twice."
_ALIGN: Final = "Entries of one group start in the same column, with a space after each colon."
_AT_OPENING: Final = True

# The first that fits is said. The parsers in C and in Python word the same mistake differently.
_SAYINGS: Final = (
    _Saying(r"tab character|at '\\t'", "There is a tab where YAML wants spaces.", "Type spaces instead."),
    _Saying("quoted scalar: .*unexpected", "The quote opened here is never closed.", _CLOSE, _AT_OPENING),
    _Saying("quoted scalar", "A backslash in double quotes starts a code.", "Use single quotes.", _AT_OPENING),
    _Saying("directive|incompatible|duplicate tag", "A line cannot begin with '%'.", "Remove the line."),
    _Saying("scanning an? (alias|anchor|tag)|parsing a tag|tag handle", _NEEDS_QUOTES, _QUOTE, _AT_OPENING),
    _Saying("block scalar", _NEEDS_QUOTES, _QUOTE, _AT_OPENING),
    _Saying("<document start>", "There is more after the end of the deal.", "Remove it, or the '...' above."),
    _Saying("(flow|node content).*at ''", "A bracket is opened and never closed.", "Close it."),
    _Saying("(flow (map|seq).*at ':'|mapping values).*after semicolon", "A semicolon parts nothing here.", _PARTED),
    _Saying("flow (map|seq).*at ':' after text after name", "There is a second colon in this value.", _COLON),
    _Saying("flow (map|seq)", "A comma or a bracket is missing here.", "One was opened in line {line}."),
    _Saying("could not find expected ':'", "This is not a name and a value.", _NAME, _AT_OPENING),
    _Saying("node content|start any token|mapping keys|unexpected ':'", "'{character}' cannot stand here.", _QUOTE),
    _Saying("mapping values.*after name", "There is a second colon in this line.", _QUOTE),
    _Saying("mapping values", _DOES_NOT_FIT, _ALIGN),
    _Saying("sequence entries", "A list cannot start here.", "Start it on its own line, or write [a, b]."),
    _Saying("block.*at ':'", "There is no name before ':'.", _NAME),
    _Saying("block.*after text", "There is more after the end of the value.", _QUOTE),
    _Saying("block", _DOES_NOT_FIT, _ALIGN),
    _Saying("", "YAML cannot be read from here on.", "The reader says: {said}."),
)


def _saying(error: yaml.MarkedYAMLError, before: str, character: str) -> _Saying:
    """The sentence for what the parser says, given what stands before the place in its line and at it."""
    situation = f"{error.context}: {error.problem} at {character!r}"
    situation += " after text" if before.strip() else ""
    situation += " after name" if ": " in before else ""
    situation += " after semicolon" if re.search("; *[^,;:{}]*$", before) else ""
    return next(saying for saying in _SAYINGS if re.search(saying.when, situation))
