"""Packs the folder of the built module into a wheel: wheel.py BUILD-FOLDER VERSION. A wheel is a zip with three files beside the package, so that
nothing but Python is needed to make one."""
import base64
import hashlib
import pathlib
import sys
import sysconfig
import zipfile


def main(folder: str, version: str) -> None:
    root = pathlib.Path(folder)
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    tag, info = f"cp310-abi3-{platform}", f"duly-{version}.dist-info"
    texts = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: duly\nVersion: {version}\n"
                            "Summary: Checks that records followed their procedure\nRequires-Python: >=3.10\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: duly\nRoot-Is-Purelib: false\nTag: {tag}\n",
    }
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.glob("duly/*")) if path.is_file()}
    files.update((name, text.encode()) for name, text in texts.items())
    record = ""
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(content)}\n"
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    target = root / f"duly-{version}-{tag}.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in files.items():
            wheel.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    print(target)


main(*sys.argv[1:3])
