"""Uploaded pictures are opened and read to the end before they are kept: what is not just a picture is refused."""

import zipfile
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

LONGEST_SIDE = 12_000  # pixels; a poster at 300 dots per inch is 10 000


class CheckedImageField(WagtailImageField):
    """Wagtail's field answers some broken files with an exception; here each gets a sentence."""

    def to_python(self, data: Any) -> Any:
        """Return the file as Wagtail does; raise ValidationError for whatever is not one whole, sober picture."""
        try:
            file = super().to_python(data)
        except ValidationError:
            raise
        except Exception as unreadable:  # a broken file may raise anything in the libraries that read it
            raise ValidationError(_unreadable(), code="invalid_image") from unreadable
        if file is not None:
            _check(file)
        return file


class CheckedImageForm(BaseImageForm):
    """The form of every upload in the admin: page of pictures, several at once, chooser."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = CheckedImageField(label=field.label, required=field.required, widget=field.widget)


def _check(file: Any) -> None:
    file.seek(0)
    content = file.read()
    file.seek(0)
    # An archive is read from its end, so a file can be a picture and an archive at once.
    if zipfile.is_zipfile(BytesIO(content)):
        raise ValidationError(
            _("This picture is also an archive: save it again with an image editor and upload the new file."),
            code="invalid_image",
        )
    try:
        _read(content)
    except ValidationError:
        raise
    except Exception as unreadable:
        raise ValidationError(_unreadable(), code="invalid_image") from unreadable


def _read(content: bytes) -> None:
    """Decode the picture whole; raise ValidationError for absurd sides, whatever Pillow raises for the rest."""
    with Image.open(BytesIO(content)) as image:
        if max(image.size) > LONGEST_SIDE:
            raise ValidationError(
                _("This picture is %(width)s by %(height)s pixels: no side may be over %(limit)s. Make it smaller.")
                % {"width": image.width, "height": image.height, "limit": LONGEST_SIDE},
                code="file_too_many_pixels",
            )
        image.load()


def _unreadable() -> str:
    return _("This file cannot be read as a picture: it may be damaged. Save it again as PNG or JPEG and upload it.")
