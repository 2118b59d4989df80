"""Loads everything in order, once, in one transaction: half a demonstration is none."""

from collections.abc import Callable
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from lms.benchmarking.framework_seed import seed_framework

from .clusters import load_clusters
from .labels import load_funding, load_labels
from .mark import is_loaded, mark_loaded
from .modules import load_competences, load_courses
from .offerings import load_editions, load_first_editions
from .officials import keep_notices_on_site, load_officials
from .pages import load_pages
from .people import load_people
from .plans import load_first_plans, load_plans
from .rounds import load_first_round, load_second_round
from .scoring import load_scoring

INDEXING = ["modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task"]
Step = tuple[str, Callable[[], None]]


def load_framework() -> None:
    """Load the framework on which both benchmarks rest, unless it is there."""
    seed_framework("ecei_2012")


STEPS: list[Step] = [
    ("framework", load_framework),
    ("clusters", load_clusters),
    ("people", load_people),
    ("competences", load_competences),
    ("courses and modules", load_courses),
    ("a funding line", load_funding),
    ("pages in two languages", load_pages),
    ("the first benchmark through the import", load_first_round),
    ("needs and plans of then", load_first_plans),
    ("an edition with its register and certificates", load_first_editions),
    ("the second benchmark through the import", load_second_round),
    ("needs and plans of today", load_plans),
    ("labels", load_labels),
    ("assessments scored by hand", load_scoring),
    ("ratings and needs of officials", load_officials),
    ("editions of today", load_editions),
]


def load(say: Callable[[str], object]) -> bool:
    """Load the demonstration unless it is there; `say` hears of each step. Return whether anything was loaded."""
    if is_loaded():
        return False
    with transaction.atomic(), translation.override("it"):
        for name, step in STEPS:
            started = timezone.now()
            step()
            say(f"  {name} ({(timezone.now() - started) / timedelta(seconds=1):.1f} s)")
        keep_notices_on_site()
        mark_loaded()
    _index_now()
    return True


def _index_now() -> None:
    """Index everything in one go, in place of the hundreds of tasks that saving the pages has queued."""
    DBTaskResult.objects.ready().filter(task_path__in=INDEXING).delete()
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)
