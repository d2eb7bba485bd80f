"""The action table: thirteen rows, versions made by one and confirmed by another, decisions, the plan after it."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from nssf_portal.accounts.models import Institution
from nssf_portal.documents.pdf import typeset_html
from reporting.enums import Part
from reporting.models import ContactInvitation, MeasureVersion, Plan, PlanDecision
from reporting.seeds import plan as seeds
from reporting.seeds.plan_rows import NAMED, ROWS
from reporting.services import inviting, planning
from reporting.what_portal_does import DOES
from tests.factories import reporting as made

HOME = "/en/reports/plan/"
ENGLISH = {"accept-language": "en"}
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def text_of(response, status=200) -> str:
    assert response.status_code == status, response.status_code
    return re.sub(r"\s+", " ", response.content.decode())


def address(name, *args) -> str:
    return reverse(f"reporting_plan:{name}", args=args).removeprefix("/en")


def row(plan, number="1.1"):
    return plan.measures.get(number=number)


def words(plan, **changed) -> dict:
    """What the form of a row's next version sends."""
    now = row(plan).versions.first()
    names = ("title_km", "title_en", "indicator_km", "indicator_en", "first_year", "last_year")
    given = {name: getattr(now, name) for name in names} | {"valid_from": "1 December 2026", "why": "12 SSR"}
    given["lead"] = [Institution.objects.get(code="NSSF").pk]
    given["support"] = [Institution.objects.get(code="MOC").pk]
    return given | {"submission_id": str(uuid.uuid4())} | changed


def test_thirteen_rows_with_texts_years_and_institutions_are_there_after_migrate(plan):
    versions = MeasureVersion.objects.in_force().filter(measure__plan=plan).prefetch_related("parts__institution")
    found = {one.measure.number: one for one in versions.select_related("measure")}
    assert list(found) == [
        "1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "3.1", "4.1", "4.2", "4.3", "4.4", "4.5",
    ]  # fmt: skip
    for said in ROWS:
        one = found[said.number]
        parts = {part: {p.institution.code for p in one.parts.all() if p.part == part} for part in Part.values}
        assert (one.first_year, one.last_year) == (said.first_year, said.last_year)
        assert parts == {"lead": set(said.lead), "support": set(said.support)}
        assert all((one.title_km, one.title_en, one.indicator_km, one.indicator_en))
    assert set(NAMED) <= set(Institution.objects.values_list("code", flat=True))
    assert (plan.starts_on, plan.ends_on) == (date(2024, 10, 30), date(2026, 12, 31))


def test_what_is_there_stays_when_it_is_seeded_again(plan, django_assert_num_queries):
    Plan.objects.update(name_en="Renamed")
    with django_assert_num_queries(3):
        seeds.seed()
    assert Plan.objects.get().name_en == "Renamed"


def test_the_page_says_each_row_what_the_portal_does_and_where(analyst, plan):
    text = text_of(analyst.get(HOME))
    for said in ROWS:
        assert said.indicator_en.replace("'", "&#x27;") in text
        assert str(DOES[said.number].sentence).replace("'", "&#x27;") in text
    assert reverse("stops:public") in text
    assert reverse("studies:packages") in text  # for whoever may study
    assert reverse("targets:home") not in text  # not for an analyst
    assert "style=" not in text


def test_every_link_of_what_the_portal_does_opens_for_whoever_sees_it(reader, analyst):
    for client in (reader, analyst):
        page = client.get(HOME)
        urls = {url for _theme, lines in page.context["themes"] for line in lines for _word, url in line.ways}
        assert urls
        assert {client.get(url).status_code for url in urls} == {200}


def test_the_list_asks_as_often_for_many_answers_as_for_few(analyst, plan, django_assert_max_num_queries):
    for number in ("1.1", "1.2", "2.1", "4.1"):
        made.submitted(row(plan, number), code="NSSF", by=made.contact("NSSF"))
    with django_assert_max_num_queries(40):
        assert "on track" in text_of(analyst.get(HOME))


