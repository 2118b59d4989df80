"""Numbers of certificates, one series for each year, and the random codes beside them."""

import secrets
from datetime import datetime
from unicodedata import normalize

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime

from .models import NumberSeries

PREFIX = "CLUS3"
# Crockford's 32 signs: letters that are taken for digits are not among them, and read as those digits.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
LONG = 13  # five bits each
GROUP = 4
YEAR = 4  # digits


@transaction.atomic
def take_numbers(count: int, now: datetime) -> list[str]:
    """Take the next numbers of this year's series, which nobody else gets, whatever becomes of them."""
    year = localtime(now).year
    if not _take(year, count):
        NumberSeries.objects.bulk_create([NumberSeries(year=year)], ignore_conflicts=True)
        _take(year, count)
    last = NumberSeries.objects.get(year=year).last
    return [f"{PREFIX}-{year}-{number:05}" for number in range(last - count + 1, last + 1)]


def _take(year: int, count: int) -> int:
    """Count on in the series, which locks its row; return how many rows there are: one, or none yet this year."""
    return NumberSeries.objects.filter(year=year).update(last=F("last") + count)


def new_code() -> str:
    """Return a code that nobody guesses: 65 bits."""
    return "".join(secrets.choice(SIGNS) for _ in range(LONG))


def grouped(code: str) -> str:
    """Write a code so that it can be read off paper: "K7QM-2XRD-9TFAH"."""
    whole = LONG // GROUP * GROUP - GROUP
    parts = [code[place : place + GROUP] for place in range(0, whole, GROUP)]
    return "-".join([*parts, code[whole:]])


def read_code(typed: str) -> str:
    """Return a code as it is kept, from what somebody typed: groups, small letters, O for 0."""
    return "".join(sign for sign in typed.upper().translate(READ_AS) if sign.isascii() and sign.isalnum())


def read_number(typed: str) -> str:
    """Return a number as it is kept, from what somebody typed: small letters, spaces or dashes of any kind, or none."""
    signs = "".join(sign for sign in normalize("NFKC", typed).upper() if sign.isascii() and sign.isalnum())
    digits = signs.removeprefix(PREFIX).translate(READ_AS)
    return f"{PREFIX}-{digits[:YEAR]}-{digits[YEAR:]}" if digits.isdigit() and len(digits) > YEAR else signs
