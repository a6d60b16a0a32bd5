"""The whole path on the sample history: the pages that readers find, the mails that people get."""

import csv
import re
import shutil
from email.message import EmailMessage
from email.utils import getaddresses
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from tests.commands import fairnotice
from tests.journeys.demo import ADDRESS, Demo, Page, run_demo, words_of
from tests.repositories import PolicyRepository

ATOM = "{http://www.w3.org/2005/Atom}"
ANNOUNCEMENT = "Privacy Policy changes on 1 March 2027."
SUBJECT = "Murmurwell: Privacy Policy changes on 1 March 2027"
TITLES = {
    "backup": "Backup Privacy Policy",
    "privacy": "Privacy Policy",
    "subprocessors": "List of Sub-processors",
    "terms": "Terms of Service",
}


Texts = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def texts(demo: Demo) -> Texts:
    """The address of every text and its state, oldest first, by policy."""
    return {
        policy["id"]: {
            f"{policy['id']}/{version['effective']}/{revision['id']}/": revision["state"]
            for version in policy["versions"]
            for revision in version["revisions"]
        }
        for policy in demo.asked("versions")["policies"]
    }


def steps_of(texts: Texts) -> list[tuple[str, str]]:
    """The addresses of each text and of the one that followed it."""
    return [step for addresses in texts.values() for step in pairwise(addresses)]


def bare(words: str) -> str:
    """Words without white space, cell borders and the form of their quotes."""
    words = re.sub(r"[“”]", '"', re.sub(r"[‘’]", "'", words))
    return re.sub(r"[\s|]", "", words)


@pytest.mark.parametrize(
    ("policy", "facts"),
    [
        pytest.param(
            "privacy",
            {
                "In force since": "1 Sep 2025 until 28 Feb 2027",
                "Published": "18 Aug 2025",
                "Announced": "18 Aug 2025",
                "Last wording change": "18 Aug 2025",
                "Next version from": "1 Mar 2027",
            },
            id="all five where a next version is announced",
        ),
        pytest.param(
            "terms",
            {
                "In force since": "1 Jul 2025",
                "Published": "2 Jun 2025",
                "Announced": "2 Jun 2025",
                "Last wording change": "11 May 2026",
            },
            id="the last wording change may be later than the version",
        ),
        pytest.param(
            "subprocessors",
            {
                "In force since": "1 Jul 2026",
                "Published": "1 Jul 2026",
                "Announced": "1 Jul 2026",
                "Last wording change": "1 Jul 2026",
            },
            id="a list that applied on the day it was published",
        ),
        pytest.param(
            "backup",
            {
                "In force since": "1 Feb 2024",
                "Published": "10 Jan 2024",
                "Announced": "10 Jan 2024",
                "Last wording change": "10 Jan 2024",
            },
            id="a policy that never changed",
        ),
    ],
)
def test_each_policy_shows_its_dates(demo: Demo, policy: str, facts: dict[str, str]) -> None:
    assert demo.page(f"{policy}/").facts == facts


@pytest.mark.parametrize("policy", TITLES)
def test_each_policy_shows_the_words_in_force(demo: Demo, policy: str) -> None:
    in_force = demo.run("show", policy, "--format", "html")

    shown = demo.page(f"{policy}/").text

    assert shown
    assert bare(words_of(in_force.out)) == bare(TITLES[policy] + shown)


@pytest.mark.parametrize("policy", TITLES)
def test_each_policy_says_how_it_changes_and_whom_to_ask(demo: Demo, policy: str) -> None:
    page = demo.page(f"{policy}/")

    assert re.search(r"\d+\. Changes to (this|these) (policy|terms|list)", page.text)
    assert any(target.startswith("mailto:") for target in page.targets())


def test_every_earlier_text_has_a_page_that_leads_to_the_text_in_force(
    demo: Demo, texts: Texts
) -> None:
    past = [
        (policy, address)
        for policy, addresses in texts.items()
        for address, state in addresses.items()
        if state == "superseded"
    ]

    assert len(past) == 8
    for policy, address in past:
        page = demo.page(address)
        assert page.part("fn-banner--past").startswith("This text is not in force."), address
        assert page.links("fn-banner--past") == [("Read the text in force", f"{policy}/")]
        assert page.text


