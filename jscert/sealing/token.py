"""The QR token: what a certificate says, small enough for a QR code and signed (COSE_Sign1, RFC 9052).

Format, for ever: tag 18 over [protected {1: -7 (ES256), 4: kid}, {}, payload, r ‖ s], payload the map
`{2: number, 4: exp, 6: iat, -1: [kind, post or trade code, revision, status list, index], -2: name,
-3: last four of the identity number}`, all deterministic CBOR; `iat` is 00:00+08:00 of the issue date,
`exp` of the day after the last valid one (left out where there is none). `check_token` asks:

1. the token is spelled exactly as above, s ≤ n/2;
2. its kid is that of a listed token signer - unknown is not wrong: the trust file may be too old;
3. the signature holds;
4. the issue date is not after the signer's key-use period (dates may lie before it: backdated issue).

In the QR code: address, `#`, decimal digits (`qr_text`). Nothing after `#` reaches a server.
What the caller must still do: ask for the status, compare the last four digits and the photo; a token
binds neither page nor photo. Not here: pictures (`layouts.qr`), private keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.sealing import cbor
from jscert.sealing.cose import ALGORITHM, ES256, KID, der_signature, read_sign1, sign1
from jscert.sealing.faults import Fault
from jscert.sealing.purposes import Purpose
from jscert.sealing.trust import kid_of

if TYPE_CHECKING:
    from jscert.sealing.signer import Signer
    from jscert.sealing.trust import ListedSigner, TrustFile

_SUBJECT, _EXPIRES, _ISSUED, _CLAIMS, _NAME, _TAIL = 2, 4, 6, -1, -2, -3
_EPOCH = date(1970, 1, 1).toordinal()
_DAY_SECONDS = 86_400
_CHINA_SECONDS = 8 * 3_600
_CHUNK, _DIGITS_BY_BYTES = 7, (0, 3, 5, 8, 10, 13, 15, 17)
_BYTES_BY_DIGITS = {digits: size for size, digits in enumerate(_DIGITS_BY_BYTES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What the QR code says. `identity_tail`: the last four characters of the identity number."""

    number: str
    kind: str
    post_code: str
    revision: int
    status_list: int
    status_index: int
    name: str
    identity_tail: str
    issued_on: date
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedToken:
    """A token that was read; nobody has looked at its signature."""

    token: Token
    kid: bytes
    signed_bytes: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCheck:
    """What was found. No finding: `signer` said `token`. With findings, `token` is hearsay."""

    findings: tuple[Fault, ...]
    token: Token | None = None
    signer: ListedSigner | None = None

    @property
    def intact(self) -> bool:
        """Tell whether every rule holds."""
        return not self.findings


def sign_token(token: Token, signer: Signer) -> bytes:
    """Write and sign a token (COSE_Sign1 with its tag); the signer must be an ES256 key."""
    return sign1(_protected(signer.certificate), cbor.encode(_claims(token)), signer)


@lru_cache(maxsize=16)
def _protected(certificate: bytes) -> bytes:
    return cbor.encode({ALGORITHM: ES256, KID: kid_of(certificate)})


def read_token(cose: bytes) -> UnverifiedToken:
    """Read a token without checking it; `TOKEN_FORM` unless its spelling is the one above."""
    try:
        return _read(cose)
    except (ValueError, TypeError, KeyError, OverflowError) as fault:
        raise JscertError(Code.TOKEN_FORM, reason=str(fault)) from fault


def check_token(cose: bytes, trust: TrustFile) -> TokenCheck:
    """Check a token by rules 1-4; never raises for what the bytes hold."""
    try:
        read = read_token(cose)  # (1)
    except JscertError as fault:
        return TokenCheck(findings=(Fault(fault.code, str(fault.facts["reason"])),))
    signer = trust.find_kid(read.kid, Purpose.TOKEN)
    if signer is None:  # (2)
        return TokenCheck(findings=(Fault(Code.TOKEN_KEY_UNKNOWN, "kid"),), token=read.token)
    found = _judge(read, signer)
    return TokenCheck(findings=(found,) if found else (), token=read.token, signer=signer)


