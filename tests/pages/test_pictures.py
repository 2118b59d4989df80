"""Uploaded pictures: what is refused and why; how a picture is served."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.images.models import Image

from lms.people.models import Role
from tests.factories import person_with

pytestmark = pytest.mark.django_db


def picture(kind="PNG", size=(40, 30)):
    out = io.BytesIO()
    Pillow.new("RGB", size, "#0066cc").save(out, kind)
    return out.getvalue()


def absurd_png(width, height):
    """A PNG whose header says that it is enormous, with a few bytes of data."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def gif_and_zip():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("hidden.js", "alert(1)")
    return picture("GIF") + archive.getvalue()


@pytest.fixture
def upload(client):
    client.force_login(person_with(Role.COORDINATOR))

    def send(content, name):
        file = SimpleUploadedFile(name, content, "image/png")
        return client.post(reverse("wagtailimages:add"), {"title": "A picture", "file": file, "collection": "1"})

    return send


def errors_of(response):
    return " ".join(response.context["form"].errors.get("file", []))


def test_upload_of_a_picture_is_kept(upload):
    response = upload(picture(), "ok.png")
    assert response.status_code == 302, errors_of(response)
    assert Image.objects.get().width == 40


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (absurd_png(2**31 - 1, 2**31 - 1), "absurd.png", ""),
        (absurd_png(60_000, 60_000), "huge.png", ""),
        (picture(size=(13_000, 10)), "wide.png", "13000"),
        (absurd_png(0, 0), "empty.png", ""),
        (absurd_png(300, 300), "truncated.png", ""),
        (picture()[:60], "cut.png", ""),
        (gif_and_zip(), "both.gif", "archiv"),
        (b"GIF89a" + b"\xff" * 40, "noise.gif", ""),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "noise.webp", ""),
        (b"", "nothing.png", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.svg", ""),
        (picture("JPEG"), "wrong.png", ""),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_upload_of_what_is_no_sober_picture_is_refused_with_a_sentence(upload, content, name, says):
    response = upload(content, name)
    assert response.status_code == 200
    assert errors_of(response)
    assert says in errors_of(response)
    assert not Image.objects.exists()


def test_several_at_once_and_the_chooser_use_the_same_check(client):
    client.force_login(person_with(Role.COORDINATOR))
    for name in ("wagtailimages:add_multiple", "wagtailimages_chooser:create"):
        file = SimpleUploadedFile("both.gif", gif_and_zip(), "image/gif")
        data = {"title": "A", "files[]": file, "collection": "1"}
        if "chooser" in name:
            file.seek(0)
            data = {"image-chooser-upload-title": "A", "image-chooser-upload-file": file}
        response = client.post(reverse(name), data, headers={"x-requested-with": "XMLHttpRequest"})
        assert response.status_code == 200
        assert "archiv" in response.content.decode()
    assert not Image.objects.exists()


@pytest.fixture
def stored():
    names = {
        "picture": default_storage.save("images/a.png", ContentFile(picture())),
        "secret": default_storage.save("imports/secret.png", ContentFile(b"scores")),
        "page": default_storage.save("images/page.html", ContentFile(b"<script>alert(1)</script>")),
        "drawing": default_storage.save("images/drawing.svg", ContentFile(b"<svg/>")),
    }
    yield names
    for name in names.values():
        default_storage.delete(name)


def test_picture_is_served_so_that_no_browser_runs_it(client, stored):
    response = client.get(f"/media/{stored['picture']}", headers={"range": "bytes=0-3"})
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == picture()
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "imports/secret.png",
        "images/../imports/secret.png",
        "images/%2e%2e/imports/secret.png",
        "images/../../../../../../etc/passwd",
        "images//../imports/secret.png",
        "/etc/passwd",
        "images/page.html",
        "images/drawing.svg",
        "images/missing.png",
        "images/%00.png",
        "images/" + "a" * 5000 + ".png",
    ],
)
def test_picture_elsewhere_or_of_another_kind_is_not_there(client, stored, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_picture_is_only_read(client, stored):
    assert client.post(f"/media/{stored['picture']}").status_code == 405
