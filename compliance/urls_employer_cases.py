"""What an employer does about inspections by itself, under /employer/."""

from django.urls import path

from compliance.views import employer_cases as views

app_name = "employer_cases"
urlpatterns = [
    path("<uuid:enterprise_id>/self-declaration/", views.self_declaration, name="self_declaration"),
]
