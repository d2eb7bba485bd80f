"""What a chief decides about lines, alone and in bulk, and who may."""

import pytest
from django.urls import reverse

from compliance.models import TargetLine
from compliance.services import lines
from nssf_portal.workflow import NotPossible
from tests.compliance.target_pages.conftest import a_line, accepted, register
from tests.factories import compliance as make

pytestmark = pytest.mark.django_db


def post(client, name, pk, **data):
    return client.post(reverse(f"targets:{name}", args=[pk]), data)


def test_a_line_is_accepted_changed_set_aside_and_taken_back(listed, chief):
    line = a_line(listed)
    lines.accept(line, by=chief)
    lines.change(line, "joint", by=chief)
    assert (line.state, line.treatment, line.decided_by) == ("accepted", "joint", chief)
    lines.refuse(line, "closed last year", by=chief)
    lines.take_back(line, by=chief)
    line.refresh_from_db()
    assert (line.state, line.reason, line.decided_by) == ("proposed", "", None)
    with pytest.raises(NotPossible):
        lines.take_back(line, by=chief)


def test_who_stood_next_in_line_is_on_the_list_by_hand_once_accepted(listed, chief):
    line = a_line(listed, chosen_by="next")
    assert lines.accept(line, by=chief).chosen_by == "hand"


def test_the_page_of_a_line_decides_and_wants_a_reason_to_set_aside(client, listed, chief):
    line = a_line(listed)
    client.force_login(chief)
    refused = post(client, "line_decide", line.pk, act="refuse", treatment="visit", reason="")
    assert refused.status_code == 200
    assert "Say why it is set aside" in refused.content.decode()
    assert post(client, "line_decide", line.pk, act="refuse", treatment="visit", reason="A branch").status_code == 302
    line.refresh_from_db()
    assert (line.state, line.reason) == ("refused", "A branch")


def test_what_was_decided_already_is_said(client, listed, chief):
    line = a_line(listed)
    client.force_login(chief)
    post(client, "line_decide", line.pk, act="accept")
    post(client, "line_decide", line.pk, act="refuse", reason="A branch")
    answer = client.post(reverse("targets:line_decide", args=[line.pk]), {"act": "accept"}, follow=True)
    assert "already decided" in answer.content.decode()


def test_ticked_lines_are_decided_at_once_and_others_are_left_alone(client, listed, chief):
    ticked = [a_line(listed, rank=n) for n in (1, 2)]
    other = a_line(listed, rank=3)
    foreign = a_line(make.target_list("17"))
    client.force_login(chief)
    wanted = [line.pk for line in (*ticked, foreign)] + ["nonsense"]
    answer = post(client, "decide", listed.pk, act="change", treatment="nudge", lines=wanted)
    assert answer.status_code == 302
    states = dict(TargetLine.objects.values_list("pk", "state"))
    assert [states[line.pk] for line in (*ticked, other, foreign)] == ["accepted", "accepted", "proposed", "proposed"]


def test_setting_aside_in_bulk_wants_a_reason(client, listed, chief):
    line = a_line(listed)
    client.force_login(chief)
    assert post(client, "decide", listed.pk, act="refuse", lines=[line.pk]).status_code == 200
    assert post(client, "decide", listed.pk, act="refuse", reason="closed", lines=[line.pk]).status_code == 302
    assert post(client, "decide", listed.pk, act="take_back", lines=[line.pk]).status_code == 302
    line.refresh_from_db()
    assert line.state == "proposed"


def test_a_list_is_decided_as_it_stands(client, listed, chief):
    left, next_one, aside = a_line(listed), a_line(listed, rank=2, chosen_by="next"), a_line(listed, rank=3)
    lines.refuse(aside, "closed", by=chief)
    client.force_login(chief)
    post(client, "settle", listed.pk)
    states = dict(TargetLine.objects.values_list("pk", "state"))
    assert [states[line.pk] for line in (left, next_one, aside)] == ["accepted", "proposed", "refused"]
    assert "already decided" in client.post(
        reverse("targets:settle", args=[listed.pk]), follow=True
    ).content.decode()  # fmt: skip


def test_an_inspector_reads_but_decides_nothing(client, listed, inspector):
    line = a_line(listed)
    client.force_login(inspector)
    assert client.get(reverse("targets:line", args=[line.pk])).status_code == 200
    for name, pk in (
        ("line_decide", line.pk),
        ("decide", listed.pk),
        ("settle", listed.pk),
        ("send_letters", listed.pk),
    ):
        assert post(client, name, pk, act="accept").status_code == 403
        assert client.get(reverse(f"targets:{name}", args=[pk])).status_code == 405


def test_a_closed_month_is_history(listed, chief, settings):
    line, waiting = a_line(listed), accepted(listed, chief, rank=2)
    later = listed.month.replace(year=listed.month.year + 1)
    assert lines.month_over(later) == 2
    for one in (line, waiting):
        one.refresh_from_db()
        assert one.state == "lapsed"
    with pytest.raises(NotPossible):
        lines.accept(TargetLine.objects.get(pk=line.pk), by=chief)
    assert lines.month_over(later) == 0


def test_whoever_complied_meanwhile_is_noted_before_anything_else(client, listed, chief):
    line = a_line(listed)
    register(line)
    client.force_login(chief)
    post(client, "line_decide", line.pk, act="accept")
    line.refresh_from_db()
    assert (line.state, line.hit) == ("complied", True)


def test_a_chief_who_is_tied_does_not_decide_by_settling_the_list(listed, chief):
    own, other = a_line(listed), a_line(listed, rank=2)
    make.conflict(chief, own.enterprise)
    lines.settle(listed, by=chief)
    states = dict(TargetLine.objects.values_list("pk", "state"))
    assert (states[own.pk], states[other.pk]) == ("proposed", "accepted")
