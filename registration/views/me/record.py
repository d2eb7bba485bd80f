"""One's own record: facts, numbers, work, dependants, who read it, consents, and all of it as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.law.book import value_or
from nssf_portal.law.limits import within_limit
from nssf_portal.places.names import name_of
from registration.enums import Channel, ConsentPurpose, OwnAct
from registration.models import Consent, Dependency, Employment, Member
from registration.presenting.nationality import nationality_word
from registration.services import access as accesses
from registration.services import ageing, takeout
from registration.services.access import Access
from registration.services.readings import readings_of
from registration.views.me.scope import FOLDER, own_record


@own_record
@require_safe
def record(request: HttpRequest, access: Access) -> HttpResponse:
    return _record_page(request, access, reveal=False)


@own_record
@require_POST
def numbers(request: HttpRequest, access: Access) -> HttpResponse:
    """One's own numbers in full, once; the showing is kept."""
    accesses.note(access, OwnAct.NUMBERS)
    return _record_page(request, access, reveal=True)


def _record_page(request: HttpRequest, access: Access, *, reveal: bool) -> HttpResponse:
    member = access.member
    known = member.identifiers.filter(superseded_at__isnull=True).order_by("kind", "id")
    context = {
        "access": access,
        "member": member,
        "numbers": [(number, number.reveal() if reveal else "") for number in known],
        "revealed": reveal,
        "nationality": nationality_word(member.nationality),
        "place": name_of(member.commune_code) if member.commune_code else "",
    }
    return render(request, f"{FOLDER}/record.html", context)


@own_record
@require_safe
def work(request: HttpRequest, access: Access) -> HttpResponse:
    spells = Employment.objects.filter(member=access.member).select_related("enterprise")
    newest = list(spells.order_by("ended_on", "-started_on", "id")[:200])
    newest.sort(key=lambda spell: spell.ended_on is not None)
    return render(request, f"{FOLDER}/work.html", {"access": access, "spells": newest})


@own_record
@require_safe
def dependants(request: HttpRequest, access: Access) -> HttpResponse:
    """Who depends on the member, and until when; and on whom the member depends."""
    found = (
        Dependency.objects.filter(sponsor=access.member).select_related("dependant").order_by("until", "since", "id")
    )
    own = Dependency.objects.filter(dependant=access.member, until__isnull=True).select_related("sponsor", "dependant")
    years = ageing.age()
    context = {
        "access": access,
        "lines": [(one, ageing.last_day(one, years)) for one in found[:100]],
        "own": [(one, ageing.last_day(one, years)) for one in own],
        "add_url": _add_url(access.member),
    }
    return render(request, f"{FOLDER}/dependants.html", context)


def _add_url(_member: Member) -> str:
    try:
        return f"{reverse('register:start')}?who=dependant"
    except NoReverseMatch:
        return ""


@own_record
@require_safe
def readings(request: HttpRequest, access: Access) -> HttpResponse:
    return render(request, f"{FOLDER}/readings.html", {"access": access, "lines": readings_of(access.member)})


@own_record
@require_safe
def take_out(request: HttpRequest, access: Access) -> HttpResponse:
    return render(request, f"{FOLDER}/take_out_ask.html", {"access": access})


@own_record
@require_POST
def take_out_file(request: HttpRequest, access: Access) -> HttpResponse:
    """Made while one waits: a member's data are some hundred rows at most."""
    if not within_limit("me.take_out.limit", str(access.member.pk), default=5):
        messages.warning(request, _("You took your data several times in this hour. Try again in the next one."))
        return redirect("me:take_out")
    response = HttpResponse(takeout.take_out(access), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="nssf-my-data-{timezone.localdate():%Y-%m-%d}.zip"'
    return response


@own_record
@require_safe
def consents(request: HttpRequest, access: Access) -> HttpResponse:
    newest = {said.purpose: said for said in Consent.objects.filter(member=access.member).order_by("id")}
    lines = [(purpose, newest[purpose]) for purpose in ConsentPurpose if purpose in newest]
    return render(request, f"{FOLDER}/consents.html", {"access": access, "lines": lines})


@own_record
@require_POST
def consent(request: HttpRequest, access: Access) -> HttpResponse:
    """Take a consent back; a new answer is written, the old one stays as it was."""
    purpose = request.POST.get("purpose", "")
    given = Consent.objects.filter(member=access.member, purpose=purpose).order_by("-id").first()
    if purpose in ConsentPurpose.values and given and given.given:
        Consent.objects.create(
            member=access.member,
            purpose=purpose,
            version=str(value_or("consent.version", "unknown")),
            given=False,
            language=translation.get_language() or "km",
            channel=Channel.WEB,
        )
        messages.success(request, _("Taken back. From now on we do not do this any more."))
    return redirect("me:consents")


@own_record
@require_POST
def language(request: HttpRequest, access: Access) -> HttpResponse:
    """The language of messages and papers, of the page, and of the sign-in."""
    chosen = request.POST.get("language", "")
    if chosen in ("km", "en"):
        accesses.speak(access, chosen)
        messages.success(request, _("From now on we write to you in this language."))
    return redirect(url_in_language_of("me:record", chosen))


def url_in_language_of(name: str, code: str) -> str:
    with translation.override(code if code in ("km", "en") else translation.get_language()):
        return reverse(name)
