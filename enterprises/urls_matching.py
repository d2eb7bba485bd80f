"""Comparing registry records with enterprises, under /desk/registry/."""

from django.urls import path

from enterprises.views import record, review, unit

app_name = "matching"
urlpatterns = [
    path("review/", review.queue, name="queue"),
    path("review/<uuid:record_id>/", review.review, name="review"),
    path("review/<uuid:record_id>/decide/", review.decide, name="decide"),
    path("decided/", review.decided, name="decided"),
    path("decided/<uuid:decision_id>/undo/", review.undo, name="undo"),
    path("records/", record.records, name="records"),
    path("records/<uuid:record_id>/", record.record, name="record"),
    path("records/<uuid:record_id>/apart/", review.apart, name="apart"),
    path("units/<uuid:enterprise_id>/", unit.unit, name="unit"),
    path("units/<uuid:enterprise_id>/places/<uuid:record_id>/", unit.add_place, name="add_place"),
    path("units/<uuid:enterprise_id>/settle/<slug:field>/", unit.settle, name="settle"),
]
