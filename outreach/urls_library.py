"""Plain words for everybody: pages, search, questions that people asked."""

from django.urls import path

from outreach.views import library

app_name = "learn"

urlpatterns = [
    path("", library.pages, name="list"),
    path("ask/", library.ask, name="ask"),
    path("questions/", library.questions, name="questions"),
    path("<slug:slug>/", library.page, name="page"),
]
