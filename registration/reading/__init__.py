"""Reading a roster: the file an employer already has, turned into checked rows; no database, no models."""
