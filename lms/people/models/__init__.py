"""People and their roles."""

from .grants import Role, RoleGrant
from .users import User

__all__ = ["Role", "RoleGrant", "User"]
