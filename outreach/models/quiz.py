"""Questions about benefits, rights, duties and procedures: asked before and after, and in competitions. Anonymous."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from outreach.enums import CompetitionState, QuestionKind, QuizMoment, RoundState, TargetGroup
from outreach.models.activity import Activity
from outreach.workflow import COMPETITION, ROUND


class _TwoLanguages(models.Model):
    text_km = models.CharField(_("in Khmer"), max_length=400)
    text_en = models.CharField(_("in English"), max_length=400)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_km


@tracked()
class QuizQuestion(_TwoLanguages):
    """A question of the bank; once answered by somebody it is not changed, only retired."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("about"), max_length=10, choices=QuestionKind)
    target_group = models.CharField(_("for whom"), max_length=14, choices=TargetGroup, default=TargetGroup.PUBLIC)
    why_km = models.CharField(_("why, in Khmer"), max_length=500, blank=True)
    why_en = models.CharField(_("why, in English"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    retired_on = models.DateField(_("not asked any more from"), null=True, blank=True)

    class Meta:
        verbose_name = _("question of the bank")
        verbose_name_plural = _("questions of the bank")
        ordering = ["kind", "id"]

    @property
    def why(self) -> str:
        return self.why_en if get_language() == "en" else self.why_km


@tracked()
class QuizChoice(_TwoLanguages):
    """One possible answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    question = models.ForeignKey(QuizQuestion, models.RESTRICT, related_name="choices")
    is_right = models.BooleanField(_("right"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("possible answer")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["question"], condition=Q(is_right=True), name="quiz_one_right_answer")
        ]


class ActivityQuestion(models.Model):
    """A question asked at an activity."""

    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="questions")
    question = models.ForeignKey(QuizQuestion, models.RESTRICT, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("question asked at an activity")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "question"], name="activity_question_once")]

    def __str__(self) -> str:
        return str(self.pk)


class QuizAnswer(models.Model):
    """One anonymous answer of one phone before or after an activity; again is the same answer. Only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="quiz_answers")
    question = models.ForeignKey(QuizQuestion, models.RESTRICT, related_name="+")
    choice = models.ForeignKey(QuizChoice, models.RESTRICT, null=True, related_name="+")  # empty: "I don't know"
    moment = models.CharField(max_length=6, choices=QuizMoment)
    device = models.CharField(max_length=64)  # digest of a random cookie
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer of a quiz")
        ordering = ["answered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "question", "moment", "device"], name="quiz_answer_once_a_phone"
            )
        ]

    def __str__(self) -> str:
        return self.moment


@tracked()
class Competition(models.Model):
    """A knowledge competition at an activity: teams, rounds, timed questions, prizes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    activity = models.OneToOneField(Activity, models.RESTRICT, related_name="competition")
    state = models.CharField(_("state"), max_length=10, choices=CompetitionState, default=CompetitionState.DRAFTED)
    seconds = models.PositiveSmallIntegerField(_("seconds for a question"), default=20)
    prizes = models.CharField(_("prizes"), max_length=500, blank=True)
    join_digest = models.CharField(max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("competition")
        verbose_name_plural = _("competitions")
        ordering = ["-made_at"]
        triggers = [COMPETITION.guard()]
        constraints = [state_needs("competition_closed", ("closed",), "closed_at")]

    def __str__(self) -> str:
        return str(self.pk)


class Team(models.Model):
    """A team with a name it chose; no person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    competition = models.ForeignKey(Competition, models.RESTRICT, related_name="teams")
    name = models.CharField(_("name of the team"), max_length=40)
    hidden_at = models.DateTimeField(null=True, blank=True)  # an improper name, not shown on the board
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("team")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "name"], name="team_name_once"),
            together("team_hidden_by_and_at", "hidden_at", "hidden_by"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamPhone(models.Model):
    """A phone that plays for a team."""

    competition = models.ForeignKey(Competition, models.RESTRICT, related_name="+")
    team = models.ForeignKey(Team, models.RESTRICT, related_name="phones")
    device = models.CharField(max_length=64)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("phone of a team")
        ordering = ["joined_at", "id"]
        constraints = [models.UniqueConstraint(fields=["competition", "device"], name="team_phone_once")]

    def __str__(self) -> str:
        return str(self.pk)


class CompetitionQuestion(models.Model):
    """One timed question of a competition, in a round."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    competition = models.ForeignKey(Competition, models.RESTRICT, related_name="questions")
    question = models.ForeignKey(QuizQuestion, models.RESTRICT, related_name="+")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    points = models.PositiveSmallIntegerField(_("points"), default=10)
    state = models.CharField(_("state"), max_length=8, choices=RoundState, default=RoundState.WAITING)
    asked_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question of a competition")
        ordering = ["round", "order", "id"]
        triggers = [ROUND.guard()]
        constraints = [
            models.UniqueConstraint(fields=["competition", "question"], name="competition_question_once"),
            models.UniqueConstraint(
                fields=["competition"], condition=Q(state="asked"), name="competition_one_question_at_a_time"
            ),
            state_needs("competition_question_asked", ("asked", "closed"), "asked_at", "closes_at"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


_IN_TIME = """
IF NOT EXISTS (
    SELECT FROM outreach_competitionquestion q
    WHERE q.id = NEW.asked_id AND q.state = 'asked' AND clock_timestamp() <= q.closes_at + interval '2 seconds'
) THEN
    RAISE EXCEPTION 'the time for this question is over' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class TeamAnswer(models.Model):
    """The first answer of a team to a question; a second one is refused, none is lost. Only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asked = models.ForeignKey(CompetitionQuestion, models.RESTRICT, related_name="answers")
    team = models.ForeignKey(Team, models.RESTRICT, related_name="answers")
    device = models.CharField(max_length=64)
    choice = models.ForeignKey(QuizChoice, models.RESTRICT, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer of a phone in a competition")
        ordering = ["answered_at", "id"]
        constraints = [models.UniqueConstraint(fields=["asked", "device"], name="team_answer_once_a_phone")]
        triggers = [pgtrigger.Trigger(name="in_time", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_IN_TIME)]

    def __str__(self) -> str:
        return str(self.pk)
