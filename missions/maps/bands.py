"""Councils by how many people live in them."""

from missions.register.models import Organisation

NO_FIGURE = ("no-figure", "Population not known")
# (key, label, fewer than)
BANDS = (
    ("under-100", "Fewer than 100,000", 100_000),
    ("under-150", "100,000 to 149,999", 150_000),
    ("under-250", "150,000 to 249,999", 250_000),
    ("under-400", "250,000 to 399,999", 400_000),
)
TOP = ("over-400", "400,000 or more")
LABELS = (*((key, label) for key, label, _ in BANDS), TOP)


def band_of(council: Organisation) -> tuple[str, str]:
    """Key and label of the band; a council without a figure has its own."""
    if council.population is None:
        return NO_FIGURE
    people = council.population
    return next(((key, label) for key, label, below in BANDS if people < below), TOP)
