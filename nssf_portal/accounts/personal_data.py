"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "ContactCode": {
        "technical": "id purpose created_at expires_at attempts ended_at",
        "contact": "phone_index",
        "secret": "digest",
    },
    "RoleGrant": {
        "none": "role",
        "technical": "id office institution granted_at ended_at",
        "person": "user granted_by ended_by",
    },
    "Office": {
        "none": "name_km name_en tree",
        "technical": "id code parent",
    },
    "Institution": {
        "none": "name_km name_en",
        "technical": "id code",
    },
    "User": {
        "none": "last_login phone_verified is_active date_joined",
        "technical": "id language",
        "name": "name",
        "contact": "email phone",
        "secret": "password",
    },
}
