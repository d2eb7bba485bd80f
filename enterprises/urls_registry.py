"""Deliveries of institutions, under /desk/registry/."""

from django.urls import path

from enterprises.views.registry import acts, pages

app_name = "registry"
urlpatterns = [
    path("", pages.home, name="home"),
    path("send/", acts.send, name="send"),
    path("deliveries/<uuid:batch_id>/", pages.batch, name="batch"),
    path("deliveries/<uuid:batch_id>/columns/", acts.columns, name="columns"),
    path("deliveries/<uuid:batch_id>/take-over/", acts.take_over, name="take_over"),
    path("deliveries/<uuid:batch_id>/put-aside/", acts.put_aside, name="put_aside"),
    path("deliveries/<uuid:batch_id>/undo/", acts.undo, name="undo"),
    path("deliveries/<uuid:batch_id>/problems.csv", pages.problems_csv, name="problems_csv"),
]
