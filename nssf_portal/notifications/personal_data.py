"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "Message": {
        "technical": (
            "id event template language channel dedup_key parameters state created_at not_before attempts "
            "sending_since sent_at read_at provider_id gateway segments ask_at failure"
        ),
        "person": "recipient_user recipient_member address_ref",
    },
    "Preference": {"technical": "sms email telegram first", "person": "user"},
    "TelegramChat": {"technical": "id key_id bound_at", "contact": "ciphertext blind_index", "person": "user"},
    "TelegramInvite": {"technical": "id expires_at used_at", "secret": "digest", "person": "user"},
}
