import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.enums import MemberGroup, Sex

_CELLS = "date_trunc('month', registered_on)::date, province_code, sex, \"group\", channel"
_COLUMNS = 'month, province_code, sex, "group", channel, people'
_COUNTED = "merged_into_id IS NULL AND state <> 'pending'"


def _trigger(name: str, operation: pgtrigger.Operation, body: str, **tables: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=f"INSERT INTO registration_membertally ({_COLUMNS}) {body}; RETURN NULL;",
    )


def tally_triggers() -> list[pgtrigger.Trigger]:
    """Keep the tally inside the writing transaction: differences are appended, so no writer waits for another."""
    plus = f"SELECT {_CELLS}, count(*) FROM new_rows WHERE {_COUNTED} GROUP BY 1, 2, 3, 4, 5"
    both = (
        f'SELECT month, province_code, sex, "group", channel, sum(people) FROM ('
        f"SELECT {_CELLS}, 1 FROM new_rows WHERE {_COUNTED} UNION ALL "
        f"SELECT {_CELLS}, -1 FROM old_rows WHERE {_COUNTED}"
        f') AS d (month, province_code, sex, "group", channel, people) GROUP BY 1, 2, 3, 4, 5 HAVING sum(people) <> 0'
    )
    minus = f"SELECT {_CELLS}, -count(*) FROM old_rows WHERE {_COUNTED} GROUP BY 1, 2, 3, 4, 5"
    return [
        _trigger("tally_insert", pgtrigger.Insert, plus, new="new_rows"),
        _trigger("tally_update", pgtrigger.Update, both, new="new_rows", old="old_rows"),
        _trigger("tally_delete", pgtrigger.Delete, minus, old="old_rows"),
    ]


class MemberTally(models.Model):
    """New members by month, province, sex, group and channel: rows add up (differences are folded nightly)."""

    month = models.DateField(_("month"))
    province_code = models.CharField(_("province"), max_length=2)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    group = models.CharField(_("group"), max_length=16, choices=MemberGroup)
    channel = models.CharField(_("channel"), max_length=12)
    people = models.IntegerField(_("people"))

    class Meta:
        verbose_name = _("tally of members")
        ordering = ["month", "province_code"]
        indexes = [models.Index(fields=["month", "province_code"], name="member_tally_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.province_code} {self.people}"
