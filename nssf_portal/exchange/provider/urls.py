from django.urls import path

from nssf_portal.exchange.provider import views

app_name = "exchange"
urlpatterns = [
    path("", views.index, name="services"),
    path("<slug:code>/openapi.json", views.description, name="openapi"),
    # A security server passes on the path behind the service code, which may be empty or a slash.
    path("<slug:code>", views.call, name="call"),
    path("<slug:code>/", views.call, name="call_with_slash"),
]