def test_late_is_shown_as_late_and_nothing_said_is_not_a_status(analyst, plan):
    made.entry(row(plan, "1.4"), code="MEF")  # was due in October, today is later
    made.submitted(row(plan, "1.1"), code="NSSF", by=made.contact("NSSF"))
    themes = analyst.get(HOME).context["themes"]
    said = {line.measure.number: line.leaders_said for _theme, lines in themes for line in lines}
    assert [(one.meaning, one.word) for one in said["1.4"]] == [("wrong", "late")]
    assert [(one.meaning, one.word) for one in said["1.1"]] == [("progress", "on track")]
    assert said["1.1"][0].late  # it came, and too late


def test_one_proposes_another_confirms(analyst, approver, plan):
    found = row(plan)
    sent = words(plan, title_en="Shorter forms still", valid_from="1 November 2026")
    page = f"/en{address('change', found.pk)}"
    assert "Version 2 waits" in text_of(analyst.post(page, sent, follow=True))
    version = found.versions.get(version=2)
    assert MeasureVersion.objects.in_force().get(measure=found).version == 1
    analyst.post(address("confirm", version.pk))
    assert MeasureVersion.objects.in_force().get(measure=found).version == 1  # who made it does not confirm it
    approver.post(address("confirm", version.pk))
    now = MeasureVersion.objects.in_force().get(measure=found)
    assert (now.version, now.title_en, now.confirmed_by) == (2, "Shorter forms still", approver.user)
    assert {(one.institution.code, one.part) for one in now.parts.all()} == {("NSSF", "lead"), ("MOC", "support")}


def test_a_version_of_a_later_day_waits_for_its_day_and_an_earlier_quarter_keeps_the_older_words(
    analyst, approver, plan
):
    found, day = row(plan), timezone.localdate() + timedelta(days=9)
    analyst.post(address("change", found.pk), words(plan, title_en="Shorter forms", valid_from=f"{day:%d/%m/%Y}"))
    approver.post(address("confirm", found.versions.get(version=2).pk))
    now = MeasureVersion.objects.in_force
    assert (now().get(measure=found).version, now(day).get(measure=found).version) == (1, 2)
    context = analyst.get(HOME).context
    assert [one.measure.number for one in context["coming"]] == ["1.1"]
    assert {line.version.version for _theme, lines in context["themes"] for line in lines} == {1}
    assert analyst.get(address("row", found.pk)).context["now"].version == 1
    assert "Shorter forms" in text_of(analyst.get(HOME))


def raw(sql: str, *args) -> None:
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(sql, args)


def test_the_database_refuses_a_version_that_no_second_person_confirmed(analyst, approver, plan):
    analyst.post(address("change", row(plan).pk), words(plan))
    key = row(plan).versions.get(version=2).pk
    alone = "UPDATE reporting_measureversion SET confirmed_at = now()"
    with pytest.raises(IntegrityError, match="confirmed_by_somebody"):
        raw(f"{alone} WHERE id = %s", key)
    with pytest.raises(IntegrityError, match="by_two"):
        raw(f"{alone}, confirmed_by_id = %s WHERE id = %s", analyst.user.pk, key)
    raw(f"{alone}, confirmed_by_id = %s WHERE id = %s", approver.user.pk, key)
    for sql in (
        "UPDATE reporting_measureversion SET title_en = 'Another' WHERE id = %s",
        "UPDATE reporting_measureversion SET confirmed_at = NULL, confirmed_by_id = NULL WHERE id = %s",
        "DELETE FROM reporting_measurepart WHERE version_id = %s",
        "UPDATE reporting_measurepart SET part = 'lead' WHERE version_id = %s",
    ):
        with pytest.raises(IntegrityError, match="confirmed version"):
            raw(sql, key)


def test_the_rows_say_what_the_printed_table_says(plan):
    """Appendix I, read once more by hand: who leads, who supports, which years."""
    said = {
        "1.1": ("NSSF", "", 2024, 2025), "1.2": ("NSSF", "", 2024, 2025), "1.3": ("NSSF", "", 2025, 2025),
        "1.4": ("MEF", "GS-NSPC MISTI MLVT MOC NSSF", 2025, 2026),
        "1.5": ("CCDIE MISTI", "GS-NSPC NSSF", 2025, 2026), "2.1": ("NSSF", "", 2025, 2026),
        "2.2": ("NSSF", "GS-NSPC SMEBANK", 2024, 2025),
        "3.1": ("MLVT", "MISTI MLMUPC MOC MOI NSSF", 2024, 2025),
        **{f"4.{n}": ("NSSF", "CCDIE GS-NSPC MISTI", 2025 if n == 1 else 2024, 2025) for n in range(1, 5)},
        "4.5": ("NSSF", "CCDIE GS-NSPC MISTI MOEYS", 2024, 2026),
    }  # fmt: skip
    found = {}
    for one in MeasureVersion.objects.in_force().filter(measure__plan=plan).select_related("measure"):
        codes = {
            part: " ".join(sorted(one.parts.filter(part=part).values_list("institution__code", flat=True)))
            for part in Part.values
        }
        found[one.measure.number] = (codes["lead"], codes["support"], one.first_year, one.last_year)
    assert found == said


