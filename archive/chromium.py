"""The one place that runs a Chromium: it prints HTML as PDF, and reaches no network and no file.

It is spoken to through two pipes, by the protocol of its developer tools
(chromedevtools.github.io/devtools-protocol): no port is opened. Whoever gives it a text need not
trust that text: no script runs, whatever the text asks for is refused, no name is looked up, and
its profile is an empty folder that goes with it.
"""

import base64
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Any, Final

from archive.errors import NoChromium, PrintingFailed

PROGRAM: Final = "FAIRNOTICE_CHROMIUM"
SECONDS: Final = 120  # for one document; a policy of a hundred pages takes about five
_NAMES: Final = (
    *("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_OPTIONS: Final = (
    "--headless",
    "--remote-debugging-pipe",
    "--user-agent=Fair Notice",  # a PDF names it as what made it
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)
# Chromium reads at descriptor 3 and writes at 4, whichever numbers the pipes have here; not every
# shell takes a number of two digits after `<&`.
_ON_ITS_PIPES: Final = 'exec 3<"/dev/fd/$1" 4>"/dev/fd/$2"; shift 2; exec "$@"'
_MOMENT: Final = re.compile(rb"/(Creation|Mod)Date \(D:\d{14}\+00'00'\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document to be printed, and what stands at the head and foot of each of its pages."""

    html: str  # the whole document; its title becomes the title of the file
    header: str
    footer: str
    at: datetime  # aware: the moment the file says it was made

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise PrintingFailed("the moment of a document has no time zone")


def chromium_program(environment: Mapping[str, str]) -> str:
    """Return the Chromium that an environment names, else the one that is installed.

    Raises NoChromium where there is none.
    """
    named = environment.get(PROGRAM)
    path = environment.get("PATH")
    for name in (named,) if named else _NAMES:
        if found := shutil.which(name, path=path):
            return found
    if named:
        raise NoChromium(f"{PROGRAM} names {named!r}, and no program is there")
    raise NoChromium(f"no Chromium is installed: install one, or name its program in {PROGRAM}")


class Printer:
    """Prints one document after the other with one Chromium, which starts with the first."""

    def __init__(self, program: str, *, seconds: float = SECONDS) -> None:
        self._program, self._seconds = program, seconds
        self._running: _Chromium | None = None

    def pdf(self, sheet: Sheet) -> bytes:
        """Return a document as a PDF file, the same bytes whenever it is printed.

        Raises PrintingFailed where that takes too long or Chromium ends; the next document
        gets another Chromium.
        """
        if self._running is None:
            self._running = _Chromium(self._program, self._seconds)
        try:
            data = self._running.printed(sheet)
        except BaseException:
            self.close()
            raise
        made = sheet.at.astimezone(UTC).strftime("%Y%m%d%H%M%S").encode()
        return _MOMENT.sub(rb"/\1Date (D:" + made + rb"+00'00')", data)

    def close(self) -> None:
        """End the Chromium, if one runs."""
        if self._running is not None:
            self._running.end()
            self._running = None


@dataclass(slots=True)
class _Chromium:
    """One process, and the messages that go to and fro."""

    program: str
    seconds: float  # for one document
    _profile: tempfile.TemporaryDirectory[str] = field(init=False)
    _process: subprocess.Popen[bytes] = field(init=False)
    _to: int = field(init=False)
    _from: int = field(init=False)
    _unread: bytearray = field(default_factory=bytearray, init=False)
    _asked: int = field(default=0, init=False)
    _told: list[str] = field(default_factory=list, init=False)  # events since the last question

    def __post_init__(self) -> None:
        # It binds a socket below, whose path may have a hundred letters; some temporary folders
        # have as many themselves.
        place = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108 - made for us alone
        self._profile = tempfile.TemporaryDirectory(prefix=f"fairnotice-{os.getpid()}-", dir=place)
        its_input, self._to = _pipe()
        self._from, its_output = _pipe()
        options = [*_OPTIONS, f"--user-data-dir={self._profile.name}"]
        if os.geteuid() == 0:
            options.append("--no-sandbox")  # Chromium's own, which root cannot have
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    *("/bin/sh", "-c", _ON_ITS_PIPES, "sh", str(its_input), str(its_output)),
                    *(self.program, *options, "about:blank"),
                ],
                pass_fds=(its_input, its_output),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=self._environment(),
                cwd=self._profile.name,
                start_new_session=True,
            )
        os.close(its_input)
        os.close(its_output)

    @property
    def _log(self) -> Path:
        return Path(self._profile.name) / "fairnotice.log"

    def _last_words(self) -> str:
        """Return what Chromium said was fatal, such as that it has no sandbox here."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        fatal = [line.partition("FATAL:")[2] for line in lines if "FATAL:" in line]
        said = "".join(letter for each in fatal[:1] for letter in each if letter.isprintable())
        return f": {said.partition('] ')[2] or said}"[:300] if said else ""

    def _environment(self) -> dict[str, str]:
        own = {name: os.environ[name] for name in ("PATH", "FONTCONFIG_FILE") if name in os.environ}
        home = dict.fromkeys(("HOME", "TMPDIR", "XDG_RUNTIME_DIR"), self._profile.name)
        return own | home | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def printed(self, sheet: Sheet) -> bytes:
        """Return a document as Chromium prints it, on a page of its own."""
        with self._limited():
            target = self._ask("Target.createTarget", url="about:blank")["targetId"]
            attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
            page: str = attached["sessionId"]
            self._ask("Emulation.setScriptExecutionDisabled", page, value=True)
            self._ask("Fetch.enable", page, patterns=[{"urlPattern": "*"}])
            self._ask("Page.enable", page)
            frame = self._ask("Page.getFrameTree", page)["frameTree"]["frame"]["id"]
            self._ask("Page.setDocumentContent", page, frameId=frame, html=_whole(sheet.html))
            while "Page.loadEventFired" not in self._told:
                self._hear()
            answer = self._ask(
                "Page.printToPDF",
                page,
                displayHeaderFooter=True,
                headerTemplate=_whole(sheet.header),
                footerTemplate=_whole(sheet.footer),
                printBackground=True,
                preferCSSPageSize=True,
                generateTaggedPDF=True,
                generateDocumentOutline=True,
            )
            self._ask("Target.closeTarget", targetId=target)
        return base64.b64decode(answer["data"])

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """End the process when its time is up; whoever waits for it then hears that it ended."""
        timer, began = Timer(self.seconds, self._kill), monotonic()
        timer.start()
        try:
            yield
        except (EOFError, OSError) as error:
            late = monotonic() - began >= self.seconds
            ended = f"made {self.program} end{self._last_words()}"
            why = f"took more than {self.seconds:g} seconds" if late else ended
            raise PrintingFailed(f"printing it {why}") from error
        finally:
            timer.cancel()

    def _ask(self, method: str, page: str | None = None, **parameters: object) -> dict[str, Any]:
        """Return the answer to a question; raises PrintingFailed where it is refused."""
        self._told.clear()
        number = self._send(method, page, **parameters)
        while (answer := self._hear()).get("id") != number:
            pass
        if "error" in answer:
            raise PrintingFailed(
                f"printing it was refused: {method}: {answer['error'].get('message')}"
            )
        found: dict[str, Any] = answer["result"]
        return found

    def _send(self, method: str, page: str | None, **parameters: object) -> int:
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": parameters}
        whole = json.dumps(message | ({"sessionId": page} if page else {})).encode() + b"\0"
        rest = memoryview(whole)
        while rest:
            rest = rest[os.write(self._to, rest) :]
        return self._asked

    def _hear(self) -> dict[str, Any]:
        """Return the next message; whatever a page asks for is refused on the way."""
        while (end := self._unread.find(b"\0")) < 0:
            more = os.read(self._from, 1 << 20)
            if not more:
                raise EOFError
            self._unread += more
        message: dict[str, Any] = json.loads(self._unread[:end])
        del self._unread[: end + 1]
        if method := message.get("method"):
            self._told.append(method)
        if method == "Fetch.requestPaused":
            request = message["params"]["requestId"]
            refused = {"requestId": request, "errorReason": "BlockedByClient"}
            self._send("Fetch.failRequest", message["sessionId"], **refused)
        return message

    def _kill(self) -> None:
        """End the process and those it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """End the process and remove its folder."""
        self._kill()
        self._process.wait()
        os.close(self._to)
        os.close(self._from)
        # Its last processes may still write while the folder goes.
        shutil.rmtree(self._profile.name, ignore_errors=True)
        self._profile.cleanup()


def _pipe() -> tuple[int, int]:
    """Return both ends of a pipe, clear of the numbers at which Chromium expects its own."""
    ends = os.pipe()
    try:
        reading, writing = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    finally:
        for end in ends:
            os.close(end)
    return reading, writing


def _whole(text: str) -> str:
    """Return a text without halves of characters, which no message may hold."""
    return text.encode("utf-8", "replace").decode()
