"""`tracked`: row history by statement-level triggers, with the actor, act and reason in the event itself."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pghistory
import pghistory.trigger
import pgtrigger
from django.db import models
from django.db.models.functions import Cast
from pghistory.models import Event

if TYPE_CHECKING:
    from nssf_portal.accounts.models import User


def current_transaction() -> Cast:
    """The id of the transaction that writes the row, as a column's default."""
    return Cast(
        Cast(models.Func(function="pg_current_xact_id"), models.TextField()), output_field=models.BigIntegerField()
    )


class TrackedEvent(Event):
    """Base of all event tables: 64-bit key, and the transaction id, so that the sealer sees no late commit."""

    pgh_id = models.BigAutoField(primary_key=True)
    pgh_txid = models.BigIntegerField(db_default=current_transaction())

    class Meta:
        abstract = True


# An update joins its old and new rows; PostgreSQL takes a transition table for one row and would loop over both.
_NESTED_LOOPS = "PERFORM set_config('enable_nestloop', '{}', true); "


class _StatementTrigger(pghistory.trigger.Event):
    """pghistory's trigger without its context table: our context is a column of the event (one hot row fewer)."""

    def get_func(self, model: type[models.Model]) -> Any:
        func = super().get_func(model)
        start, end = func.func.index("WITH _pgh"), func.func.index("INSERT INTO")
        lean = func.func[:start] + func.func[end:]
        lean = lean.replace(", _pgh_attached_context", "")
        if self.operation == pgtrigger.Update:
            lean = _NESTED_LOOPS.format("off") + lean.replace(
                "RETURN NULL;", _NESTED_LOOPS.format("on") + "RETURN NULL;"
            )
        return pgtrigger.Func(lean)


class _StatementTracker(pghistory.RowEvent):
    def add_event_trigger(self, event_model: type[models.Model]) -> None:
        trigger = _StatementTrigger(
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            condition=self.condition,
            level=pghistory.Statement,
        )
        pgtrigger.register(trigger)(event_model.pgh_tracked_model)


class Inserted(_StatementTracker, pghistory.InsertEvent):
    pass


class Updated(_StatementTracker, pghistory.UpdateEvent):
    pass


class Deleted(_StatementTracker, pghistory.DeleteEvent):
    pass


def tracked(*, exclude: Sequence[str] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Class decorator. `exclude` names ciphertext and blind indexes, so that keys can rotate."""

    def decorate(model: type[models.Model]) -> type[models.Model]:
        track = pghistory.track(
            Inserted(),
            Updated(),
            Deleted(),
            exclude=list(exclude) or None,
            base_model=TrackedEvent,
            model_name=f"{model.__name__}Event",
            append_only=True,
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,
            obj_field=pghistory.ObjForeignKey(related_name="+", null=False),
        )
        return track(model)

    return decorate


def acting(*, by: "User | None", action: str, reason: str = "", **ids: str) -> pghistory.context:
    """Everything written inside carries who did which act and why; ids only, never personal data."""
    return pghistory.context(user=str(by.pk) if by else None, action=action, reason=reason, **ids)