@pytest.mark.parametrize(
    "address",
    [
        *(f"privacy/{day}/" for day in ("2017-12-15", "2018-11-20", "2024-02-01", "2025-03-01")),
        "terms/2024-02-01/",
        "subprocessors/2024-02-01/",
        "subprocessors/2026-04-06/",
    ],
)
def test_every_earlier_version_has_an_address_of_its_own(demo: Demo, address: str) -> None:
    page = demo.page(address)

    assert page.part("fn-banner--past").startswith("This text is not in force.")
    assert page.targets("fn-banner--past") == {f"{address.partition('/')[0]}/"}


@pytest.mark.parametrize("day", ["2017-12-15", "2018-11-20", "2024-02-01", "2025-03-01"])
def test_an_earlier_version_reads_as_it_did(demo: Demo, day: str) -> None:
    shown = demo.run("show", "privacy", "--version", day, "--format", "html")

    words = demo.page(f"privacy/{day}/").text

    assert bare(words_of(shown.out)) == bare(TITLES["privacy"] + words)


def test_the_scheduled_version_has_a_page_that_says_it_is_not_in_force_yet(demo: Demo) -> None:
    coming = demo.page("privacy/2027-03-01/")

    assert coming.part("fn-banner--coming").startswith("This text is not in force yet.")
    assert "It applies from 1 March 2027 on." in coming.words
    assert "for 14 days after you close your account" in coming.text


@pytest.mark.parametrize(
    ("address", "struck", "inserted"),
    [
        pytest.param(
            "privacy/2025-03-01/changes/",
            ["30"],
            [
                "90",
                (
                    'By "voice recordings" we mean the voicemail that callers leave for you and the'
                    " calls that you choose to record."
                ),
            ],
            id="a number in a table, and a sentence",
        ),
        pytest.param(
            "privacy/2027-03-01/changes/",
            ["We do not use it for anything else.", "30"],
            [
                (
                    "If you agree, we also use it to detect spam and fake accounts, for example when"
                    " one account appears to write from several countries within a few minutes. We"
                    " start only after you have said yes in the app, and no answer counts as no."
                ),
                "to detect spam and fake accounts by approximate location (your consent);",
                "14",
                "Object.",
                (
                    "You can object in the app, in one step, to our use of your activity data. We then"
                    " stop, unless we show you strong reasons that the law accepts, and we answer you"
                    " within one month."
                ),
            ],
            id="the scheduled change",
        ),
        pytest.param(
            "subprocessors/2026-07-01/changes/",
            [
                "Quillstone Metrics Ltd",
                "collects fault reports from the apps",
                "United Kingdom",
                "20 November 2018",
            ],
            [],
            id="a row that was taken out",
        ),
        pytest.param(
            "terms/2025-07-01/2025-06-02-7db79422/changes/",
            [],
            [
                (
                    "An administrator can hand this task to another member at any time, and a group"
                    " can have several administrators."
                )
            ],
            id="a sentence within a paragraph",
        ),
    ],
)
def test_a_redline_strikes_and_inserts_the_words_that_changed(
    demo: Demo, address: str, struck: list[str], inserted: list[str]
) -> None:
    page = demo.page(address)

    assert page.marked("del") == struck
    assert page.marked("ins") == inserted


def test_each_step_has_a_redline_that_gives_both_texts_back(demo: Demo, texts: Texts) -> None:
    assert len(steps_of(texts)) == 9
    for old, new in steps_of(texts):
        redline = demo.page(f"{new}changes/")
        title = TITLES[new.partition("/")[0]]
        assert bare(redline.without("ins")) == bare(title + demo.page(old).text), new
        assert bare(redline.without("del")) == bare(title + demo.page(new).text), new


def test_a_scheduled_significant_change_is_announced_on_every_page(demo: Demo) -> None:
    # 404.html answers for addresses that are no page; the example stands for a page of a product.
    apart = ("404.html", "embed/example/")
    pages = [page for page in demo.pages() if page.address not in apart]

    assert len(pages) > 50
    for page in pages:
        assert ANNOUNCEMENT in page.words, page.address
        (target,) = page.targets("fn-announcement")
        assert demo.page(target).part("fn-redline"), page.address


