"""The deals that come along: published and generic ones, each with its sources, to read and to start from."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from sibmodel.files.yaml import read_yaml


@dataclass(frozen=True, slots=True)
class Template:
    """A deal that comes along.

    Args:
        name: The name it is asked for by.
        path: Its file.
    """

    name: str
    path: Path

    def about(self) -> dict[str, Any]:
        """What it is, for a list: name, title, currency, summary, and what the file says under ``about``."""
        data = read_yaml(self.path).data
        words = {key: " ".join(str(data.get(key, "")).split()) for key in ("name", "currency", "summary")}
        about = data.get("about") or {}
        return {
            "name": self.name,
            "title": words["name"],
            "currency": words["currency"],
            "summary": words["summary"],
            "kind": about.get("kind"),
            "policy": about.get("policy", ""),
            "place": about.get("place", ""),
            "year": about.get("year"),
        }


def template_folder() -> Path:
    """Where the templates are: inside the package once installed, beside `src` in a checkout."""
    package = Path(str(files("sibmodel")))
    installed = package / "deal_templates"
    return installed if installed.is_dir() else package.parents[1] / "deal_templates"


def templates() -> dict[str, Template]:
    """Every template, by name."""
    return {path.stem: Template(path.stem, path) for path in sorted(template_folder().glob("*.yaml"))}


def copy(template: Template, target: Path) -> Path:
    """Copy a template to a file that is not there yet.

    Raises:
        FileExistsError: when it is.
    """
    text = template.path.read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(text)
    return target
