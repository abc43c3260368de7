"""The questions of lesson 0: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from calclib.practice import exercise, predict

LESSON = "start_here"

FOG = "00-start-here.ipynb#Why-slope-is-enough"

where_points_end = predict(
    "All four rules start from the same 24 points. Where does each point end?",
    ["in the same valley under every rule", "some points end in different valleys"],
    answer="some points end in different valleys",
    why="Every rule goes downhill, but each takes its own path off the hilltop.",
    link="00-start-here.ipynb#The-whole-course-in-one-scene",
    key=(LESSON, "where_points_end"),
)
what_it_sees = predict(
    "What does gradient descent look at before it takes a step?",
    ["all heights around", "the slope at its own spot", "the lowest spot so far"],
    answer="the slope at its own spot",
    why="A step is the rate times the slope where it stands, and nothing else.",
    link=FOG,
    key=(LESSON, "what_it_sees"),
)
near_enough = predict(
    "Which of the rates 0.1, 0.6 and 1.1 comes within 0.05 of the lowest height in 30 looks?",
    ["0.1 alone", "0.6 alone", "0.6 and 1.1", "all three"],
    answer="0.6 alone",
    why="At 0.1 the steps are so short that 30 looks are not enough. At 1.1 they are so long that "
    "the walk leaves the map.",
    link=FOG,
    key=(LESSON, "near_enough"),
)
many_dimensions = predict(
    "In 100 dimensions, how low is the lowest of 40 random looks, as a share of the first height?",
    ["below 1 %", "about 20 %", "about 80 %"],
    answer="about 80 %",
    why="A random spot would have to be low along all hundred coordinates at once.",
    link="00-start-here.ipynb#In-AI",
    key=(LESSON, "many_dimensions"),
)
below_one = exercise(
    "At which step is the height below 1 for the first time?",
    9,
    slips={
        8: "At step 8 the height is still 1.158.",
        10: "At step 10 it is below 1, but not for the first time.",
    },
    hints=["The readout under the picture says the height at the step that is shown."],
    further="The height is 1.158 at step 8 and 0.938 at step 9.",
    link="00-start-here.ipynb#How-to-use-a-scene",
    bound="below",
    key=(LESSON, "below_one"),
)
leaves_the_frame = exercise(
    "Which is the smallest learning rate at which the ball leaves the frame?",
    0.13,
    slips={
        0.12: "At 0.12 it zig-zags, but its height falls at every step.",
        0.125: "At 0.125, between two stops of the slider, its height would neither fall nor grow.",
    },
    hints=["Choose the long valley, then move the slider up from 0.1, one stop at a time."],
    further="Lesson 9 shows that the limit is 2/16 = 0.125.",
    link="00-start-here.ipynb#How-to-use-a-scene",
    bound="below",
    key=(LESSON, "leaves_the_frame"),
)
step_downhill = exercise(
    "Return the spot one step further, against the slope.",
    lambda spot, slope, rate: spot - rate * slope,
    slips={
        lambda spot, slope, rate: spot + rate * slope: "That goes uphill: turn the sign round.",
        lambda spot, slope, rate: spot - slope: "The slope is not yet multiplied by the rate.",
        lambda spot, slope, rate: -rate * slope: "That is the step alone. Add it to the spot.",
        lambda spot, slope, rate: spot - rate: "The rate is not yet multiplied by the slope.",
        lambda spot, slope, rate: rate * slope - spot: "The two sides of the minus are exchanged.",
    },
    hints=[
        "The formula has a minus sign, a product and nothing else.",
        "new spot = spot − rate · slope: write the right side in Python, and return it.",
    ],
    further="This line is gradient descent.",
    link=FOG,
    key=(LESSON, "step_downhill"),
)
one_step = exercise(
    "Where does one step on x² from 5, where the slope is 10, with the rate 0.2 land?",
    3.0,
    slips={
        7: "That is uphill: the step has a minus sign.",
        2: "That is the length of the step. Where does it land?",
        4.8: "That is the learning rate alone: multiply it by the slope.",
        -5: "That is 5 minus the slope: multiply the slope by the learning rate.",
        9: "That is the height after the step. Where does it land?",
    },
    hints=["The step is the rate times the slope, downhill: −0.2 times 10.", "Add it to 5."],
    further="The height falls from 25 to 9.",
    link=FOG,
    key=(LESSON, "one_step"),
)
height_after = exercise(
    "How high is x² after a step from x with the rate 0.1?",
    "(0.8x)^2",
    variables=("x",),
    symbols={"x": "theta"},
    slips={
        "0.8x^2": "Square the 0.8 too: put brackets round 0.8x.",
        "0.8x": "That is where the step lands. How high is it there?",
        "x^2": "That is the height before the step.",
    },
    hints=["The height at any spot is its square. On which spot do you stand after the step?"],
    further="A step keeps 64 % of the height.",
    link=FOG,
    key=(LESSON, "height_after"),
)
