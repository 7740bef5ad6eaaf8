"""The print for a committee: two pages by which people who see nothing else can decide."""
