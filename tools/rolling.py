"""Make the README's moving picture from the first scene of lesson 0.

uv run python tests/rolling.py
"""

from refresh import ROOT

from calclib.lessons import start_here

if __name__ == "__main__":
    start_here.whole_course(steps=72).save(ROOT / ".github" / "rolling.gif")
