"""Factories of addresses of feeds."""

import factory

from lms.calendars.models import FeedAddress
from tests.factories import UserFactory
from tests.factories_training import NOW


class FeedAddressFactory(factory.django.DjangoModelFactory):
    """Of one's own sessions, unless told otherwise."""

    class Meta:
        model = FeedAddress

    person = factory.SubFactory(UserFactory)
    kind = FeedAddress.Kind.PERSON
    created_at = NOW
