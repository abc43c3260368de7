"""Scenes, and three interpreters of them: the player, the page and the picture.

Each of these imports only from those before it.

palette, formats, axis: colours, numbers as words, and what a control moves.
marks/: what a panel can show.
limits, camera, panel: a frame with marks in it.
buffers, ground, isolines, exits: arrays that travel, and geometry.
relief, normal_form, visibility, legend: marks brought to one form, and how they look.
parts, composition: a scene as a value, checked.
readout, digest, pack: a scene in words, in a few lines of text, and as it travels.
picture/: a scene drawn by matplotlib.
export, scene: a scene as a file, and the Scene that a lesson makes.
questions, player: a scene in a notebook, played and asked by a learner.
"""
