"""A contact writes, sends, is returned with comments, mends; another person approves; late is late."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from nssf_portal.notifications.models import Message
from reporting import progress
from reporting.lateness import first_sent
from reporting.models import EnteredValue, ProgressCall, ProgressEntry
from reporting.services import entering
from tests.factories import reporting as made
from tests.factories.accounts import UserFactory
from tests.reporting.entries.conftest import PDF, Q3, english, signed_in, submission, text

pytestmark = pytest.mark.django_db
SAID = {"status": "on_track", "strengths": "ការសិក្សាចប់ហើយ", "needs": "The ministry of finance answers."}


def of(entry: ProgressEntry, name: str = "entry") -> str:
    return english(f"reporting_entries:{name}", entry.pk)


def fresh(entry: ProgressEntry) -> ProgressEntry:
    return ProgressEntry.objects.get(pk=entry.pk)


def test_a_contact_begins_with_what_is_owed(ministry, owed):
    assert ministry.get("/en/accounts/").url == "/en/reports/progress/"
    page = text(ministry.get("/en/reports/progress/"))
    assert "You owe 1 row" in page
    assert "It was due on" in page
    assert of(owed) in page


def test_a_draft_is_kept_and_sent_when_it_is_right(ministry, contact, owed):
    ministry.post(of(owed, "write"), {"weaknesses": "Too few people", "act": "keep"})
    assert (fresh(owed).state, fresh(owed).weaknesses) == ("drafted", "Too few people")
    lacking = ministry.post(of(owed, "write"), {"strengths": "Much", "act": "send"})
    assert lacking.status_code == 422
    assert "Say how the row goes" in text(lacking)
    bare = ministry.post(of(owed, "write"), {"status": "behind", "act": "send"})
    assert "at least one of the four" in text(bare)
    ministry.post(of(owed, "write"), SAID | {"act": "send"})
    sent = fresh(owed)
    assert (sent.state, sent.status, sent.submitted_by) == ("submitted", "on_track", contact)
    assert "ការសិក្សាចប់ហើយ" in text(ministry.get(of(owed)))
    assert "what was sent stays as it is" in text(ministry.get(of(owed, "write")))
    twice = ministry.post(of(owed, "write"), SAID | {"act": "send"})
    assert twice.status_code == 422


def test_a_draft_is_its_institutions_own_until_it_is_sent(ministry, contact, secretariat, owed):
    entering.keep(owed, by=contact, status="behind", weaknesses="Half a sentence")
    page = english("reporting_entries:entry", owed.pk)
    listed = english("reporting_entries:home") + "?show=all"
    assert "Half a sentence" in text(ministry.get(page))
    assert "Half a sentence" not in text(secretariat.get(page))
    assert not secretariat.get(listed).context["rows"][0]["status_tag"]
    entering.send(owed, by=contact, status="behind", weaknesses="A whole sentence")
    assert "A whole sentence" in text(secretariat.get(page))
    assert secretariat.get(listed).context["rows"][0]["status_tag"] == "wrong"


@pytest.mark.parametrize(
    "address",
    [
        "progress/?period=%00", "progress/?institution=%00&show=all", "progress/findings/?figure=%00",
        "progress/answers/?period=0000", "progress/answers/?period=9999Q4", "plan/?page=%00",
        "dashboard/?period=%00", "dashboard/province/?province=%00", "dashboard/province/?period=0000",
    ],
)  # fmt: skip
def test_signs_that_no_database_keeps_find_nothing_and_break_nothing(secretariat, owed, address):
    assert secretariat.get(f"/en/reports/{address}").status_code in (200, 404)


def test_what_was_sent_is_taken_back_until_it_is_approved(ministry, secretariat, owed):
    ministry.post(of(owed, "write"), SAID | {"act": "send"})
    ministry.post(of(owed, "take_back"))
    assert (fresh(owed).state, fresh(owed).submitted_at) == ("drafted", None)
    ministry.post(of(owed, "write"), SAID | {"act": "send"})
    secretariat.post(of(owed, "approve"))
    said = text(ministry.post(of(owed, "take_back"), follow=True))
    assert "already decided" in said
    assert fresh(owed).state == "approved"


def test_it_is_returned_with_comments_mended_and_approved(ministry, secretariat, contact, owed):
    ministry.post(of(owed, "write"), SAID | {"act": "send"})
    assert secretariat.post(of(owed, "return"), {"why": ""}).status_code == 422
    secretariat.post(of(owed, "return"), {"why": "Which study?"})
    assert fresh(owed).state == "returned"
    assert "Which study?" in text(ministry.get(of(owed, "write")))
    ministry.post(of(owed, "write"), SAID | {"strengths": "The study of jobs is done", "act": "send"})
    secretariat.post(of(owed, "approve"))
    assert fresh(owed).approved_by is not None
    codes = Message.objects.filter(recipient_user=contact).order_by("template").values_list("template", flat=True)
    assert list(codes) == ["progress.approved", "progress.returned"]
    secretariat.post(of(owed, "return"), {"why": "The number is wrong after all."})
    page = text(ministry.get(of(owed)))
    assert page.index("The number is wrong") < page.rindex("Which study?"), "both are in its history"
    assert (fresh(owed).state, fresh(owed).approved_by) == ("returned", None)


def test_nobody_approves_what_he_sent(owed):
    both = made.contact("MISTI")
    both.grants.create(role="analyst", office=made.analyst().grants.get().office)
    desk = signed_in(both)
    desk.post(of(owed, "write"), SAID | {"act": "send"})
    assert "another person approves it" in text(desk.post(of(owed, "approve"), follow=True))
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressEntry.objects.filter(pk=owed.pk).update(state="approved", approved_at=timezone.now(), approved_by=both)


def test_other_institutions_and_strangers_do_not_see_it(owed, secretariat):
    stranger = signed_in(made.contact("MEF"))
    for name in ("entry", "write", "take_back", "evidence_add", "value_enter"):
        method = stranger.get if name in ("entry", "write") else stranger.post
        assert method(of(owed, name)).status_code == 404
    assert signed_in(UserFactory(grant=("clerk", "12"))).get(of(owed)).status_code == 403
    assert secretariat.get(of(owed)).status_code == 200
    assert secretariat.get(of(owed, "write")).status_code == 403, "only the institution writes"
    assert stranger.post(of(owed, "approve")).status_code == 403
    assert secretariat.get(of(owed, "approve")).status_code == 405


def test_papers_are_added_looked_at_and_taken_off(ministry, owed):
    given = {"submission_id": submission(), "caption": "Terms of the study"}
    for _time in range(2):
        file = SimpleUploadedFile("study.pdf", PDF, "application/pdf")
        ministry.post(of(owed, "evidence_add"), given | {"file": file})
    paper = owed.evidence.get()
    address = english("reporting_entries:evidence", owed.pk, paper.pk)
    assert ministry.get(address).headers["Content-Type"] == "application/pdf"
    assert signed_in(made.contact("MEF")).get(address).status_code == 404
    bad = SimpleUploadedFile("run.exe", b"MZ not a paper", "application/octet-stream")
    wrong = ministry.post(of(owed, "evidence_add"), {"submission_id": submission(), "file": bad})
    assert wrong.status_code == 422
    ministry.post(f"{address}strike/")
    assert ministry.get(address).status_code == 404
    assert owed.evidence.get().struck_by is not None


def test_a_figure_has_its_source_and_the_earlier_one_stays(ministry, contact, owed):
    made.indicator("priority_jobs_study", owner=made.institution("CCDIE"))
    figure = {"indicator": "priority_jobs_study", "value": "៥០", "source": "Minutes of 3 September"}
    ministry.post(of(owed, "value_enter"), figure)
    ministry.post(of(owed, "value_enter"), figure)
    ministry.post(of(owed, "value_enter"), figure | {"value": "75"})
    values = EnteredValue.objects.filter(entry=owed)
    assert [(int(one.value), bool(one.replaced_at)) for one in values] == [(50, True), (75, False)]
    assert {one.entered_by for one in values} == {contact}
    assert "at least" not in text(ministry.get(of(owed)))
    too_much = ministry.post(of(owed, "value_enter"), figure | {"value": "120"})
    assert (too_much.status_code, "above 100" in text(too_much)) == (422, True)
    other = ministry.post(of(owed, "value_enter"), figure | {"indicator": "schools_curriculum"})
    assert other.status_code == 422


def test_a_figure_counts_when_its_entry_is_approved_and_is_never_zero_before(ministry, secretariat, owed):
    from reporting import registry

    definition = registry.get("priority_jobs_study")
    made.indicator(definition.code, owner=made.institution("CCDIE"))
    ministry.post(of(owed, "value_enter"), {"indicator": definition.code, "value": "50", "source": "Minutes"})
    cell = progress.entered_cells(definition, Q3)[0]
    assert (cell.value, cell.missing) == (None, "not_entered")
    ministry.post(of(owed, "write"), SAID | {"act": "send"})
    secretariat.post(of(owed, "approve"))
    cell = progress.entered_cells(definition, Q3)[0]
    assert (cell.value, cell.origin) == (50, "entered")


def test_late_is_late_and_who_sent_in_time_stays_in_time(owed, contact):
    [late, unasked] = [one for one in progress.of_period(Q3) if one.measure_id == owed.measure_id]
    assert (late.institution.code, late.part, late.late, late.status) == ("MISTI", "lead", True, "")
    assert (unasked.entry, unasked.late, unasked.state) == (None, False, "")
    in_time = timezone.make_aware(datetime(2026, 10, 14, 9))
    ProgressEntry.objects.update(state="submitted", status="behind", submitted_at=in_time, submitted_by=contact)
    row = progress.of_period(Q3)[0]
    assert (row.late, row.status, row.is_approved) == (False, "behind", False)
    ProgressEntry.objects.update(submitted_at=in_time + timedelta(days=3))
    assert not progress.of_period(Q3)[0].late, "sent anew, but first in time"
    ProgressCall.objects.update(due_on=in_time.date() - timedelta(days=3))
    assert progress.of_period(Q3)[0].late


def test_what_was_taken_back_was_not_sent(ministry, owed):
    ministry.post(of(owed, "write"), SAID | {"act": "send"})
    ministry.post(of(owed, "take_back"))
    assert first_sent([fresh(owed)]) == {}
    ministry.post(of(owed, "write"), SAID | {"act": "send"})
    assert first_sent([owed]) == {owed.pk: fresh(owed).submitted_at}


def test_a_year_is_told_by_its_latest_quarter(owed):
    from reporting.periods import Period

    made.entry(owed.measure, call=made.call("2026Q2"))
    assert {one.period for one in progress.of_period(Period.parse("2026"))} == {"2026Q3"}


def test_the_list_of_all_asks_few_questions(secretariat, owed, django_assert_max_num_queries):
    for number in ("2.1", "2.2", "3.1"):
        made.submitted(made.measure(number))
    with django_assert_max_num_queries(22):
        page = text(secretariat.get("/en/reports/progress/?show=all"))
    assert "3 entries wait for approval" in page
    assert "Late" in page
    assert "No entry here" in text(secretariat.get("/en/reports/progress/?show=approved&institution=MISTI"))
