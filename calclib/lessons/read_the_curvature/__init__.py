"""Read the curvature: second derivatives, Hessian."""
