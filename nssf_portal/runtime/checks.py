"""Start-up check: a database in which Khmer has no letters is refused, before anybody searches it and finds nobody."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from nssf_portal.runtime import readiness


@register(Tags.database)
def khmer_has_letters(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Runs with `migrate` and `check --database default`; a database that is down is for others to report."""
    if not databases or "default" not in databases or not readiness.check_database().ok:
        return []
    answer = readiness.check_locale()
    return [] if answer.ok else [Error("pg_trgm finds nothing in Khmer text.", hint=answer.advice, id="runtime.E001")]
