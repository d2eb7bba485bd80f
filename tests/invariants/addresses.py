"""Every address of the portal, read from the URL configuration: a new one joins by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    kwargs: tuple[str, ...]
    in_languages: bool = False  # in Khmer at /..., in English at /en/...; else one address for both

    def path(self, values: dict[str, object], prefix: str = "") -> str:
        url = self.route
        for key in self.kwargs:
            start = url.index("<", 0)
            end = url.index(">", start)
            url = f"{url[:start]}{values[key]}{url[end + 1 :]}"
        return f"/{prefix}{url}"

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:")

    @property
    def is_third_party(self) -> bool:
        """Pages of the sign-in library: they have their own tests and their own limits."""
        return self.name.startswith(("account_", "mfa_"))


def addresses() -> list[Address]:
    found = list(_walk(get_resolver().url_patterns, "", ()))
    return [address for address in found if "(?P" not in address.route]


def _walk(patterns: list, route: str, names: tuple[str, ...], *, prefixed: bool = False) -> Iterator[Address]:
    for pattern in patterns:
        here = route + _text(pattern)
        if isinstance(pattern, URLResolver):
            below = (*names, pattern.namespace) if pattern.namespace else names
            within = prefixed or isinstance(pattern.pattern, LocalePrefixPattern)
            yield from _walk(pattern.url_patterns, here, below, prefixed=within)
        elif isinstance(pattern, URLPattern):
            name = ":".join([*names, pattern.name or "redirect"])
            yield Address(name, here, tuple(pattern.pattern.converters), prefixed)


def _text(pattern: URLPattern | URLResolver) -> str:
    """The language prefix depends on who asks; it is put before the path by the test."""
    is_route = isinstance(pattern.pattern, RoutePattern)
    text = str(pattern.pattern)
    return text if is_route or "(?P" in text else ("" if text in ("km/", "en/") else text)
