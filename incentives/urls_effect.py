"""What became of those whom programmes, awards and reliefs reached."""

from django.urls import path

from incentives.views import effect

app_name = "effect"

urlpatterns = [
    path("", effect.home, name="home"),
    path("programmes/<uuid:programme_id>/", effect.programme, name="programme"),
    path("awards/<uuid:cycle_id>/winners/", effect.winners, name="winners"),
    path("awards/<uuid:cycle_id>/nominees/", effect.nominees, name="nominees"),
    path("relief/<uuid:intervention_id>/", effect.relief, name="relief"),
]
