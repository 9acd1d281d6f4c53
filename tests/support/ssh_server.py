"""A real OpenSSH server on loopback, with temporary keys, port and files."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

START_TIMEOUT_SECONDS: Final = 10.0  # seconds


def find_sshd() -> str | None:
    """The absolute path of the server (required by sshd); None if it is not installed."""
    if shutil.which("ssh") is None or shutil.which("ssh-keygen") is None:
        return None
    return shutil.which("sshd", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))


@dataclass(frozen=True)
class SshServer:
    """A running server; `build_command` gives the client command to run in a terminal."""

    port: int
    folder: Path

    def build_command(self, remote: Sequence[str], env: Mapping[str, str]) -> list[str]:
        """The ssh command that runs `remote` on a terminal of the server, with these variables set there."""
        line = shlex.join(["env", *(f"{name}={value}" for name, value in env.items()), *remote])
        options = {
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": str(self.folder / "known_hosts"),
            "IdentitiesOnly": "yes",
            "LogLevel": "ERROR",
        }
        settings = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
        login = ["-p", str(self.port), "-i", str(self.folder / "user"), f"{getpass.getuser()}@127.0.0.1"]
        return ["ssh", "-F", "none", "-tt", *settings, *login, line]


@contextmanager
def run_server(sshd: str, folder: Path) -> Iterator[SshServer]:
    """Start the server on a free port; its keys and files are in `folder`."""
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # for privilege separation of a server started by root
    for name in ("host", "user"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    config = folder / "sshd_config"
    config.write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/user.pub\nPidFile none\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n",
    )
    log = folder / "sshd.log"
    with log.open("wb") as log_file:
        server = subprocess.Popen([sshd, "-D", "-e", "-f", config], stdin=subprocess.DEVNULL, stderr=log_file)
    try:
        _wait_for_port(server, port, log)
        yield SshServer(port, folder)
    finally:
        server.terminate()
        server.wait()


def _wait_for_port(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"sshd does not listen:\n{log.read_text(errors='replace')}") from None
            time.sleep(0.05)
