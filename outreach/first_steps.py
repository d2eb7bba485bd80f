"""Where what a plain-words page explains is begun in this portal: one button on the page."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """The words of the button and its address."""

    words: Promise
    url: str


_WORKER = (_("Begin my registration"), "register:start")
_ENTERPRISE = (_("Register an enterprise"), "enterprises:start")
_STAFF = (_("To my enterprise: register staff"), "enterprises:employer_home")
_DECLARE = (_("To my enterprise: declare and pay"), "enterprises:employer_home")
_LETTERS = (_("To my enterprise: letters and answers"), "enterprises:employer_home")
_CARD = (_("To my card: say that it is lost"), "me:card")
_DATA = (_("To my own data"), "me:home")

_BEGINS = {
    "what-is-social-security": _WORKER,
    "occupational-risk": _WORKER,
    "health-care": _WORKER,
    "pension": _WORKER,
    "self-employed-scheme": _WORKER,
    "right-to-be-registered": _WORKER,
    "right-to-your-data": _DATA,
    "register-your-enterprise": _ENTERPRISE,
    "register-your-workers": _STAFF,
    "declare-and-pay": _DECLARE,
    "fines": _LETTERS,
    "register-as-self-employed": _WORKER,
    "card-lost": _CARD,
    "when-inspectors-come": _LETTERS,
}


def step_of(slug: str) -> Step | None:
    """What a reader of this page can do at once; None where nothing is begun here, or that room is closed."""
    if slug not in _BEGINS:
        return None
    words, name = _BEGINS[slug]
    try:
        return Step(words, reverse(name))
    except NoReverseMatch:
        return None
