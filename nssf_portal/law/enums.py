"""Closed lists of the law book."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ValueType(models.TextChoices):
    INTEGER = "integer", _("Whole number")
    DECIMAL = "decimal", _("Decimal number")
    TEXT = "text", _("Text")
    BOOLEAN = "boolean", _("Yes or no")


class Unit(models.TextChoices):
    NONE = "", ""
    DAYS = "days", _("days")
    DAY_OF_MONTH = "day_of_month", _("day of the month")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")
    RIEL = "riel", "៛"
    RATIO = "ratio", _("of the wage")
    TIMES = "times", pgettext_lazy("multiplier", "times")
    MEGABYTES = "MB", "MB"
    ROWS = "rows", _("rows")
    PER_HOUR = "per_hour", _("per hour")
    PERSONS = "persons", _("persons")
    PATTERN = "pattern", _("form of the number")


class Counter(models.TextChoices):
    OFFICE = "office", _("NSSF office")
    HEADQUARTERS = "headquarters", _("NSSF headquarters")
    HOTLINE = "hotline", _("Hotline")


class Procedure(models.TextChoices):
    """The two ways a registration is documented: as it was, and as the plan's measure 4.1 wants it."""

    PAPER = "paper", _("On paper, at an office")
    PORTAL = "portal", _("Through this portal")


class Applicant(models.TextChoices):
    ENTERPRISE = "enterprise", _("Enterprise")
    HOUSEHOLD = "household", _("Household that employs")
    REPRESENTATIVE = "representative", _("Representative of an enterprise")
    WORKER = "worker", _("Worker")
    SELF_EMPLOYED = "self_employed", _("Self-employed person")
    DOMESTIC = "domestic", _("Domestic worker")
    CASUAL = "casual", _("Casual worker")
    DEPENDANT = "dependant", _("Dependant of a member")


class DocumentKind(models.TextChoices):
    KHMER_ID = "khmer_id", _("Khmer identity card")
    PASSPORT = "passport", _("Passport")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    FAMILY_BOOK = "family_book", _("Family book")
    RESIDENCE_BOOK = "residence_book", _("Residence book")
    COMMERCIAL_REGISTRATION = "commercial_registration", _("Commercial registration certificate")
    PATENT = "patent", _("Patent tax certificate")
    NSSF_CERTIFICATE = "nssf_certificate", _("NSSF registration certificate")
    EMPLOYMENT_REPORT = "employment_report", _("Employment report")
    EMPLOYMENT_LETTER = "employment_letter", _("Employment confirmation letter")
    FINGERPRINTS = "fingerprints", _("Fingerprints")
    AUTHORISATION = "authorisation", _("Letter that lets you act for the enterprise")
    ONE_WINDOW = "one_window", _("One-window service certificate")
    INFORMAL_CERTIFICATE = "informal_certificate", _("Informal economy certificate")
    MARRIAGE_CERTIFICATE = "marriage_certificate", _("Marriage certificate")
    DISABILITY = "disability", _("Paper about the disability or illness")


class Requirement(models.TextChoices):
    MANDATORY = "mandatory", _("Needed")
    OPTIONAL = "optional", _("Helps, not needed")
    ABOLISHED = "abolished", _("No longer needed")


class PersonCategory(models.TextChoices):
    """Who somebody is to the schemes: Law on Social Security Schemes 2019 and Operational Plan 2024-2026."""

    EMPLOYEE = "employee", _("Employee")
    CASUAL = "casual", _("Casual worker")
    DOMESTIC = "domestic", _("Domestic worker")
    SELF_EMPLOYED = "self_employed", _("Self-employed person")
    OWNER = "owner", _("Owner or employer")
    FAMILY_WORKER = "family_worker", _("Family member who works along")
    DEPENDANT = "dependant", _("Dependant of a member")
    PUBLIC = "public", _("Civil servant or former one, or veteran")
    ABROAD = "abroad", _("Working in another country")


class Scheme(models.TextChoices):
    OCCUPATIONAL_RISK = "occupational_risk", _("Occupational risk")
    HEALTH_CARE = "health_care", _("Health care")
    PENSION = "pension", _("Pension")
    UNEMPLOYMENT = "unemployment", _("Unemployment")


class CoverageStatus(models.TextChoices):
    COMPULSORY = "compulsory", _("Compulsory")
    VOLUNTARY = "voluntary", _("Voluntary")
    NOT_OPEN = "not_open", _("No scheme open yet")
    ELSEWHERE = "elsewhere", _("Served elsewhere")
