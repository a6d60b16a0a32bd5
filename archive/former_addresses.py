"""Where on the site the former addresses lie that front matter redirects from."""

from archive.names import is_reserved


def former_address(written: str) -> str:
    """Return where a former address lies: "old.html" is a file, "old" and "old.md" a page.

    Empty where it is the front page of the site.
    """
    bare = written.strip("/")
    if bare.endswith(".html") and not bare.endswith("index.html"):
        return bare
    bare = bare.removesuffix("index.html").removesuffix(".md").strip("/")
    return f"{bare}/" if bare else ""


def is_own_page(written: str) -> bool:
    """Return whether a former address lies where the site has pages of its own, or files."""
    first = written.strip("/").partition("/")[0].casefold()
    return is_reserved(first.removesuffix(".html").removesuffix(".md"))
