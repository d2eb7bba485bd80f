"""The bank of questions, the quiz of an activity, and what people knew before and after."""

from django.urls import path

from outreach.views import awareness, quiz, quiz_activity

app_name = "outreach_quiz"
urlpatterns = [
    path("", quiz.questions, name="questions"),
    path("new/", quiz.new, name="new"),
    path("awareness/", awareness.trend, name="awareness"),
    path("<uuid:quiz_question_id>/", quiz.question, name="question"),
    path("<uuid:quiz_question_id>/edit/", quiz.edit, name="edit"),
    path("<uuid:quiz_question_id>/confirm/", quiz.confirm, name="confirm"),
    path("<uuid:quiz_question_id>/retire/", quiz.retire, name="retire"),
    path("<uuid:quiz_question_id>/ask-again/", quiz.ask_again, name="ask_again"),
    path("at/<uuid:activity_id>/", quiz_activity.activity_quiz, name="activity"),
    path("at/<uuid:activity_id>/poster/", quiz_activity.poster, name="poster"),
]
