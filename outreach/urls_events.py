"""The public calendar of events, under /events/."""

from django.urls import path

from outreach.views import event_sign_ups, events

app_name = "events"
urlpatterns = [
    path("", events.listing, name="list"),
    path("calendar.ics", events.feed, name="feed"),
    path("mine/", event_sign_ups.mine, name="mine"),
    path("mine/find/", event_sign_ups.find, name="find"),
    path("mine/cancel/", event_sign_ups.cancel, name="cancel"),
    path("<uuid:activity_id>/", events.event, name="event"),
    path("<uuid:activity_id>/event.ics", events.event_file, name="event_file"),
    path("<uuid:activity_id>/sign-up/", event_sign_ups.sign_up, name="sign_up"),
]
