"""People, their roles, and what the programme owes them."""

from .grants import Role, RoleGrant
from .imports import PeopleImport
from .privacy import Consent, ConsentText, ErasureRequest, PersonalDataRead, RetentionRules, RetentionRun
from .users import User

__all__ = [
    "Consent",
    "ConsentText",
    "ErasureRequest",
    "PeopleImport",
    "PersonalDataRead",
    "RetentionRules",
    "RetentionRun",
    "Role",
    "RoleGrant",
    "User",
]
