"""Who plays in the demonstration: the sample roster and groups, put into a world."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .model import Chat, group_chat, private_chat
from .world import World

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"


class SamplesMissing(Exception):
    """The sample roster or groups cannot be read; the message is the path."""


@dataclass(frozen=True, slots=True)
class Try:
    """Something a player may type: `chat` is a group's key, or `bot` for the private chat with it."""

    chat: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Player:
    """One of the people offered by role."""

    account: int
    role: str
    name: str
    about: str
    tries: tuple[Try, ...]


@dataclass(frozen=True, slots=True)
class CastGroup:
    """A group, the unit it belongs to, and its people with their cards."""

    id: int
    name: str
    unit: str
    kind: str
    owner: int
    cards: Mapping[int, str]

    @property
    def chat(self) -> Chat:
        return group_chat(self.id)

    @property
    def bind_command(self) -> str:
        """What an administrator types in it once."""
        return f"/绑定本群 {self.unit} {self.kind}"


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody. `units` says where an account belongs, for people who look somebody up."""

    bot: int
    bot_name: str
    administrator: int
    players: tuple[Player, ...]
    names: Mapping[int, str]
    nicknames: Mapping[int, str]
    units: Mapping[int, str]
    groups: tuple[CastGroup, ...]
    talk: tuple[tuple[str, int, str], ...]
    """What was said before the bot came: group, account, line."""
    strangers: frozenset[int]

    def player(self, role: str) -> Player:
        """The player of that role. Raises KeyError."""
        return {player.role: player for player in self.players}[role]

    def group(self, name: str) -> CastGroup:
        """The group of that name. Raises KeyError."""
        return {group.name: group for group in self.groups}[name]


def load_cast(folder: Path = SAMPLES) -> Cast:
    """Reads roster.csv and groups.json. Raises SamplesMissing."""
    try:
        with (folder / "roster.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        data = json.loads((folder / "groups.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise SamplesMissing(str(error.filename)) from error
    names: dict[int, str] = {}
    units: dict[int, str] = {}
    for row in rows:
        account = int(row["QQ"])
        names.setdefault(account, row["姓名"])
        units.setdefault(account, _where(row))
    administrator = int(data["administrator"])
    players = tuple(_player(item) for item in data["players"])
    for player in players:
        names.setdefault(player.account, player.name)
        units.setdefault(player.account, player.role)
    return Cast(
        bot=int(data["bot"]["account"]),
        bot_name=data["bot"]["nickname"],
        administrator=administrator,
        players=players,
        names=names,
        nicknames={int(account): nickname for account, nickname in data["nicknames"].items()},
        units=units,
        groups=tuple(_group(item) for item in data["groups"]),
        talk=tuple((group, int(account), line) for group, account, line in data["talk"]),
        strangers=frozenset(map(int, data["strangers"])),
    )


def populate(world: World, cast: Cast) -> None:
    """Puts them into an empty world: all are friends of the bot but the strangers."""
    world.add_account(cast.bot, cast.bot_name, bot=True)
    for account, name in cast.names.items():
        world.add_account(account, cast.nicknames.get(account, name))
        if account not in cast.strangers:
            world.make_friends(cast.bot, account)
    for group in cast.groups:
        world.add_group(
            group.id,
            group.name,
            owner=group.owner,
            admins=(cast.administrator,),
            members=(cast.bot, *group.cards),
            cards=group.cards,
        )


def private_with_bot(cast: Cast, account: int) -> Chat:
    return private_chat(cast.bot, account)


def _where(row: Mapping[str, str]) -> str:
    unit = row["组织"].rsplit("/", 1)[-1]
    return " · ".join(part for part in (unit, row["职务"] or row["身份"]) if part)


def _player(item: Mapping[str, Any]) -> Player:  # parsed JSON of any type
    tries = tuple(Try(one["chat"], one["label"], one["text"]) for one in item["tries"])
    return Player(int(item["account"]), item["role"], item["name"], item["about"], tries)


def _group(item: Mapping[str, Any]) -> CastGroup:  # parsed JSON of any type
    cards = {int(account): card for account, card in item["members"].items()}
    return CastGroup(int(item["id"]), item["name"], item["unit"], item["kind"], int(item["owner"]), cards)
