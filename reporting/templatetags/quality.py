"""`{{ alarm.tally|tally_word }}`: a tally in the words of its model."""

from django import template
from django.apps import apps

from nssf_portal import tallies

register = template.Library()


@register.filter
def tally_word(name: str) -> str:
    """The name itself when no tally is called so any more."""
    table = next((tally.table for tally in tallies.every() if tally.name == name), None)
    found = (model for model in apps.get_models() if model._meta.db_table == table)
    model = next(found, None)
    return str(model._meta.verbose_name) if model else name
