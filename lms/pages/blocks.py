"""Blocks of the pages' text; each has one template in `templates/pages/blocks/`."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

# One slash, then neither a second one nor a backslash, which browsers read as the beginning of another host.
ON_THIS_SITE = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*")
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "link", "document-link", "ul", "ol"]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(label=_("Source"), required=False)

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "pages/blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "pages/blocks/image.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), required=False)

    class Meta:
        label = _("Document")
        icon = "doc-full"
        template = "pages/blocks/document.html"


class VideoLinkBlock(blocks.StructBlock):
    """A link, not a player: nothing is fetched from another host until the reader decides to go there."""

    url = blocks.URLBlock(label=_("Address"), validators=[URLValidator(schemes=["https"])])
    title = blocks.CharBlock(label=_("Title"))
    duration = blocks.CharBlock(label=_("Duration"), required=False)

    class Meta:
        label = _("Video (link)")
        icon = "media"
        template = "pages/blocks/video.html"


class CallToActionValue(blocks.StructValue):
    """Where the button leads, if anywhere: a page may be gone or hidden by the time it is shown."""

    @property
    def address(self) -> str:
        """Return the address of the live page or the path on this site; nothing when there is neither."""
        page, path = self.get("page"), self.get("path") or ""
        if page is not None:
            return (page.url or "") if page.live else ""
        return path if ON_THIS_SITE.fullmatch(path) else ""


class CallToActionBlock(blocks.StructBlock):
    """A button that leads to a page or to an address on this site, never to another one."""

    text = blocks.TextBlock(label=_("Text"))
    label = blocks.CharBlock(label=_("Button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    path = blocks.CharBlock(
        label=_("Address on this site"),
        required=False,
        help_text=_("Instead of a page, for example /it/clusters/."),
    )

    class Meta:
        label = _("Call to action")
        icon = "link"
        template = "pages/blocks/call_to_action.html"
        value_class = CallToActionValue

    def clean(self, value: Any) -> Any:
        """Ask for one of page and address, not for both, and for an address on this site."""
        cleaned = super().clean(value)
        page, path = cleaned.get("page"), cleaned.get("path")
        if bool(page) == bool(path):
            sentence = _("Choose a page or write an address on this site: one of the two.")
            raise blocks.StructBlockValidationError(block_errors={"page": ValidationError(sentence)})
        if path and not ON_THIS_SITE.fullmatch(path):
            sentence = _("Write the part that follows the name of this site, for example /it/clusters/.")
            raise blocks.StructBlockValidationError(block_errors={"path": ValidationError(sentence)})
        return cleaned


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"))
    role = blocks.CharBlock(label=_("Role"), required=False)
    text = blocks.TextBlock(label=_("Text"), required=False)
    image = ImageBlock(label=_("Portrait"), required=False)


class PeopleBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    people = blocks.ListBlock(PersonBlock(), label=_("People"))

    class Meta:
        label = _("People")
        icon = "group"
        template = "pages/blocks/people.html"


class FigureItemBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("Figure"), max_length=20)
    label = blocks.CharBlock(label=_("What it counts"), max_length=120)


class FiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    figures = blocks.ListBlock(FigureItemBlock(), label=_("Figures"))

    class Meta:
        label = _("Figures")
        icon = "order"
        template = "pages/blocks/figures.html"


BODY_BLOCKS = [
    ("heading", blocks.CharBlock(label=_("Heading"), icon="title", template="pages/blocks/heading.html")),
    (
        "paragraph",
        blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, template="pages/blocks/text.html"),
    ),
    ("image", FigureBlock()),
    ("quote", QuoteBlock()),
    ("document", DocumentBlock()),
    ("video", VideoLinkBlock()),
    ("call_to_action", CallToActionBlock()),
    ("people", PeopleBlock()),
    ("figures", FiguresBlock()),
]
