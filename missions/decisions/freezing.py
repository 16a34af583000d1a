"""Collects a mission's evidence as it stands, in one form of writing, and hashes it, so that a change of one byte shows."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection
from typing import Any

from missions.core.registries import evidence
from missions.stewardship.models import Mission

VERSION = 1


def in_silence(what: str, done: int = 0, total: int | None = None) -> None:
    """For who needs no word of progress."""


def freeze(
    mission: Mission,
    *,
    as_at: dt.date,
    known_at: dt.datetime,
    only: Collection[str] | None = None,
    tell: Callable[[str, int, int | None], object] = in_silence,
) -> dict[str, Any]:
    """Every source's figures as plain JSON, or only some sources'. Raises TypeError where a source gives something else."""
    names = [name for name in evidence.names() if only is None or name in only]
    sources = {}
    for number, name in enumerate(names):
        tell(f"Collecting figures: {evidence[name].title.lower()}", number, len(names))
        sources[name] = {"title": evidence[name].title, "figures": evidence[name].collect(mission.pk, as_at, known_at)}
    return {
        "version": VERSION,
        "mission": mission.slug,
        "as_at": as_at.isoformat(),
        "known_at": known_at.isoformat(),
        "sources": plain(sources),
    }


def plain(content: Any) -> Any:
    """The content as it is read back from JSON: what is hashed is what is stored."""
    return json.loads(canonical(content))


def canonical(content: Any) -> bytes:
    """The one way to write the content: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest(content: Any) -> str:
    """The SHA-256 of the content, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def verify(content: Any, sha256: str) -> bool:
    """Whether the content is still what was hashed, to the byte."""
    return digest(content) == sha256
