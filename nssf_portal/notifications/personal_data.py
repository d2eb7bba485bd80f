"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "Message": {
        "technical": (
            "id event template language channel dedup_key parameters state created_at not_before attempts "
            "sending_since sent_at read_at provider_id failure"
        ),
        "person": "recipient_user recipient_member address_ref",
    },
}
