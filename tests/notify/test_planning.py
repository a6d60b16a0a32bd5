"""Who is told what, who is not and why; and what no plan may do."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.front_matter import TRANSFER_OF_CONTROL, Consent, FrontMatter, Level
from archive.register import Register
from archive.revisions import PolicyId, RevisionId, State
from archive.settings import PolicySettings, Service, Settings
from notify.carriers import NoticeId
from notify.decisions import Judgement
from notify.duties import Baseline, Judgements
from notify.findings import Effect
from notify.notice_periods import Period, days, months
from notify.periods_owed import InForce, PromisedBy, nothing_promised
from notify.planning import Books, make_plan
from notify.plans import (
    Entry,
    Exclusion,
    InvalidOverride,
    Known,
    Plan,
    Standing,
    read_override,
)
from notify.promises import Promise, Promises
from notify.reader_words import all_words
from notify.recipients import Recipient
from notify.refusals import PlanRefused
from notify.sealing import Seals
from notify.sorted_lists import Person
from tests.notify.builders import (
    JUDGEMENTS,
    NEW,
    OLD,
    PRIVACY,
    REGISTER,
    SETTINGS,
    TODAY,
    a_decision,
    a_judgement,
    a_policy,
    a_recipient,
    a_redline,
    a_register,
    a_revision,
    day,
    judging,
    settings_with,
)
from tests.notify.keyrings import a_keyring

ADA = a_recipient("ada", services=["messaging"], name="Ada")
BAK = a_recipient("bak", services=["backup"])
ALL = a_recipient("all")


SEALS = Seals(a_keyring())


@dataclass(frozen=True, kw_only=True)
class Made:
    """A plan with its entries, in the order in which they were written."""

    plan: Plan
    entries: list[Entry]

    @property
    def told(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.reason is None]

    @property
    def excluded(self) -> dict[str, Exclusion]:
        return {str(e.recipient): e.reason for e in self.entries if e.reason}

    def services(self) -> dict[str, tuple[str, ...]]:
        return {str(e.recipient): e.wording.services for e in self.told if e.wording}

    def words(self) -> dict[str, str]:
        """What stands in place of the marks in the mail to each, put together."""
        return {
            str(e.recipient): " ".join(
                all_words(e.wording.words, e.person.split("\n")[2:]).values()
            )
            for e in self.told
            if e.wording
        }


@dataclass(frozen=True, kw_only=True)
class Past:
    """What a ledger holds: who was told of what, and on which day."""

    began: date | None = TODAY  # None: there is no plan yet
    told: dict[str, set[RevisionId]] = field(default_factory=dict)  # by address
    on: date | None = None
    cancelled: set[tuple[int, NoticeId]] = field(default_factory=set)

    def books(self, entries: list[Entry]) -> Books:
        known = {
            SEALS.index(address): Known(frozenset(some), self.on)
            for address, some in self.told.items()
        }
        return Books(
            standing=Standing(
                baseline=Baseline(day=self.began, left_out=frozenset()) if self.began else None,
                known=frozenset(one for some in self.told.values() for one in some),
            ),
            told_before=lambda indexes: {i: known[i] for i in indexes if i in known},
            former=lambda _: (person for person in list[Person]()),
            subscribers=tuple,
            stopped=dict,
            write=lambda part: entries.extend(part.entries),
            cancel=self.cancelled.update,
            seals=SEALS,
            scratch=Path(tempfile.gettempdir()),
        )


NO_LEDGER = Past(began=None)


def plan(
    *recipients: Recipient,
    register: Register = REGISTER,
    judgements: Judgements = JUDGEMENTS,
    past: Past = NO_LEDGER,
    settings: Settings = SETTINGS,
    promised_by: PromisedBy = nothing_promised,
    since: date | None = None,
    override: str | None = None,
    now: datetime | None = None,
) -> Made:
    entries: list[Entry] = []
    made = make_plan(
        register=register,
        judgements=judgements,
        recipients=recipients or (ADA,),
        books=past.books(entries),
        settings=settings,
        redline_of=a_redline,
        promised_by=promised_by,
        since=since,
        override=read_override(override) if override else None,
        now=now,
    )
    return Made(plan=made, entries=entries)


def judged(**decision: Any) -> Judgements:
    return judging((NEW, a_judgement(decision=a_decision(**decision))))


def refused(**arguments: Any) -> list[str]:
    with pytest.raises(PlanRefused) as caught:
        plan(**arguments)
    return [reason.message for reason in caught.value.reasons]


def test_people_are_told_about_their_services_and_why() -> None:
    made = plan(ADA, BAK, ALL)

    assert made.services() == {
        "ada": ("Messaging",),
        "all": ("Messaging", "Voice"),
    }
    assert made.excluded == {"bak": Exclusion.OTHER_SERVICES}
    assert len(made.plan.notices) == 1


def test_a_mailbox_is_told_once_naming_every_service_behind_it() -> None:
    made = plan(
        a_recipient("one", "Ada@Example.com", ["messaging"], name="Ada"),
        a_recipient("two", "ada@example.com", ["voice"]),
    )

    assert made.services() == {"one": ("Messaging", "Voice")}
    assert [(e.recipient, e.reason, e.told_as) for e in made.entries if e.reason] == [
        ("two", Exclusion.SAME_MAILBOX, "one")
    ]


def test_people_without_an_address_stay_on_the_record() -> None:
    made = plan(ADA, a_recipient("post", None, ["voice"]), a_recipient("none", None, ["backup"]))

    assert made.excluded == {"post": Exclusion.NO_ADDRESS, "none": Exclusion.OTHER_SERVICES}
    (post,) = (e for e in made.entries if e.recipient == "post")
    assert post.notice == made.plan.notices[0].notice.id


def test_whoever_was_told_is_not_told_again_and_late_joiners_are() -> None:
    told = Past(began=day("2027-01-12"), told={"ada@example.com": {NEW.id}}, on=day("2027-01-12"))
    late = a_recipient("late", services=["voice"], joined="2027-02-01")

    register = a_register(PRIVACY, today=day("2027-02-10"))  # 30 days and freshness are past
    made = plan(ADA, late, register=register, past=told)

    assert [entry.recipient for entry in made.entries] == ["late"]
    assert made.plan.reasons[Exclusion.ALREADY_TOLD] == 1
    assert made.plan.unlisted == {Exclusion.ALREADY_TOLD: 1}


def test_after_the_day_nobody_new_is_told_of_what_others_were_told() -> None:
    told = Past(began=day("2027-01-12"), told={"ada@example.com": {NEW.id}})
    applies = a_register(a_policy(OLD, NEW), today=day("2027-03-01"))

    assert plan(a_recipient("late"), register=applies, past=told).plan.notices == ()


TERMS = a_revision(
    "New terms.",
    published="2027-01-12",
    effective="2027-03-01",
    state=State.SCHEDULED,
    policy="terms",
    services=("backup",),
)
BOTH = a_register(PRIVACY, a_policy(TERMS, title="Terms of Service"))
BOTH_JUDGED = {**JUDGEMENTS, **judging((TERMS, a_judgement()))}


def test_policies_changed_for_one_day_make_one_mail() -> None:
    made = plan(ADA, BAK, ALL, register=BOTH, judgements=BOTH_JUDGED)

    titles = {p.notice.id: [i.title for i in p.notice.items] for p in made.plan.notices}
    assert {d.recipient: titles[d.notice] for d in made.told if d.notice} == {
        "ada": ["Privacy Policy"],
        "bak": ["Terms of Service"],
        "all": ["Privacy Policy", "Terms of Service"],
    }


def test_a_reader_gets_each_text_in_their_language_where_it_exists_in_it() -> None:
    german = a_revision(
        "90 Tage.",
        published="2027-01-12",
        effective="2027-03-01",
        state=State.SCHEDULED,
        language="de",
    )
    translated = a_register(a_policy(german, title="Datenschutz"), *BOTH.policies)
    people = [
        a_recipient("messaging", services=["messaging"], language="de"),
        a_recipient("everything", language="de"),
    ]

    made = plan(*people, register=translated, judgements=BOTH_JUDGED)

    languages = {p.notice.id: p.notice.language for p in made.plan.notices}
    assert {d.recipient: languages[d.notice] for d in made.told if d.notice} == {
        "messaging": "de",
        "everything": "de",
    }
    (mixed,) = (p.notice for p in made.plan.notices if len(p.notice.items) > 1)
    assert [(i.title, i.language) for i in mixed.items] == [
        ("Datenschutz", "de"),
        ("Terms of Service", "en"),
    ]


def test_who_gets_another_language_than_they_asked_for_is_counted() -> None:
    people = [a_recipient(f"p{n}", services=["voice"], language="de") for n in range(3)]

    assert "3 people asked for de and get the text in en" in plan(ADA, *people).plan.warnings


def test_a_sender_that_nobody_chose_is_told_before_anybody_approves() -> None:
    said = (
        "notice.legal_from is missing;"
        " the mails come from Example Messaging <policies@policies.example.com>"
    )

    assert said in plan().plan.warnings
    chosen = settings_with(notice={"legal_from": "Example Ltd <legal@example.com>"})
    assert not any("legal_from" in warning for warning in plan(settings=chosen).plan.warnings)


def test_whoever_names_no_service_is_not_told_that_they_use_one() -> None:
    made = plan(ADA, ALL)

    words = made.words()
    assert "You use Messaging from" in words["ada"]
    assert "You are a customer of" in words["all"]
    assert "You use" not in words["all"]


def test_a_service_that_the_settings_lack_is_answered_with_what_to_write() -> None:
    decided = judged(services=("voice-mail",), reason="Others have none.")

    (message,) = refused(judgements=decided, settings=settings_with(services=()))

    assert message == (
        "policy/privacy.md: the service 'voice-mail' is unknown, as the settings define none;"
        ' write in fairnotice.toml, on two lines: [services.voice-mail] and title = "Voice mail"'
    )


def test_equal_words_are_not_told() -> None:
    same = a_revision(
        str(OLD.blob), published="2027-01-11", effective="2027-03-01", state=State.SCHEDULED
    )
    register = a_register(a_policy(OLD, same))

    assert plan(register=register, judgements=judging((same, a_judgement()))).plan.notices == ()


def test_where_nothing_is_due_no_list_is_read() -> None:
    def unread() -> Iterator[Recipient]:
        yield pytest.fail("the list was read")

    made = make_plan(
        register=a_register(a_policy(OLD)),
        judgements=JUDGEMENTS,
        recipients=unread(),
        books=NO_LEDGER.books([]),
        settings=SETTINGS,
        redline_of=a_redline,
    )

    assert (made.notices, made.recipients) == ((), 0)
    assert made.baseline == Baseline(day=TODAY, left_out=frozenset({OLD.id}))


@pytest.mark.parametrize(
    ("decision", "judgement", "said"),
    [
        pytest.param({"summary": " "}, {}, "change.summary is missing", id="no summary"),
        pytest.param(
            {"choices": ""}, {}, "change.choices is missing; a right is reduced", id="no choices"
        ),
        pytest.param(
            {"choices": "", "consent": Consent.REQUIRED},
            {"effect": Effect.NONE, "consent": True},
            "change.choices is missing; consent is asked",
            id="consent without choices",
        ),
        pytest.param(
            {}, {"consent": True}, "change.consent is unanswered", id="a question left open"
        ),
        pytest.param(
            {"services": ("voice",)}, {}, "change.reason must say why", id="narrowed, no reason"
        ),
        pytest.param(
            {"services": ("fax",), "reason": "r"}, {}, "'fax' is unknown", id="unknown service"
        ),
    ],
)
def test_missing_words_are_refused_naming_file_and_key(
    decision: dict[str, Any], judgement: dict[str, Any], said: str
) -> None:
    judgement = {"level": Level.SIGNIFICANT, "effect": Effect.REDUCES, **judgement}
    stands: Judgement = a_judgement(decision=a_decision(**decision), **judgement)

    (message,) = refused(judgements=judging((NEW, stands)), override="Counsel: no way round this")

    assert message.startswith("policy/privacy.md: ")
    assert said in message


def test_choices_may_be_missing_where_no_right_is_reduced() -> None:
    stands = a_judgement(effect=Effect.EXPANDS, decision=a_decision(choices=""))

    assert plan(judgements=judging((NEW, stands))).plan.deliveries


def test_every_reason_is_told_at_once() -> None:
    found = refused(
        judgements=judged(summary="", choices=""),
        settings=settings_with(contact=None, site_url=None, notice={"days": 60}),
    )

    assert len(found) == 5


@pytest.mark.parametrize(
    ("days", "passes"), [(44, True), (45, False)], ids=["just in time", "a day too late"]
)
def test_the_notice_period_is_kept(days: int, passes: bool) -> None:  # noqa: FBT001
    settings = settings_with(notice={"days": days})

    if passes:
        assert plan(settings=settings).plan.override is None
    else:
        assert "the earliest lawful day is 2027-03-02" in refused(settings=settings)[0]
        overridden = plan(settings=settings, override="A. Counsel: agreed with the authority").plan
        assert overridden.override is not None
        assert overridden.hash != plan().plan.hash


def test_a_change_that_must_apply_at_once_is_told_with_its_reason() -> None:
    urgent = a_revision("At once.", published="2027-01-15", services=("messaging",))
    decision = a_decision(at_once="imminent-danger", reason="A flaw lets strangers read messages.")
    register = a_register(a_policy(OLD, urgent))

    made = plan(
        register=register,
        judgements=judging((urgent, a_judgement(decision=decision))),
        past=Past(),
    )

    assert (
        "policy/privacy.md: applies at once (imminent-danger): no law that stands here accepts"
        " imminent-danger; the settings promise 30 days (fairnotice.toml, [notice] days)"
    ) in made.plan.warnings
    assert "A flaw lets strangers" in made.plan.notices[0].mail.mail.text


def test_laws_that_accept_the_reason_and_laws_that_do_not_are_named() -> None:
    urgent = a_revision("At once.", published="2027-01-15", services=("messaging",))
    decision = a_decision(at_once="legal-duty", reason="An order of the regulator.")
    settings = settings_with(
        services=(Service(id="messaging", title="Messaging", profiles=("p2b", "eecc")),),
        policies=(PolicySettings(id=PolicyId("privacy"), profiles=("psd2",)),),
    )

    made = plan(
        register=a_register(a_policy(OLD, urgent)),
        judgements=judging((urgent, a_judgement(decision=decision))),
        past=Past(),
        settings=settings,
    )

    (warning,) = (one for one in made.plan.warnings if "at once" in one)
    assert warning == (
        "policy/privacy.md: applies at once (legal-duty): the Platform-to-Business Regulation"
        " (Regulation (EU) 2019/1150, Article 3(4)) and the Electronic Communications Code"
        " (Directive (EU) 2018/1972, Article 105(4)) accept legal-duty; still, the settings promise 30 days (fairnotice.toml, [notice] days) and the Payment"
        " Services Directive asks for 2 months (Directive (EU) 2015/2366, Article 54(1))"
    )


def test_people_without_an_address_are_owed_a_durable_medium() -> None:
    settings = settings_with(notice={"profiles": ("gdpr", "p2b")})

    made = plan(ADA, a_recipient("post", None, ["voice"]), settings=settings)

    assert (
        "policy/privacy.md: 1 person has no address; the Platform-to-Business Regulation wants them"
        " told on a durable medium, such as a letter (Regulation (EU) 2019/1150, Article 3(2))"
    ) in made.plan.warnings
    assert not any("durable" in warning for warning in plan(ADA, settings=settings).plan.warnings)


def test_a_law_for_a_policy_that_is_none_is_refused() -> None:
    named = PolicySettings(id=PolicyId("privcy"), profiles=("psd2",))

    (message,) = refused(settings=settings_with(policies=(named,)), override="A. C: now")

    assert message.endswith("did you mean `privacy`?")


def promising(period: Period) -> PromisedBy:
    """The text in force promises a period, and perhaps another one."""
    promised = Promise(period=period, quote="We tell you before.", line=7)
    unclear = Promise(period=None, quote="We usually tell you.", line=9)
    promises = Promises(found=(promised,), unclear=(unclear,))
    return lambda text: InForce(path=text.path if text else None, promises=promises)


def test_the_promise_of_the_text_in_force_is_kept_and_quoted() -> None:
    (message,) = refused(promised_by=promising(months(2)))

    assert message == (
        "policy/privacy.md: the text applies from 2027-03-01; to people told on 2027-01-15, 2 months"
        " of notice are owed, the day of telling not counted, as the text in force promises 2 months"
        " (policy/privacy.md:7: “We tell you before.”); the last lawful day of telling was"
        " 2026-12-31; the earliest lawful day is 2027-03-16: move it there"
    )


def test_a_plan_says_which_period_is_owed_and_until_when_it_can_be_kept() -> None:
    made = plan(promised_by=promising(days(40)))

    (period,) = made.plan.periods
    assert (str(period.period), period.last_day) == ("40 days", day("2027-01-19"))
    assert "“We tell you before.”" in period.reason
    assert (
        "policy/privacy.md:9: may promise a period of notice, which is not counted: “We usually"
        " tell you.”"
    ) in made.plan.warnings


def test_those_who_had_joined_are_told_before_the_day_that_is_theirs() -> None:
    later = a_revision(
        "Later for some.",
        published="2027-01-14",
        effective="2027-01-20",
        existing=day("2027-03-01"),
        state=State.SCHEDULED,
    )
    register = a_register(a_policy(OLD, later))

    assert plan(register=register, judgements=judging((later, a_judgement()))).plan.deliveries


@pytest.mark.parametrize(
    ("passes", "lawful"),
    [
        pytest.param("2027-02-14", False, id="told 30 days before, the day of telling counted"),
        pytest.param("2027-02-15", True, id="told 30 days before"),
    ],
)
def test_control_does_not_pass_before_people_were_told_in_time(
    passes: str,
    lawful: bool,  # noqa: FBT001
) -> None:
    judgements = judged(kind=TRANSFER_OF_CONTROL, to="Other Ltd", day=day(passes))

    if lawful:
        assert plan(judgements=judgements).plan.deliveries
    else:
        (message,) = refused(judgements=judgements)
        assert "control passes from 2027-02-14; to people told on 2027-01-15, 30 days of" in message


def test_a_text_published_long_ago_is_refused_and_can_be_overridden() -> None:
    early = a_revision(
        "Early.", published="2026-12-31", effective="2027-06-01", state=State.SCHEDULED
    )
    register = a_register(a_policy(OLD, early))
    judgements = judging((early, a_judgement()))

    assert "over 14 days ago" in refused(register=register, judgements=judgements)[0]
    assert plan(
        register=register, judgements=judgements, override="A. C: told by letter"
    ).plan.deliveries


LATER = a_revision(
    "Later terms.",
    published="2027-01-12",
    effective="2027-04-01",
    state=State.SCHEDULED,
    policy="terms",
)


def test_nobody_gets_two_notices_a_day() -> None:
    register = a_register(PRIVACY, a_policy(LATER))
    judgements = {**JUDGEMENTS, **judging((LATER, a_judgement()))}

    assert refused(register=register, judgements=judgements) == [
        "1 person would get two notices in a day; give the policies one day, or wait"
    ]
    assert plan(register=register, judgements=judgements, override="A. C: two").plan.deliveries == 2


def test_a_second_plan_on_the_same_day_counts_too() -> None:
    today = Past(told={"ada@example.com": {RevisionId("another")}}, on=TODAY)

    assert "two notices in a day" in refused(past=today)[0]


def test_a_notice_to_an_empty_list_is_refused() -> None:
    with pytest.raises(PlanRefused, match="the list of recipients is empty"):
        make_plan(
            register=REGISTER,
            judgements=JUDGEMENTS,
            recipients=(),
            books=NO_LEDGER.books([]),
            settings=SETTINGS,
            redline_of=a_redline,
        )


def test_people_who_joined_before_get_the_day_that_holds_for_them() -> None:
    two_days = a_revision(
        "For all.",
        published="2027-01-11",
        effective="2027-03-01",
        state=State.SCHEDULED,
        front_matter=FrontMatter(existing=day("2027-04-01")),
    )
    made = plan(
        a_recipient("old", joined="2020-01-01"),
        a_recipient("new", joined="2027-01-12"),
        register=a_register(a_policy(OLD, two_days)),
        judgements=judging((two_days, a_judgement())),
    )

    days = {p.notice.id: p.notice.day for p in made.plan.notices}
    assert {d.recipient: days[d.notice] for d in made.told if d.notice} == {
        "old": day("2027-04-01"),
        "new": day("2027-03-01"),
    }


def test_what_is_no_link_is_told_before_anybody_approves() -> None:
    made = plan(judgements=judged(summary="Log in [here](https://evil.example/x)."))

    assert any("https://evil.example/x" in warning for warning in made.plan.warnings)


@pytest.mark.parametrize("written", ["", "Ada", "Ada:", ": why", "A. Counsel", "a\nb: c and d"])
def test_an_override_names_who_and_why(written: str) -> None:
    with pytest.raises(InvalidOverride, match='write "who: why"'):
        read_override(written)


SERVICES = st.lists(st.sampled_from(["messaging", "voice", "backup"]), unique=True)
PEOPLE = st.lists(
    st.tuples(st.sampled_from(["a", "A", "b", "c", None]), SERVICES), min_size=1, max_size=12
)


@given(PEOPLE)
def test_everybody_is_told_once_or_excluded_for_a_reason(
    people: list[tuple[str | None, list[str]]],
) -> None:
    recipients = [
        a_recipient(f"r{n}", f"{box}@example.com" if box else None, services)
        for n, (box, services) in enumerate(people)
    ]

    made = plan(*recipients, register=BOTH, judgements=BOTH_JUDGED)

    told = {entry.recipient for entry in made.told}
    assert told | set(made.excluded) == {recipient.id for recipient in recipients}
    assert len(told) + sum(made.plan.reasons.values()) == len(recipients)
    assert len({entry.mailbox for entry in made.told}) == len(made.told)


@given(
    st.permutations([ADA, BAK, ALL, a_recipient("x", None), a_recipient("y", services=["voice"])])
)
def test_the_order_of_the_list_does_not_matter(people: list[Recipient]) -> None:
    assert plan(*people).plan.hash == plan(*sorted(people, key=lambda r: r.id)).plan.hash


def published(moment: str, **fields: Any) -> Register:
    at = datetime.fromisoformat(moment)
    datings = tuple(replace(dating, published=at) for dating in NEW.datings)
    young = replace(NEW, published=at, published_on=at.date(), datings=datings, **fields)
    return a_register(a_policy(OLD, young))


@pytest.mark.parametrize(
    ("moment", "now", "told"),
    [
        pytest.param("2027-01-15T10:00Z", "2027-01-16T09:59Z", False, id="a minute too young"),
        pytest.param("2027-01-15T10:00Z", "2027-01-16T10:00Z", True, id="a day old"),
        pytest.param("2027-01-15T10:00+05:00", "2027-01-16T05:00Z", True, id="in another zone"),
    ],
)
def test_what_is_younger_than_the_settle_window_is_not_told_yet(
    moment: str,
    now: str,
    told: bool,  # noqa: FBT001
) -> None:
    made = plan(register=published(moment), now=datetime.fromisoformat(now)).plan

    assert bool(made.notices) is told
    assert bool(made.settling) is not told
    if not told:
        assert str(made.settling[0]) == (
            "policy/privacy.md: published on 2027-01-15 10:00 UTC, it may still be mended; it is"
            " planned from 2027-01-16 10:00 UTC on (notice.settle_hours)"
        )


def test_a_day_declared_anew_settles_too() -> None:
    dated = replace(NEW.datings[0], published=datetime.fromisoformat("2027-01-15T08:00Z"))
    register = a_register(a_policy(OLD, replace(NEW, datings=(*NEW.datings, dated))))

    assert plan(register=register).plan.settling


def test_edits_and_reverts_within_the_window_make_one_notice() -> None:
    first = replace(NEW, state=State.SUPERSEDED)
    mended = a_revision(
        "We keep call records for 60 days.",
        published="2027-01-14",
        effective="2027-03-01",
        state=State.SCHEDULED,
        services=("messaging", "voice"),
    )
    register = a_register(a_policy(OLD, first, mended))
    judgements = {**JUDGEMENTS, **judging((mended, a_judgement()))}

    (notice,) = plan(register=register, judgements=judgements).plan.notices

    (item,) = notice.notice.items
    assert item.revision == mended.id
    assert set(item.covered) == {first.id, mended.id}


def test_a_change_that_applies_at_once_does_not_settle() -> None:
    decided = judged(at_once="legal-duty", reason="An order of the regulator.")

    made = plan(register=published("2027-01-15T10:00Z"), judgements=decided).plan

    assert made.notices
    assert not made.settling


def test_nothing_settles_beyond_its_last_lawful_day() -> None:
    settings = settings_with(notice={"days": 44})  # of telling: 2027-01-15 at the latest

    made = plan(register=published("2027-01-15T10:00Z"), settings=settings).plan

    assert made.notices
