"""The register of members as programmes see it: rosters, staff, applications, the core system's changes."""
