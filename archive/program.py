"""The program as it is: what it made is kept only while it would make the same again."""

from functools import cache
from hashlib import sha256
from importlib.resources import files as files_of


@cache
def program_digest(package: str, *below: str) -> str:
    """Return what names the files of a package, or of a folder below it, to the byte."""
    digest = sha256()
    files = (each for each in files_of(package).joinpath(*below).iterdir() if each.is_file())
    for file in sorted(files, key=lambda each: each.name):
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\0".encode() + content)
    return digest.hexdigest()
