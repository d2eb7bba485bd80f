"""Addresses of the counter, the hotline, tips, complaints and reviews, under /desk/."""

from django.urls import path

from registration.views.hotline import calls, complaints, counter, desk, reviews, tips

app_name = "desk_hotline"

_CALL = "calls/<uuid:call_id>/"
_BACK = "hotline/call-backs/<uuid:call_back_id>/"

urlpatterns = [
    path("counter/", counter.counter, name="counter"),
    path("counter/today/", counter.today, name="today"),
    path("counter/person/", calls.person, name="person"),
    path("counter/prove/", counter.prove_find, name="prove_find"),
    path("counter/prove/<uuid:member_id>/", counter.prove, name="prove"),
    path("counter/<uuid:application_id>/", counter.counter_done, name="counter_done"),
    path("counter/<uuid:application_id>/card/", counter.counter_card, name="counter_card"),
    path("hotline/", calls.hotline, name="hotline"),
    path("hotline/tip/", desk.tip_new, name="tip_new"),
    path("hotline/complaint/", desk.complaint_new, name="complaint_new"),
    path("hotline/opinion/", desk.opinion_new, name="opinion_new"),
    path("hotline/call-backs/", desk.call_back_list, name="call_backs"),
    path("hotline/call-backs/new/", desk.call_back_new, name="call_back_new"),
    path(_BACK, desk.call_back, name="call_back"),
    path(_BACK + "claim/", desk.call_back_claim, name="call_back_claim"),
    path(_CALL, calls.call, name="call"),
    path(_CALL + "language/", calls.call_language, name="call_language"),
    path(_CALL + "phone/", calls.call_phone, name="call_phone"),
    path(_CALL + "end/", calls.call_end, name="call_end"),
    path("tips/", tips.tip_list, name="tips"),
    path("tips/<uuid:tip_id>/", tips.tip, name="tip"),
    path("tips/<uuid:tip_id>/source/", tips.tip_source, name="tip_source"),
    path("complaints/", complaints.complaint_list, name="complaints"),
    path("complaints/<uuid:complaint_id>/", complaints.complaint, name="complaint"),
    path("reviews/", reviews.review_list, name="reviews"),
    path("reviews/<uuid:review_id>/", reviews.review, name="review"),
]
