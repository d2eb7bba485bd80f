"""Under /verify/, beside the codes of papers: outside the language prefix, so that one address is kept offline."""

from django.urls import path

from registration.cards import views

urlpatterns = [
    path("card", views.check, name="verify-card"),
    path("status", views.status, name="verify-card-status"),
    path("worker.js", views.worker, name="verify-worker"),
]
