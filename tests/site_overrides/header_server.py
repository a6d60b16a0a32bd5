"""A host that reads `_headers` as Netlify and Cloudflare Pages do, on loopback."""

import gzip
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

Rules = list[tuple[re.Pattern[str], list[tuple[str, str]]]]


def read_rules(file: Path) -> Rules:
    """The rules of a `_headers` file: a path with `*` for any letters, then indented headers."""
    rules: Rules = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            rules[-1][1].append((name, value))
        elif line:
            pattern = ".*".join(re.escape(part) for part in line.split("*"))
            rules.append((re.compile(pattern), []))
    return rules


class _Handler(SimpleHTTPRequestHandler):
    rules: Rules

    def do_GET(self) -> None:
        """Answer as every such host does: compressed, where the browser takes that."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() and self.path.endswith("/") else file
        if not file.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            super().do_GET()
            return
        body = gzip.compress(file.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """Add what the rules say of the path."""
        path = urlsplit(self.path).path
        for pattern, headers in self.rules:
            if pattern.fullmatch(path):
                for name, value in headers:
                    self.send_header(name, value)
        super().end_headers()

    def send_header(self, keyword: str, value: str) -> None:
        """Let a rule decide the content type."""
        typed = any(
            name == "Content-Type"
            for pattern, headers in self.rules
            if pattern.fullmatch(urlsplit(self.path).path)
            for name, _ in headers
        )
        if keyword != "Content-type" or not typed:
            super().send_header(keyword, value)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer for a missing address with the site's own page."""
        del message, explain
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@contextmanager
def served_with_headers(site: Path) -> Iterator[str]:
    """The address at which a site is served, without a slash at its end."""
    handler = type("_Here", (_Handler,), {"rules": read_rules(site / "_headers")})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
