"""What the packages that run the pages and the admin hold about people."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)
from wagtail.users.models import UserProfile
from wagtail_localize.models import SegmentOverride, StringTranslation

from lms.people.models import RoleGrant, User
from lms.people.personal_data import PUBLIC_TASK, WITH_ACCOUNT, WITHOUT_NAME, Fate, KeptFile, Rows, Source

LOGGED = ("label", "action", "timestamp", "data")
BRIEF = _("Some hours, while you work on a page.")


def about(person: User) -> Q:
    """Find what was noted on the account and on the roles of a person, by others too."""
    accounts, grants = (ContentType.objects.get_for_model(model) for model in (User, RoleGrant))
    of_roles = [str(pk) for pk in RoleGrant.objects.filter(user=person).values_list("pk", flat=True)]
    return Q(content_type=accounts, object_id=str(person.pk)) | Q(content_type=grants, object_id__in=of_roles)


def _pictures(person: User) -> Iterator[KeptFile]:
    for profile in UserProfile.objects.filter(user=person).exclude(avatar=""):
        yield KeptFile(profile.avatar.name.rpartition("/")[2], profile.avatar.open)


def _forget_settings(person: User, now: datetime) -> int:
    """Remove the settings, and the picture once nothing can bring the row back."""
    profiles = UserProfile.objects.filter(user=person)
    for profile in profiles.exclude(avatar=""):
        transaction.on_commit(_removal_of(profile), robust=True)
    return profiles.delete()[0]


def _removal_of(profile: UserProfile) -> Callable[[], None]:
    """Return what removes the picture; a function of its own, which has a name for the log."""
    storage, name = profile.avatar.storage, profile.avatar.name

    def remove() -> None:
        storage.delete(name)

    return remove


def _unfinished(person: User) -> Q:
    account = ContentType.objects.get_for_model(User)
    return Q(user=person) | Q(content_type=account, object_id=str(person.pk))


SOURCES = [
    Source(
        key="log_about_you",
        title=_("Notes on the account and the roles"),
        purpose=_("To show who changed them, and when."),
        basis=PUBLIC_TASK,
        until=WITHOUT_NAME,
        rows=(Rows(model=ModelLogEntry, columns=(), shown=LOGGED, where=about),),
        fate=Fate.UNNAMED,
        why_kept=_("It shows that your account was dealt with correctly; your name is taken out of it."),
    ),
    Source(
        key="log_by_you",
        title=_("Notes of changes made"),
        purpose=_("To show who changed what, and when."),
        basis=PUBLIC_TASK,
        until=WITHOUT_NAME,
        rows=(
            Rows(model=ModelLogEntry, columns=("user",), shown=LOGGED),
            Rows(model=PageLogEntry, columns=("user",), shown=LOGGED),
        ),
        fate=Fate.UNNAMED,
        why_kept=_("It belongs to what you changed; your name is taken out of it."),
    ),
    Source(
        key="pages",
        title=_("Work on pages, pictures, documents and translations"),
        purpose=_("To keep the versions of the public pages."),
        basis=PUBLIC_TASK,
        until=WITHOUT_NAME,
        rows=(
            Rows(
                model=Page,
                columns=("owner", "locked_by"),
                shown=("title", "first_published_at", "last_published_at"),
            ),
            Rows(model=Revision, columns=("user",), shown=("object_str", "created_at")),
            Rows(model=get_image_model(), columns=("uploaded_by_user",), shown=("title", "created_at")),
            Rows(model=get_document_model(), columns=("uploaded_by_user",), shown=("title", "created_at")),
            Rows(model=StringTranslation, columns=("last_translated_by",), shown=("data", "updated_at")),
            Rows(model=SegmentOverride, columns=("last_translated_by",), shown=("data_json", "updated_at")),
            Rows(model=Comment, columns=("user", "resolved_by"), shown=("text", "created_at")),
            Rows(model=CommentReply, columns=("user",), shown=("text", "created_at")),
            Rows(model=WorkflowState, columns=("requested_by",), shown=("status", "created_at")),
            Rows(model=TaskState, columns=("finished_by",), shown=("status", "comment", "finished_at")),
        ),
        fate=Fate.UNNAMED,
        why_kept=_("They are the site's, and never say your name in public."),
    ),
    Source(
        key="admin_settings",
        title=_("Settings in the administration"),
        purpose=_("To show the administration as you like it."),
        basis=PUBLIC_TASK,
        until=WITH_ACCOUNT,
        rows=(
            Rows(
                model=UserProfile,
                columns=("user",),
                shown=("preferred_language", "current_time_zone", "theme", "avatar"),
            ),
        ),
        files=_pictures,
        erase=_forget_settings,
    ),
    Source(
        key="admin_work",
        title=_("Unfinished work in the administration"),
        purpose=_("To show others that you are at a page, and to let you go on where you were."),
        basis=PUBLIC_TASK,
        until=BRIEF,
        rows=(
            Rows(model=EditingSession, columns=("user",), shown=("last_seen_at",)),
            Rows(model=FormState, columns=("user",), shown=("object_id", "last_updated_at"), where=_unfinished),
            Rows(model=UploadedFile, columns=("uploaded_by_user",), shown=("file",)),
            Rows(model=PageSubscription, columns=("user",), shown=("page__title",)),
            Rows(model=APIToken, columns=("user",), shown=("name", "created", "last_used_at", "revoked_at")),
        ),
    ),
]
