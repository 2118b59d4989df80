"""What the rule of eligibility has to know, read from the database."""

from lms.people.models import Role, User

from .eligibility import Asked, Asking
from .models import Enrolment, Offering
from .permissions import teaches_in


def asked_by(person: User, offering: Offering, own: Enrolment | None) -> tuple[Asked, Asking]:
    """Return what decides whether this person may ask for a seat: no query but for instructors (one)."""
    asked = Asked(
        is_published=offering.is_open,
        audience=offering.audience,
        apply_until=offering.apply_until,
        starts_at=offering.starts_at,
    )
    asking = Asking(
        clusters=tuple(cluster.pk for cluster in person.clusters_as(Role.CLUSTER_MANAGER)),
        is_official=person.holds(Role.REGIONAL_OFFICIAL),
        teaches=teaches_in(person, offering),
        status=own.status if own else None,
    )
    return asked, asking
