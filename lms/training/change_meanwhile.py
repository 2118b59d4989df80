"""Two people change the same thing at once: each one's own changes hold, and what both have touched is refused."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def as_seen(said: Mapping[str, Any]) -> str:
    """Return what a form showed, as marks of its values by name: it is sent along, to be compared and nothing else."""
    return " ".join(f"{name}={_mark(value)}" for name, value in said.items())


def touched(
    seen: str, wanted: Mapping[str, Any], stands: Mapping[str, Any], words: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what somebody has touched of what he or she saw: the rest stays as it stands now.

    `seen`: from `as_seen`; without it everything is meant. Raises ValidationError, naming by `words` what somebody else
    has changed meanwhile in another way.
    """
    then = dict(part.partition("=")[::2] for part in seen.split())
    found = {name: value for name, value in wanted.items() if then.get(name) != _mark(value)}
    both = [
        str(words[name])
        for name, value in found.items()
        if name in then and _mark(stands[name]) not in (then[name], _mark(value))
    ]
    if both:
        raise ValidationError(
            _("Somebody else has changed this meanwhile: %(what)s. Open the page again and look at what it says now.")
            % {"what": ", ".join(both)},
            code="meanwhile",
        )
    return found


def _mark(value: Any) -> str:
    return sha256(json.dumps(_plain(value), default=_plain, sort_keys=True).encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    """Return a value so that the same looks the same, from a row or from a form."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="minutes")
    if isinstance(value, str):
        return str(value).replace("\r\n", "\n").strip()
    return getattr(value, "pk", value)
