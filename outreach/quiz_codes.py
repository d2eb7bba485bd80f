"""Addresses behind the QR codes of quizzes and competitions: the same each time they are printed, not to be guessed."""

import base64
import hashlib
import hmac
import uuid
from datetime import timedelta

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.safestring import SafeString, mark_safe

from outreach import door
from outreach.models import Activity, Competition

COOKIE = "play"  # a random value: the same telephone before and after, and in its team
_MAC, _CODE = 8, 5  # bytes
_KEPT = timedelta(days=14)
_LIKE = str.maketrans({"0": "O", "1": "I", "8": "B"})  # not in the alphabet of the code, but typed for its letters


def quiz_token(activity: Activity) -> str:
    """What stands in the address of an activity's quiz: the activity, and proof that we made it."""
    return base64.urlsafe_b64encode(activity.pk.bytes + _mac("quiz", activity.pk, _MAC)).decode()


def activity_of(token: str) -> Activity | None:
    """The activity behind the code of its quiz; the code of its open door is as good."""
    try:
        raw = base64.urlsafe_b64decode(token)
        pk = uuid.UUID(bytes=raw[:16])
    except ValueError:
        return door.activity_at(token)
    if not hmac.compare_digest(raw[16:], _mac("quiz", pk, _MAC)):
        return door.activity_at(token)
    return Activity.objects.filter(pk=pk).first()


def quiz_address(activity: Activity, moment: str, language: str = "km") -> str:
    """The whole address that a QR code holds; `moment` is before or after."""
    return _whole(f"outreach_play:{moment}", quiz_token(activity), language)


def join_code(competition: Competition) -> str:
    """Eight letters, in two halves, that a person can type too."""
    letters = base64.b32encode(_mac("competition", competition.pk, _CODE)).decode()
    return f"{letters[:4]}-{letters[4:]}"


def join_digest(code: str) -> str:
    """The only thing kept of a code."""
    letters = "".join(sign for sign in code.upper().translate(_LIKE) if sign.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


def competition_of(code: str) -> Competition | None:
    """The competition that teams join by this code."""
    rows = Competition.objects.select_related("activity").exclude(join_digest="")
    return rows.filter(join_digest=join_digest(code)).first()


def join_address(competition: Competition, language: str = "km") -> str:
    return _whole("outreach_play:join", join_code(competition), language)


def qr(text: str, label: str) -> SafeString:
    """A drawing of the code without any style, as the content policy wants it; the label is read out."""
    picture = segno.make_qr(text, error="m").svg_inline(border=3, omitsize=True, svgclass="qr", title=label)
    return mark_safe(picture)  # noqa: S308  made here from our own address; segno escapes the title


def secret_of(request: HttpRequest) -> str:
    """The random value that this telephone sent; empty when it has none yet."""
    return request.COOKIES.get(COOKIE, "")


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Gives a telephone its random value, so that it counts once."""
    if not secret_of(request):
        age = int(_KEPT.total_seconds())
        safe = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
        response.set_cookie(COOKIE, get_random_string(24), max_age=age, **safe)
    return response


def device_of(request: HttpRequest, activity: Activity) -> str:
    """What is kept of the random value: another one at each activity, so that nobody is followed around."""
    return door.device_of(secret_of(request), activity)


def _mac(what: str, pk: uuid.UUID, length: int) -> bytes:
    return salted_hmac(f"outreach.{what}", str(pk), algorithm="sha256").digest()[:length]


def _whole(name: str, argument: str, language: str) -> str:
    with translation.override(language):
        return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=[argument])
