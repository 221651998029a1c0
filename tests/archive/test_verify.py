"""What is found in many WARC files is the same, however many of them are read at once."""

from pathlib import Path

from archive import verify
from archive.store import Archive
from archive.warc import names
from tests.archive.make import keep

FILES = verify.MIN_FILES + 1


def verified(folder: Path, jobs: int) -> verify.Verified:
    result = verify.Verified()
    with Archive.open(folder, create=False) as archive:
        read = list(verify.verify(archive, result, jobs))
    assert read[-1] == result.bytes
    return result


def test_several_processes_find_what_one_does(tmp_path: Path) -> None:
    for number in range(FILES):
        keep(tmp_path, f"{number}a", f"{number}b")
    sound = verified(tmp_path, 2)
    assert sound.sound
    assert (sound.files, sound.captures) == (FILES, 2 * FILES)
    assert sound == verified(tmp_path, 1)
    first, *_, last = names.in_order(tmp_path / "warc")
    first.write_bytes(first.read_bytes()[:-20])
    last.unlink()
    broken = verified(tmp_path, 2)
    assert {verify.TORN, verify.NO_FILE} <= broken.counts.keys()
    assert broken == verified(tmp_path, 1)
