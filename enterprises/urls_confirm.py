"""Where an enterprise answers a request to confirm its data, under /employer/confirm/."""

from django.urls import path

from enterprises.views import confirm

app_name = "confirm_data"
urlpatterns = [
    path("", confirm.start, name="start"),
    path("<uuid:request_id>/", confirm.data, name="data"),
    path("<uuid:request_id>/wrong/", confirm.wrong, name="wrong"),
]
