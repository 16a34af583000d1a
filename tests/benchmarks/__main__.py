"""`make bench` prints a table of ratios and keeps it as JSON; `make bench-check` fails where one is above its limit."""

import argparse
import os
import sys
import warnings

import django


def main() -> int:
    """Set Django up with the bench's settings, then run."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where a ratio is above its limit")
    parser.add_argument(
        "--rounds", type=int, default=7, help="how often each page is measured in turn with the floor (%(default)s)"
    )
    parser.add_argument("--only", default="", help="only pages whose name holds this; no jobs")
    parser.add_argument("--small", action="store_true", help="a small data set: tries the bench out, says nothing about speed")
    parser.add_argument(
        "--measurements",
        type=int,
        default=500_000,
        help="how many are imported and rolled up; 5,000,000 takes a while (%(default)s)",
    )
    wanted = parser.parse_args()

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    warnings.filterwarnings("ignore", "No directory at", UserWarning)
    django.setup()
    from tests.benchmarks.run import prepare, run

    prepare(small=wanted.small)
    return run(rounds=wanted.rounds, only=wanted.only, check=wanted.check, measurements=wanted.measurements)


if __name__ == "__main__":
    sys.exit(main())
