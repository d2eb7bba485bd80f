"""Working with other authorities, under /inspect/together/."""

from django.urls import path

from compliance.views import cooperation as board
from compliance.views import cooperation_calendar as calendar
from compliance.views import cooperation_questions as questions
from compliance.views import cooperation_referrals as referrals
from compliance.views import cooperation_shares as shares

app_name = "cooperation"
urlpatterns = [
    path("", board.board, name="board"),
    path("shared/", shares.shared, name="shared"),
    path("shared/<uuid:share_id>/", shares.share, name="share"),
    path("shared/<uuid:share_id>/end/", shares.end, name="share_end"),
    path("lists/<uuid:list_id>/share/", shares.new, name="share_new"),
    path("calendar/", calendar.month, name="calendar"),
    path("calendar/plan/", calendar.plan, name="plan"),
    path("calendar/upload/", calendar.upload, name="upload"),
    path("calendar/<uuid:visit_id>/act/", calendar.act, name="visit_act"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<uuid:question_id>/", questions.question, name="question"),
    path("questions/<uuid:question_id>/act/", questions.act, name="question_act"),
    path("cases/<uuid:case_id>/ask/", questions.ask_of_case, name="ask_of_case"),
    path("lines/<uuid:line_id>/ask/", questions.ask_of_line, name="ask_of_line"),
    path("cases/<uuid:case_id>/refer/", referrals.of_case, name="refer"),
    path("referrals/new/", referrals.new, name="referral_new"),
    path("referrals/<uuid:referral_id>/", referrals.referral, name="referral"),
    path("referrals/<uuid:referral_id>/act/", referrals.act, name="referral_act"),
    path("unit/thanks/", questions.unit_thanks, name="unit_thanks"),
    path("unit/<str:token>/", questions.unit, name="unit"),
]
