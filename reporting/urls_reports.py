from django.urls import path

from reporting.views import report_page, reports

app_name = "reporting_reports"
_ONE = "<uuid:progress_report_id>/"
urlpatterns = [
    path("", reports.home, name="home"),
    path("ask/", reports.ask, name="ask"),
    path(_ONE, reports.report, name="report"),
    path(f"{_ONE}page/", report_page.page, name="page"),
    path(f"{_ONE}compute/", reports.compute, name="compute"),
    path(f"{_ONE}text/", reports.text, name="text"),
    path(f"{_ONE}review/", reports.review, name="review"),
    path(f"{_ONE}send-back/", reports.send_back, name="send_back"),
    path(f"{_ONE}publish/", reports.publish, name="publish"),
    path(f"{_ONE}correct/", reports.correct, name="correct"),
    path(f"{_ONE}discard/", reports.discard, name="discard"),
    path(f"{_ONE}changes/", reports.changes, name="changes"),
    path(f"{_ONE}file/", reports.file, name="file"),
]
