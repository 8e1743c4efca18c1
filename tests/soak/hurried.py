"""bot.py as the soak runs it: the same program with the same rules, only its waiting times are a tenth or less.

Grace, patience and the rest are minutes in real life, which a soak of two minutes could not wait for. Nothing but
the constants below differs, and each keeps its place among the others (tests/soak/test_hurried.py).

    python -m tests.soak.hurried serve
"""

import importlib
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta

import bot
from plugins import assembly

SECOND = timedelta(seconds=1)

HURRIED: Mapping[str, Mapping[str, object]] = {
    "plugins.gateway.outbox.domain": {
        "LEASE": 11 * SECOND,
        "PROBE": 20 * SECOND,
        "FIRST_LOOK": 0.3 * SECOND,
        "GRACE": 9 * SECOND,
        "PATIENCE": 24 * SECOND,
        "LOOK_EVERY": (1 * SECOND, 2 * SECOND, 3 * SECOND, 6 * SECOND),
        "FIRST_BACK_OFF": 0.5 * SECOND,
        "LONGEST_BACK_OFF": 10 * SECOND,
    },
    "plugins.gateway.outbox.ready": {"FRESH": 1 * SECOND},
    "plugins.gateway.outbox.sending": {"CALLED_WITHIN": 3 * SECOND},
    "plugins.gateway.call": {"API_TIMEOUT": 3.0, "LATE_ANSWER": 60.0},
    "plugins.gateway.pacing": {"FIRST_PAUSE": 3.0, "LONGEST_PAUSE": 10.0},
}
"""By module: what waits, and how long it waits here."""


def hurry() -> None:
    """Puts the short times into every module of the loaded gateway that knows one by its name."""
    gateway = [module for name, module in sys.modules.items() if name.startswith("plugins.gateway")]
    for home, times in HURRIED.items():
        for name, short in times.items():
            usual = getattr(importlib.import_module(home), name)
            for module in gateway:
                if getattr(module, name, None) is usual:
                    setattr(module, name, short)


def main(and_then: Callable[[], None] = lambda: None) -> None:
    """Runs bot.py's command line; `and_then` after everything is loaded."""
    load = assembly.load

    def load_hurried(**settings: object) -> None:
        load(**settings)
        hurry()
        and_then()

    assembly.load = load_hurried
    bot.run()


if __name__ == "__main__":
    main()
