"""`manage.py demo_accounts`: says whom one can sign in as, and how."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.demo.accounts import ACCOUNTS


class Command(BaseCommand):
    help = "Print the demo's accounts and how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("\nSign in with one of these addresses; the code is on the page of e-mails sent:")
        width = max(len(account.email) for account in ACCOUNTS)
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<{width}}  {account.what}")
        self.stdout.write(
            f"\n  Sign in:      {settings.SITE_URL}/account/login/\n  E-mails sent: {settings.SITE_URL}/demo/emails/"
        )
