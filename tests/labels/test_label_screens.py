"""The admin's screens of labels: proposals decided, rules never changed silently, awards entered by hand."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.clusters.models import LabelAward
from lms.labels.models import LabelProposal, LabelRequirement, LabelRule
from lms.labels.rule_seed import seed_label_rules
from tests.admin.forms import send
from tests.factories import ClusterFactory, LabelAwardFactory
from tests.factories_labels import LabelProposalFactory, LabelRuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, coordinator):
    client.force_login(coordinator)
    return coordinator


def at(name, thing):
    return reverse(f"{thing._meta.model_name}_admin:{name}", args=[thing.pk])


def errors(answer):
    assert answer.status_code == 200
    return answer.context["form"].errors


@pytest.mark.parametrize("number", [1, 30])
def test_list_of_proposals_takes_as_many_queries_for_thirty(client, staff, number, django_assert_num_queries):
    for _ in range(number):
        LabelProposalFactory()
    client.get(reverse("labelproposal_admin:index"))
    with django_assert_num_queries(13):
        client.get(reverse("labelproposal_admin:index"))


def test_open_proposals_come_first_and_offer_both_decisions(client, staff, coordinator):
    opened = LabelProposalFactory()
    decided = LabelProposalFactory(status="dismissed", decided_at=opened.proposed_at, decided_by=coordinator)
    page = client.get(reverse("labelproposal_admin:index"))
    assert list(page.context["object_list"]) == [opened, decided]
    content = page.content.decode()
    assert at("confirm", opened) in content
    assert at("dismiss", opened) in content
    assert at("confirm", decided) not in content


@pytest.mark.parametrize(("status", "words"), [("confirmed", "confirmed already"), ("dismissed", "dismissed already")])
@pytest.mark.parametrize("screen", ["confirm", "dismiss"])
def test_decided_proposal_says_so_instead_of_asking(client, staff, coordinator, screen, status, words):
    coordinator.language = "en"
    coordinator.save()
    proposal = LabelProposalFactory(status=status, decided_by=coordinator, decided_at=datetime(2026, 11, 1, tzinfo=UTC))
    answer = client.get(at(screen, proposal), follow=True)
    (told,) = answer.context["messages"]
    assert words in str(told)
    assert f"by {coordinator}" in str(told)
    assert "form" not in answer.context
    assert answer.redirect_chain == [(at("inspect", proposal), 302)]


def test_first_page_of_the_admin_says_that_a_label_waits(client, staff):
    waiting = reverse("labelproposal_admin:index") + "?status=open"
    assert waiting not in client.get(reverse("wagtailadmin_home")).content.decode()
    proposal = LabelProposalFactory()
    assert waiting in client.get(reverse("wagtailadmin_home")).content.decode()
    assert list(client.get(waiting).context["object_list"]) == [proposal]


def test_confirming_on_the_screen_awards_with_the_days_of_the_rule(client, staff):
    proposal = LabelProposalFactory(cluster__name="Sedia")
    page = client.get(at("confirm", proposal))
    assert "Sedia" in page.context["question"]
    initial = page.context["form"].initial
    answer = client.post(at("confirm", proposal), initial | {"reason": ""})
    assert answer.url == reverse("labelproposal_admin:index")
    assert LabelAward.objects.get().valid_until == date(2028, 10, 31)
    again = client.post(at("confirm", proposal), initial | {"reason": ""})
    assert len(errors(again)["__all__"]) == 1
    assert LabelAward.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"valid_until": "2029-01-31"}, "reason"),
        ({"valid_until": "2026-01-31", "reason": "x"}, "valid_until"),
        ({"valid_until": ""}, "valid_until"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
        ({"reason": "x" * 501}, "reason"),
        ({"reason": "\x00"}, "reason"),
    ],
)
def test_odd_confirmation_awards_nothing(client, staff, typed, field):
    proposal = LabelProposalFactory()
    data = {"valid_from": "2026-10-15", "valid_until": "2028-10-31", "reason": ""}
    assert list(errors(client.post(at("confirm", proposal), data | typed))) == [field]
    assert not LabelAward.objects.exists()


def test_dismissing_on_the_screen_keeps_the_reason(client, staff):
    proposal = LabelProposalFactory()
    assert "reason" in errors(client.post(at("dismiss", proposal), {"reason": ""}))
    client.post(at("dismiss", proposal), {"reason": "No visit yet"})
    proposal.refresh_from_db()
    assert (proposal.status, proposal.reason) == ("dismissed", "No visit yet")
    assert client.get(at("inspect", proposal)).status_code == 200


def test_get_of_a_decision_changes_nothing(client, staff):
    proposal = LabelProposalFactory()
    for name in ("confirm", "dismiss", "inspect"):
        client.get(at(name, proposal))
    assert LabelProposal.objects.get().status == "open"
    assert not LabelAward.objects.exists()


def test_rule_is_entered_with_its_requirements(client, staff):
    answer = send(
        client, reverse("labelrule_admin:add"), level="gold", valid_from="2027-01-01", requirements__TOTAL_FORMS="2",
        requirements__0__code="share", requirements__0__kind="share", requirements__0__name_it="Quota",
        requirements__0__name_en="Share", requirements__0__position="1",
        requirements__1__code="since", requirements__1__kind="months_since", requirements__1__amount="18",
        requirements__1__amount_until="24", requirements__1__name_it="Mesi", requirements__1__name_en="Months",
        requirements__1__position="2",
    )  # fmt: skip
    assert answer.status_code == 302
    rule = LabelRule.objects.get(valid_from=date(2027, 1, 1))
    assert [(asked.code, asked.amount, asked.amount_until) for asked in rule.requirements.all()] == [
        ("share", None, None), ("since", 18, 24),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "amount", "until", "wrong"),
    [
        ("evidence", "", "", "amount"),
        ("improvements", "0", "", "amount"),
        ("benchmarked", "0", "", "amount"),
        ("months_since", "", "24", "amount"),
        ("months_since", "24", "18", "amount_until"),
        ("evidence", "3", "4", "amount_until"),
        ("share", "80", "", "amount"),
        ("minimums", "6", "", "amount"),
        ("evidence", "-1", "", "amount"),
        ("evidence", "99999999999999999999", "", "amount"),
        ("evidence", "121", "", "__all__"),
        ("moon", "1", "", "kind"),
    ],
)
def test_amounts_that_the_kind_does_not_count_are_refused(client, staff, kind, amount, until, wrong):
    rule = LabelRuleFactory(asks=[{"kind": "evidence", "amount": 1}])
    typed = {"kind": kind, "amount": amount, "amount_until": until}
    answer = send(client, at("edit", rule), **{f"requirements__0__{name}": value for name, value in typed.items()})
    assert wrong in answer.context["form"].formsets["requirements"].errors[0]
    assert LabelRequirement.objects.get(rule=rule).amount == 1


def test_version_that_proposals_were_made_by_changes_only_by_somebody_who_says_so(client, staff):
    rule = LabelRuleFactory(asks=[{"kind": "evidence", "amount": 1}])
    proposal = LabelProposalFactory(rule=rule)
    address = at("edit", rule)
    for changes in (
        {"first_months": "36"},
        {"requirements__0__amount": "2"},
        {"requirements__0__DELETE": "on"},
        {"requirements__TOTAL_FORMS": "2", "requirements__1__code": "new", "requirements__1__kind": "share",
         "requirements__1__name_it": "N", "requirements__1__name_en": "N", "requirements__1__position": "2"},
    ):  # fmt: skip
        assert len(errors(send(client, address, **changes))["__all__"]) == 1
    assert send(client, address, summary_it="Nuove parole", requirements__0__name_it="Altre").status_code == 302
    assert send(client, address, first_months="36", change_used="on").status_code == 302
    rule.refresh_from_db()
    proposal.refresh_from_db()
    assert (rule.first_months, rule.summary_it, rule.requirements.get().amount) == (36, "Nuove parole", 1)
    assert proposal.valid_until == date(2028, 10, 31)


def test_version_that_nothing_rests_on_changes_freely(client, staff):
    rule = LabelRuleFactory(asks=[{"kind": "evidence", "amount": 1}])
    assert send(client, at("edit", rule), first_months="36").status_code == 302
    assert "change_used" not in client.get(at("edit", rule)).content.decode()
    LabelProposalFactory(rule=rule)
    assert "change_used" in client.get(at("edit", rule)).content.decode()


def test_copy_is_in_force_from_its_day_with_all_requirements(client, staff):
    rule = LabelRuleFactory(asks=[{"kind": "evidence", "amount": 3}, {"kind": "benchmarked"}], grace_months=6)
    answer = client.post(at("copy_version", rule), {"valid_from": "2027-01-01"})
    copied = LabelRule.objects.get(level="bronze", valid_from=date(2027, 1, 1))
    assert answer.url == at("edit", copied)
    assert copied.grace_months == 6
    assert [(asked.code, asked.amount) for asked in copied.requirements.all()] == [
        ("evidence", 3), ("benchmarked", None),
    ]  # fmt: skip
    assert rule.requirements.count() == 2
    assert "valid_from" in errors(client.post(at("copy_version", rule), {"valid_from": "2027-01-01"}))
    assert ModelLogEntry.objects.filter(action="wagtail.copy").count() == 1


def test_rule_with_proposals_is_not_deleted(client, staff):
    rule = LabelProposalFactory().rule
    client.post(at("delete", rule))
    assert LabelRule.objects.filter(pk=rule.pk).exists()


def test_shipped_rules_come_once_and_never_over_what_is_there():
    LabelRule.objects.all().delete()
    assert sorted(rule.level for rule in seed_label_rules()) == ["bronze", "gold", "silver"]
    bronze = LabelRule.objects.get(level="bronze")
    assert (bronze.first_months, bronze.grace_months, bronze.renewal_months, bronze.to_end_of_month) == (
        24,
        12,
        36,
        True,
    )
    assert [(asked.code, asked.kind, asked.amount) for asked in bronze.requirements.all()] == [
        ("eligibility", "evidence", 1), ("success-stories", "evidence", 3), ("benchmarked", "benchmarked", None),
    ]  # fmt: skip
    gold = LabelRule.objects.get(level="gold")
    assert (gold.assessors, gold.source != "") == (2, True)
    for rule in (bronze, gold):
        assert all(
            asked.name_it and asked.name_en and asked.help_it and asked.help_en for asked in rule.requirements.all()
        )
    LabelRule.objects.filter(pk=bronze.pk).update(valid_from=date(2027, 1, 1), first_months=30)
    assert seed_label_rules() == []
    assert LabelRule.objects.get(level="bronze").first_months == 30


def test_award_by_hand_shows_what_the_rules_say_and_refuses_two_at_once(client, staff, rules):
    cluster = ClusterFactory()
    add = reverse("labelaward_admin:add")
    page = client.get(add).content.decode()
    assert page.count("<strong>Bronze</strong>") == 1
    typed = {"cluster": str(cluster.pk), "level": "bronze", "valid_from": "2026-10-15", "valid_until": "2028-10-31"}
    assert send(client, add, **typed).status_code == 302
    assert len(errors(send(client, add, **typed | {"valid_from": "2026-10-16"}))["__all__"]) == 1
    assert len(errors(send(client, add, **typed | {"valid_from": "2020-01-01", "valid_until": ""}))["__all__"]) == 1
    assert send(client, add, **typed | {"level": "silver"}).status_code == 302
    award = LabelAward.objects.get(level="bronze")
    assert send(client, at("edit", award), valid_until="2028-11-30").status_code == 302


def test_list_of_labels_still_stands(client, staff):
    LabelAwardFactory()
    assert client.get(reverse("labelaward_admin:index")).status_code == 200
