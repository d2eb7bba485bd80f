"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "ReadLog": {
        "technical": "id at subject_kind screen revealed txid",
        "person": "user subject_id",
        "content": "reason",
    },
    "Seal": {
        "technical": "id table from_txid to_txid rows columns content digest previous signature sealed_at",
        "content": "note",
    },
}
