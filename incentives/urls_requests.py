"""Officers' queue of requests, under /incentives/requests/."""

from django.urls import path

from incentives.views import requests as views

app_name = "requests"
urlpatterns = [
    path("", views.requests, name="list"),
    path("<uuid:incentive_id>/", views.request_page, name="request"),
    path("<uuid:incentive_id>/send/", views.send, name="send"),
    path("<uuid:incentive_id>/refuse/", views.refuse, name="refuse"),
    path("<uuid:incentive_id>/revoke/", views.revoke, name="revoke"),
]
