#!/usr/bin/env python
"""Django's command line. In a checkout without DATABASE_URL it starts the local services first."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def use_local_services() -> None:
    """Go on inside scripts/dev, where there is one and nobody said which database to use."""
    runner = ROOT / "scripts" / "dev"
    is_told = os.environ.get("DATABASE_URL") or os.environ.get("STEWARD_MODE") == "production"
    if is_told or not runner.exists() or not (ROOT / ".venv").exists():
        return
    python = str(ROOT / ".venv" / "bin" / "python")
    os.execv(str(runner), [str(runner), python, str(Path(__file__).resolve()), *sys.argv[1:]])  # noqa: S606


def main() -> None:
    use_local_services()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
