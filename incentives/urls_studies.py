"""Studies for measure 2.2: question, live tables, simulator, findings, decision."""

from django.urls import path

from incentives.views import studies

app_name = "incentive_studies"  # `studies` are the analyst's pages of registration

urlpatterns = [
    path("", studies.home, name="home"),
    path("tables/", studies.live_tables, name="tables"),
    path("new/", studies.open_study, name="open"),
    path("<uuid:study_id>/", studies.study, name="study"),
    path("<uuid:study_id>/edit/", studies.edit, name="edit"),
    path("<uuid:study_id>/findings/", studies.findings, name="findings"),
    path("<uuid:study_id>/decision/", studies.decision, name="decision"),
    path("<uuid:study_id>/reopen/", studies.reopen, name="reopen"),
    path("<uuid:study_id>/drop/", studies.drop, name="drop"),
    path("<uuid:study_id>/copies/", studies.copies, name="copies"),
    path("<uuid:study_id>/documents/", studies.document_add, name="document_add"),
    path("<uuid:study_id>/documents/<uuid:study_document_id>/", studies.document, name="document"),
    path("<uuid:study_id>/try/", studies.try_scheme, name="try"),
    path("<uuid:study_id>/schemes/<uuid:simulation_id>/", studies.simulation, name="simulation"),
]
