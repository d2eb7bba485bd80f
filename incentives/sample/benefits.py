"""Requests for a loan and for training in every state, with what the bank answered."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from compliance.enums import StandingState
from enterprises.models import Enterprise
from incentives import measuring
from incentives.enums import AnswerChannel, AnswerKind, Size
from incentives.models import IncentiveRequest, Programme
from incentives.sample.keys import key, owner_of, pass_days
from incentives.services import answering, granting, lapsing, programmes, requesting
from nssf_portal.accounts.models import User

_LOAN, _TRAINING = "low-interest-loan", "skills-training"
_NOTE = "ទិញគ្រឿងចក្រថ្មី (គំរូ)"
_NO_MONEY = "ចំណូលនៃឆ្នាំមុនមិនគ្រប់គ្រាន់សម្រាប់ប្រាក់កម្ចីនេះទេ (គំរូ)។"
_TWICE = "សហគ្រាសនេះបានស្នើកម្មវិធីដដែលតាមច្រកផ្សេងរួចហើយ (គំរូ)។"
_MISTAKE = "បញ្ជូនខុសសហគ្រាស (គំរូ)។"
_SENT = {"taken": 50, "taken_too": 35, "open": 5, "terms": 12, "late": 40, "declined": 20, "over": 70, "back": 15}


def load(people: dict[str, User]) -> None:
    """The employer's own first, then others', one in each state."""
    loan = Programme.objects.in_force(timezone.localdate()).get(code=_LOAN)
    training = Programme.objects.in_force(timezone.localdate()).get(code=_TRAINING)
    _term(loan, people["incentives"])
    _employer(loan, training, people)
    _others(loan, people)
    lapsing.run()  # what nobody answered for too long is over, and the bank is told of what is late


def _term(loan: Programme, by: User) -> None:
    """What a bank might publish today, beside the plan's terms that are history."""
    programmes.add_term(
        loan,
        by=by,
        institution=loan.institution,
        label_km="ការប្រាក់ក្នុងមួយឆ្នាំ (ប្រឌិត)",
        label_en="Interest a year (invented)",
        value_km="6.5%",
        value_en="6.5%",
        published_on=timezone.localdate() - timedelta(days=60),
        source="Sample page of the bank (invented, demonstration only)",
    )


def _employer(loan: Programme, training: Programme, people: dict[str, User]) -> None:
    """One waits for the chief, one was offered terms, one training was accepted."""
    employer, chief = people["employer"], people["incentives.chief"]
    mine = Enterprise.objects.represented_by(employer).order_by("nssf_number")
    first, second = [one for one in mine if not one.commune_code.startswith("12")][:2]
    own = mine.filter(commune_code__startswith="12").first()
    pass_days(2, _row(_ask("own:waits", first, loan, employer, 40_000_000)))
    offered = _sent("own:terms", second, loan, employer, chief, _SENT["terms"], 60_000_000)
    given = {"amount": 50_000_000, "interest": Decimal("6.50"), "months": 36}
    _answer(offered, AnswerKind.TERMS, people["bank"], 3, **given)
    accepted = _sent("own:training", own, training, employer, chief, _SENT["open"])
    _answer(accepted, AnswerKind.ACCEPTED, None, 1)


def _others(loan: Programme, people: dict[str, User]) -> None:
    officer, chief, bank = people["incentives"], people["incentives.chief"], people["bank"]
    units = _small(loan)
    owner = owner_of(*units)
    named = (*_SENT, "waits", "refused", "withdrawn")  # the first of them are in good standing
    by_name = dict(zip(named, units, strict=False))
    for name in ("waits", "refused", "withdrawn"):
        if name in by_name:
            asked = _ask(name, by_name[name], loan, owner, 25_000_000)
            if name == "refused":
                granting.refuse(asked, by=officer, reason=_TWICE)
            elif name == "withdrawn":
                requesting.withdraw(asked, by=owner)
            pass_days(6, _row(asked))
    sent = {
        name: _sent(name, by_name[name], loan, owner, chief, days, 20_000_000 + days * 1_000_000)
        for name, days in _SENT.items()
        if name in by_name
    }
    _what_became(sent, chief, bank)


def _what_became(sent: dict[str, IncentiveRequest], chief: User, bank: User) -> None:
    for name, riel in (("taken", 60_000_000), ("taken_too", 45_000_000)):
        if name in sent:
            terms = {"amount": riel, "interest": Decimal("7.00"), "months": 84}
            _answer(sent[name], AnswerKind.TERMS, bank, _SENT[name] - 10, **terms)
            _answer(sent[name], AnswerKind.TAKEN_UP, bank, _SENT[name] - 20, amount=riel)
    if "terms" in sent:
        _answer(sent["terms"], AnswerKind.ACCEPTED, bank, 4)
    if "declined" in sent:
        _answer(sent["declined"], AnswerKind.REFUSED, bank, 6, reason=_NO_MONEY)
    if "back" in sent:
        granting.revoke(sent["back"], by=chief, reason=_MISTAKE)


def _small(loan: Programme) -> list[Enterprise]:
    """Invented enterprises that meet the loan's conditions, those in good standing first."""
    ids = list(Enterprise.objects.filter(state="registered", nssf_number__startswith="9").values_list("pk", flat=True))
    sizes = (Size.MICRO, Size.SMALL)
    able = [one for one in measuring.facts_on(ids, timezone.localdate()) if _able(one, sizes)]
    able.sort(key=lambda one: (one.standing != StandingState.GOOD, -one.workers, one.id))
    wanted = [one.id for one in able[: len(_SENT) + 3]]
    by_id = Enterprise.objects.in_bulk(wanted)
    return [by_id[pk] for pk in wanted]


def _able(one: measuring.Measured, sizes: Iterable[str]) -> bool:
    return one.registered and one.size in sizes and one.missing_staff == 0


def _ask(name: str, unit: Enterprise, programme: Programme, by: User, riel: int | None = None) -> IncentiveRequest:
    return requesting.ask(
        enterprise=unit, programme=programme, by=by, submission_id=key(f"request:{name}"), amount=riel, note=_NOTE,
        consent_until=requesting.first_consent_day(), contact_name="សុខ គំរូ", contact_phone="+85510000099",
    )  # fmt: skip


def _sent(
    name: str, unit: Enterprise, programme: Programme, by: User, chief: User, days: int, riel: int | None = None
) -> IncentiveRequest:
    """Asked, sent three days later, and that was `days` ago."""
    asked = _ask(name, unit, programme, by, riel)
    pass_days(3, _row(asked))
    asked.refresh_from_db()
    sent = granting.send(asked, by=chief)
    pass_days(days, _row(sent))
    return IncentiveRequest.objects.get(pk=sent.pk)


def _row(request: IncentiveRequest) -> "QuerySet[IncentiveRequest]":
    return IncentiveRequest.objects.filter(pk=request.pk)


def _answer(request: IncentiveRequest, kind: str, by: User | None, ago: int, **given: object) -> None:
    """By its screen, or by data exchange where nobody signs in."""
    day: date = timezone.localdate() - timedelta(days=max(ago, 0))
    answering.answer(
        IncentiveRequest.objects.filter(pk=request.pk), request.reference,
        said=answering.Said(kind, day, **given), by=by,
        channel=AnswerChannel.SCREEN if by else AnswerChannel.EXCHANGE,
        submission_id=str(key(f"answer:{request.reference}:{kind}")),
    )  # fmt: skip
