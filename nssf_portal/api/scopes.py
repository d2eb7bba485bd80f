"""What a programme may be allowed to do, by word; apps add theirs in `ready()`."""

from dataclasses import dataclass

from django.utils.functional import Promise

from nssf_portal.api.models.client import ClientKind


@dataclass(frozen=True)
class Scope:
    code: str
    name: Promise
    kinds: tuple[str, ...] = (ClientKind.EMPLOYER,)


_scopes: dict[str, Scope] = {}


def register_scope(code: str, name: Promise, *kinds: str) -> None:
    """Called from `AppConfig.ready()`; `kinds` are those of clients that may have it (an employer's by default)."""
    _scopes[code] = Scope(code, name, kinds or (ClientKind.EMPLOYER,))


def all_scopes() -> list[Scope]:
    return [_scopes[code] for code in sorted(_scopes)]


def scopes_for(kind: str) -> list[Scope]:
    return [scope for scope in all_scopes() if kind in scope.kinds]


def choices_for(kind: str) -> list[tuple[str, Promise]]:
    return [(scope.code, scope.name) for scope in scopes_for(kind)]
