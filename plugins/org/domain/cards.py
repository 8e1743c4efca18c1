"""From a group card to a name of the roster. A card that could mean somebody else matches nobody.

A name counts when it stands alone, or when everything glued to it on both sides is made of known words: departments,
titles, units, forms of address. `张三丰` is never 张三, and `张三家属` is nobody.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .words import tidy_name

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff〇"
_DECOR = re.compile("[丶丿灬彡乄巛乀乁卩丨ミ彳亍メ〆の]+")
_RUN = re.compile(f"(?:(?<!\\d)\\d{{1,2}}(?=[{_HAN}]))?[{_HAN}]+(?:(?:·|\\d{{1,2}})[{_HAN}]+)*")
"""Signs with at most two digits before or between them: 外1科李四."""
_GAP = re.compile(f"(?<=[{_HAN}])[ \u3000\t]+(?=[{_HAN}])")
_DOTS = re.compile("[•・‧∙●•᛫⋅･]")

_SUBJECTS = (
    "内|外|妇|儿|妇产|产|骨|眼|口腔|耳鼻喉|耳鼻咽喉|皮肤|中医|针灸|康复|急诊|重症|麻醉|检验|影像|放射|超声|病理|药剂|药学|药|"
    "输血|营养|心内|心血管|心外|呼吸|消化|神内|神外|神经|肾内|肾|内分泌|血液|肿瘤|感染|风湿|普外|肝胆|胃肠|泌尿|胸外|烧伤|整形|"
    "脊柱|关节|创伤|手外|新生儿|老年|全科|体检|门诊|住院|手术|供应|信息|设备|后勤|总务|基建|保卫|财务|审计|人事|医务|护理|质控|院感|"
    "预防保健|公卫|科教|教学|科研|宣传|党务|党办|院办|党委|行政|机关|医保|病案|医技|疼痛|心理|精神|肛肠|乳腺|甲状腺|血管|介入|高压氧|"
    "透析|血透|内镜|胃镜|心电|核医学|病房|监护|退休|离退休|综合|第"
)
_NUMERAL = "[0-9一二三四五六七八九十]{1,3}"
_PLACES = "科室|科|部|室|病区|病房|病室|中心|处|办公室|办|组|区|楼|诊区|队|站|党支部|支部|党总支|总支|党小组|小组|党委|分院|院区|院|医院|机关"
_TITLES = (
    "党支部书记|支部书记|党委书记|总支书记|书记|副书记|组织委员|宣传委员|纪检委员|青年委员|委员|支委|党小组长|小组长|组长|副组长|干事|"
    "院长|副院长|主任医师|副主任医师|主治医师|住院医师|主任护师|副主任护师|主管护师|主任|副主任|科主任|护士长|副护士长|总护士长|护长|"
    "护士|护师|护理|医生|医师|大夫|主治|药师|主管药师|技师|主管技师|检验师|技士|科长|副科长|处长|副处长|部长|科员|会计|出纳|司机|"
    "工程师|老师|教授|副教授|博士|硕士|博导|硕导|主管|主办|秘书|助理|实习|实习生|规培|规培生|进修|轮转|值班|在岗|休假|产假|新来的|"
    "同志|同学|老党员|党员|正式党员|预备党员|积极分子|入党积极分子|发展对象|群众代表|代表|群众|群主|管理员|联络员|通讯员|联系人"
)
_ADDRESS = (
    "我是|本人是|本人|姓名|名字|实名|真名|科室|单位|电话|手机|手机号|工号|职务|职称|微信|同号|微信同号|联系|短号|分机"
)
_NOISE = "人民|第一|中心|附属|中医院|大内科|大外科"
_OTHERS = re.compile(
    "家属|家人|爱人|老公|老婆|丈夫|妻子|妈妈|妈|爸爸|爸|父亲|母亲|儿子|女儿|孩子|哥哥|姐姐|弟弟|妹妹|朋友|徒弟|师傅|粉丝|"
    "代|替|托|转|推荐|介绍|学生|不是|非本人|原|前|备用|小号|转告|亲戚|家长|助手|患者|病人|客户|之"
)


@dataclass(frozen=True, slots=True)
class Card:
    """What somebody is called in a group: the card, else the nickname."""

    account: str
    shown: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A person of the roster who may be meant."""

    person_id: int
    name: str
    account: str | None


@dataclass(frozen=True, slots=True)
class Matches:
    """What a group's cards come to. `found` are account, entry, and card; the rest as shown in the group."""

    found: tuple[tuple[str, Entry, str], ...]
    ambiguous: tuple[str, ...]
    unmatched: tuple[str, ...]
    known: int
    """Accounts that the roster has already."""


