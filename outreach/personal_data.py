"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "ActivityType": {
        "none": (
            "name_km name_en code action order asks_names at_enterprise for_officials at_school "
            "is_competition is_public minutes valid_to"
        ),
        "technical": "id",
    },
    "TypeField": {
        "none": "label_km label_en kind choices_km choices_en required order ended_on",
        "technical": "id type",
    },
    "Series": {
        "none": "name_km name_en place_code rhythm every first_on last_on starts ends",
        "person": "created_by ended_by",
        "technical": "id submission_id type office created_at ended_at",
    },
    "Activity": {
        "content": "decided_reason report sent_back_reason cancelled_reason",
        "none": (
            "name_km name_en reference series_on place_code summary_km summary_en languages target_group "
            "venue latitude longitude capacity is_public takes_sign_ups contact_phone"
        ),
        "person": "created_by decided_by announced_by held_by reported_by verified_by cancelled_by",
        "technical": (
            "id submission_id type series office proposed_for enterprise starts_at ends_at door_digest state "
            "created_at decided_at announced_at held_at reported_at verified_at cancelled_at"
        ),
    },
    "SheetAnswer": {
        "content": "text",
        "none": "number yes",
        "technical": "id activity field",
    },
    "BudgetLine": {
        "none": "kind what amount spent_on",
        "person": "entered_by struck_by",
        "technical": "id submission_id activity source upload entered_at struck_at",
    },
    "ActivityPartner": {
        "none": "role",
        "technical": "id activity institution",
    },
    "Speaker": {
        "name": "name",
        "none": "organisation agreed",
        "technical": "id activity",
    },
    "Material": {
        "none": "name_km name_en language target_group retired_on",
        "person": "created_by",
        "technical": "id submission_id created_at",
    },
    "MaterialVersion": {
        "content": "note",
        "none": "version",
        "person": "added_by",
        "technical": "id material upload added_at",
    },
    "ActivityMaterial": {
        "none": "copies",
        "technical": "id activity version",
    },
    "ActivityEvidence": {
        "content": "note",
        "none": "kind",
        "person": "added_by struck_by",
        "technical": "id activity upload added_at struck_at",
    },
    "Consultation": {
        "content": "heard changed",
        "none": "changed_on",
        "person": "entered_by",
        "technical": "id submission_id activity institution entered_at",
    },
    "Attribution": {
        "none": "subject rule registered_on days",
        "person": "member",
        "technical": "id enterprise activity computed_at",
    },
    "NextPlace": {
        "none": "rank missing_units missing_workers last_activity_on",
        "technical": "commune_code computed_at",
    },
    "PlainPage": {
        "none": ("slug version topic title_km title_en body_km body_en source confirmed search_km search_en review_on"),
        "person": "owner written_by published_by",
        "technical": "id submission_id state written_at published_at",
    },
    "AskedQuestion": {
        "content": "where",
        "none": "slug question_km question_en answer_km answer_en",
        "person": "published_by",
        "technical": "id submission_id asked_at published_at",
    },
    "SignUp": {
        "contact": "phone phone_blind",
        "content": "access_needs",
        "name": "name",
        "none": "reference people language childcare",
        "person": "user",
        "technical": "id submission_id activity enterprise consented_at cancelled_at reminded_at purged_at",
    },
    "Attendance": {
        "birth": "gender",
        "contact": "phone phone_blind",
        "content": "access_needs",
        "name": "name",
        "none": "how group childcare",
        "person": "written_by struck_by",
        "technical": "id submission_id activity device enterprise consented_at came_at struck_at purged_at",
    },
    "HeadCount": {
        "none": "group women men not_stated",
        "person": "counted_by",
        "technical": "id submission_id activity counted_at replaced_at",
    },
    "PersonList": {
        "none": "rows refused",
        "person": "received_by",
        "technical": "id submission_id activity institution state received_at purged_at",
    },
    "ListedPerson": {
        "birth": "gender",
        "contact": "phone phone_blind",
        "name": "name",
        "none": "row consented_on",
        "person": "application",
        "technical": "id list called_at",
    },
    "StartedHere": {
        "none": "at",
        "person": "application",
        "technical": "activity",
    },
    "StartedClaim": {
        "none": "at",
        "person": "claim",
        "technical": "activity",
    },
    "StartedEnterprise": {
        "none": "at",
        "technical": "enterprise activity",
    },
    "QuizQuestion": {
        "none": "text_km text_en kind target_group why_km why_en source confirmed retired_on",
        "technical": "id",
    },
    "QuizChoice": {
        "none": "text_km text_en is_right order",
        "technical": "id question",
    },
    "ActivityQuestion": {
        "none": "order",
        "technical": "id activity question",
    },
    "QuizAnswer": {
        "none": "moment",
        "technical": "id activity question choice device answered_at",
    },
    "Competition": {
        "none": "seconds prizes",
        "person": "made_by",
        "technical": "id activity state join_digest made_at closed_at",
    },
    "Team": {
        "none": "name",
        "person": "hidden_by",
        "technical": "id competition hidden_at",
    },
    "TeamPhone": {
        "technical": "id competition team device joined_at",
    },
    "CompetitionQuestion": {
        "none": "round order points",
        "technical": "id competition question state asked_at closes_at",
    },
    "TeamAnswer": {
        "technical": "id asked team device choice answered_at",
    },
    "School": {
        "none": "name_km name_en level commune_code code pupils closed_on",
        "technical": "id submission_id",
    },
    "SchoolVisit": {
        "none": "grade",
        "technical": "activity school",
    },
    "CurriculumItem": {
        "none": "name_km name_en level grade subject textbook text taught_from",
        "person": "proposed_by",
        "technical": "id submission_id upload institution state proposed_at",
    },
    "CurriculumStep": {
        "content": "note",
        "none": "became at",
        "person": "by",
        "technical": "id item",
    },
    "Course": {
        "none": "name_km name_en code kind goals_km goals_en hours pass_mark valid_months retired_on",
        "technical": "id",
    },
    "CourseSession": {
        "technical": "activity course",
    },
    "Enrolment": {
        "name": "name",
        "person": "user assessed_by enrolled_by",
        "technical": "id activity course institution state assessed_at certificate_km certificate_en enrolled_at",
        "work": "position mark",
    },
}
