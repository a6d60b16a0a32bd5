"""Opens Word documents in LibreOffice and prints what they say once all changes are settled.

Run by the system's own Python, which has LibreOffice's package: a folder for its profile,
then the files. Prints one JSON object: by file, its paragraphs as "accepted" and "rejected".
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

COMMANDS = {
    "accepted": ".uno:AcceptAllTrackedChanges",
    "rejected": ".uno:RejectAllTrackedChanges",
}
PATIENCE = 120  # seconds until LibreOffice must have started


def main(profile: Path, files: list[Path]) -> None:
    """Start LibreOffice, ask it, and end it again."""
    pipe = f"fairnotice-{os.getpid()}"
    office = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"-env:UserInstallation={profile.as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        context = connected(pipe)
        answers = {str(file): settled(context, file) for file in files}
    finally:
        office.terminate()
        office.wait()
    print(json.dumps(answers))  # noqa: T201 - its answer


def connected(pipe: str) -> Any:
    """Return LibreOffice, once it listens."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def settled(context: Any, file: Path) -> dict[str, list[str]]:
    """Return the paragraphs of a document with all its changes accepted, and rejected."""
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    dispatcher = make("com.sun.star.frame.DispatchHelper", context)
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    answer = {}
    for name, command in COMMANDS.items():
        document = desktop.loadComponentFromURL(file.as_uri(), "_blank", 0, (hidden,))
        dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, ())
        answer[name] = list(paragraphs(document.Text))
        document.close(True)  # noqa: FBT003 - LibreOffice's own signature
    return answer


def paragraphs(text: Any) -> Iterator[str]:
    """Yield the paragraphs of a text, those of its tables' cells among them."""
    parts = text.createEnumeration()
    while parts.hasMoreElements():
        part = parts.nextElement()
        if part.supportsService("com.sun.star.text.TextTable"):
            for name in part.getCellNames():
                yield from paragraphs(part.getCellByName(name))
        else:
            yield part.getString()


main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
