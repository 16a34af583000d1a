"""Is the process up, and can it do its work? For load balancers and for people on call."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.exceptions import RedisError

Answer = Callable[[HttpRequest], HttpResponse]


def health(get_response: Answer) -> Answer:
    """Middleware: `/health/` answers before anything else, on any host name, and needs nothing but the process."""

    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", content_type="text/plain") if request.path == "/health/" else get_response(request)

    return answer


def ready(request: HttpRequest) -> JsonResponse:
    """`/ready/`: 200 when database, cache and migrations are in order, else 503; says which is not."""
    found = checks()
    is_ready = set(found.values()) == {"ok"}
    return JsonResponse({"ready": is_ready, **found}, status=200 if is_ready else 503)


def checks() -> dict[str, str]:
    """“ok”, or what is wrong, for each thing that the product can't do without."""
    found = {"database": _database(), "cache": _cache()}
    if found["database"] == "ok":
        found["migrations"] = _migrations()
    return found


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "can’t be reached"
    return "ok"


def _cache() -> str:
    try:
        cache.set("ready", 1, 5)
    except (RedisError, OSError):
        return "can’t be reached"
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if not waiting else f"{len(waiting)} not applied"
