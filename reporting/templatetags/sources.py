"""`{{ baseline.source|source_words }}`: a source in the reader's language, where the portal knows it."""

from django import template

from reporting.sources import in_words

register = template.Library()


@register.filter
def source_words(source: str) -> str:
    return in_words(source)
