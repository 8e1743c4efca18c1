"""What a page can do as somebody, and what it is told: nothing that this person would not see."""

import pytest

from plugins.sandbox.cast import load_cast, populate
from plugins.sandbox.model import group_chat, private_chat
from plugins.sandbox.session import PageSession
from plugins.sandbox.world import World

SECRETARY, HEAD, NURSE, REPRESENTATIVE = 1001001, 1002001, 1002007, 1020001
BRANCH, WORK = "group:300002", "group:300000"


class OpenPage:
    """A page without a socket: what it was told, and the last result."""

    def __init__(self, world: World, marks=None):
        self.cast = load_cast()
        self.told = []
        self.session = PageSession(world, self.cast, {} if marks is None else marks, self.told.append)

    def does(self, what: str, **details):
        self.session.handle({"do": what, "tag": 1, **details})
        return next(one for one in reversed(self.told) if one["type"] == "result")

    def events(self, kind: str):
        return [one for one in self.told if one["type"] == kind]


@pytest.fixture
def world() -> World:
    created = World()
    populate(created, load_cast())
    return created


@pytest.fixture
def nurse(world) -> OpenPage:
    page = OpenPage(world)
    page.does("be", account=NURSE)
    return page


def test_the_nurse_sees_her_branch_and_the_bot_only(nurse):
    chats = nurse.does("be", account=NURSE)["chats"]
    assert {chat["key"] for chat in chats} == {BRANCH, private_chat(1000010, NURSE).key}
    assert not nurse.does("open", chat=WORK)["ok"]
    assert not nurse.does("open", chat=private_chat(1000010, HEAD).key)["ok"]


def test_what_is_said_reaches_the_world_and_everybody_who_is_there(world, nurse):
    head = OpenPage(world)
    head.does("be", account=HEAD)
    outsider = OpenPage(world)
    outsider.does("be", account=REPRESENTATIVE)
    said = nurse.does("say", chat=BRANCH, segments=[{"type": "text", "text": "已阅"}])
    assert said["ok"]
    assert world.message(said["id"]).text == "已阅"
    assert [one["message"]["sender"] for one in head.events("message")] == [NURSE]
    assert not outsider.events("message")


def test_quote_reaction_and_recall_are_seen_by_the_other_page(world, nurse):
    head = OpenPage(world)
    head.does("be", account=HEAD)
    first = nurse.does("say", chat=BRANCH, segments=[{"type": "text", "text": "早"}])["id"]
    head.does("say", chat=BRANCH, segments=[{"type": "reply", "id": first}, {"type": "text", "text": "早"}])
    assert nurse.events("message")[-1]["message"]["quoted"]["id"] == first
    head.does("react", id=first, emoji="76", added=True)
    assert nurse.events("update")[-1]["message"]["reactions"][0]["accounts"] == [HEAD]
    nurse.does("recall", id=first)
    update = head.events("update")[-1]["message"]
    assert update["recalled"]["by"] == NURSE
    assert update["segments"] == []


def test_somebody_elses_message_cannot_be_recalled_nor_read_from_outside(world, nurse):
    head = OpenPage(world)
    head.does("be", account=HEAD)
    identifier = head.does("say", chat=WORK, segments=[{"type": "text", "text": "内部"}])["id"]
    for what in ("recall", "forward", "react"):
        assert not nurse.does(what, id=identifier, to=BRANCH, emoji="76", added=True)["ok"]
    assert not nurse.does("say", chat=BRANCH, segments=[{"type": "reply", "id": identifier}])["ok"]


def test_an_at_becomes_a_word_when_forwarded(world, nurse):
    said = nurse.does(
        "say", chat=BRANCH, segments=[{"type": "at", "account": str(HEAD)}, {"type": "text", "text": " 看"}]
    )
    nurse.does("forward", id=said["id"], to=private_chat(1000010, NURSE).key)
    copy = world.history(private_chat(1000010, NURSE))[-1]
    assert {segment["type"] for segment in copy.segments} == {"text"}
    assert copy.text.endswith(" 看")


def test_unread_lines_are_counted_until_they_are_opened(world):
    marks = {}
    world.say(HEAD, group_chat(300002), "一")
    world.say(HEAD, group_chat(300002), "二")
    page = OpenPage(world, marks)
    unread = {chat["key"]: chat["unread"] for chat in page.does("be", account=NURSE)["chats"]}
    page.does("open", chat=BRANCH)
    again = {chat["key"]: chat["unread"] for chat in OpenPage(world, marks).does("be", account=NURSE)["chats"]}
    assert unread[BRANCH] == 2
    assert again[BRANCH] == 0


def test_a_failed_send_is_shown_to_nobody(world, nurse):
    world.keep_failed(1000010, group_chat(300002), [{"type": "text", "data": {"text": "没发出去"}}])
    assert nurse.does("open", chat=BRANCH)["messages"] == []


def test_a_stranger_talks_through_the_common_group_until_they_are_friends(world):
    stranger = min(load_cast().strangers)
    page = OpenPage(world)
    chats = {chat["key"]: chat for chat in page.does("be", account=stranger)["chats"]}
    key = private_chat(1000010, stranger).key
    assert not chats[key]["friend"]
    assert chats[key]["via"]
    assert page.does("say", chat=key, via=chats[key]["via"], segments=[{"type": "text", "text": "菜单"}])["ok"]
    page.does("befriend", account=1000010)
    flag = next(iter(world.requests))
    world.settle(flag, True, operator=1000010)
    assert page.events("chat")[-1]["chat"]["friend"]


@pytest.mark.parametrize(
    "request_",
    [
        {"do": "fly"},
        {},
        {"do": "say", "chat": BRANCH, "segments": []},
        {"do": "say", "chat": "x", "segments": [{}]},
        {"do": "open"},
    ],
)
def test_nonsense_is_refused_in_words(nurse, request_):
    nurse.session.handle(request_)
    assert nurse.told[-1]["ok"] is False
    assert nurse.told[-1]["error"]


def test_nobody_is_played_before_one_is_chosen_and_the_bot_never(world):
    page = OpenPage(world)
    assert not page.does("say", chat=BRANCH, segments=[{"type": "text", "text": "x"}])["ok"]
    assert not page.does("be", account=1000010)["ok"]
