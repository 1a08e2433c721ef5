from pathlib import Path

import pytest

from loadtests.machine.description import file_system_of

MOUNTS = """\
/dev/vda / ext4 rw,relatime 0 0
tmpfs /ram tmpfs rw 0 0
tmpfs /srv/a\\040b tmpfs rw 0 0
/dev/vdb /data/build xfs rw 0 0
overlay /data overlay rw 0 0
/dev/vdc /mnt ext4 rw 0 0
tmpfs /mnt tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/var/lib", "ext4"),
        ("/ram/x", "tmpfs"),
        ("/ram", "tmpfs"),
        ("/ramx", "ext4"),
        ("/srv/a b/c", "tmpfs"),
        ("/data/build/bench", "xfs"),
        ("/data/builds", "overlay"),
        ("/mnt/x", "tmpfs"),
    ],
)
def test_a_folder_lies_on_its_longest_and_latest_mount(folder: str, expected: str) -> None:
    assert file_system_of(Path(folder), MOUNTS) == expected


def test_without_mounts_the_file_system_is_unknown() -> None:
    assert file_system_of(Path("/var"), "") == "unknown"
