"""Message texts: one registration for each template, a text function for each language, no personal data in any."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from nssf_portal.notifications.tokens import link_token

if TYPE_CHECKING:
    from nssf_portal.notifications.models import Message

_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = set("^{}\\[~]|€\f")


@dataclass(frozen=True)
class Facts:
    """What a text may say: codes from the outbox row, and a link only this message has."""

    parameters: Mapping[str, Any]
    link: str = ""

    def __getitem__(self, name: str) -> str:
        return str(self.parameters.get(name, ""))


Text = Callable[[Facts], str]


@dataclass(frozen=True)
class Template:
    code: str
    km: Text
    en: Text
    subject_km: str = ""
    subject_en: str = ""
    link_path: str = ""
    """A path with `{token}` in it, put after PUBLIC_URL; empty when the text has no link."""
    urgent: bool = False
    """Somebody waits for it with the page open (a code): it leaves by night too and is never sent another way."""


@dataclass(frozen=True)
class Rendered:
    subject: str
    body: str


class UnknownTemplate(LookupError):
    """No app has registered this code (yet: an older worker may meet a newer row)."""


_templates: dict[str, Template] = {}


def register(template: Template) -> Template:
    """Make a template known; codes are unique in the house."""
    if _templates.setdefault(template.code, template) != template:
        raise ValueError(f"template {template.code!r} is registered already")
    return template


def registered() -> tuple[Template, ...]:
    return tuple(_templates[code] for code in sorted(_templates))


def urgent_codes() -> frozenset[str]:
    """The templates that keep no quiet hours."""
    return frozenset(code for code, template in _templates.items() if template.urgent)


def render(message: "Message", language: str | None = None) -> Rendered:
    """Write a message out in the recipient's language (or the reader's, on a page)."""
    template = _templates.get(message.template)
    if template is None:
        raise UnknownTemplate(message.template)
    facts = Facts(message.parameters, _link(template, message))
    if (language or message.language) == "en":
        return Rendered(template.subject_en, template.en(facts))
    return Rendered(template.subject_km, template.km(facts))


def own_link(message: "Message") -> str:
    """The link only this message has; "" when its text has none."""
    template = _templates.get(message.template)
    return _link(template, message) if template else ""


def link_of(message: "Message", language: str) -> str:
    """Where a message leads: its own link, or the reader's messages in the portal."""
    prefix = "/en" if language == "en" else ""
    return own_link(message) or f"{settings.PUBLIC_URL.rstrip('/')}{prefix}/messages/"


def _link(template: Template, message: "Message") -> str:
    if not template.link_path:
        return ""
    return settings.PUBLIC_URL.rstrip("/") + template.link_path.format(token=link_token(message.id))


def segments(text: str) -> int:
    """Count the parts an SMS is charged as: 160 or 153 GSM signs, 70 or 67 UTF-16 units for Khmer (3GPP TS 23.038)."""
    if all(sign in _GSM or sign in _GSM_TWICE for sign in text):
        length, alone, joined = sum(2 if sign in _GSM_TWICE else 1 for sign in text), 160, 153
    else:
        length, alone, joined = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= alone else -(-length // joined)
