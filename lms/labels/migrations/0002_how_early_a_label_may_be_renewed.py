import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("labels", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="labelrule",
            name="renewal_opens_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                validators=[django.core.validators.MaxValueValidator(120)],
                verbose_name="months before expiry from which it may be renewed",
            ),
        ),
    ]
