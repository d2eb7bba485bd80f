"""Addresses behind the link in a member's message: no sign-in, the link and two facts are the key."""

from django.urls import path

from registration.views import member

_NOTICE = "m/<str:token>"

urlpatterns = [
    path(_NOTICE, member.notice, name="notice"),
    path(_NOTICE + "/prove", member.notice_prove, name="notice_prove"),
    path(_NOTICE + "/wrong", member.notice_wrong, name="notice_wrong"),
    path(_NOTICE + "/reported", member.notice_reported, name="notice_reported"),
    path(_NOTICE + "/phone", member.notice_phone, name="notice_phone"),
]
