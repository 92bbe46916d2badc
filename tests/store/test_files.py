"""Which file systems are shared between hosts, read from the kernel's table of mounts (S10)."""

from pathlib import Path

import pytest

from leadtui.store import files

pytestmark = pytest.mark.file


MOUNTS = """
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:26 / /tmp rw,nosuid - tmpfs tmpfs rw
40 22 0:50 / /home rw,relatime shared:2 - {kind} server:/export/home rw
41 40 8:2 / /home/local rw,relatime - xfs /dev/sdb1 rw
42 22 0:51 / /mnt/team\\040share rw - {kind} server:/team rw
43 22 0:52 / /mnt/销售 rw - {kind} server:/sales rw
a broken line
50 22 0:60 / /over rw - ext4 /dev/sdc rw
51 50 0:61 / /over rw - {kind} server:/over rw
"""


class TestNetworkFileSystems:
    @pytest.mark.parametrize("kind", sorted(files.NETWORK_FILE_SYSTEMS))
    def test_s10_a_path_on_a_share_is_known(self, kind: str) -> None:
        table = MOUNTS.format(kind=kind)
        on_share = ("/home/li/leads.db", "/mnt/team share/leads.db", "/mnt/销售/leads.db", "/over/leads.db")
        local = (
            "/var/leads.db",
            "/tmp/leads.db",
            "/home/local/leads.db",
            "/homely/leads.db",
            "/mnt/leads.db",
        )
        assert [files.is_on_network(Path(path), table) for path in on_share] == [True] * len(on_share)
        assert [files.is_on_network(Path(path), table) for path in local] == [False] * len(local)

    @pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "f2fs", "apfs"])
    def test_s10_a_disk_of_this_machine_is_none(self, kind: str) -> None:
        assert not files.is_on_network(Path("/home/li/leads.db"), MOUNTS.format(kind=kind))

    def test_s10_twenty_kinds_are_classified(self) -> None:
        kinds = """nfs nfs4 cifs smb3 smbfs fuse.sshfs 9p gpfs lustre ceph fuse.ceph fuse.glusterfs
        fuse.rclone afs beegfs ocfs2 gfs2 davfs virtiofs vboxsf"""
        for kind in kinds.split():
            assert files.is_on_network(Path("/home/li/leads.db"), MOUNTS.format(kind=kind)), kind
