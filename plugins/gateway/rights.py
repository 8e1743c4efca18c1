"""Whether a request may do what it asks, from the roster as it is now."""

from plugins.storage.errors import DomainError

from .directory import GroupKind, Who
from .registry import Command, Where
from .request import Request

REPRESENTATIVE = "群众代表"
"""The membership of the roster that makes somebody one."""


class WrongPlace(DomainError):
    """The command does not work in this chat."""

    def __init__(self, command: Command) -> None:
        super().__init__(command.word)
        self.command = command


class NotForYou(DomainError):
    """This person may not use the command; `who` says who may."""

    def __init__(self, command: Command) -> None:
        super().__init__(command.word)
        self.command = command


class Stranger(DomainError):
    """The account is in no roster."""


def check_place(command: Command, request: Request) -> None:
    """Raises WrongPlace."""
    is_work_group = request.bound is not None and request.bound.kind is GroupKind.WORK
    allowed = {
        Where.ANY: True,
        Where.GROUP: request.chat.is_group,
        Where.PRIVATE: not request.chat.is_group,
        Where.OFFICE: not request.chat.is_group or is_work_group,
    }[command.where]
    if not allowed:
        raise WrongPlace(command)


async def check(command: Command, request: Request) -> None:
    """Fills `request.unit` and checks who may. Raises Stranger or NotForYou; reads nothing for Who.ANYONE."""
    if request.bound is not None:
        request.unit = request.bound.unit
    if command.who is Who.ANYONE:
        return
    actor = await request.actor()
    if not request.chat.is_group:
        units = actor.officer_units()
        request.unit = units[0] if len(units) == 1 else None
    officer = actor.is_officer_over(request.unit) if request.unit is not None else bool(actor.officer_units())
    allowed = {
        Who.MEMBER: actor.person_id is not None,
        Who.OFFICER: officer,
        Who.STEWARD: officer or actor.superuser,
        Who.ADMIN: actor.superuser,
        Who.REPRESENTATIVE: officer or any(post.membership == REPRESENTATIVE for post in actor.posts),
        Who.DESK: officer or (command.who is Who.DESK and await request.handles_cases()),
        Who.HANDLER: command.who is Who.HANDLER and await request.handles_cases(),
    }[command.who]
    if not allowed:
        raise Stranger if actor.person_id is None and not actor.superuser else NotForYou(command)
