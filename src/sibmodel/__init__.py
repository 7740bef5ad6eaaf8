"""Financial models of social impact bonds: one deal file, read as numbers, as a workbook and as prose.

Example:
    >>> import sibmodel
    >>> deal = sibmodel.read_deal("deal_templates/rikers_able.yaml")
    >>> projection = sibmodel.project(deal)
    >>> projection.figure("investors.loan.multiple", "at_20").value
    1.22
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sibmodel.version import __version__

if TYPE_CHECKING:
    from sibmodel.engine.evaluate import evaluate
    from sibmodel.engine.projection import Projection, project
    from sibmodel.files.deals import read_deal
    from sibmodel.risk.payment_risk import payment_risk
    from sibmodel.risk.simulation import simulate

__all__ = ["Projection", "__version__", "evaluate", "payment_risk", "project", "read_deal", "simulate"]

_HOME = {
    "Projection": "sibmodel.engine.projection",
    "project": "sibmodel.engine.projection",
    "evaluate": "sibmodel.engine.evaluate",
    "payment_risk": "sibmodel.risk.payment_risk",
    "read_deal": "sibmodel.files.deals",
    "simulate": "sibmodel.risk.simulation",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import sibmodel`` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'sibmodel' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
