"""Seconds of a seat when forty ask at the same moment for ten, each in a thread with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from statistics import median
from threading import Barrier
from time import perf_counter

CLIENTS, SEATS, ROUNDS = 40, 10, 5


def run() -> list[tuple[str, float]]:
    """Return the median and the longest of all rounds, and of one who asks alone; the seats are checked."""
    from django.db import connections
    from django.utils import timezone

    from lms.clusters.models import Cluster
    from lms.people.models import Role, RoleGrant, User
    from lms.training.enrolment_actions import apply

    now, cluster = timezone.now(), Cluster.objects.all()[0]
    people = User.objects.bulk_create(User(email=f"bench{n}@clus3.example") for n in range(CLIENTS))
    RoleGrant.objects.bulk_create(
        RoleGrant(user=person, role=Role.CLUSTER_MANAGER, cluster=cluster, valid_from=timezone.localdate(now))
        for person in people
    )

    def ask(code: str, number: int) -> float:
        started = perf_counter()
        apply(offering=code, by=people[number], cluster=cluster, now=now)
        return perf_counter() - started

    alone = offering_of("bench-alone")
    single = [ask(alone, number) for number in range(CLIENTS)]
    times: list[float] = []
    with ThreadPoolExecutor(CLIENTS) as pool:
        for round_number in range(ROUNDS):
            code, start = offering_of(f"bench-{round_number}"), Barrier(CLIENTS)

            def client(number: int, code: str = code, start: Barrier = start) -> float:
                start.wait(timeout=60)
                try:
                    return ask(code, number)
                finally:
                    connections.close_all()

            times += pool.map(client, range(CLIENTS))
            check(code)
    return [
        ("a seat, alone: median", median(single)),
        ("a seat, forty at once: median", median(times)),
        ("a seat, forty at once: longest", max(times)),
    ]


def offering_of(code: str) -> str:
    """Publish an offering with ten seats for everybody and return its code."""
    from datetime import timedelta

    from django.utils import timezone

    from lms.clusters.models import FundingLine
    from lms.training.models import Offering, SeatAllotment

    now = timezone.now()
    offering = Offering.objects.create(
        code=code,
        title_it=code,
        title_en=code,
        status=Offering.Status.PUBLISHED,
        funding_line=FundingLine.objects.all()[0],
        needs_approval=False,
        starts_at=now + timedelta(days=30),
        ends_at=now + timedelta(days=31),
        created_at=now,
        published_at=now,
    )
    SeatAllotment.objects.create(offering=offering, seats=SEATS)
    return code


def check(code: str) -> None:
    """Raise RuntimeError unless exactly ten sit and nobody was lost."""
    from django.utils import timezone

    from lms.training.auditing import faults_in
    from lms.training.models import Enrolment

    found = sorted(Enrolment.objects.filter(offering__code=code).values_list("status", flat=True))
    if found != ["confirmed"] * SEATS + ["waiting"] * (CLIENTS - SEATS) or faults_in(code, timezone.now()):
        raise RuntimeError(f"{code}: {found}")
