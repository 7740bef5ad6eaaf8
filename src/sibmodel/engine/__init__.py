"""The numpy reading: lines become arrays, one row per column of the sheet and one column per scenario."""
