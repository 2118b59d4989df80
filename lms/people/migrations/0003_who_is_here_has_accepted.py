"""People who came before invitations could be accepted: who chose a password has accepted, the others are waiting."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import migrations
from django.db.models import F, Q
from django.db.models.functions import Coalesce


def note_who_has_accepted(apps, schema_editor):
    people = apps.get_model("people", "User").objects.filter(confirmed_at=None, invited_at=None, erased_at=None)
    without = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    people.exclude(without).update(confirmed_at=Coalesce("last_login", "date_joined"))
    people.filter(without).update(invited_at=F("date_joined"))


class Migration(migrations.Migration):
    dependencies = [("people", "0002_retentionrules_retentionrun_user_about_en_and_more")]

    operations = [migrations.RunPython(note_who_has_accepted, migrations.RunPython.noop)]
