"""org: units, people, posts and bindings; rights and audiences; what each capability contributes."""

from nonebot import require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")

from plugins import storage
from plugins.gateway.directory import (
    register_directory,
    register_gap_events,
    register_people_events,
    register_target_events,
)

from . import audience, commands, contribute, duty, erasing, people, personal, retention, texts
from .arrivals import Arrivals
from .contribute import contributes
from .departures import Departures
from .directory import Roster
from .unseen import Unseen

__plugin_meta__ = PluginMetadata(
    name="组织与名册",
    description="单位、人员、职务,以及哪个群属于哪个单位",
    usage="/绑定本群 内科党支部 [工作群|支部群|群众群]\n/解绑本群\n组织",
)

storage.register_app("org", "plugins.org.models", "plugins.org.migrations")
register_directory(Roster())
register_target_events(Departures())
register_people_events(Arrivals())
register_gap_events(Unseen())
contributes(personal_data=personal.roster_part, erase=erasing.erase_entry, audited=texts.AUDITED)

__all__ = ["audience", "commands", "contribute", "contributes", "duty", "people", "personal", "retention"]
