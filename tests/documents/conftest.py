import io

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    """Files of one test are not the next one's."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def person(db):
    return get_user_model().objects.create_user(email="sok@example.org", password="a-long-password")


@pytest.fixture
def pdf():
    return lambda name="letter.pdf": SimpleUploadedFile(name, b"%PDF-1.7\nhello\n%%EOF")


@pytest.fixture
def photo():
    """A JPEG that tells where it was taken."""

    def make(size=(4000, 3000), name="card.jpg"):
        exif = Image.Exif()
        exif[0x010F] = "Secret Camera"
        exif[0x0112] = 6  # lying on its side
        made = io.BytesIO()
        Image.new("RGB", size, "teal").save(made, "JPEG", exif=exif)
        return SimpleUploadedFile(name, made.getvalue())

    return make
