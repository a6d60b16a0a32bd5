"""The settings file: what it may say, and how every mistake in it is reported at once."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from archive.errors import InvalidSettings
from archive.others_named import Authority, Processor
from archive.own_profiles import OwnProfile
from archive.revisions import BlobId, CommitId, Language, PolicyId
from archive.settings import (
    NoticeSettings,
    Override,
    PolicySettings,
    RecipientSource,
    Redaction,
    Service,
    Settings,
    load_settings,
    parse_settings,
)

EVERYTHING = """
published = "live"
timezone = "Europe/Berlin"
documents = ["legal/{id}.md", "legal/{id}.{lang}.md"]
retired = ["legal/old/**"]
language = "DE"
site_name = "Example policies"
site_url = "https://policies.example.com"
service_url = "http://127.0.0.1:8000/"
publish_assessment = "all"
downloads = ["docx"]
contact = "privacy@example.com"
postal_address = "Example Messaging, 1 Example Street"
comments = "https://example.com/talk"

[services.messaging]
title = "Messaging"
[services.voice]
profiles = ["eecc"]

[policies."firm/terms"]
profiles = ["p2b", "dsa"]

[profile.works-agreement]
title = "Works agreement"
months = 2
source = "section 7"
applies_to = ["firm/terms", "voice"]
[profile.bank]
days = 0
source = "Framework contract"

[recipients]
database_env = "CUSTOMERS_URL"
query = "select * from people"

[notice]
days = 60
profiles = ["gdpr"]
settle_hours = 0
legal_from = "Example Messaging <legal@example.com>"
courtesy_from = "updates@example.com"
canary = "canary@example.com"
witness = "notary@example.com"
bounces_to = "b@example.com"
quiet_hours = 12
sample = 500
at_once = 4
per_minute = 6000
own_approval = true
digest_day = "friday"
reminder = true
link_hosts = ["help.example.com"]
webhooks = ["https://hooks.example.com/notices"]

[moves]
"old/privacy-statement.md" = "privacy"

[[authorities]]
name = "Example Authority"
link = "https://authority.example/"
concerns = "Exampleland"

[[processors]]
name = "Example Mail"
does = "It carries our mails."
where = "Exampleland"

[[overrides]]
commit = "0123abc"
effective = 2017-06-13
reason = "the date stood on the page only"
path = "legal/privacy.md"

[[redactions]]
blob = "4567def"
reason = "a court order"
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(InvalidSettings) as error:
        parse_settings(text, file="fairnotice.toml")
    return str(error.value).splitlines()


