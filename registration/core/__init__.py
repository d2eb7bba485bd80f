"""Working beside NSSF's core system: what changed here, what changed there, and whether both say the same."""
