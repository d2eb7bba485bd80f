"""Sentences that several indicators share: when something counts, and who says it."""

from django.utils.translation import gettext_lazy as _

WITHIN = _("What happened within the period, as known when the figure is made.")
AT_THE_END = _("As it stood at the end of the period's last day, as known when the figure is made.")
FOR_THE_MONTHS = _("What belongs to the months of the period, as known when the figure is made.")
LAST_COUNT = _("The last nightly count on or before the period's last day.")
ENTERED = _("What the institution entered for the period and the General Secretariat approved.")

MEMBERS = _("The Fund's register of members, kept in the portal.")
ENTERPRISES = _("The Fund's register of enterprises, kept in the portal.")
APPLICATIONS = _("Applications to be registered, decided in the portal.")
WORK = _("Work items of the offices, kept in the portal.")
DECLARATIONS = _("Monthly declarations of enterprises, filed in the portal.")
INSPECTION = _("Target lists and case files of inspectors, kept in the portal.")
INCENTIVES = _("Programmes, requests and award cycles, kept in the portal.")
OUTREACH = _("Activities that a second person verified, kept in the portal.")
OPINIONS = _("The two questions after a decision, a card or a visit, answered without a name.")
REGISTRIES = _("Registries of the ministries beside the Fund's register, compared every night.")
INSTITUTION = _("The institution that leads the row of the action table.")
