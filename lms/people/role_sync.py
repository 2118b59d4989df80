"""Applies the table of `roles.py` to Django's and Wagtail's permission rows; running it twice changes nothing."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail_localize.models import Translation

from .roles import ADMIN_RIGHTS, AdminRights, group_name

WAGTAIL_DEFAULT_GROUPS = ["Moderators", "Editors"]


@transaction.atomic
def sync_roles() -> list[str]:
    """Make groups and permissions say what the table says; return the names of the groups that changed."""
    Group.objects.filter(name__in=WAGTAIL_DEFAULT_GROUPS).delete()
    _make_permission_to_translate()
    return [group_name(role) for role, rights in ADMIN_RIGHTS.items() if _sync_group(role, rights)]


def _make_permission_to_translate() -> None:
    """Make the one permission that a migration of wagtail-localize makes: a database made without them lacks it."""
    kind = ContentType.objects.get_for_model(Translation)
    words = {"name": "Can submit translations"}
    Permission.objects.get_or_create(content_type=kind, codename="submit_translation", defaults=words)


def _sync_group(role: str, rights: AdminRights) -> bool:
    group, created = Group.objects.get_or_create(name=group_name(role))
    changes = [
        created,
        _sync_models(group, rights),
        _sync_pages(group, rights),
        _sync_collections(group, rights),
    ]
    return any(changes)


def _sync_models(group: Group, rights: AdminRights) -> bool:
    wanted = {
        f"{label.split('.')[0]}.{verb}_{label.split('.')[1]}"
        for label, verbs in rights.models.items()
        for verb in verbs
    }
    if rights.enters_admin:
        wanted.add("wagtailadmin.access_admin")
    permissions = _permissions(wanted)
    if set(group.permissions.all()) == permissions:
        return False
    group.permissions.set(permissions)
    return True


def _permissions(names: set[str]) -> set[Permission]:
    """Return the permission rows named "app.codename"; a name without a row is a mistake in the table."""
    found = {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in Permission.objects.filter(codename__in=[n.split(".")[1] for n in names]).select_related("content_type")
    }
    if missing := names - found.keys():
        raise ImproperlyConfigured(f"Unknown permissions in the table of roles: {', '.join(sorted(missing))}")
    return {found[name] for name in names}


def _sync_pages(group: Group, rights: AdminRights) -> bool:
    root = Page.get_first_root_node()
    if root is None:
        return False
    wanted = set(Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights.pages))
    rows = GroupPagePermission.objects.filter(group=group)
    if {(r.page_id, r.permission_id) for r in rows} == {(root.pk, p.pk) for p in wanted}:
        return False
    rows.delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=root, permission=permission) for permission in wanted
    )
    return True


def _sync_collections(group: Group, rights: AdminRights) -> bool:
    root = Collection.get_first_root_node()
    if root is None:
        return False
    wanted = _permissions(set(rights.collections))
    rows = GroupCollectionPermission.objects.filter(group=group)
    if {(r.collection_id, r.permission_id) for r in rows} == {(root.pk, p.pk) for p in wanted}:
        return False
    rows.delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission=permission) for permission in wanted
    )
    return True
