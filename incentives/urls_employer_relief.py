"""The employer asks for relief, under /employer/."""

from django.urls import path

from incentives.views import employer_relief as views

app_name = "employer_relief"
_RELIEF = "<uuid:enterprise_id>/relief/"

urlpatterns = [
    path(_RELIEF, views.home, name="home"),
    path(_RELIEF + "ask/", views.ask, name="ask"),
    path(_RELIEF + "<uuid:relief_id>/", views.one, name="request"),
    path(_RELIEF + "<uuid:relief_id>/withdraw/", views.withdraw, name="withdraw"),
    path(_RELIEF + "<uuid:relief_id>/papers/<uuid:relief_document_id>/", views.paper, name="paper"),
]
