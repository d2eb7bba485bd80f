"""How a roster is shown: its figures, its problems in groups, its people, its history. Reads only, writes nothing."""