def test_words_of_an_institution_are_not_for_another_and_a_status_not_before_it_is_approved(
    reader, contact, client, plan
):
    entry = made.submitted(row(plan, "1.4"), code="MEF", by=made.contact("MEF"), strengths="Known to us alone")
    page = f"/en{address('row', entry.measure_id)}"
    client.force_login(made.UserFactory(grant=("outreach_officer", "HQ")))
    assert "Known to us alone" in text_of(reader.get(page))
    for other in (contact, client):
        seen = text_of(other.get(page))
        assert "Known to us alone" not in seen
        assert "Sent, being checked" in seen
        assert "on track" not in seen


def test_sent_twice_is_one_version_and_a_second_proposal_waits(analyst, plan):
    found, sent = row(plan), words(plan)
    for _again in range(2):
        assert analyst.post(address("change", found.pk), sent).status_code == 302
    assert found.versions.count() == 2
    analyst.post(address("change", found.pk), words(plan))
    assert found.versions.count() == 2


def test_a_proposal_is_withdrawn_and_what_was_in_force_goes_on(analyst, plan):
    found = row(plan)
    analyst.post(address("change", found.pk), words(plan))
    analyst.post(address("withdraw", found.versions.get(version=2).pk))
    assert [one.version for one in found.versions.all()] == [1]
    analyst.post(address("withdraw", found.versions.get().pk))  # in force: nobody withdraws it
    assert found.versions.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"last_year": 2020, "first_year": 2024}, {"title_km": ""}, {"lead": []}, {"valid_from": "03/13/x"}]
)
def test_a_version_that_says_nothing_or_nonsense_comes_back(analyst, plan, wrong):
    response = analyst.post(address("change", row(plan).pk), words(plan, **wrong))
    assert response.status_code == 422
    assert row(plan).versions.count() == 1


def test_a_version_begins_after_the_one_before(analyst, plan):
    text_of(analyst.post(address("change", row(plan).pk), words(plan, valid_from="1 January 2023")))
    assert row(plan).versions.count() == 1


def test_a_new_row_has_its_own_number_and_goes_away_when_it_is_withdrawn(analyst, plan):
    sent = words(plan, number="2.3", theme="2")
    assert analyst.post(address("add", plan.pk), words(plan, number="2.3", theme="3")).status_code == 422
    analyst.post(address("add", plan.pk), sent)
    added = row(plan, "2.3")
    assert not MeasureVersion.objects.in_force().filter(measure=added).exists()
    assert analyst.post(address("add", plan.pk), words(plan, number="2.3", theme="2")).status_code == 200
    analyst.post(address("withdraw", added.versions.get().pk))
    assert not plan.measures.filter(number="2.3").exists()


# --- decisions -----------------------------------------------------------------------------------------------------


def decided(**changed) -> dict:
    given = {"kind": "extended", "body": "council", "decided_on": "9 January 2026", "until": "31 December 2027"}
    given |= {"reference": "12 SSR", "text_km": "សម្រេច", "text_en": "Extended", "measure": ""}
    return given | {"submission_id": str(uuid.uuid4())} | changed


def test_a_decision_extends_a_row_and_the_row_says_until_when(analyst, plan):
    found = row(plan)
    analyst.post(address("decide", plan.pk), decided(measure=found.pk))
    version, decisions = found.versions.get(), list(plan.decisions.all())
    assert planning.runs_until(version, decisions) == date(2027, 12, 31)
    assert planning.runs_until(row(plan, "1.2").versions.get(), decisions) == date(2025, 12, 31)
    assert "31 December 2027" in text_of(analyst.get(f"/en{address('row', found.pk)}")).replace("\xa0", " ")


