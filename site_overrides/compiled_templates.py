"""Templates compiled once a process: `serve` builds again and again, and few of them change."""

from functools import cache
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """What was compiled of each template, and the digest of the text it was compiled from."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of the same text under the same name."""
        text, code = self._kept.get(bucket.key, (None, None))
        if text == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, in the place of what an earlier text gave."""
        if bucket.code is not None:
            self._kept[bucket.key] = (bucket.checksum, bucket.code)


@cache
def compiled_templates(extensions: frozenset[str]) -> CompiledTemplates:  # noqa: ARG001 (the key)
    """Return what this process has compiled for environments with these extensions."""
    return CompiledTemplates()
