"""Under /.well-known/ (RFC 8615): what machines that verify cards read."""

from django.urls import path

from registration.cards import views

urlpatterns = [
    path("nssf-card-keys.json", views.key_set_json, name="card-keys-json"),
    path("nssf-card-keys.cbor", views.key_set_cose, name="card-keys-cose"),
    path("nssf-card-revocations", views.revocation_list, name="card-revocations"),
]
