"""Certificates of a development machine: the door's own and the security server stand-in's, made once, kept in VAR_DIR.

Each trusts exactly the other, as in production; nobody issues them.
"""

import datetime
import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VALID_DAYS, RENEWED_DAYS = 825, 30


@dataclass(frozen=True)
class Pair:
    """A certificate and its key, as PEM files."""

    certificate: Path
    key: Path


@dataclass(frozen=True)
class Certificates:
    door: Pair
    security_server: Pair


def development_certificates(folder: Path) -> Certificates:
    """Give both pairs, making what is missing or about to expire."""
    folder.mkdir(parents=True, exist_ok=True)
    return Certificates(_pair(folder, "door"), _pair(folder, "security-server"))


def _pair(folder: Path, name: str) -> Pair:
    pair = Pair(folder / f"{name}.crt", folder / f"{name}.key")
    if not _is_good(pair):
        _make(pair, name)
    return pair


def _is_good(pair: Pair) -> bool:
    if not (pair.certificate.is_file() and pair.key.is_file()):
        return False
    ends = x509.load_pem_x509_certificate(pair.certificate.read_bytes()).not_valid_after_utc
    return ends > _now() + datetime.timedelta(days=RENEWED_DAYS)


def _make(pair: Pair, name: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} (development)")])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_now() - datetime.timedelta(minutes=5))
        .not_valid_after(_now() + datetime.timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    _write(pair.key, key.private_bytes(*form))
    _write(pair.certificate, made.public_bytes(serialization.Encoding.PEM))


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and readable by this account only."""
    beside = path.with_suffix(f".{os.getpid()}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    beside.replace(path)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
