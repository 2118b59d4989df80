"""Who hears of an outcome: the person, with the hours and the threshold."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from lms.outbox.models import Topic
from lms.outbox.posting import Notice, post, post_to_many

from .models import Offering, Outcome
from .outcome_words import outcome_sentence


def tell_outcomes(offering: Offering, outcomes: Iterable[Outcome], *, now: datetime) -> None:
    """Tell everybody what came of it."""
    by_person = {outcome.enrolment.person_id: outcome for outcome in outcomes}
    people = [outcome.enrolment.person for outcome in by_person.values()]
    post_to_many(
        recipients=people, notice_for=lambda person: _notice("outcome", offering, by_person[person.pk]), now=now
    )


def tell_decided(offering: Offering, outcome: Outcome, *, now: datetime) -> None:
    """Tell a person that a coordinator decided otherwise than the rule, or took that back."""
    post(to=outcome.enrolment.person, notice=_notice("outcome_decided", offering, outcome), now=now)


def _notice(kind: str, offering: Offering, outcome: Outcome) -> Notice:
    # The sentence is made when the message is written, in the language of its recipient.
    context = {"offering": offering, "outcome": outcome, "sentence": partial(outcome_sentence, outcome)}
    return Notice(topic=Topic.TRAINING, kind=kind, context=context)
