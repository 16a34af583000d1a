"""Every lifecycle table of the product, found where the house keeps them, and the page of the docs that is made from them."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from missions.core.lifecycle import Lifecycle

INTRODUCTION = """# Lifecycles

What may follow what, and whose turn it is. Made from the tables in each area’s `lifecycle.py` by `manage.py lifecycle_docs`; a test
fails when this page drifts from them.
"""


def every_lifecycle() -> list[Lifecycle]:
    """In the order of the installed areas."""
    modules = [f"{config.name}.lifecycle" for config in apps.get_app_configs() if find_spec(f"{config.name}.lifecycle")]
    return [value for name in modules for value in vars(import_module(name)).values() if isinstance(value, Lifecycle)]


def page() -> str:
    """The page as Markdown."""
    return INTRODUCTION + "".join(_section(lifecycle) for lifecycle in every_lifecycle())


def _section(lifecycle: Lifecycle) -> str:
    rows = [
        f"| {state.label} | {', '.join(lifecycle.states[move].label for move in state.moves) or 'nothing: it ends here'} "
        f"| {state.turn or 'nobody’s'} |"
        for state in lifecycle.states.values()
    ]
    table = "\n".join(["| status | may become | whose turn |", "| --- | --- | --- |", *rows])
    return f"\n## {lifecycle.noun.capitalize()}\n\n```mermaid\n{lifecycle.mermaid()}\n```\n\n{table}\n"
