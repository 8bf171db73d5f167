"""A browser as the drills need one: it keeps its cookies, sends a form as the page gave it, and counts what it got."""

import http.client
import re
import time
import urllib.parse
from dataclasses import dataclass, field
from uuid import uuid4

HOST = "127.0.0.1"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
COOKIE = re.compile(r"([\w-]+)=([^;]*)")
URLENCODED = "application/x-www-form-urlencoded"
DROPPED = 0  # the connection broke: no answer at all
Answer = tuple[int, str, str]


@dataclass
class Visitor:
    """One person with one browser; `seconds` holds how long each answer took."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = URLENCODED) -> Answer:
        """Status, place it leads to, and text; status 0 when the connection broke."""
        started = time.perf_counter()
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        told = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            told |= {"Content-Type": kind, "Referer": f"http://{HOST}:{self.port}/"}
        try:
            connection.request(method, path, body or None, told)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return DROPPED, "", ""
        finally:
            connection.close()
            self.seconds.append(time.perf_counter() - started)
        for name, value in response.getheaders():
            if name.lower() == "set-cookie" and (met := COOKIE.match(value)):
                self.cookies[met[1]] = met[2]
        return response.status, response.headers.get("Location", ""), text

    def form(self, path: str) -> dict[str, str]:
        """What the page puts into its form by itself: the last form of the page, after that of signing out."""
        return dict(HIDDEN.findall(self.ask("GET", path)[2]))

    def send(self, path: str, entries: dict[str, str], picture: bytes = b"") -> Answer:
        """Send a form, with a picture in its entry `file` if there is one."""
        if not picture:
            return self.ask("POST", path, urllib.parse.urlencode(entries).encode())
        mark = uuid4().hex
        told = [f'{name}"\r\n\r\n{value}'.encode() for name, value in entries.items()]
        told.append(b'file"; filename="papier.png"\r\nContent-Type: image/png\r\n\r\n' + picture)
        parts = [f"--{mark}\r\n".encode() + b'Content-Disposition: form-data; name="' + part for part in told]
        body = b"\r\n".join([*parts, f"--{mark}--\r\n".encode()])
        return self.ask("POST", path, body, f"multipart/form-data; boundary={mark}")

    def sign_in(self, name: str, password: str) -> int:
        held = self.form("/connexion/")
        return self.send("/connexion/", held | {"username": name, "password": password})[0]
