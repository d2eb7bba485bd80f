"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA: dict[str, dict[str, str]] = {}