def test_the_policy_shows_prominently_what_is_coming(demo: Demo) -> None:
    page = demo.page("privacy/")
    coming = page.part("fn-banner--coming")

    assert coming.startswith("A new version applies from 1 March 2027")
    assert "Until 28 February 2027, the text on this page applies." in coming
    assert "You will have 14 days instead of 30 to download your data" in coming
    assert "What you can do" in coming
    assert "Location: from 1 March 2027 the app asks you once." in coming
    assert "Needs your consent" in coming
    assert page.targets("fn-banner--coming") == {
        "privacy/2027-03-01/2027-01-11-fdaac5d0/",
        "privacy/2027-03-01/2027-01-11-fdaac5d0/changes/",
    }


def test_history_lists_every_version_with_state_level_and_summary(demo: Demo) -> None:
    entries = demo.page("privacy/history/").parts("fn-version-entry")

    for entry, (version, state, level, summary) in zip(
        entries,
        [
            ("1 March 2027", "Scheduled", "Significant change", "14 days instead of 30"),
            ("1 September 2025", "In force", "Editorial change", ""),
            ("1 March 2025", "Superseded", "Significant change", "90 days instead of 30"),
            ("1 February 2024", "Superseded", "Significant change", "says more"),
            ("20 November 2018", "Superseded", "", "its dates are declared"),
            ("15 December 2017", "Superseded", "", "First text on record"),
        ],
        strict=True,
    ):
        assert entry.startswith(f"Version of {version} {state}")
        assert level in entry
        assert summary in entry


def test_the_change_log_covers_every_publication_of_every_policy(demo: Demo, texts: Texts) -> None:
    page = demo.page("changes/")
    published = {address for addresses in texts.values() for address in addresses}

    assert len(page.parts("fn-log__entry")) == len(published) == 13
    assert published <= page.targets("fn-log")
    assert {f"{new}changes/" for _, new in steps_of(texts)} <= page.targets("fn-log")


def test_a_change_of_form_alone_made_no_text(demo: Demo) -> None:
    commits = PolicyRepository(demo.root).git("log", "--format=%cs", "--", "policy/privacy.md")

    assert "2025-10-06" in commits.splitlines()
    assert "2025-10-06" not in demo.run("versions", "privacy", "--format", "json").out
    assert "6 October 2025" not in demo.page("privacy/history/").words
    assert "6 October 2025" not in demo.page("changes/").words


def test_words_changed_under_an_unchanged_date_are_shown_as_such(demo: Demo) -> None:
    said = "Undated change: the words changed on 11 May 2026, while the effective date stayed"

    (entry, _) = demo.page("terms/history/").parts("fn-version-entry")
    assert said in entry
    assert "Published 11 May 2026" in entry
    assert said in demo.page("changes/2026/").words
    assert "the words changed on 2026-05-11" in demo.run("versions", "terms").out


def test_the_list_of_sub_processors_says_who_is_where(demo: Demo) -> None:
    text = demo.page("subprocessors/").text

    for company, country in (
        ("Wharfstone Hosting Ltd", "Ireland"),
        ("Postwick Mail BV", "Netherlands"),
        ("Fernline Help Desk Inc.", "Canada"),
    ):
        assert re.search(rf"{re.escape(company)} [^|]*? {country}", text)


@pytest.mark.parametrize("feed", ["atom.xml", *(f"{policy}/atom.xml" for policy in TITLES)])
def test_the_atom_feed_has_an_entry_with_an_id_of_its_own_for_each_text(
    demo: Demo, texts: Texts, feed: str
) -> None:
    root = etree.parse(demo.site / feed).getroot()
    entries = root.findall(f"{ATOM}entry")
    policies = [feed.partition("/")[0]] if "/" in feed else list(TITLES)

    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids) == sum(len(texts[p]) for p in policies)
    for entry in entries:
        assert entry.findtext(f"{ATOM}title")
        assert str(entry.findtext(f"{ATOM}updated")).endswith("Z")
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert demo.page(str(link.get("href")).removeprefix(ADDRESS)).words


