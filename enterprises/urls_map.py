"""The formalization map and the scoreboard of sources, under /reports/units/."""

from django.urls import path

from enterprises.views import sources, units

app_name = "units"
urlpatterns = [
    path("", units.page, name="map"),
    path("counts.csv", units.counts_csv, name="counts_csv"),
    path("list/", units.listing, name="list"),
    path("list.csv", units.list_csv, name="list_csv"),
    path("sources/", sources.board, name="sources"),
    path("sources.csv", sources.board_csv, name="sources_csv"),
    path("sources/<slug:source_code>/", sources.one, name="source"),
]