def test_every_setting_is_read() -> None:
    assert parse_settings(EVERYTHING, file="fairnotice.toml") == Settings(
        published="live",
        timezone=ZoneInfo("Europe/Berlin"),
        documents=("legal/{id}.md", "legal/{id}.{lang}.md"),
        retired=("legal/old/**",),
        language=Language("de"),
        site_name="Example policies",
        site_url="https://policies.example.com/",
        service_url="http://127.0.0.1:8000/",
        publish_assessment="all",
        downloads=("docx",),
        contact="privacy@example.com",
        postal_address="Example Messaging, 1 Example Street",
        comments="https://example.com/talk",
        authorities=(
            Authority(
                name="Example Authority", link="https://authority.example/", concerns="Exampleland"
            ),
        ),
        processors=(
            Processor(name="Example Mail", does="It carries our mails.", where="Exampleland"),
        ),
        services=(
            Service(id="messaging", title="Messaging"),
            Service(id="voice", title="voice", profiles=("eecc",)),
        ),
        policies=(PolicySettings(id=PolicyId("firm/terms"), profiles=("p2b", "dsa")),),
        profiles=(
            OwnProfile(
                id="works-agreement",
                title="Works agreement",
                source="section 7",
                days=None,
                months=2,
                applies_to=("firm/terms", "voice"),
            ),
            OwnProfile(
                id="bank",
                title="bank",
                source="Framework contract",
                days=0,
                months=None,
                applies_to=(),
            ),
        ),
        recipients=RecipientSource(database_env="CUSTOMERS_URL", query="select * from people"),
        notice=NoticeSettings(
            days=60,
            profiles=("gdpr",),
            settle_hours=0,
            legal_from="Example Messaging <legal@example.com>",
            courtesy_from="updates@example.com",
            canary="canary@example.com",
            witness="notary@example.com",
            bounces_to="b@example.com",
            quiet_hours=12,
            sample=500,
            at_once=4,
            per_minute=6000,
            own_approval=True,
            digest_day="friday",
            reminder=True,
            link_hosts=("help.example.com",),
            webhooks=("https://hooks.example.com/notices",),
        ),
        moves=(("old/privacy-statement.md", PolicyId("privacy")),),
        overrides=(
            Override(
                commit=CommitId("0123abc"),
                effective=date(2017, 6, 13),
                reason="the date stood on the page only",
                path="legal/privacy.md",
            ),
        ),
        redactions=(Redaction(blob=BlobId("4567def"), reason="a court order"),),
    )


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        pytest.param('timezon = "UTC"', "did you mean `timezone`?", id="typo"),
        pytest.param("colour = 1", "; the keys are timezone", id="unknown key"),
        pytest.param('timezone = "Europe/Berln"', "`Europe/Berlin`", id="unknown zone"),
        pytest.param('timezone = "../etc/passwd"', "unknown time zone", id="a path for a zone"),
        pytest.param('language = "english"', "as in de", id="no language"),
        pytest.param('published = "--output=x"', "no name of a branch", id="an option"),
        pytest.param("documents = []", "at least one pattern", id="no documents"),
        pytest.param('documents = "policy/{id}.md"', "takes a list", id="text for a list"),
        pytest.param("documents = [1]", "a list of texts", id="numbers for texts"),
        pytest.param('documents = ["{name}.md"]', "use {id} and {lang}", id="no placeholder"),
        pytest.param('documents = ["{id}{id}"]', "only once", id="placeholder twice"),
        pytest.param('documents = ["a.md", "a.md"]', "twice", id="pattern twice"),
        pytest.param('documents = ["../{id}.md"]', "inside the repository", id="outside"),
        pytest.param('retired = ["{id}"]', "use * and **", id="placeholder for retired"),
        pytest.param('site_url = "http://example.com"', "https://", id="no https"),
        pytest.param('site_url = "policies"', "no address", id="no address"),
        pytest.param('site_url = "https://[::1"', "no address", id="broken address"),
        pytest.param('site_url = "https://example.com:x/"', "no address", id="broken port"),
        pytest.param('site_url = "https://a:b@example.com/"', "password", id="password"),
        pytest.param('publish_assessment = "some"', "'decided', 'all', 'none'", id="no choice"),
        pytest.param('downloads = ["word"]', "takes 'pdf' and 'docx', not 'word'", id="no form"),
        pytest.param('contact = ""', "is empty", id="empty"),
        pytest.param('contact = "a\\nb"', "one line", id="two lines"),
        pytest.param("[services.Voice]", "no id", id="capitals in an id"),
        pytest.param('services = "voice"', "takes a table", id="text for a table"),
        pytest.param('[services.a]\ntitle = "One"\n[services.b]\ntitle = "ONE"', "two services",
                     id="duplicate services"),
        pytest.param('[recipients]\ncsv = "a"\nurl = "https://example.com/"', "two sources",
                     id="two sources"),
        pytest.param("[recipients]", "needs `csv`", id="no source"),
        pytest.param('[recipients]\ndatabase_env = "A"', "go together", id="no query"),
        pytest.param('[recipients]\ncsv = "a"\nquery = "b"', "go together", id="query for CSV"),
        pytest.param('[recipients]\ncsv = "/etc/passwd"', "inside the repository", id="CSV outside"),
        pytest.param('[recipients]\ndatabase_env = "postgres://db/x"\nquery = "a"',
                     "not the URL itself", id="URL for a variable"),
        pytest.param('[recipients]\npassword = "x"', "never hold a password", id="a password"),
        pytest.param('[notice]\ndays = "30"', "takes a number, not text", id="text for a number"),
        pytest.param("[notice]\ndays = true", "not true or false", id="truth for a number"),
        pytest.param("[notice]\ndays = -1", "from 0", id="number out of bounds"),
        pytest.param('[notice]\nprofiles = ["gpdr"]', "did you mean `gdpr`?", id="no profile"),
        pytest.param(
            '[services.voice]\nprofiles = ["telecoms"]', "they are gdpr, dsa", id="unknown profile"
        ),
        pytest.param(
            '[policies.terms]\nprofile = ["p2b"]', "did you mean `profiles`?", id="a policy's typo"
        ),
        pytest.param('[profile.gdpr]\ndays = 1\nsource = "a"', ":1: `gdpr` is the name of a law",
                     id="a law's name"),
        pytest.param("[profile.a]\ndays = 1", "needs a line `source = …`", id="no source"),
        pytest.param('[profile.a]\nsource = "a"', ":1: the profile needs `days = …`", id="no period"),
        pytest.param('[profile.a]\nsource = "a"\ndays = 1\nmonths = 1', ":4: `days` and `months`",
                     id="two periods"),
        pytest.param('[profile.a]\nsource = "a"\nmonths = 0', ":3: `months = 0` must lie from 1",
                     id="months out of bounds"),
        pytest.param('[profile.a]\nsource = "a"\ndays = 1\napplies_to = []', ":4: `applies_to` is",
                     id="for nothing"),
        pytest.param('[profile.a]\nsource = "a"\ndays = 1\napplies = ["x"]', "did you mean `applies_to`",
                     id="a profile's typo"),
        pytest.param('[profile."A b"]\nsource = "a"\ndays = 1', "no id", id="no profile's name"),
        pytest.param('[policies."Bad id"]\nprofiles = []', "no id", id="no policy's id"),
        pytest.param('[notice]\nlegal_from = "legal"', "no sender", id="no sender"),
        pytest.param('[notice]\nlink_hosts = ["https://example.com"]', "no host", id="no host"),
        pytest.param('[moves]\n"a.md" = "B c"', "no id", id="no id in a move"),
        pytest.param('[[overrides]]\ncommit = "0123abc"\neffective = "2017-06-13"\nreason = "a"',
                     "without quotes", id="a date in quotes"),
        pytest.param('[[overrides]]\ncommit = "0123abc"\neffective = 2017-06-13T10:00:00\n'
                     'reason = "a"', "without quotes and time", id="a time for a date"),
        pytest.param('[[overrides]]\ncommit = "HEAD"\neffective = 2017-06-13\nreason = "a"',
                     "no name of git's", id="a reference for a commit"),
        pytest.param('[[redactions]]\nblob = "0123abc"', "needs a line `reason = …`",
                     id="no reason"),
        pytest.param("overrides = [1]", "each headed [[overrides]]", id="no tables"),
        pytest.param("a = [", "not TOML", id="no TOML"),
        pytest.param('contact = "a"\ncontact = "b"', "not TOML", id="key twice"),
    ],
)  # fmt: skip
def test_a_mistake_says_what_to_write_instead(text: str, advice: str) -> None:
    (line,) = mistakes(text)

    assert line.startswith("fairnotice.toml")
    assert advice in line


