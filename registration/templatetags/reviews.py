"""What every page about a refusal says of a review: how, where, by when."""

from typing import Any

from django import template

from registration.models import Application, Member, Merge
from registration.services import reviews

register = template.Library()


@register.inclusion_tag("registration/hotline/_review_offer.html")
def review_offer(application: Application, mine: bool = True) -> dict[str, Any]:
    """Nothing while there is nothing to review; what was answered is for the applicant alone."""
    return {"offer": reviews.offer_for(application), "mine": mine}


@register.inclusion_tag("registration/hotline/_merge_offers.html")
def merge_review_offers(member: Member) -> dict[str, Any]:
    """On the member's own page: records that were joined with it, and how to say that this was wrong."""
    merges = Merge.objects.filter(survivor=member, merged_at__isnull=False).select_related(
        "other", "work_item__first_by", "work_item__second_by"
    )
    return {"offers": [(merge, reviews.offer_for_merge(merge)) for merge in merges], "mine": True}
