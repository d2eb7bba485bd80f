"""What the automatic checks of an application found, in sentences; a check without an answer never looks passed."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, ngettext_lazy
from django.utils.translation import gettext as _

from enterprises.enums import Outcome
from nssf_portal.khmer.dates import format_date
from registration import checks
from registration.models import Application, ApplicationCheck
from registration.presenting.words import bound


@dataclass(frozen=True)
class Shown:
    """A check as the officer reads it; `may_ask_again` when its partner gave no answer."""

    code: str
    meaning: str
    word: str
    title: str
    text: str
    at: datetime | None
    may_ask_again: bool


TITLES: dict[str, Promise] = {
    "proved": gettext_lazy("Identity"),
    "by_number": gettext_lazy("Known by a number"),
    "by_person": gettext_lazy("Known by name and date of birth"),
    "by_phone": gettext_lazy("Phone number"),
    "working_age": gettext_lazy("Age"),
    "self_employed_age": gettext_lazy("Age"),
    "own_account": gettext_lazy("Works on own account"),
    "enterprise": gettext_lazy("Employer in the register"),
    "confirmed": gettext_lazy("The employer's answer"),
    "sponsor": gettext_lazy("The member on whom the person depends"),
    "entitled": gettext_lazy("May depend on a member"),
    "valid": gettext_lazy("Informal economy certificate"),
}

# By check and code where one word means two things, else by the code alone.
WORDS: dict[str, Promise] = {
    "proved face_to_face_later": gettext_lazy("No card at hand: the person proves it face to face later."),
    "proved asked_too_often": gettext_lazy("This number was compared too often in this hour. Ask again later."),
    "no_law_in_force": gettext_lazy("The law book says nothing for today, so a person decides."),
    "proved no_card_number": gettext_lazy("No number of a Khmer identity card to ask about."),
    "proved not_consented": gettext_lazy("The person did not agree to be compared with the Ministry of Interior."),
    "valid not_consented": gettext_lazy("The person did not agree that the certificate is fetched."),
    "by_number nobody": gettext_lazy("No member holds one of these numbers."),
    "by_person nobody": gettext_lazy("Nobody alike is known."),
    "by_phone members_0": gettext_lazy("No member has this phone."),
    "no_phone": gettext_lazy("No phone number was given."),
    "no_birth_date": gettext_lazy("No date of birth was given."),
    "birth_date_not_exact": gettext_lazy("Near the age limit, and the day of birth is not known."),
    "uses_workers": gettext_lazy("Others work for this person: that is an employer, not self-employed."),
    "says_no_workers": gettext_lazy("Says that nobody works for them."),
    "enterprise not_in_the_register": gettext_lazy("This employer is not in the register."),
    "enterprise registered": gettext_lazy("Registered and open."),
    "enterprise closed": gettext_lazy("The enterprise is closed."),
    "enterprise known": gettext_lazy("Known from another registry, not registered with the Fund."),
    "enterprise suspended": gettext_lazy("The enterprise is suspended."),
    "confirmed not_asked_by_wish": gettext_lazy("Not asked: the worker does not want to be named."),
    "confirmed not_asked": gettext_lazy("Not asked: nobody at the enterprise can answer in the portal yet."),
    "confirmed confirmed": gettext_lazy("The employer says: works here."),
    "confirmed denied": gettext_lazy("The employer says: does not work here."),
    "confirmed silent": gettext_lazy("The employer did not answer in time."),
    "confirmed void": gettext_lazy("The question was taken back."),
    "confirmed asked": gettext_lazy("The employer is asked and has not answered yet."),
    "sponsor not_found": gettext_lazy("This member was not found."),
    "sponsor not_asked": gettext_lazy("Named through an agent or by telephone: the member was not asked."),
    "sponsor active": gettext_lazy("An active member."),
    "sponsor pending": gettext_lazy("That member's identity is still to be proved."),
    "sponsor suspended": gettext_lazy("That membership is suspended."),
    "sponsor ended": gettext_lazy("That membership has ended."),
    "no_age_limit_when_disabled": gettext_lazy(
        "Older than the limit, which does not hold with a disability or long illness."
    ),
    "marriage_not_registered": gettext_lazy("The marriage is not registered."),
    "another_spouse": gettext_lazy("Another husband or wife is registered with this member."),
    "marriage_registered": gettext_lazy("Says that the marriage is registered."),
    "no_certificate_yet": gettext_lazy("No certificate number yet."),
    "not_needed": gettext_lazy("Not asked for at present."),
    "valid no_answer": gettext_lazy("The platform gave no answer."),
    "valid not_found": gettext_lazy("The platform does not know this number."),
    "valid not_in_force": gettext_lazy("Not in force today."),
    "valid in_force": gettext_lazy("In force, and in this person's name."),
    "valid another_holder": gettext_lazy("In force, but another identity number stands in it."),
}
COUNTED: dict[str, Any] = {
    "by_number members": ngettext_lazy(
        "%(n)s member holds one of these numbers.", "%(n)s members hold these numbers.", "n"
    ),
    "candidates": ngettext_lazy("%(n)s member looks alike.", "%(n)s members look alike.", "n"),
    "by_phone members": ngettext_lazy("%(n)s member has this phone.", "%(n)s members have this phone.", "n"),
    "more_than": ngettext_lazy(
        "More than %(n)s member has this phone.", "More than %(n)s members have this phone.", "n"
    ),
    "under": ngettext_lazy("Younger than %(n)s year.", "Younger than %(n)s years.", "n"),
    "not_under": ngettext_lazy("Not younger than %(n)s year.", "Not younger than %(n)s years.", "n"),
    "at_least": ngettext_lazy("At least %(n)s year, within the limit.", "At least %(n)s years, within the limit.", "n"),
}
PROVIDERS: dict[str, Promise] = {
    "moi": gettext_lazy("Ministry of Interior"),
    "camdigikey": gettext_lazy("CamDigiKey"),
    "oidc": gettext_lazy("Digital identity"),
}
FIELDS: dict[str, Promise] = {
    "id_number": gettext_lazy("identity number"),
    "born_on": gettext_lazy("date of birth"),
    "sex": gettext_lazy("sex"),
    "family_name_km": gettext_lazy("family name in Khmer"),
    "given_name_km": gettext_lazy("given name in Khmer"),
    "family_name_latin": gettext_lazy("family name in Latin letters"),
    "given_name_latin": gettext_lazy("given name in Latin letters"),
    "other": gettext_lazy("something else"),
}
_MEANINGS = {Outcome.PASS: "ok", Outcome.WARN: "waits", Outcome.FAIL: "wrong", Outcome.UNAVAILABLE: "unknown"}
_COUNTED = re.compile(r"([a-z_]+)_(\d+)")


def shown(application: Application) -> list[Shown]:
    """In the order they run; one that should have run and did not has no answer."""
    kept = {check.code: check for check in application.checks.all()}
    codes = [*checks.codes_for(application), *kept]
    return [_shown(code, kept.get(code)) for code in dict.fromkeys(codes)]


def _shown(code: str, check: ApplicationCheck | None) -> Shown:
    outcome = Outcome(check.outcome) if check else Outcome.UNAVAILABLE
    return Shown(
        code=code,
        meaning=_MEANINGS[outcome],
        word=str(outcome.label),
        title=str(TITLES.get(code, code)),
        text=words_of(code, outcome, check.evidence) if check else _("Not checked yet."),
        at=check.checked_at if check else None,
        may_ask_again=outcome == Outcome.UNAVAILABLE,
    )


def words_of(code: str, outcome: str, evidence: str) -> str:
    """The evidence in the reader's language; a code nobody knows is shown as it is."""
    if code == "proved" and evidence.partition(" ")[0] in PROVIDERS:
        return _provider_words(outcome, evidence)
    if code == "valid":
        evidence = evidence.removeprefix("informal ")
    known = WORDS.get(f"{code} {evidence}") or WORDS.get(evidence)
    return str(known) if known else _counted(code, evidence)


