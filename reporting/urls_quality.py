"""Data quality for those who read counts; alarms of tallies are settled by those who work on reports."""

from django.urls import path

from reporting.views import quality

app_name = "reporting_quality"
urlpatterns = [
    path("", quality.home, name="home"),
    path("measure/", quality.measure, name="measure"),
    path("readings.csv", quality.download, name="csv"),
    path("alarms/<uuid:alarm_id>/", quality.alarm, name="alarm"),
    path("alarms/<uuid:alarm_id>/settle/", quality.settle, name="settle"),
]
