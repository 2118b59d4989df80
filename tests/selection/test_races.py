"""Many leave at the same moment: the places that they leave are given once each."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from lms.people.models import User
from lms.selection.apply_actions import withdraw_application
from lms.selection.models import Application, Place
from lms.selection.place_actions import decide
from tests.factories import person_with
from tests.factories_selection import NOW, CallFactory, sheet_of
from tests.factories_selection import AssessorFactory as Jury

PLACES = 6


@pytest.mark.usefixtures("shared_db")
def test_places_left_at_once_go_to_as_many_in_reserve():
    call = CallFactory(scoring=True, places=PLACES, least_score=0)
    people = User.objects.bulk_create(User(email=f"r{n}@clus3.example") for n in range(2 * PLACES + 1))
    jury = [Jury(call=call) for _ in range(2)]
    for person in people:
        one = Application.objects.create(
            call=call, person=person, status="submitted", started_at=NOW, submitted_at=NOW, status_at=NOW
        )
        for assessor in jury:
            sheet_of(assessor, one, 5, 5)
    type(call).objects.filter(pk=call.pk).update(status="scored", scored_at=NOW)
    decide(call=call, by=person_with("coordinator"), now=NOW)
    leaving = [place.application for place in Place.objects.select_related("application__person", "application__call")]
    start = Barrier(PLACES)

    def leave(application):
        try:
            start.wait(timeout=30)
            withdraw_application(application=application, by=application.person, now=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PLACES) as pool:
        list(pool.map(leave, leaving))
    assert Place.objects.filter(status="offered", moved_up=True).count() == PLACES
    assert Place.objects.count() == 2 * PLACES
