"""The coordination log."""

from django.urls import path

from reporting.views import coordination

app_name = "reporting_coordination"
_ONE = "<uuid:coordination_id>"

urlpatterns = [
    path("", coordination.log, name="log"),
    path("new/", coordination.new, name="new"),
    path(f"{_ONE}/", coordination.item, name="item"),
    path(f"{_ONE}/intervene/", coordination.intervene, name="intervene"),
    path(f"{_ONE}/decide/", coordination.decide, name="decide"),
    path(f"{_ONE}/finish/", coordination.finish, name="finish"),
    path(f"{_ONE}/drop/", coordination.drop, name="drop"),
    path(f"{_ONE}/reopen/", coordination.reopen, name="reopen"),
]
