"""Texts whose author attacks the reader: in the words, in the front matter, in every version."""

from pathlib import Path

from tests.repositories import PolicyRepository

OUTSIDE = "http://127.0.0.1:9/"  # where a request would be seen to go

ATTACKS = f"""
<script>window.pwned = 1</script>
<script src="{OUTSIDE}a.js"></script>

<img src="x" onerror="window.pwned = 1"> <img src="{OUTSIDE}b.png">
<img src="//127.0.0.1:9/c.png"> <img src="\\\\127.0.0.1:9\\d.png"> ![picture]({OUTSIDE}e.png)
![same](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)

<svg onload="window.pwned = 1"><script>window.pwned = 1</script></svg>
<math><mtext><script>window.pwned = 1</script></mtext></math>

<iframe src="{OUTSIDE}f"></iframe><object data="{OUTSIDE}g"></object><embed src="{OUTSIDE}h">
<form action="{OUTSIDE}i"><input name="password"><button formaction="{OUTSIDE}j">Go</button></form>

<meta http-equiv="refresh" content="0;url={OUTSIDE}k"><base href="{OUTSIDE}l">
<link rel="stylesheet" href="{OUTSIDE}m"><style>body {{ background: url({OUTSIDE}n) }}</style>

<p style="background: url({OUTSIDE}o)">styled</p>
<div hidden onclick="window.pwned = 1">hidden</div>

A paragraph.
{{: onclick="window.pwned = 1" style="position: fixed" }}

## A heading {{: onmouseover="window.pwned = 1" id="x&quot;&gt;&lt;script&gt;window.pwned=1&lt;/script&gt;" }}

[click](javascript:window.pwned=1) [data](data:text/html,<script>window.pwned=1</script>)
<a href="java&#10;script:window.pwned=1">split</a> <a href="vbscript:x" ping="{OUTSIDE}p">ping</a>
<a href='https://example.org/"onclick="window.pwned=1'>quotes</a>

<video autoplay src="{OUTSIDE}q"></video><audio src="{OUTSIDE}r" autoplay></audio>
<template><script>window.pwned = 1</script></template><noscript><img src="{OUTSIDE}s"></noscript>

FairNoticeShellBody0 FairNoticeShellTitle0 {{{{ page.title }}}} {{% raw %}}
"""

TITLE = "Terms </title><script>window.pwned = 1</script> &lt;img src=x onerror=window.pwned=1&gt;"
SUMMARY = f"<script>window.pwned = 1</script> ![x]({OUTSIDE}t.png) [y](javascript:window.pwned=1)"


def _text(day: str, words: str) -> str:
    return (
        f"---\ntitle: '{TITLE}'\neffective: {day}\ncontact: '<script>window.pwned = 1</script>'\n"
        f"change:\n  level: significant\n  reason: '{SUMMARY}'\n  summary: '{SUMMARY}'\n"
        f"  choices: '{SUMMARY}'\n---\n# {TITLE}\n\n{words}\n{ATTACKS}\n"
    )


def hostile_history(root: Path) -> Path:
    """Make a repository with an earlier, a present and a scheduled hostile text."""
    repository = PolicyRepository(root)
    repository.write("fairnotice.toml", "site_name = '</title><script>window.pwned=1</script>'\n")
    repository.commit({"policy/terms.md": _text("2025-01-01", "We keep logs.")}, "2024-12-01")
    repository.commit({"policy/terms.md": _text("2026-01-01", "We keep no logs.")}, "2025-12-01")
    repository.commit({"policy/terms.md": _text("2027-03-01", "We keep old logs.")}, "2027-01-01")
    repository.write("policy/index.md", f"# Home\n{ATTACKS}")
    repository.write("policy/evil.svg", "<svg onload='window.pwned=1'/>")
    repository.write("policy/evil.html", "<script>window.pwned=1</script>")
    (root / "policy/passwd.png").symlink_to("/etc/passwd")
    (root / "policy/linked.md").symlink_to("/etc/passwd")
    repository.write(
        "mkdocs.yml",
        "site_name: '</title><script>window.pwned=1</script>'\ndocs_dir: policy\n"
        "theme: {name: material}\nplugins: [search, fairnotice]\n",
    )
    repository.commit({}, "2027-01-02")
    return root
