"""Facts of courses and modules, their pages (words), and training plans."""

from .editions import Edition, EditionModule
from .facts import CompletedModule, Course, Module, ModuleLift, TaggedModule
from .pages import CataloguePage, CoursePage, ModulePage
from .plans import PlanLine, PlanNeed, TrainingPlan

__all__ = [
    "CataloguePage",
    "CompletedModule",
    "Course",
    "CoursePage",
    "Edition",
    "EditionModule",
    "Module",
    "ModuleLift",
    "ModulePage",
    "PlanLine",
    "PlanNeed",
    "TaggedModule",
    "TrainingPlan",
]