def test_every_mistake_is_reported_at_once_with_its_line() -> None:
    text = """# settings
timezon = "UTC"
language = "english"

[notice]
day = 30

[[overrides]]
commit = "0123abc"
effective = 2017-06-13
reason = "a"

[[overrides]]
commit = "HEAD"
effective = 2017-06-13
reason = "a"
"""
    assert [line.split(": ")[0] for line in mistakes(text)] == [
        "fairnotice.toml:2",
        "fairnotice.toml:3",
        "fairnotice.toml:6",
        "fairnotice.toml:14",
    ]


def test_a_mistake_never_shows_the_password() -> None:
    text = '[recipients]\nurl = "https://user:hunter2@example.com/"\npassword = "hunter2"'

    assert "hunter2" not in "\n".join(mistakes(text))


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n')

    assert load_settings(tmp_path) == Settings()


def test_settings_may_stand_in_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.fairnotice]\nsite_name = "Ours"\n')

    assert load_settings(tmp_path).site_name == "Ours"


def test_settings_in_both_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.fairnotice]\nsite_name = "Ours"\n')
    (tmp_path / "fairnotice.toml").write_text('site_name = "Ours"\n')

    with pytest.raises(InvalidSettings, match="keep one of them"):
        load_settings(tmp_path)


def test_a_mistake_in_pyproject_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.fairnotice]\nsite_nam = "Ours"\n')

    with pytest.raises(InvalidSettings, match=r"pyproject\.toml:2: .*`site_name`"):
        load_settings(tmp_path)


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fairnotice.toml").write_bytes(b'site_name = "\xe9"\n')

    with pytest.raises(InvalidSettings, match="UTF-8"):
        load_settings(tmp_path)
