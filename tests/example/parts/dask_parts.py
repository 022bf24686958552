"""A check in parts on a cluster of Dask: workers check, and the client merges. The folder of parts is one that all of them see.

    dask_parts.py SCHEDULER|local PARTS FOLDER CHECK-OPTIONS... -- MERGE-OPTIONS..."""
import os
import subprocess
import sys

from distributed import Client


def check(number, count, folder, options):
    """A worker that is lost before it is done is asked again elsewhere: the part stands under its name only when it is whole."""
    os.makedirs(folder, exist_ok=True)
    path = f"{folder}/{number}.part"
    subprocess.run(["duly", "check", *options, "--jobs", "1", "--part", f"{number}/{count}", "--format", f"part={path}"], check=True)
    return path


def main(scheduler, count, folder, *words):
    end = words.index("--") if "--" in words else len(words)
    with Client(None if scheduler == "local" else scheduler) as client:  # local: workers of its own, processes on this machine
        futures = client.map(check, range(1, int(count) + 1), count=int(count), folder=folder, options=words[:end], retries=3, pure=False)
        paths = client.gather(futures)
    return subprocess.run(["duly", "merge", *paths, *words[end + 1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
