"""Which enterprise a registry record speaks of: words of names, blocks, points, and the choice among candidates.

Pure comparison, without the database: `services.matching` reads, calls `choosing` and `grouping`, and writes.
Points are bits: each doubles the odds that two are the same. All of them stand in the law book (`weights`).
"""
