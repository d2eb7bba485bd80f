"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "MemberTally": {
        "none": "month province_code sex group channel people",
        "technical": "id",
    },
    "Member": {
        "none": "group plan_group registered_on channel",
        "technical": "id state registered_at",
        "person": "user merged_into",
        "name": "family_name_km given_name_km family_name_latin given_name_latin key_km key_latin",
        "contact": "commune_code province_code",
        "birth": "sex born_on born_precision nationality",
        "work": "ended_on",
        "identifier": "member_number",
    },
    "MemberIdentifier": {
        "none": "disputed",
        "technical": "id kind key_id added_at superseded_at",
        "person": "member",
        "identifier": "ciphertext blind_index last_four",
    },
    "MemberName": {
        "name": "key",
    },
    "Employment": {
        "none": "commune_code channel",
        "technical": "id entered_at submission_id",
        "person": "member entered_by",
        "work": ("enterprise establishment staff_number occupation department started_on presence ended_on end_reason"),
        "wage": "wage wage_currency",
    },
    "ExportRequest": {
        "technical": (
            "id enterprise establishment leavers file_format people state requested_at confirmed_at taken_at "
            "submission_id"
        ),
        "person": "requested_by confirmed_by",
        "content": "reason",
    },
    "Roster": {
        "technical": (
            "id reference enterprise establishment mode state channel upload sha256 submission_id replaces sheet "
            "header_row problem problem_detail rows_total read_to accepted repair review already registered "
            "dropped unchanged received_at first_checked_at confirmed_at done_at"
        ),
        "person": "received_by confirmed_by",
        "content": "file_name",
    },
    "RosterColumn": {
        "technical": "id roster position field",
        "content": "heading",
    },
    "ColumnMapping": {
        "none": "heading_key field",
        "technical": "id enterprise",
    },
    "RosterRow": {
        "technical": (
            "id roster row_no state digest identity_kind one_part_name namesake_cleared match employment "
            "changes_applied_at registered_at"
        ),
        "person": "evidence matched_member member",
        "name": "family_name_km given_name_km family_name_latin given_name_latin key_km key_latin",
        "contact": "phone_cipher phone_blind phone_last4",
        "birth": "sex born_on born_precision nationality young birth_altered",
        "work": "hired_on occupation department staff_number",
        "wage": "wage wage_currency",
        "identifier": "identity_cipher identity_blind identity_last4 stated_member_number",
        "content": "cells edits changes",
    },
    "RosterProblem": {
        "technical": "id row field code severity",
    },
    "RosterEdit": {
        "technical": "id roster row_no act fields at",
        "person": "by",
        "content": "note",
    },
    "Leaver": {
        "technical": "id roster state decided_at",
        "person": "decided_by",
        "work": "employment ended_on end_reason presence",
    },
    "DuplicatePair": {
        "technical": "id state work_item decided_at",
        "person": "row member decided_by",
        "content": "reason note",
    },
    "Correction": {
        "technical": "id row work_item proposed_at accepted decided_at",
        "person": "member decided_by",
        "content": "fields",
    },
    "Merge": {
        "technical": "id work_item merged_at submission_id",
        "person": "survivor other",
        "content": "reason",
    },
    "WrongReport": {
        "technical": "id message_id about work_item reported_at",
        "person": "member",
        "content": "said",
    },
    "MemberProof": {
        "technical": "failed closed_until proved_at",
        "person": "member",
    },
}
