"""The Excel reading: the lines of a deal as live formulas, each with the value the engine worked out.

The workbook is written from :class:`sibmodel.graph.model.Model` alone, as the engine is, so the two cannot tell
different stories. Tests recalculate it with three spreadsheet programs and compare every cell.
"""
