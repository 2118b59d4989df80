"""The log of readings of sensitive data, which is shown to the person whose data they are."""

from datetime import datetime, timedelta

from .models import PersonalDataRead, User

ONE_READING = timedelta(minutes=10)  # opening the same page again is the same reading


def log_read(*, person: User, reader: User, field: str, now: datetime, detail: str = "") -> None:
    """Note that `reader` read `field` (a `PersonalDataRead.Field`) of `person`; one's own data is nobody's business."""
    if reader.pk == person.pk:
        return
    same = PersonalDataRead.objects.filter(person=person, reader=reader, field=field, detail=detail)
    if not same.filter(read_at__gt=now - ONE_READING).exists():
        PersonalDataRead.objects.create(person=person, reader=reader, field=field, detail=detail, read_at=now)
