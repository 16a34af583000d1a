"""Brings the demo's database up to date and loads it once: both in one process, because each start of Django takes a second or more."""

import sys

import django
from django.core.management import CommandError, call_command


def main() -> int:
    """0 when the demo may start."""
    django.setup()
    try:
        call_command("migrate", verbosity=0)
        call_command("load_demo")
    except CommandError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
