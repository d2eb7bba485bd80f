"""What institutions say each quarter: entries, calls, findings, answers of people."""

from django.urls import path

from reporting.views import entries, entry_acts, findings

app_name = "reporting_entries"
_ONE = "<uuid:entry_id>"
_PAPER = f"{_ONE}/evidence/<uuid:entry_evidence_id>"
_FOUND = "findings/<uuid:inquiry_id>"

urlpatterns = [
    path("", entries.home, name="home"),
    path("calls/", entries.calls, name="calls"),
    path("calls/<uuid:progress_call_id>/remind/", entries.remind, name="remind"),
    path("answers/", findings.answers, name="answers"),
    path("findings/", findings.finding_list, name="findings"),
    path("findings/new/", findings.new, name="finding_new"),
    path(f"{_FOUND}/", findings.finding, name="finding"),
    path(f"{_FOUND}/edit/", findings.edit, name="finding_edit"),
    path(f"{_FOUND}/file/", findings.file, name="finding_file"),
    path(f"{_ONE}/", entries.entry, name="entry"),
    path(f"{_ONE}/write/", entry_acts.write, name="write"),
    path(f"{_ONE}/take-back/", entry_acts.take_back, name="take_back"),
    path(f"{_ONE}/return/", entry_acts.send_back, name="return"),
    path(f"{_ONE}/approve/", entry_acts.approve, name="approve"),
    path(f"{_ONE}/evidence/", entry_acts.evidence_add, name="evidence_add"),
    path(f"{_PAPER}/", entry_acts.evidence, name="evidence"),
    path(f"{_PAPER}/strike/", entry_acts.evidence_strike, name="evidence_strike"),
    path(f"{_ONE}/values/", entry_acts.value_enter, name="value_enter"),
]
