"""First a letter with a date; who registers leaves the list by itself, who does not is due for a visit."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.models import NudgeLetter
from compliance.services import nudge_letters, nudging
from nssf_portal.documents.pdf import is_available, typeset_html
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.recipients import address_of
from tests.compliance.target_pages.conftest import a_line, accepted, nudged, register
from tests.factories.enterprises import representative_of
from tests.factories.members import MemberFactory, employment

pytestmark = pytest.mark.django_db


def test_accepted_lines_get_a_letter_a_message_and_a_date(listed, chief):
    line, other = accepted(listed, chief), a_line(listed, rank=2)
    line.enterprise.phone = "+85512345678"
    line.enterprise.save()
    assert nudging.nudge([line, other], by=chief) == 1
    line.refresh_from_db()
    assert line.state == "nudged"
    assert line.chance_until == timezone.localdate() + timedelta(days=30)
    assert Job.objects.get().kind == nudging.LETTER
    message = Message.objects.get()
    assert address_of(message) == "+85512345678"
    assert nudging.nudge([line], by=chief) == 0  # once is enough


def test_those_who_act_for_the_enterprise_are_told_themselves(listed, chief):
    line = accepted(listed, chief)
    owner = representative_of(line.enterprise)
    nudging.nudge([line], by=chief)
    assert Message.objects.get().recipient_user == owner


def test_the_letter_names_the_day_and_never_the_reason(listed, chief):
    line = nudged(listed, chief)
    paper = type("Paper", (), {"code": "LTR-26-7K3QX9A-4", "verify_url": lambda self: "https://portal.test/verify/x"})()
    for language in ("km", "en"):
        html = typeset_html(nudge_letters.TEMPLATE, nudge_letters.context_of(line, paper, language), language)
        assert "LTR-26-7K3QX9A-4" in html
        assert "GDT" not in html
    assert str(line.chance_until.year) in html


@pytest.mark.skipif(not is_available(), reason="the system libraries that set type are missing")
def test_both_papers_are_made_once_and_handed_out(client, listed, chief, inspector):
    line = accepted(listed, chief)
    nudging.nudge([line], by=chief)
    job = Job.objects.get()
    assert jobs.run(job.pk)
    assert nudge_letters.make(line, by=chief) == NudgeLetter.objects.get()
    client.force_login(inspector)
    for language in ("km", "en"):
        answer = client.get(reverse(f"targets:letter_{language}", args=[line.pk]))
        assert answer["Content-Type"] == "application/pdf"


def test_who_registers_within_the_time_complied_by_itself_and_hears_no_more(listed, chief):
    line = accepted(listed, chief)
    line.enterprise.phone = "+85512345678"
    line.enterprise.save()
    nudging.nudge([line], by=chief)
    register(line)
    assert nudging.note_complied() == 1
    line.refresh_from_db()
    assert (line.state, line.hit) == ("complied", True)
    assert address_of(Message.objects.get()) is None
    assert nudging.note_complied() == 0


def test_missing_staff_count_as_registered_when_as_many_are_there_as_was_said(listed, chief):
    line = nudged(listed, chief, known=False, signal="headcount_gap", number=2, against=1)
    employment(MemberFactory(), line.enterprise, timezone.localdate())
    assert nudging.note_complied() == 0
    employment(MemberFactory(), line.enterprise, timezone.localdate())
    assert nudging.note_complied() == 1


def test_when_the_time_is_over_a_visit_is_due_but_not_for_who_registered(listed, chief):
    late, good, early = (nudged(listed, chief, rank=n, days=d) for n, d in ((1, -1), (2, -1), (3, 0)))
    register(good)
    assert nudging.chance_over() == 1
    for line, state in ((late, "due"), (good, "complied"), (early, "nudged")):
        line.refresh_from_db()
        assert line.state == state


def test_all_letters_of_a_list_are_sent_with_one_button(client, listed, chief):
    first = accepted(listed, chief, treatment="nudge")
    visit = accepted(listed, chief, rank=2, treatment="visit")
    client.force_login(chief)
    client.post(reverse("targets:send_letters", args=[listed.pk]))
    for line, state in ((first, "nudged"), (visit, "accepted")):
        line.refresh_from_db()
        assert line.state == state
