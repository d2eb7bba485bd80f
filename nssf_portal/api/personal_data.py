"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA: dict[str, dict[str, str]] = {
    "ApiClient": {
        "technical": "id public_id kind owner_id scopes active created_at secret_changed_at last_used_at "
        "submission_id revoked_at",
        "none": "name",
        "secret": "secret_hash",
        "person": "user created_by revoked_by",
    },
    "AccessToken": {"technical": "id client scopes issued_at expires_at", "secret": "digest"},
    "IdempotentRequest": {
        "technical": "id client key act body_digest status headers at expires_at",
        "content": "answer",
    },
    "BulkExport": {
        "technical": "id client what since state requested_at ready_at expires_at deleted_at problem lines size stored"
    },
    "WebhookEndpoint": {
        "technical": "id client url events created_at disabled_at disabled_why",
        "secret": "secret",
        "person": "created_by",
    },
    "WebhookDelivery": {
        "technical": "id endpoint event ids state attempts last_status last_problem created_at tried_at ended_at"
    },
}
