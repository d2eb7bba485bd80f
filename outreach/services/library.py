"""Plain-words pages: written, published in place of the version before, looked at again; questions people asked."""

import uuid
from calendar import monthrange
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal import law
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from outreach.enums import PageState
from outreach.models import AskedQuestion, PlainPage
from outreach.plain_pages import keys_of, unknown_figures
from outreach.workflow import PAGE

_COPIED = ("slug", "topic", "title_km", "title_en", "body_km", "body_en", "source", "confirmed", "owner", "review_on")
REVIEW_CODE, REVIEW_MONTHS = "library.review_months", 12


def next_review(on: date | None = None) -> date:
    """The day on which a page looked at today is looked at again, by the law book."""
    on = on or timezone.localdate()
    years, month = divmod(on.month - 1 + int(law.book.value_or(REVIEW_CODE, REVIEW_MONTHS)), 12)
    year, month = on.year + years, month + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


@transaction.atomic
def write(*, by: User, submission_id: uuid.UUID, **fields: Any) -> PlainPage:
    """A new page, not shown yet; the same submission is the same page. Effects: the draft."""
    if known := PlainPage.objects.filter(submission_id=submission_id).first():
        return known
    if PlainPage.objects.filter(slug=fields["slug"]).exists():
        raise Refused(_("There is a page with this address already."), None, "write")
    return _draft(PlainPage(submission_id=submission_id, written_by=by, **fields), by, "page.write")


@transaction.atomic
def change(page: PlainPage, *, by: User, **fields: Any) -> PlainPage:
    """Another text, while it is a draft. Effects: those fields and the search keys."""
    locked = _locked(page)
    if locked.state != PageState.DRAFTED:
        raise Refused(_("What is published does not change: begin a new version."), locked, "change")
    for name, value in fields.items():
        setattr(locked, name, value)
    return _draft(locked, by, "page.change")


def _draft(page: PlainPage, by: User, action: str) -> PlainPage:
    for name, value in keys_of(page).items():
        setattr(page, name, value)
    with acting(by=by, action=action):
        page.save()
    return page


@transaction.atomic
def next_version(page: PlainPage, *, by: User) -> PlainPage:
    """A draft that begins as the page stands; the one that is being written already, if there is one."""
    versions = list(PlainPage.objects.select_for_update().filter(slug=page.slug).order_by("-version"))
    if versions[0].state == PageState.DRAFTED:
        return versions[0]
    copied = {name: getattr(page, name) for name in _COPIED}
    number = versions[0].version + 1
    return _draft(
        PlainPage(submission_id=uuid.uuid4(), version=number, written_by=by, **copied), by, "page.next_version"
    )


@transaction.atomic
def publish(page: PlainPage, *, by: User) -> PlainPage:
    """Everybody reads it from now on; the version before is kept. Effects: states, by whom and when, the keys."""
    versions = list(PlainPage.objects.select_for_update().filter(slug=page.slug))
    locked = next(one for one in versions if one.pk == page.pk)
    _may_be_published(locked)
    with acting(by=by, action="page.publish"):
        for one in versions:
            if one.state == PageState.PUBLISHED:
                PAGE.move(one, "replace")
        said = {"published_at": timezone.now(), "published_by": by, "owner": locked.owner or by}
        return PAGE.move(locked, "publish", **said, **keys_of(locked))


def _may_be_published(page: PlainPage) -> None:
    if page.state != PageState.DRAFTED:
        return  # the table says it
    if page.review_on <= timezone.localdate():
        raise Refused(_("Choose a later day on which it is looked at again."), page, "publish")
    if lacking := unknown_figures(f"{page.body_km} {page.body_en}"):
        said = _("The law book has no value for %(code)s.") % {"code": ", ".join(lacking)}
        raise Refused(said, page, "publish")


@transaction.atomic
def withdraw(page: PlainPage, *, by: User) -> PlainPage:
    """Nobody reads it any more; a new version can bring it back. Effects: the state."""
    with acting(by=by, action="page.withdraw"):
        return PAGE.transition(page, "withdraw")


@transaction.atomic
def still_right(page: PlainPage, *, by: User) -> PlainPage:
    """Looked at and found right: it is looked at again later. Effects: the day, and who keeps the page."""
    locked = _locked(page)
    if locked.state != PageState.PUBLISHED:
        raise Refused(_("Only a page that is read is looked at again."), locked, "review")
    locked.review_on, locked.owner = next_review(), by
    with acting(by=by, action="page.still_right"):
        locked.save(update_fields=["review_on", "owner"])
    return locked


@transaction.atomic
def ask(*, question: str, in_english: bool, slug: str, submission_id: uuid.UUID, where: str = "") -> AskedQuestion:
    """A question of somebody, without who it is; the same submission is the same question. Effects: the question."""
    words = {"question_km": question, "question_en": question if in_english else ""}
    with acting(by=None, action="question.ask"):
        given = {**words, "slug": slug, "where": where}
        return AskedQuestion.objects.get_or_create(submission_id=submission_id, defaults=given)[0]


@transaction.atomic
def answer(asked: AskedQuestion, *, by: User, publish: bool, **fields: Any) -> AskedQuestion:
    """The answer in both languages, shown to everybody or kept back. Effects: words, by whom and when, search keys."""
    locked = AskedQuestion.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    touched = {locked.slug, fields.get("slug", locked.slug)}
    for name, value in fields.items():
        setattr(locked, name, value)
    if publish and not (locked.answer_km and locked.answer_en and locked.question_en):
        raise Refused(_("Question and answer stand in both languages before they are shown."), locked, "answer")
    locked.published_at, locked.published_by = (timezone.now(), by) if publish else (None, None)
    with acting(by=by, action="question.answer"):
        locked.save()
        _find_again(touched)
    return locked


def _find_again(slugs: set[str]) -> None:
    """The answered questions of a page belong to what a search finds."""
    for page in PlainPage.objects.published().filter(slug__in=slugs - {""}):
        keys = keys_of(page)
        for name, value in keys.items():
            setattr(page, name, value)
        page.save(update_fields=list(keys))


def _locked(page: PlainPage) -> PlainPage:
    return PlainPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
