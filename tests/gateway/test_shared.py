"""Words that several capabilities share: whose number it is decides, and without one the newest in the chat."""

from dataclasses import dataclass, field

import pytest

from plugins.gateway import chats, kinds, previews, registry
from plugins.gateway.directory import GroupKind
from plugins.gateway.kinds import Kind, Matter
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.previews import Preview
from plugins.gateway.request import Answer, Request
from plugins.gateway.shared import Shared
from plugins.storage import Transaction, write
from tests.outbox.builders import say
from tests.support.desk import Desk, a_desk

WORK = 30000
OFFICER = "10001"


@dataclass
class Stall:
    """A capability with things of one kind."""

    kind: Kind
    done: list[int] = field(default_factory=list)
    confirmed: list[int] = field(default_factory=list)


@pytest.fixture
async def desk(monkeypatch, sqlite_database):
    with a_desk(monkeypatch) as desk:
        desk.knows(OFFICER, "王书记", officer_of=desk.unit("院党委"))
        yield desk


@pytest.fixture
def stalls(monkeypatch) -> dict[str, Stall]:
    """苹果 have even numbers up to 20 and 梨 odd ones; both join 催收. 杏 are 30 and join nothing."""
    for store in ("_commands", "_by_word", "_confirms"):
        monkeypatch.setattr(registry, store, dict(getattr(registry, store)))
    monkeypatch.setattr(kinds, "_kinds", {})
    word = Shared("催收", "都来收")
    stalls = {}
    for name, numbers in (("苹果", range(2, 21, 2)), ("梨", range(1, 20, 2)), ("杏", (30,))):
        stalls[name] = stall = Stall(kinds.register(kind_of(name, tuple(numbers))))
        if name != "杏":
            joins(word, stall)
    return stalls


def kind_of(name: str, numbers: tuple[int, ...]) -> Kind:
    async def look(number: int) -> Matter | None:
        return Matter(number, f"{name}{number}", number < 19) if number in numbers else None

    async def latest(_request: Request) -> list[Matter]:
        return [Matter(number, f"{name}{number}", number < 19) for number in reversed(numbers)]

    return Kind(name, f"看{name}", look, f"fruit.{name}", latest)


def joins(word: Shared, stall: Stall) -> None:
    @word.part(stall.kind)
    async def collect(request: Request, number: int) -> Answer:
        stall.done.append(number)

        async def work(tx: Transaction) -> None:
            await previews.offer(
                tx, owner=request.account, chat=request.chat, word="催收", number=number, payload={}, now=request.time
            )

        await write(work)
        return Answer(f"{stall.kind.name} {number}")

    @word.confirms(stall.kind)
    async def confirm(_request: Request, preview: Preview) -> Answer:
        stall.confirmed.append(preview.number)
        return Answer("好")


async def announced(name: str, number: int, *, state: str = "sent") -> None:
    await say(f"#{number}", chats.group(WORK), kind=f"fruit.{name}", number=number)

    async def work(_tx: Transaction) -> None:
        await OutboxRow.filter(number=number).update(state=state)

    await write(work)


async def test_the_number_says_whose_it_is_and_so_does_a_quote(desk: Desk, stalls):
    await desk.says(OFFICER, "催收 4")
    await desk.says(OFFICER, "催收 7")
    await desk.says(OFFICER, "催收", quoting=9)
    assert stalls["苹果"].done == [4]
    assert stalls["梨"].done == [7, 9]


async def test_a_confirmation_goes_to_who_offered_it(desk: Desk, stalls):
    await desk.says(OFFICER, "催收 4")
    await desk.says(OFFICER, "确认")
    assert (stalls["苹果"].confirmed, stalls["梨"].confirmed) == ([4], [])


async def test_another_kind_is_called_by_its_name_and_a_number_of_nothing_is_none(desk: Desk, stalls):
    (line,) = await desk.says(OFFICER, "催收 30")
    assert "杏" in line
    assert "看杏 30" in line
    (line,) = await desk.says(OFFICER, "催收 77")
    assert "77" in line
    assert stalls["苹果"].done == stalls["梨"].done == []


async def test_without_a_number_the_newest_open_one_of_the_chat_is_meant(desk: Desk, stalls):
    desk.binds(WORK, desk.unit("院党委"), GroupKind.WORK)
    for name, number in (("苹果", 4), ("梨", 7), ("梨", 19)):  # 19 is over
        await announced(name, number)
    await announced("苹果", 8, state="queued")  # nobody has seen it
    await desk.says(OFFICER, "/催收", group=WORK)
    assert stalls["梨"].done == [7]


async def test_where_nothing_was_announced_it_asks_and_lists_all_kinds(desk: Desk, stalls):
    (line,) = await desk.says(OFFICER, "催收")
    assert "催收 18" in line.partition("\n")[0]
    assert "梨17" in line
    assert "20" not in line
    assert stalls["苹果"].done == []


async def test_a_word_is_registered_once(stalls):
    assert [entry.word for entry in registry.commands()].count("催收") == 1
