"""补签 and 补学."""

from plugins.gateway.directory import Who
from plugins.gateway.registry import command
from plugins.gateway.request import Answer, Request
from plugins.gateway.rights import Stranger

from .. import domain, service, texts
from ..service import Fit
from .meaning import APART, session_meant, told

DONE = ("已学", "学完", "已学完", "学了")


@command(
    "补签",
    usage="补签 编号 姓名 实到|迟到|请假|缺席 事由",
    example="补签 8 张三 迟到 手机没电",
    summary="改正一人的出勤,留下由谁改、为什么",
    who=Who.MEMBER,
    offered=Who.OFFICER,
)
async def correct(request: Request) -> Answer:
    """An officer's correction; a branch's officer for the people of the branch."""
    name, word, reason = [*request.argument.split(None, 2), "", "", ""][:3]
    state = domain.CORRECTIONS.get(word)
    if state is None or not reason.strip():
        return told(request, texts.correct_how_text(request.number))
    number = await session_meant(request, Fit.BEGUN, whole=False)
    done = await service.correct(request.account, number, name, state, reason.strip(), request.origin, request.time)
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
    number = request.number
    if number is None:
        number = await service.to_make_up(actor.person_id, request.time)
    said = request.argument.strip()
    if not said:
        found = await service.make_up_material(actor.person_id, number, request.time)
        told = texts.material_text(found.number, found.title, found.link, found.agenda, found.minutes, found.until)
        return Answer(told, private=True)
    names = [name for name in APART.split(said) if name]
    if await service.are_listed(request.account, number, names):
        done = await service.make_up_for(request.account, number, names, request.origin, request.time)
    else:
        words = "" if said in DONE else said
        done = await service.make_up(actor.person_id, number, words, request.origin, request.time)
    return Answer(texts.made_up_text(done.number, done.names))
