"""What the accounts of people hold about them."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .erasing import close_account, close_sign_in, empty_profile
from .models import Consent, ErasureRequest, PeopleImport, PersonalDataRead, RoleGrant, User
from .personal_data import LEGAL_DUTY, PUBLIC_TASK, WITH_ACCOUNT, WITHOUT_NAME, Fate, Rows, Source
from .profile import WORDS

SOURCES = [
    Source(
        key="account",
        title=_("Account"),
        purpose=_("To let you sign in and to know whom we are dealing with."),
        basis=PUBLIC_TASK,
        until=WITH_ACCOUNT,
        rows=(
            Rows(
                model=User,
                columns=("pk",),
                holds=("email",),
                shown=(
                    "email",
                    "first_name",
                    "last_name",
                    "language",
                    "time_zone",
                    "is_active",
                    "date_joined",
                    "last_login",
                    "invited_at",
                    "confirmed_at",
                ),
            ),
        ),
        erase=close_account,
    ),
    Source(
        key="profile",
        title=_("Profile"),
        purpose=_("To say who you are in the programme, in your own words."),
        basis=PUBLIC_TASK,
        until=WITH_ACCOUNT,
        rows=(
            Rows(
                model=User,
                columns=("pk",),
                shown=WORDS,
                where=lambda person: Q(~Q(**dict.fromkeys(WORDS, "")), pk=person.pk),
            ),
        ),
        erase=empty_profile,
    ),
    Source(
        key="sign_in",
        title=_("Ways to sign in and open sessions"),
        purpose=_("To keep others out of your account. Of a second factor we show only that there is one."),
        basis=PUBLIC_TASK,
        until=WITH_ACCOUNT,
        rows=(
            Rows(model=EmailAddress, columns=("user",), holds=("email",), shown=("email", "verified", "primary")),
            Rows(model=Authenticator, columns=("user",), shown=("type", "created_at", "last_used_at")),
            Rows(model=SocialAccount, columns=("user",), shown=("provider", "uid", "date_joined", "last_login")),
            Rows(
                model=UserSession,
                columns=("user",),
                shown=("created_at", "last_seen_at", "ip", "user_agent"),
            ),
        ),
        erase=close_sign_in,
    ),
    Source(
        key="roles",
        title=_("Roles"),
        purpose=_("To give you the rights of your roles, on the days on which you hold them."),
        basis=PUBLIC_TASK,
        until=WITHOUT_NAME,
        rows=(
            Rows(
                model=RoleGrant,
                columns=("user",),
                shown=(
                    "role",
                    "cluster__name",
                    "valid_from",
                    "valid_until",
                    "reason",
                    "listed_publicly",
                    "granted_at",
                ),
            ),
        ),
        fate=Fate.UNNAMED,
        why_kept=_("They show that whoever decided was entitled to."),
    ),
    Source(
        key="consents",
        title=_("Consents"),
        purpose=_("To show what you agreed to, in which version and when."),
        basis=LEGAL_DUTY,
        until=WITH_ACCOUNT,
        rows=(
            Rows(
                model=Consent,
                columns=("person",),
                shown=("text__purpose", "text__version", "given_at", "withdrawn_at"),
            ),
        ),
    ),
    Source(
        key="reads",
        title=_("Readings of sensitive data by others"),
        purpose=_("To let you see who read them."),
        basis=LEGAL_DUTY,
        until=_("%(read_log_months)s months after the reading."),
        rows=(
            Rows(
                model=PersonalDataRead,
                columns=("person",),
                shown=("field", "detail", "read_at", "reader__first_name", "reader__last_name"),
            ),
        ),
    ),
    Source(
        key="reads_by_you",
        title=_("Readings of the data of others"),
        purpose=_("To let the others see who read their data."),
        basis=LEGAL_DUTY,
        until=_("%(read_log_months)s months after the reading."),
        rows=(Rows(model=PersonalDataRead, columns=("reader",), shown=("field", "read_at")),),
        fate=Fate.UNNAMED,
        why_kept=_("It belongs to the people whose data were read."),
    ),
    Source(
        key="erasure",
        title=_("Requests of erasure"),
        purpose=_("To carry them out, and to show that we did."),
        basis=LEGAL_DUTY,
        until=WITHOUT_NAME,
        rows=(
            Rows(
                model=ErasureRequest,
                columns=("person",),
                shown=("status", "requested_at", "due_on", "settled_at", "outcome"),
            ),
        ),
        fate=Fate.UNNAMED,
        why_kept=_("It shows that your request was met, and holds no name."),
    ),
    Source(
        key="people_work",
        title=_("Work on the accounts of others"),
        purpose=_("To show who gave a role, uploaded a list of people or dealt with a request of erasure."),
        basis=PUBLIC_TASK,
        until=WITHOUT_NAME,
        rows=(
            Rows(
                model=RoleGrant,
                columns=("granted_by",),
                shown=("role", "cluster__name", "valid_from", "valid_until", "granted_at"),
            ),
            Rows(model=PeopleImport, columns=("uploaded_by",), shown=("filename", "status", "uploaded_at", "done_at")),
            Rows(
                model=ErasureRequest,
                columns=("settled_by",),
                shown=("status", "settled_at"),
                # who takes the own request back settles it too: that one is told above
                where=lambda person: Q(~Q(person=person.pk), settled_by=person.pk),
            ),
        ),
        fate=Fate.UNNAMED,
        why_kept=_("It belongs to the accounts of others."),
    ),
]
