"""Whether the demonstration is loaded, and how to sign in to it."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone

from lms.dashboard.models import Heartbeat
from lms.people.models import Role

from .files import read

MARK = "demonstration"
PASSWORD = "clus3-demonstration"  # noqa: S105  # published on every page of the demonstration, of fictional people
SHOWN = [
    "coordinator@clus3.example",
    "manager.sandaniele@clus3.example",
    "official@clus3.example",
    "instructor@clus3.example",
    "tutor@clus3.example",
    "assessor@clus3.example",
    "auditor@clus3.example",
]


@dataclass(frozen=True)
class DemoAccount:
    """A person of the demonstration, to sign in as."""

    email: str
    role: str
    cluster: str  # its name


def is_loaded() -> bool:
    """Say whether demonstration data is in the database; asked on every page, so remembered for a minute."""
    loaded = cache.get(MARK)
    if loaded is None:
        loaded = Heartbeat.objects.filter(process=MARK).exists()
        cache.set(MARK, loaded, 60)
    return bool(loaded)


def mark_loaded() -> None:
    """Note that the demonstration is in the database."""
    Heartbeat.objects.update_or_create(process=MARK, defaults={"seen_at": timezone.now()})
    cache.delete(MARK)


def demo_accounts() -> list[DemoAccount]:
    """Return one account per role, in the order in which a visitor should try them."""
    names = {cluster["code"]: cluster["name"] for cluster in read("clusters")["cluster"]}
    accounts, seen = [], set()
    for person in read("people")["person"]:
        role = person["roles"][0]
        if person["email"] in SHOWN or role["role"] not in seen:
            accounts.append(
                DemoAccount(person["email"], str(Role(role["role"]).label), names.get(role.get("cluster"), ""))
            )
        seen.add(role["role"])
    return accounts
