"""补签 and 补学."""

from plugins.gateway.directory import Who
from plugins.gateway.registry import command
from plugins.gateway.request import Answer, Request
from plugins.gateway.rights import Stranger

from .. import domain, service, texts
from .room import APART

DONE = ("已学", "学完", "已学完", "学了")


@command(
    "补签",
    usage="补签 编号 姓名 实到|迟到|请假|缺席 事由",
    example="补签 8 张三 迟到 手机没电",
    summary="改正一人的出勤,留下由谁改、为什么",
    who=Who.MEMBER,
)
async def correct(request: Request) -> Answer:
    """An officer's correction; a branch's officer for the people of the branch."""
    name, _, rest = request.argument.strip().partition(" ")
    word, _, reason = rest.strip().partition(" ")
    state = domain.CORRECTIONS.get(word)
    if request.number is None or not name or state is None or not reason.strip():
        return Answer(texts.correct_how_text(request.number))
    done = await service.correct(
        request.account, request.number, name, state, reason.strip(), request.origin, request.time
    )
    return Answer(texts.corrected_text(done.number, done.name, done.before, done.after), private=True)


@command(
    "补学",
    usage="补学 编号(要材料);补学 编号 已学 或几句心得;干部:补学 编号 姓名 姓名",
    example="补学 8 已学",
    summary="没到会的补学,不改出勤",
    who=Who.MEMBER,
)
async def make_up(request: Request) -> Answer:
    """Alone it sends the material; with words it is noted; an officer may note it for people by their names."""
    actor = await request.actor()
    if actor.person_id is None:
        raise Stranger
    if request.number is None:
        return Answer(texts.which_session_text("补学"))
    said = request.argument.strip()
    if not said:
        found = await service.make_up_material(actor.person_id, request.number, request.time)
        told = texts.material_text(found.number, found.title, found.link, found.agenda, found.minutes, found.until)
        return Answer(told, private=True)
    names = [name for name in APART.split(said) if name]
    if await service.are_listed(request.account, request.number, names):
        done = await service.make_up_for(request.account, request.number, names, request.origin, request.time)
    else:
        words = "" if said in DONE else said
        done = await service.make_up(actor.person_id, request.number, words, request.origin, request.time)
    return Answer(texts.made_up_text(done.number, done.names))
