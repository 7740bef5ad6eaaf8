"""Deal files: from YAML to a deal, or to the problems that stand in the way."""

from __future__ import annotations

from pathlib import Path

from sibmodel.deal.deal import Deal
from sibmodel.files.yaml import read_yaml


def read_deal(path: Path | str) -> Deal:
    """Read a deal file.

    Raises:
        DealFileError: with every problem that can be found.
    """
    document = read_yaml(Path(path))
    return Deal.model_validate(document.data).read_from(document.sha256)
