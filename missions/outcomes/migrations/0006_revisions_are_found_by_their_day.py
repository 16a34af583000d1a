from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0005_fewer_indexes_on_measurements"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="measurement",
            index=models.Index(
                condition=models.Q(("supersedes__isnull", False)),
                fields=["indicator", "recorded_at"],
                name="measurement_revisions",
            ),
        ),
    ]
