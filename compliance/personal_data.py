"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "ViolationType": {"none": "text_km text_en code source confirmed active order", "technical": "id fine"},
    "Checklist": {"none": "kind version source", "person": "published_by", "technical": "id published_at"},
    "ChecklistQuestion": {
        "none": "text_km text_en code section_km section_en order proven_by",
        "technical": "id checklist violation",
    },
    "ConflictOfInterest": {
        "content": "tie note",
        "person": "user declared_by ended_by",
        "technical": "id enterprise declared_at ended_at submission_id",
    },
    "TargetList": {
        "none": "place_code month capacity candidates",
        "person": "built_by settled_by",
        "technical": "id office state built_at settled_at",
    },
    "TargetWeight": {"none": "signal weight", "technical": "id list"},
    "TargetLine": {
        "content": "reason",
        "none": "commune_code rank score missing chosen_by treatment chance_until hit",
        "person": "decided_by",
        "technical": "id list enterprise state decided_at nudged_at complied_at",
    },
    "TargetReason": {"none": "signal strength points number against since source", "technical": "id line"},
    "NudgeLetter": {"technical": "id line paper_km paper_en made_at"},
    "CaseFile": {
        "content": "ground_text outcome_text",
        "none": "reference commune_code kind ground outcome",
        "person": "opened_by closed_by",
        "technical": (
            "id submission_id enterprise office line follows checklist state opened_at notified_at "
            "visited_at minuted_at closed_at"
        ),
    },
    "CaseInspector": {
        "none": "leads",
        "person": "user assigned_by ended_by",
        "technical": "id case assigned_at ended_at",
    },
    "CaseEntry": {"content": "note", "none": "act at number reference", "person": "by", "technical": "id case"},
    "Visit": {
        "content": "repeat_reason employer_statement note cancelled_reason",
        "none": "commune_code planned_on announced latitude longitude workers_met",
        "person": "planned_by held_by cancelled_by",
        "technical": "id submission_id case enterprise office joint_with planned_at state held_at cancelled_at",
    },
    "VisitAnswer": {"content": "answer note", "none": "at", "person": "by", "technical": "id visit case question"},
    "PersonPresent": {"name": "name", "none": "capacity", "technical": "id visit"},
    "Finding": {
        "content": "text cured_text",
        "none": "workers since",
        "person": "recorded_by cured_by withdrawn_by",
        "technical": "id submission_id case visit violation state recorded_at cured_at withdrawn_at",
    },
    "Evidence": {
        "content": "note",
        "none": "latitude longitude",
        "person": "added_by",
        "technical": "id case visit finding upload taken_at added_at",
    },
    "FoundWorker": {
        "content": "note",
        "name": "name",
        "person": "application recorded_by",
        "technical": "id submission_id case visit recorded_at",
        "work": "works_since",
    },
    "Minutes": {
        "content": "text statement signature_note",
        "name": "signer",
        "none": "number signature is_draft",
        "person": "made_by",
        "technical": "id submission_id case visit made_at paper_km paper_en",
    },
    "PartyField": {"none": "party field source confirmed", "technical": "id"},
    "ListShare": {
        "none": "place_code party purpose until",
        "person": "shared_by ended_by",
        "technical": "id list institution shared_at ended_at",
    },
    "UnitQuestion": {
        "content": "where note",
        "none": "commune_code due_on exists is_open interest",
        "person": "asked_by answered_by",
        "technical": "id submission_id enterprise case line token_digest state asked_at answered_at",
    },
    "Referral": {
        "content": "what answer",
        "none": "reference commune_code due_on",
        "person": "sent_by accepted_by answered_by",
        "technical": (
            "id submission_id enterprise case from_office from_institution to_institution to_office "
            "state sent_at accepted_at answered_at"
        ),
    },
    "Declaration": {
        "none": (
            "reference month kind due_on channel workers wages occupational_risk health_care "
            "pension_employer pension_worker confirmed province_code is_first"
        ),
        "person": "filed_by",
        "technical": "id enterprise filed_at submission_id superseded_at",
    },
    "DeclarationTally": {
        "none": "month province_code channel on_time declarations",
        "technical": "id",
    },
    "DeclarationLine": {
        "none": "month joined left",
        "person": "member_id",
        "technical": "id declaration employment_id",
        "wage": (
            "wage wage_currency wage_riel base pension_base occupational_risk health_care "
            "pension_employer pension_worker"
        ),
    },
    "PaymentBatch": {
        "none": "source channel rows created unchanged refused",
        "person": "received_by",
        "technical": "id upload received_at submission_id",
    },
    "Payment": {
        "none": "month fine_reference amount paid_on reference",
        "technical": "id batch enterprise received_at",
    },
    "Fine": {
        "content": "multiplier_reason declined_reason",
        "none": (
            "number law_on base_daily_wage multiplier workers amount legal_source is_draft due_on paid referred_to"
        ),
        "person": "proposed_by confirmed_by declined_by referred_by",
        "technical": (
            "id submission_id case finding state proposed_at confirmed_at declined_at paid_at "
            "relieved_at referred_at paper_km paper_en court_paper_km court_paper_en"
        ),
    },
    "Adjustment": {
        "content": "reason decided_reason revoked_reason",
        "none": "kind from_month to_month legal_ground",
        "person": "proposed_by decided_by revoked_by",
        "technical": "id submission_id enterprise fine state proposed_at decided_at revoked_at",
    },
    "SuspendedContract": {"person": "employment", "technical": "id adjustment"},
    "Notice": {
        "content": "text hearing_where",
        "none": "number kind legal_source is_draft served_how due_on",
        "person": "issued_by served_by",
        "technical": (
            "id submission_id case state hearing_at issued_at served_at answered_at expired_at "
            "reminded_at paper_km paper_en"
        ),
    },
    "NoticeReply": {
        "content": "text",
        "none": "on_behalf is_late",
        "person": "given_by",
        "technical": "id submission_id notice given_at",
    },
    "ReplyDocument": {"technical": "id reply upload"},
    "LegalText": {
        "none": "title_km title_en reference in_force_on repealed_on due_on note",
        "technical": "id institution state upload",
    },
    "LegalTextStep": {"none": "at note", "person": "by", "technical": "id text state"},
    "Power": {"none": "act inspector_kind article valid_from valid_to confirmed", "technical": "id text"},
    "Recommendation": {
        "content": "reason decided_reason",
        "none": "act",
        "person": "made_by decided_by",
        "technical": "id submission_id case state made_at decided_at",
    },
    "Guideline": {
        "none": "code version title_km title_en body_km body_en",
        "person": "published_by",
        "technical": "id published_at",
    },
    "Acknowledgement": {"none": "at", "person": "user", "technical": "id guideline"},
    "StandingCertificate": {"none": "as_of language", "technical": "id enterprise document"},
    "StandingRow": {
        "none": (
            "as_of registered staff declarations payments headcount findings missing_declarations "
            "late_declarations late_payments late_hires"
        ),
        "technical": "enterprise state computed_at",
    },
}
