"""Anchors of headings as JupyterLab writes them, so that links hold in both places."""


def anchor(heading: str) -> str:
    """The anchor of a heading.

    >>> anchor("One step")
    'One-step'
    """
    return heading.strip().replace(" ", "-")
