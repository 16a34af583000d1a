"""One run of the bench: a database that holds the scale data set, a warm server, every page and job, the table and the JSON."""

import json
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from django.core.management import call_command

from missions.stewardship.models import Mission
from tests.benchmarks.jobs import Job, jobs
from tests.benchmarks.measurements import measurement_jobs
from tests.benchmarks.measuring import Bench, Result, as_json
from tests.benchmarks.pages import MISSION, Page, pages, people
from tests.benchmarks.reminders import reminder_jobs
from tests.benchmarks.reports import report_jobs
from tests.benchmarks.serving import running, served
from tests.benchmarks.tables import job_line, page_heading, page_line
from tests.benchmarks.votes import votes_job

KEPT = Path(__file__).resolve().parent.parent.parent / "bench-results"
MOST_SECONDS_OF_DRAWING = 60
SMALL = {
    "councils": 40,
    "missions": 2,
    "users": 200,
    "pain_points": 300,
    "interventions": 10,
    "events": 2_000,
    "measurements": 20_000,
    "participants": 20,
    "awards": 100,
}


def prepare(*, small: bool) -> None:
    """Migrate, and make the scale data set where there is none yet."""
    call_command("migrate", verbosity=0)
    if not Mission.objects.filter(slug=MISSION).exists():
        call_command("seed_scale", **(SMALL if small else {}))


def run(*, rounds: int, only: str, check: bool, measurements: int) -> int:
    """Measure everything, print the table, keep the JSON; 1 where a limit is passed and that matters."""
    with served() as (browser, server):
        bench = Bench(browser, server, people())
        chosen = [page for page in pages() if only in page.name]
        warm_up(bench, chosen)
        print(page_heading(), flush=True)
        results = measured(bench, chosen, rounds)
    floor = statistics.median(bench.milliseconds_of_floor) if results else 0.0
    print(f"The floor took {floor:.2f} ms of CPU. Ratios are floors; of files, milliseconds for each line.", flush=True)
    done = []
    for job in () if only else every_job(measurements):
        done.append(job)
        print(job_line(job), flush=True)
    KEPT.mkdir(exist_ok=True)
    kept = KEPT / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    kept.write_text(json.dumps({**as_json(results, floor), "jobs": [asdict(job) for job in done]}, indent=2))
    slow = [item.name for item in results if item.is_slow] + [job.name for job in done if job.ratio > job.limit]
    unmeasured = [page.name for page in chosen if page.name not in {item.name for item in results}]
    print(f"Above the limit: {', '.join(slow) or 'nothing'}. Kept in bench-results/{kept.name}.")
    return 1 if check and (slow or unmeasured) else 0


def every_job(measurements: int) -> Iterator[Job]:
    """One after the other, each told as soon as it is done."""
    yield from jobs()
    yield from measurement_jobs(measurements)
    yield votes_job()
    yield from report_jobs()
    yield from reminder_jobs()


def measured(bench: Bench, chosen: Sequence[Page], rounds: int) -> list[Result]:
    """A line for each page as soon as it is known; a page that can't be measured says why."""
    results = []
    for page in chosen:
        if problem := bench.why_not(page):
            print(f"{page.name:<26} not measured: {problem}", flush=True)
            continue
        results.append(bench.measure(page, rounds))
        print(page_line(results[-1]), flush=True)
    return results


def warm_up(bench: Bench, chosen: Sequence[Page]) -> None:
    """Ask for every page and let a worker draw the figures, as in production."""
    with running("celery", "-A", "config", "--quiet", "worker", "--loglevel", "error", "--concurrency", "1"):
        for page in chosen:
            bench.why_not(page)
        time.sleep(min(MOST_SECONDS_OF_DRAWING, 2 * len(chosen)))
