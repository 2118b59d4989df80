"""What each role may do in the admin, as a table. `manage.py sync_roles` applies it to Django and Wagtail.

On the site itself rights are predicates (`permissions.py` of each app), which read the grants in force today. In the
admin, Wagtail asks groups: one group per role, whose members are exactly the people with that role in force.
"""

from dataclasses import dataclass, field

from .models import Role

EDIT = ("add", "change", "delete", "view")
READ = ("view",)


@dataclass(frozen=True)
class AdminRights:
    """Rights of a role in the admin.

    `models`: "app_label.model" -> Django permission verbs; `pages`: page permissions from the root down;
    `collections`: permissions on images and documents in every collection.
    """

    enters_admin: bool = False
    models: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()


COORDINATOR = AdminRights(
    enters_admin=True,
    models={
        "clusters.cluster": EDIT,
        "clusters.sector": EDIT,
        "clusters.specialisationarea": EDIT,
        "clusters.labelaward": EDIT,
        "clusters.fundingline": EDIT,
        "labels.labelrule": EDIT,
        "labels.labelproposal": ("change", "view"),
        "labels.reminderrules": ("change",),
        "dashboard.jobrun": READ,
        "dashboard.programmetargets": ("change",),
        "outbox.message": ("change", "view"),
        "people.user": ("add", "change", "view"),
        "people.rolegrant": ("add", "change", "view"),
        "people.peopleimport": ("add", "view"),
        "people.consenttext": ("add", "view"),
        "people.erasurerequest": ("add", "change", "view"),
        "people.retentionrun": READ,
        "people.retentionrules": ("change",),
        "benchmarking.framework": EDIT,
        "benchmarking.assessment": ("change", "view"),
        "benchmarking.benchmarkimport": ("add", "view"),
        "benchmarking.benchmarkrules": ("change",),
        "benchmarking.clustertarget": EDIT,
        "benchmarking.indicatorlevel": EDIT,
        "needs.competence": EDIT,
        "needs.trainingneed": READ,
        "needs.competencetarget": EDIT,
        "needs.supervision": EDIT,
        "courses.course": EDIT,
        "courses.module": EDIT,
        "courses.completedmodule": EDIT,
        "courses.trainingplan": READ,
        "training.offering": READ,
        "training.trainingsession": READ,
        "training.enrolment": READ,
        "training.attendanceentry": READ,
        "training.change": READ,
        "certificates.certificate": READ,
        "wagtailcore.locale": READ,
        "wagtail_localize.translation": ("submit", "change", "view"),
    },
    pages=("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    collections=(
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "wagtaildocs.choose_document",
    ),
)

ADMIN_RIGHTS: dict[str, AdminRights] = {
    Role.COORDINATOR: COORDINATOR,
    Role.CLUSTER_MANAGER: AdminRights(),
    Role.REGIONAL_OFFICIAL: AdminRights(),
    Role.INSTRUCTOR: AdminRights(),
    Role.TUTOR: AdminRights(),
    Role.ASSESSOR: AdminRights(),
    Role.AUDITOR: AdminRights(),
}


def group_name(role: str) -> str:
    """Return the name of the group that stands for a role."""
    return f"role:{role}"
