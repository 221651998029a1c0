"""A place where copies of an archive are kept: a folder, a bucket of S3, a folder behind SFTP. It is only added to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.errors import ArchiveError

SCHEMES = ("file", "s3", "sftp")
EXAMPLES = "file:///folder, s3://bucket/folder or sftp://user@host/folder"
STEP = 1 << 20


class NoPlace(ArchiveError):
    """`Place.at`: the address is none at which a copy can be kept."""


class PlaceFailed(ArchiveError):
    """`push`, `pull`: the place cannot be reached, or refuses."""


class Place:
    """The names of a place are paths below it, parted by `/`."""

    def __init__(self, url: str, system: Any, root: str) -> None:
        self.url, self._system, self._root = url, system, root

    @classmethod
    def at(cls, url: str) -> Place:
        """The place at an address. Raises NoPlace, or PlaceFailed where it cannot be reached."""
        scheme, _, rest = url.partition("://")
        if scheme not in SCHEMES or not rest.strip("/"):
            raise NoPlace(f"{url!r} is no place for a copy: name one such as {EXAMPLES}.")
        shown = _without_password(url)
        with _told(shown):
            opened = _over_sftp if scheme == "sftp" else _opened
            system, root = opened(url)
        return cls(shown, system, root.rstrip("/"))

    def sizes(self, folder: str) -> dict[str, int]:
        """The names below a folder of the place, each with its bytes."""
        with _told(self.url):
            self._system.invalidate_cache()
            if not self._system.isdir(self._path(folder)):
                return {}
            found = self._system.find(self._path(folder), detail=True)
        sizes: dict[str, int] = {}
        for path, told in found.items():
            name = path.removeprefix(f"{self._root}/")
            sizes[name] = int(told["size"])
        return sizes

    def put(self, file: Path, name: str) -> None:
        """Send a file; what stood under the name is replaced."""
        with _told(self.url):
            self._system.makedirs(self._path(name).rpartition("/")[0], exist_ok=True)
            self._system.put_file(str(file), self._path(name))

    def write(self, data: bytes, name: str) -> None:
        """Send some bytes."""
        with _told(self.url):
            self._system.makedirs(self._path(name).rpartition("/")[0], exist_ok=True)
            self._system.pipe_file(self._path(name), data)

    def parts(self, name: str) -> Iterator[bytes]:
        """The bytes under a name, part by part."""
        options: dict[str, Any] = {"block_size": STEP, "cache_type": "readahead"}
        with _told(self.url), self._system.open(self._path(name), "rb", **options) as file:
            while part := file.read(STEP):
                yield part

    def digest(self, name: str) -> str:
        """The SHA-256 (hex) of what is under a name, read back from there."""
        digest = hashlib.sha256()
        for part in self.parts(name):
            digest.update(part)
        return digest.hexdigest()

    def read(self, name: str, most: int) -> bytes:
        """What is under a name, so many bytes of it at most."""
        found = bytearray()
        for part in self.parts(name):
            found += part
            if len(found) >= most:
                break
        return bytes(found[:most])

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


def _without_password(url: str) -> str:
    """An address as it may be shown."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}{at}{host}").geturl()


def _opened(url: str) -> tuple[Any, str]:
    """The file system of an address, and where in it that is."""
    import fsspec

    options: dict[str, Any] = {"use_listings_cache": False, "skip_instance_cache": True}
    system, root = fsspec.url_to_fs(url, **options)
    return system, str(root)


def _over_sftp(url: str) -> tuple[Any, str]:
    """A file system over SFTP which only trusts hosts whose keys are known."""
    import paramiko
    from fsspec.implementations.sftp import SFTPFileSystem

    class KnownHosts(SFTPFileSystem):  # type: ignore[misc]
        """Connects to a host only if its key is among those of the user (`~/.ssh/known_hosts`)."""

        def _connect(self) -> None:
            self.client = paramiko.SSHClient()
            self.client.load_system_host_keys()
            self.client.set_missing_host_key_policy(paramiko.RejectPolicy())
            self.client.connect(self.host, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()

    told = KnownHosts._get_kwargs_from_urls(url)
    return KnownHosts(skip_instance_cache=True, **told), KnownHosts._strip_protocol(url).rstrip("/")


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Turn what a place says into an error that names it."""
    try:
        yield
    except _refusals() as error:
        said = " ".join(str(error).split()) or type(error).__name__
        advice = "mend its rights or the way to it, then start again"
        raise PlaceFailed(f"{url} cannot be used ({said}): {advice}.") from error
    except ImportError as error:
        advice = "pip install 'queson[remote]'"
        raise PlaceFailed(f"{url} needs what the extra remote brings ({error}): {advice}.") from error


def _refusals() -> tuple[type[Exception], ...]:
    """The errors of the libraries that are there; each has a family of its own."""
    found: list[type[Exception]] = [OSError]
    try:
        from botocore.exceptions import BotoCoreError, ClientError

        found += [BotoCoreError, ClientError]
    except ImportError:
        pass
    try:
        from paramiko import SSHException

        found.append(SSHException)
    except ImportError:
        pass
    return tuple(found)
