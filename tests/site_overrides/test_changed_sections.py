"""The summary of a redline names the sections it touches, each with a link."""

from archive.redlines import compare
from archive.rendering import render
from site_overrides.changed_sections import changed_sections
from tests.site_overrides.builders import IN_ENGLISH

SENTENCES = {
    "Logs": "We keep logs of your calls for thirty days, then they are deleted for good.",
    "Rights": "You may ask us for a copy of everything we hold about you, free of charge.",
    "Courts": "Disputes are heard by the courts of the place where you live and work.",
    "Cookies": "We set one cookie that remembers your language until you leave the site.",
}


def text(*sections: str, **changed: str) -> str:
    return "\n\n".join(f"## {name}\n\n{changed.get(name, SENTENCES[name])}" for name in sections)


def sections(old: str, new: str) -> dict[str, list[str]]:
    found = changed_sections(IN_ENGLISH, compare(render(old), render(new)).changes)
    return {label: [place.heading for place in places] for label, places in found}


def test_sections_are_told_by_what_became_of_them() -> None:
    old = text("Logs", "Rights", "Courts")
    new = text("Logs", "Courts", "Cookies", Logs=SENTENCES["Logs"].replace("thirty", "ninety"))

    assert sections(old, new) == {
        "Added": ["Cookies"],
        "Removed": ["Rights"],
        "Reworded": ["Logs"],
    }


def test_a_section_that_came_anew_is_not_called_reworded_as_well() -> None:
    assert sections(text("Logs"), text("Logs", "Rights")) == {"Added": ["Rights"]}


def test_renumbered_headings_are_renumbered() -> None:
    old = "## 1. Logs\n\nWe keep logs.\n\n## 2. Courts\n\nYours."
    new = "## 1. Cookies\n\nOne of them.\n\n## 2. Logs\n\nWe keep logs.\n\n## 3. Courts\n\nYours."

    assert sections(old, new) == {
        "Added": ["1. Cookies"],
        "Renumbered": ["2. Logs", "3. Courts"],
    }


def test_sections_whose_clauses_were_only_cut_moved_or_renumbered_are_not_reworded() -> None:
    rights = f"{SENTENCES['Rights']} {SENTENCES['Courts']}"
    old = f"## Rights\n\n{rights}\n\n## Logs\n\n1.1 {SENTENCES['Logs']}\n\n## Use\n\nYes."
    new = old.replace("free of charge. ", "free of charge.\n\n").replace("1.1", "1.2")

    assert sections(old, new) == {"Split or merged": ["Rights"], "Renumbered": ["Logs"]}
    assert sections(new, old) == {"Split or merged": ["Rights"], "Renumbered": ["Logs"]}
    assert sections(f"{SENTENCES['Cookies']}\n\n{old}", f"{old}\n\n{SENTENCES['Cookies']}") == {
        "Moved": ["Use"]
    }
    assert sections(old, new.replace("free of charge", "for a fee")) == {
        "Reworded": ["Rights"],
        "Renumbered": ["Logs"],
    }


def test_each_leads_to_its_first_change() -> None:
    old = text("Logs", "Rights")
    new = text("Logs", "Rights", Rights="You may ask for nothing at all any more, whatever it is.")
    changes = compare(render(old), render(new)).changes

    ((_, (place,)),) = changed_sections(IN_ENGLISH, changes)

    assert place.clause == changes[0].clause


def test_a_text_without_headings_has_no_sections() -> None:
    assert (
        changed_sections(IN_ENGLISH, compare("<p>One thing.</p>", "<p>Another.</p>").changes) == ()
    )
