"""Lists as inspectors see them: scope, figures, reasons, printing, and a page that asks the same however long."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.models import ConflictOfInterest, Visit
from tests.compliance.target_pages.conftest import a_line, accepted, register
from tests.factories import compliance as make
from tests.factories.accounts import OfficeFactory

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query):
    return client.get(reverse(f"targets:{name}", args=args), query)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_a_list_says_the_finding_its_figures_and_each_reason(client, listed, inspector):
    a_line(listed, chosen_by="next", rank=9)
    line = a_line(listed)
    client.force_login(inspector)
    said = text_of(page(client, "list", listed.pk))
    assert "1 enterprise to visit, of 1,912 candidates" in said
    assert "chosen, about 40 missing workers" in said
    assert "not registered with the Fund" in said
    assert line.enterprise.name_km in said
    assert "Never visited" in said
    assert 'style="' not in said


def test_the_tabs_hold_those_next_in_line_set_aside_and_complied(client, listed, chief):
    a_line(listed, chosen_by="next")
    aside = a_line(listed, rank=2, state="refused", reason="closed", decided_at=timezone.now(), decided_by=chief)
    complied = a_line(listed, rank=3)
    register(complied)
    client.force_login(chief)
    shown = page(client, "list", listed.pk, show="aside")
    assert [row.line.pk for row in shown.context["rows"]] == [aside.pk]
    shown = page(client, "list", listed.pk, show="complied")
    assert [row.state for row in shown.context["rows"]] == ["complied"]
    complied.refresh_from_db()
    assert complied.state == "proposed"  # a page writes nothing


def test_a_visit_of_the_labour_ministry_is_joined(client, listed, chief, inspector):
    line = accepted(listed, chief)
    Visit.objects.create(
        submission_id=uuid.uuid4(), enterprise=line.enterprise, commune_code=line.commune_code,
        office=OfficeFactory(code="12", tree="mlvt"), planned_on=timezone.localdate() + timedelta(days=5),
        planned_by=chief,
    )  # fmt: skip
    client.force_login(inspector)
    said = text_of(page(client, "list", listed.pk))
    assert "MLVT visits" in said
    assert "Join visit" in said


def test_another_provinces_inspector_finds_no_list_line_print_or_letter(client, listed):
    line = a_line(listed)
    client.force_login(make.inspector("17"))
    for name, pk in (
        ("list", listed.pk), ("print", listed.pk), ("line", line.pk), ("letter_km", line.pk), ("letter_en", line.pk),
    ):  # fmt: skip
        assert page(client, name, pk).status_code == 404
    assert client.post(reverse("targets:open_case", args=[line.pk])).status_code == 404
    assert page(client, "home").context["rows"] == []
    client.force_login(make.chief("17"))
    for name, pk in (
        ("decide", listed.pk),
        ("settle", listed.pk),
        ("send_letters", listed.pk),
        ("line_decide", line.pk),
    ):
        assert client.post(reverse(f"targets:{name}", args=[pk]), {"act": "accept"}).status_code == 404


def test_who_declared_a_tie_sees_nothing_of_that_enterprise(client, listed, inspector):
    line = a_line(listed)
    ConflictOfInterest.objects.create(user=inspector, enterprise=line.enterprise, tie="family", declared_by=inspector)
    client.force_login(inspector)
    assert page(client, "line", line.pk).status_code == 404
    for name in ("list", "print"):
        assert line.enterprise.name_latin not in text_of(page(client, name, listed.pk))


def test_a_stranger_and_a_clerk_are_kept_out(client, listed):
    client.force_login(make.UserFactory(grant=("clerk", "12")))
    for name in ("home", "ranking"):
        assert page(client, name).status_code == 403


def test_the_printed_list_holds_all_that_was_chosen(client, listed, inspector):
    for n in range(1, 28):
        a_line(listed, rank=n)
    client.force_login(inspector)
    shown = page(client, "print", listed.pk)
    assert len(shown.context["rows"]) == 27


def test_a_list_asks_the_same_however_long(client, listed, inspector, django_assert_max_num_queries):
    client.force_login(inspector)
    a_line(listed)
    page(client, "list", listed.pk)
    for n in range(2, 24):
        a_line(listed, rank=n)
    with django_assert_max_num_queries(26):
        page(client, "list", listed.pk)
    with django_assert_max_num_queries(22):
        page(client, "home")


def test_the_ranking_is_explained_with_its_sources(client, inspector):
    client.force_login(inspector)
    said = text_of(page(client, "ranking"))
    assert "To be confirmed" in said
    assert "Working rule of the portal" in said
    assert "Who gave information, when, how and how often." in said
