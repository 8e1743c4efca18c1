"""Whatever posts people hold and groups there are, everybody counts once in every audience."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins import storage
from plugins.gateway.directory import GroupKind
from plugins.org import audience
from plugins.org.models import BindingRow
from plugins.org.units import load_tree
from plugins.storage import Transaction
from tests.support.roster import given_roster, unit

UNITS = ("院党委", "院党委/内科", "院党委/外科", "院党委/外科/一组", "院党委/外科/二组", "院党委/药学")
MEMBERSHIPS = ("正式党员", "预备党员", "入党积极分子", "群众代表")
TITLES = ("", "书记", "护士长", "委员")

posts = st.lists(
    st.tuples(st.sampled_from(UNITS), st.sampled_from(MEMBERSHIPS), st.sampled_from(TITLES)), min_size=1, max_size=4
)
crowds = st.lists(posts, min_size=1, max_size=12)
bindings = st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(GroupKind)), max_size=8)
chosen = st.lists(st.sampled_from(UNITS), max_size=3)


async def bind(groups: list[tuple[str, GroupKind]]) -> None:
    tree = await load_tree()
    known = {tree.full_name(one): one.id for top in [tree.root] if top for one in tree.below(top)}

    async def work(tx: Transaction) -> None:
        await BindingRow.all().delete()
        for number, (name, kind) in enumerate(groups):
            if name in known:
                await BindingRow.create(chat=f"qq:group:{number}", unit_id=known[name], kind=kind)

    await storage.write(work)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crowds, bindings, chosen, chosen, st.booleans())
async def test_everybody_counts_once_at_home(database, crowd, groups, included, excluded, representatives):
    rows = [
        f"人{person},{unit_name},{membership},{title},{20000 + person},,"
        for person, held in enumerate(crowd)
        for unit_name, membership, title in held
    ]
    await given_roster(*rows)
    await bind(groups)
    text = "、".join(included) or "全体"
    if excluded:
        text += " 除 " + "、".join(excluded)
    try:
        scope = await audience.parse_scope(text, await unit("院党委"), representatives=representatives)
    except (audience.EmptyScope, audience.UnknownUnit):
        return
    people = await audience.people_of(scope)
    reach = await audience.describe(scope)
    expected = {
        f"人{person}"
        for person, ((home, membership, _), *_rest) in enumerate(crowd)
        if (not included or any((home + "/").startswith(one + "/") for one in included))
        and not any((home + "/").startswith(one + "/") for one in excluded)
        and (representatives or membership != "群众代表")
    }
    assert sorted(person.name for person in people) == sorted(expected)
    assert reach.people == len(people)
    assert reach.units == len({person.unit_id for person in people})
    assert len({group.chat for group in reach.groups}) == len(reach.groups)
