"""Compare: deals side by side on the same draws, and what each change between two versions moved."""
