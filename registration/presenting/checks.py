"""What the automatic checks found about a doubtful row, for the officer who decides."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registration.enums import Match
from registration.models import DuplicatePair, Employment
from registration.presenting.comparison import age


@dataclass(frozen=True)
class Check:
    """A result in a colour and a word, what was checked, what was found."""

    meaning: str
    word: str
    title: str
    text: str


def only_age(pair: DuplicatePair) -> bool:
    """Whether the person is clear and only the changed date of birth is doubtful."""
    return pair.reason not in (Match.CONFLICT, Match.POSSIBLE)


def checks_of(pair: DuplicatePair) -> list[Check]:
    """In the order an officer asks: who, how old, with what proof, working where."""
    found = [_identity(pair), _age(pair)]
    if pair.row.birth_altered:
        found.append(_document(pair))
    if pair.member:
        found.append(_work(pair))
    return found


def _identity(pair: DuplicatePair) -> Check:
    if pair.reason == Match.CONFLICT:
        text = _("The number in the list belongs to this member, but the name or date of birth differs.")
        return Check("waits", _("Look"), _("Identity number"), text)
    if pair.reason == Match.POSSIBLE:
        text = _("Name, date of birth and sex are a member's, but the identity number is another one.")
        return Check("waits", _("Look"), _("Possible duplicate"), text)
    return Check("ok", _("Pass"), _("Identity number"), _("No other member holds this number."))


def _age(pair: DuplicatePair) -> Check:
    years = age(pair.row.born_on)
    if years is None:
        return Check("none", _("No answer"), _("Age"), _("The list gives no date of birth."))
    words = ngettext("%(n)s year old", "%(n)s years old", years) % {"n": years}
    if pair.row.birth_altered:
        return Check("waits", _("Look"), _("Age"), _("%(age)s after the date was changed") % {"age": words})
    if pair.row.young:
        return Check("waits", _("Look"), _("Age"), _("%(age)s: accepted from 15, and marked") % {"age": words})
    return Check("ok", _("Pass"), _("Age"), words)


def _document(pair: DuplicatePair) -> Check:
    if pair.row.evidence_id:
        return Check("waits", _("Look"), _("Document"), _("Compare the date with the document."))
    return Check("wrong", _("Missing"), _("Document"), _("A changed date of birth needs a document."))


def _work(pair: DuplicatePair) -> Check:
    count = Employment.objects.current().filter(member_id=pair.member_id).count()
    if not count:
        return Check("none", _("To know"), _("Employment"), _("The member works nowhere now."))
    text = ngettext("The member works at %(n)s place now.", "The member works at %(n)s places now.", count)
    return Check("none", _("To know"), _("Employment"), text % {"n": count})
