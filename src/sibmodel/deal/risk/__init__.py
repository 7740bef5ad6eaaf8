"""Risk as a deal states it: what is uncertain, what is left to chance, and how the evaluator measures."""
