"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "Job": {
        "technical": (
            "id kind subject_id dedup_key state attempts failures not_before leased_until done total error "
            "created_at finished_at"
        ),
        "person": "created_by",
    },
}
