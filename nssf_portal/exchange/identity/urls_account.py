from django.urls import path

from nssf_portal.exchange.identity import views

app_name = "identity_link"
urlpatterns = [
    path("", views.confirm_link, name="confirm"),
    path("remove/", views.remove_link, name="remove"),
]
