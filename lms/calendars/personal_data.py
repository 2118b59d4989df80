"""What is kept about people in calendars."""

from django.utils.translation import gettext_lazy as _

from lms.people.personal_data import PUBLIC_TASK, WITH_ACCOUNT, Rows, Source

from .models import FeedAddress

SOURCES = [
    Source(
        key="feeds",
        title=_("Addresses of calendars"),
        purpose=_("To let your calendar follow the sessions. The address itself is a key, so it is not in the copy."),
        basis=PUBLIC_TASK,
        until=WITH_ACCOUNT,
        rows=(
            Rows(
                model=FeedAddress,
                columns=("person",),
                shown=("kind", "offering__code", "cluster__name", "created_at", "replaced_at"),
            ),
        ),
    )
]
