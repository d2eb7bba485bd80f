"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "LawValue": {
        "none": "value_type number text flag unit valid_from valid_to source confirmed note",
        "technical": "id code",
    },
    "Holiday": {
        "none": "date name_km name_en source confirmed",
        "technical": "id",
    },
    "OpeningHours": {
        "none": "counter weekday opens closes valid_from valid_to source",
        "technical": "id",
    },
    "ChecklistItem": {
        "none": "procedure applicant document requirement order valid_from valid_to source confirmed",
        "technical": "id",
    },
    "Coverage": {
        "none": "category scheme status valid_from valid_to source confirmed where_km where_en",
        "technical": "id",
    },
}
