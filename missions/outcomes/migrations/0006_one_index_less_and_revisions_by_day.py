from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("outcomes", "0005_fewer_indexes_on_measurements"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="measurement", name="measurement_once"),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                fields=("indicator", "period_start", "organisation", "category", "supersedes"),
                name="measurement_once",
                nulls_distinct=False,
            ),
        ),
        migrations.RemoveIndex(model_name="measurement", name="measurement_by_period"),
        migrations.AddIndex(
            model_name="measurement",
            index=models.Index(
                condition=models.Q(("supersedes__isnull", False)), fields=["indicator", "recorded_at"], name="measurement_revisions"
            ),
        ),
    ]
