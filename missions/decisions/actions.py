"""Asking for, taking, sending back and withdrawing decisions."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.decisions.access import (
    authority,
    delegates,
    why_not_answer,
    why_not_ask,
    why_not_decide,
    why_not_delegate,
    why_not_within_limit,
)
from missions.decisions.freezing import digest
from missions.decisions.iteration_evidence import freeze_for
from missions.decisions.lifecycle import DECISION
from missions.decisions.models import OUTCOMES, Clarification, Decision, Delegation, FrozenEvidence, Outcome
from missions.interventions.iteration_actions import open_next
from missions.interventions.lifecycle import ITERATION
from missions.interventions.models import Iteration
from missions.people.models import User
from missions.stewardship.access import Standing, roles_on


def ask(
    *,
    by: User,
    standing: Standing,
    question: str,
    asked_of: User,
    due_on: dt.date,
    options: Sequence[str],
    now: dt.datetime,
    iteration: Iteration | None = None,
    background: str = "",
    recommendation: str = "",
    recommendation_reason: str = "",
    dissent: str = "",
) -> Decision:
    """Ask somebody by a day. A running iteration then waits for its decision; each has at most one that waits."""
    require(why_not_ask(standing))
    require(why_not_decide(roles_on(asked_of, standing.mission, on=standing.on), iteration, standing))
    with transaction.atomic():
        if iteration is not None:
            _wait(iteration)
        decision = Decision.objects.create(
            mission=standing.mission,
            iteration=iteration,
            question=question,
            background=background,
            options=list(options),
            recommendation=recommendation,
            recommendation_reason=recommendation_reason,
            dissent=dissent,
            asked_of=asked_of,
            asked_by=by,
            asked_at=now,
            due_on=due_on,
        )
        record("decision.ask", by=by, subject=decision, mission=standing.mission, asked_of=asked_of.pk)
    return decision


def _wait(iteration: Iteration) -> None:
    locked = Iteration.objects.select_for_update().get(pk=iteration.pk)
    if locked.decisions.waiting().exists():
        raise NotNow("This iteration already waits for a decision. Take or withdraw that one first.")
    if locked.status == "running":
        _move(locked, "deciding")


def _move(locked: Iteration, status: str) -> None:
    ITERATION.check(locked.status, status)
    locked.status = status
    locked.save(update_fields=["status"])


def take(*, by: User, standing: Standing, decision: Decision, outcome: str, rationale: str, now: dt.datetime) -> None:
    """Decide, with the reason; the evidence of this moment is frozen beside it in the same transaction."""
    require(why_not_answer(standing, decision))
    require(why_not_decide(authority(standing, decision), decision.iteration, standing))
    with transaction.atomic():
        locked = _lock(decision, "taken")
        if outcome not in locked.options:
            raise NotNow("Choose one of the options that were put to you.")
        if not rationale.strip():
            raise NotNow("Say why: the reason is kept with the decision.")
        content = freeze_for(locked, as_at=standing.on, known_at=now)
        locked.evidence = FrozenEvidence.objects.create(
            content=content, sha256=digest(content), as_at=standing.on, known_at=now, frozen_at=now
        )
        locked.status, locked.outcome, locked.rationale = "taken", outcome, rationale.strip()
        locked.decided_by, locked.decided_at = by, now
        locked.save(update_fields=["status", "outcome", "rationale", "decided_by", "decided_at", "evidence"])
        if locked.iteration_id is not None:
            iteration = Iteration.objects.select_for_update().get(pk=locked.iteration_id)
            if iteration.status == "deciding":
                _move(iteration, "decided")
            if outcome == Outcome.ADAPT:
                open_next(by=by, standing=standing, iteration=iteration)
        record("decision.take", by=by, subject=locked, mission=standing.mission, outcome=outcome, evidence=locked.evidence.pk)


def decide(
    *, by: User, standing: Standing, iteration: Iteration, outcome: str, rationale: str, now: dt.datetime, dissent: str = ""
) -> Decision:
    """The lead decides what follows an iteration, within the mandate's limits: asked and taken at once."""
    require(why_not_within_limit(standing, iteration))
    with transaction.atomic():
        decision = ask(
            by=by,
            standing=standing,
            question=question_of(iteration),
            asked_of=by,
            due_on=standing.on,
            options=OUTCOMES,
            now=now,
            iteration=iteration,
            dissent=dissent,
        )
        take(by=by, standing=standing, decision=decision, outcome=outcome, rationale=rationale, now=now)
    decision.refresh_from_db()
    return decision


