"""The programmes an enterprise has connected; taken into /employer/."""

from django.urls import path

from registration.views import employer_machines as views

app_name = "machines"
_ALL = "<uuid:enterprise_id>/api/"
_ONE = _ALL + "<uuid:client_id>/"

urlpatterns = [
    path(_ALL, views.machine_list, name="list"),
    path(_ONE, views.machine, name="machine"),
    path(_ONE + "secret/", views.rotate, name="rotate"),
    path(_ONE + "revoke/", views.revoke, name="revoke"),
    path(_ONE + "webhooks/", views.webhook_add, name="webhook_add"),
    path(_ONE + "webhooks/<uuid:webhook_id>/end/", views.webhook_end, name="webhook_end"),
]
