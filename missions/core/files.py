"""Files exactly as somebody sent them."""

import hashlib

from missions.core.models import StoredFile


def keep(name: str, content: bytes, *, sent_by_id: int | None = None) -> StoredFile:
    """Store a file; the same content is stored once."""
    digest = hashlib.sha256(content).hexdigest()
    stored = StoredFile.objects.filter(sha256=digest).defer("content").first()
    if stored is not None:
        return stored
    return StoredFile.objects.create(name=name[:255], sha256=digest, size=len(content), content=content, sent_by_id=sent_by_id)
