"""Addresses of people who register themselves: no sign-in needed, a draft belongs to whoever began it."""

from django.urls import path

from registration.views.register import back, sides, walk

app_name = "register"
_ONE = "<uuid:application_id>/"

urlpatterns = [
    path("", walk.start, name="start"),
    path("owner/", sides.owner, name="owner"),
    path("owner/noted/", sides.owner_noted, name="owner_noted"),
    path("elsewhere/", sides.elsewhere, name="elsewhere"),
    path("resume/", back.resume_by_phone, name="resume_by_phone"),
    path("status/", back.status, name="status"),
    path("code/", back.code, name="code"),
    path("mine/", back.mine, name="mine"),
    path("m/<str:token>", back.by_message, name="message"),
    path(_ONE, walk.resume, name="resume"),
    path(_ONE + "done/", back.done, name="done"),
    path(_ONE + "withdraw/", back.withdraw, name="withdraw"),
    path(_ONE + "certificate-later/", back.certificate, name="give_certificate"),
    path(_ONE + "employer-instead/", sides.employer_instead, name="employer_instead"),
    path(_ONE + "sponsor/code/", sides.sponsor_code, name="sponsor_code"),
    path(_ONE + "<slug:name>/", walk.step, name="step"),
]
