"""What winners are told: that there is news, and its number; never a name."""

from nssf_portal.notifications.templates import Template, register

_TEXTS = {
    "incentives.award_given": (
        "សហគ្រាសរបស់អ្នកបានទទួលរង្វាន់",
        "Your enterprise received an award",
        "ប.ស.ស.៖ សហគ្រាសរបស់អ្នកបានទទួលរង្វាន់ {number}។ សូមចូលប្រព័ន្ធដើម្បីយកវិញ្ញាបនបត្រ និងចម្លើយអំពីឈ្មោះជាសាធារណៈ។",
        "NSSF: your enterprise received award {number}. Sign in for the certificate and to agree to the public roll.",
    ),
    "incentives.award_withdrawn": (
        "រង្វាន់ត្រូវបានដកវិញ",
        "An award was withdrawn",
        "ប.ស.ស.៖ រង្វាន់ {number} ត្រូវបានដកវិញ។ សូមចូលប្រព័ន្ធដើម្បីអានមូលហេតុ។",
        "NSSF: award {number} was withdrawn. Sign in to read why.",
    ),
}


def register_templates() -> None:
    """Called when the app is ready."""
    for code, (subject_km, subject_en, km, en) in _TEXTS.items():
        register(Template(code, _say(km), _say(en), subject_km, subject_en))


def _say(text: str):
    return lambda facts: text.format(number=facts["number"])
