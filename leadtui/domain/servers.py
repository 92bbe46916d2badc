"""Where a team's database is: a PostgreSQL URL, read, checked and told again; never one that holds a password."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from leadtui.domain.errors import UsageError
from leadtui.i18n import N_

SCHEMES = ("postgresql", "postgres")
OPTIONS = (
    "application_name", "connect_timeout", "gssencmode", "host", "passfile", "port", "service", "sslcert", "sslkey",
    "sslmode", "sslrootcert",
)  # fmt: skip
"""What a URL may say beside user, host, port and database; passwords and server settings are not among it."""
VERIFIED = "verify-full"
_PASSWORD = r"(?<=:)[^:/@]+(?=@)"
"""What stands in a URL between a user's name and the host."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Server:
    """One database on a PostgreSQL server. What is empty or missing, the environment or the service file says."""

    host: str = ""
    port: int | None = None
    user: str = ""
    database: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        options = f"?{urlencode(self.options, safe='/')}" if self.options else ""
        return f"postgresql://{user}{host}{port}/{quote(self.database, safe='')}{options}"

    def parameters(self) -> dict[str, str | int]:
        """What the driver is told. A line that leaves this host is encrypted, its certificate and name verified."""
        told: dict[str, str | int] = dict(self.options)
        given = {"host": self.host, "port": self.port, "user": self.user, "dbname": self.database}
        told.update({name: value for name, value in given.items() if value})
        if not self.is_here:
            # A socket of this host takes no notice of it, so it also holds where a service file names the host.
            told["sslmode"] = VERIFIED
        return told

    @property
    def is_here(self) -> bool:
        """Whether the URL itself names a socket or the loopback."""
        host = self.options.get("host", self.host)
        return host.startswith(("/", "@")) or host in _LOOPBACK


Place = Path | Server
"""Where a book is: a private file, or a team's database."""


def place(text: str) -> Place:
    """The book that a text names: a server by URL, a file by its path or as sqlite://; UsageError for others."""
    scheme, separator, rest = text.partition("://")
    if not separator:
        return Path(text)
    if scheme in SCHEMES:
        return read(text)
    if scheme == "sqlite":
        return Path(rest.removeprefix("/") if rest.startswith("//") else rest)
    raise UsageError(
        N_("{place}: only SQLite files and postgresql:// URLs; give a path."), place=re.sub(_PASSWORD, "***", text)
    )


def read(url: str) -> Server:
    """The server that a URL names; UsageError, which never repeats a password, where it cannot be one of ours."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(
            N_("This is no PostgreSQL URL ({why}); write postgresql://HOST/DATABASE."), why=error
        ) from error
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.password is not None or "password" in options:
        raise UsageError(
            N_(
                "A password has no place in a database URL: others read it in the process list and in files. Leave it"
                " out and write it into ~/.pgpass (chmod 600), or name a service of ~/.pg_service.conf with"
                " ?service=NAME."
            )
        )
    if unknown := sorted(options.keys() - set(OPTIONS)):
        raise UsageError(
            N_("{option} is no option of a database URL. Options: {options}"),
            option=unknown[0],
            options=", ".join(OPTIONS),
        )
    server = Server(
        unquote(parts.hostname or ""), port, unquote(parts.username or ""), unquote(parts.path[1:]), options
    )
    _check(server)
    return server


def _check(server: Server) -> None:
    if not server.database and "service" not in server.options:
        raise UsageError(N_("{url} names no database; write postgresql://HOST/DATABASE."), url=server)
    mode = server.options.get("sslmode", VERIFIED)
    if not server.is_here and mode != VERIFIED:
        raise UsageError(
            N_(
                "sslmode={mode} does not make sure that the server is the right one; leave it out. Where its"
                " certificate is your own, name its root with ?sslrootcert=FILE."
            ),
            mode=mode,
        )
