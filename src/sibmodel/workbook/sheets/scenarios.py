"""The Scenarios sheet: one column for each scenario, blank where it does not differ, and the cell that selects one.

Its rows are those of the Inputs sheet. To the right stands a copy of every entry as it was when the file was
written; where one of them has changed since, the tables that are pasted from the engine are out of date, and say so.
"""

from __future__ import annotations

from typing import Final

from sibmodel.deal.deal import PLAN
from sibmodel.deal.part import serial
from sibmodel.workbook.draft import Draft, Page
from sibmodel.workbook.layout import address, letter
from sibmodel.workbook.sheets import inputs
from sibmodel.workbook.styles import AMBER_FILL, GREEN, INPUT, INPUT_FILL, RED, RULE

SELECTOR: Final = (2, 3)
NUMBER: Final = (3, 3)
CURRENCY: Final = (4, 3)
TITLES_ROW: Final = 5
NAMES_ROW: Final = 6
IN_USE: Final = 3
PLAN_COLUMN: Final = 4
SELECTED: Final = "Scenarios!$D$3"
SELECTED_NUMBER: Final = "Scenarios!$D$4"
IS_CURRENT: Final = "Scenarios!$D$5"
CURRENT: Final = "Current"
OUT_OF_DATE: Final = "OUT OF DATE: inputs have changed since this table was written"


def last_column(draft: Draft) -> int:
    """The column of the last scenario."""
    return PLAN_COLUMN + len(draft.deal.scenarios)


def title_of(draft: Draft, name: str) -> str:
    """What readers call a scenario, as the row of titles has it."""
    return "Plan" if name == PLAN else draft.deal.scenarios[name].title or name


def title_in_use(draft: Draft) -> str:
    """A formula for the title of the scenario in use."""
    first, last = (address(TITLES_ROW, c, fixed=True) for c in (PLAN_COLUMN, last_column(draft)))
    return f"=INDEX(Scenarios!{first}:{last},{SELECTED_NUMBER})"


def _copy_column(draft: Draft) -> int:
    """The column in which the copy of the entries begins."""
    return last_column(draft) + 2


def write_scenarios(draft: Draft) -> None:
    """Write the sheet."""
    page = draft.page("Scenarios")
    page.title("Scenarios: what differs from the plan")
    _write_selector(page)
    _write_heads(page)
    for column, (name, scenario) in enumerate(draft.deal.scenarios.items(), start=PLAN_COLUMN + 1):
        _write_scenario(page, column, name, scenario.title)
    page.fit(TITLES_ROW, *((scenario.title, 11) for scenario in draft.deal.scenarios.values()), ("Plan", 11))
    inputs.write_rows(page, _write_row)
    _write_copy(page)
    _set_up(page)


def _write_selector(page: Page) -> None:
    draft, styles = page.draft, page.draft.styles
    first, last = (address(NAMES_ROW, c, fixed=True) for c in (PLAN_COLUMN, last_column(draft)))
    page.text(SELECTOR[0], 0, "Scenario in use: select one here", styles(bold=True))
    style = styles(bold=True, font_color=INPUT, bg_color=INPUT_FILL, border=1, border_color=RULE)
    page.text(*SELECTOR, draft.scenario, style)
    page.sheet.data_validation(
        *SELECTOR,
        *SELECTOR,
        {
            "validate": "list",
            "source": f"={first}:{last}",
            "error_title": "Scenario",
            "error_message": "Select one of the scenarios in the list.",
        },
    )
    page.text(NUMBER[0], 0, "Its number, counted from the plan", styles.quiet())
    number = draft.deal.scenario_names().index(draft.scenario) + 1
    page.formula(*NUMBER, f"=MATCH({SELECTED.split('!')[1]},{first}:{last},0)", number, styles(align="left"))
    page.text(CURRENCY[0], 0, "Tables pasted from the engine", styles.quiet())
    page.formula(*CURRENCY, _is_current(draft), CURRENT, styles(bold=True))
    colour_current(page, *CURRENCY)


