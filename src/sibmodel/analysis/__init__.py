"""Analysis: what the parties to a deal ask of its numbers, such as what it is worth to whom and at which price."""