def test_of_two_decisions_the_later_one_holds(plan):
    found = row(plan)
    made.decision(plan, measure=found, kind="extended", until=date(2027, 6, 30), decided_on=date(2025, 12, 1))
    made.decision(plan, measure=found, kind="ended", decided_on=date(2026, 3, 1))
    assert planning.runs_until(found.versions.get(), plan.decisions.all()) == date(2026, 3, 1)


def test_a_decision_on_the_whole_plan_moves_its_last_day(analyst, plan):
    analyst.post(address("decide", plan.pk), decided())
    plan.refresh_from_db()
    assert plan.ends_on == date(2027, 12, 31)


@pytest.mark.parametrize("wrong", [{"until": ""}, {"reference": ""}, {"kind": "sung"}])
def test_a_decision_without_its_parts_comes_back(analyst, plan, wrong):
    assert analyst.post(address("decide", plan.pk), decided(**wrong)).status_code == 422
    assert not PlanDecision.objects.exists()


def test_a_decision_of_tomorrow_is_not_written_down(analyst, plan):
    tomorrow = timezone.localdate() + timedelta(days=1)
    analyst.post(address("decide", plan.pk), decided(decided_on=f"{tomorrow:%d/%m/%Y}"))
    assert not PlanDecision.objects.exists()


def test_one_that_adjusts_a_row_leads_to_its_next_version(analyst, plan):
    found = row(plan)
    response = analyst.post(address("decide", plan.pk), decided(kind="adjusted", until="", measure=found.pk))
    assert response.url == address("change", found.pk)


def test_the_paper_of_a_decision_is_read_by_whoever_reads_the_plan(analyst, reader, plan):
    file = SimpleUploadedFile("decision.pdf", PDF, "application/pdf")
    analyst.post(address("decide", plan.pk), decided(file=file))
    assert reader.get(address("paper", plan.decisions.get().pk)).headers["content-type"] == "application/pdf"
    assert reader.get(address("paper", made.decision(plan).pk)).status_code == 404
    assert "12 SSR" in text_of(reader.get(address("decisions", plan.pk)))


def test_a_paper_that_is_none_comes_back_with_what_was_typed(analyst, plan):
    bad = SimpleUploadedFile("decision.pdf", b"MZ no paper", "application/pdf")
    response = analyst.post(address("decide", plan.pk), decided(file=bad))
    assert response.status_code == 422
    assert "12 SSR" in text_of(response, 422)
    assert not plan.decisions.exists()


# --- the plan after it ------------------------------------------------------------------------------------------------


def following(plan, **changed) -> dict:
    given = {"name_km": "ផែនការបន្ទាប់", "name_en": "Next plan", "code": "next", "starts_on": "1 January 2027"}
    given |= {"ends_on": "31 December 2029", "counted_from": "1 January 2027", "source": "Council"}
    given |= {"counted_why_km": "ខែដំបូង", "counted_why_en": "First month"}
    return given | {"rows": [str(row(plan, "1.4").pk), str(row(plan, "4.5").pk)]} | changed


def test_a_plan_follows_with_the_rows_that_go_on_once_somebody_else_confirms(analyst, approver, plan):
    for _twice in range(2):
        analyst.post(address("successor", plan.pk), following(plan))
    after = Plan.objects.get(follows=plan)
    rows = MeasureVersion.objects.in_force().filter(measure__plan=after)
    assert not rows.exists()
    analyst.post(address("confirm_all", after.pk))
    assert not rows.exists()
    approver.post(address("confirm_all", after.pk))
    assert {one.measure.number: (one.first_year, one.last_year) for one in rows} == {
        "1.4": (2027, 2029),
        "4.5": (2027, 2029),
    }
    assert {one.institution.code for one in rows.get(measure__number="4.5").parts.all()} == {
        "NSSF", "GS-NSPC", "MOEYS", "MISTI", "CCDIE",
    }  # fmt: skip
    assert planning.plan_on(date(2026, 12, 31)) == plan
    assert planning.plan_on(date(2027, 1, 1)) == after
    assert "Next plan" in text_of(analyst.get(f"/en{address('plan', plan.pk)}"))


