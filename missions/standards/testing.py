"""A test of a file: asked for on a page, done by a worker, and what a pass brings about."""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import transaction
from django.db.models import Q, Sum

from missions.adoption.conforming import record_pass
from missions.core import clock, jobs
from missions.core.access import require
from missions.core.audit import record
from missions.core.jobs import Tell
from missions.core.models import Job
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.standards.access import Subject, subjects_of, why_not_test
from missions.standards.checking.opening import LARGEST_FILE
from missions.standards.models import ConformanceTest, SentPart, StandardVersion, Verdict
from missions.standards.running import Result, check_file
from missions.standards.schemas import read_schema
from missions.stewardship.access import Standing

KIND = "standards.test"
PART = 1 << 20
MOST_WAITING = 3
MOST_A_DAY = 40
MOST_BYTES_A_DAY = 1_000_000_000
KEEP_UNTESTED = dt.timedelta(days=7)


def ask(
    *,
    by: User,
    standing: Standing,
    version: StandardVersion,
    subject: Subject,
    name: str,
    chunks: Iterable[bytes],
    now: dt.datetime,
) -> ConformanceTest:
    """Keep a file in pieces and ask a worker to test it. Refused where the organisation, or the person, has asked for too much today."""
    subjects = subjects_of(standing)
    require(why_not_test(subjects))
    if subject.key not in {item.key for item in subjects}:
        raise NotAllowed("You can’t test files for this organisation or product.")
    if version.status != "published":
        raise NotNow("Files are tested against published versions only.")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two tabs at once queue here
        _check_quota(by, subject, now)
        test = ConformanceTest(
            version=version,
            organisation=subject.organisation,
            product=subject.product,
            by_team=subject.by_team,
            job=jobs.ask(by=by, kind=KIND),
            asked_by=by,
            asked_at=now,
            file_name=name[:255] or "file",
            file_size=0,
        )
        test.save()
        _keep(test, chunks)
        record("standard.test", by=by, subject=test, mission=standing.mission, version=version.pk)
    return test


def _check_quota(by: User, subject: Subject, now: dt.datetime) -> None:
    whose = Q(asked_by=by) | (Q(organisation=subject.organisation) if subject.organisation else Q(product=subject.product))
    recent = ConformanceTest.objects.filter(whose, asked_at__gt=now - dt.timedelta(days=1))
    if recent.filter(verdict="").exclude(job__status=Job.Status.FAILED).count() >= MOST_WAITING:
        raise NotNow(f"{MOST_WAITING} files of yours are being tested already. Wait until one is done.")
    if recent.count() >= MOST_A_DAY:
        raise NotNow(f"{MOST_A_DAY} files of your organisation were tested within a day. Go on tomorrow.")
    if (recent.aggregate(size=Sum("file_size"))["size"] or 0) >= MOST_BYTES_A_DAY:
        raise NotNow("Files of more than 1 GB in all were tested for your organisation within a day. Go on tomorrow.")


def _keep(test: ConformanceTest, chunks: Iterable[bytes]) -> None:
    digest, size = hashlib.sha256(), 0
    for number, piece in enumerate(chunks):
        digest.update(piece)
        size += len(piece)
        if size > LARGEST_FILE:
            raise NotNow(f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Split it and test the parts.")
        SentPart.objects.create(test=test, number=number, content=piece)
    test.sha256, test.file_size = digest.hexdigest(), size
    test.save(update_fields=["sha256", "file_size"])


def work(job: Job, tell: Tell) -> str:
    """Test the file of a job; done twice, it is done once."""
    tests = ConformanceTest.objects.select_for_update(of=("self",)).select_related(
        "version__standard__intervention__mission", "organisation", "asked_by"
    )
    test = tests.get(job=job)
    if test.verdict:
        return Job.Status.DONE
    tell("Getting the file ready")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with path.open("wb") as file:
            for content in test.parts.order_by("number").values_list("content", flat=True).iterator(chunk_size=4):
                file.write(content)
        result = _checked(test.version, path, tell)
    _conclude(test, result, now=clock.now())
    test.parts.all().delete()
    return Job.Status.DONE


def _checked(version: StandardVersion, path: Path, tell: Tell) -> Result:
    def follow(row: int, share: float) -> None:
        tell(f"Checking: {row:,} rows so far", int(100 * share), 100)

    tell("Starting the check")
    return check_against(version, path, follow)


def check_against(version: StandardVersion, path: Path, tell: Callable[[int, float], None]) -> Result:
    """The one way to check a file against a version, for the job and for the command."""
    schema = read_schema(version.schema_text, version.kind)
    return check_file(path, kind=version.kind, schema=schema, tell=tell)


def _conclude(test: ConformanceTest, result: Result, *, now: dt.datetime) -> None:
    """Write down what came of it; a council's pass of the version that holds today is evidence of adoption."""
    test.verdict = Verdict.PASSED if result.passed else Verdict.STOPPED if result.stopped else Verdict.FAILED
    test.happened_on = clock.london_day(now)
    test.rows, test.mistakes = result.rows, result.count
    test.findings, test.stopped = result.findings, result.stopped[:400]
    if result.passed and test.product_id is None and test.organisation is not None and test.version.counts_on(test.happened_on):
        test.event = record_pass(
            by=test.asked_by,
            intervention=test.version.standard.intervention,
            organisation=test.organisation,
            stage=test.version.standard.pass_stage,
            happened_on=test.happened_on,
            reference=f"conformance:{test.public_id}",
            note=f"Its file passed the test against version {test.version.number}.",
            now=now,
        )
    test.save()
    mission = test.version.standard.intervention.mission
    record("standard.verdict", by=test.asked_by, subject=test, mission=mission, verdict=test.verdict)


def forget_untested(*, now: dt.datetime) -> int:
    """Files whose test came to no end are not kept; returns how many pieces went."""
    return SentPart.objects.filter(test__asked_at__lt=now - KEEP_UNTESTED).delete()[0]
