"""Case files, under /inspect/cases/."""

from django.urls import path

from compliance.views import cases, cases_finding, cases_visits

app_name = "cases"
urlpatterns = [
    path("", cases.listing, name="list"),
    path("cases.csv", cases.export, name="export"),
    path("open/<uuid:enterprise_id>/", cases.open_case, name="open"),
    path("<uuid:case_id>/", cases.case, name="case"),
    path("<uuid:case_id>/assign/", cases.assign, name="assign"),
    path("<uuid:case_id>/release/", cases.release, name="release"),
    path("<uuid:case_id>/close/", cases.close, name="close"),
    path("<uuid:case_id>/reopen/", cases.reopen, name="reopen"),
    path("<uuid:case_id>/staff/", cases.staff, name="staff"),
    path("<uuid:case_id>/plan/", cases_visits.plan, name="plan"),
    path("<uuid:case_id>/finding/", cases_finding.record, name="record"),
    path("<uuid:case_id>/worker/", cases_finding.worker, name="worker"),
    path("<uuid:case_id>/evidence/", cases_finding.add_evidence, name="add_evidence"),
    path("<uuid:case_id>/minutes/", cases_finding.minutes, name="minutes"),
    path("<uuid:case_id>/accept/", cases_finding.accept, name="accept"),
    path("visits/<uuid:visit_id>/", cases_visits.sheet, name="sheet"),
    path("visits/<uuid:visit_id>/blank/", cases_visits.blank, name="blank"),
    path("visits/<uuid:visit_id>/letter/", cases_visits.letter, name="letter"),
    path("visits/<uuid:visit_id>/move/", cases_visits.move, name="move"),
    path("visits/<uuid:visit_id>/cancel/", cases_visits.cancel, name="cancel"),
    path("findings/<uuid:finding_id>/", cases_finding.finding, name="finding"),
    path("evidence/<uuid:evidence_id>/", cases_finding.evidence, name="evidence"),
    path("minutes/<uuid:minutes_id>/km.pdf", cases_finding.minutes_paper, {"language": "km"}, name="minutes_km"),
    path("minutes/<uuid:minutes_id>/en.pdf", cases_finding.minutes_paper, {"language": "en"}, name="minutes_en"),
]
