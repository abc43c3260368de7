"""A real JupyterLab on 127.0.0.1 for the browser tests, with its own settings and lessons."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from refresh import ROOT

# A notebook is open in the page and its kernel waits for work.
KERNEL_IS_IDLE = """() => window.jupyterapp?.shell.currentWidget
    ?.sessionContext?.session?.kernel?.status === 'idle'"""
# Words of what JupyterLab says on the console itself, with or without calclib.
SAID_BY_JUPYTERLAB = ("isRunning", "favicon")
QUIET = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}


@contextmanager
def jupyterlab(
    home: Path, python: str = sys.executable, *, kernel: Path | None = None, quiet: bool = True
) -> Iterator[str]:
    """Serve a copy of the lessons from `home`; yields the address, without a trailing slash.

    The copy keeps a test from saving over a lesson; the empty settings keep a user's own out.
    kernel: the Python that runs the cells, where it is not that of JupyterLab.
    quiet: switch off what JupyterLab announces, whatever the environment says of it.
    """
    shutil.copytree(ROOT / "notebooks", home / "course" / "notebooks", dirs_exist_ok=True)
    settings = home / "config" / "labconfig"
    settings.mkdir(parents=True, exist_ok=True)
    page = json.dumps(QUIET if quiet else {})
    (settings / "page_config.json").write_text(page, encoding="utf-8")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [
        *(python, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        *("--IdentityProvider.token=", f"--ServerApp.root_dir={home / 'course'}"),
        "--LabApp.expose_app_in_browser=True",
    ]
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    environment.pop("CALCLIB_PICTURES", None)
    if kernel is not None:
        environment["JUPYTER_PATH"] = str(write_kernel(home / "kernel", kernel))
    with (home / "jupyterlab.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_for(address, server, home / "jupyterlab.log")
            yield address
        finally:
            server.terminate()
            server.wait(20)


def write_kernel(place: Path, python: Path) -> Path:
    """Name a Python as the one that runs the cells; returns the folder for JUPYTER_PATH."""
    folder = place / "kernels" / "python3"
    folder.mkdir(parents=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    names = {"display_name": "Python 3", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps({"argv": command} | names), encoding="utf-8")
    return place


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; raise with its log when it stops or stays silent."""
    for _ in range(240):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/api", timeout=2).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-2000:]}")
