from django import template

from nssf_portal.exchange.identity.flow import Offer, offers
from nssf_portal.exchange.identity.links import linked_providers

register = template.Library()


@register.simple_tag
def identity_offers() -> list[Offer]:
    """Who may be asked who somebody is; empty when nothing is configured."""
    return offers()


@register.simple_tag(takes_context=True)
def identity_links(context: template.Context) -> list[tuple[Offer, bool]]:
    """Each offer, and whether the signed-in account is linked to it."""
    found = offers()
    linked = linked_providers(context["request"].user) if found else set()
    return [(offer, offer.code in linked) for offer in found]
