"""Where a figure meets a target: one search, which prices and switching values both use."""
