import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codesign", "0006_setting_up_and_workshops")]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="follows_from",
            field=models.DateTimeField(
                blank=True, default=django.utils.timezone.now, null=True, verbose_name="hears of each step that happens from"
            ),
        ),
    ]
