"""Declarations and payments as officers see them, under /inspect/declarations/."""

from django.urls import path

from compliance.views import declarations_inspect as views

app_name = "declarations"
urlpatterns = [
    path("payments/", views.payments, name="payments"),
    path("<uuid:enterprise_id>/", views.enterprise, name="enterprise"),
]
