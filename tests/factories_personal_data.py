"""A person of whom every source of personal data keeps something."""

from datetime import UTC, date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import APIToken, Page, PageSubscription, UploadedFile
from wagtail.users.models import UserProfile

from courses.models import CompletedModule, TrainingPlan
from lms.benchmarking.models import (
    Assessment,
    AssessorSheet,
    BenchmarkImport,
    DeclaredConflict,
    EvidenceFile,
    SheetScore,
)
from lms.calendars.models import FeedAddress
from lms.certificates.facts import facts_for
from lms.certificates.models import Certificate, IssueRun
from lms.labels.models import ImprovementArea, LabelEvidence, LabelProposal, LabelRule
from lms.needs.models import CompetenceRating, CompetenceTarget, Supervision
from lms.outbox.models import Message, NoticePreference
from lms.people.models import ErasureRequest, PeopleImport, PersonalDataRead, Role, User
from lms.selection.models import Place, RankedApplication
from lms.training.models import Change, EnrolmentEvent, NeedRank, Outcome, PartOutcome, SignOff
from tests.factories import AssessmentFactory, ClusterFactory, IndicatorFactory, RoleGrantFactory, UserFactory
from tests.factories_courses import CompetenceFactory, ModuleFactory, TrainingNeedFactory
from tests.factories_privacy import FundingLineFactory, agree_to_be_named
from tests.factories_selection import ApplicationFactory, AssessorFactory, CallFactory
from tests.factories_training import EnrolmentFactory, OfferingFactory, SessionFactory, attended

EARLIER = datetime(2024, 5, 6, 10, 30, tzinfo=UTC)
FILE = b"%PDF-1.7 planted"
# What no table may hold once the person is erased and no evidence asks for the name.
PLANTED = [
    "zaira.plantedmail@clus3.example",
    "Zaira Plantedname",
    "Plantedname Zaira",
    "plantedtitle",
    "plantedabout",
    "plantedreason",
    "planteduid",
    "203.0.113.77",
    "plantedagent",
    "plantednote",
    "plantedkey",
    "plantedtext",
    "plantedform",
]


def planted_person():
    """Return a cluster manager who has only an account."""
    person = UserFactory(
        email=PLANTED[0],
        first_name="Zaira",
        last_name="Plantedname",
        job_title_it="plantedtitle",
        job_title_en="plantedtitle",
        about_it="plantedabout",
        about_en="plantedabout",
        invited_at=EARLIER,
        confirmed_at=EARLIER,
        last_login=EARLIER,
    )
    RoleGrantFactory(user=person, role=Role.CLUSTER_MANAGER, cluster=ClusterFactory(), reason="plantedreason")
    return User.objects.get(pk=person.pk)


def furnish_account(person, other):
    """Give the person a row of everything that erasure removes, or keeps because it is others'."""
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "plantedkey"})
    SocialAccount.objects.create(user=person, provider="spid", uid="planteduid", extra_data={"name": "plantedtext"})
    UserSession.objects.create(user=person, ip="203.0.113.77", user_agent="plantedagent", session_key="plantedkey")
    agree_to_be_named(person)
    reading = {"field": PersonalDataRead.Field.MESSAGE, "read_at": EARLIER}
    PersonalDataRead.objects.create(person=person, reader=other, detail="plantedtext", **reading)
    PersonalDataRead.objects.create(person=other, reader=person, **reading)
    settled = {"status": ErasureRequest.Status.TAKEN_BACK, "requested_at": EARLIER, "due_on": EARLIER}
    ErasureRequest.objects.create(person=person, settled_by=person, **settled)
    RoleGrantFactory(user=other, role=Role.INSTRUCTOR, granted_by=person)
    PeopleImport.objects.create(
        filename="people.csv", uploaded_by=person, uploaded_at=EARLIER, rows=[{"email": person.email, "row": 2}]
    )
    message(person, subject="plantedtext", text="plantedtext", to_email=person.email)
    message(other, subject=f"{person} wrote", text=f"Ask {person} at {person.email}.", html=f"<p>{person}</p>")
    NoticePreference.objects.create(person=person, topic="plans", by_email=False)
    furnish_competences(person, other)
    ApplicationFactory(person=person, unsent=True)
    furnish_admin(person)
    FeedAddress.objects.create(person=person, kind="person", token="plantedkey", created_at=EARLIER)
    NeedRank.objects.create(offering=OfferingFactory(draft=True), person=person, rank=1)
    log(instance=person, action="wagtail.edit", user=other, data={"email": person.email})
    log(instance=person.role_grants.get(), action="wagtail.create", user=other)
    log(instance=other, action="wagtail.edit", user=person, title=f"{other} and {person}")


