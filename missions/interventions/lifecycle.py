"""What may follow what in the life of interventions and iterations."""

from missions.core.lifecycle import Lifecycle, State

INTERVENTION = Lifecycle(
    "intervention",
    {
        "idea": State("Idea", ("discovery", "paused", "stopped"), "the owner"),
        "discovery": State("Discovery", ("alpha", "paused", "stopped"), "the owner"),
        "alpha": State("Alpha", ("beta", "paused", "stopped"), "the owner"),
        "beta": State("Beta", ("scaling", "paused", "stopped"), "the owner"),
        "scaling": State("Scaling", ("embedded", "paused", "stopped"), "the owner"),
        "embedded": State("Embedded", ("paused", "stopped")),
        "paused": State("Paused", ("idea", "discovery", "alpha", "beta", "scaling", "stopped"), "the owner"),
        "stopped": State("Stopped"),
    },
)

ITERATION = Lifecycle(
    "iteration",
    {
        "planned": State("Planned", ("running", "cancelled"), "the owner"),
        "running": State("Running", ("deciding",), "the owner"),
        "deciding": State("Waiting for a decision", ("decided",), "the lead or the director"),
        "decided": State("Decided"),
        "cancelled": State("Cancelled"),
        "recorded": State("Recorded from published sources"),
    },
)
