"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "CoreDelta": {
        "technical": (
            "id direction sequence from_cursor to_cursor rows rows_done created updated unchanged refused digest "
            "stored state made_at delivered_at acknowledged_at"
        ),
        "person": "made_by delivered_to acknowledged_by",
    },
    "CoreDeltaProblem": {"technical": "id delta row kind field code severity"},
    "Reconciliation": {
        "none": "day in_core here same only_core only_here differing numbered_by_both not_comparable",
        "technical": "id digest at",
        "person": "by",
    },
    "ReconciliationDifference": {
        "none": "enterprise commune_code",
        "technical": "id reconciliation subject kind fields state found_at decided_at work_item",
        "person": "member decided_by",
        "identifier": "number other_number",
        "content": "core_values our_values why",
    },
    "AppBeginning": {"technical": "id client external_id begun_at", "person": "application"},
    "MemberTally": {
        "none": "month province_code sex group plan_group channel people",
        "technical": "id",
    },
    "MemberStock": {
        "none": "month moved province_code sex group plan_group people",
        "technical": "id",
    },
    "ApplicationTally": {
        "none": "month province_code sex path channel decision by_rule days applications",
        "technical": "id",
    },
    "Member": {
        "none": "group plan_group registered_on channel",
        "technical": "id state registered_at language",
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
        "name": "key sound",
    },
    "CardKey": {
        "technical": "id kid algorithm x y state published_at active_from retired_at needed_until",
    },
    "Card": {
        "technical": ("id version cti key state issued_at expires_on replaced_at revoked_at submission_id"),
        "person": "member issued_by revoked_by",
        "content": "token issue_reason revoked_reason",
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
    "Application": {
        "none": "kind path channel priority_group",
        "technical": (
            "id reference submission_id state waits_for waits_until language created_at place_code accepted_terms_at "
            "submitted_at work_item rule returned_fields decided_at identity_kind "
            "reopened_at"
        ),
        "person": (
            "user helped_by sponsor corrects decided_by first_decided_by reopened_by reopened_against member relation "
            "is_disabled marriage_registered"
        ),
        "name": "family_name_km given_name_km family_name_latin given_name_latin key_km key_latin",
        "contact": "commune_code",
        "birth": "sex born_on born_precision nationality",
        "work": ("occupation enterprise enterprise_typed employer_contact payer started_on uses_workers employment"),
        "identifier": "other_person",
        "wage": "wage",
        "content": "statement returned_why decision_reason correction no_identity equity_card",
    },
    "OwnAccess": {"technical": "id act way at", "person": "member user"},
    "PaidMonth": {"technical": "id reference source loaded_at", "person": "member", "wage": "month amount paid_on"},
    "VoluntaryStop": {
        "technical": "id said_at done_at taken_back_at submission_id",
        "person": "member said_by",
        "work": "ends_on reason",
    },
    "Reattachment": {
        "technical": "id application named_at done_at",
        "person": "from_member to_member named_by confirmed_by",
        "work": "employment",
    },
    "SurveyAnswer": {"none": "occasion satisfied easy sex province_code channel month", "technical": "id"},
    "SurveyUsed": {"technical": "digest"},
    "ApplicationNumber": {
        "technical": "id kind key_id",
        "person": "application",
        "identifier": "ciphertext blind_index last_four",
    },
    "ApplicationStep": {"technical": "id name fields_asked answered_at", "person": "application"},
    "ApplicationDocument": {"technical": "id upload kind added_at", "person": "application"},
    "ApplicationCheck": {
        "technical": "id code outcome evidence exchange_id checked_at",
        "person": "application",
    },
    "ApplicationCandidate": {"technical": "id score band reasons found_at", "person": "application member"},
    "Consent": {
        "technical": "id purpose version given language channel said_at",
        "person": "application member",
    },
    "Interest": {
        "none": "kind people province_code",
        "technical": "id said_at submission_id",
        "person": "application member",
    },
    "EmploymentConfirmation": {
        "technical": "id contact state asked_at due_on answered_at",
        "person": "application answered_by",
        "work": "enterprise",
    },
    "Dependency": {
        "technical": "id since until end_reason ageing_told_at",
        "person": "dependant sponsor relation is_disabled",
    },
    "Call": {
        "technical": "id submission_id channel facts started_at verified_at ended_at",
        "person": "agent application member",
    },
    "CallAttempt": {"technical": "id right at", "person": "call subject_id"},
    "CallBack": {
        "none": "topic best_time channel",
        "technical": "id submission_id language state asked_at attempts last_tried_at work_item contact_key",
        "person": "opened_by",
        "contact": "contact_cipher contact_last4",
        "content": "note",
    },
    "Tip": {
        "none": "about channel",
        "technical": "id reference submission_id place_code state received_at due_on closed_at",
        "person": "taken_by looked_at_by",
        "work": "enterprise enterprise_typed where",
        "content": "text seen outcome",
    },
    "TipSource": {
        "technical": "id given_at contact_key",
        "person": "tip",
        "contact": "contact_cipher contact_last4",
    },
    "Complaint": {
        "none": "about office channel",
        "technical": ("id reference submission_id language state received_at due_on answered_at closed_at contact_key"),
        "secret": "code_digest",
        "person": "person taken_by handled_by answered_by",
        "name": "person_typed",
        "contact": "contact_cipher contact_last4",
        "content": "text answer",
    },
    "Review": {
        "none": "subject_kind",
        "technical": "id reference submission_id language state asked_at due_on decided_at work_item",
        "person": "subject_id first_by second_by decided_by",
        "content": "statement answer",
    },
    "PriorityGroup": {
        "none": "number kind name_km name_en source confirmed benefits registration_plan owner",
        "technical": "id",
    },
    "PriorityCriterion": {
        "none": "code name_km name_en measure weight more_is_first note active",
        "technical": "id",
    },
    "PriorityFigure": {
        "none": "group criterion value source as_of",
        "technical": "id entered_at submission_id",
        "person": "entered_by",
    },
    "FamilyPackage": {
        "none": ("name_km name_en monthly_amount covers_spouse most_children take_up monthly_cost assumptions"),
        "technical": "id made_at submission_id",
        "person": "made_by",
    },
    "ServicePoint": {
        "none": (
            "kind name_km name_en commune_code address latitude longitude counter valid_from valid_to source confirmed"
        ),
        "technical": "id",
    },
    "PointHours": {"none": "point weekday date opens closes", "technical": "id"},
    "MobileUnit": {
        "none": "name_km name_en code place_code people_an_hour retired_on",
        "technical": "id office",
    },
    "UnitStop": {
        "content": "cancelled_reason",
        "none": "reference kind commune_code venue latitude longitude slot_minutes slot_people is_public",
        "person": "planned_by cancelled_by",
        "technical": (
            "id submission_id unit enterprise starts_at ends_at state planned_at announced_at opened_at "
            "closed_at cancelled_at"
        ),
    },
    "StopTeamMember": {
        "person": "user",
        "technical": "id stop joined_at left_at",
    },
    "StopBooking": {
        "contact": "phone",
        "name": "name",
        "none": "reference people language walk_in",
        "technical": (
            "id submission_id stop slot_at enterprise state booked_at came_at cancelled_at reminded_at purged_at"
        ),
    },
    "StopApplication": {
        "none": "at",
        "person": "application",
        "technical": "stop",
    },
    "CardHandover": {
        "person": "handed_by",
        "technical": "card stop handed_at",
    },
}
