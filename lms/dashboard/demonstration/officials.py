"""Targets, ratings and declared needs: an official is halfway on the path, so that the visitor can go on with it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from lms.clusters.models import Cluster
from lms.needs.declaring import declare_need
from lms.needs.models import Competence, CompetenceTarget, Supervision
from lms.needs.rating_actions import Judgement, rate_competences
from lms.outbox.models import Message
from lms.people.models import User

from .files import read
from .people import SINCE


def load_officials() -> None:
    """Do what `demo/officials.toml` says, by the same actions as the site; no plan is made yet."""
    rows = read("officials")
    people = {user.email: user for user in User.objects.all()}
    competences = {competence.slug: competence for competence in Competence.objects.all()}
    for row in rows["target"]:
        person = people[row["person"]] if "person" in row else None
        CompetenceTarget.objects.create(competence=competences[row["code"]], person=person, level=row["level"])
    for row in rows["supervision"]:
        supervised, supervisor = people[row["person"]], people[row["supervisor"]]
        Supervision.objects.create(person=supervised, supervisor=supervisor, valid_from=SINCE)
    for row in rows["rating"]:
        _rate(row, people, competences)
    for row in rows["need"]:
        owner = people[row["person"]]
        _declare(row, owner, owner, competences)
    for row in rows["cluster_need"]:
        _declare(row, Cluster.objects.get(code=row["cluster"]), people[row["by"]], competences)


def keep_notices_on_site() -> None:
    """Leave what was written on the way under each person's notices: no mail goes to made-up addresses."""
    waiting = Message.objects.filter(status=Message.Status.WAITING)
    waiting.update(status=Message.Status.ON_SITE, to_email="", due_at=None)


def _rate(row: dict[str, Any], people: dict[str, User], competences: dict[str, Competence]) -> None:
    notes = row.get("notes", {})
    judgements = {competences[code].pk: Judgement(level, notes.get(code, "")) for code, level in row["levels"].items()}
    rated_at = timezone.now() - timedelta(days=row["days_ago"])
    rate_competences(person=people[row["person"]], judgements=judgements, by=people[row["by"]], now=rated_at)


def _declare(row: dict[str, Any], owner: Cluster | User, by: User, competences: dict[str, Competence]) -> None:
    declare_need(
        owner=owner,
        competence=competences[row["code"]],
        priority=row["priority"],
        reason=row["reason"],
        by=by,
        now=timezone.now(),
    )
