"""Solutions of lesson 12, each against its check."""

import numpy as np

from calclib.lessons.adapt_each_rate import checks

alpha, beta1, beta2, epsilon = 0.1, 0.9, 0.999, 1e-8


def adam_step(f, theta, memory):
    m, v, t = memory  # 0, 0 and 0 at the start
    g, t = f.gradient(theta), t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta, (m, v, t)


def sign_step(g, alpha):
    return -alpha * np.sign(g)


def muon_step(G, alpha):
    U, _, Vt = np.linalg.svd(G, full_matrices=False)
    return -alpha * U @ Vt


def adamw(w, adam_step, rate, decay):
    return w + adam_step - rate * decay * w


checks.uncorrected.choose("too long")
checks.turned.choose("about 130")
checks.least_shrunk.choose("the one pushed by ±10")
checks.best_corner.choose("(−1, 1)")
checks.hundredth_step.choose("a tenth as long")
checks.thirds.choose("at +1, the worst point")
CHECKED = [
    checks.built(adam_step),
    checks.sign_step(sign_step),
    checks.muon_step(muon_step),
    checks.second_step(0.1 * 4 / 5),
    checks.turned_rates(abs(0.6 - 100 * 0.8) / abs(0.8 + 100 * 0.6)),
    checks.adamw(adamw),
    checks.after_silence(0.1 / np.sqrt(0.001)),
    checks.uncorrected.answer(),
    checks.turned.answer(),
    checks.least_shrunk.answer(),
    checks.best_corner.answer(),
    checks.hundredth_step.answer(),
    checks.thirds.answer(),
]
