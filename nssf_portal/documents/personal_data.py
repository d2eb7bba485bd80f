"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "Upload": {
        "technical": (
            "id submission_id kind media_type size sha256 given_sha256 stored scan_state scanner scanned_at created_at"
        ),
        "person": "owner",
        "content": "original_name",
    },
    "IssuedDocument": {
        "none": "subject_km subject_latin subject_number language stored",
        "technical": "id code kind sha256 issued_at revoked_at",
        "person": "issued_by revoked_by",
        "content": "revoked_reason",
    },
}
