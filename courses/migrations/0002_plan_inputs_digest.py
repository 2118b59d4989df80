from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="trainingplan",
            name="inputs_digest",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="When it differs from today's, the plan has to be computed again before it is published.",
                max_length=64,
                verbose_name="digest of the needs and modules it was computed from",
            ),
        ),
    ]
