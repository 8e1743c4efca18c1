"""The floors, the plan of a room and the habits of the house, read with ast; each rule is shown able to fail."""

from pathlib import Path

import pytest

from tests.support import architecture as house

ROOT = Path(__file__).parents[1]

BROKEN = [
    (house.imports_go_down, "plugins/storage/writer.py", "from plugins.gateway import outbox"),
    (house.imports_go_down, "plugins/relay/service.py", "from plugins import tasks"),
    (house.imports_go_down, "plugins/relay/service.py", "import plugins.guide.menu"),
    (house.imports_go_down, "plugins/relay/service.py", "from ..attendance import service"),
    (house.imports_go_down, "plugins/relay/__init__.py", "from nonebot import require\nrequire('plugins.tasks')"),
    (house.imports_go_down, "plugins/render/page.py", "def f():\n    from plugins.remind import caps"),
    (house.imports_go_down, "plugins/guide/menu.py", "from plugins.relay import service"),
    (house.imports_go_down, "plugins/sandbox/world.py", "from plugins.storage import clock"),
    (house.imports_go_down, "plugins/guide/menu.py", "from plugins.sandbox import world"),
    (house.imports_go_down, "plugins/org/people.py", "import bot"),
    (house.imports_go_down, "plugins/newcomer/service.py", "import json"),
    (house.room_has_the_plan, "plugins/relay/utils.py", "import json"),
    (house.room_has_the_plan, "plugins/relay/domain.py", "from . import models"),
    (house.room_has_the_plan, "plugins/relay/models.py", "import httpx"),
    (house.room_has_the_plan, "plugins/relay/service.py", "from .commands import relay"),
    (house.room_has_the_plan, "plugins/relay/service/issue.py", "from ..commands import relay"),
    (house.room_has_the_plan, "plugins/relay/service.py", "from nonebot import get_bot"),
    (house.room_has_the_plan, "plugins/relay/commands.py", "from .models import Directive"),
    (house.room_has_the_plan, "plugins/relay/commands.py", "from tortoise.expressions import Q"),
    (house.room_has_the_plan, "plugins/relay/texts.py", "from plugins.relay.service import board"),
    (house.room_has_the_plan, "plugins/relay/jobs.py", "from .texts import a_text"),
    (house.texts_are_pure, "plugins/relay/texts.py", "async def a_text() -> str: return ''"),
    (house.services_make_no_sentence, "plugins/relay/service.py", "raise ValueError('已阅过了,不用再回')"),
    (house.services_make_no_sentence, "plugins/relay/service/issue.py", "text = f'第{1}份通知已经发出去了呀'"),
    (house.domain_is_pure, "plugins/org/domain.py", "from plugins.storage import errors"),
    (house.domain_is_pure, "plugins/org/domain.py", "import tortoise"),
    (house.domain_is_pure, "plugins/org/domain/paths.py", "from .. import models"),
    (house.domain_is_pure, "plugins/org/domain.py", "import time"),
    (house.domain_is_pure, "plugins/org/domain.py", "from datetime import datetime, UTC\nnow = datetime.now(UTC)"),
    (house.domain_is_pure, "plugins/org/domain.py", "import datetime\nnow = datetime.date.today()"),
    (house.domain_is_pure, "plugins/org/domain.py", "async def late(): ..."),
    (house.files_stay_small, "plugins/org/people.py", "pass\n" * 301),
    (house.files_stay_small, "tests/org/test_people.py", "pass\n" * 301),
    (house.files_stay_small, "plugins/org/__init__.py", "pass\n" * 41),
    (house.one_writer, "plugins/org/people.py", "from tortoise.transactions import in_transaction"),
    (house.one_writer, "plugins/org/people.py", "from tortoise import transactions\ntransactions.in_transaction()"),
    (house.one_writer, "bot.py", "from tortoise.transactions import in_transaction as begin"),
    (house.one_matcher, "plugins/relay/commands.py", "from nonebot import on_command"),
    (house.one_matcher, "plugins/relay/commands.py", "import nonebot\nnonebot.on_message()"),
    (house.one_matcher, "plugins/relay/commands.py", "from nonebot.plugin import on_notice"),
    (house.one_matcher, "bot.py", "from nonebot.matcher import Matcher"),
    (house.segments_only, "plugins/relay/commands.py", "from nonebot.adapters.onebot.v11 import MessageSegment"),
    (house.segments_only, "plugins/relay/commands.py", "import nonebot.adapters as a\na.Message('x')"),
    (house.segments_only, "plugins/relay/texts.py", "everybody = '[CQ:at,qq=all]'"),
    (house.no_print, "plugins/relay/service.py", "def f():\n    print('here')"),
]

KEPT = [
    (
        "plugins/relay/service.py",
        "from plugins import storage\nfrom plugins.gateway import outbox\nfrom . import domain, models",
    ),
    (
        "plugins/relay/service/issue.py",
        "from ..domain import State\nfrom ..models import Directive\nfrom .board import row",
    ),
    ("plugins/relay/commands.py", "from plugins.gateway.registry import command\nfrom . import service, texts"),
    ("plugins/relay/service/issue.py", "EVERYBODY = '全体'\n'说明:给写代码的人看'"),
    ("plugins/relay/domain.py", "from datetime import datetime\nfrom enum import StrEnum"),
    ("plugins/org/domain/paths.py", "from .units import Unit\nfrom plugins.org.domain import units"),
    ("plugins/relay/migrations/0001_initial.py", "from tortoise import migrations\n" + "pass\n" * 400),
    ("plugins/relay/__init__.py", "from nonebot import require\nrequire('plugins.storage')\nfrom . import commands"),
    ("plugins/storage/writer.py", "from tortoise.transactions import in_transaction"),
    ("plugins/storage/cli.py", "print('done')"),
    (
        "plugins/gateway/router/intake.py",
        "from nonebot import on_message\nfrom nonebot.adapters.onebot.v11 import Message",
    ),
    ("plugins/gateway/chats.py", "import nonebot\nnonebot.get_driver().on_startup(print)"),
    ("plugins/org/hooks.py", "'''Never sends '[CQ:at]'.'''\nimport nonebot\nnonebot.get_driver().on_startup(len)"),
    ("plugins/sandbox/raw.py", "from .world import Message\nMessage('[CQ:at,qq={}]')"),
    ("benchmarks/echo_bot.py", "from nonebot import on_command"),
    ("tests/relay/test_issue.py", "import bot\nfrom plugins.relay import domain\nprint(domain)"),
]


def plant(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


@pytest.mark.parametrize("rule", house.RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(rule):
    assert house.violations(ROOT, rule) == []


@pytest.mark.parametrize(
    ("rule", "path", "text"), BROKEN, ids=lambda value: getattr(value, "__name__", str(value)[:40])
)
def test_a_breach_is_seen(tmp_path, rule, path, text):
    plant(tmp_path, path, text)
    found = house.violations(tmp_path, rule)
    assert found
    assert all(line.startswith(path) for line in found)


@pytest.mark.parametrize(("path", "text"), KEPT)
def test_good_manners_are_no_breach(tmp_path, path, text):
    plant(tmp_path, path, text)
    assert [line for rule in house.RULES for line in house.violations(tmp_path, rule)] == []


def test_every_rule_is_shown_able_to_fail():
    assert {rule for rule, _, _ in BROKEN} == set(house.RULES)


def test_the_listing_sees_this_very_file():
    paths = {str(source.path) for source in house.sources(ROOT)}
    assert {"bot.py", "tests/test_architecture.py", "plugins/storage/__init__.py"} <= paths
    assert not any(path.startswith(".venv") for path in paths)
