"""Facts of courses and modules, their pages (words), and training plans."""

from .facts import CompletedModule, Course, Module, ModuleLift, TaggedModule
from .pages import CataloguePage, CoursePage, ModulePage
from .plans import PlanLine, PlanNeed, TrainingPlan

__all__ = [
    "CataloguePage",
    "CompletedModule",
    "Course",
    "CoursePage",
    "Module",
    "ModuleLift",
    "ModulePage",
    "PlanLine",
    "PlanNeed",
    "TaggedModule",
    "TrainingPlan",
]
