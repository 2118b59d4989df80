"""Mails to people about their account, handed to the adapter of sign-in, which knows how mail leaves the house."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter

from .models import User


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail in the recipient's language: templates `<template>_subject.txt` and `<template>_message.txt`.

    `link` is the address of the site that it leads to; whoever has the letter may open it, so it is a secret.
    """

    to: User
    template: str
    link: str
    context: dict[str, Any] = field(default_factory=dict)


def send_letters(letters: Sequence[Letter], now: datetime) -> None:
    """Have the letters sent; inside a transaction they leave only when it is committed."""
    get_adapter().send_letters(letters, now)
