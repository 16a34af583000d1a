"""Our judgement of the iteration that a published award belongs to: the list names a fund and an intervention, never an iteration."""

# The eight awards for integration match the eight pathfinder councils, and two iterations were paid from this one fund.
EXCEPTIONS = {("software-round-1", "integration"): "software-pathfinders"}


def iteration_of(fund: str, intervention: str) -> str:
    """The slug of the iteration: one fund paid for one round, with the exceptions above."""
    return EXCEPTIONS.get((fund, intervention), fund)
