"""Addresses of rounds."""

from django.utils.text import slugify

from codesign.models import Round
from missions.stewardship.models import Mission


def free_slug(mission: Mission, title: str) -> str:
    """One that no round of the mission has yet."""
    base = slugify(title)[:70].strip("-") or "round"
    taken = set(Round.objects.filter(mission=mission, slug__startswith=base).values_list("slug", flat=True))
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
