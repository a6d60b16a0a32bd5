"""Which law asks for what, and for which policies it stands. The table is for a lawyer to check."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.front_matter import read_front_matter
from archive.own_profiles import OwnProfile
from archive.revisions import PolicyId
from archive.settings import NoticeSettings, PolicySettings, Service, Settings
from archive.settings_checks import PROFILES
from notify.errors import InvalidRules
from notify.profiles import (
    OWN,
    AtOnce,
    Check,
    all_profiles,
    load_profiles,
    profiles_of,
    unknown_policies,
)

BY_ID = {profile.id: profile for profile in all_profiles()}
SETTINGS = Settings(
    services=(
        Service(id="voice", title="Voice", profiles=("eecc",)),
        Service(id="shop", title="Shop", profiles=("p2b", "dsa")),
        Service(id="news", title="News"),
    ),
    policies=(PolicySettings(id=PolicyId("payments"), profiles=("psd2",)),),
    notice=NoticeSettings(profiles=("gdpr",)),
)


@pytest.mark.parametrize(
    ("profile", "period", "medium", "at_once", "source"),
    [
        ("own", None, "", "", "settings, [notice] days"),
        ("gdpr", None, "", "", "WP260 rev.01, paragraph 30"),
        ("dsa", None, "", "", "Article 14(2)"),
        ("p2b", "15 days", "a durable medium", "legal-duty imminent-danger", "Article 3(2)"),
        (
            "eecc",
            "1 month",
            "a durable medium",
            "legal-duty readers-benefit administrative",
            "Article 105(4)",
        ),
        ("psd2", "2 months", "paper or another durable medium", "", "Article 54(1)"),
        ("ccpa", None, "", "", "Cal. Civ. Code § 1798.130(a)(5)"),
        ("caloppa", None, "", "", "Cal. Bus. & Prof. Code § 22575(b)"),
        ("colorado", None, "", "", "Rule 6.04"),
        ("coppa", None, "", "", "16 CFR § 312.4"),
        ("ftc", None, "", "", "Section 5"),
    ],
    ids=lambda value: value if value in BY_ID else "",
)
def test_what_a_law_asks_of_a_notice(
    profile: str, period: str | None, medium: str, at_once: str, source: str
) -> None:
    found = BY_ID[profile]

    assert (str(found.period) if found.period else None) == period
    assert (found.medium, " ".join(found.at_once), found.source) == (medium, at_once, source)


@pytest.mark.parametrize(
    ("check", "profiles"),
    [
        (Check.EFFECTIVE_DATE, "ccpa caloppa colorado"),
        (Check.HOW_TOLD, "caloppa"),
        (Check.MORE_THAN_A_LOOK, "gdpr colorado"),
        (Check.CONTACT, "gdpr"),
        (Check.REVIEW, "ccpa"),
        (Check.NO_REACH_BACK, "p2b ftc"),
        (Check.NEW_PURPOSE, "gdpr ccpa colorado"),
        (Check.BEFORE_TRANSFER, "own gdpr ccpa"),
        (Check.SUMMARY, "dsa"),
        (Check.RIGHT_TO_END, "p2b eecc psd2"),
        (Check.CHILDREN, "gdpr"),
        (Check.CHILDRENS_SERVICE, "coppa"),
    ],
)
def test_which_laws_ask_for_a_check(check: Check, profiles: str) -> None:
    asking = [p.id for p in all_profiles() if any(rule.check is check for rule in p.rules)]

    assert asking == profiles.split()
    assert all(rule.source for profile in all_profiles() for rule in profile.rules)


def test_settings_may_name_every_profile_but_the_one_that_always_stands() -> None:
    assert [OWN, *PROFILES] == list(BY_ID)


@pytest.mark.parametrize("reason", AtOnce)
def test_the_front_matter_knows_every_reason_for_a_change_at_once(reason: AtOnce) -> None:
    read = read_front_matter(f"---\nchange:\n  at_once: {reason}\n---\n", path="policy/a.md")
    assert read.change is not None
    assert (read.change.at_once, read.faults) == (reason, ())


@pytest.mark.parametrize(
    ("policy", "services", "standing"),
    [
        pytest.param("about", ["news"], "own gdpr", id="what stands for every policy"),
        pytest.param("calls", ["voice"], "own gdpr eecc", id="of its service"),
        pytest.param("all", ["shop", "voice"], "own gdpr dsa p2b eecc", id="of two services"),
        pytest.param("all", [], "own gdpr dsa p2b eecc", id="no services named means all"),
        pytest.param("payments", ["news"], "own gdpr psd2", id="of the policy itself"),
        pytest.param("payments", ["fax"], "own gdpr psd2", id="an unknown service has none"),
    ],
)
def test_the_profiles_of_a_policy(policy: str, services: list[str], standing: str) -> None:
    found = profiles_of(PolicyId(policy), services, SETTINGS)

    assert [profile.id for profile in found] == standing.split()


PROMISED = OwnProfile(
    id="works", title="Works agreement", source="section 7", days=None, months=3, applies_to=()
)


@pytest.mark.parametrize(
    ("applies_to", "policy", "services", "stands"),
    [
        pytest.param((), "about", ["news"], True, id="every policy"),
        pytest.param(("about",), "about", ["news"], True, id="the policy"),
        pytest.param(("voice",), "about", ["voice", "news"], True, id="a service"),
        pytest.param(("voice",), "about", [], True, id="a service of all"),
        pytest.param(("voice", "terms"), "about", ["news"], False, id="others"),
    ],
)
def test_what_was_promised_elsewhere_stands_beside_the_laws(
    applies_to: tuple[str, ...],
    policy: str,
    services: list[str],
    stands: bool,  # noqa: FBT001
) -> None:
    settings = replace(SETTINGS, profiles=(replace(PROMISED, applies_to=applies_to),))
    *_, last = profiles_of(PolicyId(policy), services, settings)

    assert (last.id == "works") is stands
    if stands:
        assert (str(last.period), last.where) == ("3 months", "Works agreement, section 7")


def test_what_is_promised_for_a_policy_that_is_none_is_told() -> None:
    promised = replace(PROMISED, applies_to=("voice", "abuot"))
    settings = replace(SETTINGS, policies=(), profiles=(promised,))

    assert unknown_policies(settings, [PolicyId("about")]) == (
        "the settings name the policy `abuot`, which is none; did you mean `about`?",
    )


@pytest.mark.parametrize(
    ("known", "said"),
    [
        pytest.param(["payments", "terms"], [], id="every policy is there"),
        pytest.param(
            ["payment", "terms"],
            ["the settings name the policy `payments`, which is none; did you mean `payment`?"],
            id="another spelling",
        ),
        pytest.param(
            ["about"],
            ["the settings name the policy `payments`, which is none; the policies are about"],
            id="nothing like it",
        ),
    ],
)
def test_a_law_for_a_policy_that_is_none_is_told(known: list[str], said: list[str]) -> None:
    assert unknown_policies(SETTINGS, map(PolicyId, known)) == tuple(said)


A_PROFILE = '[[profile]]\nid = "x"\ntitle = "X"\nlaw = "X Act"\nsource = "1"\n'
A_RULE = '[[rule]]\nprofile = "x"\ncheck = "contact"\nsource = "2"\n'


@pytest.mark.parametrize(
    ("table", "advice"),
    [
        pytest.param(A_PROFILE + "days = -1", ":6: profile: write days", id="days below 0"),
        pytest.param(A_PROFILE + 'days = "15"', ":6: profile: write days", id="text for a number"),
        pytest.param(A_PROFILE + "days = 1\nmonths = 1", ":7: .*keep one", id="two periods"),
        pytest.param(A_PROFILE + "dayz = 1", "did you mean days", id="typo"),
        pytest.param(A_PROFILE + 'at_once = ["soon"]', "'soon' is no reason", id="no reason"),
        pytest.param(
            A_PROFILE + 'at_once = ["legal-duty"]', "needs its source", id="reason without source"
        ),
        pytest.param(A_PROFILE + A_PROFILE, ":7: profile: 'x' stands here twice", id="twice"),
        pytest.param(A_RULE, "no profile is called 'x'", id="rule of no profile"),
        pytest.param(A_PROFILE + A_RULE + A_RULE, "this check twice", id="rule twice"),
        pytest.param(
            A_PROFILE + A_RULE.replace("contact", "colour"), 'one of "effective-date"', id="check"
        ),
        pytest.param('[[profile]]\nid = "x"', 'write title = "…"', id="no title"),
    ],
)
def test_a_mistake_in_the_table_is_told_with_its_line(
    tmp_path: Path, table: str, advice: str
) -> None:
    place = tmp_path / "profiles.toml"
    place.write_text(table, encoding="utf-8")

    with pytest.raises(InvalidRules, match=advice):
        load_profiles(place)
