# mypy: ignore-errors
"""A page as Wagtail's documentation makes one: its body is a StreamField."""

from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page


class ContentPage(Page):
    body = StreamField(
        [
            ("heading", blocks.CharBlock()),
            ("paragraph", blocks.RichTextBlock()),
            ("list", blocks.ListBlock(blocks.CharBlock())),
        ]
    )

    content_panels = [*Page.content_panels, FieldPanel("body")]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["menu"] = self.get_site().root_page.get_children().live().in_menu()
        context["trail"] = self.get_ancestors(inclusive=True).filter(depth__gt=1)
        return context
