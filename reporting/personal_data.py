"""What each field of this app holds about people (the classes: nssf_portal.audit.personal)."""

PERSONAL_DATA = {
    "Plan": {
        "none": "name_km name_en code starts_on ends_on counted_from counted_why_km counted_why_en source",
        "technical": "id follows",
    },
    "Measure": {
        "none": "number theme",
        "technical": "id plan",
    },
    "MeasureVersion": {
        "none": "version valid_from title_km title_en indicator_km indicator_en first_year last_year why",
        "person": "made_by confirmed_by",
        "technical": "id submission_id measure made_at confirmed_at",
    },
    "MeasurePart": {
        "none": "part",
        "technical": "id version institution",
    },
    "ContactInvitation": {
        "none": "reference",
        "person": "invited_by",
        "technical": "id submission_id plan institution invited_at",
    },
    "PlanDecision": {
        "none": "kind body decided_on until reference text_km text_en",
        "person": "entered_by",
        "technical": "id submission_id plan measure upload entered_at",
    },
    "PlanFigure": {
        "none": ("table row column row_order column_order label_km label_en value unit as_of source note_km note_en"),
        "technical": "id plan",
    },
    "Evaluation": {
        "none": "criterion question finding_km finding_en recommendation_km recommendation_en indicators",
        "person": "written_by approved_by",
        "technical": "id submission_id plan state written_at approved_at",
    },
    "Indicator": {
        "none": "order retired_on",
        "technical": "code owner",
    },
    "Baseline": {
        "none": "as_of value numerator denominator source note_km note_en confirmed",
        "person": "entered_by",
        "technical": "id indicator plan entered_at",
    },
    "Target": {
        "none": "period province_code value source confirmed",
        "person": "set_by",
        "technical": "id submission_id plan indicator set_at replaced_at",
    },
    "ProgressCall": {
        "none": "period due_on",
        "person": "called_by",
        "technical": "id plan called_at",
    },
    "ProgressEntry": {
        "content": "strengths weaknesses challenges needs returned_why",
        "none": "status reminders",
        "person": "submitted_by returned_by approved_by",
        "technical": "id call measure institution state submitted_at returned_at approved_at reminded_at",
    },
    "EntryEvidence": {
        "content": "caption",
        "person": "added_by struck_by",
        "technical": "id entry upload added_at struck_at",
    },
    "EnteredValue": {
        "none": "province_code value source",
        "person": "entered_by",
        "technical": "id entry indicator entered_at replaced_at",
    },
    "Finding": {
        "content": "learnt",
        "none": "inquiry held_on place_code women men not_stated question",
        "person": "entered_by",
        "technical": "id submission_id institution measure indicators upload entered_at",
    },
    "CoordinationItem": {
        "content": "problem intervention done_note",
        "none": "reference period body decision decided_on due_on done_on",
        "person": "raised_by",
        "technical": "id submission_id plan measure entry institution owner state raised_at",
    },
    "QualityReading": {
        "none": "day code subject numerator denominator",
        "technical": "id",
    },
    "TallyAlarm": {
        "content": "explanation",
        "none": "tally cells example",
        "person": "settled_by",
        "technical": "id found_at settled_at",
    },
    "Report": {
        "none": "reference kind period edition failure correction_km correction_en digest",
        "person": "requested_by reviewed_by published_by edited_by",
        "technical": "id submission_id plan state requested_at figures_at reviewed_at published_at corrects",
    },
    "ReportDefinition": {
        "none": "indicator_code definition digest",
        "technical": "id report",
    },
    "ReportFigure": {
        "none": "indicator_code cut cell value numerator denominator missing hidden origin rows_digest",
        "technical": "id report",
    },
    "ReportSection": {
        "none": "key order text_km text_en",
        "person": "edited_by",
        "technical": "id report edited_at",
    },
    "ReportFile": {
        "none": "kind stored sha256 size",
        "technical": "id report made_at",
    },
    "EditionChange": {
        "content": "reason",
        "none": "indicator_code cut cell before after",
        "technical": "id report",
    },
}