@pytest.mark.parametrize("wrong", [{"counted_from": "5 January 2027"}, {"ends_on": "1 January 2026"}, {"code": "a b"}])
def test_a_plan_that_cannot_be_comes_back(analyst, plan, wrong):
    assert analyst.post(address("successor", plan.pk), following(plan, **wrong)).status_code == 422
    assert Plan.objects.count() == 1


# --- who -----------------------------------------------------------------------------------------------------------


def test_who_only_reads_changes_nothing(reader, contact, client, plan):
    found = row(plan)
    for one in (reader, contact):
        assert one.get(HOME).status_code == 200
        assert one.get(address("row", found.pk)).status_code == 200
        assert one.post(address("change", found.pk), words(plan)).status_code == 403
        assert one.post(address("decide", plan.pk), decided()).status_code == 403
        assert one.post(address("successor", plan.pk), following(plan)).status_code == 403
    assert client.get(address("plan", plan.pk)).status_code == 302  # sent to sign in
    client.force_login(made.UserFactory())
    assert client.get(address("plan", plan.pk)).status_code == 403


def test_what_is_not_there_is_404_and_acts_are_posts(analyst, plan):
    version = row(plan).versions.get()
    assert analyst.get(address("plan", uuid.uuid4())).status_code == 404
    assert analyst.get(address("row", uuid.uuid4())).status_code == 404
    assert analyst.get(address("confirm", version.pk)).status_code == 405
    assert analyst.get(address("withdraw", version.pk)).status_code == 405


def test_institutions_are_all_there_and_who_has_nobody_is_to_be_invited(reader, plan):
    made.contact("MEF")
    rows = {one["institution"].code: one for one in reader.get(address("institutions", plan.pk)).context["rows"]}
    assert set(NAMED) <= set(rows)
    assert {name: rows["MEF"][name] for name in ("leads", "supports", "contacts", "invited")} == {
        "leads": ["1.4"], "supports": [], "contacts": 1, "invited": None,
    }  # fmt: skip
    assert not ContactInvitation.objects.exists(), "nobody is said to be invited who was not"
    assert rows["MISTI"]["contacts"] == 0
    assert "to be invited" in text_of(reader.get(f"/en{address('institutions', plan.pk)}"))


# --- invitations ---------------------------------------------------------------------------------------------------


def test_an_institution_is_invited_by_a_letter_that_says_by_whom_and_when(analyst, reader, plan):
    invite, listed = address("invite", plan.pk), f"/en{address('institutions', plan.pk)}"
    sent = {"institution": "MEF", "submission_id": str(uuid.uuid4())}
    assert reader.post(invite, sent).status_code == 403
    for _twice in range(2):
        assert analyst.post(invite, sent).status_code == 302
    made_now = ContactInvitation.objects.get(institution__code="MEF")
    assert (made_now.invited_by, timezone.localdate(made_now.invited_at)) == (analyst.user, timezone.localdate())
    seen = text_of(reader.get(listed))
    assert f"by {analyst.user}, letter {made_now.reference}" in seen
    assert "Invite again" not in seen
    assert "Invite again" in text_of(analyst.get(listed))
    assert analyst.post(invite, {"institution": "NOBODY"}).status_code == 422
    paper = analyst.get(address("invitation", made_now.pk))
    assert paper.headers["content-type"] == "application/pdf"
    assert reader.get(address("invitation", made_now.pk)).status_code == 403


def test_the_letter_names_the_rows_in_both_languages(plan):
    one = made.contact_invitation("MISTI")
    said = inviting.context_of(one, "en")
    assert [number for number, _title in said["leads"]] == ["1.5"]
    assert [number for number, _title in said["supports"]] == ["1.4", "3.1", "4.1", "4.2", "4.3", "4.4", "4.5"]
    html = typeset_html(inviting.TEMPLATE, inviting.context_of(one, "km"), "km")
    assert "១.៥" in html
    assert plan.name_km in html.replace("\u200b", "")


def test_who_has_a_contact_is_not_invited_and_an_invitation_stays(analyst, plan):
    made.contact("MEF")
    analyst.post(address("invite", plan.pk), {"institution": "MEF", "submission_id": str(uuid.uuid4())})
    assert not ContactInvitation.objects.exists()
    one = made.contact_invitation("MISTI")
    with pytest.raises(DatabaseError):
        raw("DELETE FROM reporting_contactinvitation WHERE id = %s", one.pk)
