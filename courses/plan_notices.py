"""What people are told when a plan is published for them."""

from datetime import datetime

from django.utils import translation

from lms.needs.beneficiaries import Beneficiary
from lms.needs.recipients import people_of
from lms.outbox.models import Topic
from lms.outbox.posting import Notice, post
from lms.people.models import User

from .models import TrainingPlan
from .plan_addresses import plan_address
from .plan_names import hours_words
from .plan_titles import titles_of


def tell_published(plan: TrainingPlan, owner: Beneficiary, *, by: User, now: datetime) -> None:
    """Tell the managers of the cluster, or the official, which modules the plan holds, each in the own language."""
    lines = plan.lines.filter(is_chosen=True).select_related("module")
    modules = [line.module for line in lines]
    for person in people_of(owner, now):
        with translation.override(person.language):
            context = {
                "plan": plan,
                "owner": owner,
                "by": by,
                "modules": list(titles_of(modules).values()),
                "hours": hours_words(plan.total_minutes),
            }
            notice = Notice(topic=Topic.PLANS, kind="plan_published", context=context, link=plan_address(owner))
        post(to=person, notice=notice, now=now)
