"""Addresses of the desk: who came, heads, the code at the door."""

from django.urls import path

from outreach.views import attendance

app_name = "outreach_attendance"
_ONE = "<uuid:activity_id>/"

urlpatterns = [
    path("", attendance.listing, name="list"),
    path("lines/<uuid:attendance_id>/strike/", attendance.strike, name="strike"),
    path("heads/<uuid:heads_id>/drop/", attendance.drop_heads, name="drop_heads"),
    path(_ONE, attendance.desk, name="desk"),
    path(_ONE + "write/", attendance.write, name="write"),
    path(_ONE + "arrive/<uuid:sign_up_id>/", attendance.arrive, name="arrive"),
    path(_ONE + "heads/", attendance.heads, name="heads"),
    path(_ONE + "begun/", attendance.begun, name="begun"),
    path(_ONE + "door/", attendance.switch_door, name="door"),
    path(_ONE + "door.pdf", attendance.poster, name="poster"),
]
