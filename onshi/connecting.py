"""How onshi opens HTTP connections: as its arguments say, whatever the environment says.

A proxy, a file of trusted certificates or a .netrc that is meant for the internet must not touch calls to a simulator
on this machine: they would fail, or show a secret to the proxy. So HTTP_PROXY, NO_PROXY, SSL_CERT_FILE, SSLKEYLOGFILE
and .netrc have no say; who needs a proxy or another CA names it.
"""

import functools
import os
import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeAlias

import certifi
import httpx

TIMEOUT_S = 30.0
_TEST = "X-Onshi-Test"
_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20)
Verify: TypeAlias = bool | str | os.PathLike[str] | ssl.SSLContext
"""Whom to trust: the public CAs (True), a PEM file of CAs as ``onshi up --tls`` makes it, anybody (False)."""
ClientCertificate: TypeAlias = str | os.PathLike[str]
"""A PEM file with a certificate and its private key, for a simulator that wants to see it."""


class CertificateUnreadable(ValueError):
    """A file is not there, or holds no certificate (or no key) in PEM."""


def open_http(
    *,
    base_url: str = "",
    timeout: float | httpx.Timeout = TIMEOUT_S,
    limits: httpx.Limits | None = None,
    verify: Verify = True,
    certificate: ClientCertificate | None = None,
    proxy: str | None = None,
    transport: httpx.BaseTransport | None = None,
    test: str | None = None,
) -> httpx.Client:
    """Return a client for blocking calls, of which each names ``test``; raises CertificateUnreadable."""
    context = tls_context(verify, certificate)
    return httpx.Client(
        base_url=base_url,
        timeout=timeout,
        limits=limits or _LIMITS,
        verify=context,
        proxy=proxy,
        transport=transport,
        trust_env=False,
        cookies=_no_cookies(),
        event_hooks={"response": [_forget_location]},
        headers=_naming(test),
    )


def open_http_async(
    *,
    base_url: str = "",
    timeout: float | httpx.Timeout = TIMEOUT_S,
    limits: httpx.Limits | None = None,
    verify: Verify = True,
    certificate: ClientCertificate | None = None,
    proxy: str | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    test: str | None = None,
) -> httpx.AsyncClient:
    """Return a client for the event loop, as ``open_http``; raises CertificateUnreadable."""
    return httpx.AsyncClient(
        base_url=base_url,
        timeout=timeout,
        limits=limits or _LIMITS,
        verify=tls_context(verify, certificate),
        proxy=proxy,
        transport=transport,
        trust_env=False,
        cookies=_no_cookies(),
        event_hooks={"response": [_forget_location_async]},
        headers=_naming(test),
    )


def _naming(test: str | None) -> dict[str, str]:
    return {} if test is None else {_TEST: test}


def _no_cookies() -> CookieJar:
    # The simulator sets none; one of something between would be sent back with the next request.
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _forget_location(response: httpx.Response) -> None:
    # Redirects are not followed. httpx would fail on one to no address, and call that a lost connection.
    response.headers.pop("Location", None)


async def _forget_location_async(response: httpx.Response) -> None:
    _forget_location(response)


def tls_context(verify: Verify = True, certificate: ClientCertificate | None = None) -> ssl.SSLContext:
    """Return what a client's side of TLS needs; raises CertificateUnreadable."""
    if verify is True and certificate is None:
        return _trusting_public_cas()
    context = _context(certifi.where() if verify is True else verify)
    if certificate is not None:
        try:
            context.load_cert_chain(certificate, password=_no_password)
        except (OSError, ValueError) as error:
            raise _unreadable(certificate, "no certificate with its unencrypted private key", error) from error
    return context


@functools.cache
def _trusting_public_cas() -> ssl.SSLContext:
    # Once a process: reading them takes longer than a call.
    return _context(certifi.where())


def _context(trusted: Verify) -> ssl.SSLContext:
    if isinstance(trusted, ssl.SSLContext):
        return trusted
    # Not ssl.create_default_context: that one reads the environment.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if isinstance(trusted, bool):
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context
    try:
        context.load_verify_locations(trusted)
    except OSError as error:
        raise _unreadable(trusted, "no certificates of a CA", error) from error
    return context


def _no_password() -> str:
    # Else OpenSSL asks at the terminal.
    raise ValueError


def _unreadable(file: str | os.PathLike[str], holds: str, error: Exception) -> CertificateUnreadable:
    why = f"it holds {holds} in PEM"
    if isinstance(error, OSError) and not isinstance(error, ssl.SSLError):
        why = error.strerror or why
    return CertificateUnreadable(f"{os.fspath(file)}: {why}")
