"""`sib price`: what is asked, read off the command line, and the answer as text or as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from sibmodel.cli.terminal import Refused, Scenarios, Whole, long_progress, print_json
from sibmodel.errors import DealFileError, ScenarioError

if TYPE_CHECKING:
    from sibmodel.analysis.price.pricing import Priced
    from sibmodel.analysis.price.targets import Target
    from sibmodel.deal.deal import Deal

SCENARIOS: Final = 100_000
"""As many as :func:`sibmodel.analysis.price.pricing.price` draws, said here so that no command loads it to say so."""
_HURDLE: Final = "hurdle"
_PARTS: Final = 1000
_THOUSANDS: Final = re.compile(r"(?<![\d_.])\d{1,3},\d{3}(?![\d_])")
"""What may be an amount with commas between its thousands, and may be several amounts."""


class Percent(click.ParamType[float]):
    """A share, written as people do: 8% or 0.08."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The share as a number.

        Raises:
            BadParameter: where it is none, or where it is not plain whether 8 means 8 % or 800 %.
        """
        if isinstance(value, float):
            return value
        text = str(value).strip()
        matched = re.fullmatch(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(%?)", text)
        if matched is None:
            self.fail(f"'{value}' is no share; write one such as 8% or 0.08.", param, ctx)
        number, sign = float(matched[1]), matched[2]
        if not sign and abs(number) > 1:
            self.fail(f"'{value}' would be {number * 100:,.10g}%. Write {text}% or {number / 100:.10g}.", param, ctx)
        return number / 100 if sign else number


class RateOrHurdle(Percent):
    """A yearly rate, or the word for the hurdle rate of the deal file."""

    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The rate as a number, or the word."""
        return value if value == _HURDLE else super().convert(value, param, ctx)


