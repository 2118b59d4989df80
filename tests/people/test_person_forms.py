"""The admin's forms of a person: one address, one person, one sentence about it."""

import pytest
from django.urls import reverse

from lms.people.models import Role, User
from tests.factories import UserFactory, person_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["anna@x.example", "ANNA@x.example"])
@pytest.mark.parametrize("is_new", [True, False])
def test_address_of_somebody_else_is_refused_in_one_sentence(client, typed, is_new):
    client.force_login(person_with(Role.COORDINATOR))
    UserFactory(email="anna@x.example")
    bea = UserFactory(email="bea@x.example")
    name = "wagtailusers_users"
    address = reverse(f"{name}:add") if is_new else reverse(f"{name}:edit", args=[bea.pk])
    data = {"email": typed, "first_name": "A", "last_name": "B", "language": "it", "is_active": "on"}
    errors = client.post(address, data).context["form"].errors
    assert errors == {"email": [User._meta.get_field("email").error_messages["unique"]]}


def test_own_address_may_stay(client):
    client.force_login(person_with(Role.COORDINATOR))
    bea = UserFactory(email="bea@x.example")
    data = {"email": "Bea@x.example", "first_name": "Beata", "last_name": "B", "language": "it", "is_active": "on"}
    assert client.post(reverse("wagtailusers_users:edit", args=[bea.pk]), data).status_code == 302
    bea.refresh_from_db()
    assert (bea.email, bea.first_name) == ("bea@x.example", "Beata")
