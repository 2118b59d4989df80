"""Forms of the admin as a browser would send them back."""

from wagtail.test.utils import WagtailTestUtils
from wagtail.test.utils.form_data import querydict_from_html


def form_at(client, address):
    """Return what the page's form would send if nothing were typed."""
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    data = querydict_from_html(page, form_id="w-editor-form").dict()
    for box in WagtailTestUtils.get_soup(page).select("input[type=checkbox][checked]:not([value])"):
        data[box["name"]] = "on"
    return data


def send(client, address, **changes):
    """Send the page's form back with some fields typed; none takes a field away."""
    data = form_at(client, address)
    data |= {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(address, {name: value for name, value in data.items() if value is not None})
