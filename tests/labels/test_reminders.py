"""Reminders of labels: the exact days over two years, once each, each in the own language; a stop sends one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from lms.labels.models import ReminderRules
from lms.labels.reminding import remind_of_labels
from lms.outbox.models import Message
from lms.people.models import Role
from tests.factories import ClusterFactory, LabelAwardFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
EXPIRY = date(2028, 10, 31)
DAYS = [date(2027, 4, 30), date(2027, 10, 31), date(2028, 4, 30), date(2028, 7, 31), date(2028, 11, 1)]


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def walk(start, end, step=1):
    """Let the clock run from day to day; return the days on which something was written, with how many messages."""
    days = (start + timedelta(days=n) for n in range(0, (end - start).days + 1, step))
    return {day: count for day in days if (count := remind_of_labels(now=noon(day)))}


@pytest.fixture
def award(rules, cluster):
    return LabelAwardFactory(cluster=cluster, valid_from=date(2026, 10, 15), valid_until=EXPIRY)


@pytest.fixture
def italian(cluster):
    person = person_with(Role.CLUSTER_MANAGER, cluster)
    person_with(Role.CLUSTER_MANAGER, ClusterFactory())  # of another cluster: hears nothing
    return person


@pytest.fixture
def english():
    return person_with(Role.COORDINATOR, user__language="en")


def test_reminders_come_on_their_days_over_two_years_and_never_twice(award, italian, english):
    assert walk(date(2026, 11, 1), date(2028, 12, 31)) == dict.fromkeys(DAYS, 2)
    assert Message.objects.count() == 10
    for person in (italian, english):
        kinds = [message.kind for message in Message.objects.filter(recipient=person).order_by("written_at")]
        assert kinds == ["label_reminder"] * 4 + ["label_expired"]


def test_each_reads_the_own_language(award, italian, english):
    remind_of_labels(now=noon(DAYS[1]))
    to_italian, to_english = Message.objects.get(recipient=italian), Message.objects.get(recipient=english)
    assert (to_italian.language, to_italian.link) == ("it", "/it/clusters/sedia/label/")
    assert (to_english.language, to_english.link) == ("en", "/en/clusters/sedia/label/")
    assert "31 ottobre 2028" in to_italian.subject
    assert to_english.subject == "Sedia: the Bronze label expires on 31 October 2028"
    assert "12 months or less from now" in to_english.text
    assert "It can be renewed until 31 October 2029" in to_english.text
    assert to_english.topic == to_italian.topic == "labels"
    assert to_english.once == f"label:{award.pk}:2028-10-31:12:{english.pk}"


def test_stop_of_five_months_sends_the_nearest_only(award, italian):
    assert walk(date(2027, 4, 29), date(2027, 5, 3)) == {DAYS[0]: 1}
    assert walk(date(2028, 3, 1), date(2028, 3, 3)) == {date(2028, 3, 1): 1}  # the one of October
    assert walk(date(2028, 8, 1), date(2028, 8, 5)) == {date(2028, 8, 1): 1}  # 6 and 3 months have passed: one message
    assert Message.objects.order_by("-written_at").first().once.split(":")[3] == "3"


def test_stop_beyond_the_expiry_says_that_it_has_expired_and_until_when_it_is_renewable(award, english):
    assert walk(date(2029, 3, 1), date(2029, 3, 3)) == {date(2029, 3, 1): 1}
    message = Message.objects.get()
    assert message.kind == "label_expired"
    assert "It can still be renewed until 31 October 2029" in message.text


def test_after_the_year_of_grace_nobody_hears_of_it(award, english):
    assert remind_of_labels(now=noon(date(2029, 11, 1))) == 0
    assert remind_of_labels(now=noon(date(2029, 10, 31))) == 1


def test_label_that_a_later_one_takes_over_is_no_news(award, cluster, english):
    LabelAwardFactory(cluster=cluster, valid_from=date(2028, 11, 1), valid_until=date(2031, 10, 31))
    assert walk(date(2027, 4, 1), date(2029, 1, 31), step=7) == {}
    assert remind_of_labels(now=noon(date(2030, 4, 30))) == 1  # of the later one


def test_label_of_another_level_takes_nothing_over(award, cluster, english):
    LabelAwardFactory(cluster=cluster, level="silver", valid_from=date(2027, 1, 1), valid_until=date(2031, 10, 31))
    assert remind_of_labels(now=noon(DAYS[3])) == 1


def test_label_without_an_end_is_never_about_to_expire(rules, english):
    LabelAwardFactory(valid_until=None)
    assert walk(date(2026, 1, 1), date(2028, 1, 1), step=60) == {}


def test_corrected_day_is_reminded_of_again(award, english):
    remind_of_labels(now=noon(DAYS[3]))
    type(award).objects.update(valid_until=date(2028, 12, 31))
    assert remind_of_labels(now=noon(DAYS[3])) == 1
    assert Message.objects.order_by("-pk").first().once.split(":")[2:4] == ["2028-12-31", "6"]


def test_who_is_manager_and_coordinator_or_has_two_grants_hears_once(award, cluster):
    person = person_with(Role.COORDINATOR)
    person_with(Role.CLUSTER_MANAGER, cluster, user=person)
    person_with(Role.CLUSTER_MANAGER, cluster, user=person, valid_from=date(2026, 1, 1))
    assert remind_of_labels(now=noon(DAYS[0])) == 1


def test_who_comes_later_hears_the_nearest_and_who_has_left_nothing(award, cluster):
    person_with(Role.CLUSTER_MANAGER, cluster, valid_until=date(2027, 4, 29))
    person_with(Role.CLUSTER_MANAGER, cluster, user=UserFactory(is_active=False))
    assert remind_of_labels(now=noon(DAYS[0])) == 0
    person_with(Role.CLUSTER_MANAGER, cluster, valid_from=date(2027, 8, 1))
    assert walk(date(2027, 7, 30), date(2027, 8, 3)) == {date(2027, 8, 1): 1}


def test_months_are_those_of_the_setting(award, english):
    ReminderRules.objects.create(months_before="2, 1")
    assert walk(date(2028, 8, 1), date(2028, 11, 2)) == dict.fromkeys(
        [date(2028, 8, 31), date(2028, 9, 30), date(2028, 11, 1)], 1
    )


@pytest.mark.parametrize("number", [1, 30])
def test_a_tick_with_nothing_new_takes_as_many_queries_for_thirty_labels(
    rules, english, number, django_assert_num_queries
):
    for _ in range(number):
        person_with(Role.CLUSTER_MANAGER, LabelAwardFactory(valid_until=EXPIRY).cluster)
    assert remind_of_labels(now=noon(DAYS[0])) == number * 2
    with django_assert_num_queries(7):
        assert remind_of_labels(now=noon(DAYS[0])) == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("3,6, 12 ,18,6", "18, 12, 6, 3"), ("1", "1"), ("", None), ("a", None), ("0", None), ("61", None), ("6;3", None),
     ("6,,3", None), ("-3", None), ("²", None), ("6\x00", None), ("1" * 61, None)],
)  # fmt: skip
def test_months_of_the_setting_are_checked_and_put_in_order(client, english, typed, kept):
    client.force_login(english)
    address = reverse("wagtailsettings:edit", args=["labels", "reminderrules"])
    answer = client.get(address, follow=True)
    client.post(answer.redirect_chain[-1][0] if answer.redirect_chain else address, {"months_before": typed})
    found = ReminderRules.objects.first()
    assert (found.months_before if found else "18, 12, 6, 3") == (kept or "18, 12, 6, 3")
