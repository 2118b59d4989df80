"""Fictional people, one or more per role."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from lms.clusters.models import Cluster
from lms.people.actions import grant_role
from lms.people.models import Role, User

from .files import read
from .mark import PASSWORD

SINCE = date(2014, 1, 1)


def load_people() -> None:
    """Create what `demo/people.toml` says; the auditor's grant ends in a year."""
    password = make_password(PASSWORD)  # hashed once: it is the same for all
    clusters = {cluster.code: cluster for cluster in Cluster.objects.all()}
    for row in read("people")["person"]:
        user = User.objects.create(
            email=row["email"],
            password=password,
            first_name=row["first_name"],
            last_name=row["last_name"],
            language=row["language"],
        )
        for role in row["roles"]:
            _grant(user, role, clusters)


def _grant(user: User, role: dict[str, Any], clusters: dict[str, Cluster]) -> None:
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
        listed_publicly=role["role"] == Role.CLUSTER_MANAGER,
    )
