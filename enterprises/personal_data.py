"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "Enterprise": {
        "none": (
            "name_km name_latin key_km key_latin reference nssf_number tin moc_number certificate_kind "
            "certificate_number commune_code province_code sector activity declared_workers opened_on "
            "registered_on closed_on channel"
        ),
        "technical": "id kind state submission_id merged_into",
        "person": "registered_by",
        "contact": "address phone",
    },
    "Establishment": {
        "none": "name_km name_latin key_km key_latin is_head_office commune_code opened_on closed_on",
        "technical": "id enterprise submission_id",
        "contact": "address phone",
    },
    "Source": {
        "none": "name_km name_en is_active rank months_between owed_since owed_by units units_as_of units_said_by",
        "technical": "id code institution way",
    },
    "RegistryRecord": {
        "none": (
            "name_km name_latin key_km key_latin source_key tin moc_number commune_code sector activity "
            "declared_workers opened_on closed_on as_of verification parent_key match_state matched_by match_score "
            "match_reasons"
        ),
        "technical": "id source enterprise batch received_at withdrawn_at matched_at exchange_id",
        "contact": "address phone",
    },
    "RegistryBatch": {
        "none": (
            "reference period as_of rows read_to created updated unchanged refused undone_rows kept_rows problem "
            "problem_detail sheet header_row"
        ),
        "technical": ("id source institution state channel upload sha256 submission_id received_at done_at undone_at"),
        "person": "received_by loaded_by undone_by",
        "content": "file_name undone_why",
    },
    "BatchColumn": {"technical": "id batch position field", "content": "heading"},
    "SourceColumn": {"none": "heading_key field", "technical": "id source"},
    "BatchProblem": {"none": "row_no field code severity", "technical": "id batch"},
    "MatchRun": {
        "none": "records matched possible unmatched changed",
        "technical": "id source started_at finished_at",
        "person": "by",
    },
    "MatchCandidate": {"none": "rank score reasons", "technical": "id record enterprise"},
    "MatchDecision": {
        "none": "verdict score reasons",
        "technical": "id record enterprise at undone_at",
        "person": "by undone_by",
        "content": "why",
    },
    "Settlement": {
        "none": "field kind",
        "technical": "id enterprise record at superseded_at",
        "person": "by",
        "contact": "value",
        "content": "reason",
    },
    "ConfirmationRound": {
        "none": "reference name place_code registered_before answer_by size",
        "technical": "id submission_id at letters sent_at",
        "person": "by",
    },
    "ConfirmationRequest": {
        "none": "reference",
        "technical": "id round enterprise code_digest code_cipher state sent_at opened_at answered_at",
        "person": "answered_by",
        "content": "wrong_why",
    },
    "EnterpriseTally": {
        "none": "month moved province_code sector kind channel units",
        "technical": "id",
    },
    "UnitFigure": {
        "none": "day place_code sector size registered matched possible missing",
        "technical": "id source",
    },
    "SourceFigure": {"none": "day measure field value", "technical": "id source"},
    "RegistryPerson": {
        "none": "role",
        "technical": "id record",
        "name": "key_km key_latin",
        "identifier": "identity_blind",
    },
    "Claim": {
        "none": (
            "name_km name_latin key_km key_latin reference path tin moc_number certificate_number place_code "
            "look_up_state commune_code sector activity workers opened_on identity_kind matched_role "
            "needed_document needed_why rule returned_fields"
        ),
        "technical": (
            "id submission_id enterprise state created_at looked_up_at confirmed_at invite_asked_at submitted_at "
            "work_item decided_at records"
        ),
        "person": "user decided_by",
        "name": "family_name_km given_name_km family_name_latin given_name_latin",
        "contact": "address phone",
        "work": "capacity",
        "identifier": "identity_cipher identity_blind identity_last4",
        "content": "returned_why decision_reason",
    },
    "ClaimDocument": {
        "technical": "id claim upload kind added_at",
    },
    "ClaimCheck": {
        "technical": "id claim code outcome evidence exchange_id checked_at",
    },
    "LookUp": {
        "technical": "id at kind",
        "person": "user",
    },
    "Invitation": {
        "none": "role",
        "technical": "id enterprise state submission_id invited_at expires_at accepted_at",
        "person": "invited_by accepted_by",
        "contact": "email phone",
    },
    "Certificate": {
        "none": "language",
        "technical": "id enterprise document data_digest",
    },
    "Representative": {
        "none": "role basis",
        "technical": "id enterprise started_at ended_at",
        "person": "user ended_by",
    },
}
