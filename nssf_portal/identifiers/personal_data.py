"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "NumberBlock": {
        "none": "first last next reserved_on source",
        "technical": "id kind",
    },
}
