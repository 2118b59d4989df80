"""What an auditor reads: every edition and visit that was announced, the latest first, with its evidence."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F

from lms.training.models import Offering
from lms.training.offering_dates import dates_of

PER_PAGE = 30


@dataclass(frozen=True)
class AuditLine:
    """One offering."""

    offering: Offering

    @property
    def dates(self) -> str:
        """When it takes place."""
        return dates_of(self.offering)


def offerings_to_audit(number: str) -> "tuple[Page[Offering], list[AuditLine]]":
    """Return a page of the list, and its lines: two queries."""
    announced = Offering.objects.announced().order_by(F("starts_at").desc(nulls_last=True), "code")
    page: Page[Offering] = Paginator(announced, PER_PAGE).get_page(number)
    return page, [AuditLine(offering) for offering in page]
