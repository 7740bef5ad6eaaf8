"""Deal files: from YAML to a deal, or to all the problems that stand in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sibmodel.deal.deal import Deal
from sibmodel.deal.faults.fault import Fault
from sibmodel.deal.faults.find import find_faults
from sibmodel.deal.refusals import saying
from sibmodel.deal.salvage import salvage
from sibmodel.deal.schema import Spot, Steps, follow
from sibmodel.errors import DealFileError, Problem
from sibmodel.files.yaml import MAX_PROBLEMS, Document, parse_yaml, read_yaml

Finding = tuple[Any, Spot]


@dataclass(frozen=True, slots=True)
class DealFile:
    """A deal and the file it came from, so that what is found out later still has its place there."""

    deal: Deal
    document: Document

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems that know only their path in the deal, with their place in the file."""
        return [self._placed(problem) for problem in problems]

    def _placed(self, problem: Problem) -> Problem:
        place = self.document.place_of(tuple(problem.path.split(".")) if problem.path else ())
        return replace(problem, file=self.document.file, line=place.key_line, column=place.key_column)


def read_deal(path: Path | str) -> Deal:
    """Read a deal file.

    Args:
        path: The file.

    Raises:
        DealFileError: with every problem that can be found, each with its place, the reason and what to do.
    """
    return read_deal_file(path).deal


def read_deal_file(path: Path | str) -> DealFile:
    """Read a deal file and keep the places of everything in it.

    Raises:
        DealFileError: with every problem that can be found.
    """
    return _read(read_yaml(Path(path)))


def parse_deal(text: str, file: str = "") -> DealFile:
    """Read a text as if it were a deal file.

    Raises:
        DealFileError: with every problem that can be found.
    """
    return _read(parse_yaml(text, file))


def _read(document: Document) -> DealFile:
    if not _may_be_a_deal(document.data):
        message = "The file is not a deal: it has neither 'sibmodel:' nor 'terms:'."
        raise DealFileError([document.problem((), message, "Start from one that is: sib new starter.")])
    try:
        deal = Deal.model_validate(document.data)
    except ValidationError as error:
        raise DealFileError(_refusals(document, error)) from None
    if problems := [*_empty(document), *_told(document, find_faults(deal))]:
        raise DealFileError(problems)
    return DealFile(deal.read_from(document.sha256), document)


def _may_be_a_deal(data: dict[str, Any]) -> bool:
    """Whether a file is a deal or a piece of one, and not data that happens to share a name or two with deals."""
    known = data.keys() & Deal.model_fields.keys()
    return bool(data.keys() & {"sibmodel", "terms", "plan"}) or (bool(known) and len(known) == len(data))


def _empty(document: Document) -> Iterator[Problem]:
    """Names without a value: whether nothing is meant or something was forgotten, nobody can tell."""
    for path in _nothings(document.data, ()):
        yield document.problem(path, "is empty.", "Write its value, or remove it.")


def _nothings(data: Any, path: Steps) -> Iterator[Steps]:
    if data is None:
        yield path
    elif isinstance(data, dict | list):
        for step, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _nothings(inner, (*path, step))


def _told(document: Document, faults: Iterable[Fault]) -> list[Problem]:
    return [document.problem(fault.path, fault.message, fault.hint, at_key=fault.at_key) for fault in faults]


def _refusals(document: Document, error: ValidationError) -> list[Problem]:
    """What pydantic refused, and what else is wrong as far as the rest can be understood."""
    findings: list[Finding] = [(each, follow(Deal, each["loc"])) for each in error.errors(include_url=False)]
    refused = [spot.path for _, spot in findings]
    partial = salvage(Deal, document.data, refused)
    told = [*_sayings(document, findings[:MAX_PROBLEMS]), *_told(document, find_faults(partial, is_partial=True))]
    paths = {each.path for each in told}
    told += [each for each in islice(_empty(document), MAX_PROBLEMS) if each.path not in paths]
    return list({(each.path, each.message): each for each in told}.values())


def _sayings(document: Document, findings: list[Finding]) -> Iterator[Problem]:
    told = [(error, spot, saying(error, spot)) for error, spot in findings]
    meant = {_meant(spot, hint) for error, spot, (_, hint) in told if error["type"] == "extra_forbidden"}
    for error, spot, (message, hint) in told:
        if error["type"] == "missing" and spot.path in meant:
            continue  # it is there, misspelt
        path = (*spot.path, "kind") if error["type"].startswith("union_tag") else spot.path
        at_key = spot.is_key or error["type"] == "extra_forbidden"
        yield document.problem(path, message, hint, at_key=at_key)


def _meant(spot: Spot, hint: str) -> Steps:
    """The path that a misspelt name was probably meant for."""
    guess = hint.removeprefix("Did you mean '").removesuffix("'?")
    return (*spot.path[:-1], guess)
