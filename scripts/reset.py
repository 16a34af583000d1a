"""`make demo-reset`: throws the local data away."""

import shutil

from scripts.services import Postgres, say, state_folder, stop_all


def main() -> None:
    """Stop what runs and delete its data."""
    state = state_folder()
    stop_all(state)
    shutil.rmtree(Postgres(state).data, ignore_errors=True)
    for path in state.glob("celerybeat-schedule*"):
        path.unlink()
    say("The demo’s data are gone. `make demo` starts over.")


if __name__ == "__main__":
    main()
