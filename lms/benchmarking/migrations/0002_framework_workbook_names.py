from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="framework",
            name="workbook_names",
            field=models.TextField(
                blank=True,
                help_text="How workbooks call it, besides its code and its names: one per line.",
                verbose_name="names in workbooks",
            ),
        ),
    ]
