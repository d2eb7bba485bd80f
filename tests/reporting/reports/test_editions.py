"""Published is frozen: figures, definitions, files. A correction is a new edition that names exactly what differs."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, transaction
from django.db.models import Max
from django.db.utils import Error
from django.utils import timezone

from nssf_portal.jobs import services as jobs
from registration.models import Member
from reporting import computing, editions, exporting
from reporting.enums import FileKind
from reporting.models import Report
from reporting.services import report_files, reports
from tests.factories import reporting
from tests.reporting.reports.conftest import Q3, computed, publish, whole


def test_publishing_needs_a_second_person(draft, paper, analyst, approver):
    for somebody in (draft.requested_by,):
        with pytest.raises(reports.Refused):
            reports.review(draft, somebody)
    reports.edit(draft, "summary", "សង្ខេប", "Summary", approver)
    with pytest.raises(reports.Refused):
        reports.review(draft, approver)  # now approver has a hand in it
    other = reporting.approver()
    done = publish(draft, other)
    assert done.state == "published" and done.published_by == other


def test_who_edited_once_cannot_publish_even_when_another_edited_later(draft, approver):
    reports.edit(draft, "summary", "ក", "a", approver)
    reports.edit(draft, "summary", "ខ", "b", draft.requested_by)
    draft.refresh_from_db()
    with pytest.raises(reports.Refused):
        reports.review(draft, approver)


def test_a_period_that_is_not_over_cannot_be_reviewed(few, people, analyst, approver):

    from reporting.periods import Period

    now = computed(reports.ask_for(Period.quarter_of(timezone.localdate()), analyst))
    with pytest.raises(reports.Refused):
        reports.review(now, approver)


def test_two_editors_do_not_overwrite_each_other(draft, analyst):
    reports.edit(draft, "summary", "ក", "first", analyst, seen=None)
    with pytest.raises(reports.Refused):
        reports.edit(draft, "summary", "ខ", "second", analyst, seen=None)
    assert draft.sections.get(key="summary").text_en == "first"


def test_sent_back_it_is_a_draft_and_its_files_are_gone(draft, paper, approver):
    reports.review(draft, approver)
    draft.refresh_from_db()
    report_files.make(draft)
    reports.send_back(draft, approver, "the summary")
    draft.refresh_from_db()
    assert draft.state == "draft" and draft.reviewed_by is None and not draft.files.exists()


def test_published_twice_is_published_once(published, approver):
    with pytest.raises(reports.Refused):
        reports.ask_to_publish(published, approver)
    assert published.files.count() == 5


def test_files_are_what_was_published_and_not_marked_as_draft(published):
    assert report_files.content(published, FileKind.PDF_KM) == b"%PDF published km"
    assert b'"draft": false' in report_files.content(published, FileKind.JSON)


def test_a_published_report_is_the_same_after_the_registers_went_on(published, make_member):
    kept = {kind: report_files.content(published, kind) for kind in FileKind}
    shown = exporting.wholes(published)
    for _number in range(30):
        make_member("2026-08")
    Member.objects.filter(sex="F").update(sex="M")
    Report.objects.get(pk=published.pk)
    assert computing.digest_of(published) == published.digest
    assert exporting.wholes(published) == shown and shown["new_members"] == 12
    for kind, make in report_files.MAKERS.items():
        assert report_files.content(published, kind) == kept[kind]
        assert make(published) == kept[kind], f"{kind} made again from the frozen figures"
    assert reports.ask_for(Q3).pk == published.pk


def test_the_database_refuses_to_change_what_is_published(published):
    other = reporting.report("2026Q2")
    reporting.figure(other, value=17)
    for act in (
        lambda: published.figures.update(value=Decimal(1)),
        lambda: published.definitions.all().delete(),
        lambda: published.sections.update(text_en="x"),
        lambda: published.files.all().delete(),
        lambda: published.figures.update(report=other),  # taken away to a draft
        lambda: other.figures.update(report=published),
        lambda: Report.objects.filter(pk=published.pk).update(digest="x"),
        lambda: Report.objects.filter(pk=published.pk).update(period="2026Q2"),
        lambda: Report.objects.filter(pk=published.pk).update(state="draft"),
    ):
        with pytest.raises((IntegrityError, InternalError, Error)), transaction.atomic():
            act()


def test_the_database_refuses_that_the_first_person_publishes(draft, approver):
    reports.review(draft, approver)
    for name in ("requested_by", "edited_by"):
        with pytest.raises(IntegrityError, match="report_publisher_is_not_first"), transaction.atomic():
            Report.objects.filter(pk=draft.pk).update(
                **{"requested_by": None, name: draft.requested_by}, state="published",
                published_at=timezone.now(), published_by=draft.requested_by,
            )  # fmt: skip


@pytest.fixture
def later(monkeypatch):
    """What a test writes has the moment at which it began: rows written from here on count as written later."""
    events = apps.get_model("registration", "MemberEvent").objects
    last = events.aggregate(last=Max("pgh_id"))["last"] or 0
    rows = events.filter(pgh_label="insert", pgh_id__gt=last).values("pgh_obj_id")
    monkeypatch.setattr(editions, "_inserted", lambda model, since: rows)


def test_a_correction_names_exactly_what_differs(published, later, make_member, analyst, approver):
    for _number in range(2):
        make_member("2026-09", sex="M")
    made = reports.correct(published, "ទិន្នន័យយឺត", "Late lists of two employers", analyst, uuid.uuid4())
    assert reports.correct(published, "x", "x", analyst, uuid.uuid4()).pk == made.pk
    edition = publish(computed(made), approver)
    published.refresh_from_db()
    assert (edition.edition, edition.state, published.state) == (2, "published", "superseded")
    named = {(one.indicator_code, one.cut, tuple(sorted(one.cell.items()))) for one in edition.changes.all()}
    assert named == _differing(published, edition) and named
    assert ("members_active", "", ()) in named and ("family_package_study", "", ()) not in named
    change = edition.changes.get(indicator_code="new_members", cut="")
    assert (int(change.before), int(change.after), change.reason) == (12, 14, "late")
    assert whole(published).value == 12 and computing.digest_of(published) == published.digest


def _differing(old, new):
    """Independently: every cell whose row of the exported list differs."""

    def rows(report):
        return {
            (one.code, one.cut, tuple(sorted(one.where.items()))):
            (one.value, one.numerator, one.denominator, one.missing, bool(one.hidden))
            for one in exporting.lines(report)
        }  # fmt: skip

    before, after = rows(old), rows(new)
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def test_a_correction_keeps_the_texts_and_says_what_was_corrected(published, analyst):
    Member.objects.filter(registered_on=date(2026, 9, 15)).update(registered_on=date(2026, 5, 15))
    made = computed(reports.correct(published, "កែ", "Wrong dates", analyst, uuid.uuid4()))
    assert made.sections.count() == published.sections.count()
    assert made.changes.get(indicator_code="new_members", cut="").reason == "corrected"


def test_nothing_differs_nothing_is_named(published, analyst):
    made = computed(reports.correct(published, "ក", "a", analyst, uuid.uuid4()))
    assert not made.changes.exists()


def test_only_the_edition_in_force_is_corrected(draft, analyst):
    with pytest.raises(reports.Refused):
        reports.correct(draft, "ក", "a", analyst, uuid.uuid4())


def test_a_discarded_correction_leaves_the_way_free(published, analyst):
    first = computed(reports.correct(published, "ក", "a", analyst, uuid.uuid4()))
    reports.discard(first, analyst)
    second = reports.correct(published, "ខ", "b", analyst, uuid.uuid4())
    assert second.pk != first.pk and second.edition == 2


def test_a_publisher_who_was_faster_leaves_nothing_to_do(draft, paper, approver):
    reports.review(draft, approver)
    job = reports.ask_to_publish(draft, approver)
    assert reports.ask_to_publish(draft, approver).pk == job.pk
    assert jobs.run(job.pk) and not jobs.run(job.pk)
