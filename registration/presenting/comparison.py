"""Two records side by side: what each says, and whether it is the same. Numbers show their last four only."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.identifiers.crypto import decrypt
from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.dates import format_date
from nssf_portal.khmer.keys import search_key
from nssf_portal.khmer.phones import display_phone
from nssf_portal.places import names
from registration.enums import Precision
from registration.models import Application, Employment, Member, RosterRow
from registration.presenting.nationality import nationality_word

SAME, DIFFERS, NOT_COMPARED = "same", "differs", "none"
_MASK = "••••\u00a0"


@dataclass(frozen=True)
class Part:
    """A piece of what a record says; `mark` is the part that differs, `second` stands below, quieter."""

    text: str
    lang: str = ""
    mark: bool = False
    second: bool = False


@dataclass(frozen=True)
class Line:
    label: str
    left: list[Part]
    right: list[Part]
    verdict: str


@dataclass(frozen=True)
class Number:
    """An identity or phone number: its kind, its end, its blind index; in clear only after a reveal."""

    kind: str
    last_four: str
    blind: uuid.UUID
    clear: str = ""
    disputed: bool = False

    @property
    def shown(self) -> str:
        if not self.clear:
            return f"{_MASK}{self.last_four}"
        return display_phone(self.clear) if self.kind == Identifier.Kind.PHONE else self.clear


@dataclass(frozen=True)
class Side:
    """One of the two records."""

    km: tuple[str, str]
    latin: tuple[str, str]
    born_on: date | None
    born_precision: str
    sex: str
    nationality: str
    numbers: list[Number]
    work: list[Part] = field(default_factory=list)


def side_of_row(row: RosterRow, *, reveal: bool = False) -> Side:
    """What the employer's list says."""
    enterprise = row.roster.enterprise
    return Side(
        km=(row.family_name_km, row.given_name_km),
        latin=(row.family_name_latin, row.given_name_latin),
        born_on=row.born_on,
        born_precision=row.born_precision,
        sex=row.get_sex_display(),
        nationality=nationality_word(row.nationality),
        numbers=numbers_of_row(row, reveal=reveal),
        work=[Part(enterprise.name), *_since(row.hired_on, row.occupation)],
    )


def side_of_application(application: Application, *, reveal: bool = False) -> Side:
    """What the applicant says."""
    employer = application.enterprise.name if application.enterprise else application.enterprise_typed
    return Side(
        km=(application.family_name_km, application.given_name_km),
        latin=(application.family_name_latin, application.given_name_latin),
        born_on=application.born_on,
        born_precision=application.born_precision,
        sex=application.get_sex_display() if application.sex else "",
        nationality=nationality_word(application.nationality),
        numbers=numbers_of_application(application, reveal=reveal),
        work=[Part(employer), *_since(application.started_on, application.occupation)] if employer else [],
    )


def side_of_member(member: Member, *, by: User, reveal: bool = False) -> Side:
    """What the register says; an enterprise outside the reader's places is named by its province only."""
    return Side(
        km=(member.family_name_km, member.given_name_km),
        latin=(member.family_name_latin, member.given_name_latin),
        born_on=member.born_on,
        born_precision=member.born_precision,
        sex=member.get_sex_display(),
        nationality=nationality_word(member.nationality),
        numbers=numbers_of_member(member, reveal=reveal),
        work=_work_of(member, by),
    )


def numbers_of_row(row: RosterRow, *, reveal: bool = False) -> list[Number]:
    given = (
        (row.identity_kind, row.identity_cipher, row.identity_blind, row.identity_last4),
        (Identifier.Kind.PHONE, row.phone_cipher, row.phone_blind, row.phone_last4),
    )
    return [
        Number(kind, last4, blind, clear=decrypt(cipher, row.pk.bytes).decode() if reveal else "")
        for kind, cipher, blind, last4 in given
        if cipher is not None and blind is not None
    ]


def numbers_of_application(application: Application, *, reveal: bool = False) -> list[Number]:
    """Not the equity card: it ranks nobody and decides nothing, so no officer needs it here."""
    given = [n for n in application.numbers.all() if n.kind != Identifier.Kind.EQUITY_CARD]
    return [Number(n.kind, n.last_four, n.blind_index, clear=n.reveal() if reveal else "") for n in given]


def numbers_of_member(member: Member, *, reveal: bool = False) -> list[Number]:
    current = member.identifiers.filter(superseded_at__isnull=True).order_by("id")
    return [
        Number(i.kind, i.last_four, i.blind_index, clear=i.reveal() if reveal else "", disputed=i.disputed)
        for i in current
    ]


