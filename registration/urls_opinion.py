"""The two questions after a decision, a card or a visit."""

from django.urls import path

from registration.views.me import opinion

app_name = "opinion"

urlpatterns = [
    path("thanks/", opinion.thanks, name="thanks"),
    path("<str:token>/", opinion.ask, name="ask"),
]
