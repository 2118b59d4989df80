"""Walks every screen of our viewsets as everybody: the coordinator works there, nobody else gets in."""

from datetime import date

import pytest
import time_machine
from django.urls import get_resolver, reverse
from wagtail.admin.viewsets import viewsets as registry

from courses.models import CompletedModule, Course, Module, TrainingPlan
from lms.benchmarking.models import Assessment, ClusterTarget, Framework, IndicatorLevel
from lms.certificates.models import Certificate
from lms.clusters.models import Cluster, FundingLine, LabelAward, Sector, SpecialisationArea
from lms.dashboard.models import JobRun
from lms.labels.models import LabelProposal, LabelRule
from lms.needs.models import Competence, CompetenceTarget, Supervision, TrainingNeed
from lms.outbox.models import Message
from lms.people.models import ConsentText, ErasureRequest, RetentionRun, Role, RoleGrant, User
from lms.training.models import AttendanceEntry, Change, Enrolment, Offering, TrainingSession
from tests.factories import (
    AssessmentFactory,
    ClusterFactory,
    IndicatorFactory,
    LabelAwardFactory,
    RoleGrantFactory,
    ScoreFactory,
    SectorFactory,
    UserFactory,
    person_with,
)
from tests.factories_courses import (
    CompetenceFactory,
    CourseFactory,
    ModuleFactory,
    ModuleLiftFactory,
    TrainingNeedFactory,
    TrainingPlanFactory,
)
from tests.factories_evidence import certified, changed, line_of
from tests.factories_labels import FundingLineFactory, LabelProposalFactory, LabelRuleFactory
from tests.factories_officials import CompetenceTargetFactory, SupervisionFactory
from tests.factories_outbox import WRITTEN, MessageFactory
from tests.factories_privacy import ConsentTextFactory, ErasureRequestFactory, RetentionRunFactory
from tests.factories_training import EnrolmentFactory, OfferingFactory, SessionFactory

pytestmark = pytest.mark.django_db

get_resolver().url_patterns  # noqa: B018  # loading the addresses registers the viewsets
OURS = [v for v in registry.viewsets if type(v).__module__.startswith(("lms.", "courses."))]
MODELS = {
    Assessment, AttendanceEntry, Certificate, Change, Cluster, ClusterTarget, Competence, CompetenceTarget,
    CompletedModule, ConsentText, Course, Enrolment, ErasureRequest, Framework, FundingLine, IndicatorLevel, JobRun,
    LabelAward, LabelProposal, LabelRule, Message, Module, Offering, RetentionRun, RoleGrant, Sector,
    SpecialisationArea, Supervision, TrainingNeed, TrainingPlan, TrainingSession, User,
}  # fmt: skip
OUTSIDERS = [role for role in Role if role != Role.COORDINATOR]


def make(model):
    """Return an object for the screens of a model."""
    makers = {
        Assessment: AssessmentFactory,
        AttendanceEntry: line_of,
        Certificate: certified,
        Change: changed,
        Enrolment: EnrolmentFactory,
        Offering: OfferingFactory,
        TrainingSession: SessionFactory,
        Cluster: ClusterFactory,
        ClusterTarget: lambda: ClusterTarget.objects.create(
            cluster=ClusterFactory(), indicator=IndicatorFactory(), level=3
        ),
        IndicatorLevel: lambda: IndicatorLevel.objects.create(
            indicator=IndicatorFactory(), value=3, description_it="Tre", description_en="Three"
        ),
        Competence: CompetenceFactory,
        CompetenceTarget: CompetenceTargetFactory,
        ConsentText: ConsentTextFactory,
        ErasureRequest: ErasureRequestFactory,
        RetentionRun: RetentionRunFactory,
        CompletedModule: lambda: CompletedModule.objects.create(
            cluster=ClusterFactory(), module=ModuleFactory(), completed_on=date(2016, 1, 1)
        ),
        Course: CourseFactory,
        Framework: lambda: IndicatorFactory().framework,
        FundingLine: FundingLineFactory,
        JobRun: lambda: JobRun.objects.create(job="retention", started_at=WRITTEN, ended_at=WRITTEN, touched=2),
        LabelAward: LabelAwardFactory,
        LabelProposal: LabelProposalFactory,
        LabelRule: LabelRuleFactory,
        Message: MessageFactory,
        Module: lambda: ModuleLiftFactory().module,
        RoleGrant: lambda: RoleGrantFactory(role=Role.INSTRUCTOR),
        Sector: SectorFactory,
        SpecialisationArea: lambda: SpecialisationArea.objects.create(code="s3", name_it="Casa", name_en="Home"),
        Supervision: SupervisionFactory,
        TrainingNeed: TrainingNeedFactory,
        TrainingPlan: TrainingPlanFactory,
        User: UserFactory,
    }
    return makers[model]()


