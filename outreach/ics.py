"""Calendars as every calendar programme reads them (RFC 5545): text escaped, lines folded, times in UTC."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

CONTENT_TYPE = "text/calendar; charset=utf-8"
_LONGEST = 75  # octets of a line without its end (RFC 5545, 3.1)
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# A calendar must have at least one part: without events this one is left (RFC 5545, 3.6).
_TIMEZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Phnom_Penh",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class Event:
    """One event: `uid` never changes, `sequence` rises with each change, a cancelled one stays and says so."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    about: str = ""
    where: str = ""
    url: str = ""
    latitude: object = None
    longitude: object = None
    is_cancelled: bool = False


def calendar(events: Iterable[Event], *, name: str, language: str) -> bytes:
    """A whole calendar as a file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//National Social Security Fund of Cambodia//Portal//EN",
        "CALSCALE:GREGORIAN",
        f"NAME;LANGUAGE={language}:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "X-WR-TIMEZONE:Asia/Phnom_Penh",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *_TIMEZONE,
    ]
    for event in events:
        lines += _event(event, language)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def _event(event: Event, language: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{utc(event.changed_at)}"
    yield f"LAST-MODIFIED:{utc(event.changed_at)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{utc(event.starts_at)}"
    yield f"DTEND:{utc(event.ends_at)}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    for name, text in (("SUMMARY", event.title), ("DESCRIPTION", event.about), ("LOCATION", event.where)):
        if text:
            yield f"{name};LANGUAGE={language}:{escaped(text)}"
    if event.latitude is not None and event.longitude is not None:
        yield f"GEO:{event.latitude};{event.longitude}"
    if event.url:
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def utc(moment: datetime) -> str:
    """A moment without a question of zone: 20261124T020000Z (RFC 5545, 3.3.5, form 2)."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Text as a value: its own signs escaped, line ends as \\n, no control signs (RFC 5545, 3.3.11)."""
    one = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    clean = "".join(sign for sign in one if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    return clean.translate(_ESCAPES)


def folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets; a sign of several octets (Khmer has three each) is never cut (RFC 5545, 3.1)."""
    part, length = "", 0
    for sign in line:
        size = len(sign.encode())
        if length + size > _LONGEST:
            yield part
            part, length = " ", 1
        part, length = part + sign, length + size
    yield part
