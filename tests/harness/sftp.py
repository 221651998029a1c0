"""An SFTP server of this machine that shows one folder, for tests: a real one, by paramiko, with one user."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import Any

import paramiko

USER, PASSWORD = "keeper", "of-tests"


class _User(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        is_known = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if is_known else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


def _told(work: Any) -> Any:
    """What a call of the system gives, or its error as SFTP tells it."""
    try:
        return work()
    except OSError as error:
        return paramiko.SFTPServer.convert_errno(error.errno or 0)


class _Folder(paramiko.SFTPServerInterface):
    root = Path()

    def _path(self, name: str) -> Path:
        return self.root / self.canonicalize(name).lstrip("/")

    def list_folder(self, path: str) -> Any:
        def listed() -> list[paramiko.SFTPAttributes]:
            names = sorted(os.listdir(self._path(path)))
            return [paramiko.SFTPAttributes.from_stat((self._path(path) / name).lstat(), name) for name in names]

        return _told(listed)

    def stat(self, path: str) -> Any:
        return _told(lambda: paramiko.SFTPAttributes.from_stat(self._path(path).stat()))

    def lstat(self, path: str) -> Any:
        return _told(lambda: paramiko.SFTPAttributes.from_stat(self._path(path).lstat()))

    def mkdir(self, path: str, attr: Any) -> Any:
        return _told(lambda: self._path(path).mkdir() or paramiko.SFTP_OK)

    def open(self, path: str, flags: int, attr: Any) -> Any:
        def opened() -> paramiko.SFTPHandle:
            descriptor = os.open(self._path(path), flags, 0o600)
            handle = paramiko.SFTPHandle(flags)
            file = os.fdopen(descriptor, "rb" if not flags & (os.O_WRONLY | os.O_RDWR) else "wb")
            handle.readfile = handle.writefile = file
            return handle

        return _told(opened)


class SftpServer:
    """Serves a folder until it is closed; `host_key` is what a client knows it by."""

    def __init__(self, root: Path) -> None:
        self.host_key = paramiko.RSAKey.generate(2048)
        self._folder = type("_Shown", (_Folder,), {"root": root})
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._connections: list[paramiko.Transport] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str) -> str:
        return f"sftp://{USER}:{PASSWORD}@127.0.0.1:{self.port}{path}"

    def known_hosts(self) -> str:
        """The line by which a client knows the server."""
        return f"[127.0.0.1]:{self.port} {self.host_key.get_name()} {self.host_key.get_base64()}\n"

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            connection = paramiko.Transport(client)
            connection.add_server_key(self.host_key)
            connection.set_subsystem_handler("sftp", paramiko.SFTPServer, self._folder)
            connection.start_server(server=_User())
            self._connections.append(connection)

    def close(self) -> None:
        self._socket.close()
        for each in self._connections:
            each.close()
