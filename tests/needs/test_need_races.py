"""Two people at the same moment, on a database that threads share: one need, one rating."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from django.db import connections

from lms.needs.declaring import declare_need
from lms.needs.models import CompetenceRating, TrainingNeed
from lms.needs.rating_actions import Judgement, rate_competences
from lms.outbox.models import Message
from lms.people.models import Role
from tests.factories import ClusterFactory, person_with
from tests.factories_courses import CompetenceFactory
from tests.factories_officials import official

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
AT_ONCE = 4


def together(work):
    """Run the work in several threads from the same moment; what one of them raises fails the test."""
    start = Barrier(AT_ONCE)

    def run(number):
        start.wait(timeout=30)
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_declaring_and_rating_at_once_makes_one_of_each(shared_db):
    cluster, competence, person = ClusterFactory(), CompetenceFactory(), official()
    managers = [person_with(Role.CLUSTER_MANAGER, cluster=cluster) for _ in range(AT_ONCE)]
    coordinator = person_with(Role.COORDINATOR)

    together(
        lambda number: declare_need(
            owner=cluster, competence=competence, priority=2, reason="Fairs", by=managers[number], now=NOW
        )
    )
    together(
        lambda number: rate_competences(person=person, judgements={competence.pk: Judgement(2, "")}, by=person, now=NOW)
    )

    assert (TrainingNeed.objects.count(), CompetenceRating.objects.count()) == (1, 1)
    assert list(Message.objects.values_list("recipient", flat=True)) == [coordinator.pk]
