"""Messages to institutions' contacts: which quarter and by when, never what was written."""

from collections.abc import Iterable

from compliance.services.telling_partners import holders
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.notifications.preferences import way_to
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Template, register
from reporting.models import ProgressCall, ProgressEntry

CALLED, REMINDED, RETURNED, APPROVED = "progress.called", "progress.reminded", "progress.returned", "progress.approved"
_PATH = "/reports/progress/"
_TEXTS = {
    CALLED: (
        ("សូមប្រាប់ពីវឌ្ឍនភាព", "Tell how your rows go"),
        "អ.ក.គ.ស.៖ សូមប្រាប់ពីវឌ្ឍនភាពនៃផែនការ សម្រាប់ {period} មុនថ្ងៃ {day}៖ {link}",
        "GS-NSPC: tell how your rows of the plan went in {period}, by {day}: {link}",
    ),
    REMINDED: (
        ("រំលឹក៖ វឌ្ឍនភាពនៃផែនការ", "A reminder: progress of the plan"),
        "អ.ក.គ.ស.៖ សូមរំលឹក៖ យើងនៅរង់ចាំវឌ្ឍនភាព {period} ពីស្ថាប័នរបស់អ្នក (កំណត់ {day})៖ {link}",
        "GS-NSPC: a reminder: we still wait for your institution's progress of {period} (due {day}): {link}",
    ),
    RETURNED: (
        ("វឌ្ឍនភាពត្រូវបានបញ្ជូនត្រឡប់", "Your progress came back"),
        "អ.ក.គ.ស.៖ ជួរ {row} នៃ {period} ត្រូវបានបញ្ជូនត្រឡប់ ដោយមានមតិ។ សូមអាន៖ {link}",
        "GS-NSPC: row {row} of {period} came back with comments. Read them: {link}",
    ),
    APPROVED: (
        ("វឌ្ឍនភាពត្រូវបានអនុម័ត", "Your progress is approved"),
        "អ.ក.គ.ស.៖ ជួរ {row} នៃ {period} ត្រូវបានអនុម័ត។ សូមអរគុណ។ {link}",
        "GS-NSPC: row {row} of {period} is approved. Thank you. {link}",
    ),
}


def _template(code: str) -> Template:
    (subject_km, subject_en), km, en = _TEXTS[code]

    def say(text: str):
        return lambda facts: text.format(link=facts.link, **{n: facts[n] for n in ("period", "day", "row")})

    return Template(code, say(km), say(en), subject_km, subject_en, _PATH)


_TEMPLATES = tuple(_template(code) for code in _TEXTS)


def register_all() -> None:
    """Make the texts known."""
    for template in _TEMPLATES:
        register(template)


def contacts(institution: object) -> list[User]:
    """Who enters progress for an institution."""
    return holders(Permission.ENTER_PROGRESS, institution=institution)


def called(call: ProgressCall, institutions: Iterable[object]) -> None:
    """Each contact once a call, however many rows."""
    for institution in institutions:
        for user in contacts(institution):
            _tell(user, CALLED, f"{call.pk}", _of(call))


def reminded(call: ProgressCall, institution: object, number: str) -> int:
    """`number` names the reminder: the same one is not said twice. How many people were told."""
    people = contacts(institution)
    for user in people:
        _tell(user, REMINDED, f"{call.pk}:{number}", _of(call))
    return len(people)


def answered(entry: ProgressEntry, template: str) -> None:
    """Returned or approved, to the institution's contacts."""
    facts = _of(entry.call) | {"row": entry.measure.number}
    for user in contacts(entry.institution_id):
        _tell(user, template, f"{entry.pk}:{entry.returned_at or ''}:{entry.approved_at or ''}", facts)


def _of(call: ProgressCall) -> dict[str, str]:
    return {"period": call.period, "day": f"{call.due_on:%d/%m/%Y}"}


def _tell(user: User, template: str, subject: str, facts: dict[str, str]) -> None:
    enqueue(
        event=template,
        template=template,
        channel=way_to(user),
        recipient_user=user,
        parameters=facts,
        dedup_key=f"{template}:{subject}:{user.pk}",
    )
