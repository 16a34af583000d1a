"""Files exactly as somebody sent them."""

import hashlib
from pathlib import Path

from missions.core.models import StoredFile
from missions.core.sent import LARGEST_FILE, NotATable


def read_sent(path: Path) -> bytes:
    """A file's content, unless it is too large to look at: then it isn't opened at all."""
    if path.stat().st_size > LARGEST_FILE:
        raise NotATable(
            f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB. Split it and send the parts one after the other."
        )
    return path.read_bytes()


def keep(name: str, content: bytes, *, sent_by_id: int | None = None) -> StoredFile:
    """Store a file; the same content is stored once."""
    digest = hashlib.sha256(content).hexdigest()
    stored = StoredFile.objects.filter(sha256=digest).defer("content").first()
    if stored is not None:
        return stored
    return StoredFile.objects.create(name=name[:255], sha256=digest, size=len(content), content=content, sent_by_id=sent_by_id)
