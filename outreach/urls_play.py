"""On people's own telephones: the quiz before and after, and competitions. Nobody signs in."""

from django.urls import path

from outreach.views import play, play_competition

app_name = "outreach_play"
urlpatterns = [
    path("q/<str:token>/", play.quiz, name="quiz"),
    path("q/<str:token>/before/", play.before, name="before"),
    path("q/<str:token>/after/", play.after, name="after"),
    path("play/", play_competition.enter, name="enter"),
    path("play/<str:code>/", play_competition.join, name="join"),
    path("play/<str:code>/now/", play_competition.now, name="now"),
    path("play/<str:code>/answer/", play_competition.answer, name="answer"),
    path("play/<str:code>/board/", play_competition.board, name="board"),
]
