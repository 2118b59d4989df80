"""Who hears what of an enrolment: one notice for each step that concerns a person, in the transaction of the step."""

from .moves import Moves


def tell_moved(moves: Moves) -> None:
    """Tell each person concerned what happened in this transaction."""
