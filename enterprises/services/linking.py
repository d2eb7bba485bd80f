"""Linking a registry record to the enterprise it speaks of."""

from typing import Any

from django.utils import timezone

from enterprises.enums import MatchedBy, MatchState
from enterprises.models import Enterprise

LINK = ("enterprise", "match_state", "matched_by", "matched_at")


def linked(enterprise: Enterprise, *, by: str = MatchedBy.RULE) -> dict[str, Any]:
    """Columns (LINK) of a registry record that is known to be this enterprise's."""
    values = (enterprise, MatchState.MATCHED, by, timezone.now())
    return dict(zip(LINK, values, strict=True))