def test_reading_needs_no_script_no_cookie_and_no_other_host(demo: Demo) -> None:
    for page in demo.pages():
        assert not page.tree.xpath("//iframe | //noscript"), page.address
        for form in page.tree.xpath("//form[@action]"):  # asks for a day, on a page of the site
            assert form.get("method", "get") == "get", page.address
            assert "//" not in form.get("action"), page.address
        assert [source for source in loaded_by(page) if "//" in source] == [], page.address
    scripts = list(demo.site.rglob("*.js"))
    assert scripts
    for script in scripts:
        assert "document.cookie" not in script.read_text(encoding="utf-8"), script.name


def loaded_by(page: Page) -> list[str]:
    """The addresses of everything that a browser fetches to show a page."""
    found: list[str] = page.tree.xpath(
        "//img/@src | //script/@src | //source/@src | //link[@rel='stylesheet' or @rel='icon'"
        " or @rel='preload' or @rel='preconnect']/@href"
    )
    return found


def test_an_address_stays_with_its_words_when_the_policies_change(
    demo: Demo, tmp_path: Path
) -> None:
    before = Demo(root=tmp_path, said="")
    repository = PolicyRepository(before.root)
    repository.git("fetch", "-q", str(demo.root), "main")
    repository.git("reset", "-q", "--hard", "FETCH_HEAD~2")

    built = fairnotice("build", "--today", "2026-06-01", cwd=before.root)

    assert built.status == 0, built
    former = [page for page in before.pages() if page.address != "404.html"]
    assert len(former) > 40
    for page in former:
        assert (demo.site / page.address / "index.html").is_file(), page.address
        if re.search(r"/\d{4}-\d\d-\d\d-[0-9a-f]{8}/$", page.address):
            assert demo.page(page.address).text == page.text


