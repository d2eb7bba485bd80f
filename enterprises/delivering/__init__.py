"""Reading what an institution delivers: its file, in its own columns, turned into lines of the registry."""
