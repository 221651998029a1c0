"""A place where copies of an archive are kept: a folder, a bucket of S3, a folder behind SFTP. It is only added to."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.errors import ArchiveError

SCHEMES = ("file", "s3", "sftp")
EXAMPLES = "file:///folder, s3://bucket/folder or sftp://user@host/folder"
STEP = 1 << 20
PATIENCE = 120
"""Seconds for which a server may say nothing."""
Look = Callable[[str], os.stat_result]
"""What `lstat` says of a path at a place. Raises OSError where nothing is there."""


class NoPlace(ArchiveError):
    """`Place.at`: the address is none at which a copy can be kept."""


class PlaceFailed(ArchiveError):
    """`push`, `pull`: the place cannot be reached, or refuses."""


class Place:
    """The names of a place are paths below it, parted by `/`. Links, pipes and devices there are neither followed nor
    opened: who may write there could lead us anywhere."""

    def __init__(self, url: str, system: Any, root: str, look: Look | None = None) -> None:
        self.url, self._system, self._root, self._look = url, system, root, look

    @classmethod
    def at(cls, url: str) -> Place:
        """The place at an address. Raises NoPlace, or PlaceFailed where it cannot be reached."""
        scheme, _, rest = url.partition("://")
        if scheme not in SCHEMES or not rest.strip("/"):
            raise NoPlace(f"{url!r} is no place for a copy: name one such as {EXAMPLES}.")
        shown = _without_password(url)
        with _told(shown):
            opened = _over_sftp if scheme == "sftp" else _opened
            system, root, look = opened(url)
        return cls(shown, system, root.rstrip("/"), look)

    def sizes(self, folder: str) -> dict[str, int]:
        """The names of the files in a folder of the place, each with its bytes."""
        with _told(self.url), _read(folder):
            self._system.invalidate_cache()
            path = self._plain(folder, stat.S_ISDIR)
            if not self._system.isdir(path):
                return {}
            sizes: dict[str, int] = {}
            for told in self._system.ls(path, detail=True):
                if told["type"] == "file" and not told.get("islink"):
                    name = str(told["name"]).rpartition("/")[2]
                    sizes[f"{folder}/{name}"] = int(told["size"])
        return sizes

    def put(self, file: Path, name: str) -> None:
        """Send a file; what stood under the name is replaced."""
        with _told(self.url):
            path = self._plain(name)
            self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._system.put_file(str(file), path)

    def write(self, data: bytes, name: str) -> None:
        """Send some bytes."""
        with _told(self.url):
            path = self._plain(name)
            self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._system.pipe_file(path, data)

    def parts(self, name: str) -> Iterator[bytes]:
        """The bytes under a name, part by part."""
        options: dict[str, Any] = {"block_size": STEP, "cache_type": "readahead"}
        with _told(self.url), self._system.open(self._plain(name), "rb", **options) as file:
            while part := file.read(STEP):
                yield part

    def digest(self, name: str, most: int) -> str:
        """The SHA-256 (hex) of what is under a name, read back from there; "" where that is more than so many bytes."""
        digest, size = hashlib.sha256(), 0
        for part in self.parts(name):
            digest.update(part)
            size += len(part)
            if size > most:
                return ""
        return digest.hexdigest()

    def read(self, name: str, most: int) -> bytes:
        """What is under a name, so many bytes of it at most."""
        found = bytearray()
        for part in self.parts(name):
            found += part
            if len(found) >= most:
                break
        del found[most:]
        return bytes(found)

    def _plain(self, name: str, kind: Callable[[int], bool] = stat.S_ISREG) -> str:
        """The path of a name. Raises OSError where something else stands there, or a folder on the way is none."""
        path = self._root
        *folders, last = name.split("/")
        for folder in folders:
            path = f"{path}/{folder}"
            self._check(path, stat.S_ISDIR)
        path = f"{path}/{last}"
        self._check(path, kind)
        return path

    def _check(self, path: str, kind: Callable[[int], bool]) -> None:
        """Refuse a path at which something stands that is not of a kind."""
        if self._look is None:
            return
        try:
            mode = self._look(path).st_mode
        except FileNotFoundError:
            return
        if mode is None or not kind(mode):
            raise OSError(errno.EINVAL, f"{path} is a link, or no file or folder")


@contextmanager
def _read(folder: str) -> Iterator[None]:
    """What a server lists may be nonsense, at which its library stumbles."""
    try:
        yield
    except (TypeError, ValueError, OverflowError, LookupError, AttributeError) as error:
        raise OSError(errno.EPROTO, f"the list of {folder} cannot be read: {error}") from error


def _without_password(url: str) -> str:
    """An address as it may be shown."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}{at}{host}").geturl()


def _opened(url: str) -> tuple[Any, str, Look | None]:
    """The file system of an address, where in it that is, and how its paths are looked at; a bucket has no links."""
    import fsspec

    options: dict[str, Any] = {"use_listings_cache": False, "skip_instance_cache": True}
    system, root = fsspec.url_to_fs(url, **options)
    look = os.lstat if url.startswith("file:") else None
    return system, str(root), look


def _over_sftp(url: str) -> tuple[Any, str, Look | None]:
    """A file system over SFTP which only trusts hosts whose keys are known."""
    import paramiko
    from fsspec.implementations.sftp import SFTPFileSystem

    class KnownHosts(SFTPFileSystem):  # type: ignore[misc]
        """Connects to a host only if its key is among those of the user (`~/.ssh/known_hosts`)."""

        def _connect(self) -> None:
            self.client = paramiko.SSHClient()
            self.client.load_system_host_keys()
            self.client.set_missing_host_key_policy(paramiko.RejectPolicy())
            patience = dict.fromkeys(("timeout", "banner_timeout", "auth_timeout", "channel_timeout"), PATIENCE)
            self.client.connect(self.host, **patience, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()
            self.ftp.get_channel().settimeout(PATIENCE)

    told = KnownHosts._get_kwargs_from_urls(url)
    system = KnownHosts(skip_instance_cache=True, **told)
    return system, KnownHosts._strip_protocol(url).rstrip("/"), system.ftp.lstat


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
