"""The exercises of lesson 7: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from calclib.practice import exercise

built = exercise(
    "Two steps of gradient descent on x², from 1, at a learning rate of 1/4: all three points.",
    [1.0, 0.5, 0.25],
    slips={
        (1.0, 1.5, 2.25): "You went uphill: look at the sign of the step.",
        (1.0, -1.0, 1.0): "A step is the slope times the learning rate.",
        (1.0, 0.75, 0.5625): "A step follows the slope, not the point itself.",
    },
    further="Now against calclib, further down.",
)
landing_rate = exercise(
    "The learning rate that lands in one step on L(x) = 4x².",
    1 / 8,
    slips={1 / 4: "That is the cliff, 2/λ.", 8.0: "That is λ itself."},
    further="With it, 1 − αλ = 0.",
)
steps_to_ten = exercise(
    "The step at which |y| first passes 10, at a rate of 0.0201 across a curvature of 100, from 1.",
    232,
    slips={231.0: "After 231 steps |y| is still below 10, by a little."},
    further="It grows by one per cent a step.",
)
best_rate = exercise(
    "The best learning rate for a valley with the curvatures a < b.",
    "2/(a + b)",
    variables=("a", "b"),
    slips={
        "2/b": "That is the cliff: across the valley the ball bounces for ever.",
        "1/b": "That lands at once across the valley, and then creeps along it.",
        "1/a": "That lands along the valley, and flies out across it.",
        "(a + b)/2": "That is the mean curvature; the best rate is 1 divided by it.",
    },
    further="It is 1 divided by the mean curvature.",
)
sure_steps = exercise(
    "Steps after which the error is sure to be a millionth of the first, if κ = 1000.",
    6908,
    slips={
        6907.0: "After 6907 steps it may still be a little above.",
        691.0: "That is for κ = 100.",
    },
    further="Ten times κ, ten times the steps.",
)