def addresses(viewset):
    """Return the address of every screen, by name."""
    pk = make(viewset.model).pk
    return {
        pattern.name: reverse(viewset.get_url_name(pattern.name), args=[pk] if pattern.pattern.converters else [])
        for pattern in viewset.get_urlpatterns()
    }


def named(viewset):
    return viewset.model.__name__


def test_the_walk_finds_every_viewset():
    assert {viewset.model for viewset in OURS} == MODELS


@pytest.mark.parametrize("viewset", OURS, ids=named)
def test_viewset_never_shadows_a_public_namespace(viewset):
    assert viewset.name in (f"{viewset.model._meta.model_name}_admin", "wagtailusers_users")


@pytest.mark.parametrize("viewset", OURS, ids=named)
def test_screens_open_to_the_coordinator(viewset, client):
    client.force_login(person_with(Role.COORDINATOR))
    for name, address in addresses(viewset).items():
        assert client.get(address).status_code == 200, f"{name}: {address}"


@pytest.mark.parametrize("viewset", OURS, ids=named)
def test_lists_take_any_search_sort_filter_and_export(viewset, client):
    client.force_login(person_with(Role.COORDINATOR))
    index = addresses(viewset)["index"]
    queries = ["q=%22", "q=%00&p=x", "q=" + "a" * 10_000, "p=-1&ordering=nothing", "ordering=%00", "export=csv"]
    queries += ["export=xlsx", "cluster=99999999999999999999", "cluster=x&valid_from_from=2026-13-45"]
    for query in queries:
        assert client.get(f"{index}?{query}").status_code == 200, query[:40]


@pytest.mark.parametrize("viewset", OURS, ids=named)
@pytest.mark.parametrize("role", OUTSIDERS)
def test_screens_are_closed_to_every_other_role(viewset, role, client):
    of_a_cluster = role in (Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR)
    client.force_login(person_with(role, ClusterFactory() if of_a_cluster else None))
    pages = addresses(viewset)
    before = viewset.model._default_manager.count()
    for name, address in pages.items():
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in (302, 403), f"{name} answered {answer.status_code}"
    assert client.get(f"{pages['index']}?export=csv").status_code in (302, 403)
    assert viewset.model._default_manager.count() == before


@pytest.mark.parametrize("viewset", OURS, ids=named)
def test_screens_send_nobody_to_sign_in(viewset, client):
    for name, address in addresses(viewset).items():
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302, name
            assert answer.url.startswith("/admin/login/"), name


@pytest.mark.parametrize("viewset", OURS, ids=named)
def test_screens_close_with_the_grant(viewset, client):
    person = person_with(Role.COORDINATOR, valid_until=date(2026, 12, 31))
    pages = addresses(viewset)
    with time_machine.travel("2026-12-31T12:00:00Z", tick=False):
        client.force_login(person)
        assert client.get(pages["index"]).status_code == 200
    with time_machine.travel("2027-01-01T12:00:00Z", tick=False):
        for name, address in pages.items():
            assert client.get(address).status_code in (302, 403), name


@pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_bulk_actions_on_people_are_closed(action, method, client):
    target = UserFactory()
    client.force_login(person_with(Role.COORDINATOR))
    address = reverse("wagtail_bulk_action", args=["people", "user", action])
    data = {"mark_as_active": "False", "role": "1"}
    answer = getattr(client, method)(f"{address}?id={target.pk}", data if method == "post" else {})
    assert answer.status_code in (302, 403)
    target.refresh_from_db()
    assert target.is_active
    assert target.groups.count() == 0


def test_groups_are_edited_by_nobody(client):
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(reverse("wagtailusers_groups:index")).status_code in (302, 403)


def test_assessment_is_read_with_names_and_numbers_of_the_language(client):
    score = ScoreFactory(value="2.50", assessment__recorded_at=None)
    client.force_login(person_with(Role.COORDINATOR))
    page = client.get(reverse("assessment_admin:inspect", args=[score.assessment_id])).content.decode()
    main = page.partition("<dl>")[2].partition("</dl>")[0]
    assert score.indicator.name_it in main
    assert str(score.indicator.group) in main
    assert "<td>2,5</td>" in main
    assert "None" not in main


@pytest.mark.parametrize(
    ("screen", "name"), [("wagtailusers_users", "role_grants__role"), ("clustertarget_admin", "indicator__framework")]
)
def test_filters_are_not_called_by_the_way_to_them(client, screen, name):
    client.force_login(person_with(Role.COORDINATOR))
    label = str(client.get(reverse(f"{screen}:index")).context["filters"].form[name].label)
    assert label in ("Role held", "Ruolo ricoperto", "Quadro di valutazione")
