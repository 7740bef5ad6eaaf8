"""The sections of a term sheet: each a function from a view to what it says, or None where the deal is silent."""
