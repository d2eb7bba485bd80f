"""What employers are told of their requests for relief: the number only."""

from collections.abc import Callable

from nssf_portal.notifications.templates import Facts, Template, register


def _texts(code: str, subject: tuple[str, str], km: str, en: str) -> Template:
    def say(text: str) -> Callable[[Facts], str]:
        return lambda facts: text.format(number=facts["number"])

    return Template(code, say(km), say(en), subject[0], subject[1])


TEMPLATES = (
    _texts(
        "incentives.relief_granted",
        ("សំណើសុំការសម្រាលត្រូវបានយល់ព្រម", "Relief was granted"),
        "ប.ស.ស.៖ សំណើសុំការសម្រាល {number} ត្រូវបានយល់ព្រម។ សូមចូលប្រព័ន្ធដើម្បីអានអ្វីដែលត្រូវធ្វើបន្ត។",
        "NSSF: relief {number} was granted. Sign in to read what comes next.",
    ),
    _texts(
        "incentives.relief_refused",
        ("សំណើសុំការសម្រាលមិនត្រូវបានយល់ព្រម", "Relief was refused"),
        "ប.ស.ស.៖ សំណើសុំការសម្រាល {number} មិនត្រូវបានយល់ព្រមទេ។ សូមចូលប្រព័ន្ធដើម្បីអានមូលហេតុ។",
        "NSSF: relief {number} was refused. Sign in to read why and what you can do.",
    ),
    _texts(
        "incentives.relief_revoked",
        ("ការសម្រាលត្រូវបានដកហូត", "Relief was taken back"),
        "ប.ស.ស.៖ ការសម្រាល {number} ត្រូវបានដកហូត។ សូមចូលប្រព័ន្ធដើម្បីអានមូលហេតុ។",
        "NSSF: relief {number} was taken back. Sign in to read why.",
    ),
)


def register_templates() -> None:
    for template in TEMPLATES:
        register(template)