def _is_current(draft: Draft) -> str:
    """Compare every entry with its copy; an entry of 0 is not the same as no entry, though 0 equals an empty cell."""
    rows = draft.layout.input_rows.values()
    now, then = (
        f"{address(min(rows), first, fixed=True)}:{address(max(rows), last, fixed=True)}"
        for first, last in (
            (PLAN_COLUMN, last_column(draft)),
            (_copy_column(draft), _copy_column(draft) + len(draft.deal.scenarios)),
        )
    )
    came_or_went = f'({now}="")*({then}<>"")+({now}<>"")*({then}="")'
    return f'=IF(SUMPRODUCT(({now}<>{then})+{came_or_went})=0,"{CURRENT}","{OUT_OF_DATE}")'


def colour_current(page: Page, row: int, column: int) -> None:
    """Green while the pasted tables hold, red once they do not."""
    styles = page.draft.styles
    for words, colour in ((CURRENT, GREEN), (OUT_OF_DATE, RED)):
        rule = {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": styles(font_color=colour, bold=True)}
        page.sheet.conditional_format(row, column, row, column, rule)


def _write_heads(page: Page) -> None:
    draft, head = page.draft, page.draft.styles.column_head()
    columns = range(last_column(draft) + 1)
    page.blanks(TITLES_ROW, 0, columns[-1], head)
    for column, words in enumerate(("Input", "Unit", "Path in the deal file")):
        page.text(NAMES_ROW, column, words, head)
    page.text(NAMES_ROW, IN_USE, "In use", draft.styles.column_head(align="right"))
    page.text(NAMES_ROW, PLAN_COLUMN, PLAN, draft.styles.column_head(align="right"))
    page.text(TITLES_ROW, PLAN_COLUMN, "Plan", draft.styles.column_head(align="right"))
    chosen = {
        "type": "formula",
        "criteria": f"={letter(PLAN_COLUMN)}${NAMES_ROW + 1}=$D${SELECTOR[0] + 1}",
        "format": draft.styles(bg_color=AMBER_FILL, font_color="#000000"),
    }
    page.sheet.conditional_format(TITLES_ROW, PLAN_COLUMN, NAMES_ROW, columns[-1], chosen)


def _write_scenario(page: Page, column: int, name: str, title: str) -> None:
    head = page.draft.styles.column_head(align="right")
    page.text(TITLES_ROW, column, title or name, head)
    page.text(NAMES_ROW, column, name, head)


def _write_row(page: Page, row: int, path: str) -> None:
    """Write one input: in use, plan, and what each scenario says instead."""
    draft, entry = page.draft, page.draft.model.inputs[path]
    form, limits = inputs.form_of(draft, path), inputs.limits_of(draft)
    result, blue = draft.styles(num_format=form), draft.styles.entry(form)
    page.text(row, 2, path, draft.styles.quiet(font_size=7))
    page.formula(row, IN_USE, f"=Inputs!D{row + 1}", inputs.in_use(draft, path), result)
    page.formula(row, PLAN_COLUMN, f"=Inputs!C{row + 1}", entry.value, result)
    for column, scenario in enumerate(draft.deal.scenarios.values(), start=PLAN_COLUMN + 1):
        if path in scenario.changes:
            page.number(row, column, serial(scenario.changes[path]), blue)
        else:
            page.sheet.write_blank(row, column, None, blue)
        inputs.accept_numbers(page, row, column, path, limits)


def _write_copy(page: Page) -> None:
    draft, styles = page.draft, page.draft.styles
    first = _copy_column(draft)
    page.text(TITLES_ROW, first, "As written (a copy, to tell whether an entry has changed since)", styles.quiet())
    for column, name in enumerate(draft.deal.scenario_names(), start=first):
        page.text(NAMES_ROW, column, name, styles.quiet(bottom=1, bottom_color=RULE))
    for path, row in draft.layout.input_rows.items():
        entry = draft.model.inputs[path]
        style = styles.quiet(num_format=inputs.form_of(draft, path))
        page.number(row, first, entry.value, style)
        for column, scenario in enumerate(draft.deal.scenarios.values(), start=first + 1):
            if path in scenario.changes:
                page.number(row, column, serial(scenario.changes[path]), style)


def _set_up(page: Page) -> None:
    last = last_column(page.draft)
    for column, width in ((0, 46), (1, 16), (2, 30), (3, 15)):
        page.width(column, column, width)
    page.width(PLAN_COLUMN, last + 2 + len(page.draft.deal.scenario_names()), 13)
    row = max(page.draft.layout.input_rows.values())
    page.set_up(colour=INPUT, freeze=(NAMES_ROW + 1, PLAN_COLUMN), last=(row, last), titles=NAMES_ROW)