class Amounts(click.ParamType[tuple[float, ...]]):
    """Amounts with commas between them: 2_000_000,2_500_000."""

    name = "amounts"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        """The amounts.

        Raises:
            BadParameter: where one of them is none.
        """
        if isinstance(value, tuple):
            return value
        if thousands := _THOUSANDS.search(str(value)):
            plain, parted = thousands[0].replace(",", ""), thousands[0].replace(",", "_")
            message = f"'{value}': commas separate values, so an amount has none. Write {plain} or {parted}"
            self.fail(f"{message}; where a comma does separate two values, put a space after it.", param, ctx)
        parts = [part for part in re.split(r"[,;\s]+", str(value).strip()) if part]
        wrong = [part for part in parts if not re.fullmatch(r"\d[\d_]*(?:\.\d+)?(?:[eE]\d+)?", part)]
        if wrong or not parts:
            self.fail(f"'{wrong[0] if wrong else value}' is no amount. Write 2_000_000,2_500_000.", param, ctx)
        return tuple(self._amount(part, param, ctx) for part in parts)

    def _amount(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """One amount, as a deal file would have it."""
        from sibmodel.files.yaml import plain_value

        try:
            return float(plain_value(text))  # type: ignore[arg-type]  # by its look it is a number
        except (DealFileError, ValueError) as error:
            reason = error.problems[0] if isinstance(error, DealFileError) else f"'{text}' is no amount."
            self.fail(str(reason), param, ctx)


@click.command()
@click.argument("file")
@click.option("--change", "path", metavar="PATH", help="The input to solve for; any number of the deal file.")
@click.option("--scale-prices", is_flag=True, help="Solve for one factor on all outcome prices.")
@click.option("--irr", type=Percent(), help="The target: an internal rate, in one scenario.")
@click.option("--npv-zero-at", type=Percent(), help="The target: an expected net present value of nothing at a rate.")
@click.option("--loss-chance", type=Percent(), help="The target: no greater chance than this that investors lose.")
@click.option("--at", type=RateOrHurdle(), help="What losing is: less than this rate, or hurdle; 0% by default.")
@click.option("--investor", default="total", help="Whose return; that of all investors together by default.")
@click.option("--scenario", default="plan", help="The scenario that it is based on; the plan by default.")
@click.option("--frontier", metavar="PATH", help="A cap: the price that keeps the target at each value of it.")
@click.option("--values", type=Amounts(), help="The values of that cap, with commas between them.")
@click.option("-n", "--scenarios", default=SCENARIOS, show_default=True, type=Scenarios(1), help="How many scenarios.")
@click.option("--seed", default=1, show_default=True, type=Whole(0), help="The same seed draws the same.")
@click.option("--json", "as_json", is_flag=True, help="Print plain data for a machine.")
def price(file: str, *, as_json: bool, **asked: Any) -> None:
    """Find what a deal should cost: the price that investors need and the one that government can pay.

    Where no target is named it is nothing lost or gained at the hurdle rate of the deal file: expected over all that
    may happen where the file says what may, else in the plan. That is the same as this rate on the expected cash flows.
    An expected internal rate is never a target: where everything may be lost its mean says little, and where there is
    no rate it does not exist.

    \b
    sib price starter --irr 8%                  the price for 8 % if all goes to plan
    sib price starter --npv-zero-at 8%          for 8 % on what is expected
    sib price starter --loss-chance 10%         for a loss in no more than one scenario of ten
    sib price starter --change terms.payers.council.max --irr 5%
    """  # noqa: D301 - click needs the escape character itself
    _agree(asked)
    from sibmodel.cli.opening import warnings_of, worked_out

    deal_file, projection = worked_out(file)
    priced = _priced(deal_file.deal, asked)
    if as_json:
        from sibmodel.analysis.price.results import as_dict

        print_json({"deal": {"name": deal_file.deal.name, "file": file}, **as_dict(priced)})
        return
    from sibmodel.cli.priced import print_priced

    print_priced(priced, file)
    for warning in warnings_of(deal_file, projection):
        click.echo(f"warning: {warning}")
    click.echo(f"\nNext: {_next(priced, file)}")


def _agree(asked: dict[str, Any]) -> None:
    """Refuse options that say two things at once, or that say something of what is not asked for."""
    targets = [name for name in ("irr", "npv_zero_at", "loss_chance") if asked[name] is not None]
    if len(targets) > 1:
        named = " and ".join(f"--{name.replace('_', '-')}" for name in targets)
        raise Refused(f"{named} are two targets. Name one.")
    if asked["path"] is not None and asked["scale_prices"]:
        raise Refused("--change names one input and --scale-prices all prices. Leave one out.")
    if asked["at"] is not None and asked["loss_chance"] is None:
        raise Refused("--at says what losing is, so it needs --loss-chance beside it.")
    if asked["values"] is not None and asked["frontier"] is None:
        raise Refused(
            "--values are those of a cap: name it with --frontier, such as --frontier terms.payers.council.max."
        )


def _priced(deal: Deal, asked: dict[str, Any]) -> Priced:
    from sibmodel.analysis.price.frontier import Caps
    from sibmodel.analysis.price.levers import ALL_PRICES
    from sibmodel.analysis.price.pricing import price as solve

    with long_progress("Pricing", _PARTS) as show, _with_options(asked):
        return solve(
            deal,
            ALL_PRICES if asked["scale_prices"] else asked["path"],
            _target(deal, asked),
            scenario=asked["scenario"],
            scenarios=asked["scenarios"],
            seed=asked["seed"],
            caps=Caps(asked["frontier"], asked["values"] or ()) if asked["frontier"] else None,
            told=lambda about, done, of: show(about, _PARTS * done // of),
        )


@contextmanager
def _with_options(asked: dict[str, Any]) -> Iterator[None]:
    """What cannot be solved for is said without a command line in mind; here is what to write on one."""
    try:
        yield
    except ScenarioError as error:
        options = {
            "plan.discount.investors": "Options: --irr 8%, --npv-zero-at 8%, --loss-chance 10%.",
            "terms.payments": "Option: --change PATH.",
            "risk": "Option: --irr 8%." if asked["irr"] is None else "Leave --irr out.",
        }
        said = [(each, options.get(each.path, "")) for each in error.problems]
        problems = [replace(each, hint=f"{each.hint} {option}".strip()) for each, option in said]
        raise ScenarioError(problems) from error


def _target(deal: Deal, asked: dict[str, Any]) -> Target:
    from sibmodel.analysis.price.targets import Target, usual_target

    investor = asked["investor"]
    if asked["irr"] is not None:
        return Target("irr", asked["irr"], investor=investor)
    if asked["npv_zero_at"] is not None:
        return Target("npv", asked["npv_zero_at"], investor=investor)
    if asked["loss_chance"] is not None:
        rate = usual_target(deal).rate if asked["at"] == _HURDLE else asked["at"] or 0.0
        return Target("loss", rate, asked["loss_chance"], investor)
    return usual_target(deal, investor)


def _next(priced: Priced, file: str) -> str:
    """What to do with the answer."""
    if priced.found.value is None and priced.target.kind == "irr" and priced.found.solved.holes:
        return (
            f"look for a net present value of nothing instead: sib price {file} --npv-zero-at {priced.target.rate:.6g}."
        )
    if priced.found.value is None:
        return f"ease what binds, or see what another input does: sib price {file} --change PATH; sib explain {file}."
    if priced.is_simulated:
        return f"put it into the file, then sib simulate {file}; docs/price.md says what each figure means."
    return f"put it into the file, then sib run {file}; docs/price.md says what each figure means."
