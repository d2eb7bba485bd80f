"""The state table is the only door: every move outside it is refused by the service and by the database.

The other conditions of a row are taken away for the length of a test, so that the guard alone answers."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, models, transaction

from compliance import workflow
from compliance.enums import (
    AdjustmentState,
    CaseState,
    FindingState,
    FineState,
    LineState,
    ListState,
    NoticeState,
    QuestionState,
    RecommendationState,
    ReferralState,
    TextState,
    VisitState,
)
from compliance.models import (
    Adjustment,
    CaseFile,
    Finding,
    Fine,
    LegalText,
    Notice,
    Recommendation,
    Referral,
    TargetLine,
    TargetList,
    UnitQuestion,
    Visit,
)
from nssf_portal.workflow import NotPossible, Workflow
from tests.factories import compliance as make

pytestmark = pytest.mark.django_db


def _list(state: str) -> TargetList:
    return make.target_list(month=date(2027, 1 + ListState.values.index(state), 1), state=state)


def _line(state: str) -> TargetLine:
    listed = TargetList.objects.first() or make.target_list()
    return make.target_line(listed, state=state)


def _adjustment(state: str) -> Adjustment:
    case = make.case_file()
    return Adjustment.objects.create(
        submission_id=uuid.uuid4(),
        enterprise=case.enterprise,
        kind="interest_relief",
        legal_ground="1.3",
        reason="flood",
        proposed_by=case.opened_by,
        state=state,
    )


def _recommendation(state: str) -> Recommendation:
    case = make.case_file()
    return Recommendation.objects.create(
        submission_id=uuid.uuid4(), case=case, act="visit", reason="x", made_by=case.opened_by, state=state
    )


TABLES: dict[str, tuple[type[models.Model], type[models.TextChoices], Callable[[str], models.Model]]] = {
    "LIST": (TargetList, ListState, _list),
    "LINE": (TargetLine, LineState, _line),
    "CASE": (CaseFile, CaseState, lambda state: make.case_file(state=state)),
    "VISIT": (Visit, VisitState, lambda state: make.visit(state=state)),
    "FINDING": (Finding, FindingState, lambda state: make.finding(state=state)),
    "NOTICE": (Notice, NoticeState, lambda state: make.notice(state=state)),
    "FINE": (Fine, FineState, lambda state: make.fine(state=state)),
    "ADJUSTMENT": (Adjustment, AdjustmentState, _adjustment),
    "QUESTION": (UnitQuestion, QuestionState, lambda state: make.unit_question(state=state)),
    "REFERRAL": (Referral, ReferralState, lambda state: make.referral(state=state)),
    "LEGAL_TEXT": (LegalText, TextState, lambda state: make.legal_text(state=state)),
    "RECOMMENDATION": (Recommendation, RecommendationState, _recommendation),
}


def test_every_table_of_compliance_is_looked_at():
    assert {name for name, one in vars(workflow).items() if isinstance(one, Workflow)} == set(TABLES)


def only_the_guard(table: str) -> None:
    """As the owner: the CHECKs go, for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def moves_by_hand(row: models.Model, to: str) -> str:
    """What the database says of a bare UPDATE; '' when it lets it pass. Undone in any case."""
    table = row._meta.db_table
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET state = %s WHERE id = %s", [to, row.pk])
            transaction.set_rollback(True)
    except IntegrityError as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("name", TABLES)
def test_no_move_outside_the_table(name):
    model, states, maker = TABLES[name]
    table = getattr(workflow, name)
    only_the_guard(model._meta.db_table)
    edges = set(table.edges())
    let_through, refused = [], []
    for state in states.values:
        row = maker(state)
        for move, way in table.moves.items():
            if state not in way.sources:
                with pytest.raises(NotPossible):
                    table.move(row, move)
        for to in states.values:
            if to == state:
                continue
            answer = moves_by_hand(row, to)
            if (state, to) in edges:
                refused += [(state, to, answer)] if answer else []
            elif "transition table" not in answer:
                let_through.append((state, to, answer))
    assert not let_through
    assert not refused
