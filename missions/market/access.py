"""Who may change what is recorded about a market."""

from missions.stewardship.access import CURATORS, Standing


def why_not_record(standing: Standing) -> str | None:
    """The lead, members and analysts keep the record of who runs what."""
    return standing.why_not(CURATORS, "change what is recorded about its market")
