"""A file of answers taken over: each row through the same door as the screen; all that is wrong is said at once."""

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from incentives.answer_files import Row, rows_of
from incentives.enums import AnswerChannel
from incentives.models import IncentiveRequest
from incentives.models.programme import IncentiveRequestQuerySet
from incentives.services.answering import Wrong, WrongAnswer, answer, digest_of, problems_of
from nssf_portal.accounts.models import User
from nssf_portal.documents import services as documents
from nssf_portal.documents.models import Upload
from nssf_portal.documents.types import CSV, XLSX

KIND = "incentive_answers"


class RowProblem(NamedTuple):
    """One thing that is wrong with one row."""

    number: int
    reference: str
    wrong: Wrong


@dataclass
class Outcome:
    """What became of the file; sent again, what was taken is known."""

    rows: int = 0
    taken: int = 0
    known: int = 0
    refused: int = 0
    problems: list[RowProblem] = field(default_factory=list)


@transaction.atomic
def take_file(file: UploadedFile, *, submission_id: uuid.UUID, by: User) -> Outcome:
    """Raises UploadRefused, UnreadableFile. Effects: the file is kept; each good row is an answer (see `answer`)."""
    key = _of_this_file(submission_id, file)
    upload = documents.take_in(file, kind=KIND, by=by, allowed=(XLSX, CSV), submission_id=key)
    outcome, sent = Outcome(), IncentiveRequest.objects.sent_to(by)
    for row in rows_of(upload):
        _take(row, outcome, sent, upload=upload, by=by)
    return outcome


def _of_this_file(submission_id: uuid.UUID, file: UploadedFile) -> uuid.UUID:
    """A double click sends the same file; another file in the same form (back in the browser) is another one."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return uuid.uuid5(submission_id, digest.hexdigest())


def _take(row: Row, outcome: Outcome, sent: IncentiveRequestQuerySet, *, upload: Upload, by: User) -> None:
    outcome.rows += 1
    try:
        if row.unreadable:
            raise WrongAnswer(_all_wrong(row, sent))
        taken = answer(
            sent,
            row.reference,
            said=row.said,
            channel=AnswerChannel.FILE,
            submission_id=digest_of(row.reference, row.said),
            by=by,
            upload=upload,
        )
    except WrongAnswer as refused:
        outcome.refused += 1
        outcome.problems += [RowProblem(row.number, row.typed, wrong) for wrong in refused.found]
    else:
        outcome.taken += taken.is_new
        outcome.known += not taken.is_new


def _all_wrong(row: Row, sent: IncentiveRequestQuerySet) -> list[Wrong]:
    """What cannot be read, and whatever else is wrong with the row: nobody corrects a file twice."""
    unread = {one.field for one in row.unreadable}
    return row.unreadable + [one for one in problems_of(sent, row.reference, row.said) if one.field not in unread]
