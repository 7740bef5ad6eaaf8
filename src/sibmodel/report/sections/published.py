"""Published figures beside what this model gives, so that a reader can judge how far the model is the deal."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from sibmodel.engine.published import Comparison, Status, compared, in_short
from sibmodel.graph.units import Unit
from sibmodel.report import words
from sibmodel.report.blocks import Data, Prose, Section, section
from sibmodel.report.currency import Currency
from sibmodel.report.tables import Cell, Row, Table, numbers, row, without_empty
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

RESULTS: Final[dict[Status, str]] = {
    "derived": "derived",
    "by_construction": "by construction",
    "not_reproduced": "◆ not reproduced",
    "failed": "◆ FAILED: claimed as reproduced, and is not",
    "unconfirmed": "◆ unconfirmed, not a published figure",
}
CONFIDENCE: Final = {"stated": "stated", "dataset": "from a dataset", "computed": "computed", "unconfirmed": ""}


def published(view: View) -> Section | None:
    """Every published figure, by scenario."""
    found = compared(view.projection)
    if not found:
        return None
    heads = (column("Figure"), column("Scenario"), *numbers("Published", "To within", "This model"))
    heads = (*heads, column("Result"), column("Source"), column("Note"))
    table = Table("Published figures, by scenario", heads, tuple(_rows(view, found)))
    prose = Prose((in_short(found), _EXPLAINED))
    return section("published", "Published figures and what this model gives", prose, Data(without_empty(table)))


_EXPLAINED: Final = (
    "A figure is derived where the model works it out from other terms. It agrees by construction where it could not "
    "do otherwise: it is an input or a limit that binds, an input was worked back from it, or it was reckoned from the "
    "same inputs. “To within” is half a unit of the last digit printed. Each figure belongs to its own scenario, "
    "whichever one the rest of this page shows. Sources are numbered as in the list of documents."
)


def _rows(view: View, found: list[Comparison]) -> Iterator[Row]:
    order = {name: number for number, name in enumerate(view.scenarios)}
    for each in sorted(found, key=lambda each: order[each.scenario]):
        yield _row(view, each)


def _row(view: View, each: Comparison) -> Row:
    result = RESULTS[each.status]
    figure = each.published
    return row(
        each.title,
        view.scenario_title(each.scenario),
        stated(each.unit, figure.value, view.currency),
        _within(each, view.currency),
        obtained(each, view.currency),
        Cell(result, is_marked=result.startswith("◆")),
        _source(view, each),
        " ".join(part for part in (figure.not_reproduced, figure.note) if part),
    )


def _source(view: View, each: Comparison) -> Cell:
    """The number of its document, with a link to the list, and how sure it is that the figure stands there."""
    figure, documents = each.published, list(view.projection.deal.sources.documents)
    if figure.source not in documents:
        return Cell(figure.source)
    number = documents.index(figure.source) + 1
    text = ", ".join(part for part in (f"[{number}]", CONFIDENCE[figure.confidence]) if part)
    return Cell(text, href=f"#document-{number}")


def _within(each: Comparison, currency: Currency) -> str:
    """How far off a figure may be; of a share in percentage points."""
    within = each.published.within
    return words.points(within) if each.unit.shown_as == "share" else stated(each.unit, within, currency)


def stated(unit: Unit, value: float, currency: Currency) -> str:
    """A figure as it was printed."""
    if unit.shown_as == "share":
        return words.percent(value)
    if unit.shown_as == "money":
        return currency.price(value)
    return words.exact(value)


def obtained(each: Comparison, currency: Currency) -> str:
    """What the model gives, to one digit more than was printed, and to no more than that says."""
    if each.obtained is None:
        return each.why_none
    if each.unit.shown_as == "share":
        return words.percent(each.obtained, _places(each.published.within * 100))
    if each.unit.shown_as == "money":
        return currency.price(round(each.obtained, 2 if each.published.within <= 0.5 else 0) + 0.0)
    return words.grouped(each.obtained, _places(each.published.within))


def _places(within: float) -> int:
    """Decimals for one digit more than the last digit printed, of which ``within`` is half a unit."""
    return max(0, 1 - math.floor(math.log10(2 * within) + 1e-9))
