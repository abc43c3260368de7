"""Play lessons of the built site in Firefox, spoken to over WebDriver BiDi and nothing else.

    uv run --group site python site/build.py
    uv run --group site python site/firefox.py                   # lessons 00, 09 and 14
    uv run --group site python site/firefox.py --only 15 22

CALCLIB_FIREFOX, or the first of firefox-esr and firefox on PATH, is started without a window and
with a profile of its own. Every scene must paint, one plays by the keyboard, every guess is kept,
nothing leaves the site, and the console stays silent. The exit status is 0 only when it is so.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import websocket
from answers import GUESS
from build import HTML
from check import SHOW_EVERY_SCENE, Report, served
from watch import is_away, report_heard

NAMES = ("firefox-esr", "firefox")
LESSONS = ("00", "09", "14")
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PATIENCE = 60  # seconds
PREFERENCES = """\
user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
"""
# Put the focus on the first scene that plays, and say which it is.
FOCUS = """() => {
  for (const scene of document.querySelectorAll("calclib-scene")) {
    const root = scene.shadowRoot?.querySelector("[data-calclib=player]");
    if (!root?.querySelector("[data-role=play]")) continue;
    scene.scrollIntoView({ block: "center" });
    root.querySelector(".panels").focus();
    return scene.id;
  }
  return "";
}"""
WHERE = """(id) => {
  const root = document.getElementById(id).shadowRoot.querySelector("[data-calclib=player]");
  return Object.entries(root.dataset).filter(([name]) => name.startsWith("index")).join(" ");
}"""


def executable() -> str:
    """The path of a Firefox; raises SystemExit, with what to do, where there is none."""
    named = os.environ.get("CALCLIB_FIREFOX")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit(
            "No Firefox is on PATH: apt install firefox-esr, "
            "or set CALCLIB_FIREFOX to the path of one."
        )
    return found


class Firefox:
    """A tab of Firefox: commands go out, and what the browser says meanwhile is kept.

    said: the errors and warnings of the console. asked: every address that was asked.
    """

    def __init__(self, address: str) -> None:
        self.line = websocket.create_connection(
            f"{address}/session", timeout=PATIENCE, suppress_origin=True
        )
        self.sent = 0
        self.said: list[str] = []
        self.asked: list[str] = []
        self.command("session.new", capabilities={})
        events = ["log.entryAdded", "network.beforeRequestSent"]
        self.command("session.subscribe", events=events)
        tree = self.command("browsingContext.getTree")
        self.tab: str = tree["contexts"][0]["context"]

    def command(self, method: str, **params: object) -> Any:
        """Send a command and wait for its result; raises RuntimeError where Firefox refuses it."""
        self.sent += 1
        self.line.send(json.dumps({"id": self.sent, "method": method, "params": params}))
        while True:
            message = json.loads(self.line.recv())
            if message.get("id") != self.sent:
                self.hear(message)
            elif message["type"] == "error":
                raise RuntimeError(f"Firefox refuses {method}: {message['message']}")
            else:
                return message["result"]

    def hear(self, event: dict[str, Any]) -> None:
        """Keep what the console says, and what is asked for."""
        params = event.get("params", {})
        if event.get("method") == "log.entryAdded" and params["level"] in ("error", "warn"):
            self.said.append(str(params["text"]))
        elif event.get("method") == "network.beforeRequestSent":
            self.asked.append(params["request"]["url"])

    def open(self, url: str) -> None:
        """Open a page and wait until it is loaded."""
        self.command("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def evaluate(self, function: str, *given: object) -> Any:
        """What a function of the page gives, as JSON."""
        arguments = ", ".join(json.dumps(one) for one in given)
        found = self.command(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({function})({arguments})))()",
            target={"context": self.tab},
            awaitPromise=True,
            userActivation=True,
        )
        if found["type"] == "exception":
            raise RuntimeError(f"The page stops: {found['exceptionDetails']['text']}")
        return json.loads(found["result"].get("value", "null"))

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self.command("input.performActions", context=self.tab, actions=[keyboard])


@contextmanager
def firefox() -> Iterator[Firefox]:
    """A Firefox without a window, with a new profile, which ends with the block."""
    with TemporaryDirectory() as profile:
        with open(os.path.join(profile, "user.js"), "w", encoding="utf-8") as preferences:
            preferences.write(PREFERENCES)
        words = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        process = subprocess.Popen(
            [executable(), *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"HOME": profile, "MOZ_HEADLESS": "1"},
        )
        try:
            yield Firefox(address_of(process))
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def address_of(process: subprocess.Popen[str]) -> str:
    """Where a Firefox that starts listens; raises RuntimeError where it ends before."""
    assert process.stderr
    for line in process.stderr:
        if found := LISTENING.search(line):
            return found[1]
    raise RuntimeError(f"Firefox ended with status {process.wait()} before it listened.")


def check_lesson(tab: Firefox, base: str, name: str, report: Report) -> None:
    """One page: its scenes, a key, its guesses, its console."""
    tab.said.clear()
    tab.asked.clear()
    tab.open(base + name)
    for missing in tab.evaluate(SHOW_EVERY_SCENE):
        report.fault(name, f"the scene {missing or '(without a name)'} does not paint.")
    report.count("scenes", tab.evaluate("() => document.querySelectorAll('calclib-scene').length"))
    cell = tab.evaluate(FOCUS)
    if cell:
        before = tab.evaluate(WHERE, cell)
        tab.press(" ")
        time.sleep(1.2)
        tab.press(" ")
        if tab.evaluate(WHERE, cell) == before:
            report.fault(name, f"Space does not play {cell}.")
        report.count("scenes that played by the keyboard")
    for key, kept, told in tab.evaluate(GUESS):
        report.count("predictions answered")
        if not kept.startswith("Your guess is kept") or len(told) < 10:
            report.fault(name, f"the guess at {key} is not kept, or not answered.")
    report_heard(name, [url for url in tab.asked if is_away(url, base)], tab.said, report)
    report.count("pages")


def main() -> None:
    """Check, and say what was found."""
    parser = argparse.ArgumentParser(description="Play lessons of the built site in Firefox.")
    parser.add_argument("--only", nargs="+", metavar="NN", default=LESSONS)
    only = parser.parse_args().only
    report = Report()
    pages = sorted((HTML / "lessons").glob("*.html"))
    chosen = [f"lessons/{page.name}" for page in pages if page.name[:2] in only]
    if not chosen:
        raise SystemExit("None of these lessons is built: run site/build.py first.")
    with served(HTML) as base, firefox() as tab:
        version = tab.evaluate("() => navigator.userAgent")
        print(version)
        for name in chosen:
            begin = time.monotonic()
            check_lesson(tab, base, name, report)
            print(f"{name}: {time.monotonic() - begin:.0f} s", flush=True)
    for name, number in report.counts.items():
        print(f"{name}: {number:,}")
    for fault in report.faults:
        print(fault)
    sys.exit(1 if report.faults else 0)


if __name__ == "__main__":
    main()
