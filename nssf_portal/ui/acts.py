"""An act asked for by a button: done and said, or why not."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from nssf_portal.workflow import NotPossible


def did(request: HttpRequest, act: Callable[[], object], said: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except NotPossible as why:
        messages.error(request, str(why))
        return False
    messages.success(request, said)
    return True
