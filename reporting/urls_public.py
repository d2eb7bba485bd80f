"""The plan's progress for everybody: a page, a small one to embed, the rows of the plan, open data."""

from django.urls import path

from reporting.views import public

app_name = "progress"
urlpatterns = [
    path("", public.page, name="page"),
    path("embed/", public.embed, name="embed"),
    path("measures/", public.measures, name="measures"),
    path("data/", public.data, name="data"),
    path("data/progress.json", public.json_file, name="json"),
    path("data/figures.csv", public.figures_csv, name="figures_csv"),
    path("data/curve.csv", public.curve_csv, name="curve_csv"),
    path("data/institutions.csv", public.institutions_csv, name="institutions_csv"),
]
