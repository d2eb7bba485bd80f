"""Notices, fines and relief as inspectors work on them."""

from django.urls import path

from compliance.views import papers, papers_fines

app_name = "papers"
_KM, _EN = {"language": "km"}, {"language": "en"}
urlpatterns = [
    path("", papers.home, name="home"),
    path("notices/new/<uuid:case_id>/", papers.notice_new, name="notice_new"),
    path("notices/<uuid:notice_id>/", papers.notice, name="notice"),
    path("notices/<uuid:notice_id>/serve/", papers.notice_serve, name="notice_serve"),
    path("notices/<uuid:notice_id>/answer/", papers.notice_answer, name="notice_answer"),
    path("notices/<uuid:notice_id>/paper/km/", papers.notice_paper, _KM, name="notice_paper_km"),
    path("notices/<uuid:notice_id>/paper/en/", papers.notice_paper, _EN, name="notice_paper_en"),
    path("replies/<uuid:reply_id>/file/<int:number>/", papers.reply_file, name="reply_file"),
    path("fines/new/<uuid:finding_id>/", papers_fines.fine_new, name="fine_new"),
    path("fines/<uuid:fine_id>/", papers_fines.fine, name="fine"),
    path("fines/<uuid:fine_id>/confirm/", papers_fines.fine_confirm, name="fine_confirm"),
    path("fines/<uuid:fine_id>/decline/", papers_fines.fine_decline, name="fine_decline"),
    path("fines/<uuid:fine_id>/refer/", papers_fines.fine_refer, name="fine_refer"),
    path("fines/<uuid:fine_id>/relief/", papers_fines.fine_relieve, name="fine_relieve"),
    path("fines/<uuid:fine_id>/paper/km/", papers_fines.fine_paper, _KM, name="fine_paper_km"),
    path("fines/<uuid:fine_id>/paper/en/", papers_fines.fine_paper, _EN, name="fine_paper_en"),
    path("fines/<uuid:fine_id>/court/km/", papers_fines.court_paper, _KM, name="court_paper_km"),
    path("fines/<uuid:fine_id>/court/en/", papers_fines.court_paper, _EN, name="court_paper_en"),
    path("relief/<uuid:adjustment_id>/", papers_fines.adjustment, name="adjustment"),
    path("relief/<uuid:adjustment_id>/decide/", papers_fines.adjustment_decide, name="adjustment_decide"),
]
