"""Who judges an award, what they scored, what was said, and the committee's decision by votes."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from incentives.enums import AwardState, Vote
from incentives.models.award import AwardCategory, AwardCriterion, AwardCycle, Candidate
from incentives.models.scope import of_employer, of_officers
from incentives.workflow import AWARD
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together

_TIED = """
IF EXISTS (
    SELECT FROM incentives_jurorconflict c WHERE c.juror_id = NEW.juror_id AND c.candidate_id = NEW.candidate_id
) THEN
    RAISE EXCEPTION 'a juror does not score an enterprise with which a conflict of interest was declared'
        USING ERRCODE = 'check_violation';
END IF;
IF NOT EXISTS (
    SELECT FROM incentives_juror j
    JOIN incentives_candidate d ON d.id = NEW.candidate_id AND d.cycle_id = j.cycle_id
    JOIN incentives_awardcriterion k ON k.id = NEW.criterion_id AND k.cycle_id = j.cycle_id
    JOIN incentives_awardcycle c ON c.id = j.cycle_id
    WHERE j.id = NEW.juror_id AND j.scores AND j.ended_at IS NULL
        AND c.state = 'open' AND k.kind = 'judged' AND NEW.points <= k.scale
) THEN
    RAISE EXCEPTION 'marks come from jurors of the cycle, on its scales, while it is open'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
