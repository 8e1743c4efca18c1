"""Which plugins have tables. A plugin registers when it is loaded, so only loaded capabilities migrate."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class App:
    """A plugin's tables: `models` and `migrations` are module names, `label` its folder."""

    label: str
    models: str
    migrations: str


_apps: dict[str, App] = {}


def register_app(label: str, models: str, migrations: str) -> None:
    """Makes a plugin's tables known. Called in floor order, as NoneBot loads the plugins; before open_database."""
    _apps[label] = App(label, models, migrations)


def unregister_app(label: str) -> None:
    """Forgets an app; for tests that bring tables of their own."""
    _apps.pop(label, None)


def registered() -> tuple[App, ...]:
    """All apps in the order they were registered: lower floors first."""
    return tuple(_apps.values())
