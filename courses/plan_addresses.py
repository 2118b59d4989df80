"""Where the pages of a plan are: the same pages for a cluster and for an official."""

from typing import Any

from lms.needs.addresses import address_of
from lms.needs.beneficiaries import Beneficiary


def plan_address(owner: Beneficiary, page: str = "plan", *args: Any) -> str:
    """Return the address of a plan's page by its name: plan, plan_edit, plan_publish and so on."""
    return address_of(owner, f"courses:{page}", *args)