def _judge(read: UnverifiedToken, signer: ListedSigner) -> Fault | None:
    if not signer.signed(
        der_signature(read.signature), read.signed_bytes
    ):  # (3), and s ≤ n/2 of (1)
        return Fault(Code.TOKEN_SIGNATURE, "signature")
    if datetime.fromtimestamp(_midnight(read.token.issued_on), UTC) > signer.not_after:  # (4)
        return Fault(Code.SIGNER_PERIOD, "issued after the key-use period")
    return None


def _claims(token: Token) -> dict[cbor.CborValue, cbor.CborValue]:
    claims: dict[cbor.CborValue, cbor.CborValue] = {
        _SUBJECT: token.number,
        _ISSUED: _midnight(token.issued_on),
        _CLAIMS: (
            token.kind,
            token.post_code,
            token.revision,
            token.status_list,
            token.status_index,
        ),
        _NAME: token.name,
        _TAIL: token.identity_tail,
    }
    if token.valid_until is not None:
        claims[_EXPIRES] = _midnight(token.valid_until) + _DAY_SECONDS
    return claims


def _midnight(day: date) -> int:
    return (day.toordinal() - _EPOCH) * _DAY_SECONDS - _CHINA_SECONDS


def _day(seconds: object) -> date:
    if not isinstance(seconds, int):
        raise ValueError("token time")  # noqa: TRY004 - malformed input, as all the others
    days, rest = divmod(seconds + _CHINA_SECONDS, _DAY_SECONDS)
    if rest:
        raise ValueError("token time")
    return date.fromordinal(days + _EPOCH)


def _read(cose: bytes) -> UnverifiedToken:
    outer = read_sign1(cose)
    match cbor.decode(outer.protected):
        case {1: -7, 4: bytes(kid), **others} if not others:
            return UnverifiedToken(
                token=_token_of(cbor.decode(outer.payload)),
                kid=kid,
                signed_bytes=outer.signed_bytes,
                signature=outer.signature,
            )
    raise ValueError("token header")


def _token_of(claims: cbor.CborValue) -> Token:
    match claims:
        case {
            2: str(number),
            6: issued,
            -1: (str(kind), str(post_code), int(revision), int(status_list), int(status_index)),
            -2: str(name),
            -3: str(identity_tail),
            **others,
        }:
            expires = others.pop(_EXPIRES, None)
        case _:
            raise ValueError("token claims")
    if others:
        raise ValueError("token claims")
    return Token(
        number=number,
        kind=kind,
        post_code=post_code,
        revision=revision,
        status_list=status_list,
        status_index=status_index,
        name=name,
        identity_tail=identity_tail,
        issued_on=_day(issued),
        valid_until=None if expires is None else _day(expires) - timedelta(days=1),
    )


def qr_text(cose: bytes, verify_url: str) -> str:
    """Give the QR code's text: address, `#`, and the token as decimal digits (7 bytes → 17 digits).

    The digits are those of FIDO's hybrid QR codes (CTAP 2.2, 11.5.1): little-endian chunks.
    """
    chunks = (cose[start : start + _CHUNK] for start in range(0, len(cose), _CHUNK))
    digits = (
        str(int.from_bytes(chunk, "little")).zfill(_DIGITS_BY_BYTES[len(chunk)]) for chunk in chunks
    )
    return f"{verify_url}#{''.join(digits)}"


def token_from_qr_text(text: str) -> bytes:
    """Read the token's bytes out of a QR code's text (or its digits alone); `TOKEN_FORM`."""
    digits = text.strip().rpartition("#")[2]
    if not digits or not (digits.isascii() and digits.isdigit()):
        raise JscertError(Code.TOKEN_FORM, reason="digits")
    width = _DIGITS_BY_BYTES[_CHUNK]
    chunks = (digits[start : start + width] for start in range(0, len(digits), width))
    try:
        return b"".join(
            int(chunk).to_bytes(_BYTES_BY_DIGITS[len(chunk)], "little") for chunk in chunks
        )
    except (KeyError, OverflowError) as fault:
        raise JscertError(Code.TOKEN_FORM, reason="digits") from fault
