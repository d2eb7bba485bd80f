"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "WorkItem": {
        "none": "label channel place_code province_code district_code due_on paused_on first_decision",
        "technical": "id kind subject_id office state created_at claimed_at first_at second_at closed_at",
        "person": "claimed_by first_by second_by",
        "content": "first_reason second_reason",
    },
    "Movement": {
        "none": "at act",
        "technical": "id item state",
        "person": "by to_user",
        "content": "reason",
    },
    "WorkTally": {"none": "month province_code kind kept items", "technical": "id"},
    "SavedView": {"none": "name query", "technical": "id", "person": "user"},
}
