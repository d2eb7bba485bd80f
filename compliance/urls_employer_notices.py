"""Notices and fines as the employer reads, answers and pays them."""

from django.urls import path

from compliance.views import employer_notices as views

app_name = "employer_notices"
_KM, _EN = {"language": "km"}, {"language": "en"}
_N = "<uuid:enterprise_id>/notices/"
urlpatterns = [
    path(_N, views.home, name="home"),
    path(_N + "<uuid:notice_id>/", views.notice, name="notice"),
    path(_N + "<uuid:notice_id>/answer/", views.answer, name="answer"),
    path(_N + "<uuid:notice_id>/paper/km/", views.notice_paper, _KM, name="notice_paper_km"),
    path(_N + "<uuid:notice_id>/paper/en/", views.notice_paper, _EN, name="notice_paper_en"),
    path(_N + "replies/<uuid:reply_id>/file/<int:number>/", views.reply_file, name="reply_file"),
    path(_N + "fines/<uuid:fine_id>/", views.fine, name="fine"),
    path(_N + "fines/<uuid:fine_id>/paper/km/", views.fine_paper, _KM, name="fine_paper_km"),
    path(_N + "fines/<uuid:fine_id>/paper/en/", views.fine_paper, _EN, name="fine_paper_en"),
    path(_N + "fines/<uuid:fine_id>/court/km/", views.court_paper, _KM, name="court_paper_km"),
    path(_N + "fines/<uuid:fine_id>/court/en/", views.court_paper, _EN, name="court_paper_en"),
    path(_N + "minutes/<uuid:minutes_id>/km/", views.minutes_paper, _KM, name="minutes_paper_km"),
    path(_N + "minutes/<uuid:minutes_id>/en/", views.minutes_paper, _EN, name="minutes_paper_en"),
]
