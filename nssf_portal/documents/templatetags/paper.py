"""For templates that are printed: `{{ text|breaks }}` and `{% qr text %}`."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from nssf_portal.documents.pdf import qr_png
from nssf_portal.khmer.breaks import insert_breaks

register = template.Library()


@register.filter(is_safe=True)
def breaks(text: object) -> SafeString:
    """Khmer words parted by invisible spaces, so that the line can break between them."""
    return mark_safe(insert_breaks(str(conditional_escape(text))))  # noqa: S308  escaped just before


@register.simple_tag
def qr(text: str) -> str:
    """A QR code as an address for `<img src>`."""
    return qr_png(text)
