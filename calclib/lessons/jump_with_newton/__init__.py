"""Jump with Newton: curvature sets the stride."""
