"""Capital: one instrument per file, each of which says what it may be paid, what it is owed and how that is booked."""
