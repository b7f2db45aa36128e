"""Whom a webhook may call: the public internet over https, and hosts that were allowed by name.

A name can be pointed anywhere, also between the check and the call. So every address a name stands for must be public,
and the caller connects to the very address that was checked, never to the name again.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

LONGEST = 500
_PRINTABLE = re.compile(r"[\x21-\x7e]+")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_NAT64 = IPv6Network("64:ff9b::/96")


class WrongAddress(Exception):
    """An address a webhook may not call; `code` says why: not_an_address, not_https, private_address, unknown_host."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a webhook goes. `private`: the host was allowed by name, so http and private addresses will do."""

    secure: bool
    host: str
    port: int
    path: str
    private: bool


def target_of(url: str, *, private_hosts: Collection[str]) -> Target:
    """The parts of `url`. Raises WrongAddress: `not_an_address`, `not_https`, `private_address` (written as numbers).

    Example: `https://example.com/hook?a=1` is example.com, port 443, path `/hook?a=1`.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise WrongAddress("not_an_address") from error
    host = (parts.hostname or "").rstrip(".")
    if len(url) > LONGEST or not _PRINTABLE.fullmatch(url) or parts.scheme not in ("http", "https"):
        raise WrongAddress("not_an_address")
    if not (_HOST.fullmatch(host) or _number(host)) or parts.username is not None or parts.fragment or port == 0:
        raise WrongAddress("not_an_address")
    private = host in private_hosts
    if parts.scheme == "http" and not private:
        raise WrongAddress("not_https")
    if not private and (number := _number(host)) and not is_public(number):
        raise WrongAddress("private_address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    secure = parts.scheme == "https"
    return Target(secure=secure, host=host, port=port or (443 if secure else 80), path=path, private=private)


def to_call(target: Target, found: Sequence[str]) -> str:
    """The address to connect to, of all that the name stands for.

    Raises WrongAddress: `unknown_host` when there is none, `private_address` when only one of them is not public.
    """
    if not found:
        raise WrongAddress("unknown_host")
    if not target.private and not all(is_public(ip_address(one.partition("%")[0])) for one in found):
        raise WrongAddress("private_address")
    return found[0]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public internet; an IPv4 address inside an IPv6 one is looked at itself.

    Example: 8.8.8.8 is; 10.1.2.3, 127.0.0.1, 169.254.169.254, ::1, ::ffff:10.0.0.1 and 224.0.0.1 are not.
    """
    if isinstance(address, IPv6Address):
        if address.teredo is not None:
            return False
        inside = address.ipv4_mapped or address.sixtofour
        if inside is None and address in _NAT64:
            inside = IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
