"""One text with all that a policy may hold, and what may happen to it between two versions."""

Changes = tuple[tuple[str, str], ...]

TEXT = """# Privacy

We keep *logs* for **thirty** days. See [the terms](https://example.com/terms) and [below](#rights).

## What we collect

We collect your name. We never sell it to anyone at all.

- Your name, and your address
    - its street
    - its number
- Your bank account

3. First, we ask you
4. Then, we store it

    A second paragraph of this step.

| Data | Kept for |
|------|----------|
| Logs | 30 days  |
| Mail | 1 year   |

> A quotation of some length, of what the law says about all this.

## Rights

Term of art
: What it means to us

```
some   code
  with lines
```
"""
CHANGES: dict[str, Changes] = {
    "nothing": (),
    "a word": (("thirty", "ninety"),),
    "a space less": (("keep *logs* for", "keep *logs*—all—for"),),
    "a link's target": (("example.com/terms", "example.com/rules"),),
    "an end and what follows": (
        ("never sell it to anyone at all.\n", "never sell it to anyone. Nor do we lend it.\n\nNew here.\n"),
    ),
    "two ends and beginnings": (
        ("anyone at all.\n", "anyone else.\n"), ("- Your name, and", "- A name, and"),
    ),
    "a split": (("name. We never", "name.\n\nWe never"),),
    "an item gone": (("- Your bank account\n", ""),),
    "an item more": (("- Your bank account\n", "- Your bank account\n- Your pay slip\n"),),
    "a row gone": (("| Mail | 1 year   |\n", ""),),
    "a row more": (("| Mail | 1 year   |\n", "| Mail | 1 year   |\n| Calls | 2 years |\n"),),
    "a column more": (
        ("| Kept for |\n", "| Kept for | Why |\n"),
        ("|----------|\n", "|----------|-----|\n"),
        ("| 30 days  |\n", "| 30 days  | law |\n"),
        ("| 1 year   |\n", "| 1 year   | law |\n"),
    ),
    "a table gone": (
        (
            "| Data | Kept for |\n|------|----------|\n| Logs | 30 days  |\n| Mail | 1 year   |\n",
            "",
        ),
    ),
    "a paragraph moved": (
        ("> A quotation of some length, of what the law says about all this.\n", ""),
        ("- Your name", "> A quotation of some length, of what the law says about all this.\n\n- Your name"),
    ),
    "a heading made text": (("## Rights", "Rights"),),
    "a section gone": (("## What we collect\n\nWe collect your name. We never sell it to anyone at all.\n", ""),),
    "the last part gone": (("## Rights\n\nTerm of art\n: What it means to us\n\n```\nsome   code\n  with lines\n```\n", ""),),
    "other quotes and a word": (("# Privacy", "# Privacy “here”"), ("street", "road")),
}  # fmt: skip


def changed(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text
