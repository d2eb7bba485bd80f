"""The narrative sections of a report, in the order in which they are printed."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """`hint` says to the writer what belongs there."""

    key: str
    title: Promise
    hint: Promise


SECTIONS: tuple[Section, ...] = (
    Section("summary", _("Summary"), _("What the Council must know, in five sentences.")),
    Section("achievements", _("What was achieved"), _("By the four key measures of the plan, with their figures.")),
    Section("challenges", _("Challenges"), _("What holds the plan up, and where.")),
    Section("coordination", _("Coordination"), _("What institutions need from each other, and what is open.")),
    Section("decisions", _("Decisions asked for"), _("Each one with who decides and by when.")),
    Section("next_steps", _("Next steps"), _("What is done in the next period.")),
    Section("data_notes", _("Notes on the data"), _("What is missing, late or uncertain, and why.")),
)
BY_KEY = {section.key: section for section in SECTIONS}
