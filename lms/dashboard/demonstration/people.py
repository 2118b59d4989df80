"""Fictional people, one or more per role."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from lms.clusters.models import Cluster
from lms.people.actions import grant_role
from lms.people.consents import give_consent, seed_consents, texts_to_answer
from lms.people.models import Role, User

from .files import read
from .mark import PASSWORD

SINCE = date(2014, 1, 1)


def load_people() -> None:
    """Create what `demo/people.toml` says; the auditor's grant ends in a year."""
    seed_consents()
    password = make_password(PASSWORD)  # hashed once: it is the same for all
    clusters = {cluster.code: cluster for cluster in Cluster.objects.all()}
    for row in read("people")["person"]:
        user = User.objects.create(
            email=row["email"],
            password=password,
            first_name=row["first_name"],
            last_name=row["last_name"],
            language=row["language"],
            confirmed_at=timezone.now(),
            job_title_it=row.get("job_title_it", ""),
            job_title_en=row.get("job_title_en", ""),
            about_it=row.get("bio_it", ""),
            about_en=row.get("bio_en", ""),
        )
        for role in row["roles"]:
            _grant(user, role, clusters, is_listed=row.get("listed", True))
        _agree(user)


def _grant(user: User, role: dict[str, Any], clusters: dict[str, Cluster], *, is_listed: bool) -> None:
    today = timezone.localdate()
    grant_role(
        user=user,
        role=role["role"],
        cluster=clusters[role["cluster"]] if "cluster" in role else None,
        valid_from=SINCE,
        valid_until=today + timedelta(days=365) if role["role"] == Role.AUDITOR else None,
        today=today,
        by=None,
        reason="Demonstration",
        listed_publicly=is_listed and role["role"] == Role.CLUSTER_MANAGER,
    )


def _agree(user: User) -> None:
    """Let everybody have read the notice, and managers agree to be named on the page of their cluster."""
    now = timezone.now()
    for text in texts_to_answer(user, timezone.localdate(now)):
        give_consent(person=user, text=text, by=user, now=now)
