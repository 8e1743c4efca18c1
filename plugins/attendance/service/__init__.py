"""The use cases of attendance. Every error says by its type what is wrong."""

from .boards import Names, Summary, board, latest, look, names, own, totals
from .calling import Issued, issue, propose
from .choosing import Fit, coming_for, led, to_make_up
from .code import Shown
from .code import show as show_code
from .correct import Corrected, MadeUp, Material, are_listed, correct, make_up, make_up_for
from .correct import material as make_up_material
from .ending import KINDS
from .errors import (
    Begun,
    CalledTooLate,
    Closed,
    CorrectedTooEarly,
    NamesUnclear,
    NeedsScope,
    NeedsTime,
    NeedsTitle,
    NobodyExpected,
    NoCode,
    NoGroups,
    NoPage,
    NoRollCall,
    NoRollCalls,
    NoSuchSession,
    NotBegun,
    NotOnTheList,
    Refused,
    UnknownValue,
    WhichSession,
)
from .leave import TOLD, AskedBefore, NeedsReason
from .leave import ask as ask_leave
from .leave import decide as decide_leave
from .leave import recalled as leave_recalled
from .leave import take_back as take_leave_back
from .leave import waiting as leaves_waiting
from .leaves_told import tell as tell_of_leaves
from .minutes import newest as newest_minutes
from .minutes import protocol, protocol_of
from .minutes import write as write_minutes
from .moves import CANCEL, END, MOVE, Cancelled, Foreseen, Moved, cancel, end, move
from .moves import propose as propose_move
from .outcomes import (
    Again,
    Claim,
    NoSuch,
    NotListed,
    Overruled,
    Signed,
    TooManyTries,
    Unclear,
    UnknownPerson,
    WrongCode,
)
from .outcomes import Refused as SignRefused
from .personal import (
    LEAVE_REASON_DAYS,
    MonthRow,
    WaitingSession,
    erase_old,
    erase_person,
    erase_reasons,
    kept_on,
    month,
    waiting_for,
)
from .qr import PATH as PAGE_PATH
from .qr import NotTaken, Poster, TooMany, poster
from .qr import sign as sign_on_page
from .roll_call import OVER
from .roll_call import answer as answer_roll
from .roll_call import call as call_roll
from .roll_call import over as roll_over
from .room import Seen, see, see_all
from .room import propose as propose_room
from .rows import Reach, exists, lead, load, proposal_of, reach, record_of, recount, reference_of, session_of, store
from .sign_in import record as sign
from .statistics import month as month_of

__all__ = [
    "CANCEL",
    "END",
    "KINDS",
    "LEAVE_REASON_DAYS",
    "MOVE",
    "OVER",
    "PAGE_PATH",
    "TOLD",
    "Again",
    "AskedBefore",
    "Begun",
    "CalledTooLate",
    "Cancelled",
    "Claim",
    "Closed",
    "Corrected",
    "CorrectedTooEarly",
    "Fit",
    "Foreseen",
    "Issued",
    "MadeUp",
    "Material",
    "MonthRow",
    "Moved",
    "Names",
    "NamesUnclear",
    "NeedsReason",
    "NeedsScope",
    "NeedsTime",
    "NeedsTitle",
    "NoCode",
    "NoGroups",
    "NoPage",
    "NoRollCall",
    "NoRollCalls",
    "NoSuch",
    "NoSuchSession",
    "NobodyExpected",
    "NotBegun",
    "NotListed",
    "NotOnTheList",
    "NotTaken",
    "Overruled",
    "Poster",
    "Reach",
    "Refused",
    "Seen",
    "Shown",
    "SignRefused",
    "Signed",
    "Summary",
    "TooMany",
    "TooManyTries",
    "Unclear",
    "UnknownPerson",
    "UnknownValue",
    "WaitingSession",
    "WhichSession",
    "WrongCode",
    "answer_roll",
    "are_listed",
    "ask_leave",
    "board",
    "call_roll",
    "cancel",
    "coming_for",
    "correct",
    "decide_leave",
    "end",
    "erase_old",
    "erase_person",
    "erase_reasons",
    "exists",
    "issue",
    "kept_on",
    "latest",
    "lead",
    "leave_recalled",
    "leaves_waiting",
    "led",
    "load",
    "look",
    "make_up",
    "make_up_for",
    "make_up_material",
    "month",
    "month_of",
    "move",
    "names",
    "newest_minutes",
    "own",
    "poster",
    "proposal_of",
    "propose",
    "propose_move",
    "propose_room",
    "protocol",
    "protocol_of",
    "reach",
    "record_of",
    "recount",
    "reference_of",
    "roll_over",
    "see",
    "see_all",
    "session_of",
    "show_code",
    "sign",
    "sign_on_page",
    "store",
    "take_leave_back",
    "tell_of_leaves",
    "to_make_up",
    "totals",
    "waiting_for",
    "write_minutes",
]
