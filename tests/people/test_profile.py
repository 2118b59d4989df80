"""One's own profile: words in two languages, language and time zone; nobody else's."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from lms.people.models import User
from lms.people.profile_actions import change_profile
from lms.people.profile_form import time_zone_choices
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/it/me/profile/"
SENT = {
    "first_name": "Ada", "last_name": "Verdi", "job_title_it": "Direttrice", "job_title_en": "Director",
    "about_it": "", "about_en": "I run it.", "language": "it", "time_zone": "Europe/Rome",
}  # fmt: skip


@pytest.fixture
def person(client):
    person = UserFactory(email="ada@clus3.example", first_name="Ada", last_name="Rossi")
    client.force_login(person)
    return person


def stored(person):
    return User.objects.get(pk=person.pk)


def test_profile_is_saved_and_noted_once(client, person):
    for _time in range(2):
        answer = client.post(PAGE, SENT)
        assert (answer.status_code, answer.url) == (302, PAGE)
    saved = stored(person)
    assert (saved.last_name, saved.job_title_en, saved.about_en) == ("Verdi", "Director", "I run it.")
    assert ModelLogEntry.objects.get(action="wagtail.edit").data == {
        "fields": ["last_name", "job_title_it", "job_title_en", "about_en"]
    }


def test_page_goes_on_in_the_language_that_was_chosen(client, person):
    answer = client.post(PAGE, SENT | {"language": "en", "time_zone": "America/New_York"}, follow=True)
    assert answer.redirect_chain == [("/en/me/profile/", 302)]
    assert "Your profile is saved." in answer.content.decode()
    assert (stored(person).language, stored(person).time_zone) == ("en", "America/New_York")


def test_what_is_missing_in_one_language_is_said(client, person):
    assert client.get(PAGE).context["missing"] == []
    page = client.post(PAGE, SENT, follow=True)
    assert page.context["missing"] == [("about", "it")]
    assert "“About me” is missing in Italian" in client.get("/en/me/profile/").content.decode()


def test_email_is_shown_and_not_changed_here(client, person):
    client.post(PAGE, SENT | {"email": "mine@evil.example", "is_superuser": "on", "is_staff": "on", "password": "x"})
    saved = stored(person)
    assert (saved.email, saved.is_superuser, saved.is_staff) == ("ada@clus3.example", False, False)
    text = client.get("/en/me/profile/").content.decode()
    assert "ada@clus3.example" in text
    assert "a coordinator changes it" in text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"time_zone": "Europe/Nowhere"}, "time_zone"),
        ({"time_zone": ""}, "time_zone"),
        ({"time_zone": "posix/Europe/Rome"}, "time_zone"),
        ({"language": "de"}, "language"),
        ({"first_name": " ", "last_name": ""}, "first_name"),
        ({"about_it": "x" * 2001}, "about_it"),
        ({"job_title_en": "x" * 151}, "job_title_en"),
        ({"about_en": "a\x00b"}, "about_en"),
        ({"last_name": "x" * 151}, "last_name"),
    ],
)
def test_mistakes_are_said_at_the_field_and_nothing_is_saved(client, person, typed, field):
    answer = client.post(PAGE, SENT | typed)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert stored(person).last_name == "Rossi"
    assert "Ada Rossi" in answer.content.decode()  # the frame still says who is signed in


def test_empty_submission_is_a_form_with_mistakes(client, person):
    assert client.post(PAGE, {}).context["form"].errors.keys() == {"language", "time_zone"}
    assert stored(person).last_name == "Rossi"


def test_first_time_zone_is_the_programmes_and_utc_is_there(client, person):
    choices = list(client.get(PAGE).context["form"].fields["time_zone"].choices)
    assert choices[:2] == [("Europe/Rome", "Europa – Roma"), ("UTC", "UTC")]
    assert ("Asia/Kolkata", "Kolkata (India)") in dict(choices)["Asia"]
    english = dict(client.get("/en/me/profile/").context["form"].fields["time_zone"].choices)
    assert ("Pacific/Auckland", "Auckland (New Zealand)") in english["Pacific Ocean"]


def test_time_zones_are_offered_under_their_names_of_today(client, person):
    regions = [places for _name, places in time_zone_choices() if isinstance(places, list)]
    offered = [zone for places in regions for zone, _name in places]
    assert not {"Asia/Calcutta", "Africa/Asmera", "Europe/Kiev", "Australia/NSW", "America/Knox_IN"} & {*offered}
    assert {"Asia/Kolkata", "Africa/Asmara", "Europe/Kyiv", "Australia/Sydney", "America/Indiana/Knox"} <= {*offered}
    assert len(offered) == len({*offered}) > 400


def test_an_obsolete_time_zone_stays_valid_and_is_shown_under_its_name_of_today(client, person):
    User.objects.filter(pk=person.pk).update(time_zone="Asia/Calcutta")
    stored(person).full_clean(exclude=["password"])
    assert client.get(PAGE).context["form"]["time_zone"].value() == "Asia/Kolkata"


def test_form_says_that_one_name_is_enough(client, person):
    assert "At least one of the two names" in client.get("/en/me/profile/").content.decode()


def test_nobody_changes_the_profile_of_somebody_else(person):
    other = UserFactory()
    with pytest.raises(PermissionDenied):
        change_profile(person=other, by=person, now=None)


def test_visitors_are_sent_to_sign_in(client):
    assert client.get(PAGE).url.startswith("/it/account/login/")


def test_page_asks_the_database_a_fixed_number_of_times(client, person, django_assert_num_queries):
    client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(PAGE)
