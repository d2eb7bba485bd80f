"""What every page about a refusal says of a review: how, where, by when."""

from typing import Any

from django import template

from registration.models import Application
from registration.services import reviews

register = template.Library()


@register.inclusion_tag("registration/hotline/_review_offer.html")
def review_offer(application: Application, mine: bool = True) -> dict[str, Any]:
    """Nothing while there is nothing to review; what was answered is for the applicant alone."""
    return {"offer": reviews.offer_for(application), "mine": mine}
