"""Reading a table somebody already has (a staff list, a registry): safely opened, its header found; no models."""
