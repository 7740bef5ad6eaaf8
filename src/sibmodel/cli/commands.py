"""The commands of `sib`. Each imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sibmodel.cli.pricing import price
from sibmodel.cli.terminal import WRONG_DEAL, Refused, Scenarios, Sib, Whole, as_dicts, print_json, progress
from sibmodel.errors import DealFileError
from sibmodel.version import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sibmodel.analysis.appraisal import Appraisal
    from sibmodel.engine.projection import Projection
    from sibmodel.risk.payment_risk import PaymentRisk

JSON = click.option("--json", "as_json", is_flag=True, help="Print plain data for a machine.")
FILE = click.argument("file")
SCENARIOS: Final = 65_536
"""As many as :func:`sibmodel.risk.simulation.simulate` draws, said here so that no command loads it to say so."""


@click.group(cls=Sib, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sib")
def sib() -> None:
    """Financial models of social impact bonds.

    A deal is written once, as a short YAML file. FILE is such a file, or the name of a template.

    \b
    sib templates             what there is to start from
    sib new starter           copy one into this folder
    sib check starter.yaml    every mistake at once, with its place
    sib run starter.yaml      workbook, term sheet, results and cash flows
    """  # noqa: D301 - click needs the escape character itself


# --- templates ---------------------------------------------------------------------------------------------------


@sib.command()
@JSON
def templates(*, as_json: bool) -> None:
    """List the deals that come along."""
    from sibmodel.files import templates as library

    found = [each.about() for each in library.templates().values()]
    if as_json:
        print_json(found)
        return
    from sibmodel.cli.listing import listed

    for line in listed(found):
        click.echo(line)


@sib.command()
@click.argument("template", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; here, by default.")
def new(template: str | None, output: Path | None) -> None:
    """Copy a template into this folder, to make it your own. Nothing is ever overwritten.

    sib templates lists what there is.
    """
    from sibmodel.errors import did_you_mean
    from sibmodel.files import templates as library

    known = library.templates()
    if template is None:
        raise Refused("Name the template to copy, such as starter; sib templates lists them all.")
    if template not in known:
        hint = did_you_mean(template.removesuffix(".yaml"), known)
        raise Refused(f"There is no template '{template}'. {hint} sib templates lists them all.")
    target = output or Path(f"{template}.yaml")
    if target.is_dir():
        target = target / f"{template}.yaml"
    _can_be_a_folder(target.parent)
    try:
        library.copy(known[template], target)
    except FileExistsError:
        raise Refused(f"'{target}' is there already and stays as it is. Name another file with -o.") from None
    click.echo(f"Wrote {target}. Change its numbers, then:\n\n  sib check {target}\n  sib run {target}")


@sib.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to a file instead of printing it.")
def schema(output: Path | None) -> None:
    """Print the JSON Schema of deal files, by which an editor completes and checks them."""
    from sibmodel.files.json_schema import json_schema
    from sibmodel.files.outputs import json_text, write_text

    text = json_text(json_schema(), ascii_only=True)
    if output is None:
        click.echo(text, nl=False)
        return
    target = output / "deal.schema.json" if output.is_dir() else output
    _can_be_a_folder(target.parent)
    if target.exists() and not target.read_bytes().startswith(b"{"):
        raise Refused(f"'{target}' is there already, is no schema and stays as it is. Name another file with -o.")
    click.echo(f"Wrote {write_text(target, text)}. In a deal file beside it, the first line switches it on:\n")
    click.echo(f"  # yaml-language-server: $schema={target.name}")


@sib.command()
@JSON
def rates(*, as_json: bool) -> None:
    """List the discount rates that a deal can name: bands, date, source and how sure they are."""
    from sibmodel.cli.discount_rates import listed
    from sibmodel.deal.discount_tables import TABLES, table_as_dict

    if as_json:
        print_json([table_as_dict(name) for name in TABLES])
        return
    for line in listed():
        click.echo(line)


# --- check and run -----------------------------------------------------------------------------------------------


@sib.command()
@FILE
@JSON
def check(file: str, *, as_json: bool) -> None:
    """Tell every problem of a deal, each with its place, the reason and what to do."""
    from sibmodel.cli.opening import warnings_of, worked_out

    try:
        with progress("Checking"):
            deal_file, projection = worked_out(file)
    except DealFileError as error:
        if as_json:
            print_json({"file": file, "ok": False, "problems": as_dicts(error.problems), "warnings": []})
            raise click.exceptions.Exit(WRONG_DEAL) from None
        raise
    warnings = warnings_of(deal_file, projection)
    if as_json:
        print_json({"file": file, "ok": True, "problems": [], "warnings": as_dicts(warnings)})
        return
    for each in warnings:
        click.echo(f"warning: {each}")
    for fact in projection.facts():
        click.echo(f"note: {fact}")
    others = len(projection.scenarios) - 1
    scenarios = f"the plan and {others} scenario{'s' if others > 1 else ''}" if others else "the plan"
    click.echo(f"{deal_file.document.file}: no problems, {_counted(len(warnings), 'warning')}; checked {scenarios}.")


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


@sib.command()
@FILE
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder; by default outputs/<deal>.")
@click.option("--scenario", default="plan", help="The scenario that the workbook and the term sheet show.")
@click.option("-n", "--simulated", default=SCENARIOS, type=Scenarios(0), help="Scenarios to simulate; 0 for none.")
@JSON
def run(file: str, output: Path | None, scenario: str, simulated: int, *, as_json: bool) -> None:
    """Work out a deal: workbook, term sheet, results and cash flows.

    A deal whose file has a part `risk` is simulated too, which takes some seconds.
    """
    from sibmodel.cli.opening import own_folder, warnings_of, worked_out
    from sibmodel.files.names import slug

    if output is not None:
        _can_be_a_folder(output)
    try:
        with progress("Working out the deal"):
            deal_file, projection = worked_out(file)
    except DealFileError as error:
        if as_json:
            print_json({"ok": False, "problems": as_dicts(error.problems)})
            raise click.exceptions.Exit(WRONG_DEAL) from None
        raise
    _known(projection, scenario)
    folder = output or own_folder(Path("outputs") / slug(projection.deal.name), deal_file)
    risk = _simulated(projection, scenario, simulated)
    with progress("Asking what moves it, and what it should cost"):
        appraisal = _appraised(projection, scenario, simulated)
    with progress("Writing the workbook and the term sheet"):
        data = projection.results()
        data["deal"]["file"] = Path(deal_file.document.file).name
        data["risk"] = _as_data(risk)
        written = _write(projection, data, folder, scenario, risk, appraisal)
        left_over = list(_left_over(folder, written))
    if as_json:
        print_json(data)
        for warning in warnings_of(deal_file, projection):
            click.echo(f"warning: {warning}", err=True)
        for said in left_over:
            click.echo(said, err=True)
        return
    from sibmodel.cli.summary import print_summary
    from sibmodel.engine.published import compared, in_short

    print_summary(data, projection)
    if said := in_short(compared(projection)):
        click.echo(said)
    for warning in warnings_of(deal_file, projection):
        click.echo(f"warning: {warning}")
    for fact in projection.facts():
        click.echo(f"note: {fact}")
    click.echo("\nWrote")
    for path, about in written.items():
        click.echo(f"  {path}{about}")
    for said in left_over:
        click.echo(said)
    click.echo(f"\nNext: open the workbook and change an input; sib explain {file} says where a number comes from.")


def _simulated(projection: Projection, scenario: str, scenarios: int) -> PaymentRisk | None:
    """What a simulation says of a deal that states what is uncertain about it."""
    if not projection.deal.risk.is_there or not scenarios:
        return None
    from sibmodel.cli.simulating import simulated
    from sibmodel.risk.simulation import AS_USUAL
    from sibmodel.risk.streams import DEFAULT_SEED

    return simulated(projection.deal, scenarios, DEFAULT_SEED, scenario=scenario, method=AS_USUAL)


def _appraised(projection: Projection, scenario: str, scenarios: int) -> Appraisal:
    """What moves the deal, and what it should cost; a price that hangs on what may happen is drawn as often as risk."""
    from sibmodel.analysis.appraisal import appraise

    return appraise(projection.deal, scenario, scenarios=scenarios)


def _as_data(risk: PaymentRisk | None) -> dict[str, Any] | None:
    if risk is None:
        return None
    from sibmodel.risk.results import as_dict

    return as_dict(risk)


def _write(
    projection: Projection,
    data: dict[str, Any],
    folder: Path,
    scenario: str,
    risk: PaymentRisk | None,
    appraisal: Appraisal,
) -> dict[Path, str]:
    """Write everything; what is written last is complete only when all is. A workbook that cannot be is left out."""
    from sibmodel.engine.cashflows import HEADER, cash_flows
    from sibmodel.files.outputs import csv_text, json_text, write_text
    from sibmodel.report.committee.files import names
    from sibmodel.report.html import write_committee_print, write_term_sheet

    folder.mkdir(parents=True, exist_ok=True)
    return {
        **_write_workbook(projection, folder / "model.xlsx", scenario, risk, appraisal),
        write_term_sheet(projection, folder / "term_sheet.html", scenario=scenario, risk=risk, appraisal=appraisal): "",
        **{
            write_committee_print(projection, folder / name, payer, scenario=scenario, risk=risk): ""
            for payer, name in names(projection.deal).items()
        },
        write_text(folder / "cashflows.csv", csv_text(HEADER, cash_flows(projection))): "",
        write_text(folder / "results.json", json_text(data)): "",
    }


def _left_over(folder: Path, written: Collection[Path]) -> Iterator[str]:
    """Remove committee prints of an earlier run, and say which; and which stay, for somebody named them otherwise."""
    from sibmodel.report.committee.files import remove_left_over

    found = remove_left_over(folder, written)
    for path in found.removed:
        yield f"Removed {path}: an earlier run wrote it, for a payer or under a name that this deal no longer has."
    for path in found.kept:
        yield f"Out of date: {path} is not of this run. It stays as it is; its figures may be others than these."


def _write_workbook(
    projection: Projection, wanted: Path, scenario: str, risk: PaymentRisk | None, appraisal: Appraisal
) -> dict[Path, str]:
    """Write the workbook where one can be; otherwise none is left from before, which would show other figures."""
    from sibmodel.workbook.seal import is_untouched
    from sibmodel.workbook.unfit import unfit
    from sibmodel.workbook.write import write_workbook

    if unfit(projection):
        if wanted.exists() and is_untouched(wanted):
            wanted.unlink()
        return {}
    workbook = write_workbook(projection, wanted, scenario=scenario, risk=risk, appraisal=appraisal)
    return {workbook: f"  (you have edited {wanted.name}, which stays as it is)" if workbook != wanted else ""}


def _can_be_a_folder(folder: Path) -> None:
    """Refuse a file, or a place within a file, where a folder is meant."""
    for each in (folder, *folder.parents):
        if each.is_file():
            raise Refused(f"'{each}' cannot be written into: it is a file, not a folder. Name another place with -o.")


def _known(projection: Projection, scenario: str) -> None:
    """Refuse a scenario that the deal does not have."""
    from sibmodel.errors import did_you_mean

    if scenario not in projection.scenarios:
        hint = did_you_mean(scenario, projection.scenarios)
        raise Refused(f"The deal has no scenario '{scenario}'. {hint}")


# --- unit costs --------------------------------------------------------------------------------------------------


@sib.command("unit-costs")
@FILE
@click.argument("codes", nargs=-1)
@click.option("--find", default="", metavar="WORDS", help="List only entries that hold all of these words.")
@click.option("--sheet", default="", help="The one sheet of a workbook to read; all that hold such a table by default.")
@click.option("--column", "columns", multiple=True, metavar="WHAT=HEAD", help="The head of a column that is not found.")
@JSON
def unit_costs(
    file: str, codes: tuple[str, ...], find: str, sheet: str, columns: tuple[str, ...], *, as_json: bool
) -> None:
    """List a table of unit costs; with CODES, print their entries for plan.unit_costs of a deal.

    FILE is a CSV file or a workbook with columns for code, description, unit, value and price year.
    """
    from sibmodel.cli.unit_costs import chosen, listed, read

    table = read(file, columns, sheet, as_json=as_json)
    if codes:
        chosen(table, codes, find, as_json=as_json)
    else:
        listed(table, find, as_json=as_json)


# --- simulate ----------------------------------------------------------------------------------------------------


@sib.command()
@FILE
@click.option("-n", "--scenarios", default=SCENARIOS, show_default=True, type=Scenarios(1), help="How many scenarios.")
@click.option("--seed", default=1, show_default=True, type=Whole(0), help="The same seed draws the same.")
@click.option("--scenario", default="plan", help="The scenario that it is based on; the plan by default.")
@click.option("--evenly", is_flag=True, help="Spread uncertain numbers evenly (Sobol points) instead of drawing them.")
@click.option("--compiled", is_flag=True, help="Compute by machine code (pip install 'sibmodel[fast]').")
@click.option("--threads", type=click.IntRange(1, 64), help="Threads; they have no effect on the result.")
@JSON
def simulate(
    file: str,
    scenarios: int,
    seed: int,
    scenario: str,
    threads: int | None,
    *,
    evenly: bool,
    compiled: bool,
    as_json: bool,
) -> None:
    """Draw what is uncertain many times: how likely payments, losses and returns are, and who bears what."""
    from sibmodel.cli.opening import warnings_of, worked_out
    from sibmodel.cli.simulating import print_risk, simulated
    from sibmodel.risk.simulation import Method

    deal_file, projection = worked_out(file)
    _known(projection, scenario)
    method = Method(evenly, "compiled" if compiled else "numpy", threads)
    risk = simulated(deal_file.deal, scenarios, seed, scenario=scenario, method=method)
    if as_json:
        from sibmodel.risk.results import as_dict

        print_json({"deal": {"name": projection.deal.name, "file": file}, **as_dict(risk)})
        return
    print_risk(risk, projection)
    for warning in warnings_of(deal_file, projection):
        click.echo(f"warning: {warning}")
    click.echo(
        f"\nNext: sib run {file} puts this into the term sheet and the workbook; docs/risk.md says what it means."
    )


# --- sensitivity and compare -------------------------------------------------------------------------------------


@sib.command()
@FILE
@click.option("--of", multiple=True, help="A result, such as investors.total.irr; may be given several times.")
@click.option("--top", default=10, show_default=True, type=Whole(1), help="How many inputs are shown.")
@click.option("--range", "ranges", multiple=True, metavar="PATH=LOW:HIGH", help="A range of yours for an input.")
@click.option("--grid", "grids", multiple=True, metavar="PATH=LOW:HIGH[:N]", help="One side of a grid; give it twice.")
@click.option("--target", help="The line that the result is to reach, such as 5%, for switching values.")
@click.option("--scenario", default="plan", help="The scenario that is moved; the plan by default.")
@click.option("-n", "--scenarios", default=SCENARIOS, show_default=True, type=Scenarios(0), help="Drawn; 0 for none.")
@click.option("--seed", default=1, show_default=True, type=Whole(0), help="The same seed draws the same.")
@JSON
def sensitivity(
    file: str,
    of: tuple[str, ...],
    ranges: tuple[str, ...],
    grids: tuple[str, ...],
    target: str | None,
    *,
    as_json: bool,
    **how: Any,
) -> None:
    """Say what moves a result most, how far each input may go before it turns, and where its spread comes from."""
    from sibmodel.analysis.sensitivity.whole import Asked
    from sibmodel.cli import sensitivities
    from sibmodel.cli.opening import worked_out
    from sibmodel.cli.sensitivity_meant import worked_out_sensitivity

    _, projection = worked_out(file)
    _known(projection, how["scenario"])
    whole = worked_out_sensitivity(projection, of, ranges, grids, target, Asked(**how))
    if as_json:
        from sibmodel.analysis.sensitivity.as_data import as_dict

        print_json({"file": file, **as_dict(whole)})
        return
    sensitivities.print_sensitivity(whole)
    click.echo(f"\nNext: sib explain {file} PATH says where an input comes from; docs/sensitivity.md what this means.")


@sib.command()
@click.argument("files", nargs=-1, metavar="A B [C ...]")
@click.option("-n", "--scenarios", default=SCENARIOS, show_default=True, type=Scenarios(0), help="Drawn; 0 for none.")
@click.option("--seed", default=1, show_default=True, type=Whole(0), help="The same seed draws the same.")
@click.option("--each", "each_alone", is_flag=True, help="In the bridge, make each change alone.")
@JSON
def compare(files: tuple[str, ...], scenarios: int, seed: int, *, each_alone: bool, as_json: bool) -> None:
    """Put deals side by side; between two versions of one deal, say which change moved which result by how much."""
    from sibmodel.cli import comparing
    from sibmodel.cli.opening import worked_out

    if len(files) < 2:
        raise Refused("Name two deals or more to compare, such as: sib compare before.yaml after.yaml")
    names = comparing.names_of(files)
    deals = {name: worked_out(file)[0].deal for name, file in zip(names, files, strict=True)}
    found = comparing.compared(deals, scenarios, seed)
    between = comparing.bridge_between(found, each_alone=each_alone)
    if as_json:
        from sibmodel.analysis.compare.as_data import as_dict

        print_json(as_dict(found, between))
        return
    comparing.print_comparison(found, between)
    click.echo(f"\nNext: sib sensitivity {files[-1]} says what moves its results; docs/sensitivity.md what this means.")


# --- analyses ----------------------------------------------------------------------------------------------------

sib.add_command(price)

# --- explain -----------------------------------------------------------------------------------------------------


@sib.command()
@FILE
@click.argument("line", required=False)
@click.option("--period", help="The period: its number, a date in it (2027-03-31), a month (March 2027) or a year.")
@click.option("--scenario", default="plan", help="The scenario; the plan by default.")
@click.option("--depth", default=3, type=click.IntRange(1, 6), help="How many steps back to explain; 3 by default.")
@JSON
def explain(file: str, line: str | None, period: str | None, scenario: str, depth: int, *, as_json: bool) -> None:
    """Say where a number comes from; without LINE, list the lines there are."""
    from sibmodel.cli import explaining, lines_meant
    from sibmodel.cli.opening import worked_out
    from sibmodel.engine.values import Values
    from sibmodel.graph import explain as language

    _, projection = worked_out(file)
    _known(projection, scenario)
    model = projection.model
    if line is None:
        if as_json:
            print_json(explaining.listed(model))
        else:
            explaining.print_lines(model)
            click.echo(f"\nNext: sib explain {file} {next(iter(model.measures))}")
        return
    name = lines_meant.line_meant(model, line)
    column = lines_meant.column_meant(projection, name, scenario, period)
    found = language.explain(model, name, Values(projection, scenario), column.number, depth=depth)
    if as_json:
        print_json({"scenario": scenario, "column": column.number, **explaining.as_dict(found, projection.deal)})
        return
    where = [column.words, "" if scenario == "plan" and not column.words else f"scenario {scenario}"]
    explaining.print_explanation(found, projection.deal, " | ".join(each for each in where if each))
