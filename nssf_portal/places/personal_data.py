"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "Place": {
        "none": (
            "release is_current level ordinal name_km name_latin shown_km shown_latin key_km key_latin depth made"
        ),
        "technical": "id code parent",
    },
    "PlaceAlias": {
        "none": "text key",
        "technical": "id place",
    },
}
