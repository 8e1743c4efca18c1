"""What can be wrong with an opinion; texts say it in Chinese."""

from collections.abc import Sequence

from plugins.storage.errors import AlreadyDone, Conflict, DomainError, NotAllowed, NotFound

from ..domain import Command, Objection, Refused, Side, State


class NoSuchCase(NotFound):
    """There is no case `number`, or it is not this person's to see: the same answer for both."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NotTheAuthor(NoSuchCase):
    """There is no named case `number` of this person."""


class NotRecognised(NotFound):
    """These words behind 回避 mean nobody of the roster."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(len(words))
        self.words = tuple(words)


class WrongCode(NotFound):
    """No case has this 查询码."""


class NobodyHandles(DomainError):
    """No handler may take it, the oversight neither: it is not filed, and the outside channels are named."""


class FiledAlready(AlreadyDone):
    """The same words of the same author are filed since today as case `number`, and nobody has them in hand yet."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Accusation(DomainError):
    """检举控告: not taken here, the outside channels are named."""


class NobodyThere(Conflict):
    """The unit named has nobody who may handle this case; `unit` is its name."""

    def __init__(self, unit: str) -> None:
        super().__init__(unit)
        self.unit = unit


class NotNow(Conflict):
    """The case `number` is in a state in which this cannot be done."""

    def __init__(self, number: int, state: State, command: Command, refused: Refused) -> None:
        super().__init__(number)
        self.number, self.state, self.command, self.refused = number, state, command, refused


class Objected(DomainError):
    """The state allows it, something else does not."""

    def __init__(self, number: int, command: Command, objection: Objection) -> None:
        super().__init__(number)
        self.number, self.command, self.objection = number, command, objection


class NotHandler(NotAllowed):
    """The person handles no cases: not appointed, an administrator, or a clerk."""


class Destroyed(DomainError):
    """The month key of case `number` is gone: nobody can read it any more."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class MayNotAppoint(NotAllowed):
    """Only the unit's 书记 and an officer above it, together, name handlers; `unit` is the unit's name."""

    def __init__(self, unit: str) -> None:
        super().__init__(unit)
        self.unit = unit


class NotFit(Conflict):
    """The person `name` may not be a handler: no QQ, a clerk or an administrator."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotSupervisor(Conflict):
    """监督 needs a 书记 or 纪检委员 of that very unit; `name` is none."""

    def __init__(self, name: str, unit: str) -> None:
        super().__init__(name)
        self.name, self.unit = name, unit


class HandlesAlready(AlreadyDone):
    """The person is handler there already."""

    def __init__(self, name: str, unit: str) -> None:
        super().__init__(name)
        self.name, self.unit = name, unit


class AskedAlready(AlreadyDone):
    """This person has named the handler; the other side has to do the same."""

    def __init__(self, name: str, unit: str, wanted: Side) -> None:
        super().__init__(name)
        self.name, self.unit, self.wanted = name, unit, wanted


class HandlesNot(NotFound):
    """The person is no handler there."""

    def __init__(self, name: str, unit: str) -> None:
        super().__init__(name)
        self.name, self.unit = name, unit


class LastHandler(Conflict):
    """A kind of opinions about the unit, or a case, would be left to nobody. Which of the two nobody is told."""

    def __init__(self, name: str, unit: str) -> None:
        super().__init__(name)
        self.name, self.unit = name, unit


class Copied(Conflict):
    """What is to be published repeats the author's words."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NotChecked(Conflict):
    """What is to be published may lead back to somebody, and the handler has not said that they looked."""


class TooLongToPublish(DomainError):
    """Question and answer together are longer than domain.PUBLIC_LIMIT."""


class NoPublicGroups(NotFound):
    """The scope has no group at all."""


class PublishedAlready(AlreadyDone):
    """The case `number` is published: it is taken back before it is published anew."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NotPublished(NotFound):
    """The case `number` is not published, or there is none: the same answer for both."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NothingPublished(NotFound):
    """The case `number` of this handler is not published: there is nothing to take back."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class VotedAlready(AlreadyDone):
    """This person has said 我也反映 on the case; `count` people have in all."""

    def __init__(self, number: int, count: int) -> None:
        super().__init__(number)
        self.number, self.count = number, count


class VotingOver(Conflict):
    """The case takes 我也反映 no more; `count` people said so."""

    def __init__(self, number: int, count: int) -> None:
        super().__init__(number)
        self.number, self.count = number, count


class NoSuchTemplate(NotFound):
    """There is no 常用答复 `number` of this handler's units."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class BadTemplate(DomainError):
    """A 常用答复 without words, or longer than `most` characters."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class TooManyTemplates(Conflict):
    """The unit has `most` of them."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most
