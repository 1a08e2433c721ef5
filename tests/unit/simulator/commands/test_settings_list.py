"""`onshi settings`."""

from shared.settings import Settings
from simulator.commands.settings_list import settings_list


def test_every_setting_is_listed_with_its_description() -> None:
    listed = settings_list()

    for name, field in Settings.model_fields.items():
        assert f"ONSHI_{name.upper()}  (" in listed
        assert field.description is not None
        assert field.description in listed


def test_secrets_are_marked() -> None:
    assert "ONSHI_NONCE_KEY  (default: unset, secret)" in settings_list()