_SCORED = """
UPDATE incentives_jurorscore SET void_at = now()
WHERE juror_id = NEW.juror_id AND candidate_id = NEW.candidate_id AND void_at IS NULL;
RETURN NEW;
"""
_PROPOSER = """
IF EXISTS (SELECT FROM incentives_award a WHERE a.id = NEW.award_id AND a.proposed_by_id = NEW.user_id) THEN
    RAISE EXCEPTION 'who proposed an award does not vote on it' USING ERRCODE = 'check_violation';
END IF;
IF NOT EXISTS (
    SELECT FROM incentives_award a
    JOIN incentives_juror j ON j.id = NEW.juror_id AND j.user_id = NEW.user_id AND j.cycle_id = a.cycle_id
    WHERE a.id = NEW.award_id AND a.state = 'proposed' AND j.votes AND j.ended_at IS NULL
        AND NOT EXISTS (
            SELECT FROM incentives_jurorconflict c WHERE c.juror_id = j.id AND c.candidate_id = a.candidate_id
        )
) THEN
    RAISE EXCEPTION 'votes come from untied members of the committee, until the award is decided'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
_QUORUM = """
IF NEW.state IN ('decided', 'rejected') AND OLD.state = 'proposed' THEN
    IF (SELECT count(*) FROM incentives_awardvote v WHERE v.award_id = NEW.id)
        < (SELECT quorum FROM incentives_awardcycle c WHERE c.id = NEW.cycle_id) THEN
        RAISE EXCEPTION 'an award is decided by a quorum of the committee' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'decided' AND (
        SELECT count(*) FILTER (WHERE v.vote = 'for') <= count(*) FILTER (WHERE v.vote = 'against')
        FROM incentives_awardvote v WHERE v.award_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'an award needs more votes in favour than against' USING ERRCODE = 'check_violation';
    END IF;
END IF;
RETURN NEW;
"""
_PROPOSED_FIRST = """
IF NEW.state <> 'proposed' THEN
    RAISE EXCEPTION 'an award begins as a proposal' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class JurorQuerySet(models.QuerySet["Juror"]):
    def active(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def scoring(self) -> Self:
        return self.active().filter(scores=True)

    def voting(self) -> Self:
        return self.active().filter(votes=True)


@tracked()
class Juror(models.Model):
    """A person called to a cycle: scores candidates, votes in the committee, or both."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    cycle = models.ForeignKey(AwardCycle, models.RESTRICT, related_name="jurors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    scores = models.BooleanField(_("scores candidates"), default=True)
    votes = models.BooleanField(_("votes in the committee"), default=False)
    called_at = models.DateTimeField(default=timezone.now)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = JurorQuerySet.as_manager()

    class Meta:
        verbose_name = _("juror")
        verbose_name_plural = _("jurors")
        ordering = ["called_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "user"], condition=Q(ended_at__isnull=True), name="juror_once_a_cycle"
            ),
            together("juror_ended_by_and_at", "ended_at", "ended_by"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


@tracked()
class JurorConflict(models.Model):
    """A juror's declared tie to a candidate: no score from then on, and what was scored is void."""

    juror = models.ForeignKey(Juror, models.RESTRICT, related_name="conflicts")
    candidate = models.ForeignKey(Candidate, models.RESTRICT, related_name="conflicts")
    reason = models.CharField(_("what the tie is"), max_length=300)
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("conflict of interest of a juror")
        ordering = ["declared_at", "id"]
        constraints = [models.UniqueConstraint(fields=["juror", "candidate"], name="juror_conflict_once")]
        triggers = [
            pgtrigger.Trigger(name="voids_scores", when=pgtrigger.After, operation=pgtrigger.Insert, func=_SCORED)
        ]

    def __str__(self) -> str:
        return str(self.pk)


@tracked()
class JurorScore(models.Model):
    """A mark by one juror for one candidate on one judged criterion; others see it once scoring is over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    juror = models.ForeignKey(Juror, models.RESTRICT, related_name="given")
    candidate = models.ForeignKey(Candidate, models.RESTRICT, related_name="scores")
    criterion = models.ForeignKey(AwardCriterion, models.RESTRICT, related_name="+")
    points = models.PositiveSmallIntegerField(_("mark"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    scored_at = models.DateTimeField(default=timezone.now)
    void_at = models.DateTimeField(null=True, blank=True)  # a conflict was declared afterwards

    class Meta:
        verbose_name = _("mark of a juror")
        verbose_name_plural = _("marks of jurors")
        ordering = ["scored_at", "id"]
        constraints = [models.UniqueConstraint(fields=["juror", "candidate", "criterion"], name="juror_scores_once")]
        triggers = [
            pgtrigger.Trigger(
                name="no_conflict",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("points", "juror_id", "candidate_id"),
                func=_TIED,
            )
        ]

    def __str__(self) -> str:
        return str(self.points)


@tracked()
class DeliberationNote(models.Model):
    """What the committee said of a candidate, a category, or the cycle. Only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    cycle = models.ForeignKey(AwardCycle, models.RESTRICT, related_name="notes")
    category = models.ForeignKey(AwardCategory, models.RESTRICT, null=True, blank=True, related_name="+")
    candidate = models.ForeignKey(Candidate, models.RESTRICT, null=True, blank=True, related_name="notes")
    text = models.CharField(_("note"), max_length=2000)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("note of the deliberation")
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"


class AwardQuerySet(models.QuerySet["Award"]):
    def visible_to(self, user: User) -> Self:
        """Officers of the place and the committee; the enterprise once it was given."""
        if not user.is_authenticated:
            return self.none()
        told = Q(state__in=(AwardState.GIVEN, AwardState.WITHDRAWAL_PROPOSED, AwardState.WITHDRAWN))
        told &= Q(cycle__announced_at__isnull=False)
        voting = Q(pk__in=self.model.objects.before(user).values("pk"))
        return self.filter(of_officers(user, Permission.READ_AWARDS) | of_employer(user) & told | voting)

    def looked_after_by(self, user: User) -> Self:
        """What officers' pages show: of the places, never of an enterprise of one's own or with a tie."""
        return self.filter(of_officers(user, Permission.READ_AWARDS)) if user.is_authenticated else self.none()

    def before(self, user: User) -> Self:
        """Before the committee this person sits in; of an enterprise of one's own one is an employer, no member."""
        called = Q(cycle__jurors__user=user, cycle__jurors__ended_at__isnull=True, cycle__jurors__votes=True)
        own = Enterprise.objects.represented_by(user).values("pk")
        return self.filter(pk__in=self.model.objects.filter(called).values("pk")).exclude(enterprise__in=own)

    def honoured(self) -> Self:
        """On the public roll: given, announced, and the enterprise agreed."""
        kept = (AwardState.GIVEN, AwardState.WITHDRAWAL_PROPOSED)
        return self.filter(state__in=kept, cycle__announced_at__isnull=False, candidate__public_at__isnull=False)


@tracked()
class Award(models.Model):
    """One award of one category: proposed by an officer, decided by votes of a quorum, given, perhaps withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    cycle = models.ForeignKey(AwardCycle, models.RESTRICT, related_name="awards")
    category = models.ForeignKey(AwardCategory, models.RESTRICT, related_name="awards")
    candidate = models.ForeignKey(Candidate, models.RESTRICT, related_name="awards")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.RESTRICT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"), default=1)
    tie_reason = models.CharField(_("how a tie was settled"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=AwardState, default=AwardState.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)
    certificate_km = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")
    certificate_en = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")
    letter_km = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")
    letter_en = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")
    withdrawal_reason = models.CharField(_("why it is withdrawn"), max_length=500, blank=True)
    withdrawal_proposed_at = models.DateTimeField(null=True, blank=True)
    withdrawal_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["cycle", "category", "rank", "id"]
        triggers = [
            AWARD.guard(),
            pgtrigger.Trigger(
                name="quorum", when=pgtrigger.Before, operation=pgtrigger.UpdateOf("state"), func=_QUORUM
            ),
            pgtrigger.Trigger(
                name="proposed_first", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_PROPOSED_FIRST
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=~Q(state__in=["rejected", "withdrawn"]),
                name="award_one_standing_for_a_candidate",
            ),
            state_needs("award_decided", ("decided", "rejected", "given"), "decided_at", "decided_by"),
            together("award_decided_by_and_at", "decided_at", "decided_by"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="award_second_is_not_first",
            ),
            state_needs("award_given", ("given",), "given_at"),
            state_needs(
                "award_withdrawal_proposed",
                ("withdrawal_proposed", "withdrawn"),
                "withdrawal_proposed_at",
                "withdrawal_proposed_by",
            ),
            together("award_withdrawal_proposed_by_and_at", "withdrawal_proposed_at", "withdrawal_proposed_by"),
            state_needs("award_withdrawn", ("withdrawn",), "withdrawn_at", "withdrawn_by"),
            together("award_withdrawn_by_and_at", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True) | ~Q(withdrawn_by=F("withdrawal_proposed_by")),
                name="award_withdrawal_second_is_not_first",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


@tracked()
class AwardVote(models.Model):
    """One committee member's vote on one award; who proposed it does not vote."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    award = models.ForeignKey(Award, models.RESTRICT, related_name="votes")
    juror = models.ForeignKey(Juror, models.RESTRICT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    vote = models.CharField(_("vote"), max_length=8, choices=Vote)
    note = models.CharField(_("note"), max_length=500, blank=True)
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vote of a committee member")
        ordering = ["voted_at", "id"]
        constraints = [models.UniqueConstraint(fields=["award", "user"], name="award_vote_once")]
        triggers = [
            pgtrigger.Trigger(
                name="not_the_proposer",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_PROPOSER,
            )
        ]

    def __str__(self) -> str:
        return self.vote
