"""The value of any expression under one scenario, column by column: what explaining a number asks for."""

from __future__ import annotations

from sibmodel.engine.evaluate import evaluate_expression
from sibmodel.engine.projection import Projection, scenario_inputs
from sibmodel.graph.expressions import Expression


class Values:
    """The values of a projection under one scenario, of its lines and of any expression over them."""

    def __init__(self, projection: Projection, scenario: str) -> None:
        self.model = projection.model
        self.rows = {name: projection.row(name, scenario)[:, None] for name in projection.values}
        inputs = scenario_inputs(projection.deal, [scenario])
        self.changed = {path: values.reshape(1, 1) for path, values in inputs.items()}

    def __call__(self, expression: Expression, column: int) -> float:
        """The value in a column; a number that holds for the whole deal has it in every column."""
        row = evaluate_expression(expression, self.rows, self.changed)[:, 0]
        return float(row[0] if row.shape[0] == 1 else row[column])
