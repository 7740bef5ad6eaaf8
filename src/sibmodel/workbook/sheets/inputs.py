"""The Inputs sheet: one row for each number of the deal, with its source; the yellow cells are the ones to edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias, get_args

from annotated_types import Ge, Gt, Le
from pydantic.fields import FieldInfo

from sibmodel.deal.part import fields_of, in_words, serial
from sibmodel.deal.termination import IN_MONTH, NEVER, is_no_end
from sibmodel.graph.units import DATE, MONTHS, SHARE
from sibmodel.workbook.layout import letter
from sibmodel.workbook.styles import AMBER_FILL, INPUT, entry_format, unit_in_words

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.graph.model import Model
    from sibmodel.workbook.draft import Draft, Page

Limits: TypeAlias = list[Ge | Gt | Le]
"""What the format of the deal file says a number may be."""

HEAD_ROW: Final = 6
FIRST_ROW: Final = 7
PLAN: Final = 2
IN_USE: Final = 3
PATH: Final = 7
_HEADS: Final = ("Input", "Unit", "Plan value", "In use", "Source", "Confidence", "Note", "Path in the deal file")
_WIDTHS: Final = (40, 14, 14, 14, 34, 13, 46, 46)
_SOURCE: Final = IN_USE + 1
_CONTAINERS: Final = frozenset({"readings", "tiers", "bands", "schedule"})
"""Steps of a path that say only that several of a kind follow."""
_LARGEST_SAID: Final = 1200
"""A limit above this is one against slips; nobody needs to be told."""
_NO_END: Final = f"The last month of a period; {NEVER} for none: the deal then runs to its own end."
_HOW: Final = (
    "Edit plan values, in yellow cells. A value in use is the plan value unless the scenario in use says otherwise;",
    "what a scenario says instead stands on the Scenarios sheet, in yellow cells too. Everything else is worked out.",
)


def grouped(deal: Deal, model: Model) -> dict[str, list[str]]:
    """The paths of all inputs by group, in the order of the deal file."""
    position = {each.path: index for index, each in enumerate(fields_of(deal))}
    groups: dict[str, list[str]] = {}
    for path in sorted(model.inputs, key=lambda path: position.get(path, len(position))):
        groups.setdefault(group_of(path), []).append(path)
    return groups


def group_of(path: str) -> str:
    """What stands above an input, in words.

    Example:
        >>> group_of("terms.payments.card.prices.move_in"), group_of("terms.timeline.starts")
        ('Terms › Payments › Card', 'Terms › Timeline')
    """
    return " › ".join(step.replace("_", " ").capitalize() for step in _group_steps(path))


def heading_of(deal: Deal, path: str) -> str:
    """The heading of the group of an input: the words of its path, and the title of the part where it has one."""
    half, *steps = _group_steps(path)
    words = group_of(path)
    if len(steps) < 2:
        return words
    parts = getattr(getattr(deal, half), steps[0])
    title = getattr(parts.get(steps[1]), "title", "") if isinstance(parts, Mapping) else ""
    return f"{words.rsplit(' › ', 1)[0]} › {title}" if title else words


def _group_steps(path: str) -> list[str]:
    return path.split(".")[:-1][:3]


def place_inputs(deal: Deal, model: Model) -> dict[str, int]:
    """The row of every input, on this sheet and on the Scenarios sheet alike."""
    rows: dict[str, int] = {}
    row = FIRST_ROW
    for paths in grouped(deal, model).values():
        row += 1
        for path in paths:
            rows[path] = row
            row += 1
    return rows


def write_inputs(draft: Draft) -> None:
    """Write the sheet."""
    page = draft.page("Inputs")
    page.title("Inputs: every number of the deal")
    for row, words in enumerate(_HOW, start=2):
        page.text(row, 0, words, draft.styles.quiet())
    for column, (words, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        look: dict[str, Any] = {"align": "right"} if column in (PLAN, IN_USE) else {"indent": _indent(column)}
        page.text(HEAD_ROW, column, words, draft.styles.column_head(**look))
        page.width(column, column, width)
    write_rows(page, _write_row)
    rows = draft.layout.input_rows.values()
    page.set_up(colour=INPUT, freeze=(HEAD_ROW + 1, IN_USE + 1), last=(max(rows), PATH), titles=HEAD_ROW)
    differs = {
        "type": "formula",
        "criteria": f"=$C{min(rows) + 1}<>$D{min(rows) + 1}",
        "format": draft.styles(bg_color=AMBER_FILL),
    }
    page.sheet.conditional_format(min(rows), IN_USE, max(rows), IN_USE, differs)


def write_rows(page: Page, write: Callable[[Page, int, str], None]) -> None:
    """Write groups, labels and units as both sheets of inputs show them, and what each of them shows besides."""
    draft, styles = page.draft, page.draft.styles
    for paths in grouped(draft.deal, draft.model).values():
        first = draft.layout.input_rows[paths[0]]
        page.blanks(first - 1, 0, PATH if page.name == "Inputs" else 4 + len(draft.deal.scenarios), styles.heading())
        page.text(first - 1, 0, heading_of(draft.deal, paths[0]), styles.heading())
        for path in paths:
            row, entry = draft.layout.input_rows[path], draft.model.inputs[path]
            page.text(row, 0, label_of(path, entry.label), styles.text(indent=1))
            page.text(row, 1, unit_in_words(entry.counts, draft.deal.currency), styles.quiet())
            write(page, row, path)


def label_of(path: str, label: str) -> str:
    """What an input is, without what the heading of its group says.

    Example:
        >>> label_of("plan.outcomes.days.readings.to_june_2017.month", "Days, to June 2017: month")
        'To June 2017: month'
        >>> label_of("plan.savings.homes.value", "Homes: value per person")
        'Value per person'
    """
    steps = path.split(".")[len(_group_steps(path)) :]
    named = [_spelled(in_words(step), label) for step in steps if step not in _CONTAINERS]
    words = ": ".join(named) if len(named) > 1 else label.rsplit(": ", 1)[-1]
    return words[:1].upper() + words[1:]


def _spelled(words: str, label: str) -> str:
    """Words as the label spells them, such as with a month in capitals, if it says them."""
    at = label.lower().find(words.lower())
    return words if at < 0 else label[at : at + len(words)]


def _indent(column: int) -> int:
    """How far words stand off the column before: twice as far behind a number."""
    return 2 if column == _SOURCE else int(column > _SOURCE)


def form_of(draft: Draft, path: str) -> str:
    """The number format of an input."""
    if path == IN_MONTH:
        return f'[>={NEVER}]"none";#,##0'
    entry = draft.model.inputs[path]
    instead = [serial(each.changes[path]) for each in draft.deal.scenarios.values() if path in each.changes]
    return entry_format(entry.counts, [entry.value, *instead])


def in_use(draft: Draft, path: str) -> float:
    """The value of an input under the selected scenario."""
    changes: Mapping[str, Any] = draft.deal.changes(draft.scenario)
    return serial(changes[path]) if path in changes else draft.model.inputs[path].value


def _write_row(page: Page, row: int, path: str) -> None:
    draft, styles = page.draft, page.draft.styles
    entry = draft.model.inputs[path]
    form, limits = form_of(draft, path), limits_of(draft)
    page.number(row, PLAN, entry.value, styles.entry(form))
    accept_numbers(page, row, PLAN, path, limits)
    last = letter(4 + len(draft.deal.scenarios))
    chosen = f"INDEX(Scenarios!$E{row + 1}:${last}{row + 1},Scenarios!$D$4)"
    page.formula(row, IN_USE, f'=IF({chosen}="",C{row + 1},{chosen})', in_use(draft, path), styles(num_format=form))
    evidence = None if is_no_end(path, entry.value) else draft.deal.evidence(path)
    documents = draft.deal.sources.documents
    source = evidence.source if evidence else ""
    words = (
        documents[source].title if source in documents else source,
        evidence.confidence if evidence else "",
        evidence.note if evidence else _NO_END if path == IN_MONTH else "",
    )
    for column, text in enumerate(words, start=_SOURCE):
        page.text(row, column, text, styles.text(indent=_indent(column)))
    page.text(row, PATH, path, styles.quiet(font_size=7, indent=1))
    page.fit(row, (label_of(path, entry.label), 39), (words[0], 32), (words[2], 45))
    draft.name_cell(path, f"Inputs!$D${row + 1}")


def limits_of(draft: Draft) -> dict[str, Limits]:
    """What each field of the deal may be, by its path; worked out once for a workbook."""
    if not draft.limits:
        draft.limits.update({each.path: list(_limits(each.annotation)) for each in fields_of(draft.deal)})
    return draft.limits


def _limits(annotation: Any) -> Iterator[Ge | Gt | Le]:
    """The limits that stand anywhere inside an annotation."""
    if isinstance(annotation, Ge | Gt | Le):
        yield annotation
    inner = annotation if isinstance(annotation, tuple | list) else get_args(annotation)
    if isinstance(annotation, FieldInfo):
        inner = tuple(annotation.metadata)
    for each in inner:
        yield from _limits(each)


def accept_numbers(page: Page, row: int, column: int, path: str, limits: Mapping[str, Limits]) -> None:
    """Take only what the input can be: whole months, a date, a number; text would break every formula behind it."""
    kind, rule, words = _rule(page, path, limits.get(path, []))
    page.sheet.data_validation(
        row,
        column,
        row,
        column,
        {
            "validate": kind,
            **rule,
            "input_title": "Enter",
            "input_message": f"{words[:1].upper()}{words[1:]}.",
            "error_title": "Input",
            "error_message": f"Enter {words}.",
        },
    )


def _rule(page: Page, path: str, limits: Limits) -> tuple[str, dict[str, Any], str]:
    """What an input takes, as a rule of the sheet and in words."""
    unit = page.draft.model.inputs[path].counts
    if unit == DATE:
        return "integer", {"criteria": ">=", "value": 1}, "a date"
    kind, what = ("integer", "a whole number of months") if unit == MONTHS else ("decimal", "a number")
    above = max((float(each.gt) for each in limits if isinstance(each, Gt)), default=None)  # type: ignore[arg-type]
    if above is not None:
        return kind, {"criteria": ">", "value": above}, f"{what} above {_said(above, path, page)}"
    least = max((float(each.ge) for each in limits if isinstance(each, Ge)), default=-1e15)  # type: ignore[arg-type]
    most = min((float(each.le) for each in limits if isinstance(each, Le)), default=1e15)  # type: ignore[arg-type]
    rule = {"criteria": "between", "minimum": least, "maximum": most}
    if most <= _LARGEST_SAID:
        return kind, rule, f"{what} from {_said(least, path, page)} to {_said(most, path, page)}"
    return kind, rule, f"{what}, {_said(least, path, page)} or more" if least > -_LARGEST_SAID else what


def _said(limit: float, path: str, page: Page) -> str:
    """A limit as the reader would type it."""
    share = page.draft.model.inputs[path].counts.shown_as == SHARE.shown_as
    return f"{limit * 100:g} %" if share else f"{limit:g}"
