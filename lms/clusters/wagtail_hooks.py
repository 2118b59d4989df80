"""Registers the staff's screens of clusters."""

from wagtail import hooks

from .viewsets import ProgrammeGroup


@hooks.register("register_admin_viewset")
def programme_screens() -> ProgrammeGroup:
    """Clusters, labels, sectors, specialisation areas."""
    return ProgrammeGroup()
