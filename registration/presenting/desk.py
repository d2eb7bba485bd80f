"""What the clerks' pages say: names, events, outcomes, the notice a report is about."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.notifications.models import Message
from registration.enums import PairState, RowState, WhatIsWrong
from registration.models import Correction, DuplicatePair, Employment, Member, RosterEdit, RosterRow, WrongReport
from registration.models.member import PersonName
from registration.presenting import history
from registration.presenting.comparison import NOT_COMPARED, Line, Side, compare, employer_name, kind_label, side_of_row

NOBODY = Side(km=("", ""), latin=("", ""), born_on=None, born_precision="day", sex="", nationality="", numbers=[])


def full_name(person: PersonName) -> str:
    """Both scripts, Khmer first."""
    return " ".join(filter(None, (person.full_name_km, person.full_name_latin)))


def member_url(member: Member, user: User) -> str:
    """Empty when the member is outside the reader's places: a comparison opens no record."""
    inside = Member.objects.filter(in_places(user, Permission.READ_MEMBERS, "commune_code"), pk=member.pk)
    return reverse("desk_registration:member", args=[member.pk]) if inside.exists() else ""


def pair_events(pair: DuplicatePair, movements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The item's way and the acts on the row, newest first."""
    edits = RosterEdit.objects.filter(roster=pair.row.roster, row_no=pair.row.row_no).select_related("by")
    acts = [
        {"title": history.title_of(edit.act), "at": edit.at, "by": str(edit.by or "")}
        for edit in edits.order_by("-id")[:50]
        if edit.act not in history.BY_OFFICER  # the movements say it already, with the reason
    ]
    return sorted([*movements, *acts], key=lambda event: event["at"], reverse=True)


_OUTCOMES = {
    RowState.REGISTERED: gettext_lazy("The person is registered."),
    RowState.ALREADY: gettext_lazy("The person already was on this employer's staff."),
    RowState.REPAIR: gettext_lazy("The row waits for the employer."),
    RowState.REVIEW: gettext_lazy("The row came back to be compared once more."),
    RowState.DROPPED: gettext_lazy("The employer left the row out."),
    RowState.ACCEPTED: gettext_lazy("The person is registered when the employer confirms."),
}


def pair_outcome(pair: DuplicatePair) -> str:
    """What became of the row."""
    return str(_OUTCOMES.get(pair.row.state, ""))


def pair_message(row: RosterRow, decision: str) -> str:
    if decision == "ask":
        return _("The employer has your question. The clock stops until the answer comes.")
    number = row.member.member_number if row.state == RowState.REGISTERED and row.member_id else ""
    if decision == "same":
        return _("Decided: the same person. %(outcome)s") % {"outcome": _OUTCOMES.get(row.state, "")}
    if number:
        return _("Decided: registered with number %(number)s.") % {"number": number}
    return _("Decided. %(outcome)s") % {"outcome": _OUTCOMES.get(row.state, "")}


def is_decided(pair: DuplicatePair) -> bool:
    return pair.state not in (PairState.OPEN, PairState.ASKED)


_LABELS_OF = {
    "family_name_km": 0, "given_name_km": 0, "family_name_latin": 1, "given_name_latin": 1, "born_on": 2, "sex": 3,
}  # fmt: skip


def correction_lines(correction: Correction, member: Side) -> list[Line]:
    """Present and proposed, only of what would change."""
    row = side_of_row(correction.row)
    lines = compare(member, row)
    wanted = {_LABELS_OF[name] for name in correction.fields if name in _LABELS_OF}
    chosen = [line for at, line in enumerate(lines) if at in wanted]
    if "identity_number" in correction.fields:
        chosen += [line for line in lines[5:-1] if line.right and line.label != kind_label("phone")]
    return chosen or [Line(_("Nothing"), [], [], NOT_COMPARED)]


@dataclass(frozen=True)
class Notice:
    """The message a member called wrong, and the employment it told of."""

    event: str
    sent_at: Any
    employment: Employment | None
    employer: str


# By the template of the message that the member calls wrong.
_EVENTS = {
    "member.invitation": gettext_lazy("Notice of a hire"),
    "member.hired": gettext_lazy("Notice of a hire"),
    "member.ended": gettext_lazy("Notice of an end of employment"),
    "member.wage_changed": gettext_lazy("Notice of a changed wage"),
    "member.work_changed": gettext_lazy("Notice of changed work"),
}


def notice_of(report: WrongReport, *, by: User) -> Notice:
    """Found through the message's own key; what is no longer there is simply not shown."""
    message = Message.objects.filter(pk=report.message_id).first()
    spell = _employment_of(message, report) if message else None
    known = (
        set(Enterprise.objects.visible_to(by).filter(pk=spell.enterprise_id).values_list("pk", flat=True))
        if spell
        else set()
    )
    return Notice(
        event=str(_EVENTS.get(report.about, report.about)),
        sent_at=message.not_before if message else None,
        employment=spell,
        employer=employer_name(spell, known) if spell else "",
    )


def said(report: WrongReport) -> str:
    """In the words that the member chose from."""
    return str(dict(WhatIsWrong.choices).get(report.said, report.said))


def _employment_of(message: Message, report: WrongReport) -> Employment | None:
    """`hire:<row>` and `end:<employment>:...` are the keys registering and ending give their messages."""
    spells = Employment.objects.filter(member=report.member).select_related("enterprise")
    parts = message.dedup_key.split(":")
    if len(parts) > 1 and parts[0] == "hire":
        row = RosterRow.objects.filter(pk=parts[1]).select_related("roster").first()
        return (
            spells.filter(establishment_id=row.roster.establishment_id).order_by("-started_on").first() if row else None
        )
    return spells.filter(pk=parts[1]).first() if len(parts) > 2 else None


_ACTIONS = {
    "roster.register": gettext_lazy("Registered from a staff list"),
    "person.add": gettext_lazy("Registered by a form"),
    "pair.same": gettext_lazy("An officer compared: the same person"),
    "pair.different": gettext_lazy("An officer compared: another person"),
    "correction.accept": gettext_lazy("Correction taken over"),
    "merge.confirm": gettext_lazy("Merged with another record"),
}


def member_events(member: Member) -> list[dict[str, Any]]:
    """The row history of the member in plain words, newest first."""
    events = apps.get_model("registration", "MemberEvent").objects.filter(pgh_obj_id=member.pk).order_by("-pgh_id")[:50]
    found = list(events)
    names = {str(u.pk): str(u) for u in User.objects.filter(pk__in={_context(e).get("user") for e in found} - {None})}
    return [_member_event(event, names) for event in found]


def _member_event(event: Any, names: dict[str, str]) -> dict[str, Any]:
    context = _context(event)
    plain = _("Registered") if event.pgh_label == "insert" else _("Changed")
    title = _ACTIONS.get(context.get("action", ""), plain)
    by = names.get(context.get("user") or "", "")
    return {"title": str(title), "at": event.pgh_created_at, "by": by, "text": context.get("reason") or ""}


def _context(event: Any) -> dict[str, Any]:
    return event.pgh_context or {}
