"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "AwardCycle": {
        "content": "cancelled_reason",
        "none": (
            "name_km name_en year cut_off_on months nominations_from nominations_until scoring_until "
            "week_from week_until legal_ground quorum jurors_each long_list_size short_list_size"
        ),
        "person": "created_by opened_by scored_by deliberated_by announced_by archived_by cancelled_by",
        "technical": (
            "id submission_id presented_at state created_at opened_at scored_at deliberated_at announced_at "
            "archived_at cancelled_at"
        ),
    },
    "AwardCategory": {
        "none": "name_km name_en order size sector province_code first_year winners",
        "technical": "id cycle",
    },
    "AwardCriterion": {
        "none": "name_km name_en order kind measure minimum required weight scale guidance_km guidance_en",
        "technical": "id cycle",
    },
    "EligibilityRun": {
        "none": "cut_off_on enterprises eligible is_frozen is_draft",
        "person": "ran_by",
        "technical": "id submission_id cycle ran_at digest done_at",
    },
    "EligibilityRow": {
        "none": (
            "eligible missed unknown points size sector province_code registered_on workers standing "
            "registered staff declarations payments headcount findings late_hires months_due months_missing "
            "months_late months_paid_late workers_said"
        ),
        "technical": "id run enterprise category",
    },
    "Candidate": {
        "content": "reason set_aside_reason",
        "none": "source",
        "person": "nominated_by set_aside_by public_by",
        "technical": "id submission_id cycle category enterprise state nominated_at set_aside_at public_at",
    },
    "Juror": {
        "none": "scores votes",
        "person": "user called_by ended_by",
        "technical": "id cycle called_at ended_at",
    },
    "JurorConflict": {
        "content": "reason",
        "technical": "id juror candidate declared_at",
    },
    "JurorScore": {
        "content": "note",
        "none": "points",
        "technical": "id juror candidate criterion scored_at void_at",
    },
    "DeliberationNote": {
        "content": "text",
        "person": "written_by",
        "technical": "id submission_id cycle category candidate written_at",
    },
    "Award": {
        "content": "tie_reason withdrawal_reason",
        "none": "reference rank",
        "person": "proposed_by decided_by withdrawal_proposed_by withdrawn_by",
        "technical": (
            "id submission_id cycle category candidate enterprise state proposed_at decided_at given_at "
            "certificate_km certificate_en letter_km letter_en withdrawal_proposed_at withdrawn_at"
        ),
    },
    "AwardVote": {
        "content": "note",
        "none": "vote",
        "person": "user",
        "technical": "id award juror voted_at",
    },
    "Programme": {
        "none": (
            "name_km name_en code kind summary_km summary_en legal_ground confirmed budget takes_requests "
            "valid_from valid_to order"
        ),
        "technical": "id institution",
    },
    "ProgrammeCondition": {
        "none": "measure minimum maximum one_of source confirmed order",
        "technical": "id programme",
    },
    "ProgrammeTerm": {
        "none": "label_km label_en value_km value_en published_on valid_to source confirmed is_history",
        "technical": "id programme institution",
    },
    "IncentiveRequest": {
        "contact": "contact_phone",
        "content": "note refused_reason revoked_reason",
        "name": "contact_name",
        "none": (
            "reference amount consent_purpose consent_until shared_standing shared_on shared_size answer_by "
            "taken_up_on taken_up_amount"
        ),
        "person": "proposed_by consent_ended_by granted_by refused_by revoked_by",
        "technical": (
            "id submission_id programme institution enterprise state proposed_at consent_ended_at granted_at "
            "refused_at revoked_at"
        ),
    },
    "PartnerAnswer": {
        "content": "reason",
        "none": "kind channel amount interest months happened_on",
        "person": "received_by",
        "technical": "id submission_id request received_at upload",
    },
    "Intervention": {
        "content": "refused_reason ended_reason",
        "none": (
            "name_km name_en reference kind effect legal_ground reason sectors activity_contains places "
            "sizes registered_before from_month to_month last_month"
        ),
        "person": "created_by proposed_by granted_by refused_by ended_by revoked_by",
        "technical": (
            "id submission_id state created_at selected_at proposed_at granted_at refused_at ended_at "
            "expired_at revoked_at"
        ),
    },
    "InterventionLine": {
        "content": "excluded_reason",
        "none": "workers",
        "person": "excluded_by",
        "technical": "id intervention enterprise state adjustment excluded_at",
    },
    "ReliefReason": {
        "none": "name_km name_en code kind legal_ground needs_document confirmed valid_from valid_to order",
        "technical": "id",
    },
    "ReliefRequest": {
        "content": "text refused_reason revoked_reason",
        "none": "reference kind from_month to_month",
        "person": "asked_by proposed_by granted_by refused_by revoked_by",
        "technical": (
            "id submission_id enterprise reason fine state asked_at adjustment proposed_at granted_at "
            "refused_at revoked_at"
        ),
    },
    "ReliefDocument": {
        "person": "added_by",
        "technical": "id request upload added_at",
    },
    "ReliefContract": {
        "person": "employment",
        "technical": "id request",
    },
    "IncentiveStudy": {
        "none": "reference topic question method due_on findings decision decision_reference decided_on",
        "person": "opened_by found_by decided_by",
        "technical": "id submission_id institution state opened_at found_at decided_at",
    },
    "StudyDocument": {
        "none": "title",
        "person": "added_by",
        "technical": "id study upload added_at",
    },
    "StudyFigure": {
        "none": "table key enterprises workers",
        "person": "taken_by",
        "technical": "id study taken_at",
    },
    "Simulation": {
        "none": (
            "title kind sizes sectors province_code only_good months share amount take_up assumptions law_on "
            "enterprises workers cost rests_on_unconfirmed why_not"
        ),
        "person": "made_by",
        "technical": "id submission_id study made_at",
    },
}