def message(to, **values):
    values = {"topic": "plans", "kind": "test", "language": "it", "written_at": EARLIER, "text": "…"} | values
    status = {"status": "sent", "sent_at": EARLIER} if values.get("to_email") else {"status": "on_site"}
    return Message.objects.create(recipient=to, **values, **status)


def furnish_competences(person, other):
    competence = CompetenceFactory()
    rating = {"competence": competence, "level": 2, "rated_at": EARLIER}
    CompetenceRating.objects.create(person=person, kind="supervisor", rated_by=other, note="plantednote", **rating)
    CompetenceRating.objects.create(person=other, kind="supervisor", rated_by=person, note="of the other", **rating)
    CompetenceTarget.objects.create(person=person, competence=competence, level=3)
    Supervision.objects.create(person=person, supervisor=other, valid_from=EARLIER)


def furnish_admin(person):
    page = Page.get_first_root_node()
    UserProfile.objects.create(user=person, avatar=ContentFile(b"GIF89a", name="plantedkey.gif"))
    kind = ContentType.objects.get_for_model(User)
    EditingSession.objects.create(user=person, content_type=kind, object_id="1", last_seen_at=EARLIER)
    FormState.objects.create(user=person, content_type=kind, object_id="1", data="plantedform", last_updated_at=EARLIER)
    UploadedFile.objects.create(uploaded_by_user=person, file=ContentFile(b"x", name="plantedkey.txt"))
    PageSubscription.objects.create(user=person, page=page, comment_notifications=True)
    APIToken.objects.create(user=person, name="plantedkey", key_hash="h", prefix="p")
    Page.objects.filter(pk=page.pk).update(owner=person)


def furnish_evidence(person):
    """Give the person a row of every kind of evidence."""
    assessment = AssessmentFactory(recorded_by=person, kind=Assessment.Kind.AUDIT)
    cluster, indicator = assessment.cluster, IndicatorFactory(framework=assessment.framework)
    sheet = AssessorSheet.objects.create(assessment=assessment, assessor=person, started_at=EARLIER)
    SheetScore.objects.create(sheet=sheet, indicator=indicator, value=3, evidence="seen")
    EvidenceFile.objects.create(
        assessment=assessment, indicator=indicator, file=ContentFile(FILE, name="proof.pdf"),
        filename="../proof.pdf", size=len(FILE), sha256="0" * 64, uploaded_by=person, uploaded_at=EARLIER,
    )  # fmt: skip
    DeclaredConflict.objects.create(assessor=person, cluster=cluster, reason="a cousin", declared_at=EARLIER)
    BenchmarkImport.objects.create(filename="b.xlsx", uploaded_by=person)
    written = {"cluster": cluster, "written_by": person, "written_at": EARLIER}
    ImprovementArea.objects.create(title="Area", what_changed="much", effect="more", **written)
    LabelEvidence.objects.create(
        level="silver", requirement="plan", file=ContentFile(FILE, name="plan.pdf"), filename="plan.pdf", **written
    )
    rule = LabelRule.objects.create(level="bronze", valid_from=date(2014, 1, 1))
    LabelProposal.objects.create(
        cluster=cluster, level="bronze", kind="first", assessment=assessment, rule=rule, valid_from=EARLIER,
        valid_until=EARLIER, status="confirmed", proposed_at=EARLIER, decided_at=EARLIER, decided_by=person,
    )  # fmt: skip
    furnish_training(person)
    TrainingNeedFactory(cluster=cluster, indicator=indicator, assessment=assessment, decided_by=person)
    TrainingPlan.objects.create(
        cluster=cluster, version=1, status="published", budget_minutes=60, computed_at=EARLIER,
        published_at=EARLIER, published_by=person,
    )  # fmt: skip
    CompletedModule.objects.create(
        cluster=cluster, module=ModuleFactory(), completed_on=EARLIER, recorded_by=person, note="seen"
    )
    Assessment.objects.filter(pk=assessment.pk).update(status="closed", closed_at=EARLIER, closed_by=person)
    furnish_selection(person)