class Reader:
    """Reads cards against one set of names; `units` are names of units, which may stand beside a name too."""

    def __init__(self, names: Collection[str], units: Iterable[str] = ()) -> None:
        self._names = sorted({tidy_name(name) for name in names if name}, key=len, reverse=True)
        self._plain = {name.casefold().replace(" ", ""): name for name in self._names if not _RUN.fullmatch(name)}
        places = sorted({part for unit in units for part in _unit_words(unit)}, key=len, reverse=True)
        own = "|".join(map(re.escape, places)) or "(?!)"
        long_subjects, long_places = _long(_SUBJECTS), _long(_PLACES)
        words = (
            f"{own}|(?:{_SUBJECTS})+(?:{_NUMERAL}(?:{_PLACES})?|(?:{_PLACES}))|(?:{long_subjects})|"
            f"{_NUMERAL}(?:{_PLACES})|(?:{long_places})|{_TITLES}|{_ADDRESS}|{_NOISE}"
        )
        self._beside = re.compile(f"(?:{words})*")
        self._before = re.compile(f"(?:\\d{{1,2}}号?)?(?:{words})*")

    def read(self, shown: str) -> tuple[str, ...]:
        """The names a card may mean: one is a match, several are ambiguous, none is nobody."""
        text = self._clean(shown)
        if not _GAP.search(text):
            return self._names_in(text)
        joined = self._names_in(_GAP.sub("", text))
        return joined or self._apart(text)

    def _apart(self, text: str) -> tuple[str, ...]:
        """With spaces between words: as they stand; a lone sign beside a name may belong to it, so then nobody."""
        if any(len(word) == 1 and not self._beside.fullmatch(word) for word in re.findall(f"[{_HAN}]+", text)):
            return ()
        return self._names_in(text)

    @staticmethod
    def _clean(shown: str) -> str:
        text = _DOTS.sub("·", unicodedata.normalize("NFKC", shown))
        text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Mn", "Me"))
        return _DECOR.sub(" ", text)

    def _names_in(self, text: str) -> tuple[str, ...]:
        runs = _RUN.findall(text)
        found = {name for run in runs for name in self._in_run(run)}
        if not runs:
            plain = self._plain.get("".join(re.findall(r"[^\W\d_·]+", text)).casefold())
            found = {plain} if plain else set()
        if found and any(self._speaks_of_another(run, found) for run in runs):
            return ()
        return tuple(sorted(found))

    def _in_run(self, run: str) -> list[str]:
        """Names in one run of signs, the longer first: 王小明 in a run is not 王小 as well."""
        if run in self._names:
            return [run]
        kept: list[str] = []
        for name in self._names:
            if any(name in longer for longer in kept):
                continue
            for place in re.finditer(re.escape(name), run):
                before, behind = run[: place.start()].rstrip("·"), run[place.end() :].lstrip("·")
                if self._before.fullmatch(before) and self._beside.fullmatch(behind):
                    kept.append(name)
                    break
        return kept

    def _speaks_of_another(self, run: str, found: Collection[str]) -> bool:
        for name in found:
            run = run.replace(name, " ")
        return any(not self._beside.fullmatch(part) and _OTHERS.search(part) for part in run.split())


def _long(words: str) -> str:
    """The words of two signs and more: a single sign glued to a name may belong to it (李四新, 区李四)."""
    return "|".join(word for word in words.split("|") if len(word) >= 2)


def _unit_words(unit: str) -> Iterable[str]:
    """内科党支部: 内科, 内科支部 too."""
    short = re.sub("(?:党支部|党总支|党委|支部委员会|支部|党小组)$", "", unit)
    return {word for word in (unit, short, f"{short}支部", f"{short}党支部") if len(word) >= 2}


def match_cards(cards: Iterable[Card], entries: Iterable[Entry], units: Iterable[str]) -> Matches:
    """Matches a group's cards with the entries of its unit: each entry and each account at most once."""
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_name[tidy_name(entry.name)].append(entry)
    accounts = {entry.account for found in by_name.values() for entry in found if entry.account}
    reader = Reader(by_name, units)
    wanted: dict[int, list[tuple[str, Entry, str]]] = defaultdict(list)
    ambiguous: list[str] = []
    unmatched: list[str] = []
    known = 0
    for card in cards:
        if card.account in accounts:
            known += 1
            continue
        names = reader.read(card.shown)
        people = [entry for name in names for entry in by_name[name]]
        if not people:
            unmatched.append(card.shown)
        elif len(people) > 1 or people[0].account is not None:
            ambiguous.append(card.shown)
        else:
            wanted[people[0].person_id].append((card.account, people[0], card.shown))
    found = [claims[0] for claims in wanted.values() if len(claims) == 1]
    ambiguous += [shown for claims in wanted.values() if len(claims) > 1 for _, _, shown in claims]
    return Matches(tuple(found), tuple(ambiguous), tuple(unmatched), known)
