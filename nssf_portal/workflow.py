"""Transition tables: one place says which moves exist; Python obeys it and a trigger made from it enforces it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import pgtrigger
from django.db import models, transaction
from django.utils.translation import gettext as _

M = TypeVar("M", bound=models.Model)


# Grouped, not joined: PostgreSQL takes a transition table for one row and would loop ten thousand times ten thousand.
_GUARD = """
IF EXISTS (
    SELECT FROM (
        SELECT id, {field} AS was, NULL AS becomes FROM old_rows UNION ALL SELECT id, NULL, {field} FROM new_rows
    ) moved
    GROUP BY id
    HAVING max(was) <> max(becomes) AND (max(was), max(becomes)) NOT IN ({pairs})
) THEN
    RAISE EXCEPTION 'this change of {field} on % is not in the transition table', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""


class NotPossible(Exception):
    """The move is not in the table for the state the record is in (somebody was faster, or the page is old)."""

    def __init__(self, obj: models.Model, move: str) -> None:
        self.obj, self.move = obj, move
        super().__init__(_("This was already decided or changed by someone else. The page now shows what is true."))


@dataclass(frozen=True)
class Move:
    sources: tuple[str, ...]
    target: str


class Workflow:
    """`moves` maps an act's name to the states it may start from and the state it ends in."""

    def __init__(self, moves: dict[str, tuple[tuple[str, ...], str]], field: str = "state") -> None:
        self.field = field
        self.moves = {name: Move(tuple(map(str, sources)), str(target)) for name, (sources, target) in moves.items()}

    def allows(self, obj: models.Model, move: str) -> bool:
        return getattr(obj, self.field) in self.moves[move].sources

    def edges(self) -> Iterator[tuple[str, str]]:
        for move in self.moves.values():
            yield from ((source, move.target) for source in move.sources if source != move.target)

    def guard(self) -> pgtrigger.Trigger:
        """The database's copy of the table: any other change of the state column is refused.

        Once a statement, not once a row: ten thousand rows of a roster move in one UPDATE."""
        pairs = ", ".join(f"('{source}', '{target}')" for source, target in sorted(set(self.edges())))
        return pgtrigger.Trigger(
            name=f"guard_{self.field}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
            func=_GUARD.format(field=self.field, pairs=pairs),
        )

    def transition(self, obj: M, move: str, **fields: Any) -> M:
        """Lock the row, check the table, set state and fields; returns the locked, changed row."""
        with transaction.atomic():
            locked = type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
            self.move(locked, move, **fields)
        for name in (self.field, *fields):
            setattr(obj, name, getattr(locked, name))
        return locked

    def move(self, locked: M, move: str, **fields: Any) -> M:
        """The same for a row that the caller has locked in this transaction: one UPDATE."""
        if not self.allows(locked, move):
            raise NotPossible(locked, move)
        changes = {self.field: self.moves[move].target, **fields}
        for name, value in changes.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(changes))
        return locked

    def transition_many(self, rows: models.QuerySet[M], move: str, **fields: Any) -> int:
        """The same for a set, in one UPDATE; rows in other states are left alone and not counted."""
        in_state = rows.filter(**{f"{self.field}__in": self.moves[move].sources})
        return in_state.update(**{self.field: self.moves[move].target}, **fields)


def together(name: str, *fields: str) -> models.CheckConstraint:
    """All of the fields are set or none is: who and when travel together."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{f}__isnull": True for f in fields})
        | models.Q(**{f"{f}__isnull": False for f in fields}),
        name=name,
    )


def state_needs(name: str, states: tuple[str, ...], *fields: str, field: str = "state") -> models.CheckConstraint:
    """In these states the fields are set (a state is tied to its `_at` and `_by`)."""
    return models.CheckConstraint(
        condition=~models.Q(**{f"{field}__in": states}) | models.Q(**{f"{f}__isnull": False for f in fields}),
        name=name,
    )
