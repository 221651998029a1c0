"""`python -m tests.alone [WORDS OF PYTEST]`: run tests, and tell every address beyond this machine that they ask.

They run in a network namespace of Linux, whose only way out is a cable to nowhere on which this process listens: names
cannot be looked up, and connections never come about. The exit code is 1 where anything was asked.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections import Counter

CABLE, END = "queson0", "queson1"
WITHIN = "QUESON_TESTS_ALONE"
_SETUP = (
    "ip link set lo up",
    f"ip link add {CABLE} type veth peer name {END}",
    f"ip link set {END} up",
    f"ip address add 10.9.9.9/24 dev {CABLE}",
    f"ip -6 address add fd09::9/64 dev {CABLE} nodad",
    f"ip link set {CABLE} up arp off",
    f"ip route add default dev {CABLE}",
    f"ip -6 route add default dev {CABLE}",
)
_IPV4, _IPV6 = 0x0800, 0x86DD
_EVERY_PROTOCOL = 0x0003


def destination(frame: bytes) -> str:
    """To which address a frame goes; "" where it is no packet of IP, or one by which the system tells of itself."""
    kind = int.from_bytes(frame[12:14], "big")
    if kind == _IPV4:
        address = ipaddress.ip_address(frame[30:34])
    elif kind == _IPV6:
        address = ipaddress.ip_address(frame[38:54])
    else:
        return ""
    return "" if address.is_multicast else str(address)


def listen(cable: socket.socket, asked: Counter[str]) -> None:
    """Count what goes out, for as long as the cable is open."""
    try:
        while True:
            frame = cable.recv(1 << 16)
            to = destination(frame)
            if to:
                asked[to] += 1
    except OSError:
        return


def within(words: list[str]) -> int:
    """Run the tests where nothing can be reached; their exit code, or 1 where they asked for something."""
    for command in _SETUP:
        subprocess.run(command.split(), check=True)
    asked: Counter[str] = Counter()
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_EVERY_PROTOCOL)) as cable:
        cable.bind((END, 0))
        threading.Thread(target=listen, args=(cable, asked), daemon=True).start()
        code = subprocess.run([sys.executable, "-m", "pytest", *words]).returncode
    for address, count in sorted(asked.items()):
        print(f"asked beyond this machine: {address} ({count} packets)")
    print(f"{len(asked)} addresses beyond this machine were asked.")
    return code or int(bool(asked))


def main(words: list[str]) -> int:
    """Move into a network of one's own, and run the tests there."""
    if os.environ.get(WITHIN):
        return within(words)
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        print("This needs Linux with unshare (util-linux) and ip (iproute2).", file=sys.stderr)
        return 2
    command = ["unshare", "--map-root-user", "--net", sys.executable, "-m", "tests.alone", *words]
    return subprocess.run(command, env=os.environ | {WITHIN: "1"}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
