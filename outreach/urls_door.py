"""Addresses at the door of an activity, for telephones: no sign-in."""

from django.urls import path

from outreach.views import door

app_name = "door"
_ONE = "door/<str:token>/"

urlpatterns = [
    path(_ONE, door.door, name="door"),
    path(_ONE + "thanks/", door.thanks, name="thanks"),
    path(_ONE + "register/", door.begin, name="begin"),
    path(_ONE + "enterprise/", door.begin_enterprise, name="begin_enterprise"),
]