def question_of(iteration: Iteration) -> str:
    """What is asked at the end of an iteration."""
    return f"What follows {iteration.name}?"


def ask_for_more(*, by: User, standing: Standing, decision: Decision, question: str, now: dt.datetime) -> None:
    """Send it back to the lead with what is missing."""
    require(why_not_answer(standing, decision))
    with transaction.atomic():
        locked = _lock(decision, "more-asked")
        Clarification.objects.create(decision=locked, question=question.strip(), asked_at=now)
        locked.status = "more-asked"
        locked.save(update_fields=["status"])
        record("decision.ask-for-more", by=by, subject=locked, mission=standing.mission)


def answer_with_more(*, by: User, standing: Standing, decision: Decision, answer: str, now: dt.datetime) -> None:
    """Give what was missing; the decision is asked again."""
    require(why_not_ask(standing))
    with transaction.atomic():
        locked = _lock(decision, "asked")
        locked.clarifications.filter(answered_at__isnull=True).update(answer=answer.strip(), answered_at=now)
        locked.status = "asked"
        locked.save(update_fields=["status"])
        record("decision.answer-with-more", by=by, subject=locked, mission=standing.mission)


def withdraw(*, by: User, standing: Standing, decision: Decision) -> None:
    """Take the question back, for example to ask somebody else."""
    require(why_not_ask(standing))
    with transaction.atomic():
        locked = _lock(decision, "withdrawn")
        locked.status = "withdrawn"
        locked.save(update_fields=["status"])
        record("decision.withdraw", by=by, subject=locked, mission=standing.mission)


def delegate(
    *, by: User, standing: Standing, to: User, starts_on: dt.date, last_day: dt.date, decision: Decision | None = None
) -> Delegation:
    """Let somebody on the mission decide for a director: all that is asked of them there, or one decision."""
    require(why_not_delegate(standing))
    if to not in delegates(standing):
        raise NotNow("Choose somebody who is on the mission.")
    if last_day < starts_on:
        raise NotNow("The last day must not be before the first.")
    if decision is not None and (decision.asked_of_id != by.pk or decision.asked_by_id == to.pk):
        raise NotNow("You can pass on what was asked of you, but not to the person who asked.")
    with transaction.atomic():
        given = Delegation.objects.create(
            mission=standing.mission,
            director=by,
            delegate=to,
            decision=decision,
            starts_on=starts_on,
            ends_on=last_day + dt.timedelta(days=1),
        )
        record("decision.delegate", by=by, subject=given, mission=standing.mission, to=to.pk)
    return given


def end_delegation(*, by: User, standing: Standing, delegation: Delegation) -> None:
    """Take it back from today on; what was decided meanwhile stays decided."""
    require(why_not_delegate(standing))
    with transaction.atomic():
        locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
        if locked.director_id != by.pk:
            raise NotNow("Only the director who gave it can take it back.")
        locked.ends_on = max(min(locked.ends_on, standing.on), locked.starts_on)
        locked.save(update_fields=["ends_on"])
        record("decision.end-delegation", by=by, subject=locked, mission=standing.mission)


def _lock(decision: Decision, status: str) -> Decision:
    """The row, locked, once it is certain that it may become `status`."""
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    DECISION.check(locked.status, status)
    return locked
