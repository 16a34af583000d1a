"""The stages of adoption, and the one table that maps published words to them."""

from django.db import models


class Stage(models.TextChoices):
    """How far a council has come with an intervention."""

    NOT_STARTED = "not-started", "Not started"
    AWARE = "aware", "Aware"
    COMMITTED = "committed", "Committed"
    PILOTING = "piloting", "Piloting"
    LIVE = "live", "Live"
    EMBEDDED = "embedded", "Embedded"
    STOPPED = "stopped", "Stopped using it"


ADOPTED = (Stage.LIVE, Stage.EMBEDDED)

# A successor council whose predecessors stood at different stages: a mix, not a made-up single value.
MIXED = "mixed"

# source vocabulary → ours; the source's own word is kept with the event
PUBLISHED_WORDS = {
    "interested": Stage.AWARE,
    "planning": Stage.COMMITTED,
    "adopting": Stage.COMMITTED,
    "onboarding": Stage.PILOTING,
    "guidance": Stage.PILOTING,
    "submission": Stage.LIVE,
    "live": Stage.LIVE,
    "first configured": Stage.PILOTING,
    "removed": Stage.STOPPED,
    "endpoint added": Stage.LIVE,
}
