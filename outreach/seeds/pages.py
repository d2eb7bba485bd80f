"""The first plain-words pages. Figures come from the law book (double brackets); what no text confirms says so."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from nssf_portal.audit.tracking import acting
from nssf_portal.law.seeds.base import P168, P326, P449, SD32, SD144, SD280
from outreach.enums import PageState, PageTopic
from outreach.models import PlainPage
from outreach.plain_pages import keys_of
from outreach.seeds.page_texts import procedures, rights, schemes
from outreach.seeds.page_texts.base import Page

_SPACE = uuid.UUID("2b7b7a3e-91f4-4d0b-8a52-6d3c8f1f5a10")
_REVIEW = timedelta(days=365)
_SOURCES = {"P168": P168, "P326": P326, "P449": P449, "SD32": SD32, "SD144": SD144, "SD280": SD280}


@dataclass(frozen=True)
class _Topic:
    topic: PageTopic
    pages: tuple[Page, ...]


TOPICS = (
    _Topic(PageTopic.SCHEME, schemes.PAGES),
    _Topic(PageTopic.RIGHT, rights.RIGHTS),
    _Topic(PageTopic.DUTY, rights.DUTIES),
    _Topic(PageTopic.PROCEDURE, procedures.PAGES),
)


def seed() -> None:
    """Adds what is missing; a page somebody changed or withdrew stays as it is."""
    known = set(PlainPage.objects.values_list("slug", flat=True))
    missing = [(of.topic, page) for of in TOPICS for page in of.pages if page.slug not in known]
    if missing:
        with acting(by=None, action="page.seed"):
            for topic, page in missing:
                _made(topic, page).save(force_insert=True)


def _made(topic: PageTopic, page: Page) -> PlainPage:
    now = timezone.now()
    made = PlainPage(
        submission_id=uuid.uuid5(_SPACE, page.slug),
        slug=page.slug,
        topic=topic,
        title_km=page.km[0],
        body_km=page.km[1].strip(),
        title_en=page.en[0],
        body_en=page.en[1].strip(),
        source=page.source.format(**_SOURCES),
        confirmed=page.confirmed,
        review_on=timezone.localdate() + _REVIEW,
        state=PageState.PUBLISHED,
        published_at=now,
        written_at=now,
    )
    for name, value in keys_of(made).items():
        setattr(made, name, value)
    return made
