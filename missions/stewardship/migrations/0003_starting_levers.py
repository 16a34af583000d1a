from django.db import migrations

from missions.stewardship.starting_levers import STARTING


def add(apps, schema_editor):
    """Those that are missing; levers that somebody has made already stay as they are."""
    lever = apps.get_model("stewardship", "Lever")
    lever.objects.bulk_create((lever(**row._asdict()) for row in STARTING), ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("stewardship", "0002_levers_by_stage")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
