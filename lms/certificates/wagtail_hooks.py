"""Registers what the admin shows of training and its certificates."""

from wagtail import hooks

from .viewsets import TrainingGroup


@hooks.register("register_admin_viewset")
def training_screens() -> TrainingGroup:
    """Offerings, sessions, enrolments, registers, certificates and changes."""
    return TrainingGroup()