def test_two_runs_make_the_same_site_to_the_byte(demo: Demo, tmp_path: Path) -> None:
    again = run_demo(tmp_path / "again", "--site-only", TZ="Asia/Tokyo", LC_ALL="C")

    first, second = files_of(demo.site), files_of(again.site)

    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, byte for byte, by its place there."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def people(demo: Demo) -> list[dict[str, str]]:
    """The rows of the list of recipients."""
    with demo.root.joinpath("recipients.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(mail: EmailMessage) -> str:
    """The words of a mail's text, lines joined."""
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    content: str = part.get_content()
    return content


def test_a_mail_goes_once_to_each_mailbox_of_the_services_concerned(demo: Demo) -> None:
    concerned = [
        row["email"].casefold()
        for row in people(demo)
        if not row["services"] or {"messaging", "voice"} & set(row["services"].split(";"))
    ]

    to = [address.casefold() for mail in demo.mails() for _, address in getaddresses([mail["To"]])]

    assert len(set(to)) == len(to) == 20
    assert set(to) == set(concerned) - {""}
    assert concerned.count("") == 1  # one of them has no address
    assert concerned.count("recipient.05@example.com") == 2  # one has two accounts


def test_people_of_other_services_alone_get_no_mail(demo: Demo) -> None:
    others = {row["email"] for row in people(demo) if row["services"] == "backup"}

    to = {address for mail in demo.mails() for _, address in getaddresses([mail["To"]])}

    assert len(others) == 2
    assert others.isdisjoint(to)


def test_those_who_get_no_mail_are_counted_by_the_reason(demo: Demo) -> None:
    assert (
        "24 recipients = 20 told + 1 not (no address) + 2 not (other services)"
        " + 1 not (same mailbox)" in demo.said
    )
    assert "Those without an address are to be told by other means" in demo.said


def test_a_mail_says_what_changes_from_when_and_what_one_can_do(demo: Demo) -> None:
    mails = [mail for mail in demo.mails() if mail["Subject"] == SUBJECT]

    assert mails
    for mail in mails:
        assert len(mail["Subject"]) <= 78
        assert mail["Reply-To"] == "privacy@murmurwell.example"
        assert mail.get_content_type() == "multipart/alternative"
        for words in (plain(mail), " ".join(words_of(html_of(mail)).split())):
            assert "1 March 2027, 00:00 (UTC)" in words
            assert "You will have 14 days instead of 30 to download your data" in words
            assert "until 28 February 2027 the present text applies" in words
            assert "This reduces your rights in part and expands them in part." in words
            assert "you can download your data at any time under Settings" in words
            assert "Part of this applies to you only if you agree. No answer counts as no." in words


def test_a_mail_names_the_services_for_which_its_reader_gets_it(demo: Demo) -> None:
    by_address = {
        address: plain(mail) for mail in demo.mails() for _, address in getaddresses([mail["To"]])
    }

    assert "Your services: Voice." in by_address["recipient.03@example.com"]
    assert "Your services: Messaging." in by_address["recipient.07@example.net"]
    # Two accounts of one mailbox are told together; Backup is not concerned.
    assert "Your services: Messaging and Voice." in by_address["recipient.05@example.com"]


def test_a_mail_shows_the_passages_that_changed_and_leads_to_both_texts(demo: Demo) -> None:
    revision = f"{ADDRESS}privacy/2027-03-01/2027-01-11-fdaac5d0/"
    targets = (revision, f"{revision}changes/", f"{ADDRESS}privacy/2025-09-01/2025-08-18-250ba7fa/")

    for mail in demo.mails():
        words, html = plain(mail), html_of(mail)
        assert "[-We do not use it for anything else.-]" in words
        assert "You can still do so for [-30-]{+14+} days after you close your account." in words
        assert re.search(r"<del[^>]*>30</del>&thinsp;<ins[^>]*>14</ins>", html)
        for target in targets:
            assert target in words
            assert f'href="{target}"' in html
            assert demo.page(target.removeprefix(ADDRESS)).words
        assert "<img" not in html


def test_the_mails_leave_a_month_before_the_change_applies(demo: Demo) -> None:
    (plan,) = demo.asked("notify", "status")["plans"]

    assert plan["today"] == "2027-01-15"
    assert {notice["day"] for notice in plan["notices"]} == {"2027-03-01"}


def test_the_first_plan_is_a_baseline_and_nobody_is_mailed_about_the_past(demo: Demo) -> None:
    assert "This is the first plan: nobody is mailed about what applied before it." in demo.said
    assert "left out: Privacy Policy (en), the text from 2025-03-01" in demo.said
    assert {mail["Subject"] for mail in demo.mails()} == {
        SUBJECT,
        "Murmurwell: Privacy Policy ändert sich am 1. März 2027",
        "Murmurwell\N{NO-BREAK SPACE}: Privacy Policy change le 1er mars 2027",
    }


def test_the_record_says_what_became_of_everybody(demo: Demo) -> None:
    (plan,) = demo.asked("notify", "status")["plans"]
    told = [notice["deliveries"] for notice in plan["notices"]]

    assert sum(each["withheld"] for each in told) == 20
    assert sum(each["accepted"] for each in told) == 0
    assert plan["recipients"] == 24
    everybody = sum(sum(each.values()) for each in told) + plan["unconcerned"]
    assert everybody == plan["recipients"]
    assert plan["approved_by"] == "Counsel"
    assert plan["approved_at"]


def test_doing_everything_again_changes_nothing(demo: Demo, tmp_path: Path) -> None:
    copy = Demo(root=tmp_path / "copy", said="")
    shutil.copytree(demo.root, copy.root)
    status, mails = copy.asked("notify", "status"), files_of(copy.outbox)

    assert copy.asked("notify", "plan")["new"] is False
    assert copy.asked("notify", "send")["deliveries"] == {}

    assert copy.asked("notify", "status") == status
    assert files_of(copy.outbox) == mails

    # Mails that told nobody may be approved once more; that alone sends none.
    assert copy.asked("notify", "approve", "--by", "Somebody else")["withheld"] == 20
    assert copy.run("notify", "approve", "--by", "Somebody else").status == 2
    assert copy.asked("notify", "send")["deliveries"] == {}
    assert files_of(copy.outbox) == mails


def test_the_ledger_and_the_mails_are_for_their_owner_alone_and_never_committed(
    demo: Demo,
) -> None:
    for folder in (demo.root / ".fairnotice", demo.outbox):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert PolicyRepository(demo.root).git("status", "--porcelain") == ""
