"""Fixed addresses: they are registered at the providers."""

from django.urls import path

from nssf_portal.exchange.identity import views

app_name = "identity"
urlpatterns = [
    path("camdigikey/start/", views.start_camdigikey, name="start_camdigikey"),
    path("camdigikey/", views.camdigikey, name="camdigikey"),
    path("oidc/start/", views.start_oidc, name="start_oidc"),
    path("oidc/", views.openid_connect, name="oidc"),
]