def furnish_selection(person):
    """Give the person a place, and a call to assess."""
    applied = ApplicationFactory(person=person)
    ranked = {"position": 1, "score_numerator": 90, "score_denominator": 1, "result": "selected"}
    RankedApplication.objects.create(call=applied.call, application=applied, **ranked)
    Place.objects.create(application=applied, status="accepted", offered_at=EARLIER, expires_at=EARLIER)
    AssessorFactory(call=CallFactory(created_by=person), person=person)


def long_ago():
    """Return a funding line that asks for nothing any more."""
    return FundingLineFactory(valid_until=date(2018, 12, 31), retain_until=date(2019, 12, 31))


def furnish_training(person, line=None):
    """Let the person take part, be certified, teach and run things; `line` paid for it, by default one of long ago."""
    when = {"starts_at": EARLIER, "ends_at": EARLIER + timedelta(hours=4)}
    offering = OfferingFactory(seats=5, funding_line=line or long_ago(), created_by=person, **when)
    session = SessionFactory(offering=offering, taught_by=[person])
    enrolment = certified(offering, person, session, note="plantedwish", reason="plantedillness")
    other = EnrolmentFactory(offering=offering, confirmed=True, note=f"I come with {person}")
    step(other, by=person, reason=f"As agreed with {person}, {person.email}")
    attended(session, other, author=person)
    SignOff.objects.create(
        session=session, by=person, at=EARLIER, topics="All", register_count=2, register_head="0" * 64
    )
    Change.objects.create(offering=offering, kind="hours", at=EARLIER, by=person, reason="Asked for")
    IssueRun.objects.create(offering=offering, language="it", asked_by=person, asked_at=EARLIER, wanted=1)
    return enrolment


def certified(offering, person, session, *, note="", reason=""):
    """Return an enrolment with a line of the register, an outcome and a certificate that carries the name."""
    enrolment = EnrolmentFactory(offering=offering, person=person, confirmed=True, note=note)
    step(enrolment, by=person, reason=reason)
    attended(session, enrolment)
    minutes = {"attended_minutes": 240, "planned_minutes": 240, "is_met": True}
    outcome = Outcome.objects.create(enrolment=enrolment, has_passed=True, reason="met", decided_at=EARLIER, **minutes)
    PartOutcome.objects.create(outcome=outcome, part=session.part, **minutes)
    number = f"CLUS3-2024-{enrolment.pk}"
    Certificate.objects.create(
        number=number, code="ABCDEFGHJKMNP", enrolment=enrolment, language="it", pdf=ContentFile(FILE, name="c.pdf"),
        facts=facts_for(outcome, now=EARLIER, is_demonstration=False),
        sha256="0" * 64, size=len(FILE), issued_at=EARLIER, issued_by=UserFactory(),
    )  # fmt: skip
    return enrolment


def step(enrolment, **values):
    return EnrolmentEvent.objects.create(
        enrolment=enrolment, action="seated", from_status="waiting", to_status="confirmed", at=EARLIER, **values
    )
