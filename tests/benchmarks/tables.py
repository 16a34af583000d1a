"""The table as people read it."""

from tests.benchmarks.jobs import Job
from tests.benchmarks.measuring import Result


def page_heading() -> str:
    return f"{'page':<26} {'ratio':>7} {'limit':>6} {'CPU ms':>8} {'queries':>7} {'rows':>6} {'kB':>7}"


def page_line(item: Result) -> str:
    numbers = f"{item.ratio:>7.2f} {item.limit:>6.2f} {item.milliseconds:>8.1f} {item.queries:>7} {item.rows:>6} {item.bytes / 1000:>7.1f}"
    return f"{item.name:<26} {numbers}{'  too slow' if item.is_slow else ''}"


def job_line(job: Job) -> str:
    against = f"{job.seconds:.2f} {job.unit} against {job.bare:.3f} {job.unit} of {job.against}"
    told = f"{against}: {job.ratio:.2f} times (limit {job.limit:.3g}), {job.rows:,} rows"
    return f"{job.name}: {told}{'  too slow' if job.ratio > job.limit else ''}"
