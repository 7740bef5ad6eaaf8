"""The prose reading of a deal: its term sheet, every figure of it taken from the projection."""
