"""Human references: short, typeable, checked (`APP-26-7K3Q-9`)."""

import secrets

from django.utils import timezone

# Crockford's alphabet: no I, L, O or U, so that a reference read over the telephone survives.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SLIPS = str.maketrans("ILOU", "110V")


def new_reference(prefix: str, *, letters: int = 5) -> str:
    """A reference such as `EMP-26-7K3QX-9`: prefix, year, random part, check sign."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(letters))
    year = f"{timezone.localdate():%y}"
    return f"{prefix}-{year}-{body}-{check_sign(prefix + year + body)}"


def check_sign(text: str) -> str:
    """One sign that catches every single slip and nearly every swap of neighbours (weighted sum modulo 31)."""
    total = sum((i + 1) * int(sign, 36) for i, sign in enumerate(text))
    return ALPHABET[total % 31]


def normalise(text: str) -> str:
    """What the person most likely meant: upper case, slips mended, or '' when the check sign disagrees."""
    parts = text.strip().upper().replace(" ", "-").split("-")
    if len(parts) != 4:
        return ""
    prefix, year, body, sign = parts[0], parts[1], parts[2].translate(_SLIPS), parts[3].translate(_SLIPS)
    if not (prefix + year + body).isalnum() or check_sign(prefix + year + body) != sign:
        return ""
    return f"{prefix}-{year}-{body}-{sign}"
