"""Slots: the one way an upper app shows itself on a lower one's page, registered in `AppConfig.ready()`.

A slot item is a function `(request, obj) -> Any | None`; None means "nothing to show here". What a slot's items
return is the slot's own contract: `nav` yields NavItem, `enterprise.page` yields rendered panels, and so on.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Item:
    func: Callable[[HttpRequest, Any], Any]
    order: int
    permission: str | None


@dataclass(frozen=True)
class NavItem:
    """One entry of the service navigation; `count` shows as a badge."""

    label: str
    url: str
    active: bool = False
    count: int | str | None = None


@dataclass(frozen=True)
class Panel:
    """A rendered part of a page: a template and its context."""

    template: str
    context: dict[str, Any]


_slots: dict[str, list[Item]] = defaultdict(list)


def register(name: str, func: Callable, *, order: int = 0, permission: str | None = None) -> None:
    """Add an item to a slot; registering the same function twice is a no-op (ready() may run again in tests)."""
    if all(item.func is not func for item in _slots[name]):
        _slots[name].append(Item(func, order, permission))
        _slots[name].sort(key=lambda item: item.order)


def items(name: str, request: HttpRequest, obj: Any = None) -> Iterator[Any]:
    """What the slot's items return for this request and object, in order, without the Nones."""
    for item in _slots[name]:
        if item.permission and not (request.user.is_authenticated and request.user.has_permission(item.permission)):
            continue
        value = item.func(request, obj)
        if value is not None:
            yield value


def registered(name: str) -> list[Callable]:
    """The functions registered under a name, for slots that are not tied to a request (handlers, providers)."""
    return [item.func for item in _slots[name]]
