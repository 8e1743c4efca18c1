"""Who there is and who is where: accounts, groups, roles, mutes, friends and requests."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from . import happenings as happening
from .files import Clock, Files
from .model import (
    Account,
    Chat,
    Group,
    Member,
    NoSuchThing,
    NotFriends,
    NotInGroup,
    NotPermitted,
    PendingRequest,
    RequestKind,
    Role,
    private_chat,
)


class Membership(Files):
    """The part of a world that knows people and groups. Setting up (`add_…`) tells listeners nothing."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.accounts: dict[int, Account] = {}
        self.groups: dict[int, Group] = {}
        self.requests: dict[str, PendingRequest] = {}
        self._audiences: dict[int, frozenset[int]] = {}

    def emit(self, event: happening.Happening) -> None:
        """Tells the listeners; the world does it."""
        raise NotImplementedError

    # ---- setting up

    def add_account(self, account: int, nickname: str, *, bot: bool = False, sex: str = "unknown") -> Account:
        created = Account(account, nickname, sex=sex, bot=bot)
        self.accounts[account] = created
        return created

    def add_group(
        self,
        group: int,
        name: str,
        *,
        owner: int,
        admins: Iterable[int] = (),
        members: Iterable[int] = (),
        cards: Mapping[int, str] | None = None,
    ) -> Group:
        """A group with all its people in it already. Raises NoSuchThing for an unknown account."""
        created = Group(group, name)
        roles = dict.fromkeys(members, Role.MEMBER) | dict.fromkeys(admins, Role.ADMIN) | {owner: Role.OWNER}
        now = self.clock()
        for account, role in roles.items():
            self.account(account)
            created.members[account] = Member(account, (cards or {}).get(account, ""), role, now, now)
        self.groups[group] = created
        self._audiences.pop(group, None)
        return created

    def make_friends(self, one: int, other: int) -> None:
        """Both are in each other's friend list, without a request."""
        self.account(one).friends.add(other)
        self.account(other).friends.add(one)

    # ---- looking

    def account(self, account: int) -> Account:
        try:
            return self.accounts[account]
        except KeyError:
            raise NoSuchThing(f"account {account}") from None

    def group(self, group: int) -> Group:
        try:
            return self.groups[group]
        except KeyError:
            raise NoSuchThing(f"group {group}") from None

    def member(self, group: int, account: int) -> Member:
        """Raises NotInGroup."""
        member = self.group(group).members.get(account)
        if member is None:
            raise NotInGroup(f"{account} in {group}")
        return member

    def groups_of(self, account: int) -> list[Group]:
        return [group for group in self.groups.values() if account in group.members]

    def bots(self) -> list[Account]:
        return [account for account in self.accounts.values() if account.bot]

    def are_friends(self, one: int, other: int) -> bool:
        return other in self.account(one).friends

    def name_in(self, chat: Chat, account: int) -> str:
        """As others read it there: the card in a group when there is one, else the nickname."""
        card = self.groups[chat.ids[0]].named(account) if chat.is_group and chat.ids[0] in self.groups else ""
        return card or self.account(account).nickname

    def audience(self, chat: Chat) -> frozenset[int]:
        """Who sees what is said there now."""
        if not chat.is_group:
            return frozenset(chat.ids)
        identifier = chat.ids[0]
        if identifier not in self._audiences:
            self._audiences[identifier] = frozenset(self.group(identifier).members)
        return self._audiences[identifier]

    # ---- groups

    def join(self, group: int, account: int, *, operator: int = 0, invited: bool = False) -> None:
        """The account is a member now; nothing happens when it was one."""
        entered = self.group(group)
        self.account(account)
        if account in entered.members:
            return
        now = self.clock()
        entered.members[account] = Member(account, "", Role.MEMBER, now, now)
        self._audiences.pop(group, None)
        self.emit(happening.Joined(group, account, operator, invited))

    def leave(self, group: int, account: int) -> None:
        """Of one's own will. Raises NotInGroup."""
        self._remove(group, account, 0)

    def kick(self, group: int, account: int, *, operator: int) -> None:
        """Raises NotPermitted unless the operator's role is above the member's."""
        self._need_power(group, operator, account)
        self._remove(group, account, operator)

    def _remove(self, group: int, account: int, operator: int) -> None:
        self.member(group, account)
        del self.groups[group].members[account]
        self._audiences.pop(group, None)
        self.emit(happening.Left(group, account, operator))

    def mute(self, group: int, account: int, seconds: int, *, operator: int) -> None:
        """Mutes a member; 0 seconds lifts it. Raises NotPermitted, NotInGroup."""
        self._need_power(group, operator, account)
        until = self.clock() + timedelta(seconds=seconds) if seconds else None
        self.member(group, account).muted_until = until
        self.emit(happening.MuteChanged(group, account, operator, seconds))

    def mute_all(self, group: int, on: bool, *, operator: int) -> None:
        """Mutes everybody who is no administrator. Raises NotPermitted."""
        if self.member(group, operator).role is Role.MEMBER:
            raise NotPermitted(f"{operator} in {group}")
        self.group(group).whole_mute = on
        self.emit(happening.MuteChanged(group, 0, operator, -1 if on else 0))

    def is_muted(self, group: int, account: int) -> bool:
        member = self.member(group, account)
        if member.muted_until is not None and member.muted_until > self.clock():
            return True
        return self.groups[group].whole_mute and member.role is Role.MEMBER

    def set_admin(self, group: int, account: int, admin: bool) -> None:
        member = self.member(group, account)
        member.role = Role.ADMIN if admin else Role.MEMBER
        self.emit(happening.RoleChanged(group, account, admin))

    def set_card(self, group: int, account: int, card: str) -> None:
        member = self.member(group, account)
        old, member.card = member.card, card
        self.emit(happening.CardChanged(group, account, old, card))

    def _need_power(self, group: int, operator: int, account: int) -> None:
        rank = (Role.MEMBER, Role.ADMIN, Role.OWNER)
        if rank.index(self.member(group, operator).role) <= rank.index(self.member(group, account).role):
            raise NotPermitted(f"{operator} over {account} in {group}")

    # ---- friends and requests

    def ask_friendship(self, account: int, to: int, comment: str = "") -> PendingRequest:
        """A friend request; `settle` answers it. Nobody's consent is needed to ask."""
        return self._ask(PendingRequest(self._flag(), RequestKind.FRIEND, account, comment, to=to))

    def ask_to_join(self, account: int, group: int, comment: str = "") -> PendingRequest:
        self.group(group)
        return self._ask(PendingRequest(self._flag(), RequestKind.JOIN, account, comment, group=group))

    def invite(self, account: int, group: int, to: int) -> PendingRequest:
        """A member invites `to`, who has to agree. Raises NotInGroup for an outsider."""
        self.member(group, account)
        return self._ask(PendingRequest(self._flag(), RequestKind.INVITE, account, "", to=to, group=group))

    def settle(self, flag: str, approve: bool, *, operator: int) -> None:
        """Answers a request once; later answers change nothing. Raises NoSuchThing."""
        if flag not in self.requests:
            raise NoSuchThing(f"request {flag}")
        request = self.requests[flag]
        if request.approved is not None:
            return
        request.approved = approve
        if not approve:
            return
        if request.kind is RequestKind.FRIEND and request.to is not None:
            self.add_friend(request.account, request.to)
        elif request.kind is RequestKind.JOIN and request.group is not None:
            self.join(request.group, request.account, operator=operator)
        elif request.group is not None and request.to is not None:
            self.join(request.group, request.to, operator=request.account, invited=True)

    def add_friend(self, one: int, other: int) -> None:
        """They become friends, and both sides hear of it."""
        self.make_friends(one, other)
        self.emit(happening.BecameFriends(one, other))

    def remove_friend(self, one: int, other: int) -> None:
        """Quietly, as the service does it. Raises NotFriends."""
        if not self.are_friends(one, other):
            raise NotFriends(f"{one} and {other}")
        self.account(one).friends.discard(other)
        self.account(other).friends.discard(one)

    def private_with(self, one: int, other: int) -> Chat:
        """The private chat of two existing accounts. Raises NoSuchThing."""
        self.account(one)
        self.account(other)
        return private_chat(one, other)

    def set_online(self, account: int, online: bool) -> None:
        self.account(account).online = online
        self.emit(happening.OnlineChanged(account, online))

    def _ask(self, request: PendingRequest) -> PendingRequest:
        self.account(request.account)
        self.requests[request.flag] = request
        self.emit(happening.Requested(request))
        return request

    def _flag(self) -> str:
        return str(int(self.clock().timestamp() * 1000) * 1000 + len(self.requests))
