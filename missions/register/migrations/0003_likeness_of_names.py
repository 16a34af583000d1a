from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Names can be compared by their three-letter pieces. The extension is part of PostgreSQL; a database's owner may add it."""

    dependencies = [("register", "0002_reorganisations")]

    operations = [TrigramExtension()]
