"""Solutions of lesson 11, each against its check."""

from calclib.lessons.add_momentum import checks


def heavy_step(f, theta, velocity):
    alpha, beta = 0.03, 0.9
    velocity = beta * velocity + f.gradient(theta)
    return theta - alpha * velocity, velocity


def nesterov_step(f, theta, velocity):
    alpha, beta = 0.01, 0.9
    ahead = theta - alpha * beta * velocity
    velocity = beta * velocity + f.gradient(ahead)
    return theta - alpha * velocity, velocity


checks.beyond_the_cliff.choose("it comes to rest")
checks.strides.choose("10 times")
checks.soonest.choose("0.64")
checks.best_pair.choose("about 100")
checks.on_the_bowl.choose("never arrives")
CHECKED = [
    checks.heavy_ball(heavy_step),
    checks.looks_ahead(nesterov_step),
    checks.final_velocity(15),
    checks.convert("eta (1 - beta)"),
    checks.critical("(1 - sqrt(h))^2"),
    checks.bound("2(1 + b)/c"),
    checks.beyond_the_cliff.answer(),
    checks.strides.answer(),
    checks.soonest.answer(),
    checks.best_pair.answer(),
    checks.on_the_bowl.answer(),
]
