"""An institution's own pages, under /incentives/answers/."""

from django.urls import path

from incentives.views import answers as views

app_name = "answers"
urlpatterns = [
    path("", views.answers, name="list"),
    path("file/", views.file, name="file"),
    path("table/", views.table, name="table"),
    path("<uuid:incentive_id>/", views.one, name="request"),
]
