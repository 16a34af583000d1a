"""Who may change what is recorded about a market, and who judges how it fails."""

from missions.market.models import Finding
from missions.people.roles import MissionRoleName
from missions.stewardship.access import CURATORS, Standing

JUDGES = (MissionRoleName.LEAD, MissionRoleName.DIRECTOR)


def why_not_record(standing: Standing) -> str | None:
    """The lead, members and analysts keep the record of who runs what."""
    return standing.why_not(CURATORS, "change what is recorded about its market")


def why_not_write(standing: Standing) -> str | None:
    """They also write down how the market fails, as drafts."""
    return standing.why_not(CURATORS, "write findings about its market")


def why_not_judge(standing: Standing, finding: Finding) -> str | None:
    """The lead or the director judges, and nobody what they wrote themselves."""
    why_not = standing.why_not(JUDGES, "judge findings about its market")
    if why_not is None and standing.user is not None and finding.written_by_id == standing.user.pk:
        return "You wrote this finding, so somebody else judges it: the mission’s director or another lead."
    return why_not


def why_not_withdraw(standing: Standing, finding: Finding) -> str | None:
    """Who may write drafts may give them up; what was judged is withdrawn by those who judge."""
    if finding.status == "draft":
        return why_not_write(standing)
    return standing.why_not(JUDGES, "withdraw a finding that was judged")
