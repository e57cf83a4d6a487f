"""The local run makes its own keys, once, for its owner only."""

from cryptography.fernet import Fernet

from config.local import local_environment


def test_keys_are_made_once_and_kept(tmp_path):
    first = local_environment(tmp_path / ".local")
    assert local_environment(tmp_path / ".local") == first
    assert (tmp_path / ".local" / "env").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / ".local").iterdir()] == ["env"]


def test_two_checkouts_have_different_keys(tmp_path):
    first, second = local_environment(tmp_path / "a"), local_environment(tmp_path / "b")
    assert first["SECRET_KEY"] != second["SECRET_KEY"]
    assert first["ANSWERS_KEYS"] != second["ANSWERS_KEYS"]


def test_the_answers_key_is_a_fernet_key(tmp_path):
    Fernet(local_environment(tmp_path)["ANSWERS_KEYS"])
