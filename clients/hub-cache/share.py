"""Shares a Hugging Face cache with Passerelle: reads what Passerelle wrote, or fills a cache for it.

    share.py read CACHE org/name [REVISION]    without a network; prints the snapshot's directory
    share.py fill CACHE org/name [REVISION] [PATTERN...]   from HF_ENDPOINT; prints the same
    share.py hold LOCKFILE                     takes a lock as a download does, until stdin ends

Works with any Python that has huggingface_hub. Exits 1 with the reason when something is not as it should be.
"""

import hashlib
import os
import re
import sys

os.environ.setdefault("HF_HUB_DISABLE_XET", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

from huggingface_hub import hf_hub_download, scan_cache_dir, snapshot_download
from huggingface_hub.utils import WeakFileLock


def digest(path, length):
    with open(path, "rb") as file:
        content = file.read()
    if length == 64:
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def check(directory, cache, name, revision):
    for folder, _, files in os.walk(directory):
        for file in files:
            path = os.path.join(folder, file)
            blob = os.path.basename(os.readlink(path))
            if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", blob):
                sys.exit(f"{path} is linked to {blob}, which is no digest")
            if digest(path, len(blob)) != blob:
                sys.exit(f"{path} is not as the name of its blob says")
            found = hf_hub_download(
                name, os.path.relpath(path, directory), revision=revision, cache_dir=cache, local_files_only=True
            )
            if not os.path.samefile(found, path):
                sys.exit(f"{found} is not {path}")
    scanned = scan_cache_dir(cache)
    if scanned.warnings:
        sys.exit(f"the cache has warnings: {scanned.warnings}")
    if name not in {repository.repo_id for repository in scanned.repos}:
        sys.exit(f"a scan of the cache doesn't show {name}")


def main(task, *arguments):
    if task == "hold":
        with WeakFileLock(arguments[0]):
            print("held", flush=True)
            sys.stdin.read()
        return
    cache, name, *rest = arguments
    revision = rest[0] if rest else None
    directory = snapshot_download(
        name, revision=revision, cache_dir=cache, local_files_only=task == "read", allow_patterns=rest[1:] or None
    )
    check(directory, cache, name, revision)
    print(directory)


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("read", "fill", "hold"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
