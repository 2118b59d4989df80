"""Registers the staff's screens of courses, with those of competences and needs."""

from wagtail import hooks

from .viewsets import CoursesGroup


@hooks.register("register_admin_viewset")
def courses_screens() -> CoursesGroup:
    """Modules, courses, competences, completed modules, needs, plans."""
    return CoursesGroup()
