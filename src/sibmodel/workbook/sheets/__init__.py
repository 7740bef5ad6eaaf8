"""The sheets, one file each; all sheets of lines in columns are written by one."""
