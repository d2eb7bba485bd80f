"""What the portal cannot know: institutions enter it, the General Secretariat approves it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.enums import Direction, Method
from reporting.indicators import texts
from reporting.registry import Definition, add

_ENTERED: dict[str, Any] = {
    "method": Method.ENTERED, "direction": Direction.UP, "source": texts.INSTITUTION, "as_of": texts.ENTERED,
}  # fmt: skip
_SURVEY: dict[str, Any] = _ENTERED | {
    "source": _("Surveys of members outside the portal (in 2024: NSSF with GIZ)."), "unit": "percent",
    "as_of": _("The newest survey finished by the end of the period."), "shares": False,
}  # fmt: skip
_HOW_FAR = _(
    "How far the study is, as the institution says: 0 not begun, 25 terms agreed, 50 draft, 75 consulted, 100 decided."
)

add(
    Definition(
        "family_package_study", _("Study of a contribution for the whole family"), _HOW_FAR, unit="percent",
        measures=("1.3",), **_ENTERED,
    )
)  # fmt: skip
add(
    Definition(
        "data_sharing_study", _("Study of data sharing for enterprises registered before CamDX"), _HOW_FAR,
        unit="percent", measures=("1.4",), **_ENTERED,
    )
)  # fmt: skip
add(
    Definition(
        "priority_jobs_study", _("Study of priority jobs of the informal economy"), _HOW_FAR, unit="percent",
        measures=("1.5",), **_ENTERED,
    )
)  # fmt: skip
add(
    Definition(
        "incentive_mechanisms", _("Incentive mechanisms in force"),
        _("Mechanisms decided by a legal text and in force at the end of the period."), unit="texts",
        measures=("2.2",), **_ENTERED,
    )
)  # fmt: skip
add(
    Definition(
        "cooperation_agreements", _("Texts on cooperation of inspectors and authorities"),
        _("Joint texts, agreements and instructions on cooperation of labour inspectors, social security inspectors"
          " and local authorities in force at the end of the period."),
        unit="texts", measures=("3.1",), **_ENTERED,
    )
)  # fmt: skip
add(
    Definition(
        "schools_curriculum", _("Schools that teach social security"),
        _("Schools where social security is taught as a part of the curriculum, as the ministry counts them."),
        unit="schools", measures=("4.5",), **_ENTERED,
    )
)  # fmt: skip
add(
    Definition(
        "health_care_satisfaction", _("Members satisfied with health care benefits (survey)"),
        _("Share of the members asked in a survey. In 2024: 97%. Never merged with the answers given in the portal."),
        measures=("1.1",), **_SURVEY,
    )
)  # fmt: skip
add(
    Definition(
        "service_satisfaction", _("Members satisfied with the Fund and health facilities (survey)"),
        _("Share of the members asked in a survey. In 2024: 93%. Never merged with the answers given in the portal."),
        measures=("1.1",), **_SURVEY,
    )
)  # fmt: skip
add(
    Definition(
        "scheme_awareness", _("Members aware of the social security system (survey)"),
        _("Share of the members asked in a survey. In 2024: 87%. Never merged with the answers given in the portal."),
        measures=("4.4",), **_SURVEY,
    )
)  # fmt: skip