def _work_of(member: Member, by: User) -> list[Part]:
    spells = list(
        Employment.objects.filter(member=member).select_related("enterprise").order_by("ended_on", "-started_on")[:4]
    )
    ids = {spell.enterprise_id for spell in spells}
    known = set(Enterprise.objects.visible_to(by).filter(pk__in=ids).values_list("pk", flat=True))
    parts: list[Part] = []
    for spell in spells:
        parts.append(Part(employer_name(spell, known)))
        parts += _since(spell.started_on, "", spell.ended_on)
    return parts


def employer_name(spell: Employment, known: set[uuid.UUID]) -> str:
    if spell.enterprise_id in known:
        return spell.enterprise.name
    return _("An enterprise in %(place)s") % {"place": names.name_of(spell.commune_code[:2])}


def _since(start: date | None, occupation: str, end: date | None = None) -> list[Part]:
    if start is None:
        return []
    words = _("since %(day)s") % {"day": _day(start)} if end is None else f"{_day(start)} – {_day(end)}"
    return [Part(f"{occupation}, {words}" if occupation else words, second=True)]


def compare(left: Side, right: Side) -> list[Line]:
    """Line by line; what one of the two does not say is not compared."""
    return [
        _name_line(_("Name in Khmer"), left.km, right.km, "km"),
        _name_line(_("Name in Latin letters"), left.latin, right.latin, "en"),
        _birth_line(left, right),
        _plain_line(_("Sex"), left.sex, right.sex),
        _plain_line(_("Nationality"), left.nationality, right.nationality),
        *_number_lines(left.numbers, right.numbers),
        Line(_("Employer"), left.work, right.work, NOT_COMPARED),
    ]


def _name_line(label: str, left: Sequence[str], right: Sequence[str], lang: str) -> Line:
    if not any(left) or not any(right):
        return Line(label, _whole(left, lang), _whole(right, lang), NOT_COMPARED)
    differs = [search_key(one) != search_key(other) for one, other in zip(left, right, strict=True)]
    if search_key(" ".join(left)) == search_key(" ".join(right)):
        differs = [False, False]
    return Line(label, _marked(left, differs, lang), _marked(right, differs, lang), DIFFERS if any(differs) else SAME)


def _whole(parts: Iterable[str], lang: str) -> list[Part]:
    text = " ".join(filter(None, parts))
    return [Part(text, lang)] if text else []


def _marked(parts: Sequence[str], differs: Sequence[bool], lang: str) -> list[Part]:
    return [Part(text, lang, mark) for text, mark in zip(parts, differs, strict=True) if text]


def _birth_line(left: Side, right: Side) -> Line:
    label, texts = _("Date of birth"), [_birth(side) for side in (left, right)]
    if left.born_on is None or right.born_on is None:
        return _text_line(label, *texts, NOT_COMPARED)
    only_year = Precision.YEAR in (left.born_precision, right.born_precision)
    same = left.born_on.year == right.born_on.year if only_year else left.born_on == right.born_on
    return _text_line(label, *texts, SAME if same else DIFFERS)


def _birth(side: Side) -> str:
    if side.born_on is None:
        return ""
    return str(side.born_on.year) if side.born_precision == Precision.YEAR else _day(side.born_on)


def _plain_line(label: str, left: str, right: str) -> Line:
    if not left or not right:
        return _text_line(label, left, right, NOT_COMPARED)
    return _text_line(label, left, right, SAME if left == right else DIFFERS)


def _text_line(label: str, left: str, right: str, verdict: str) -> Line:
    mark = verdict == DIFFERS
    return Line(label, *([Part(text, mark=mark)] if text else [] for text in (left, right)), verdict)


def _number_lines(left: list[Number], right: list[Number]) -> list[Line]:
    kinds = list(dict.fromkeys(number.kind for number in [*left, *right]))
    kinds.sort(key=lambda kind: kind == Identifier.Kind.PHONE)
    return [_number_line(kind, *([n for n in side if n.kind == kind] for side in (left, right))) for kind in kinds]


def _number_line(kind: str, left: list[Number], right: list[Number]) -> Line:
    shared = {n.blind for n in left} & {n.blind for n in right}
    verdict = NOT_COMPARED if not left or not right else SAME if shared else DIFFERS
    parts = ([Part(_words(n), mark=verdict == DIFFERS) for n in side] for side in (left, right))
    return Line(kind_label(kind), *parts, verdict)


def _words(number: Number) -> str:
    return f"{number.shown} ({_('to be proved')})" if number.disputed else number.shown


def kind_label(kind: str) -> str:
    words = str(Identifier.Kind(kind).label)
    return words[:1].upper() + words[1:]


def _day(day: date) -> str:
    return format_date(day, get_language() or "km").replace(" ", "\u00a0")


def age(born_on: date | None) -> int | None:
    """Full years today."""
    if born_on is None:
        return None
    today = timezone.localdate()
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
