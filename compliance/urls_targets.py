"""Target lists, under /inspect/targets/."""

from django.urls import path

from compliance.views import target_line, target_ranking, targets

app_name = "targets"
urlpatterns = [
    path("", targets.home, name="home"),
    path("build/", targets.build, name="build"),
    path("ranking/", target_ranking.how, name="ranking"),
    path("<uuid:list_id>/", targets.one, name="list"),
    path("<uuid:list_id>/print/", targets.printed, name="print"),
    path("<uuid:list_id>/decide/", targets.decide, name="decide"),
    path("<uuid:list_id>/settle/", targets.settle, name="settle"),
    path("<uuid:list_id>/letters/", targets.send_letters, name="send_letters"),
    path("lines/<uuid:line_id>/", target_line.line, name="line"),
    path("lines/<uuid:line_id>/decide/", target_line.decide, name="line_decide"),
    path("lines/<uuid:line_id>/open/", target_line.open_case, name="open_case"),
    path("lines/<uuid:line_id>/letter/km.pdf", target_line.letter, {"language": "km"}, name="letter_km"),
    path("lines/<uuid:line_id>/letter/en.pdf", target_line.letter, {"language": "en"}, name="letter_en"),
]
