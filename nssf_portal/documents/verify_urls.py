"""Outside the language prefix: the address is printed on paper and must read the same in both languages."""

from django.urls import path

from nssf_portal.documents import views

urlpatterns = [
    path("", views.verify_start, name="verify-start"),
    path("<str:code>", views.verify, name="verify"),
]
