"""Plain words as officers write and keep them."""

from django.urls import path

from outreach.views import library_desk as desk

app_name = "outreach_library"

urlpatterns = [
    path("", desk.pages, name="list"),
    path("new/", desk.new, name="new"),
    path("questions/", desk.questions, name="questions"),
    path("questions/new/", desk.question_new, name="question_new"),
    path("questions/<uuid:asked_id>/", desk.question, name="question"),
    path("<uuid:page_id>/", desk.page, name="page"),
    path("<uuid:page_id>/edit/", desk.edit, name="edit"),
    path("<uuid:page_id>/next/", desk.next_version, name="next"),
    path("<uuid:page_id>/publish/", desk.publish, name="publish"),
    path("<uuid:page_id>/withdraw/", desk.withdraw, name="withdraw"),
    path("<uuid:page_id>/right/", desk.still_right, name="still_right"),
]
