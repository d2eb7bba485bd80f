"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "Exchange": {
        "technical": (
            "id at direction service client xroad_id request_id request_hash method status outcome fault_type "
            "duration_ms subject_kind body_digest question_digest"
        ),
        "person": "user",
        "content": "body question",
    },
    "PartnerClient": {"none": "client name institution source active", "technical": "id since"},
    "PartnerGrant": {
        "none": "client service fields purpose legal_ground since until",
        "technical": "id reviewed_at",
        "person": "reviewed_by",
    },
    "ReceivedMessage": {
        "technical": "id xroad_id client service body_digest received_at",
        "content": "answer",
    },
    "ProvidedTally": {"none": "id day service client answered"},
    "RegistryService": {
        "none": "source service enabled",
        "technical": "id",
    },
    "ContractCheck": {
        "technical": "id service at result shape told accepted_at",
        "person": "accepted_by",
    },
    "DoubtSettled": {
        "none": "verdict at",
        "technical": "xroad_id",
        "content": "why",
        "person": "by",
    },
    "IdentityLink": {
        "none": "provider since",
        "technical": "id",
        "person": "user",
        "identifier": "subject",
    },
    "UsedToken": {
        "technical": "digest expires_at",
    },
}
