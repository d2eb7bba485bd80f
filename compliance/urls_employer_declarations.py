"""An employer's declarations, under /employer/."""

from django.urls import path

from compliance.views import declarations as views

app_name = "employer_declarations"
_MONTHS = "<uuid:enterprise_id>/declarations/"

urlpatterns = [
    path(_MONTHS, views.months, name="months"),
    path(_MONTHS + "<slug:month>/", views.month, name="month"),
    path(_MONTHS + "<slug:month>/file/", views.file, name="file"),
    path(_MONTHS + "<slug:month>/sheet/", views.sheet, name="sheet"),
]
