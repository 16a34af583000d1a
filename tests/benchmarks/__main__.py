"""`make bench` prints a table of ratios and keeps it as JSON; `make bench-check` fails where one is above its limit."""

import argparse
import json
import os
import statistics
import sys
import time
import warnings
from dataclasses import asdict
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
KEPT = Path(__file__).resolve().parent.parent.parent / "bench-results"
DRAWING_SECONDS = 60


def main() -> int:
    """Seed if need be, warm up, measure, tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where a ratio is above its limit")
    parser.add_argument(
        "--rounds", type=int, default=7, help="how often each page is measured in turn with the floor (%(default)s)"
    )
    parser.add_argument("--only", default="", help="only pages whose name holds this; no jobs")
    parser.add_argument("--small", action="store_true", help="a small data set: tries the bench out, says nothing about speed")
    wanted = parser.parse_args()

    import django

    warnings.filterwarnings("ignore", "No directory at", UserWarning)
    django.setup()
    prepare(small=wanted.small)
    return run(rounds=wanted.rounds, only=wanted.only, check=wanted.check)


def prepare(*, small: bool) -> None:
    """A database that holds the scale data set: made when there is none yet."""
    from django.core.management import call_command

    from missions.stewardship.models import Mission

    call_command("migrate", verbosity=0)
    if not Mission.objects.filter(slug="scale-01").exists():
        sizes = {
            "councils": 40,
            "missions": 2,
            "users": 200,
            "pain_points": 300,
            "interventions": 10,
            "events": 2_000,
            "measurements": 20_000,
        }
        call_command("seed_scale", **(sizes | {"participants": 20, "awards": 100} if small else {}))


def run(*, rounds: int, only: str, check: bool) -> int:
    """Measure everything, print the table, keep the JSON; 1 where a limit is passed and that matters."""
    from tests.benchmarks.jobs import jobs
    from tests.benchmarks.measuring import Bench, Result, as_json
    from tests.benchmarks.pages import pages, people
    from tests.benchmarks.serving import served
    from tests.benchmarks.tables import job_line, page_heading, page_line

    results: list[Result] = []
    with served() as (browser, server):
        bench = Bench(browser, server, people())
        chosen = [page for page in pages() if only in page.name]
        warm_up(bench, chosen)
        print(page_heading(), flush=True)
        for page in chosen:
            if problem := bench.why_not(page):
                print(f"{page.name:<26} not measured: {problem}", flush=True)
                continue
            results.append(bench.measure(page, rounds))
            print(page_line(results[-1]), flush=True)
    floor = statistics.median(bench.milliseconds_of_floor) if results else 0.0
    print(f"The floor took {floor:.2f} ms of CPU. Ratios are floors; of files, milliseconds for each line.", flush=True)
    done = []
    for job in () if only else jobs():
        done.append(job)
        print(job_line(job), flush=True)
    KEPT.mkdir(exist_ok=True)
    kept = KEPT / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    kept.write_text(json.dumps({**as_json(results, floor), "jobs": [asdict(job) for job in done]}, indent=2))
    slow = [item.name for item in results if item.is_slow] + [job.name for job in done if job.ratio > job.limit]
    print(f"Above the limit: {', '.join(slow) or 'nothing'}. Kept in bench-results/{kept.name}.")
    return 1 if check and (slow or not results) else 0


def warm_up(bench: object, chosen: list[object]) -> None:
    """Ask for every page once and let a worker draw the figures, as in production."""
    from tests.benchmarks.measuring import Bench
    from tests.benchmarks.serving import running

    assert isinstance(bench, Bench)
    with running("celery", "-A", "config", "--quiet", "worker", "--loglevel", "error", "--concurrency", "1"):
        for page in chosen:
            bench.why_not(page)  # type: ignore[arg-type]
        time.sleep(min(DRAWING_SECONDS, 1 + 2 * len(chosen)))


if __name__ == "__main__":
    sys.exit(main())
