"""Officers: candidates and lists, jury, scores, committee, announcement, one award."""

from django.urls import path

from incentives.views import award_committee as committee
from incentives.views import award_lists as lists
from incentives.views import award_page as page

app_name = "award_lists"
_CYCLE = "<uuid:cycle_id>"
_ONE = f"{_CYCLE}/candidates/<uuid:candidate_id>"
_AWARD = "awards/<uuid:award_id>"
urlpatterns = [
    path(f"{_CYCLE}/candidates/", lists.candidates_page, name="candidates"),
    path(f"{_CYCLE}/candidates/fill/<uuid:category_id>/", lists.fill, name="fill"),
    path(f"{_CYCLE}/candidates/nominate/", lists.search, name="search"),
    path(f"{_CYCLE}/candidates/nominate/<uuid:eligibility_id>/", lists.nominate, name="nominate"),
    path(f"{_ONE}/", lists.candidate, name="candidate"),
    path(f"{_ONE}/move/", lists.move, name="move"),
    path(f"{_ONE}/note/", lists.note, name="note"),
    path(f"{_CYCLE}/jurors/", lists.jurors_page, name="jurors"),
    path(f"{_CYCLE}/jurors/<uuid:juror_id>/end/", lists.end_juror, name="end_juror"),
    path(f"{_CYCLE}/scores/", committee.scores, name="scores"),
    path(f"{_CYCLE}/scores/close/", committee.close_scores, name="close_scores"),
    path(f"{_CYCLE}/scores/reopen/", committee.reopen_scores, name="reopen_scores"),
    path(f"{_CYCLE}/committee/", committee.committee, name="committee"),
    path(f"{_CYCLE}/committee/note/", committee.cycle_note, name="cycle_note"),
    path(f"{_CYCLE}/committee/close/", committee.close_committee, name="close_committee"),
    path(f"{_CYCLE}/committee/propose/<uuid:candidate_id>/", committee.propose, name="propose"),
    path(f"{_CYCLE}/announce/", committee.announce, name="announce"),
    path(f"{_AWARD}/", page.award, name="award"),
    path(f"{_AWARD}/decide/", page.decide, name="decide"),
    path(f"{_AWARD}/withdraw/", page.withdraw, name="withdraw"),
    path(f"{_AWARD}/withdrawal/", page.withdrawal, name="withdrawal"),
    path(f"{_AWARD}/papers/", page.make_papers, name="make_papers"),
    path(f"{_AWARD}/certificate/km/", page.paper, {"name": "certificate_km"}, name="certificate_km"),
    path(f"{_AWARD}/certificate/en/", page.paper, {"name": "certificate_en"}, name="certificate_en"),
    path(f"{_AWARD}/letter/km/", page.paper, {"name": "letter_km"}, name="letter_km"),
    path(f"{_AWARD}/letter/en/", page.paper, {"name": "letter_en"}, name="letter_en"),
]
