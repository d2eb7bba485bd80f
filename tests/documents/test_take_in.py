"""Taking a file in: size, type by content, virus scan, pictures made anew, encrypted at rest."""

import io
import socket
import threading
import uuid
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from nssf_portal.documents import services, types
from nssf_portal.documents.enums import ScanState
from nssf_portal.documents.models import Upload
from nssf_portal.documents.services import UploadRefused, take_in

pytestmark = pytest.mark.django_db


def _refusal(file, person, **options) -> str:
    with pytest.raises(UploadRefused) as refused:
        take_in(file, kind="document", by=person, **options)
    assert not Upload.objects.exists()
    return refused.value.code


def test_a_file_is_kept_encrypted_and_given_back_unchanged(pdf, person):
    upload = take_in(pdf(), kind="document", by=person)
    with default_storage.open(upload.stored) as kept:
        assert b"hello" not in kept.read()
    assert services.content_of(upload) == b"%PDF-1.7\nhello\n%%EOF"
    assert (upload.media_type, upload.size) == ("application/pdf", 20)


def test_without_a_scanner_nothing_is_called_clean(pdf, person):
    assert take_in(pdf(), kind="document", by=person).scan_state == ScanState.UNAVAILABLE


def test_the_same_submission_twice_is_one_file(pdf, person):
    submission = uuid.uuid4()
    first = take_in(pdf(), kind="document", by=person, submission_id=submission)
    second = take_in(pdf(), kind="document", by=person, submission_id=submission)
    assert first == second
    assert Upload.objects.count() == 1


def test_anothers_submission_is_not_taken_over(pdf, person, django_user_model):
    submission = uuid.uuid4()
    take_in(pdf(), kind="document", by=person, submission_id=submission)
    stranger = django_user_model.objects.create_user(email="stranger@example.org", password="x")
    with pytest.raises(UploadRefused):
        take_in(pdf(), kind="document", by=stranger, submission_id=submission)
    assert len(list(Path(default_storage.location).rglob("*.bin"))) == 1


def test_a_file_is_visible_to_its_giver_only(pdf, person, django_user_model):
    upload = take_in(pdf(), kind="document", by=person)
    stranger = django_user_model.objects.create_user(email="stranger@example.org", password="x")
    assert list(Upload.objects.visible_to(person)) == [upload]
    assert not Upload.objects.visible_to(stranger).exists()


def test_a_picture_loses_its_secrets_and_its_size(photo, person):
    upload = take_in(photo(), kind="document", by=person)
    content = services.content_of(upload)
    assert b"Secret Camera" not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert not picture.getexif()
        assert picture.size == (1800, 2400)  # turned upright
    assert upload.sha256 != upload.given_sha256


def test_a_file_that_only_claims_to_be_a_picture_is_refused(person):
    broken = SimpleUploadedFile("card.jpg", b"\xff\xd8\xff\xe0 nothing more")
    assert _refusal(broken, person) == "broken"


def test_the_type_is_what_the_content_says(person):
    assert _refusal(SimpleUploadedFile("letter.pdf", b"MZ\x00\x00 program"), person) == "type"
    assert _refusal(SimpleUploadedFile("letter.pdf", b"<html><script>"), person) == "type"


def test_the_name_must_fit_the_content(pdf, person):
    assert _refusal(pdf("letter.jpg"), person) == "name"
    assert _refusal(pdf("letter"), person) == "name"


def test_an_empty_file_is_refused(person):
    assert _refusal(SimpleUploadedFile("letter.pdf", b""), person) == "empty"


def test_the_law_book_limits_the_size(person):
    big = SimpleUploadedFile("letter.pdf", b"%PDF-" + b"x" * 5 * 1024 * 1024)
    assert _refusal(big, person) == "too_large"
    assert services.size_limit("roster") > services.size_limit("document")


def test_a_size_that_lies_is_found_out(person):
    liar = SimpleUploadedFile("letter.pdf", b"%PDF-" + b"x" * 5 * 1024 * 1024)
    liar.size = 10
    assert _refusal(liar, person) == "too_large"


def test_a_workbook_with_a_password_is_told_so(person):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert _refusal(SimpleUploadedFile("staff.xlsx", content), person, allowed=types.ROSTERS) == "locked"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04...xl/workbook.xml", types.XLSX),
        (b"PK\x03\x04" + b"\x00" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", types.ODS),
        (b"PK\x03\x04 anything", types.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", types.XLS),
        ("ឈ្មោះ,ភេទ\n".encode(), types.CSV),
        ("name\tsex".encode("utf-16"), types.CSV),
        (b"\xef\xbb\xbf  <table>", types.HTML),
        (b"a\x00b", types.UNKNOWN),
    ],
)
def test_kinds_are_told_apart_without_opening_the_file(content, kind):
    assert types.sniff(content) == kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\x\\a.pdf", "a.pdf"), ("a\u202e\nb.pdf", "ab.pdf"), ("", "file")],
)
def test_names_are_tidied(given, kept):
    assert services.tidy_name(given) == kept


def test_a_full_disk_leaves_no_row_and_says_so(pdf, person, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    assert _refusal(pdf(), person) == "storage"


def test_a_scan_result_names_its_scanner(pdf, person):
    upload = take_in(pdf(), kind="document", by=person)
    with pytest.raises(IntegrityError, match="upload_scan_has_scanner"), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(scan_state=ScanState.CLEAN, scanned_at=timezone.now())


@pytest.fixture
def clamd(settings, tmp_path):
    """A scanner that knows one virus."""
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    address = f"/tmp/clamd-{uuid.uuid4().hex[:8]}.sock"  # noqa: S108  a socket's path must be short
    line.bind(address)
    line.listen()
    settings.CLAMD_SOCKET = address

    def answer():
        peer, _name = line.accept()
        with peer:
            heard = b""
            while not heard.endswith(b"\x00\x00\x00\x00"):
                heard += peer.recv(65536)
            peer.sendall(b"stream: Test FOUND\0" if b"VIRUS" in heard else b"stream: OK\0")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    yield
    thread.join(5)
    line.close()


@pytest.mark.enable_socket
def test_a_clean_file_is_marked_with_its_scanner(clamd, pdf, person):
    upload = take_in(pdf(), kind="document", by=person)
    assert (upload.scan_state, upload.scanner) == (ScanState.CLEAN, "clamd")


@pytest.mark.enable_socket
def test_a_virus_is_not_kept(clamd, person):
    assert _refusal(SimpleUploadedFile("letter.pdf", b"%PDF- VIRUS"), person) == "infected"


def test_a_scanner_that_does_not_answer_is_unavailable(settings, pdf, person):
    settings.CLAMD_SOCKET = "/nonexistent/clamd.sock"
    assert take_in(pdf(), kind="document", by=person).scan_state == ScanState.UNAVAILABLE


def test_a_download_is_private_and_named_in_khmer(pdf, person):
    upload = take_in(pdf("លិខិត.pdf"), kind="document", by=person)
    response = services.respond(upload)
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"%PDF-")
