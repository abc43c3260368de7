"""Make the README's moving picture from the first scene of lesson 0.

uv run python tools/rolling.py
"""

from refresh import ROOT

from calclib.lessons.start_here import scenes

if __name__ == "__main__":
    scenes.whole_course(steps=72).save(ROOT / ".github" / "rolling.gif")
