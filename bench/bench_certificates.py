"""Seconds of work and queries of a round of 120 certificates, from an offering with four modules and two logos."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from time import process_time
from typing import Any

PEOPLE, MODULES, MINUTES = 120, 4, 420
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def logo(name: str, colour: str) -> Any:
    """Keep a picture of the kind that funding lines ask for."""
    from django.core.files.base import ContentFile
    from PIL import Image as Picture
    from PIL import ImageDraw
    from wagtail.images import get_image_model

    picture = Picture.new("RGB", (900, 300), "white")
    ImageDraw.Draw(picture).rectangle((20, 20, 280, 280), fill=colour)
    kept = BytesIO()
    picture.save(kept, "PNG")
    file = ContentFile(kept.getvalue(), name=f"{name}.png")
    return get_image_model().objects.create(title=name, file=file, width=900, height=300)


def closed_offering(code: str) -> Any:
    """Write an offering that was closed: everybody attended enough."""
    from lms.clusters.models import FundingLine
    from lms.people.models import User
    from lms.training.models import Enrolment, Offering, OfferingPart, Outcome, PartOutcome, SeatAllotment
    from lms.training.terms import facts_of

    line = FundingLine.objects.first()
    assert line is not None, "the demonstration has a funding line"
    logos = [{"image": logo(f"logo {code}", "navy").pk, "alt_it": "Logo", "alt_en": "Logo"} for _ in range(2)]
    coordinator = User.objects.get(email="coordinator@clus3.example")
    offering = Offering.objects.create(
        code=code,
        title_it="Strategia e gestione dei cluster: dal benchmark al piano",
        title_en="Strategy and management of clusters: from the benchmark to the plan",
        status=Offering.Status.PUBLISHED,
        published_at=NOW,
        created_at=NOW,
        starts_at=NOW - timedelta(days=30),
        ends_at=NOW - timedelta(days=1),
        place="Udine",
        funding_line=line,
    )
    offering.terms, offering.terms_frozen_at = facts_of(offering) | {"logos": logos}, NOW
    offering.status, offering.closed_at, offering.closed_by = Offering.Status.CLOSED, NOW, coordinator
    offering.save()
    parts = [
        OfferingPart.objects.create(
            offering=offering, position=n, code=f"M-{n:02}", title_it=f"Modulo {n}", title_en=f"Module {n}", minutes=480
        )
        for n in range(1, MODULES + 1)
    ]
    seats = SeatAllotment.objects.create(offering=offering, seats=PEOPLE, taken=PEOPLE)
    people = User.objects.bulk_create(
        User(email=f"{code}.{n}@clus3.example", first_name="Jožefa", last_name=f"Žužek-Παπά {n}") for n in range(PEOPLE)
    )
    same = {"offering": offering, "allotment": seats, "status": "completed", "cluster": None}
    times = dict.fromkeys(["status_at", "queued_at", "approved_at", "confirmed_at"], NOW)
    enrolments = Enrolment.objects.bulk_create(Enrolment(person=person, **same, **times) for person in people)
    hours = {"attended_minutes": MODULES * MINUTES, "planned_minutes": MODULES * 480}
    verdict = {"is_met": True, "has_passed": True, "reason": "met", "params": {"percent": 88, "threshold": 80}}
    outcomes = Outcome.objects.bulk_create(
        Outcome(enrolment=one, decided_at=NOW, **hours, **verdict) for one in enrolments
    )
    PartOutcome.objects.bulk_create(
        PartOutcome(outcome=one, part=part, attended_minutes=MINUTES, planned_minutes=480, is_met=True)
        for one in outcomes
        for part in parts
    )
    return offering


def run() -> list[tuple[str, str]]:
    """Return, for a round in one language and one in both, the seconds of processor and the queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lms.certificates.issuing import issue_round
    from lms.certificates.models import IssueRun

    rows = []
    for language in ("it", "both"):
        offering = closed_offering(f"bench-{language}")
        said = {"language": language, "asked_by": offering.closed_by, "asked_at": NOW, "wanted": PEOPLE}
        made = IssueRun.objects.create(offering=offering, **said)
        round_ = IssueRun.objects.select_related("offering", "asked_by").get(pk=made.pk)
        with CaptureQueriesContext(connection) as queries:
            started = process_time()
            issued = issue_round(run=round_, now=NOW)
            spent = process_time() - started
        assert issued == PEOPLE, f"{issued} were issued"
        asked = [query for query in queries if query["sql"].split()[0] not in ("BEGIN", "COMMIT")]
        rows.append((f"{PEOPLE} certificates, {language}", f"{spent:.2f} s, {len(asked)} queries"))
    return rows
