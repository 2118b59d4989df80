"""What a person may do with an assessment, from how both stand: a table without any database."""

import pytest

from lms.benchmarking.conflicts import Finding, Reason
from lms.benchmarking.scoring_list import Step, next_step
from lms.benchmarking.scoring_rights import Standing

CONFLICT = (Finding(Reason.TUTORS),)
RIGHTS = (
    "can_score", "can_submit", "can_take_back", "can_return", "can_begin_sheet", "can_hand_in", "can_agree",
    "can_close", "can_remove_sheet", "can_discard",
)  # fmt: skip
MANAGER, ASSESSOR, COORDINATOR = {"manages": True}, {"assesses": True}, {"coordinates": True}
DRAFT, SUBMITTED = {"is_self": True}, {"is_self": True, "is_submitted": True}
APART = {"is_apart": True, "sheets_needed": 2}
OWN_SHEET = APART | {"has_sheet": True, "sheets": 2}
OWN_IN = OWN_SHEET | {"has_handed_in": True, "sheets_in": 1}
ALL_IN = OWN_IN | {"sheets_in": 2}
NOT_OWN_ALL_IN = APART | {"sheets": 2, "sheets_in": 2}
IMPORTED = {"is_by_hand": False}


def rights(*parts):
    standing = Standing(**{name: value for part in parts for name, value in part.items()})
    return {name.removeprefix("can_") for name in RIGHTS if getattr(standing, name)}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # a self-assessment
        ([MANAGER, DRAFT], {"score", "submit", "discard"}),
        ([MANAGER, SUBMITTED], {"take_back"}),
        ([ASSESSOR, DRAFT], set()),
        ([ASSESSOR, SUBMITTED], {"close", "return"}),
        ([ASSESSOR, SUBMITTED, {"findings": CONFLICT}], set()),
        ([COORDINATOR, DRAFT], {"discard"}),
        ([COORDINATOR, SUBMITTED], {"close", "return", "discard"}),
        ([COORDINATOR, SUBMITTED, {"findings": CONFLICT}], {"discard"}),
        ([MANAGER, COORDINATOR, SUBMITTED, {"findings": CONFLICT}], {"take_back", "discard"}),
        # an interview or an audit by one assessor
        ([ASSESSOR, {"began": True}], {"score", "close", "discard"}),
        ([ASSESSOR], set()),
        ([ASSESSOR, {"began": True, "findings": CONFLICT}], set()),
        ([COORDINATOR], {"score", "close", "discard"}),
        ([MANAGER], set()),
        # by two, apart
        ([ASSESSOR, APART], {"begin_sheet"}),
        ([ASSESSOR, APART, {"sheets": 1}], {"begin_sheet"}),
        ([ASSESSOR, APART, {"sheets": 2}], set()),
        ([ASSESSOR, APART, {"findings": CONFLICT}], set()),
        ([COORDINATOR, APART], {"remove_sheet", "discard"}),
        ([COORDINATOR, ASSESSOR, APART], {"begin_sheet", "remove_sheet", "discard"}),
        ([MANAGER, APART], set()),
        ([ASSESSOR, OWN_SHEET], {"score", "hand_in"}),
        ([ASSESSOR, OWN_SHEET, {"findings": CONFLICT}], set()),
        ([ASSESSOR, OWN_IN], set()),
        ([ASSESSOR, ALL_IN], {"agree", "close"}),
        ([ASSESSOR, ALL_IN, {"findings": CONFLICT}], set()),
        ([ASSESSOR, NOT_OWN_ALL_IN], set()),
        ([COORDINATOR, NOT_OWN_ALL_IN], {"remove_sheet", "discard"}),
        # imported
        ([COORDINATOR, IMPORTED], {"close", "discard"}),
        ([COORDINATOR, IMPORTED, DRAFT], {"close", "discard"}),
        ([COORDINATOR, IMPORTED, {"findings": CONFLICT}], {"discard"}),
        ([ASSESSOR, IMPORTED, {"began": True}], set()),
        ([MANAGER, IMPORTED, DRAFT], set()),
        # nobody of these
        ([{}, SUBMITTED], set()),
        ([{"began": True}], set()),
    ],
)
def test_rights_follow_from_the_standing(parts, expected):
    assert rights(*parts) == expected
    assert rights(*parts, {"is_closed": True}) == set(), "closed is closed"


@pytest.mark.parametrize(
    ("parts", "is_returned", "step"),
    [
        ([MANAGER, DRAFT], False, Step.FILL_IN),
        ([MANAGER, DRAFT], True, Step.REVISE),
        ([MANAGER, SUBMITTED], False, Step.WAIT),
        ([ASSESSOR, SUBMITTED], False, Step.CLOSE),
        ([ASSESSOR, SUBMITTED, {"findings": CONFLICT}], False, Step.IN_CONFLICT),
        ([COORDINATOR, DRAFT], False, Step.WAIT),
        ([ASSESSOR, {"began": True}], False, Step.SCORE),
        ([ASSESSOR, APART], False, Step.BEGIN_SHEET),
        ([ASSESSOR, OWN_SHEET], False, Step.SCORE),
        ([ASSESSOR, OWN_IN], False, Step.WAIT),
        ([ASSESSOR, ALL_IN], False, Step.AGREE),
        ([ASSESSOR, APART, {"findings": CONFLICT}], False, Step.IN_CONFLICT),
        ([COORDINATOR, APART], False, Step.WAIT),
    ],
)
def test_next_step_is_the_persons_own(parts, is_returned, step):
    standing = Standing(**{name: value for part in parts for name, value in part.items()})
    assert next_step(standing, is_returned=is_returned) == step
