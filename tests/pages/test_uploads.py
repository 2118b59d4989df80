"""Files of evidence: what is accepted, by content; what is said of the rest; how they are sent."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile, FileField
from django.http import Http404
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lms.pages.uploads import EVIDENCE, checked_upload, private_file_response, safe_name


def archive(*names, mimetype=None):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "<a/>")
    return content.getvalue()


def picture(kind):
    content = BytesIO()
    Image.new("RGB", (4, 4)).save(content, kind)
    return content.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ODT = "application/vnd.oasis.opendocument.text"
DOCX = archive("[Content_Types].xml", "word/document.xml")
GOOD = {
    "verbale.pdf": PDF,
    "foto.jpg": picture("JPEG"),
    "foto.JPEG": picture("JPEG"),
    "foto.png": picture("PNG"),
    "foto.webp": picture("WEBP"),
    "statuto.docx": DOCX,
    "bilancio.xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "lezione.pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "statuto.odt": archive("content.xml", mimetype=ODT),
    "bilancio.ods": archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "lezione.odp": archive("content.xml", mimetype="application/vnd.oasis.opendocument.presentation"),
    "nota.txt": "Verità, perché".encode(),
    "soci.csv": "nome;città\r\nPrimo;Forlì\r\n".encode("cp1252"),
}
BAD = {
    ("programma.exe", b"MZ\x90\x00"): "wrong_type",
    ("pagina.html", b"<script>"): "wrong_type",
    ("verbale", PDF): "wrong_type",
    ("vuoto.pdf", b""): "empty",
    ("verbale.pdf", picture("PNG")): "other_content",
    ("foto.png", PDF): "other_content",
    ("foto.png", picture("PNG")[:40]): "damaged",
    ("nota.txt", b"MZ\x90\x00\x03"): "other_content",
    ("nota.txt", b"a\x00b"): "other_content",
    ("nota.txt", PDF): "other_content",
    ("statuto.docx", archive("word/document.xml")): "other_content",
    ("statuto.docx", archive("content.xml", mimetype=ODT)): "other_content",
    ("statuto.docx", b"PK\x03\x04" + b"x" * 60): "other_content",
    ("macro.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")): "macros",
    ("macro.odt", archive("Basic/Standard/Module1.xml", mimetype=ODT)): "macros",
    ("doppio.pdf", PDF + archive("a.txt")): "also_archive",
    ("doppio.png", picture("PNG") + archive("a.txt")): "also_archive",
}


@pytest.mark.parametrize("name", GOOD)
def test_evidence_of_every_accepted_kind_passes(name):
    kept = checked_upload(SimpleUploadedFile(name, GOOD[name]))
    assert (kept.name, kept.size) == (name, len(GOOD[name]))
    assert kept.sha256 == hashlib.sha256(GOOD[name]).hexdigest()
    assert kept.file.read() == GOOD[name]  # from its beginning


@pytest.mark.parametrize("upload", BAD, ids=lambda upload: f"{upload[0]} {BAD[upload]}")
def test_what_is_not_what_it_says_is_refused_by_name(upload):
    name, content = upload
    with pytest.raises(ValidationError) as refused:
        checked_upload(SimpleUploadedFile(name, content))
    assert refused.value.code == BAD[upload]
    assert refused.value.message.startswith(name)


def test_limit_of_size_holds_on_both_sides():
    assert checked_upload(SimpleUploadedFile("a.txt", b"12345"), max_bytes=5).size == 5
    with pytest.raises(ValidationError) as refused:
        checked_upload(SimpleUploadedFile("a.txt", b"123456"), max_bytes=5)
    assert refused.value.code == "too_large"


def test_caller_may_accept_less():
    with pytest.raises(ValidationError) as refused:
        checked_upload(SimpleUploadedFile("statuto.docx", DOCX), allowed=("pdf",))
    assert (refused.value.code, "PDF" in refused.value.message) == ("wrong_type", True)


@settings(max_examples=60, deadline=None)
@given(
    extension=st.sampled_from(EVIDENCE), content=st.binary(max_size=400), start=st.sampled_from([*GOOD.values(), b""])
)
def test_any_bytes_get_an_answer(extension, content, start):
    file = SimpleUploadedFile(f"a.{extension}", start + content)
    try:
        assert checked_upload(file).size == len(start + content)
    except ValidationError as refused:
        assert refused.message  # noqa: PT017  # either is an answer, an exception of a library is not


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Documenti\\bilancio  2026.pdf", "bilancio 2026.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("fattura\u202efdp.exe", "fatturafdp.exe"),
        ("perche\u0301.pdf", "perché.pdf"),
        ("...", "file"),
        ("", "file"),
        ("\udcff.pdf", "pdf"),
    ],
)
def test_names_are_made_safe(name, kept):
    assert safe_name(name) == kept


@given(st.text(max_size=400))
def test_safe_names_stay_safe_and_short(name):
    safe = safe_name(name)
    assert 0 < len(safe) <= 200
    assert safe_name(safe) == safe


def test_long_name_keeps_its_extension():
    assert safe_name("a" * 300 + ".pdf").endswith("a.pdf")


class Kept(FieldFile):
    def __init__(self, storage, name):
        super().__init__(type("Row", (), {"file": name})(), FileField(name="file", storage=storage), name)


@pytest.mark.django_db  # closing an answer looks after the connections
def test_private_file_is_sent_to_be_saved_and_cannot_run():
    storage = InMemoryStorage()
    name = storage.save("x.txt", ContentFile(b"<script>"))
    response = private_file_response(Kept(storage, name), "nota.txt")
    assert b"".join(response.streaming_content) == b"<script>"
    response.close()
    assert response.headers["Content-Disposition"] == 'attachment; filename="nota.txt"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_private_file_that_the_storage_lost_is_not_found():
    with pytest.raises(Http404):
        private_file_response(Kept(InMemoryStorage(), "lost.txt"), "nota.txt")
