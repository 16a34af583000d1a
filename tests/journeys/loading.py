"""`python -m tests.journeys.loading`: the demo's content, for the database that the journeys copy."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.conf import settings  # noqa: E402 - after the set-up
from django.core.management import call_command  # noqa: E402

settings.EMAIL_BACKEND = "missions.core.mail.OutboxBackend"
call_command("load_demo", verbosity=0)