def _counted(code: str, evidence: str) -> str:
    found = _COUNTED.fullmatch(evidence.partition(" ")[0])
    if not found:
        return evidence
    words = COUNTED.get(f"{code} {found[1]}") or COUNTED.get(found[1])
    return bound(str(words % {"n": int(found[2])})) if words else evidence


def _provider_words(outcome: str, evidence: str) -> str:
    """`moi 2026-11-22 born_on,sex`: who was asked, when, and what differs."""
    provider, day, differing = [*evidence.split(" "), "", ""][:3]
    said = {"provider": PROVIDERS[provider], "day": _day(day)}
    if outcome == Outcome.UNAVAILABLE:
        return _("%(provider)s, %(day)s: no answer.") % said
    if outcome == Outcome.PASS:
        return _("%(provider)s, %(day)s: all agrees.") % said
    if not differing:
        return _("%(provider)s, %(day)s: not sure that this is the same person.") % said
    fields = ", ".join(str(FIELDS.get(field, field)) for field in differing.split(","))
    return _("%(provider)s, %(day)s: differs in %(fields)s.") % (said | {"fields": fields})


def _day(text: str) -> str:
    try:
        return format_date(date.fromisoformat(text), get_language() or "km").replace(" ", "\u00a0")
    except ValueError:
        return text


def summary(found: list[Shown]) -> str:
    """For the history: 3 pass, 1 look, 1 no answer."""
    words = {shown.meaning: shown.word for shown in found}
    counts = {meaning: sum(one.meaning == meaning for one in found) for meaning in words}
    listed = ", ".join(f"{n}\u00a0{words[meaning].lower()}" for meaning, n in counts.items())
    return ngettext("%(n)s check: %(list)s", "%(n)s checks: %(list)s", len(found)) % {"n": len(found), "list": listed}
