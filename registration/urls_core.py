"""Working beside NSSF's core system: the daily comparison, deltas both ways, blocks of numbers."""

from django.urls import path

from registration.views import core, core_deltas

app_name = "core"

urlpatterns = [
    path("", core.home, name="home"),
    path("differences/", core.differences, name="differences"),
    path("differences/file/", core.differences_file, name="differences_file"),
    path("differences/<uuid:difference_id>/", core.difference, name="difference"),
    path("deltas/", core_deltas.deltas, name="deltas"),
    path("deltas/make/", core_deltas.make, name="make"),
    path("deltas/<uuid:delta_id>/", core_deltas.delta, name="delta"),
    path("deltas/<uuid:delta_id>/file/", core_deltas.fetch, name="fetch"),
    path("deltas/<uuid:delta_id>/acknowledged/", core_deltas.acknowledged, name="acknowledged"),
    path("blocks/", core_deltas.blocks_page, name="blocks"),
    path("blocks/request/", core_deltas.block_request, name="block_request"),
]
